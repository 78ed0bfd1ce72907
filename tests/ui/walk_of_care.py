"""The walk of words through the commands that look after a library: check, mend, back up, restore, encrypt."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from tests.plain.meetings import STARTS
from tests.ui.bare_words import BareWords
from tests.ui.scenes import practice


async def care(home: Path, bare: BareWords) -> None:
    """What `check`, `--repair`, `backup` and `restore` say and ask, of a library that needs it."""
    workspace = practice(home, "peer", "15:01")[1].workspace
    workspace.index.refresh()
    workspace.close()
    shell_of = Asked(home, bare)
    shell_of.run("backup")
    shell_of.run("backup", "--to", str(home / "stick"), "--everything")
    (zipped,) = (home / "stick").glob("*.zip")
    shell_of.run("restore", str(zipped))
    whole = {path: path.read_bytes() for path in (home / "library").rglob("*") if path.is_file()}
    for harm in HARM:
        for path, raw in whole.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
        harm(home)
        bare.knows(*(path.name for path in home.rglob("*")))
        shell_of.run("check")
        shell_of.run("list")
        shell_of.run("check", "--repair")
        shell_of.run("check", "--repair", typed="n\n")
        shell_of.run("restore", str(zipped), typed="n\n")
        shell_of.run("check", "--repair", typed="y\n")
        shell_of.run("restore", str(zipped), typed="y\n")
        shell_of.run("check", "--accept-missing")
    broken = home / "stick" / "broken.zip"
    broken.write_bytes(zipped.read_bytes()[:2000])
    for path in (broken, home / "nothing.zip", home / "config.toml", next(iter(whole))):
        shell_of.run("restore", str(path), typed="y\n")
    shell_of.run("restore", str(zipped), "--into", str(home / "new"), typed="y\n")


async def keys(home: Path, bare: BareWords) -> None:
    """What `encrypt` and all below it says and asks, and what an encrypted library asks before it opens."""
    practice(home, "peer", "15:01")[1].workspace.close()
    asked = Asked(home, bare)
    good, other = "six words picked at random", "six other words for the scribe"
    asked.run("encrypt", typed="n\n")
    for answers in (["short"], [good, "not the same"] * 3, []):
        asked.run("encrypt", typed="y\n", answers=answers)
    asked.run("encrypt", typed="y\nnot it\nnor this\nnor that\n", answers=[good, good])
    said = asked.run("encrypt", "--yes", answers=[good, good])
    recovery = next(word for word in said.split() if word.startswith("AGE-SECRET-KEY-1"))
    asked.run("encrypt", "--yes", answers=[good, good])
    asked.run("list", answers=["wrong one"] * 3)
    for command in ("check", "backup"):
        asked.run(command, answers=[good])
    key = next(word for word in asked.run("encrypt", "recipients").split() if word.startswith("age1"))
    for words in (
        ["add-recipient", "age1nothing"], ["add-recipient", key], ["remove-recipient", "nobody"],
        ["remove-recipient", key], ["others"], ["recover"], ["off"],
    ):  # fmt: skip
        asked.run("encrypt", *words, typed="n\n", answers=[good])
    asked.run("encrypt", "change-passphrase", answers=[good, "short"])
    asked.run("encrypt", "change-passphrase", answers=[good, other, other])
    asked.run("encrypt", "recovery-key", "--yes", answers=[other])
    (home / "state" / "identity.age").rename(home / "identity.away")
    asked.run("list", answers=[other])
    asked.run("encrypt", "recover", answers=["AGE-SECRET-KEY-1NOTHING", good, good])
    asked.run("encrypt", "recover", answers=[recovery, good, good])
    asked.run("encrypt", "recover", "--key-file", str(home / "nothing"))
    (home / "state" / "identity.age").unlink(missing_ok=True)
    (home / "identity.away").rename(home / "state" / "identity.age")
    asked.run("encrypt", "others", answers=[other], typed="y\n")
    asked.run("encrypt", "off", answers=[other], typed="y\n")
    asked.run("encrypt", "recipients")


class Asked:
    """Commands at a terminal that is only pretended: what they ask is read like what they say."""

    def __init__(self, home: Path, bare: BareWords) -> None:
        from peer_tui.commands import care as caring
        from peer_tui.commands import sealing, shared

        self.home, self.bare = home, bare
        self.answers: list[str] = []
        os.environ["PEER_TUI_HOME"] = str(home)
        caring.at_terminal = lambda stream: True
        for module in (sealing, shared):
            module.asking = lambda: self._answer

    def _answer(self, prompt: str) -> str:
        self.bare.read("asked", prompt)
        if not self.answers:
            raise click.Abort
        return self.answers.pop(0)

    def run(self, *words: str, typed: str = "", answers: Sequence[str] = ()) -> str:
        """Run a command, read all that it says, and give it back."""
        from click.testing import CliRunner

        from peer_tui.commands.group import commands
        from peer_tui.services import unlocking

        unlocking._open_already.clear()  # as in a new process
        self.answers = list(answers)
        self.bare.knows(*words, *answers, *typed.split("\n"))
        now = ["--now", (STARTS + dt.timedelta(hours=2)).isoformat()]
        result = CliRunner().invoke(commands, [*now, *words], input=typed, prog_name="peer-tui", terminal_width=200)
        if isinstance(result.exception, Exception) and not isinstance(result.exception, SystemExit):
            raise result.exception
        device = json.loads((self.home / "state" / "device.json").read_text())["device"]
        for row in result.output.splitlines():
            # Where a file lies, and what this device is called, no translator is asked.
            shown = re.sub(
                rf"{re.escape(str(self.home))}[^\s⟧:,]*|\.[0-9a-f]{{12}}\b|(?:device )?\b{device}\b", "·", row
            )
            self.bare.read(f"peer-tui {' '.join(words)}", shown)
        return result.output


def _logs(home: Path) -> list[Path]:
    return sorted(path for path in (home / "library" / "groups").rglob("*.json") if "meetings" in path.parts)


def _cut(home: Path) -> None:
    """Half a log, without its last good copy."""
    log = _logs(home)[0]
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2])
    log.with_name(f"{log.name}.last").unlink(missing_ok=True)


def _changed(home: Path) -> None:
    """A record whose checksum fails."""
    log = _logs(home)[0]
    log.write_bytes(log.read_bytes().replace(b'"text": "', b'"text": "X', 1))


def _gone(home: Path) -> None:
    """Half of the meetings are not there any more."""
    for folder in sorted({log.parent for log in _logs(home)})[::2]:
        shutil.rmtree(folder)


def _strange(home: Path) -> None:
    """Files that nobody knows, one of a later version, one that is empty, a copy of a sync tool's."""
    log = _logs(home)[0]
    (log.parent / "notes.txt").write_text("mine")
    (log.parent / "empty-1.json").write_bytes(b"")
    (log.parent / "later-1.json").write_bytes(log.read_bytes().replace(b'"format": 1', b'"format": 99', 1))
    log.with_name(f"{log.stem} (conflicted copy).json").write_bytes(log.read_bytes())
    log.with_name(f".{log.name}.tmp").write_bytes(b"half")


HARM: tuple[Callable[[Path], None], ...] = (_cut, _changed, _gone, _strange)
"""What befalls a library, one after the other."""
