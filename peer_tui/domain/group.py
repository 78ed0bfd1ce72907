"""Group: the fold of what outlives a meeting.

Series, people, the agreement, priorities, next steps and parked items stay in the shards where they happened; a group
is the fold of all its shards' events, each known with the meeting it lies in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from peer_tui.domain.agreement import Agreement
from peer_tui.domain.events import (
    AgendaSet,
    AgreementAdopted,
    AgreementAffirmed,
    AgreementAmended,
    AgreementProposed,
    AgreementRetired,
    Approved,
    BlockKey,
    BlockPlan,
    BlockSkipped,
    BlockStarted,
    CalledToOrder,
    Captured,
    ConvenerNamed,
    CorrectionMade,
    DoorsOpened,
    Ended,
    EntryEdited,
    EntryId,
    EntryKind,
    Event,
    GroupCreated,
    GroupId,
    GroupRenamed,
    MeetingCancelled,
    MeetingId,
    MeetingMoved,
    MeetingPlanned,
    MeetingRenamed,
    NextMeetingSet,
    NextRoleGiven,
    ParkedPlaced,
    PeopleMerged,
    PersonAdded,
    PersonChanged,
    PersonForgotten,
    PersonId,
    PriorityAdded,
    PriorityChanged,
    PriorityId,
    Redacted,
    Reopened,
    SeriesId,
    SeriesStarted,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepDefined,
    StepMarked,
    TemplateChanged,
    Unknown,
    UpdateCollected,
)
from peer_tui.domain.history import place_of, standing
from peer_tui.domain.people import Person
from peer_tui.domain.redaction import A_MEMBER
from peer_tui.domain.step_book import StepBook
from peer_tui.domain.steps import Step
from peer_tui.domain.wall_time import local_date

OUTLIVING: frozenset[type[Event]] = frozenset({
    GroupCreated, GroupRenamed, TemplateChanged, SeriesStarted, PersonAdded, PersonChanged, PeopleMerged,
    PriorityAdded, PriorityChanged, UpdateCollected, AgreementProposed, AgreementAmended, AgreementRetired,
    AgreementAdopted, AgreementAffirmed, MeetingPlanned, MeetingMoved, MeetingRenamed, MeetingCancelled, AgendaSet,
    DoorsOpened, CalledToOrder, BlockStarted, Ended, Reopened, BlockSkipped, Captured, EntryEdited,
    StepAssigned, StepDated, StepDefined,
    StepAccepted, StepMarked, ParkedPlaced, Approved, CorrectionMade, NextMeetingSet, ConvenerNamed, NextRoleGiven,
    Redacted, PersonForgotten,
})  # fmt: skip
"""The kinds of event a group is folded from."""
_OF_LINES = frozenset({
    Captured, EntryEdited, StepAssigned, StepDated, StepDefined, StepAccepted, StepMarked, ParkedPlaced,
})  # fmt: skip
"""Most of them: they tell of next steps and parked items, and of nothing else."""
_OF_AGREEMENTS = frozenset({
    AgreementProposed, AgreementAmended, AgreementRetired, AgreementAdopted, AgreementAffirmed,
})  # fmt: skip


class Priority(msgspec.Struct, frozen=True):
    """A long-lived priority of the group."""

    id: PriorityId
    name: str
    lead: PersonId | None = None
    active: bool = True
    updates: tuple[UpdateCollected, ...] = ()
    """What leads sent in, oldest first."""


class Held(msgspec.Struct, frozen=True):
    """What the group knows of one of its meetings."""

    id: MeetingId
    series: SeriesId
    title: str
    starts: dt.datetime
    minutes: int
    zone: str
    state: str = "planned"
    """planned, unfinished, ended or cancelled."""
    ended: dt.datetime | None = None
    approved: str = ""
    """`as distributed`, `as corrected`, or empty while the minutes are a draft."""
    corrected: Mapping[EntryId, str] = msgspec.field(default_factory=dict)
    """Corrections to its minutes, by the line of a later meeting that says each."""
    skipped: tuple[BlockKey, ...] = ()
    """Blocks that were not reached."""
    called: bool = False
    """It was called to order."""
    next_starts: dt.datetime | None = None
    convener: PersonId | None = None
    next_roles: Mapping[str, PersonId] = msgspec.field(default_factory=dict)

    @property
    def corrections(self) -> tuple[str, ...]:
        """The words of the corrections to its minutes, oldest first."""
        return tuple(self.corrected.values())


class Parked(msgspec.Struct, frozen=True):
    """A parked item and where it went."""

    id: EntryId
    text: str
    meeting: MeetingId
    at: dt.datetime
    placed: ParkedPlaced | None = None


class Group(msgspec.Struct):
    """A group as it stands."""

    id: GroupId = ""
    name: str = ""
    zone: str = "UTC"
    template: str = ""
    template_name: str = ""
    blocks: tuple[BlockPlan, ...] = ()
    minutes: int = 60
    dates: str = "month first"
    series: dict[SeriesId, str] = msgspec.field(default_factory=dict)
    people: dict[PersonId, Person] = msgspec.field(default_factory=dict)
    merged: dict[PersonId, PersonId] = msgspec.field(default_factory=dict)
    forgotten: set[PersonId] = msgspec.field(default_factory=set)
    """People who asked to be forgotten: each is "a member" wherever they stand."""
    removed: set[EntryId] = msgspec.field(default_factory=set)
    """Lines whose words were removed and that left nothing."""
    priorities: dict[PriorityId, Priority] = msgspec.field(default_factory=dict)
    agreement: Agreement = msgspec.field(default_factory=Agreement)
    steps: StepBook = msgspec.field(default_factory=StepBook)
    parked: dict[EntryId, Parked] = msgspec.field(default_factory=dict)
    meetings: dict[MeetingId, Held] = msgspec.field(default_factory=dict)

    def copy(self) -> Group:
        """A group that can be folded further without changing this one."""
        other = msgspec.structs.replace(self)
        for name in ("series", "people", "merged", "priorities", "parked", "meetings"):
            setattr(other, name, dict(getattr(self, name)))
        other.forgotten, other.removed = set(self.forgotten), set(self.removed)
        other.agreement, other.steps = self.agreement.copy(), self.steps.copy()
        return other

    # --- asking -----------------------------------------------------------------------------------------------

    def person(self, person: PersonId | None) -> Person | None:
        """The person of an id, through merges; None if nobody is known by it."""
        seen: set[PersonId] = set()
        while person in self.merged and person not in seen:
            seen.add(person)
            person = self.merged[person]
        return self.people.get(person) if person is not None else None

    @property
    def everybody(self) -> tuple[Person, ...]:
        """The people of the group, merged ones once, in the order they were added; nobody who was forgotten."""
        return tuple(
            person for key, person in self.people.items() if key not in self.merged and key not in self.forgotten
        )

    @property
    def active_priorities(self) -> tuple[Priority, ...]:
        """The priorities that are reported on, in order."""
        return tuple(priority for priority in self.priorities.values() if priority.active)

    @property
    def open_steps(self) -> list[Step]:
        """Next steps still to be done, oldest first."""
        return self.steps.open

    def in_series(self, series: SeriesId) -> list[Held]:
        """The meetings of a series that were not cancelled, in order of their start."""
        chosen = [held for held in self.meetings.values() if held.series == series and held.state != "cancelled"]
        return sorted(chosen, key=lambda held: (held.starts, held.id))

    def previous(self, meeting: MeetingId) -> Held | None:
        """The last ended meeting of the same series before this one: "previous minutes" follows the series."""
        here = self.meetings.get(meeting)
        if here is None:
            return None
        before = [h for h in self.in_series(here.series) if h.starts < here.starts and h.state == "ended"]
        return before[-1] if before else None

    def unapproved(self, meeting: MeetingId) -> list[Held]:
        """Ended meetings of the same series before this one whose minutes are still a draft, in date order."""
        here = self.meetings.get(meeting)
        if here is None:
            return []
        return [
            held
            for held in self.in_series(here.series)
            if held.starts < here.starts and held.state == "ended" and not held.approved
        ]

    def after(self, meeting: MeetingId) -> dt.datetime | None:
        """When the series meets next after this meeting: the date set at its goodbyes, else the next one planned."""
        here = self.meetings.get(meeting)
        if here is None:
            return None
        if here.next_starts is not None:
            return here.next_starts
        later = (
            held.starts
            for held in self.meetings.values()
            if held.starts > here.starts and held.series == here.series and held.state != "cancelled"
        )
        return min(later, default=None)

    def due_on(self, step: Step) -> dt.date | None:
        """The date a step is due, with *next meeting* resolved."""
        if step.due is None:
            return None
        if not step.due.next_meeting:
            return step.due.date
        starts = self.after(step.dated_in)
        return local_date(starts, self.zone) if starts else None

    # --- folding ----------------------------------------------------------------------------------------------

    @classmethod
    def fold(cls, shards: Iterable[tuple[MeetingId, Iterable[Event | Unknown]]]) -> Group:
        """The group that its shards' events tell of; the group's own log comes with an empty meeting id."""
        group = cls()
        group.fold_in(shards)
        return group

    def fold_in(self, shards: Iterable[tuple[MeetingId, Iterable[Event | Unknown]]]) -> None:
        """Fold more shards in. All events of the shards given are ordered together."""
        tagged = [
            (place_of(event), meeting, event)
            for meeting, events in shards
            for event in standing(events).events
            if type(event) in OUTLIVING
        ]
        for _, meeting, event in sorted(tagged, key=lambda row: row[0]):
            self._apply(event, event.during or meeting, meeting)
        self.steps.number_once()

    def _apply(self, event: Event, said_in: MeetingId, shard: MeetingId) -> None:
        if type(event) in _OF_LINES:
            self.steps.apply(event, said_in)
            self._park(event, said_in)
        elif isinstance(event, PersonAdded | PersonChanged | PeopleMerged | PersonForgotten):
            self._person(event)
        elif isinstance(event, Redacted):
            self._remove(event)
        elif isinstance(event, PriorityAdded | PriorityChanged | UpdateCollected):
            self._priority(event)
        elif isinstance(event, GroupCreated | GroupRenamed | TemplateChanged | SeriesStarted):
            self._own(event)
        elif isinstance(event, MeetingPlanned):
            self.meetings[event.meeting] = Held(
                event.meeting, event.series, event.title, event.starts, event.minutes, event.zone
            )
        elif shard in self.meetings:
            self._meeting(event, shard)
        if type(event) in _OF_AGREEMENTS:
            self.agreement.apply(event, said_in)

    def _own(self, event: Event) -> None:
        if isinstance(event, GroupCreated):
            self.id, self.name, self.zone, self.minutes = event.group, event.name, event.zone, event.minutes
            self.template, self.template_name, self.blocks = event.template, event.template_name, event.blocks
            self.dates = event.dates
        elif isinstance(event, GroupRenamed):
            self.name = event.name
        elif isinstance(event, TemplateChanged):
            self.blocks = event.blocks
        elif isinstance(event, SeriesStarted):
            self.series[event.series] = event.name

    def _remove(self, event: Redacted) -> None:
        self.steps.apply(event, "")
        if not event.leave:
            self.removed.add(event.target)
            self.parked.pop(event.target, None)

    def _person(self, event: PersonAdded | PersonChanged | PeopleMerged | PersonForgotten) -> None:
        if isinstance(event, PersonForgotten):
            self.forgotten.add(event.person)
            if known := self.people.get(event.person):
                self.people[event.person] = _forgotten(known)
            return
        if isinstance(event, PeopleMerged):
            if event.kept != event.gone:
                self.merged[event.gone] = event.kept
            return
        person = Person(event.person, event.name, event.alias, event.pronouns, event.roles, event.status, event.named)
        self.people[event.person] = _forgotten(person) if event.person in self.forgotten else person

    def _priority(self, event: PriorityAdded | PriorityChanged | UpdateCollected) -> None:
        known = self.priorities.get(event.priority)
        if isinstance(event, UpdateCollected):
            if known is not None:
                self.priorities[event.priority] = msgspec.structs.replace(known, updates=(*known.updates, event))
            return
        active = event.active if isinstance(event, PriorityChanged) else True
        updates = known.updates if known else ()
        self.priorities[event.priority] = Priority(event.priority, event.name, event.lead, active, updates)

    def _meeting(self, event: Event, shard: MeetingId) -> None:
        held = self.meetings[shard]
        change = _meeting_change(held, event)
        if change:
            self.meetings[shard] = msgspec.structs.replace(held, **change)
        if isinstance(event, Ended) and held.ended is None:
            self._carry(held)
        elif isinstance(event, Reopened) and held.ended is not None and not held.approved:
            self.steps.reopened(held.id)

    def _carry(self, held: Held) -> None:
        """A meeting ended: every step promised earlier in its series and still open has been carried once more."""

        def is_carried(step: Step) -> bool:
            promised = self.meetings.get(step.meeting)
            return promised is not None and promised.series == held.series and promised.id != held.id

        self.steps.ended(held.id, is_carried)

    def _park(self, event: Event, said_in: MeetingId) -> None:
        if isinstance(event, Captured | EntryEdited):
            if event.entry in self.removed:
                return
            known = self.parked.get(event.entry)
            if known is not None and isinstance(event, Captured):
                return
            if event.filed.kind is not EntryKind.PARKED:
                self.parked.pop(event.entry, None)
            elif known is not None:
                self.parked[event.entry] = msgspec.structs.replace(known, text=event.filed.text)
            else:
                self.parked[event.entry] = Parked(event.entry, event.filed.text, said_in, event.moment)
        elif isinstance(event, ParkedPlaced) and event.entry in self.parked:
            self.parked[event.entry] = msgspec.structs.replace(self.parked[event.entry], placed=event)


def _forgotten(person: Person) -> Person:
    """Somebody who asked to be forgotten: a member, or a guest, whom nothing names."""
    return Person(person.id, A_MEMBER, status=person.status, named=False)


def _meeting_change(held: Held, event: Event) -> dict[str, object]:
    """What an event changes of what a group knows of a meeting."""
    match event:
        case MeetingMoved():
            return {"starts": event.starts, "minutes": event.minutes}
        case MeetingRenamed():
            return {"title": event.title}
        case MeetingCancelled() if held.state in ("planned", "unfinished") and not held.called:
            return {"state": "cancelled"}
        case DoorsOpened() if held.state in ("planned", "cancelled"):
            return {"state": "unfinished"}
        case CalledToOrder() if held.ended is None:
            return {"state": "unfinished", "called": True}
        case BlockStarted() if held.ended is None:
            left = tuple(key for key in held.skipped if key != event.block)
            return {"state": "unfinished" if held.state == "planned" else held.state, "skipped": left}
        case Ended() if held.ended is None:
            return {"state": "ended", "ended": event.moment}
        case Reopened() if held.ended is not None and not held.approved:
            return {"state": "unfinished", "ended": None}
        case BlockSkipped() if event.block not in held.skipped:
            return {"skipped": (*held.skipped, event.block)}
        case Approved() if not held.approved:
            return {"approved": event.how}
        case CorrectionMade():
            others = {entry: text for entry, text in held.corrected.items() if entry != event.entry}
            return {"corrected": {**others, event.entry: event.text} if event.text else others}
        case NextMeetingSet():
            return {"next_starts": event.starts}
        case ConvenerNamed():
            return {"convener": event.person}
        case NextRoleGiven():
            roles = {**held.next_roles, event.role: event.person}
            return {"next_roles": {role: who for role, who in roles.items() if who is not None}}
        case _:
            return {}
