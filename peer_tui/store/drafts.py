"""What a kill must not take although it is no record yet: the half-typed line, and who is waiting to speak.

Small owner-only files in STATE, replaced as a whole, never in the library, an index, a backup or a log. A draft is
dropped when its line is entered and while the meeting is off the record; ephemera are dropped at the end of a meeting.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from peer_tui.store.durable import read_bytes, replace_file

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


def write_draft(state: Path, writer: str, draft: Draft) -> None:
    """Keep the half-typed line: one draft a writer and meeting. It survives a power cut.

    Raises:
        OSError: STATE cannot be written.
    """
    kept = msgspec.structs.replace(draft, writer=writer, text=_whole(draft.text))
    replace_file(_draft_file(state, draft.meeting, writer), msgspec.json.encode(kept))


def read_drafts(state: Path, meeting: str) -> list[Draft]:
    """Every draft left for a meeting, oldest first, whoever's run it was.

    One may belong to a run that is still going on: `writer.is_running` tells. A draft that cannot be read is left
    where it is.
    """
    found = []
    for path in (state / "drafts").glob(f"{_short(meeting)}-*.json"):
        with suppress(*_UNREADABLE):
            draft = msgspec.json.decode(path.read_bytes(), type=Draft)
            if draft.meeting == meeting:
                found.append(draft)
    return sorted(found, key=lambda draft: (draft.first_key, draft.writer))


def drop_draft(state: Path, writer: str, meeting: str) -> None:
    """Forget a writer's draft for a meeting; nothing if there is none.

    Raises:
        OSError: it is there and cannot be removed.
    """
    _draft_file(state, meeting, writer).unlink(missing_ok=True)


def left_over(state: Path) -> int:
    """How many drafts lie in STATE."""
    return sum(1 for _ in (state / "drafts").glob("*.json"))


def write_ephemera(state: Path, meeting: str, ephemera: dict[str, Any]) -> None:
    """Keep the queue, turns, fingers and what is shown, as plain JSON values. Survives a kill, not a power cut.

    Raises:
        OSError: STATE cannot be written.
    """
    replace_file(_ephemera_file(state, meeting), msgspec.json.encode(ephemera), flush=False)


def read_ephemera(state: Path, meeting: str) -> dict[str, Any]:
    """What was kept for a meeting; empty if nothing was, or if it cannot be read."""
    with suppress(*_UNREADABLE):
        kept = msgspec.json.decode(read_bytes(_ephemera_file(state, meeting)) or b"{}")
        if isinstance(kept, dict):
            return kept
    return {}


def drop_ephemera(state: Path, meeting: str) -> None:
    """Forget them: the meeting is over.

    Raises:
        OSError: they are there and cannot be removed.
    """
    _ephemera_file(state, meeting).unlink(missing_ok=True)


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
