"""What a record still lacks before it goes out, each with the line where it can be mended (`product.md` check 45)."""

from __future__ import annotations

import msgspec

from peer_tui.domain.entries import Entry
from peer_tui.domain.events import EntryId, EntryKind, MeetingId
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.naming import words
from peer_tui.domain.sections import step_label
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.withholding import for_the_group
from peer_tui.domain.words import say


class Gap(msgspec.Struct, frozen=True):
    """One thing a record lacks."""

    words: str
    """A sentence."""
    entry: EntryId = ""
    """The line; empty where it is about no line."""
    meeting: MeetingId = ""
    """The earlier meeting it is about; empty where it is about this one."""


def find_gaps(meeting: Meeting, group: Group) -> list[Gap]:
    """What the record still lacks; empty when nothing does.

    A next step or parked item which has since been given what it lacked is no gap any more.
    """
    found = []
    meeting = for_the_group(meeting, group)
    for number, entry in enumerate(meeting.of_kind(EntryKind.DECISION), start=1):
        if not any(character.isalnum() for character in entry.filed.text):
            found.append(Gap(say("Decision {number} has no exact wording.", number=number), entry.id))
    for entry in meeting.of_kind(EntryKind.STEP):
        found += _of_step(entry, meeting, group)
    for entry in meeting.unplaced:
        known = group.parked.get(entry.id)
        if known is None or known.placed is None:
            found.append(Gap(say("Parked {text} has no destination.", text=quoted(entry.filed.text)), entry.id))
    for entry in meeting.of_kind(EntryKind.PROPOSAL, EntryKind.MOTION):
        if entry.outcome != "agreed":
            told = say(
                "{kind} {text} was not settled.", kind=say(entry.filed.kind).capitalize(), text=quoted(entry.filed.text)
            )
            found.append(Gap(told, entry.id))
    for held in group.unapproved(meeting.id):
        told = say("The minutes of {date} are not yet approved.", date=say_date(held.starts, held.zone))
        found.append(Gap(told, meeting=held.id))
    for entry in meeting.lines():
        if entry.contested:
            told = say(
                "{text} was taken back after somebody else had written about it; it still stands.",
                text=quoted(entry.filed.text),
            )
            found.append(Gap(told, entry.id))
    return found


def gaps(meeting: Meeting, group: Group) -> list[str]:
    """What the record still lacks, one sentence each."""
    return [gap.words for gap in find_gaps(meeting, group)]


def _of_step(entry: Entry, meeting: Meeting, group: Group) -> list[Gap]:
    step = group.steps.steps.get(entry.id) or meeting.steps.steps.get(entry.id)
    if step is None or not step.open:
        return []
    label, text = step_label(entry, meeting, group), quoted(step.text)
    name = say("Next step {label} {text}", label=label, text=text).replace("  ", " ")
    found = [Gap(say("{name} is unclaimed.", name=name), entry.id)] if step.owner is None else []
    return [*found, Gap(say("{name} has no date.", name=name), entry.id)] if step.due is None else found


def quoted(text: str, most: int = 60) -> str:
    """A person's text inside one of our sentences, shortened where it is long."""
    said = words(text)
    return f"“{said}”" if len(said) <= most else f"“{said[: most - 1].rstrip()}…”"
