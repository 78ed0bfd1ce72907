"""A captured line and a person's attendance, as they stand."""

from __future__ import annotations

import datetime as dt

import msgspec

from peer_tui.domain.events import (
    BlockKey,
    EntryId,
    EntryKind,
    Filed,
    PersonId,
    PriorityId,
    WriterId,
)

OTHER_NOTES: BlockKey = ""
"""Where lines stand whose block is unknown."""


class Entry(msgspec.Struct):
    """A captured line as it stands."""

    id: EntryId
    block: BlockKey
    filed: Filed
    at: dt.datetime
    """When Enter was pressed, UTC; edits keep it."""
    by: WriterId
    number: int = 0
    history: tuple[Filed, ...] = ()
    """What it was before, oldest first: after an edit, a retag, or a proposal that became a decision."""
    edited: bool = False
    """Its words were changed by a person after Enter: neither a retag nor a proposal that was agreed to."""
    fingers: tuple[int, ...] = ()
    """How many showed 0, 1, … 5 fingers; empty if nobody asked."""
    aside: int = 0
    outcome: str = ""
    """A proposal's outcome."""
    after_end: bool = False
    """Added after the meeting ended."""
    after_approval: bool = False
    """Arrived after the minutes were approved, in no amendment: it stands beside what was approved."""
    amended: bool = False
    """An amendment of the approved minutes changed or added it."""
    later: tuple[Filed, ...] = ()
    """What the line was made after the approval in no amendment, oldest first: what was approved stands."""
    contested: bool = False
    """Taken back by its writer after another writer had written about it."""
    redacted: bool = False
    """Its words were removed on request; a mark stands in their place, for ever."""
    item: PriorityId | None = None
    """The priority that was up when it was said, or the one it names."""


class Attendance(msgspec.Struct):
    """One person at one meeting."""

    person: PersonId
    arrived: dt.datetime
    left: dt.datetime | None = None
    mode: str = ""
    saw_agreement: bool = True
    """False if they arrived after the agreement block and have not been shown it since."""


def as_kind(filed: Filed, kind: EntryKind) -> Filed:
    """The same words under another kind."""
    return msgspec.structs.replace(filed, kind=kind)


def words_of(filed: Filed) -> tuple[str, str]:
    """The words of a line that minutes show: its text and what done looks like."""
    return filed.text, filed.done_when
