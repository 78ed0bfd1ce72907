"""Off the record nothing that is typed is in any file: not in the record, a draft, an index, a backup, a report."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from peer_tui.services import backing_up, clipboard, keeping
from peer_tui.services.capturing import take_pasted
from peer_tui.services.faults import keep_report
from tests.plain.meetings import DOORS, ROOT, environment, small_group
from tests.services.conftest import Room
from tests.services.test_redacting import everywhere

SECRET = "the heron lands at midnight"
AFTER = "everybody may read this"


def test_check_55_neither_index_nor_backup_nor_export_holds_what_was_said_off_the_record(room: Room) -> None:
    session = room.session
    room.at("2:00")
    room.all("/next", "+bo", "/next", "/go topics", "before")
    session.typed(f"half of {SECRET}")
    session.keep_draft(f"half of {SECRET}")
    session.do("off", f"half of {SECRET}")
    for line in (
        SECRET,
        f"! {SECRET}",
        f"> @bo {SECRET} by fri",
        f"/find {SECRET}",
        f"/redact {SECRET}",
        f"s/b/{SECRET}/",
    ):
        session.typed(line)
        session.keep_draft(line)
        session.preview(line)
        session.enter(line)
    take_pasted(session, [SECRET, f"~ {SECRET}"], "many")
    for word in ("time", "who", "next", "undo", "redo"):
        session.typed(SECRET)
        session.do(word)
        session.keep_draft(SECRET)
    room.workspace.index.refresh()
    backing_up.when_ended(room.workspace)(room.opened.shards[session.id])
    places = room.workspace.places
    keeping.export(room.opened, session.id, "md", places.exports, places.state)
    clipboard.copy_to_file(keeping.render(keeping.minutes_of(room.opened, session.id), "txt"), places.exports)
    assert everywhere(room.home, SECRET) == []
    session.enter("/on")
    session.typed("")
    session.keep_draft("")
    room.all(AFTER, "/end", "/end")
    room.workspace.index.refresh()
    assert everywhere(room.home, SECRET) == [] and everywhere(room.home, AFTER)


def test_check_55_the_report_of_a_fault_holds_nobodys_words(room: Room) -> None:
    room.at("2:00")
    room.all("/next", "/off")

    def deep(line: str) -> None:
        said = {"line": line}
        raise ValueError(f"could not read {said}")

    try:
        deep(SECRET)
    except ValueError as error:
        path = keep_report(error, room.workspace.places.state)
    assert path is not None and "deep" in path.read_text()
    assert everywhere(room.home, SECRET) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_check_55_a_program_that_is_ended_off_the_record_leaves_nothing(tmp_path: Path, end: signal.Signals) -> None:
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    temporary.mkdir()
    workspace, _, meeting = small_group(home)
    workspace.close()
    out, err = tmp_path / "stdout.log", tmp_path / "stderr.log"
    with out.open("wb") as told, err.open("wb") as complained:
        running = subprocess.Popen(
            [sys.executable, "-m", "peer_tui", "run", meeting, "--plain", "--now", DOORS],
            cwd=ROOT, env=environment(home, TMPDIR=str(temporary)),
            stdin=subprocess.PIPE, stdout=told, stderr=complained,
        )  # fmt: skip
        assert running.stdin is not None
        lines = [AFTER, "/off", SECRET, f"> @bo {SECRET}", f"! {SECRET}", f"/find {SECRET}", f"/{SECRET}", "+bo"]
        running.stdin.write("\n".join(["/next", *lines, SECRET]).encode())
        running.stdin.flush()
        until = time.monotonic() + 30
        while b"Bo is here" not in out.read_bytes() and time.monotonic() < until:
            time.sleep(0.05)
        os.kill(running.pid, end)
        running.stdin.close()
        running.wait(30)
    assert AFTER in out.read_text(), err.read_text()
    assert everywhere(tmp_path, SECRET) == []
    assert everywhere(home, AFTER)
    done = subprocess.run(
        [sys.executable, "-m", "peer_tui", "run", meeting, "--plain", "--now", DOORS],
        cwd=ROOT, env=environment(home, TMPDIR=str(temporary)), input=b"/on\nand on\n", capture_output=True, timeout=60,
    )  # fmt: skip
    assert b"On the record again" in done.stdout and SECRET.encode() not in done.stdout + done.stderr
    assert everywhere(tmp_path, SECRET) == []
