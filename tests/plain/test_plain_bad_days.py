"""Plain mode as a process on bad days: what it echoed is on disk, whatever ended it; what is not is kept and said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.plain.meetings import ROOT, environment, open_workspace, peer_tui, small_group


def start(home: Path, *, stdout: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "peer_tui", "run", "--plain", "--now", "2024-11-13T14:00-05:00"],
        cwd=ROOT, env=environment(home), stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.PIPE,
    )  # fmt: skip


def lines_on_disk(home: Path, meeting: str) -> list[str]:
    workspace = open_workspace(home)
    try:
        opened, held = workspace.find_meeting(meeting)
        return [entry.filed.text for entry in opened.meeting(held.id).lines()]
    finally:
        workspace.close()


@pytest.fixture
def meeting(tmp_path: Path) -> str:
    workspace, _, meeting = small_group(tmp_path)
    workspace.close()
    return meeting


def read_until(program: subprocess.Popen[bytes], words: bytes) -> bytes:
    assert program.stdout is not None
    seen = b""
    while words not in seen:
        row = program.stdout.readline()
        assert row, seen
        seen += row
    return seen


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL])
def test_every_line_that_was_echoed_is_on_disk_whatever_ended_it(
    tmp_path: Path, meeting: str, how: signal.Signals
) -> None:
    expected: list[str] = []
    for turn, wait in enumerate((0.0, 0.004, 0.02)):
        program = start(tmp_path)
        assert program.stdin is not None and program.stdout is not None
        read_until(program, b"/help for every verb")
        for n in range(40):
            program.stdin.write(f"turn {turn} line {n}\n".encode())
        program.stdin.flush()
        before = read_until(program, f"turn {turn} line 5".encode())
        time.sleep(wait)
        program.send_signal(how)
        out, _ = program.communicate(timeout=30)
        echoed = [
            row.partition(" NOTE ")[2] for row in (before + out).decode().splitlines(keepends=True) if " NOTE " in row
        ]
        # Nothing is half-echoed: a line stands there whole, with its end, or not at all.
        assert all(row.endswith("\n") for row in echoed), echoed
        kept = lines_on_disk(tmp_path, meeting)
        mine = [row.strip() for row in echoed if row.startswith(f"turn {turn}")]
        assert len(mine) >= 6 and set(mine) <= set(kept)
        expected += mine
        if how != signal.SIGKILL:
            assert program.returncode == 1 and b"Stopped." in before + out
            assert [row for row in kept if row.startswith(f"turn {turn}")] == mine
    assert set(expected) <= set(lines_on_disk(tmp_path, meeting))


def test_stopped_and_continued_in_the_midst_of_saving_loses_nothing(tmp_path: Path, meeting: str) -> None:
    program = start(tmp_path)
    assert program.stdin is not None
    read_until(program, b"/help for every verb")
    for n in range(30):
        program.stdin.write(f"line {n}\n".encode())
        program.stdin.flush()
        os.kill(program.pid, signal.SIGSTOP)
        time.sleep(0.003)
        os.kill(program.pid, signal.SIGCONT)
    program.communicate(timeout=30)
    assert program.returncode == 0 and lines_on_disk(tmp_path, meeting) == [f"line {n}" for n in range(30)]


def test_whoever_reads_the_output_may_go_away(tmp_path: Path, meeting: str) -> None:
    program = start(tmp_path)
    assert program.stdin is not None and program.stdout is not None
    read_until(program, b"/help for every verb")
    program.stdout.close()
    for n in range(10):
        program.stdin.write(f"line {n}\n".encode())
    program.stdin.close()
    assert program.stderr is not None
    assert b"Traceback" not in program.stderr.read()
    program.wait(30)
    assert lines_on_disk(tmp_path, meeting) == [f"line {n}" for n in range(10)]


@pytest.mark.parametrize("how", ["the input ends", "a signal"])
def test_unsaved_at_the_end_is_kept_elsewhere_said_and_taken_in_next_time(
    tmp_path: Path, meeting: str, how: str
) -> None:
    program = start(tmp_path)
    assert program.stdin is not None
    read_until(program, b"/help for every verb")
    (tmp_path / "library").rename(tmp_path / "unplugged")
    program.stdin.write(b"typed on no disk\n")
    program.stdin.flush()
    read_until(program, b"NOT SAVED 2:00 NOTE typed on no disk")
    if how == "a signal":
        program.send_signal(signal.SIGTERM)
    out, err = program.communicate(timeout=30)
    assert program.returncode == 1 and b"Traceback" not in err
    (page,) = (tmp_path / "state" / "unsaved").rglob("lines.txt")
    assert "typed on no disk" in page.read_text() and str(page.parent).encode() in out
    done = peer_tui(tmp_path, "run", "--plain", typed="more\n")
    assert done.returncode == 1 and "has vanished" in done.stderr and not (tmp_path / "library").exists()
    (tmp_path / "unplugged").rename(tmp_path / "library")
    done = peer_tui(tmp_path, "run", "--plain", "--now", "2024-11-13T14:05-05:00", typed="more\n")
    assert done.returncode == 0 and "could not be saved the last time" in done.stdout
    assert sorted(lines_on_disk(tmp_path, meeting)) == ["more", "typed on no disk"]


def test_elsewhere_is_typed_in_plain_mode_too(tmp_path: Path, meeting: str) -> None:
    program = start(tmp_path)
    assert program.stdin is not None
    read_until(program, b"/help for every verb")
    (tmp_path / "library").rename(tmp_path / "unplugged")
    program.stdin.write(f"typed on no disk\n/elsewhere {tmp_path / 'stick'}\n".encode())
    program.stdin.flush()
    read_until(program, b"read back")
    out, _ = program.communicate(timeout=30)
    assert program.returncode == 1 and str(tmp_path / "stick").encode() in out
    assert "typed on no disk" in next((tmp_path / "stick").rglob("lines.txt")).read_text()
    assert not (tmp_path / "state" / "unsaved").exists()
