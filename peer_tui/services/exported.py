"""Every file the program wrote for a person: where it is and what it was, so that removed words are removed there too.

The list lies in STATE, for its owner only, and holds no words: paths, the meeting, and a checksum of what was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from peer_tui.domain.redaction import MARK
from peer_tui.store.durable import read_bytes, replace_file
from peer_tui.store.problem import reason
from peer_tui.store.removing.needles import Needles

LIST = "exports.json"
_MOST = 5_000
"""How many files are remembered; the oldest go first."""
_LARGEST = 20 << 20
"""Bytes of a file that is looked into; what the program writes is far smaller."""


class Exported(msgspec.Struct, frozen=True):
    """One file that was written for a person."""

    path: str
    group: str
    """The group's folder in the library."""
    meeting: str
    """The meeting's id."""
    form: str
    """`md`, `txt`, or another format's letters."""
    sha256: str
    """Of its bytes as they were written."""


def write_text(path: Path, text: str) -> None:
    """Write a text for a person: for its owner only, whole or not at all; missing folders are made, as private.

    What UTF-8 cannot hold becomes a question mark.

    Raises:
        OSError: it could not be written; what was in the file is still there.
    """
    replace_file(path, text.encode("utf-8", "replace"), flush=False)


def remember(state: Path, path: Path, group: str, meeting: str, form: str) -> None:
    """Note a file that was just written. A STATE folder that cannot be written is no reason to fail an export.

    Args:
        state: the STATE folder.
        path: the file.
        group: the group's folder in the library.
        meeting: the meeting's id.
        form: the format's letters.
    """
    with suppress(OSError):
        raw = read_bytes(path)
        if raw is not None:
            place = str(path.absolute())
            known = [one for one in exported(state) if one.path != place]
            _write(state, [*known, Exported(place, group, meeting, form, _sum(raw))][-_MOST:])


def exported(state: Path) -> list[Exported]:
    """The files that were written, oldest first; those that were deleted or moved since are still named."""
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return msgspec.json.decode(read_bytes(state / LIST) or b"[]", type=list[Exported])
    return []


def clean_exports(
    state: Path,
    group: str,
    meetings: Iterable[str],
    needles: Needles,
    draw: Callable[[Exported], str | None],
) -> tuple[list[Path], list[str]]:
    """Take removed words out of every file of a group that was written for a person.

    A file that is as it was written is drawn anew from the record; in one that a person changed the words are
    replaced, if it is text; any other is named.

    Args:
        state: the STATE folder.
        group: the group's folder.
        meetings: the meetings whose record changed: their files are drawn anew whether the words are found or not.
        needles: the words.
        draw: the file's text from the record as it is now; None if it cannot be drawn.

    Returns:
        The files that were rewritten, and sentences about those that could not be.
    """
    changed = set(meetings)
    listed: list[Exported] = []
    done: list[Path] = []
    said: list[str] = []
    for one in exported(state):
        if one.group == group:
            try:
                fresh = _cleaned(one, one.meeting in changed, needles, draw, said)
            except OSError as error:
                said.append(f"{one.path} could not be looked into ({reason(error)}); it may still hold the words.")
                fresh = one
            if fresh is None:
                continue
            if fresh is not one:
                done.append(Path(one.path))
            one = fresh
        listed.append(one)
    with suppress(OSError):
        if (state / LIST).exists():
            _write(state, listed)
    return done, said


def clean_last_copy(exports: Path, needles: Needles) -> Path | None:
    """Remove the file of what was copied last, and writes that were cut short, where they hold removed words.

    Returns:
        The first that did; None if none did.

    Raises:
        OSError: it is there and cannot be removed.
    """
    from peer_tui.services.clipboard import LAST_COPY

    path = exports / LAST_COPY
    found = None
    for place in (path, *exports.glob(".*.tmp")):
        raw = read_bytes(place) if place.is_file() and not place.is_symlink() else None
        if raw is not None and needles.in_bytes(raw):
            place.unlink(missing_ok=True)
            found = found or place
    return found


def _cleaned(
    one: Exported, changed: bool, needles: Needles, draw: Callable[[Exported], str | None], said: list[str]
) -> Exported | None:
    """The file as it is noted now; None if it is gone."""
    path = Path(one.path)
    if path.is_symlink() or not path.is_file():
        return None
    raw = path.read_bytes() if path.stat().st_size <= _LARGEST else None
    if raw is None:
        said.append(f"{path} is too large to look into; it may still hold the words.")
        return one
    # The words of an e-mail draft stand in it in base64.
    text = None if one.form == "eml" else _text(raw)
    if _sum(raw) == one.sha256:
        fresh = draw(one) if changed or text is None or needles.in_text(text) else text
        if fresh is None:
            said.append(f"{path} was written from this meeting and could not be made again; it may hold the words.")
            return one
    elif text is None:
        said.append(f"{path} was changed since it was written and is no plain text; please look whether it holds them.")
        return one
    else:
        fresh = needles.replaced(text, MARK)
        if needles.in_text(fresh):
            said.append(f"{path} was changed since it was written and still holds a few letters of them.")
    content = fresh.encode("utf-8", "replace")
    if content == raw:
        return one
    replace_file(path, content)
    return msgspec.structs.replace(one, sha256=_sum(content) if _sum(raw) == one.sha256 else one.sha256)


def _text(raw: bytes) -> str | None:
    if b"\0" in raw:
        return None
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8")
    return None


def _sum(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _write(state: Path, listed: list[Exported]) -> None:
    replace_file(state / LIST, msgspec.json.encode(listed))
