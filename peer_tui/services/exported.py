"""Every file the program wrote for a person: where it is and what it was, so that removed words are removed there too.

The list lies in STATE, for its owner only, and holds no words: paths, the meeting, and a checksum of what was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.store.durable import read_bytes, replace_file

LIST = "exports.json"
_MOST = 50_000
"""How many files are remembered; the oldest go first. A library of 25,000 meetings can be written out twice."""
_MOST_OF_A_NAME = 1_000
EVERY_GROUP = ""


class Exported(msgspec.Struct, frozen=True):
    """One file that was written for a person."""

    path: str
    group: str
    """The group's folder in the library; `EVERY_GROUP` for a page that lists meetings of several."""
    meeting: str
    """The meeting's id; empty for such a page."""
    form: str
    """`md`, `txt`, or another format's letters."""
    sha256: str
    """Of its bytes as they were written."""
    privacy: int = 0
    """The privacy level it was drawn at; 0 is the group's own choice."""
    audience: str = ""
    """For whom it was drawn; empty is the members."""
    layout: str = ""
    """The layout it was drawn in; empty is the usual one."""


def write_text(path: Path, text: str) -> None:
    """Write a text for a person: for its owner only, whole or not at all; missing folders are made, as private.

    What UTF-8 cannot hold becomes a question mark.

    Raises:
        OSError: it could not be written; what was in the file is still there.
    """
    write_file(path, text.encode("utf-8", "replace"))


def write_file(path: Path, content: bytes) -> None:
    """Write bytes for a person, as `write_text` does.

    Raises:
        OSError: it could not be written; what was in the file is still there.
    """
    replace_file(path, content, flush=False)


def write_private(folder: Path, name: str, content: str | bytes) -> Path:
    """As `write_text` and `write_file`; what goes wrong is said in a sentence.

    Raises:
        Problem: it could not be written.
    """
    target = folder / name
    try:
        if isinstance(content, str):
            write_text(target, content)
        else:
            write_file(target, content)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Problem(
            say("{target} could not be written ({why}). The record itself is safe.", target=clean(str(target)), why=why)
        ) from error
    return target


class Known:
    """The files that were written, to be asked about many new ones.

    Args:
        state: the STATE folder; None where nothing is remembered.
    """

    def __init__(self, state: Path | None) -> None:
        self._state = state
        self._by_path = {one.path: one for one in exported(state)} if state is not None else {}

    def free(self, path: Path, group: str, meeting: str) -> Path:
        """Where a file can be written without taking the place of another: this path, or one like it.

        An earlier file of the same meeting that nobody changed since is replaced. One that a person wrote or changed,
        or that was written from another meeting, stays: `minutes-2024-11-13-1400-2.md`.
        """
        if self._state is None:
            return path
        for number in range(1, _MOST_OF_A_NAME):
            place = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
            if not place.exists() or self._is_own(place, group, meeting):
                return place
        return path

    def place_for(self, place: Path, usual: str, group: str) -> Path:
        """Where a file of a group is written that a person asked for.

        Args:
            place: a folder, or a file whose name has an ending.
            usual: what the file is called in a folder, where it may get a number behind its name (`free`).
            group: the group's folder in the library.

        Raises:
            Problem: that very file is there and is a person's, or was changed by one. It was left as it is.
        """
        if place.is_dir() or not place.suffix:
            return self.free(place / usual, group, "")
        if self.free(place, group, "") != place:
            raise Problem(
                say(
                    "{target} is there already, and is not a file that peer-tui wrote. It was left as it is: name "
                    "another file, or delete it first.",
                    target=clean(str(place)),
                )
            )
        return place

    def _is_own(self, path: Path, group: str, meeting: str) -> bool:
        one = self._by_path.get(str(path.absolute()))
        if one is None or (one.group, one.meeting) != (group, meeting):
            return False
        with suppress(OSError):
            return not path.is_symlink() and sum_of(path.read_bytes()) == one.sha256
        return False


def remember(state: Path, path: Path, one: Exported) -> None:
    """Note a file that was just written. A STATE folder that cannot be written is no reason to fail an export.

    Args:
        state: the STATE folder.
        path: the file.
        one: what it is; its place and its checksum are filled in.
    """
    remember_all(state, [(path, one)])


def remember_all(state: Path, written: Iterable[tuple[Path, Exported]]) -> None:
    """Note many files that were just written, as `remember` does."""
    with suppress(OSError):
        fresh = {}
        for path, one in written:
            raw = read_bytes(path)
            if raw is not None:
                place = str(path.absolute())
                fresh[place] = msgspec.structs.replace(one, path=place, sha256=sum_of(raw))
        if fresh:
            known = [one for one in exported(state) if one.path not in fresh]
            note_all(state, [*known, *fresh.values()][-_MOST:])


def exported(state: Path) -> list[Exported]:
    """The files that were written, oldest first; those that were deleted or moved since are still named."""
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return msgspec.json.decode(read_bytes(state / LIST) or b"[]", type=list[Exported])
    return []


def sum_of(raw: bytes) -> str:
    """The checksum by which a file that nobody changed is known: SHA-256."""
    return hashlib.sha256(raw).hexdigest()


def note_all(state: Path, listed: list[Exported]) -> None:
    """Put this list in the place of the one that lies in STATE.

    Raises:
        OSError: it could not be written.
    """
    replace_file(state / LIST, msgspec.json.encode(listed))
