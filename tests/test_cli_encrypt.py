"""`peer-tui encrypt` as a person and a script run it: after a whole meeting, a crash and a backup no word lies open."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
import warnings
import zipfile
from pathlib import Path

import pytest
import tinydb

from tests.plain.meetings import ROOT, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals and owner-only modes are POSIX here")

PASSPHRASE = "six words picked at random"
AT = ("--now", "2024-11-13T19:00Z")

# A screen's half-typed line, stack and last line; then the program is killed.
CRASH = """
import os, signal, sys
from pathlib import Path
from peer_tui.commands.shared import the_clock, the_workspace
from peer_tui.services.session import LiveSession
with the_workspace(None, the_clock("2024-11-13T19:20Z"), threaded=True) as workspace:
    opened, held = workspace.find_meeting(sys.argv[1])
    session = LiveSession(workspace, opened, held.id)
    session.enter("A blackcurrant line")
    session.typed("half a blackcurr")
    session.keep_draft("half a blackcurrant line")
    session.enter("/stack blackcurrant")
    session.keep_voices()
    workspace.saver.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


class Program:
    """The program on one home, with the passphrase in a file, and no terminal."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text(PASSPHRASE)
        self.passphrase.chmod(0o600)
        self.environ = environment(self.home, PEER_TUI_PASSPHRASE_FILE=str(self.passphrase))

    def run(self, *arguments: str, typed: str = "", code: int = 0, script: str = "") -> str:
        program = ["-c", script] if script else ["-m", "peer_tui"]
        done = subprocess.run(
            [sys.executable, *program, *arguments],
            cwd=ROOT,
            env=self.environ,
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            start_new_session=True,  # no terminal to ask at
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout if code == 0 else done.stderr

    def holding(self, words: str) -> list[Path]:
        """Every file that holds these words, also in an archive."""
        found = []
        for path in self.home.rglob("*"):
            if path.is_file():
                raws = [path.read_bytes()]
                if zipfile.is_zipfile(path):
                    with zipfile.ZipFile(path) as zipped:
                        raws += [zipped.read(name) for name in zipped.namelist()]
                if any(words.encode() in raw for raw in raws):
                    found.append(path)
        return found


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


def test_after_a_whole_meeting_a_crash_and_a_backup_no_word_lies_open(program: Program, tmp_path: Path) -> None:
    run = program.run
    run("new-group", "Harbor Peers", "--zone", "America/New_York")
    meeting = run("plan", "harbor", "--at", "2024-11-13 14:00", "--now", "2024-11-01T12:00Z").strip()
    run("run", "--plain", *AT, typed="! We keep blackcurrants\n")
    run(meeting, script=CRASH, code=-signal.SIGKILL)
    run("backup")
    assert {path.suffix for path in program.holding("blackcurrant")} == {".json", ".last", ".zip"}
    said = run("encrypt", "--yes")
    (recovery,) = re.findall("AGE-SECRET-KEY-1[A-Z0-9]{58}", said)
    assert "WHO LOSES BOTH LOSES EVERY LINE" in said and "Encrypted: " in said
    assert program.holding("lackcurrant") == [] and program.holding(recovery) == []
    run(meeting, script=CRASH, code=-signal.SIGKILL)
    assert program.holding("lackcurrant") == []
    ended = run("run", "--plain", "--now", "2024-11-13T19:30Z", typed="~ blackcurrant jam\n/end\n/end\n")
    assert "half a blackcurrant line" in ended or "blackcurrant jam" in ended
    run("backup")
    assert program.holding("lackcurrant") == []
    minutes = run("minutes", "last")
    assert "We keep blackcurrants" in minutes and minutes.count("A blackcurrant line") == 2
    _age_and_tinydb_open_it(program, recovery, tmp_path)
    assert "Decrypted: " in run("encrypt", "off", "--yes")
    program.passphrase.unlink()
    program.environ.pop("PEER_TUI_PASSPHRASE_FILE")
    assert run("minutes", "last") == minutes
    assert {path.suffix for path in program.holding("blackcurrant")} == {".json", ".last", ".zip"}


def _age_and_tinydb_open_it(program: Program, secret: str, folder: Path) -> None:
    if shutil.which("age") is None:
        warnings.warn("NOT TESTED: the age command is not installed, so only we opened the files.", stacklevel=2)
        return
    (folder / "key").write_text(secret)
    opened = folder / "opened"
    for number, path in enumerate(program.home.rglob("*.age")):
        if path.name.startswith("identity"):
            continue
        subprocess.run(["age", "-d", "-i", folder / "key", "-o", opened, path], check=True, timeout=30)
        if re.search(r"\.json(\.last)?\.age$", path.name) and "groups" in path.parts:
            with tinydb.TinyDB(opened) as base:
                assert len(base.table("events")) > 0, number


def test_scripts_are_told_what_is_missing_and_nothing_is_asked(program: Program) -> None:
    program.run("new-group", "Harbor", "--zone", "UTC")
    program.run("encrypt", "--yes")
    program.environ.pop("PEER_TUI_PASSPHRASE_FILE")
    said = program.run("list", code=1)
    assert "encrypted" in said and "PEER_TUI_PASSPHRASE_FILE" in said and said.count("\n") == 1
    # What needs no library asks nothing.
    assert program.run("paths") and program.run("--version") and "this device" in program.run("encrypt", "recipients")
    assert "encrypted already" in program.run("encrypt", "--yes", code=1)
    assert "no terminal" in program.run("encrypt", "change-passphrase", code=1)
    assert "--key-file" in program.run("encrypt", "recover", code=1)


def test_of_an_open_library_the_keys_are_not_to_be_had(program: Program) -> None:
    for command in (
        ["recipients"],
        ["off", "--yes"],
        ["recovery-key", "--yes"],
        ["add-recipient", "age1x"],
        ["recover"],
    ):
        assert "is not encrypted" in program.run("encrypt", *command, code=1)


def test_at_a_terminal_it_asks_unseen_before_anything_is_shown(program: Program) -> None:
    program.run("new-group", "Harbor", "--zone", "UTC")
    program.run("encrypt", "--yes")
    program.environ.pop("PEER_TUI_PASSPHRASE_FILE")
    shown = _at_a_terminal(program, ["list"], ["not this one", PASSPHRASE])
    assert "Passphrase of this library: " in shown and "That was not it. Passphrase: " in shown
    assert "Unlocking…" in shown and "No meetings yet" in shown
    assert PASSPHRASE not in shown and "not this one" not in shown


def test_at_a_terminal_the_recovery_key_must_be_kept_before_anything_is_encrypted(program: Program) -> None:
    program.run("new-group", "Harbor", "--zone", "UTC")
    program.environ.pop("PEER_TUI_PASSPHRASE_FILE")
    shown = _at_a_terminal(program, ["encrypt"], ["y", PASSPHRASE, PASSPHRASE, "no", "neither", "nor this"])
    assert (
        "These are not its last six characters." in shown and "Nothing was changed" in shown and "Aborted" not in shown
    )
    assert not list(program.home.rglob("*.age")) and not list(program.home.rglob("recipients.txt"))


def _at_a_terminal(program: Program, arguments: list[str], answers: list[str]) -> str:
    """Run it in a terminal of its own, answering each time it stops writing; what was shown."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execve(sys.executable, [sys.executable, "-m", "peer_tui", *arguments], {**program.environ, "TERM": "xterm"})
    shown = b""
    deadline = time.monotonic() + 90
    waiting = list(answers)
    seen = 0
    try:
        while time.monotonic() < deadline:
            try:
                shown += os.read(terminal, 4096)
            except OSError:
                break
            if waiting and re.search(rb"(: |\]: )$", shown[seen:]):
                seen = len(shown)
                time.sleep(0.05)
                os.write(terminal, waiting.pop(0).encode() + b"\n")
    finally:
        os.close(terminal)
        os.waitpid(child, 0)
    return shown.decode("utf-8", "replace")


def test_a_new_passphrase_is_only_typed_and_that_is_said_before_anything_is_asked_for(program: Program) -> None:
    program.run("new-group", "Harbor", "--zone", "UTC")
    program.run("encrypt", "--yes")
    for named in (True, False):
        said = program.run("encrypt", "change-passphrase", code=1)
        assert "Run this in a terminal" in said and "gives only the present one" in said and "For scripts" not in said
        if named:
            program.environ.pop("PEER_TUI_PASSPHRASE_FILE")


@pytest.mark.parametrize("typed", ["", "n\n", "y\n", "y\nwrong\nwrong\nwrong\n"])
def test_encrypting_that_was_not_agreed_to_ends_with_a_sentence(program: Program, typed: str) -> None:
    program.run("new-group", "Harbor", "--zone", "UTC")
    said = program.run("encrypt", typed=typed, code=1)
    assert (
        "Aborted" not in said and ("Nothing was encrypted." if len(typed) < 2 or typed[0] == "n" else "Nothing") in said
    )
    assert "--yes" in said and not list(program.home.rglob("*.age"))
    program.run("encrypt", "--yes")
    for command, words in (("off", "Nothing was decrypted"), ("others", "Nothing was encrypted")):
        said = program.run("encrypt", command, code=1)
        assert words in said and "--yes" in said and "Aborted" not in said
