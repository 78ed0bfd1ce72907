"""What a kill must not take although it is no record yet: the half-typed line, and who is waiting to speak.

Small owner-only files in STATE, replaced as a whole, never in the library, an index, a backup or a log. A draft is
dropped when its line is entered and while the meeting is off the record; ephemera are dropped at the end of a meeting.
In a sealed library they lie sealed as well: `files` says how.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import msgspec

from peer_tui.store.durable import flush_now
from peer_tui.store.files import PLAIN, Files

_UNREADABLE = (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Draft(msgspec.Struct, frozen=True):
    """A line that was being typed."""

    meeting: str
    """The id of the meeting."""
    text: str
    block: str
    """The block in which its first character was typed."""
    entry: str
    """The id the line will have, or that of the line being edited."""
    first_key: dt.datetime
    """When its first character was typed, UTC."""
    item: str | None = None
    """The priority whose turn it was, if any."""
    writer: str = ""
    """Whose draft it is: filled in when it is written."""


def write_draft(state: Path, writer: str, draft: Draft, files: Files = PLAIN) -> None:
    """Keep the half-typed line: one draft a writer and meeting.

    It survives a kill as soon as it is written, and a power cut once this returns.

    Raises:
        OSError: STATE cannot be written.
    """
    kept = msgspec.structs.replace(draft, writer=writer, text=_whole(draft.text))
    path = _draft_file(state, draft.meeting, writer)
    files.write(path, msgspec.json.encode(kept), flush=False)
    flush_now(files.on_disk(path))


def read_drafts(state: Path, meeting: str, files: Files = PLAIN) -> list[Draft]:
    """Every draft left for a meeting, oldest first, whoever's run it was.

    One may belong to a run that is still going on: `writer.is_running` tells. A draft that cannot be read is left
    where it is.
    """
    found = []
    for path in _kept(state / "drafts", f"{_short(meeting)}-*", files):
        with suppress(*_UNREADABLE):
            draft = msgspec.json.decode(files.read(path) or b"", type=Draft)
            if draft.meeting == meeting:
                found.append(draft)
    return sorted(found, key=lambda draft: (draft.first_key, draft.writer))


def drop_draft(state: Path, writer: str, meeting: str, files: Files = PLAIN) -> None:
    """Forget a writer's draft for a meeting; nothing if there is none.

    Raises:
        OSError: it is there and cannot be removed.
    """
    files.remove(_draft_file(state, meeting, writer))


def left_over(state: Path) -> int:
    """How many drafts lie in STATE, sealed or open."""
    return len(_kept(state / "drafts", "*", PLAIN))


def write_ephemera(state: Path, meeting: str, ephemera: dict[str, Any], files: Files = PLAIN) -> None:
    """Keep the queue, turns, fingers and what is shown, as plain JSON values. Survives a kill, not a power cut.

    Raises:
        OSError: STATE cannot be written.
    """
    files.write(_ephemera_file(state, meeting), msgspec.json.encode(ephemera), flush=False)


def read_ephemera(state: Path, meeting: str, files: Files = PLAIN) -> dict[str, Any]:
    """What was kept for a meeting; empty if nothing was, or if it cannot be read."""
    with suppress(*_UNREADABLE):
        kept = msgspec.json.decode(files.read(_ephemera_file(state, meeting)) or b"{}")
        if isinstance(kept, dict):
            return kept
    return {}


def drop_ephemera(state: Path, meeting: str, files: Files = PLAIN) -> None:
    """Forget them: the meeting is over.

    Raises:
        OSError: they are there and cannot be removed.
    """
    files.remove(_ephemera_file(state, meeting))


def _kept(folder: Path, pattern: str, files: Files) -> list[Path]:
    """The drafts in a folder by what they are called, each once; what a kill left half-written is none."""
    try:
        names = {files.called(path.name) for path in folder.iterdir() if not path.name.startswith(".")}
    except OSError:
        return []
    return [folder / name for name in sorted(names) if fnmatchcase(name, f"{pattern}.json")]


def _draft_file(state: Path, meeting: str, writer: str) -> Path:
    return state / "drafts" / f"{_short(meeting)}-{writer}.json"


def _ephemera_file(state: Path, meeting: str) -> Path:
    return state / "ephemera" / f"{_short(meeting)}.json"


def _short(meeting: str) -> str:
    """A file name for any id."""
    return hashlib.sha256(meeting.encode("utf-8", "replace")).hexdigest()[:16]


def _whole(text: str) -> str:
    """Halves of characters become U+FFFD: no file can hold them."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
