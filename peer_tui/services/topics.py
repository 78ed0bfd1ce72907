"""The topics of an agenda: added, worded anew, put in order, told under a priority, taken off (§3.3, screen 2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from peer_tui.domain.characters import clean
from peer_tui.domain.events import Event, MeetingId, PriorityId, TopicAdded, TopicChanged, TopicRemoved, TopicsOrdered
from peer_tui.domain.filing import find_priority
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.topics import Topic, in_topics_block, under_priority
from peer_tui.domain.words import either, say
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace

LONGEST = 24 * 60
"""Minutes: no topic is longer than a day."""
_MINUTES = re.compile(r"(?:^|[\s,]+)\(?([0-9]{1,4}) ?min(?:utes?|s)?\b\.?\)?\s*$", re.IGNORECASE)
_TAG = re.compile(r"(?:^|\s)#(\S+)")


@dataclass(frozen=True, slots=True)
class TopicLine:
    """What a line such as `Housing forum #legislation 10 min` says of a topic."""

    text: str
    minutes: int = 0
    under: PriorityId | None = None
    wrong: str = ""
    """Why the line cannot be used; empty if it can."""


def read_line(group: Group, text: str) -> TopicLine:
    """A topic as it is typed: its words, `#priority` to tell it under, `10 min` at the end for its time.

    A `#word` that is no priority stays in the words; one that could be two is asked about.
    """
    said, minutes, under = clean(text).strip(), 0, None
    if found := _MINUTES.search(said):
        minutes, said = int(found[1]), said[: found.start()].strip()
        if minutes > LONGEST:
            return TopicLine(said, wrong=say("A topic lasts at most 24 hours."))
    known = tuple((one.id, one.name) for one in group.active_priorities)
    for tag in _TAG.finditer(said):
        meant = find_priority(tag[1], known)
        if len(meant) > 1:
            names = either(name for key, name in known if key in meant)
            return TopicLine(
                said, minutes, wrong=say("#{tag} could be {names}: write more of it.", tag=tag[1], names=names)
            )
        if meant:
            under = meant[0]
            said = " ".join(f"{said[: tag.start()]} {said[tag.end() :]}".split())
            break
    return TopicLine(said, minutes, under, "" if said else say("A topic needs a few words."))


def written(group: Group, topic: Topic) -> str:
    """A topic as the line that `read_line` reads back."""
    parts = [topic.text]
    priority = group.priorities.get(topic.under or "")
    if priority is not None and priority.active:
        tag = re.sub(r"\W+", "", priority.name)
        parts.append(f"#{tag}")
    if topic.minutes:
        parts.append(say("{minutes} min", minutes=topic.minutes))
    return " ".join(parts)


# --- acts: each gives what was recorded ---------------------------------------------------------------------------


def add(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, line: TopicLine) -> list[Event]:
    """A new topic, behind the others.

    Raises:
        Problem: it has no words.
    """
    if line.wrong or not line.text:
        raise Problem(line.wrong or say("A topic needs a few words."))
    topic = workspace.new_id()
    bodies: list[Event] = [TopicAdded(topic=topic, text=line.text)]
    if line.minutes or line.under:
        bodies.append(TopicChanged(topic=topic, text=line.text, under=line.under, minutes=line.minutes))
    return workspace.record(opened, meeting, bodies)


def change(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, topic: Topic, line: TopicLine) -> list[Event]:
    """A topic as the line says it; where it came from stays with it. Nothing is recorded where nothing changed.

    Raises:
        Problem: the line has no words.
    """
    if line.wrong or not line.text:
        raise Problem(line.wrong or say("A topic needs a few words."))
    if (line.text, line.under, line.minutes) == (topic.text, topic.under, topic.minutes):
        return []
    body = TopicChanged(
        topic=topic.topic, text=line.text, under=line.under, minutes=line.minutes, entry=topic.entry
    )  # fmt: skip
    return workspace.record(opened, meeting, [body])


def remove(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, topic: Topic) -> list[Event]:
    """Take a topic off this agenda; a parked line or next step it came from stays what it is."""
    return workspace.record(opened, meeting, [TopicRemoved(topic=topic.topic)])


def move(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, topic: Topic, by: int) -> list[Event]:
    """A topic so many places later, earlier when negative, among those it stands with."""
    topics = opened.meeting(meeting).topics
    # Those under one priority stand together on the screen: the neighbour there is the one to change places with.
    beside = [
        one for one in shown_order(opened.group, topics) if _home(opened.group, one) == _home(opened.group, topic)
    ]
    ids = [one.topic for one in beside]
    here = ids.index(topic.topic)
    there = min(max(here + by, 0), len(ids) - 1)
    if here == there:
        return []
    ids.insert(there, ids.pop(here))
    following = iter(ids)
    mine = set(ids)
    order = tuple(next(following) if one.topic in mine else one.topic for one in topics)
    return workspace.record(opened, meeting, [TopicsOrdered(topics=order)])


def nest(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, topic: Topic) -> list[Event]:
    """The topic under the next priority: from the block of current topics to the first, from the last one back.

    Raises:
        Problem: the group has no priorities.
    """
    homes: list[PriorityId | None] = [None, *(one.id for one in opened.group.active_priorities)]
    if len(homes) == 1:
        raise Problem(say("The group has no priorities to tell a topic under: 2 adds them."))
    there = homes[(homes.index(_home(opened.group, topic)) + 1) % len(homes)]
    return change(workspace, opened, meeting, topic, TopicLine(topic.text, topic.minutes, there))


def lengthen(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, topic: Topic, by: int) -> list[Event]:
    """So many minutes more for a topic, or fewer; at 0 it has no time of its own."""
    minutes = min(max(0, topic.minutes + by), LONGEST)
    return change(workspace, opened, meeting, topic, TopicLine(topic.text, minutes, topic.under))


def _home(group: Group, topic: Topic) -> PriorityId | None:
    """The priority a topic is told under; None for the block of current topics."""
    priority = group.priorities.get(topic.under or "")
    return priority.id if priority is not None and priority.active else None


def shown_order(group: Group, topics: Sequence[Topic]) -> list[Topic]:
    """The topics as they come up: those under each priority, then those of the block of current topics."""
    reported = tuple(one.id for one in group.active_priorities)
    nested = [topic for key in reported for topic in under_priority(topics, key)]
    return [*nested, *in_topics_block(topics, reported)]


def time_words(meeting: Meeting, group: Group, minutes: int) -> str:
    """How the topics' own times stand to the time of their block: `25 of 13 min: 12 min too many`.

    Empty where no topic has a time of its own.

    Args:
        meeting: the meeting.
        group: its group.
        minutes: what the block of current topics gets, at the longest of the others.
    """
    wanted = minutes_wanted(meeting, group)
    if not wanted:
        return ""
    if wanted <= minutes:
        return say("topics: {wanted} of {minutes} min", wanted=wanted, minutes=minutes)
    return say(
        "topics: {wanted} of {minutes} min, {over} min too many", wanted=wanted, minutes=minutes, over=wanted - minutes
    )


def minutes_wanted(meeting: Meeting, group: Group) -> int:
    """The sum of the topics' own times, of those that are told in their own block."""
    reported = tuple(one.id for one in group.active_priorities)
    return sum(topic.minutes for topic in in_topics_block(meeting.topics, reported))
