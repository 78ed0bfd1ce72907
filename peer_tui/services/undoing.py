"""Undo and redo of anything but sealing: this device's last act in this meeting, any slot, also after a restart."""

from __future__ import annotations

from peer_tui.domain.events import (
    AgendaSent,
    AgendaSet,
    AgreementAdopted,
    AgreementSeen,
    Approved,
    Arrived,
    BlockStarted,
    CalledToOrder,
    Captured,
    DoorsOpened,
    Ended,
    EntryEdited,
    Event,
    EventId,
    Extended,
    HeadsCounted,
    ItemStarted,
    JoinLinkSet,
    Left,
    MeetingCancelled,
    MeetingId,
    MeetingMoved,
    MeetingPlanned,
    MeetingRenamed,
    OffRecordEnded,
    OffRecordStarted,
    Paused,
    PersonAdded,
    Redone,
    Reopened,
    Resumed,
    RoleGiven,
    TopicAdded,
    TopicChanged,
    TopicRemoved,
    TopicsOrdered,
    Undone,
    UpdateAsked,
    WriterId,
)
from peer_tui.domain.history import act_of, last_act, last_undone
from peer_tui.domain.parsed import KIND_WORDS
from peer_tui.services import moving
from peer_tui.services.earlier import touched_by
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession


def undo(session: LiveSession, rest: str = "") -> Said:
    """`/undo`: the last act is taken back and named. A line comes back to the capture line if that is empty."""
    if session.meeting.approved is not None:
        return refused("These minutes stand approved; they can only be amended.")
    target = last_act(_of_the_meeting(session), _our_writers(session))
    if target is None:
        return refused("There is nothing to undo.")
    act = _events_of(session, target)
    if _seals(session, target) or _sealed_since(session, target):
        return refused("The minutes stand approved; that cannot be undone, only amended.")
    if _waits(session, act):
        return Said("OFF THE RECORD — /undo waits until you are back on the record (/on)")
    moved = next((event for event in act if isinstance(event, BlockStarted | ItemStarted)), None)
    if moved is not None and not moving.never_happened(session, moved):
        return moving.back(session)
    words = describe(session, act)
    line = _recorded(session, Undone(target=target), act)
    return Said(f"Undone: {words} · /redo redoes it", line=_given_back(session, act) if line is None else line)


def _recorded(session: LiveSession, body: Undone | Redone, act: list[Event]) -> str | None:
    """Record it, here and in the earlier minutes it is about. What the capture line holds if the record went on or off.

    Going off the record this way too, a half-typed line waits in memory only.
    """
    before = session.meeting.is_off_record
    privacy = any(isinstance(event, OffRecordStarted | OffRecordEnded) for event in act)
    if privacy and not before:
        session.drafting.hold(session.drafting.text)
    session.record(body)
    _elsewhere(session, body.target, body)
    if not privacy:
        return None
    if session.meeting.is_off_record:
        return ""
    return session.drafting.give_back()


def _given_back(session: LiveSession, act: list[Event]) -> str | None:
    """The line that was taken back, for an empty capture line, in the block where it was; not of a whole paste."""
    line = act[0] if len(act) == 1 else None
    if not isinstance(line, Captured):
        return None
    session.drafting.begin_in(line.block, line.filed.priority)
    return line.filed.typed


def redo(session: LiveSession, rest: str = "") -> Said:
    """`/redo`: what was undone last holds again."""
    target = last_undone(session.events, _our_writers(session))
    if target is None:
        return refused("There is nothing to redo.")
    if session.meeting.approved is not None or _sealed_since(session, target):
        return refused("The minutes stand approved; they can only be amended.")
    if _went_on(session, target):
        words = describe(session, _events_of(session, target))
        return refused(f"Another writer has gone on since; not redone: {words}. What is wanted now can be typed anew.")
    act = _events_of(session, target)
    if _waits(session, act):
        return Said("OFF THE RECORD — /redo waits until you are back on the record (/on)")
    return Said(f"Redone: {describe(session, act)}", line=_recorded(session, Redone(target=target), act))


_COURSE = (
    DoorsOpened, CalledToOrder, BlockStarted, ItemStarted, Extended, Paused, Resumed, OffRecordStarted, OffRecordEnded,
    Ended, Reopened, AgreementAdopted,
)  # fmt: skip
"""What says where a meeting stands. It holds from the moment it was said, so it is not put back under others' feet."""

_PRESENCE = (Arrived, Left, HeadsCounted, PersonAdded, AgreementSeen, RoleGiven)


def _waits(session: LiveSession, act: list[Event]) -> bool:
    """Off the record only what is about time and people is taken back or put back: words wait."""
    return session.meeting.is_off_record and not all(isinstance(event, _COURSE + _PRESENCE) for event in act)


def _went_on(session: LiveSession, target: EventId) -> bool:
    """Whether another device wrote since an act that moved the meeting: put back, it would change what they saw."""
    if not any(isinstance(event, _COURSE) for event in _events_of(session, target)):
        return False
    ours = _our_writers(session)
    return any(event.id > target and event.by not in ours for event in _of_the_meeting(session))


def _sealed_since(session: LiveSession, target: EventId) -> bool:
    """Whether an act also wrote about earlier minutes that stand approved by now."""
    return any(
        session.group.meetings[meeting].approved
        for meeting in _also_in(session, target)
        if meeting in session.group.meetings
    )


_BEFORE = (
    MeetingPlanned, MeetingMoved, MeetingRenamed, MeetingCancelled, AgendaSet, TopicAdded, TopicChanged, TopicRemoved,
    TopicsOrdered, JoinLinkSet, UpdateAsked, AgendaSent,
)  # fmt: skip
"""What was done while preparing is not undone from the live meeting."""


def _of_the_meeting(session: LiveSession) -> list[Event]:
    """What was done in this meeting: neither its preparation nor what a later meeting said about its minutes."""
    return [
        event
        for event in session.events
        if isinstance(event, Event) and not isinstance(event, _BEFORE) and event.during in (None, session.id)
    ]


def _our_writers(session: LiveSession) -> frozenset[WriterId]:
    writers = {event.by for event in session.events if isinstance(event, Event)}
    return frozenset(writer for writer in writers if session.workspace.is_ours(writer))


def _events_of(session: LiveSession, target: EventId) -> list[Event]:
    return [event for event in session.events if isinstance(event, Event) and act_of(event) == target]


def _elsewhere(session: LiveSession, target: EventId, body: Event) -> None:
    """An act that also wrote to an earlier meeting's shard is taken back there too."""
    for meeting in _also_in(session, target):
        session.record_elsewhere(meeting, body)


def _also_in(session: LiveSession, target: EventId) -> list[MeetingId]:
    """The earlier meetings whose shards an act wrote to."""
    events = session.opened.events
    return [
        meeting
        for meeting in touched_by(session, _events_of(session, target))
        if any(isinstance(event, Event) and event.act == target for event in events.get(meeting, ()))
    ]


def _seals(session: LiveSession, target: EventId) -> bool:
    return any(
        isinstance(event, Approved) and event.act == target
        for meeting in (session.id, *_also_in(session, target))
        for event in session.opened.events.get(meeting, ())
    )


def describe(session: LiveSession, act: list[Event]) -> str:
    """What an act was, in a few words."""
    if not act:
        return "nothing"
    lines = [event for event in act if isinstance(event, Captured)]
    moved = next((event for event in act if isinstance(event, BlockStarted | ItemStarted)), None)
    arrived = [event for event in act if isinstance(event, Arrived)]
    if any(isinstance(event, Ended) for event in act):
        return "the end of the meeting"
    match act[0]:
        case Captured() if moved is not None:
            return f"parking {len(lines)} and the {_moved_words(session, moved)}"
        case Captured() if len(lines) > 1:
            return f"{len(lines)} pasted lines"
        case Captured(filed=filed):
            return f"{KIND_WORDS[filed.kind]} “{filed.text}”"
        case EntryEdited():
            return "the change to a line"
        case Arrived() if len(arrived) > 1:
            return f"{len(arrived)} arrivals"
        case Arrived(person=person):
            return f"{session.name(person)} is here"
        case PersonAdded(name=name):
            return f"{name} is here as a guest"
        case DoorsOpened():
            return "the doors are open"
        case OffRecordStarted():
            return "going off the record"
        case OffRecordEnded():
            return "going back on the record"
        case _ if moved is not None:
            return f"the {_moved_words(session, moved)}"
        case event:
            return str(type(event).__struct_config__.tag)


def _moved_words(session: LiveSession, move: BlockStarted | ItemStarted) -> str:
    if isinstance(move, ItemStarted):
        priority = session.group.priorities.get(move.item)
        return f"move to {priority.name if priority else 'another priority'}"
    block = session.meeting.plan(move.block)
    return f"move to {block.title if block else 'another block'}"
