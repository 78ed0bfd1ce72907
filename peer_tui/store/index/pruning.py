"""What of a group the first screen needs: little enough for fifty groups to be read in a few milliseconds."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from peer_tui.domain.agreement import Agreement
from peer_tui.domain.events import Event, MeetingId
from peer_tui.domain.group import Group, Priority
from peer_tui.domain.held import Held
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.minutes import gaps
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
        parked={key: parked for key, parked in group.parked.items() if parked.placed is None},
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


def _meetings(group: Group) -> set[MeetingId]:
    """Meetings that wait for somebody, those in which open steps were promised, and those their dates depend on."""
    needed = {key for key, held in group.meetings.items() if held.state in ("planned", "unfinished") or _is_draft(held)}
    series = {key: group.in_series(key) for key in {held.series for held in group.meetings.values()}}
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


def _is_draft(held: Held) -> bool:
    return held.state == "ended" and not held.approved


def _latest(agreement: Agreement) -> Agreement:
    """The agreement with its last adoption and its last moment, of all its dated facts."""
    last = next((moment for moment in reversed(agreement.moments) if moment.act == "adopted"), None)
    moments = [moment for moment in agreement.moments if moment is last or moment is agreement.moments[-1]]
    return msgspec.structs.replace(agreement, moments=moments)


def _recent(priority: Priority, meetings: Mapping[MeetingId, Held]) -> Priority:
    """The priority with what leads sent in for the meetings that are left."""
    updates = tuple(update for update in priority.updates if update.meeting is None or update.meeting in meetings)
    return msgspec.structs.replace(priority, updates=updates)
