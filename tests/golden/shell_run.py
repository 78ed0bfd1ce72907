"""A golden run as shell lines: each is run through the real command line, and what it says is kept.

The lines of a `run.txt` (`tests/golden/programmes/README.md`):

    # a comment
    now 2026-03-02T10:00-05:00           the instant of the commands that follow
    peer-tui programme list              its output goes into the transcript
    peer-tui programme show > now.txt    its output goes into a file of its own; into /dev/null: nowhere
    peer-tui run --plain <<END           the lines up to END are piped into it
    /end
    END

`{out}` in a line is the folder for files that commands write, `{here}` the folder of `run.txt`. An id that a command
prints is written as `ID-1`, the next one as `ID-2` …, and `{ID-1}` in a later line is that id. A line that ends in `\\`
goes on in the next one. Nothing else of a shell is understood.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

from peer_tui.commands.group import commands

TRANSCRIPT = "transcript.txt"
"""The file of `expected/` that holds every command with what it said."""
_HERE = re.compile(r"\s<<\s*([A-Z]+)$")
_INTO = re.compile(r"\s>\s*([\w.-]+|/dev/null)$")
_NOWHERE = "/dev/null"
_ID = re.compile(r"\b[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-z]+-[0-9]+\b")


@dataclass
class Line:
    """One command of a run."""

    number: int
    """Its line in `run.txt`, from 1."""
    shown: str
    """As it stands there, without what is piped in."""
    words: list[str]
    now: str
    typed: str = ""
    into: str = ""
    """The file its output goes to; empty for the transcript."""


@dataclass
class Played:
    """What a run left behind."""

    files: dict[str, str] = field(default_factory=dict)
    """Every file by its name, the transcript too: what `expected/` must hold."""


def lines_of(script: str) -> Iterator[Line]:
    """The commands of a run.

    Raises:
        ValueError: a line is none; with its number.
    """
    now = ""
    rest = iter(list(enumerate(script.split("\n"), start=1)))
    for number, text in rest:
        line = text.strip()
        if not line or line.startswith("#"):
            continue
        while line.endswith("\\"):
            line = f"{line[:-1].rstrip()} {next(rest, (0, ''))[1].strip()}"
        if line.startswith("now "):
            now = line.removeprefix("now ").strip()
            continue
        typed = ""
        if here := _HERE.search(line):
            line = line[: here.start()].rstrip()
            typed = "".join(f"{one}\n" for one in _until(rest, here[1], number))
        into = ""
        if target := _INTO.search(line):
            line, into = line[: target.start()].rstrip(), target[1]
        words = shlex.split(line)
        if not words or words[0] != "peer-tui":
            raise ValueError(f"line {number}: `{line}` does not begin with peer-tui")
        if not now:
            raise ValueError(f"line {number}: no `now …` stands before it")
        yield Line(number, line, words[1:], now, typed, into)


def _until(rest: Iterator[tuple[int, str]], end: str, number: int) -> Iterator[str]:
    for _, text in rest:
        if text.strip() == end:
            return
        yield text
    raise ValueError(f"line {number}: nothing ends it; {end} is missing")


class Masks:
    """What differs from run to run, and what stands for it in the files that are compared."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._ids: dict[str, str] = {}

    def over(self, said: str) -> str:
        """A text with its ids and the folders of this one run left out."""
        said = said.replace(str(self._home / "out"), "OUT").replace(str(self._home / "home"), "HOME")
        return _ID.sub(lambda found: self._ids.setdefault(found[0], f"ID-{len(self._ids) + 1}"), said)

    def given_back(self, word: str, here: Path | None) -> str:
        """A word of a command line, with what its `{…}` stand for."""
        places = {name: key for key, name in self._ids.items()}
        places |= {"out": str(self._home / "out"), "here": str(here or self._home)}
        return re.sub(r"\{(out|here|ID-[0-9]+)\}", lambda found: places[found[1]], word)


def play(script: str, home: Path, here: Path | None = None) -> Played:
    """Run every line in a library of its own.

    Args:
        script: the text of a `run.txt`.
        home: an empty folder: the library, and the files commands write (`{out}`), lie there.
        here: the folder of the `run.txt`, with files it reads.

    Returns:
        The transcript, the outputs that went to files, and the files the commands wrote.

    Raises:
        AssertionError: the program met a fault of its own: no run may expect that.
    """
    out = home / "out"
    out.mkdir(parents=True)
    # No line of a run may hang on the settings, the language or the terminal of whoever runs it.
    environment = {"PEER_TUI_HOME": str(home / "home"), "PEER_TUI_DATA": None, "PEER_TUI_LANGUAGE": "en"}
    runner = CliRunner(env=environment)
    masks = Masks(home)
    played = Played()
    told: list[str] = []
    for line in lines_of(script):
        words = [masks.given_back(word, here) for word in line.words]
        done = runner.invoke(commands, ["--now", line.now, *words], input=line.typed, prog_name="peer-tui")
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        fault = home / "home" / "state" / "last-fault.txt"
        if fault.exists():
            raise AssertionError(f"line {line.number}, `{line.shown}`: {fault.read_text(encoding='utf-8')}")
        said = masks.over(done.stdout)
        told.append(f"$ {line.shown}{f' > {line.into}' if line.into else ''}\n")
        if line.into and line.into != _NOWHERE:
            played.files[line.into] = said
        elif not line.into:
            told.append(said)
        told += [masks.over(done.stderr), f"[exit {done.exit_code}]\n" if done.exit_code else ""]
    for path in sorted(one for one in out.rglob("*") if one.is_file()):
        played.files[path.relative_to(out).as_posix()] = masks.over(_read(path))
    played.files[TRANSCRIPT] = "".join(told)
    return played


def _read(path: Path) -> str:
    raw = path.read_bytes()
    try:
        # As bytes say it: a changed line ending is a change.
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return f"{len(raw)} bytes that are no text\n"


def expected_in(folder: Path) -> dict[str, str]:
    """Every file below `folder`, by its name."""
    files = (one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes().decode("utf-8") for one in files}


def write_expected(folder: Path, files: dict[str, str]) -> None:
    """Make `folder` hold exactly these files."""
    for name in expected_in(folder).keys() - files.keys():
        (folder / name).unlink()
    for name, text in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8"))
