"""Group: the fold of what outlives a meeting.

Series, people, the agreement, priorities, next steps and parked items stay in the shards where they happened; a group
is the fold of all its shards' events, each known with the meeting it lies in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, MutableMapping
from copy import copy

import msgspec

from peer_tui.domain.agreement import Agreement
from peer_tui.domain.dates import way_of_reading
from peer_tui.domain.events import (
    AgreementAdopted,
    AgreementAffirmed,
    AgreementAmended,
    AgreementProposed,
    AgreementRetired,
    AgreementSeen,
    AgreementWithdrawn,
    BlockPlan,
    Captured,
    CriterionMet,
    CriterionSet,
    DecisionComesBack,
    DecisionReplaced,
    Ended,
    EntryEdited,
    EntryId,
    EntryKind,
    Event,
    GroupCreated,
    GroupId,
    GroupRenamed,
    ItemId,
    MeetingDeleted,
    MeetingId,
    MeetingPlanned,
    MeetingRestored,
    ParkedPlaced,
    PeopleMerged,
    PersonAdded,
    PersonChanged,
    PersonForgotten,
    PersonId,
    PriorityAdded,
    PriorityChanged,
    PriorityId,
    ProgrammeClosed,
    ProgrammeId,
    ProgrammeStarted,
    Redacted,
    Reopened,
    RotaSet,
    RotaSkipped,
    SeriesId,
    SeriesStarted,
    SettingChosen,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepDefined,
    StepMarked,
    StepReminded,
    StepShared,
    StepSnoozed,
    TemplateChanged,
    Unknown,
    UpdateCollected,
)
from peer_tui.domain.held import Held, Parked, changed
from peer_tui.domain.hiding import GONE_WITH_IT, HIDING, hidden_among
from peer_tui.domain.history import place_of, standing
from peer_tui.domain.outliving import OUTLIVING
from peer_tui.domain.people import Person
from peer_tui.domain.redaction import A_MEMBER
from peer_tui.domain.step_book import StepBook
from peer_tui.domain.steps import Step
from peer_tui.domain.wall_time import local_date

_OF_LINES = frozenset({
    Captured, EntryEdited, StepAssigned, StepDated, StepDefined, StepAccepted, StepMarked, ParkedPlaced,
    StepSnoozed, StepReminded, StepShared,
})  # fmt: skip
"""Most of them: they tell of next steps and parked items, and of nothing else."""
_OF_AGREEMENTS = frozenset({
    AgreementProposed, AgreementAmended, AgreementRetired, AgreementAdopted, AgreementAffirmed, AgreementSeen,
    AgreementWithdrawn,
})  # fmt: skip


class Priority(msgspec.Struct, frozen=True):
    """A long-lived priority of the group."""

    id: PriorityId
    name: str
    lead: PersonId | None = None
    active: bool = True
    updates: tuple[UpdateCollected, ...] = ()
    """What leads sent in, oldest first."""


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
    """How dates are read, as the functions of `domain.dates` take it (`way_of_reading`)."""
    dates_at_first: str = "month first"
    """The order the group began with; what it chose since stands in `settings`."""
    series: dict[SeriesId, str] = msgspec.field(default_factory=dict)
    people: MutableMapping[PersonId, Person] = msgspec.field(default_factory=dict)
    merged: dict[PersonId, PersonId] = msgspec.field(default_factory=dict)
    forgotten: set[PersonId] = msgspec.field(default_factory=set)
    """People who asked to be forgotten: each is "a member" wherever they stand."""
    removed: set[EntryId] = msgspec.field(default_factory=set)
    """Lines whose words were removed and that left nothing."""
    priorities: dict[PriorityId, Priority] = msgspec.field(default_factory=dict)
    agreement: Agreement = msgspec.field(default_factory=Agreement)
    steps: StepBook = msgspec.field(default_factory=StepBook)
    parked: MutableMapping[EntryId, Parked] = msgspec.field(default_factory=dict)
    meetings: MutableMapping[MeetingId, Held] = msgspec.field(default_factory=dict)
    settings: dict[str, str] = msgspec.field(default_factory=dict)
    """What the group chose, by the name of each setting (`domain.profile`)."""
    criteria: dict[ItemId, str] = msgspec.field(default_factory=dict)
    """The group's own criteria for membership, in order."""
    met: dict[PersonId, tuple[ItemId, ...]] = msgspec.field(default_factory=dict)
    """The criteria that each applicant meets."""
    rotas: dict[str, tuple[PersonId, ...]] = msgspec.field(default_factory=dict)
    """Who takes turns in a role, in order, by role."""
    let_go: set[MeetingId] = msgspec.field(default_factory=set)
    """Meetings that were let go for good: each stays hidden should its files come back."""
    passed_on: dict[MeetingId, tuple[tuple[str, PersonId], ...]] = msgspec.field(default_factory=dict)
    """Turns that were passed on in a meeting: role and person."""
    replaced: dict[EntryId, DecisionReplaced] = msgspec.field(default_factory=dict)
    """Decisions that later ones stand in the place of, by the earlier one."""
    coming_back: dict[EntryId, DecisionComesBack] = msgspec.field(default_factory=dict)
    """Decisions that will be looked at again, each with its day."""
    programmes: dict[ProgrammeId, bool] = msgspec.field(default_factory=dict)
    """The programmes it began, and whether each goes on; all else about them is folded when it is asked for."""

    def copy(self) -> Group:
        """A group that can be folded further without changing this one."""
        other = msgspec.structs.replace(self)
        for name in (
            "series",
            "people",
            "merged",
            "priorities",
            "parked",
            "meetings",
            "settings",
            "criteria",
            "met",
            "rotas",
            "passed_on",
            "replaced",
            "coming_back",
            "programmes",
        ):
            setattr(other, name, copy(getattr(self, name)))
        other.forgotten, other.removed, other.let_go = set(self.forgotten), set(self.removed), set(self.let_go)
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

    @property
    def shown(self) -> list[Held]:
        """Every meeting that is not hidden, in order of its start."""
        return sorted((held for held in self.meetings.values() if not held.hidden), key=lambda h: (h.starts, h.id))

    def in_series(self, series: SeriesId) -> list[Held]:
        """The meetings of a series that were not cancelled and are not hidden, in order of their start."""
        chosen = [
            held
            for held in self.meetings.values()
            if held.series == series and held.state != "cancelled" and not held.hidden
        ]
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
            if held.starts > here.starts
            and held.series == here.series
            and held.state != "cancelled"
            and not held.hidden
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
        tagged.sort(key=lambda row: row[0])
        hiding = [(meeting, event) for _, meeting, event in tagged if type(event) in HIDING]
        hidden, circles = hidden_among(hiding, self.meetings) if hiding else (set(), set())
        for _, meeting, event in tagged:
            if meeting in hidden and type(event) in GONE_WITH_IT:
                self.steps.keep_number(getattr(event, "number", 0))
            elif event.id not in circles:
                self._apply(event, event.during or meeting, meeting, meeting in hidden)
        self.steps.number_once()

    def _apply(self, event: Event, said_in: MeetingId, shard: MeetingId, hidden: bool = False) -> None:
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
        elif isinstance(event, SettingChosen | CriterionSet | CriterionMet | RotaSet | RotaSkipped):
            self._choose(event, said_in)
        elif isinstance(event, DecisionReplaced | DecisionComesBack):
            self.decide(event)
        elif isinstance(event, ProgrammeStarted | ProgrammeClosed):
            # Of a laptop whose clock ran ahead, its end may have an earlier id than its beginning.
            goes_on = self.programmes.get(event.programme, True)
            self.programmes[event.programme] = not event.closed if isinstance(event, ProgrammeClosed) else goes_on
        elif isinstance(event, MeetingPlanned):
            self.meetings[event.meeting] = Held(
                event.meeting, event.series, event.title, event.starts, event.minutes, event.zone, type=event.type
            )
        elif type(event) is MeetingDeleted and event.meeting:
            self.let_go.add(event.meeting)
            if event.meeting in self.meetings:
                self._meeting(event, event.meeting, hidden)
        elif shard in self.meetings:
            self._meeting(event, shard, hidden)
        if type(event) in _OF_AGREEMENTS:
            self.agreement.apply(event, said_in)

    def decide(self, event: DecisionReplaced | DecisionComesBack) -> None:
        """Take in what became of a decision after its meeting; the last word about it holds."""
        if isinstance(event, DecisionReplaced):
            self.replaced.pop(event.entry, None)
            if event.newer:
                self.replaced[event.entry] = event
        else:
            self.coming_back.pop(event.entry, None)
            if event.day is not None:
                self.coming_back[event.entry] = event

    def _own(self, event: Event) -> None:
        if isinstance(event, GroupCreated):
            self.id, self.name, self.zone, self.minutes = event.group, event.name, event.zone, event.minutes
            self.template, self.template_name, self.blocks = event.template, event.template_name, event.blocks
            self.dates = self.dates_at_first = event.dates
        elif isinstance(event, GroupRenamed):
            self.name = event.name
        elif isinstance(event, TemplateChanged):
            self.blocks = event.blocks
        elif isinstance(event, SeriesStarted):
            self.series[event.series] = event.name

    def _choose(
        self, event: SettingChosen | CriterionSet | CriterionMet | RotaSet | RotaSkipped, said_in: MeetingId
    ) -> None:
        match event:
            case SettingChosen():
                self.settings[event.setting] = event.value
                if not event.value:
                    del self.settings[event.setting]
                chosen = self.settings.get("dates", self.dates_at_first)
                self.dates = way_of_reading(chosen, self.settings.get("first_day", ""))
            case CriterionSet():
                if event.active:
                    self.criteria[event.criterion] = event.text
                else:
                    self.criteria.pop(event.criterion, None)
            case CriterionMet():
                others = tuple(one for one in self.met.get(event.person, ()) if one != event.criterion)
                self.met[event.person] = (*others, event.criterion) if event.met else others
            case RotaSet():
                self.rotas[event.role] = event.people
            case RotaSkipped():
                self.passed_on[said_in] = (*self.passed_on.get(said_in, ()), (event.role, event.person))

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
            gone = self._merged_into(event.gone)
            if gone != self._merged_into(event.kept):  # two devices may each have kept the other one's record
                self.merged[gone] = event.kept
            return
        person = Person(
            event.person, event.name, event.alias, event.pronouns, event.roles, event.status, event.named,
            event.organisation, event.contact, event.note, _names_before(self.people.get(event.person), event),
        )  # fmt: skip
        self.people[event.person] = _forgotten(person) if event.person in self.forgotten else person

    def _merged_into(self, person: PersonId) -> PersonId:
        last = person
        while last in self.merged:
            last = self.merged[last]
        while person != last:  # what led there leads there at once: a long chain is walked once
            after, self.merged[person] = self.merged[person], last
            person = after
        return last

    def _priority(self, event: PriorityAdded | PriorityChanged | UpdateCollected) -> None:
        known = self.priorities.get(event.priority)
        if isinstance(event, UpdateCollected):
            if known is not None:
                self.priorities[event.priority] = msgspec.structs.replace(known, updates=(*known.updates, event))
            return
        active = event.active if isinstance(event, PriorityChanged) else True
        updates = known.updates if known else ()
        self.priorities[event.priority] = Priority(event.priority, event.name, event.lead, active, updates)

    def _meeting(self, event: Event, shard: MeetingId, hidden: bool) -> None:
        held = self.meetings[shard]
        if isinstance(event, Ended | Reopened):
            self.steps.heard(event)
        elif isinstance(event, MeetingRestored):
            self.let_go.discard(shard)
        change = changed(held, event)
        if change:
            self.meetings[shard] = msgspec.structs.replace(held, **change)
        if hidden:
            return
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
            if event.filed.kind is not EntryKind.PARKED or event.filed.private:
                self.parked.pop(event.entry, None)
            elif known is not None:
                self.parked[event.entry] = msgspec.structs.replace(known, text=event.filed.text)
            else:
                self.parked[event.entry] = Parked(event.entry, event.filed.text, said_in, event.moment)
        elif isinstance(event, ParkedPlaced) and event.entry in self.parked:
            self.parked[event.entry] = msgspec.structs.replace(self.parked[event.entry], placed=event)


def _names_before(known: Person | None, event: PersonAdded | PersonChanged) -> tuple[str, ...]:
    """What somebody was called before an event, and is not called any more."""
    had = (*known.former, known.name, known.alias) if known is not None else ()
    return tuple(dict.fromkeys(name for name in had if name and name not in (event.name, event.alias)))


def _forgotten(person: Person) -> Person:
    """Somebody who asked to be forgotten: a member, or a guest, whom nothing names."""
    return Person(person.id, A_MEMBER, status=person.status, named=False)
