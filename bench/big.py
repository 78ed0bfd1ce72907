"""The big library that is measured: an invented one with its index built, and an empty one beside it."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bench import scenes
from bench.library import write_library
from peer_tui.paths import places
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings

MEETINGS, FULL_MEETINGS = 2_500, 25_000
ENTRIES = 60
MEETINGS_A_GROUP = 500
MARKER = "Peer Coalition"
"""Words that every group's name ends with, so that Today shows them whichever group comes first."""


@dataclass
class Big:
    """Where the big library lies; it is made, and its index built, when it is first asked for.

    Args:
        folder: where to make what is needed.
        meetings: how many, where one is made.
        given: a home that `python -m bench.library` made; only its cache and state are written.
    """

    folder: Path
    meetings: int = MEETINGS
    given: Path | None = None
    entries: int = ENTRIES
    _groups: int = field(default=0, init=False)

    @cached_property
    def home(self) -> Path:
        """The home of the big library, its index up to date."""
        home = self.given or self.folder / "big"
        if self.given is None:
            until = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
            groups = max(1, self.meetings // MEETINGS_A_GROUP)
            write_library(home, groups, self.meetings, self.entries, until=until)
        room = open_home(home)
        while not room.index.refresh().finished:
            pass
        # What was indexed as soon as it was written is read once more: its file could have changed unseen.
        room.index.refresh()
        self.meetings = len(room.index.meetings())
        room.close()
        return home

    @cached_property
    def empty(self) -> Path:
        """The home of a library of one group that has not met yet."""
        home = self.folder / "empty"
        clock = ManualClock(dt.datetime.now(dt.UTC))
        room = scenes.workspace(home, clock)
        planning.new_group(room, scenes.GROUP, "mapwc", "America/New_York")
        room.index.refresh()
        room.close()
        return home


def open_home(home: Path) -> Workspace:
    """The library below `home`, without a thread of its own, as it is now."""
    clock = ManualClock(dt.datetime.now(dt.UTC))
    return Workspace(places(environ={"PEER_TUI_HOME": str(home)}), clock, Settings(), threaded=False)


def told_by(program: str, *arguments: str) -> dict[str, float]:
    """What a program of Python, in a process of its own, prints as one JSON object of numbers."""
    root = str(Path(__file__).parents[1])
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": root},
    )  # fmt: skip
    if run.returncode:
        raise RuntimeError(run.stderr)
    told: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return told
