"""What of a group the first screen needs: little enough for fifty groups to be read in a few milliseconds."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from peer_tui.domain.agreement import Agreement
from peer_tui.domain.events import Destination, Event, MeetingId, PersonId
from peer_tui.domain.gaps import gaps
from peer_tui.domain.group import Group, Priority
from peer_tui.domain.held import Held, Parked
from peer_tui.domain.keeping_time import asked_first
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.people import short_names
from peer_tui.domain.step_book import StepBook


def digest(group: Group) -> Group:
    """The group without what is settled: closed next steps, placed parked items, meetings nobody waits for.

    What is left answers `due_on` for every open step, `person`, `after` for every meeting in it that a date depends
    on, as the whole group does. The group given is not changed.
    """
    book = StepBook({step.id: step for step in group.open_steps})
    needed = _meetings(group)
    meetings = {key: held for key, held in group.meetings.items() if key in needed}
    return msgspec.structs.replace(
        group,
        steps=book,
        meetings=meetings,
        parked={key: parked for key, parked in group.parked.items() if _comes_back(parked, needed)},
        agreement=_latest(group.agreement),
        priorities={key: _recent(priority, meetings) for key, priority in group.priorities.items()},
    )


def gaps_of_drafts(group: Group, events: Mapping[MeetingId, tuple[Event, ...]]) -> dict[MeetingId, tuple[str, ...]]:
    """What the minutes of each ended meeting lack that are not approved yet, in sentences.

    Args:
        group: the whole group.
        events: what the group was folded from, by meeting (`stored.kept`).
    """
    return {
        key: tuple(gaps(Meeting.fold(events[key]), group))
        for key, held in group.meetings.items()
        if _is_draft(held) and key in events
    }


def names_of_leads(group: Group) -> dict[PersonId, str]:
    """What those who lead an open next step are called on the screen."""
    leads = {person.id for step in group.open_steps if (person := group.person(step.owner)) is not None}
    return {person: name for person, name in short_names(group.everybody).items() if person in leads}


def _meetings(group: Group) -> set[MeetingId]:
    """Meetings that wait for somebody, those in which open steps were promised, and those their dates depend on."""
    needed = {key for key, held in group.meetings.items() if _waits(held)}
    series = {key: group.in_series(key) for key in {held.series for held in group.meetings.values()}}
    # Whether the minutes that were approved last went out is asked of each series.
    needed |= {approved[-1].id for row in series.values() if (approved := [held for held in row if held.approved])}
    if (first := asked_first(group)) is not None:
        needed.add(first.id)
    for step in group.open_steps:
        needed.add(step.meeting)
        here = group.meetings.get(step.dated_in)
        if here is None or step.due is None or not step.due.next_meeting:
            continue
        needed.add(here.id)
        later = next((held.id for held in series[here.series] if held.starts > here.starts), None)
        if later is not None:
            needed.add(later)
    return needed


def _waits(held: Held) -> bool:
    """Somebody is to do something with it: hold it, end it, approve it, or say whether it may go for good."""
    if held.hidden:
        return held.deleted is not None
    return held.state in ("planned", "unfinished") or _is_draft(held)


def _is_draft(held: Held) -> bool:
    return held.state == "ended" and not held.approved and not held.hidden


def _comes_back(parked: Parked, needed: set[MeetingId]) -> bool:
    """It was placed nowhere yet, comes back on a date, or belongs on the next agenda."""
    if parked.placed is None:
        return True
    if parked.placed.destination is Destination.OWNER:
        return parked.placed.due is not None
    return parked.placed.destination is Destination.NEXT_AGENDA and parked.meeting in needed


def _latest(agreement: Agreement) -> Agreement:
    """The agreement with its last adoption and its last moment, of all its dated facts."""
    last = next((moment for moment in reversed(agreement.moments) if moment.act == "adopted"), None)
    moments = [moment for moment in agreement.moments if moment is last or moment is agreement.moments[-1]]
    return msgspec.structs.replace(agreement, moments=moments)


def _recent(priority: Priority, meetings: Mapping[MeetingId, Held]) -> Priority:
    """The priority with what leads sent in for the meetings that are left."""
    updates = tuple(update for update in priority.updates if update.meeting is None or update.meeting in meetings)
    return msgspec.structs.replace(priority, updates=updates)
