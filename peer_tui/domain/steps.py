"""The life of a next step (`product.md` §3.9).

Owner state: unclaimed → asked (somebody is named, here or not) → accepted (only by an explicit yes). Progress: not
started → moved → stuck → done or dropped; done may be reopened. Late and carried n× are derived, never stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from copy import copy
from typing import NamedTuple

import msgspec

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


class Step(msgspec.Struct):
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


class StepBook:
    """Next steps by entry id, as a history of events leaves them."""

    def __init__(self) -> None:
        self.steps: dict[EntryId, Step] = {}
        self._waiting: dict[EntryId, list[tuple[Event, MeetingId]]] = {}
        """What was said of steps that are not known yet: it waits for them."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StepBook) and self.steps == other.steps

    __hash__ = None  # type: ignore[assignment]  # it changes as it is folded

    def copy(self) -> StepBook:
        """A book that can be folded further without changing this one."""
        other = StepBook()
        other.steps = {key: _copied(step) for key, step in self.steps.items()}
        other._waiting = {key: list(said) for key, said in self._waiting.items()}
        return other

    def apply(self, event: Event, meeting: MeetingId) -> None:
        """Fold one event in; `meeting` is where it was said. An event about an unknown step waits for it."""
        if isinstance(event, Captured | EntryEdited):
            self._file(event, meeting)
            return
        if not isinstance(event, StepAssigned | StepDated | StepDefined | StepAccepted | StepMarked):
            return
        step = self.steps.get(event.step)
        if step is None:
            self._waiting.setdefault(event.step, []).append((event, meeting))
        else:
            _CHANGES[type(event)](step, event, meeting)

    def number_once(self) -> None:
        """Give each step its label: its number, with a writer's letter where two writers gave the same one."""
        same: dict[int, list[Step]] = {}
        for step in sorted(self.steps.values(), key=lambda step: step.id):
            same.setdefault(step.number, []).append(step)
        for number, steps in same.items():
            for step, letter in zip(steps, _letters(steps), strict=True):
                step.label = f"{number}{letter}"

    @property
    def highest(self) -> int:
        """The highest number given so far; 0 for none."""
        return max((step.number for step in self.steps.values()), default=0)

    def _file(self, event: Captured | EntryEdited, meeting: MeetingId) -> None:
        known = self.steps.get(event.entry)
        if known is not None and isinstance(event, Captured):
            # The line was edited by a clock that is behind: what it says since then stands.
            known.number, known.by, known.at = event.number or known.number, event.by, event.moment
        elif event.filed.kind is not EntryKind.STEP:
            self.steps.pop(event.entry, None)
        elif known is None:
            self.steps[event.entry] = _new_step(event, meeting)
            for said, where in self._waiting.pop(event.entry, []):
                self.apply(said, where)
        else:
            _reword(known, event.filed, event.number)


def _letters(steps: list[Step]) -> list[str]:
    """What tells steps of one number apart: nothing for a single one, the writers' letters, else a, b, c."""
    if len(steps) == 1:
        return [""]
    letters = [step.by[:1] for step in steps]
    if len(set(letters)) == len(steps) and all(letter.isalpha() for letter in letters):
        return letters
    return [chr(ord("a") + place % 26) * (1 + place // 26) for place in range(len(steps))]


def _new_step(event: Captured | EntryEdited, meeting: MeetingId) -> Step:
    filed = event.filed
    step = Step(
        id=event.entry, number=event.number, by=event.by, text=filed.text, meeting=meeting, at=event.moment,
        dated_in=meeting, owner=filed.owner, helpers=filed.helpers, meant=filed.meant, due=filed.due,
        done_when=filed.done_when, priority=filed.priority, filed=filed,
    )  # fmt: skip
    step.life.append(StepMoment(event.moment, meeting, "promised" if filed.owner else "named, unclaimed"))
    return step


def _reword(step: Step, filed: Filed, number: int) -> None:
    """An edit of the line. What the walk through Next Steps gave it stays, unless the edit says something else."""
    before = step.filed or filed
    step.text, step.priority, step.filed = filed.text, filed.priority, filed
    step.number = step.number or number
    if filed.due != before.due:
        step.due = filed.due
    if filed.done_when != before.done_when:
        step.done_when = filed.done_when
    if (filed.owner, filed.helpers, filed.meant) != (before.owner, before.helpers, before.meant):
        if filed.owner != step.owner:
            step.accepted = step.by_email = False
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
    other.life, other.ended_since = list(step.life), set(step.ended_since)
    return other
