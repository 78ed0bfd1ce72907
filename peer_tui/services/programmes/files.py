"""Programmes as data: a programme is a TOML file, shipped in `data/programmes/` or a person's own.

A person's own files lie in `programmes/` beside `config.toml`; one of a shipped programme's name stands in its place.
Nothing here is imported or read while no group runs a programme.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

from peer_tui import assets
from peer_tui.domain.programmes.definition import Programme
from peer_tui.domain.words import say
from peer_tui.paths import places
from peer_tui.services.programmes.file_checks import check
from peer_tui.services.programmes.toml_reading import Place, ProgrammeProblem, read_struct, shown
from peer_tui.services.templates import template_names

__all__ = ["ProgrammeProblem", "faulty", "load_programme", "programme_names"]

_LARGEST_FILE = 1_000_000
"""Bytes. A programme is some pages of text; a path given by mistake may be anything."""
_DEEP_KEY = re.compile(r"(?:\.[^.\n=]{1,100}){50}")
"""A key of so many parts, which takes `tomllib` the square of their number: minutes, for a file of this size."""
_LOADED: dict[Path, tuple[tuple[int, int], Programme]] = {}
"""What was read, with the time of change and the size it was read at."""


def programme_names() -> list[str]:
    """The words of the programmes there are, in order of the alphabet, also of files that cannot be used."""
    return sorted(_files())


def faulty() -> list[str]:
    """What is wrong with the files that cannot be used, a sentence each. The others can be used all the same."""
    found = []
    for path in _files().values():
        try:
            _load(path)
        except ProgrammeProblem as problem:
            found.append(str(problem))
    return found


def load_programme(key_or_path: str | Path) -> Programme:
    """A programme by its word, or a person's own by the path of its `.toml` file.

    Raises:
        ProgrammeProblem: there is none, or it is not a programme.
    """
    text = str(key_or_path)
    known = _files()
    if not isinstance(key_or_path, Path) and (path := known.get(text.strip().casefold())) is not None:
        return _load(path)
    if isinstance(key_or_path, Path) or text.endswith(".toml"):
        return _load(Path(key_or_path).expanduser())
    names = ", ".join(sorted(known))
    words = say("there is none of that name. There are {names}, or give the path of a .toml file.", names=names)
    raise ProgrammeProblem(f"“{shown(text)}”", "", words)


def own_folder() -> Path:
    """Where a person's own programmes lie; it need not exist."""
    return places().settings.parent / "programmes"


def _files() -> dict[str, Path]:
    """Every file there is, by its word."""
    found = {path.stem: path for path in assets.data_files("programmes", ".toml")}
    try:
        own = sorted(path for path in own_folder().iterdir() if path.suffix == ".toml" and path.is_file())
    except OSError:  # most people have none
        own = []
    return found | {path.stem.casefold(): path for path in own}


def _load(path: Path) -> Programme:
    place = Place(shown(str(path)))
    try:
        about = path.stat()
    except (OSError, ValueError) as error:
        raise _unreadable(place, error) from None
    if not stat.S_ISREG(about.st_mode):
        raise place.problem(say("a TOML file is expected."))
    if about.st_size > _LARGEST_FILE:
        raise place.problem(say("a programme is some pages of text; this file is far too large to be one."))
    state = (about.st_mtime_ns, about.st_size)
    known = _LOADED.get(path)
    if known is None or known[0] != state:
        programme = read_struct(Programme, _parse(path, place), place, key=path.stem.casefold())
        check(programme, place, template_names())
        known = _LOADED[path] = (state, programme)
    return known[1]


def _parse(path: Path, place: Place) -> dict[str, Any]:
    # Imported here: a group without programmes never needs it.
    import tomllib

    try:
        words = path.read_bytes().decode("utf-8-sig")
        if _DEEP_KEY.search(words):
            raise RecursionError
        return tomllib.loads(words)
    except (OSError, ValueError) as error:
        # ValueError: bytes that are not UTF-8, TOML that is not, and a path with a NUL in it.
        raise _unreadable(place, error) from None
    except RecursionError:
        raise place.problem(say("a TOML file is expected (this one is nested too deeply).")) from None


def _unreadable(place: Place, error: OSError | ValueError) -> ProgrammeProblem:
    why = shown(getattr(error, "strerror", None) or " ".join(str(error).split()))
    if isinstance(error, OSError):
        return place.problem(say("it could not be read ({why}).", why=why))
    return place.problem(say("a TOML file is expected ({why}).", why=why))
