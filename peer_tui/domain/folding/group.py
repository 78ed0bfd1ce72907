"""What outlives a meeting: how each event changes the group.

One small fold a story: people, priorities, what the group chose, decisions, the rows of its meetings, what is parked.
Next steps and the agreement fold themselves (`step_book.py`, `agreement.py`).
"""

from __future__ import annotations

import msgspec

from peer_tui.domain.dates import way_of_reading
from peer_tui.domain.events import (
    AgreementAdopted,
    AgreementAffirmed,
    AgreementAmended,
    AgreementProposed,
    AgreementRetired,
    AgreementSeen,
    AgreementWithdrawn,
    Captured,
    CriterionMet,
    CriterionSet,
    DecisionComesBack,
    DecisionReplaced,
    Ended,
    EntryEdited,
    EntryKind,
    Event,
    GroupCreated,
    GroupRenamed,
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
    ProgrammeClosed,
    ProgrammeStarted,
    Redacted,
    Reopened,
    RotaSet,
    RotaSkipped,
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
    UpdateCollected,
)
from peer_tui.domain.group import Group, Priority
from peer_tui.domain.held import Held, Parked, changed
from peer_tui.domain.people import Person
from peer_tui.domain.redaction import A_MEMBER
from peer_tui.domain.steps import Step

_OF_LINES = frozenset({
    Captured, EntryEdited, StepAssigned, StepDated, StepDefined, StepAccepted, StepMarked, ParkedPlaced,
    StepSnoozed, StepReminded, StepShared,
})  # fmt: skip
"""Most of them: they tell of next steps and parked items, and of nothing else."""
_OF_AGREEMENTS = frozenset({
    AgreementProposed, AgreementAmended, AgreementRetired, AgreementAdopted, AgreementAffirmed, AgreementSeen,
    AgreementWithdrawn,
})  # fmt: skip


def apply(group: Group, event: Event, said_in: MeetingId, shard: MeetingId, hidden: bool = False) -> None:
    """Fold one event that outlives its meeting in.

    Args:
        group: the group so far; it is changed.
        event: the event.
        said_in: the meeting in which it was said; empty between meetings.
        shard: the meeting it lies in; empty for the group's own log.
        hidden: whether that meeting is hidden: it leaves its row and carries no next step.
    """
    if type(event) in _OF_LINES:
        group.steps.apply(event, said_in)
        _park(group, event, said_in)
    elif isinstance(event, PersonAdded | PersonChanged | PeopleMerged | PersonForgotten):
        _person(group, event)
    elif isinstance(event, Redacted):
        _remove(group, event)
    elif isinstance(event, PriorityAdded | PriorityChanged | UpdateCollected):
        _priority(group, event)
    elif isinstance(event, GroupCreated | GroupRenamed | TemplateChanged | SeriesStarted):
        _own(group, event)
    elif isinstance(event, SettingChosen | CriterionSet | CriterionMet | RotaSet | RotaSkipped):
        _choose(group, event, said_in)
    elif isinstance(event, DecisionReplaced | DecisionComesBack):
        decide(group, event)
    elif isinstance(event, ProgrammeStarted | ProgrammeClosed):
        # Of a laptop whose clock ran ahead, its end may have an earlier id than its beginning.
        goes_on = group.programmes.get(event.programme, True)
        group.programmes[event.programme] = not event.closed if isinstance(event, ProgrammeClosed) else goes_on
    elif isinstance(event, MeetingPlanned):
        group.meetings[event.meeting] = Held(
            event.meeting, event.series, event.title, event.starts, event.minutes, event.zone, type=event.type
        )
    elif type(event) is MeetingDeleted and event.meeting:
        group.let_go.add(event.meeting)
        if event.meeting in group.meetings:
            _meeting(group, event, event.meeting, hidden)
    elif shard in group.meetings:
        _meeting(group, event, shard, hidden)
    if type(event) in _OF_AGREEMENTS:
        group.agreement.apply(event, said_in)


def decide(group: Group, event: DecisionReplaced | DecisionComesBack) -> None:
    """Take in what became of a decision after its meeting; the last word about it holds."""
    if isinstance(event, DecisionReplaced):
        group.replaced.pop(event.entry, None)
        if event.newer:
            group.replaced[event.entry] = event
    else:
        group.coming_back.pop(event.entry, None)
        if event.day is not None:
            group.coming_back[event.entry] = event


def _own(group: Group, event: Event) -> None:
    if isinstance(event, GroupCreated):
        group.id, group.name, group.zone, group.minutes = event.group, event.name, event.zone, event.minutes
        group.template, group.template_name, group.blocks = event.template, event.template_name, event.blocks
        group.dates = group.dates_at_first = event.dates
    elif isinstance(event, GroupRenamed):
        group.name = event.name
    elif isinstance(event, TemplateChanged):
        group.blocks = event.blocks
    elif isinstance(event, SeriesStarted):
        group.series[event.series] = event.name


def _choose(
    group: Group, event: SettingChosen | CriterionSet | CriterionMet | RotaSet | RotaSkipped, said_in: MeetingId
) -> None:
    match event:
        case SettingChosen():
            group.settings[event.setting] = event.value
            if not event.value:
                del group.settings[event.setting]
            chosen = group.settings.get("dates", group.dates_at_first)
            group.dates = way_of_reading(chosen, group.settings.get("first_day", ""))
        case CriterionSet():
            if event.active:
                group.criteria[event.criterion] = event.text
            else:
                group.criteria.pop(event.criterion, None)
        case CriterionMet():
            others = tuple(one for one in group.met.get(event.person, ()) if one != event.criterion)
            group.met[event.person] = (*others, event.criterion) if event.met else others
        case RotaSet():
            group.rotas[event.role] = event.people
        case RotaSkipped():
            group.passed_on[said_in] = (*group.passed_on.get(said_in, ()), (event.role, event.person))


def _remove(group: Group, event: Redacted) -> None:
    group.steps.apply(event, "")
    if not event.leave:
        group.removed.add(event.target)
        group.parked.pop(event.target, None)


def _person(group: Group, event: PersonAdded | PersonChanged | PeopleMerged | PersonForgotten) -> None:
    if isinstance(event, PersonForgotten):
        group.forgotten.add(event.person)
        if known := group.people.get(event.person):
            group.people[event.person] = _forgotten(known)
        return
    if isinstance(event, PeopleMerged):
        gone = _merged_into(group, event.gone)
        if gone != _merged_into(group, event.kept):  # two devices may each have kept the other one's record
            group.merged[gone] = event.kept
        return
    person = Person(
        event.person, event.name, event.alias, event.pronouns, event.roles, event.status, event.named,
        event.organisation, event.contact, event.note, _names_before(group.people.get(event.person), event),
    )  # fmt: skip
    group.people[event.person] = _forgotten(person) if event.person in group.forgotten else person


def _merged_into(group: Group, person: PersonId) -> PersonId:
    last = person
    while last in group.merged:
        last = group.merged[last]
    while person != last:  # what led there leads there at once: a long chain is walked once
        after, group.merged[person] = group.merged[person], last
        person = after
    return last


def _priority(group: Group, event: PriorityAdded | PriorityChanged | UpdateCollected) -> None:
    known = group.priorities.get(event.priority)
    if isinstance(event, UpdateCollected):
        if known is not None:
            group.priorities[event.priority] = msgspec.structs.replace(known, updates=(*known.updates, event))
        return
    active = event.active if isinstance(event, PriorityChanged) else True
    updates = known.updates if known else ()
    group.priorities[event.priority] = Priority(event.priority, event.name, event.lead, active, updates)


def _meeting(group: Group, event: Event, shard: MeetingId, hidden: bool) -> None:
    held = group.meetings[shard]
    if isinstance(event, Ended | Reopened):
        group.steps.heard(event)
    elif isinstance(event, MeetingRestored):
        group.let_go.discard(shard)
    change = changed(held, event)
    if change:
        group.meetings[shard] = msgspec.structs.replace(held, **change)
    if hidden:
        return
    if isinstance(event, Ended) and held.ended is None:
        _carry(group, held)
    elif isinstance(event, Reopened) and held.ended is not None and not held.approved:
        group.steps.reopened(held.id)


def _carry(group: Group, held: Held) -> None:
    """A meeting ended: every step promised earlier in its series and still open has been carried once more."""

    def is_carried(step: Step) -> bool:
        promised = group.meetings.get(step.meeting)
        return promised is not None and promised.series == held.series and promised.id != held.id

    group.steps.ended(held.id, is_carried)


def _park(group: Group, event: Event, said_in: MeetingId) -> None:
    if isinstance(event, Captured | EntryEdited):
        if event.entry in group.removed:
            return
        known = group.parked.get(event.entry)
        if known is not None and isinstance(event, Captured):
            return
        if event.filed.kind is not EntryKind.PARKED or event.filed.private:
            group.parked.pop(event.entry, None)
        elif known is not None:
            group.parked[event.entry] = msgspec.structs.replace(known, text=event.filed.text)
        else:
            group.parked[event.entry] = Parked(event.entry, event.filed.text, said_in, event.moment)
    elif isinstance(event, ParkedPlaced) and event.entry in group.parked:
        group.parked[event.entry] = msgspec.structs.replace(group.parked[event.entry], placed=event)


def _names_before(known: Person | None, event: PersonAdded | PersonChanged) -> tuple[str, ...]:
    """What somebody was called before an event, and is not called any more."""
    had = (*known.former, known.name, known.alias) if known is not None else ()
    return tuple(dict.fromkeys(name for name in had if name and name not in (event.name, event.alias)))


def _forgotten(person: Person) -> Person:
    """Somebody who asked to be forgotten: a member, or a guest, whom nothing names."""
    return Person(person.id, A_MEMBER, status=person.status, named=False)
