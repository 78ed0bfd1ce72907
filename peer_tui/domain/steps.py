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
from peer_tui.domain.words import marked

CLOSED = frozenset({Progress.DONE, Progress.DROPPED})
STILL_OURS = 3
"""Carried this often, the group is asked whether a step is still theirs (`product.md` §3.10)."""

BETWEEN: MeetingId = ""
"""Where something was said that was said in no meeting: in the month between two of them."""

PROMISED, UNCLAIMED_YET, UNCLAIMED, ASKED, BY_EMAIL = (
    marked("promised"), marked("named, unclaimed"), marked("unclaimed"), marked("asked"),
    marked("to be asked by e-mail"),
)  # fmt: skip
ACCEPTED, RE_DATED = marked("accepted"), marked("re-dated")
DATED, DEFINED, SNOOZED, WOKEN, REMINDED = (
    marked("dated"), marked("done when"), marked("snoozed"), marked("woken"), marked("reminded"),
)  # fmt: skip
SHARED, KEPT_PRIVATE = marked("shared with the group"), marked("kept private again")
QUIET = frozenset({DATED, DEFINED, SNOOZED, WOKEN, REMINDED, SHARED, KEPT_PRIVATE})
"""Moments that tell nothing of how a step came on: no minutes speak of them."""

_GIVEN = frozenset({PROMISED, UNCLAIMED_YET, ASKED, BY_EMAIL, DATED, RE_DATED})


class StepMoment(NamedTuple):
    """One moment of a step's life; `life_line` says it in words."""

    at: dt.datetime
    """When it happened, UTC."""
    meeting: MeetingId
    """Where it was said, or `BETWEEN`."""
    words: str
    """What happened: one of the words above, or a `Progress`."""
    person: PersonId | None = None
    """Who was asked, or said yes."""
    text: str = ""
    """The reason, what done looks like, or how they were reminded."""
    due: Due | None = None
    """The date it was given, or until when it was snoozed."""


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
    snoozed: dt.date | None = None
    """Nobody wants to be told of it before this day."""
    reminded: dt.datetime | None = None
    """When its owner was last reminded, UTC."""
    shared: bool = False
    """The owner of a personal one let it into the group's record."""

    @property
    def private(self) -> bool:
        """It is somebody's personal next step (`product.md` §1.5)."""
        return self.filed is not None and self.filed.private

    @property
    def withheld(self) -> bool:
        """It stands in nothing that the group gives out: it is personal, and its owner did not share it (check 74)."""
        return self.private and not self.shared

    @property
    def since(self) -> dt.datetime:
        """Since when it has had its owner and its date, UTC: what half-way to its date is counted from."""
        given = (moment.at for moment in self.life if moment.words in _GIVEN)
        return max(given, default=self.at)

    def sleeps(self, today: dt.date) -> bool:
        """It is still to be done, and snoozed beyond today."""
        return self.open and self.snoozed is not None and today < self.snoozed

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
            lacks.append(marked("who"))
        if self.due is None:
            lacks.append(marked("by when"))
        if not self.done_when:
            lacks.append(marked("done when"))
        if self.owner is not None and not self.accepted and not self.by_email:
            lacks.append(marked("a yes"))
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
