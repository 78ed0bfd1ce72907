"""What stays out of a group's record: personal next steps that their owners did not share (§1.5, check 74).

They are kept, found and followed up on the scribe's own screens, and counted where only numbers are told. Whatever
leaves the group's own screens (minutes, agendas, chat, reports) is drawn from `for_the_group`, or asks `Step.withheld`.
"""

from __future__ import annotations

import msgspec

from peer_tui.domain.entries import Entry
from peer_tui.domain.events import EntryId
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.step_book import StepBook


def is_withheld(entry: Entry, group: Group) -> bool:
    """Whether a line stays out of the record. One that no longer is a next step can be shared no more."""
    if not entry.filed.private:
        return False
    step = group.steps.steps.get(entry.id)
    return step is None or step.withheld


def withheld_in(meeting: Meeting, group: Group) -> frozenset[EntryId]:
    """The lines of a meeting that stay out of its record."""
    return frozenset(key for key, entry in meeting.entries.items() if is_withheld(entry, group))


def for_the_group(meeting: Meeting, group: Group) -> Meeting:
    """The meeting as the group's record tells it; the very same one where nothing stays out.

    Topics that were carried from somebody's personal next step stay out as well.
    """
    gone = withheld_in(meeting, group)
    topics = [topic for topic in meeting.topics if not (topic.entry and _is_personal(topic.entry, group))]
    if not gone and len(topics) == len(meeting.topics):
        return meeting
    return msgspec.structs.replace(
        meeting,
        entries={key: entry for key, entry in meeting.entries.items() if key not in gone},
        steps=StepBook({key: step for key, step in meeting.steps.steps.items() if key not in gone}),
        parked={key: placed for key, placed in meeting.parked.items() if key not in gone},
        topics=topics,
    )


def shared_steps(group: Group) -> frozenset[EntryId]:
    """The personal next steps that their owners let into the group's record, wherever they said so."""
    return frozenset(key for key, step in group.steps.steps.items() if step.private and step.shared)


def _is_personal(entry: EntryId, group: Group) -> bool:
    step = group.steps.steps.get(entry)
    return step is not None and step.withheld
