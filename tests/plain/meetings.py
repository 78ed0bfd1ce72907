"""What the tests of plain mode and of the command line share: a library of their own, and the program as a process."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from peer_tui.paths import Places, places
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.practice import make_practice
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
STARTS = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
"""Wednesday 13 November 2024, 2:00 pm in America/New_York."""
DOORS = "2024-11-13T13:50-05:00"
PEOPLE = "Ana Ruiz\nBo Chen\n林小雨 | rain\n"


def home_places(home: Path) -> Places:
    return places(environ={"PEER_TUI_HOME": str(home)})


def open_workspace(home: Path, at: dt.datetime = STARTS) -> Workspace:
    return Workspace(home_places(home), ManualClock(at), Settings(), threaded=False)


def practice(home: Path) -> str:
    """The practice library with the golden run's meeting at hand; its id."""
    workspace = open_workspace(home, STARTS - dt.timedelta(minutes=10))
    try:
        return make_practice(workspace, STARTS)
    finally:
        workspace.close()


def small_group(home: Path) -> tuple[Workspace, OpenGroup, str]:
    """A group of three with one meeting planned for now."""
    workspace = open_workspace(home)
    opened = planning.new_group(workspace, "Harbor", "mapwc", "America/New_York", PEOPLE)
    return workspace, opened, planning.plan(workspace, opened, STARTS)


def environment(home: Path, **more: str) -> dict[str, str]:
    environ = {**os.environ, "PEER_TUI_HOME": str(home), "PYTHONUTF8": "1", **more}
    environ.pop("PEER_TUI_DATA", None)
    return environ


def peer_tui(
    home: Path, *arguments: str, typed: str | bytes = "", timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run the program as a process; standard input is a pipe, so there is no terminal."""
    raw = typed.encode("utf-8", "surrogateescape") if isinstance(typed, str) else typed
    done = subprocess.run(
        [sys.executable, "-m", "peer_tui", *arguments],
        cwd=ROOT,
        env=environment(home),
        input=raw,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)
