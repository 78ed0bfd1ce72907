"""What a meeting's topics begin with: parked for it, due back, not reached last time, carried again and again (§3.7 c).

A topic that was carried keeps the id of what it was: the same thing is never offered twice, not by two devices either,
and what a person took off an agenda stays off it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from peer_tui.domain.agenda import spoken_title
from peer_tui.domain.events import Destination, Event, MeetingId, SeriesId, TopicAdded
from peer_tui.domain.held import Held, Parked
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.topics import Topic, in_topics_block, under_priority
from peer_tui.domain.wall_time import local_date, wall_to_utc
from peer_tui.domain.words import say
from peer_tui.services.workspace import OpenGroup, Workspace

_EVER = dt.datetime.min.replace(tzinfo=dt.UTC)
CARRIED_OFTEN = 2
"""So many meetings have ended with a next step still open: the group looks at it again (`product.md` §3.7 c)."""


def carried_topics(opened: OpenGroup, series: SeriesId, starts: dt.datetime) -> list[TopicAdded]:
    """The topics that a meeting of a series which starts then (UTC) begins with, each with where it came from.

    First what was parked for it or is due back, and decisions to be looked at again; then what the last meeting did not
    reach; then next steps that were carried often. Nothing stands twice. Where another meeting of the series comes
    before it, that one takes them.
    """
    earlier = [held for held in opened.group.in_series(series) if held.starts < starts]
    before = [held for held in earlier if held.state == "ended"]
    if not before or any(held.state in ("planned", "unfinished") for held in earlier):
        return []
    last = opened.meeting(before[-1].id)
    found = [
        *_parked(opened, before, starts, last),
        *_decided(opened, before, starts, last),
        *_not_reached(opened, last),
        *_carried(opened, before, starts),
    ]
    once: dict[str, TopicAdded] = {}
    for topic in found:
        once.setdefault(topic.entry or topic.topic, topic)
    parked = opened.group.parked
    when = {key: parked[topic.entry].at for key, topic in once.items() if topic.entry and topic.entry in parked}
    # What was parked first comes first, whichever way it came here.
    return sorted(once.values(), key=lambda topic: (topic.entry not in when, when.get(topic.entry or "", starts)))


def refresh_topics(workspace: Workspace, opened: OpenGroup, meeting: MeetingId) -> list[TopicAdded]:
    """Add what earlier meetings left for this one since it was planned, and give what was added.

    Only the next planned meeting of a series takes it, and only until its doors open. What stands on the agenda
    already, or was taken off it, is not added.
    """
    held = opened.group.meetings.get(meeting)
    if held is None or held.state != "planned":
        return []
    folded = opened.meeting(meeting)
    known = set(_keys((*folded.topics, *folded.topics_removed.values())))
    wanted = carried_topics(opened, held.series, held.starts)
    missing: list[Event] = [topic for topic in wanted if not known & set(_keys([_as_topic(topic)]))]
    if missing:
        workspace.record(opened, meeting, missing)
    return [topic for topic in missing if isinstance(topic, TopicAdded)]


def _keys(topics: Iterable[Topic]) -> Iterable[str]:
    """By what a topic is known again: its id, the line it was, or else its words and where they came from."""
    for topic in topics:
        yield topic.topic
        if topic.entry is not None:
            yield topic.entry
        if topic.carried_from is not None:
            yield f"{topic.carried_from} {topic.text.casefold()}"


def _as_topic(added: TopicAdded) -> Topic:
    return Topic(added.topic, added.text, added.carried_from, added.entry)


# --- where topics come from ---------------------------------------------------------------------------------------


def _parked(opened: OpenGroup, before: list[Held], starts: dt.datetime, last: Meeting) -> list[TopicAdded]:
    """What was parked for the next agenda, or is due back from somebody, since the last meeting began.

    What was due for that one and stood on its agenda was talked about there, or was not reached: it is not put on every
    agenda from then on. Where nobody prepared that one, it is due now.
    """
    ids = {held.id for held in before}
    since = before[-2].starts if len(before) > 1 else _EVER
    on_it = set(_keys((*last.topics, *last.topics_removed.values())))
    found = []
    for parked in opened.group.parked.values():
        due = _due(parked, opened.group.zone) if parked.meeting in ids and parked.text else None
        if due is None or due > starts or due < since or (due < last.starts and parked.id in on_it):
            continue
        found.append(TopicAdded(topic=parked.id, text=parked.text, carried_from=parked.meeting, entry=parked.id))
    return found


def _decided(opened: OpenGroup, before: list[Held], starts: dt.datetime, last: Meeting) -> list[TopicAdded]:
    """Decisions of the series that come back by then, and were on no agenda since their day."""
    ids = {held.id for held in before}
    since = before[-2].starts if len(before) > 1 else _EVER
    on_it = set(_keys((*last.topics, *last.topics_removed.values())))
    found = []
    for fact in opened.group.coming_back.values():
        if fact.day is None or fact.made_in not in ids or fact.entry in opened.group.replaced:
            continue
        day = wall_to_utc(fact.day, dt.time(), opened.group.zone)
        decision = opened.meeting(fact.made_in).entries.get(fact.entry)
        if decision is None or not decision.filed.text or not since <= day <= starts:
            continue
        if day >= last.starts or fact.entry not in on_it:
            text = say("Look at it again: {decision}", decision=decision.filed.text)
            found.append(TopicAdded(topic=fact.entry, text=text, carried_from=fact.made_in, entry=fact.entry))
    return found


def _due(parked: Parked, zone: str) -> dt.datetime | None:
    """From when on an item waits for an agenda: since that was said, or on the day it is due; None if it does not."""
    placed = parked.placed
    if placed is None or placed.destination not in (Destination.NEXT_AGENDA, Destination.OWNER):
        return None
    due = placed.due
    if placed.destination is Destination.NEXT_AGENDA or (due is not None and due.next_meeting):
        return placed.moment
    if due is None or due.date is None:
        return None
    return max(placed.moment, wall_to_utc(due.date, dt.time(), zone))


def _not_reached(opened: OpenGroup, meeting: Meeting) -> list[TopicAdded]:
    """What the last meeting did not come to: the topics of a block that was skipped, or the block itself."""
    left: list[TopicAdded] = []
    for block in meeting.blocks:
        if block.key not in meeting.skipped or block.job not in ("priorities", "topics"):
            continue
        topics = _topics_of(meeting, block.job, tuple(one.id for one in opened.group.active_priorities))
        waiting = [topic for topic in topics if topic.entry not in meeting.parked and not _is_a_block(topic)]
        left += [
            TopicAdded(topic=one.topic, text=one.text, carried_from=one.carried_from or meeting.id, entry=one.entry)
            for one in waiting
        ]
        if not topics:
            text = say("Not reached: {block}", block=spoken_title(block))
            left.append(TopicAdded(topic=f"{meeting.id}.{block.key}", text=text, carried_from=meeting.id))
    return left


def _is_a_block(topic: Topic) -> bool:
    """It says that a whole block was not reached: that block comes at every meeting, so it is said once."""
    return topic.carried_from is not None and topic.topic.startswith(f"{topic.carried_from}.")


def _topics_of(meeting: Meeting, job: str, reported: tuple[str, ...]) -> list[Topic]:
    """The topics that a block was to come to."""
    if job == "topics":
        return in_topics_block(meeting.topics, reported)
    nested = [topic for priority in reported for topic in under_priority(meeting.topics, priority)]
    has_block = meeting.job("topics") is not None
    return nested if has_block else [*nested, *in_topics_block(meeting.topics, reported)]


def _carried(opened: OpenGroup, before: list[Held], starts: dt.datetime) -> list[TopicAdded]:
    """Next steps of the series that are open still after two meetings; not those that are to wait longer."""
    day = local_date(starts, opened.group.zone)
    ids = {held.id for held in before}
    return [
        TopicAdded(topic=step.id, text=step.text, carried_from=step.meeting, entry=step.id)
        for step in opened.group.open_steps
        if step.carried >= CARRIED_OFTEN
        and step.meeting in ids
        and not (step.snoozed and step.snoozed > day)
        and not step.withheld
    ]
