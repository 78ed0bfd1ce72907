"""Nothing that another device wrote steers a terminal: no control character, no bidi control, from words or names."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from peer_tui.domain.events import MeetingDeleted, MeetingMerged
from peer_tui.paths import places
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.domain.histories import START
from tests.exchange.hostile import meeting_full_of
from tests.plain.meetings import ROOT, environment
from tests.store.golden.make import every_event
from tests.store.hostile_files import lay, log_of, rows_of

STEERING = "\x1b]0;owned\x07 \x1b[2J\x1b[31m \x9b31m\x90q\x9c \x07\x08\x00\x7f \u202egnorw\u202c \u2066x\u2069 \u200f"
"""A window title, a cleared screen, colours in both spellings, a device string, bell, backspace, NUL, bidi controls."""
OWN = re.compile(r"\x1b\[(?:1m|22m|K)")
"""What the program itself writes at a terminal: found words in bold, and a progress bar that is wiped away."""
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
COMMANDS = (
    ("list",), ("list", "--format", "csv"), ("list", "--json"), ("steps",), ("steps", "--format", "csv"),
    ("minutes", "m"), ("minutes", "m", "--format", "txt"), ("minutes", "m", "--format", "html"),
    ("minutes", "m", "--format", "eml"), ("search", "owned"), ("decisions",), ("parked", "--all"), ("check",),
    ("run", "--plain", "m"), ("list", "--group", STEERING.replace("\x00", "")), ("minutes", "\x1b[2J"),
    ("people",), ("people", "--contact"), ("people", "--csv", "--contact"), ("people", "--json"), ("agreement",),
    ("agreement", "--history"), ("agreement", "--json"), ("group-settings",),
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with such text in every field of every kind, and in the names of its folders and files."""
    home = tmp_path_factory.mktemp("hostile")
    at = places(environ={"PEER_TUI_HOME": str(home)})
    library = Library(at.library, at.state)
    told = meeting_full_of(STEERING)
    name = "\x1b]0;owned\x07\x1b[2J\u202e-7q2k"
    # A meeting that is hidden would show none of its words.
    shown = [event for event in every_event() if not isinstance(event, MeetingDeleted | MeetingMerged)]
    everything = [_filled(row) for row in rows_of(shown)]
    for meeting, events in told.shards.items():
        place = f"2024/2024-11-13-1400{name}" if meeting else ""
        lay(library, Shard(f"harbor{name}", place), log_of([*rows_of(events), *everything]), f"w{name}-1.json")
        lay(library, Shard(f"harbor{name}", place), b'{"1": {"text": "\\u001b[2J', f"broken{name}-1.json")
    (library.root / "groups" / f"link{name}").symlink_to(home)
    return home


def _filled(row: dict[str, object]) -> dict[str, object]:
    def within(part: object, name: str = "") -> object:
        if isinstance(part, dict):
            return {key: within(value, key) for key, value in part.items()}
        if isinstance(part, list):
            return [within(one) for one in part]
        return STEERING if isinstance(part, str) and ": " in part else part

    found = within(row)
    assert isinstance(found, dict)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be made there")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command).encode("unicode_escape").decode())
def test_nothing_printed_steers_a_terminal_by_a_pipe(home: Path, command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "peer_tui", *command, "--now", f"{START:%Y-%m-%dT%H:%MZ}"], cwd=ROOT,
        env=environment(home), capture_output=True, check=False,
        input=b"a note\n/steps\n/who\n/agreement\n/parked\n/open\n",
    )  # fmt: skip
    assert done.returncode in (0, 1, 2) and (done.stdout or done.stderr)
    if command in (("list",), ("steps",), ("minutes", "m"), ("search", "owned"), ("run", "--plain", "m")):
        assert b"owned" in done.stdout, "the words themselves are there"
    for stream in (done.stdout, done.stderr):
        assert b"Traceback" not in stream
        assert not CONTROLS.search(
            stream.decode().replace("\r\n", "\n").replace("\r", "" if "eml" in command else "\r")
        )
    assert not BIDI.search(done.stderr.decode())


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal there")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command).encode("unicode_escape").decode())
def test_nothing_printed_steers_a_terminal_at_a_terminal(home: Path, command: tuple[str, ...]) -> None:
    import pty

    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "peer_tui", *command, "--now", f"{START:%Y-%m-%dT%H:%MZ}"], cwd=ROOT,
        env=environment(home), stdin=subprocess.PIPE, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    assert running.stdin is not None
    running.stdin.write(b"a note\n/steps\n/who\n/agreement\n/parked\n/open\n")
    running.stdin.close()
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # how a pseudo-terminal ends
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert running.wait(30) in (0, 1, 2) and shown
    words = OWN.sub("", shown.decode().replace("\r\n", "\n"))
    assert "Traceback" not in words
    assert not CONTROLS.search(words) and not BIDI.search(words)
