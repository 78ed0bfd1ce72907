"""A fault of the program in the midst of somebody's words: nothing but the logs and the drafts ever holds them."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.plain.meetings import ROOT, environment, small_group

SECRET = "kestrelsorrow"
PROGRAM = """
import importlib, sys
from peer_tui.cli import main
where, name, *arguments = sys.argv[1:]
module = importlib.import_module(where)
*holders, last = name.split(".")
for part in holders:
    module = getattr(module, part)
whole = getattr(module, last)
always = "always" in arguments
def broken(*values, **others):
    held = repr([getattr(value, "__dict__", value) for value in values])
    if "SECRET" in held or always:
        story = "SECRET in a local"
        try:
            raise KeyError(story)
        except KeyError as inner:
            raise ValueError("SECRET", story) from inner
    return whole(*values, **others)
setattr(module, last, broken)
sys.argv = ["peer-tui", *[word for word in arguments if word != "always"]]
main()
""".replace("SECRET", SECRET)
AT = ("--now", "2024-11-13T19:00Z")


@pytest.fixture
def meeting(tmp_path: Path) -> str:
    workspace, _, meeting = small_group(tmp_path)
    workspace.close()
    return meeting


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", PROGRAM, *arguments]


def _broken(home: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        _command(*arguments), cwd=ROOT, env=environment(home), input=typed.encode(), capture_output=True, check=False,
        timeout=60,
    )  # fmt: skip


def _nothing_told(home: Path, *streams: bytes) -> None:
    for stream in streams:
        assert SECRET.encode() not in stream and b"Traceback" not in stream, stream
    assert (home / "state" / "last-fault.txt").is_file()
    allowed = (home / "library" / "groups", home / "state" / "drafts", home / "state" / "unsaved")
    for path in home.rglob("*"):
        if path.is_file() and not any(folder in path.parents for folder in allowed):
            assert SECRET.encode() not in path.read_bytes(), path


def _write_it_down(home: Path, meeting: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "peer_tui", "run", "--plain", meeting, *AT], cwd=ROOT, env=environment(home),
        input=f"! {SECRET}\n/end\n/end\n".encode(), capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("where", "name", "command"),
    [
        ("peer_tui.domain.meeting", "Meeting.fold", ("minutes", "last")),
        ("peer_tui.domain.group", "Group.fold", ("decisions",)),
        ("peer_tui.services.searching", "search", ("search", SECRET)),
        ("peer_tui.services.keeping", "draw", ("minutes", "last")),
        ("peer_tui.store.library", "Library.read", ("minutes", "last")),
    ],
)
def test_a_command_that_fails_over_a_line_tells_nothing_of_it(
    tmp_path: Path, meeting: str, where: str, name: str, command: tuple[str, ...]
) -> None:
    _write_it_down(tmp_path, meeting)
    done = _broken(tmp_path, where, name, *command, "always")
    assert done.returncode == 1 and b"a fault of its own (ValueError)" in done.stderr, done.stderr
    _nothing_told(tmp_path, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("peer_tui.services.session", "LiveSession.enter"),
        ("peer_tui.services.session", "LiveSession.record"),
        ("peer_tui.services.saving", "Saver.save"),
    ],
)
def test_plain_mode_that_fails_over_a_line_tells_nothing_of_it(
    tmp_path: Path, meeting: str, where: str, name: str
) -> None:
    done = _broken(tmp_path, where, name, "run", "--plain", meeting, *AT, typed=f"a first line\n{SECRET}\n")
    assert done.returncode == 1 and b"a fault of its own (ValueError)" in done.stderr, (done.stdout, done.stderr)
    assert b"a first line" in done.stdout
    _nothing_told(tmp_path, done.stdout, done.stderr)


def _at_a_screen(home: Path, *arguments: str) -> bytes:
    """Type the secret at the real screen; what came after the screen was gone."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    os.set_blocking(ours, False)
    running = subprocess.Popen(
        _command(*arguments), cwd=ROOT, env=environment(home, TERM="xterm-256color"), stdin=theirs, stdout=theirs,
        stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown, began, sent = b"", time.monotonic(), 0
    steps = [(2.5, b"\x0e"), (3.5, SECRET.encode()), (4.0, b"\r")]
    try:
        while running.poll() is None and time.monotonic() - began < 30:
            time.sleep(0.05)
            with contextlib.suppress(OSError):  # nothing yet, or the terminal's end
                shown += os.read(ours, 65536)
            if sent < len(steps) and time.monotonic() - began > steps[sent][0]:
                os.write(ours, steps[sent][1])
                sent += 1
    finally:
        running.kill()
        running.wait(10)
        with contextlib.suppress(OSError):
            shown += os.read(ours, 65536)
        os.close(ours)
    left = b"\x1b[?1049l"
    assert left in shown, shown[-2000:]
    return shown.rpartition(left)[2]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("peer_tui.services.session", "LiveSession.record"),
        ("peer_tui.ui.widgets.stream", "MinutesStream._look_at_all"),
    ],
)
def test_the_screen_that_fails_over_a_line_tells_nothing_of_it(
    tmp_path: Path, meeting: str, where: str, name: str
) -> None:
    after = _at_a_screen(tmp_path, where, name, "run", meeting, *AT)
    assert b"a fault of its own" in after
    _nothing_told(tmp_path, after)


def test_a_thread_that_fails_over_a_line_tells_nothing_of_it(tmp_path: Path) -> None:
    program = f"""
import pathlib, sys, threading
from peer_tui.services.faults import keep_threads_from_telling
keep_threads_from_telling(pathlib.Path(sys.argv[1]) / "state")
def broken():
    raise ValueError("{SECRET}")
thread = threading.Thread(target=broken)
thread.start()
thread.join()
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, capture_output=True, check=False, timeout=30
    )
    assert done.stderr == b""
    assert "in broken" in (tmp_path / "state" / "last-fault.txt").read_text(encoding="utf-8")
    _nothing_told(tmp_path, done.stdout, done.stderr)
