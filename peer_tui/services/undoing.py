"""Undo and redo of anything but sealing: this device's last act in this meeting, any slot, also after a restart."""

from __future__ import annotations

from peer_tui.domain.events import (
    AgendaSet,
    Approved,
    Arrived,
    BlockStarted,
    Captured,
    DoorsOpened,
    Ended,
    EntryEdited,
    Event,
    EventId,
    ItemStarted,
    MeetingCancelled,
    MeetingMoved,
    MeetingPlanned,
    MeetingRenamed,
    PersonAdded,
    Redone,
    TopicAdded,
    Undone,
    WriterId,
)
from peer_tui.domain.history import act_of, last_act, last_undone
from peer_tui.domain.parsed import KIND_WORDS
from peer_tui.services import moving
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
    if _seals(session, target):
        return refused("The minutes stand approved; that cannot be undone, only amended.")
    moved = next((event for event in act if isinstance(event, BlockStarted | ItemStarted)), None)
    if moved is not None and not moving.never_happened(session, moved):
        return moving.back(session)
    words = describe(session, act)
    session.record(Undone(target=target))
    _elsewhere(session, target, Undone(target=target))
    return Said(f"Undone: {words} · /redo redoes it", line=_given_back(session, act))


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
    session.record(Redone(target=target))
    _elsewhere(session, target, Redone(target=target))
    return Said(f"Redone: {describe(session, _events_of(session, target))}")


_BEFORE = (MeetingPlanned, MeetingMoved, MeetingRenamed, MeetingCancelled, AgendaSet, TopicAdded)
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
    for meeting, events in list(session.opened.events.items()):
        if meeting in ("", session.id):
            continue
        if any(isinstance(event, Event) and event.act == target for event in events):
            session.record_elsewhere(meeting, body)


def _seals(session: LiveSession, target: EventId) -> bool:
    return any(
        isinstance(event, Approved) and event.act == target
        for events in session.opened.events.values()
        for event in events
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
