"""The life of a next step (`product.md` §3.9).

Owner state: unclaimed → asked (somebody is named, here or not) → accepted (only by an explicit yes). Progress: not
started → moved → stuck → done or dropped; done may be reopened. Late and carried n× are derived, never stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from typing import NamedTuple

from peer_tui.domain.events import (
    Captured,
    Due,
    EntryEdited,
    EntryId,
    EntryKind,
    Event,
    Filed,
    MeetingId,
    PersonId,
    PriorityId,
    Progress,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepDefined,
    StepMarked,
    WriterId,
)

CLOSED = frozenset({Progress.DONE, Progress.DROPPED})


class StepMoment(NamedTuple):
    """One line of a step's life."""

    at: dt.datetime
    meeting: MeetingId
    words: str


@dataclass(slots=True)
class Step:
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
    carried: int = 0
    """How many meetings have ended since with the step still open."""
    label: str = ""
    """Its number as shown; with a writer's letter where two writers gave the same number offline."""
    life: list[StepMoment] = field(default_factory=list)

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


class StepBook:
    """Next steps by entry id, as a history of events leaves them."""

    def __init__(self) -> None:
        self.steps: dict[EntryId, Step] = {}

    def copy(self) -> StepBook:
        """A book that can be folded further without changing this one."""
        other = StepBook()
        other.steps = {key: _copied(step) for key, step in self.steps.items()}
        return other

    def apply(self, event: Event, meeting: MeetingId) -> None:
        """Fold one event in; `meeting` is where it was said. An event about an unknown step is left aside."""
        if isinstance(event, Captured | EntryEdited):
            self._file(event, meeting)
            return
        if not isinstance(event, StepAssigned | StepDated | StepDefined | StepAccepted | StepMarked):
            return
        step = self.steps.get(event.step)
        if step is not None:
            _CHANGES[type(event)](step, event, meeting)

    def number_once(self) -> None:
        """Give each step its label: its number, with a writer's letter where two writers gave the same one."""
        seen: dict[int, int] = {}
        for step in self.steps.values():
            seen[step.number] = seen.get(step.number, 0) + 1
        for step in self.steps.values():
            step.label = f"{step.number}{step.by[:1]}" if seen[step.number] > 1 else str(step.number)

    @property
    def highest(self) -> int:
        """The highest number given so far; 0 for none."""
        return max((step.number for step in self.steps.values()), default=0)

    def _file(self, event: Captured | EntryEdited, meeting: MeetingId) -> None:
        known = self.steps.get(event.entry)
        if event.filed.kind is not EntryKind.STEP:
            self.steps.pop(event.entry, None)
        elif known is None:
            self.steps[event.entry] = _new_step(event, meeting)
        else:
            _reword(known, event.filed, event.number)


def _new_step(event: Captured | EntryEdited, meeting: MeetingId) -> Step:
    filed = event.filed
    step = Step(
        id=event.entry, number=event.number, by=event.by, text=filed.text, meeting=meeting, at=event.moment,
        dated_in=meeting, owner=filed.owner, helpers=filed.helpers, meant=filed.meant, due=filed.due,
        done_when=filed.done_when, priority=filed.priority,
    )  # fmt: skip
    step.life.append(StepMoment(event.moment, meeting, "promised" if filed.owner else "named, unclaimed"))
    return step


def _reword(step: Step, filed: Filed, number: int) -> None:
    step.text, step.priority = filed.text, filed.priority
    step.number = step.number or number
    step.due, step.done_when = filed.due, filed.done_when
    if (filed.owner, filed.meant) != (step.owner, step.meant):
        step.accepted = False
    step.owner, step.helpers, step.meant = filed.owner, filed.helpers, filed.meant


def _assign(step: Step, event: StepAssigned, meeting: MeetingId) -> None:
    if event.owner != step.owner:
        step.accepted = False
    step.owner, step.helpers, step.meant, step.by_email = event.owner, event.helpers, event.meant, event.by_email
    words = "unclaimed" if event.owner is None else "to be asked by e-mail" if event.by_email else "asked"
    step.life.append(StepMoment(event.moment, meeting, words))


def _date(step: Step, event: StepDated, meeting: MeetingId) -> None:
    if step.due is not None and step.due != event.due:
        step.life.append(StepMoment(event.moment, meeting, "re-dated"))
    step.due, step.dated_in = event.due, meeting


def _define(step: Step, event: StepDefined, meeting: MeetingId) -> None:
    step.done_when = event.done_when


def _accept(step: Step, event: StepAccepted, meeting: MeetingId) -> None:
    if event.person is not None and step.owner is None:
        step.owner = event.person
    step.accepted = step.owner is not None
    step.life.append(StepMoment(event.moment, meeting, "accepted"))


def _mark(step: Step, event: StepMarked, meeting: MeetingId) -> None:
    step.progress, step.reason, step.marked_in = event.progress, event.reason, meeting
    step.life.append(StepMoment(event.moment, meeting, str(event.progress)))


_CHANGES: dict[type[Event], Callable[..., None]] = {
    StepAssigned: _assign,
    StepDated: _date,
    StepDefined: _define,
    StepAccepted: _accept,
    StepMarked: _mark,
}


def _copied(step: Step) -> Step:
    other = copy(step)
    other.life = list(step.life)
    return other
