"""The life of a next step (`product.md` §3.9).

Owner state: unclaimed → asked (somebody is named, here or not) → accepted (only by an explicit yes). Progress: not
started → moved → stuck → done or dropped; done may be reopened. Late and carried n× are derived, never stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from peer_tui.domain.events import Due, EntryId, Filed, MeetingId, PersonId, PriorityId, Progress, WriterId

CLOSED = frozenset({Progress.DONE, Progress.DROPPED})


class StepMoment(NamedTuple):
    """One line of a step's life."""

    at: dt.datetime
    meeting: MeetingId
    words: str


class Step(msgspec.Struct, array_like=True):
    """A next step as it stands."""

    id: EntryId
    number: int
    by: WriterId
    text: str
    meeting: MeetingId
    """Where it was promised."""
    at: dt.datetime
    owner: PersonId | None = None
    helpers: tuple[PersonId, ...] = ()
    meant: str = ""
    accepted: bool = False
    by_email: bool = False
    due: Due | None = None
    dated_in: MeetingId = ""
    """The meeting in which its date was said: what *next meeting* is counted from."""
    done_when: str = ""
    priority: PriorityId | None = None
    progress: Progress = Progress.NOT_STARTED
    reason: str = ""
    marked_in: MeetingId = ""
    """The meeting in which its progress was last told."""
    ended_since: set[MeetingId] = msgspec.field(default_factory=set)
    """The meetings that have ended since with the step still open."""
    label: str = ""
    """Its number as shown; with a writer's letter where two writers gave the same number offline."""
    life: list[StepMoment] = msgspec.field(default_factory=list)
    filed: Filed | None = None
    """The line as it was filed last: an edit changes only what it says otherwise than this."""

    @property
    def carried(self) -> int:
        """How many meetings have ended since with the step still open."""
        return len(self.ended_since)

    @property
    def open(self) -> bool:
        """Still to be done."""
        return self.progress not in CLOSED

    @property
    def owner_state(self) -> str:
        """unclaimed, asked or accepted."""
        if self.owner is None:
            return "unclaimed"
        return "accepted" if self.accepted else "asked"

    @property
    def missing(self) -> tuple[str, ...]:
        """What it still lacks, of who / by when / done when / yes."""
        lacks = []
        if self.owner is None:
            lacks.append("who")
        if self.due is None:
            lacks.append("by when")
        if not self.done_when:
            lacks.append("done when")
        if self.owner is not None and not self.accepted and not self.by_email:
            lacks.append("a yes")
        return tuple(lacks)

    def is_late(self, today: dt.date, next_meeting: Callable[[MeetingId], dt.date | None] | None = None) -> bool:
        """Open, and due before today; *next meeting* is resolved by `next_meeting`."""
        day = self.due_date(next_meeting)
        return self.open and day is not None and day < today

    def due_date(self, next_meeting: Callable[[MeetingId], dt.date | None] | None = None) -> dt.date | None:
        """The date it is due, if it has one."""
        if self.due is None:
            return None
        if self.due.next_meeting:
            return next_meeting(self.dated_in) if next_meeting else None
        return self.due.date
