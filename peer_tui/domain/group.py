"""Group: what outlives a meeting, as it stands, and what is asked of it.

Series, people, the agreement, priorities, next steps and parked items stay in the shards where they happened; a group
is the fold of all its shards' events, each known with the meeting it lies in. What each event changes is told in
`folding/group.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, MutableMapping
from copy import copy

import msgspec

from peer_tui.domain.agreement import Agreement
from peer_tui.domain.events import (
    BlockPlan,
    DecisionComesBack,
    DecisionReplaced,
    EntryId,
    Event,
    GroupId,
    ItemId,
    MeetingId,
    PersonId,
    PriorityId,
    ProgrammeId,
    SeriesId,
    Unknown,
    UpdateCollected,
)
from peer_tui.domain.held import Held, Parked
from peer_tui.domain.hiding import GONE_WITH_IT, HIDING, hidden_among
from peer_tui.domain.history import place_of, standing
from peer_tui.domain.outliving import OUTLIVING
from peer_tui.domain.people import Person
from peer_tui.domain.step_book import StepBook
from peer_tui.domain.steps import Step
from peer_tui.domain.wall_time import local_date


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
        # Imported here: it imports this module, and Today is painted from groups that are folded already.
        from peer_tui.domain.folding.group import apply

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
                apply(self, event, event.during or meeting, meeting, meeting in hidden)
        self.steps.number_once()
