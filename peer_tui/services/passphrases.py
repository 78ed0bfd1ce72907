"""Asking for a passphrase, or reading it from a file that a script names."""

from __future__ import annotations

import os
import stat
import sys
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

from peer_tui.domain.words import say
from peer_tui.services.problems import Problem

PASSPHRASE_FILE = "PEER_TUI_PASSPHRASE_FILE"
"""The environment variable that names an owner-only file with the passphrase in its first line, for scripts."""
FOR_SCRIPTS = say(
    "For scripts, {passphrase_file} names an owner-only file that holds it.", passphrase_file=PASSPHRASE_FILE
)
ONLY_ASKED = say(
    "Run this in a terminal: a new passphrase is typed there twice, and {passphrase_file} gives only the present one. "
    "Nothing was changed.",
    passphrase_file=PASSPHRASE_FILE,
)
SHORTEST = 8
"""Characters of a passphrase at least."""
TRIES = 3
_LONGEST = 1000

Ask = Callable[[str], str]
"""Asks the person for a passphrase, unseen, given the prompt."""


def new_passphrase(ask: Ask | None, *, from_file: bool = True) -> str:
    """A passphrase that is to be used from now on, asked for twice; in a script, what its file says.

    Raises:
        Problem: there is nobody to ask, or it is too short, or was not typed twice alike.
    """
    passphrase = passphrase_from_file() if from_file else None
    if passphrase is not None:
        _refuse_short(passphrase)
        return passphrase
    if ask is None:
        raise Problem(
            say(
                "There is no terminal to ask for a passphrase. {for_scripts}",
                for_scripts=FOR_SCRIPTS if from_file else ONLY_ASKED,
            )
        )
    for _ in range(TRIES):
        passphrase = normal(ask(say("New passphrase:") + " "))
        _refuse_short(passphrase)
        if normal(ask(say("The same again:") + " ")) == passphrase:
            return passphrase
    raise Problem(say("The two passphrases were not the same. Nothing was changed."))


def passphrase_from_file(environ: Mapping[str, str] = os.environ) -> str | None:
    """What the file for scripts says; None if none is named.

    Raises:
        Problem: it cannot be read, holds nothing, or others may read it.
    """
    named = environ.get(PASSPHRASE_FILE, "")
    return normal(read_secret(Path(named).expanduser())) if named else None


def read_secret(path: Path) -> str:
    """The first line of an owner-only file that is no comment.

    Raises:
        Problem: it cannot be read, holds nothing, or others may read it.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if sys.platform != "win32" and stat.S_IMODE(mode) & 0o077:
                raise Problem(
                    say("Others may read {path}, so it is not used. Close it with: chmod 600 '{path}'", path=path)
                )
            words = file.read(_LONGEST).decode("utf-8", "surrogateescape")
    except OSError as error:
        raise Problem(
            say("{path} cannot be read ({strerror}).", path=path, strerror=(error.strerror or str(error)).lower())
        ) from error
    lines = [line for line in words.splitlines() if line.strip() and not line.startswith("#")]
    if not lines:
        raise Problem(say("{path} holds nothing in its first line.", path=path))
    return lines[0]


def normal(passphrase: str) -> str:
    """The same passphrase, however the keyboard put its letters together."""
    return unicodedata.normalize("NFC", passphrase.rstrip("\r\n"))


def _refuse_short(passphrase: str) -> None:
    if len(passphrase) < SHORTEST:
        raise Problem(
            say(
                "A passphrase needs {shortest} characters at least; five or six words picked at random are best. "
                "Nothing "
                "was changed.",
                shortest=SHORTEST,
            )
        )
    try:
        passphrase.encode()
    except UnicodeEncodeError:
        raise Problem(say("This passphrase holds a character that is none. Nothing was changed.")) from None
