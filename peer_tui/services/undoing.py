"""Undo and redo of anything but sealing: this device's last act in this meeting, any slot, also after a restart."""

from __future__ import annotations

from peer_tui.domain.events import (
    Approved,
    Arrived,
    BlockStarted,
    Captured,
    EntryEdited,
    Event,
    EventId,
    ItemStarted,
    MinutesReviewed,
    Redone,
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
    target = last_act(session.events, _our_writers(session))
    if target is None:
        return refused("There is nothing to undo.")
    act = _events_of(session, target)
    if any(isinstance(event, MinutesReviewed | Approved) for event in act) and _seals(session, target):
        return refused("The minutes stand approved; that cannot be undone, only amended.")
    moved = next((event for event in act if isinstance(event, BlockStarted | ItemStarted)), None)
    if moved is not None and not moving.never_happened(session, moved):
        return moving.back(session)
    session.record(Undone(target=target))
    _elsewhere(session, target, Undone(target=target))
    line = next((event.filed.typed for event in act if isinstance(event, Captured)), None)
    return Said(f"Undone: {describe(session, act)} · F8 redoes it", line=line)


def redo(session: LiveSession, rest: str = "") -> Said:
    """`/redo`: what was undone last holds again."""
    target = last_undone(session.events, _our_writers(session))
    if target is None:
        return refused("There is nothing to redo.")
    session.record(Redone(target=target))
    _elsewhere(session, target, Redone(target=target))
    return Said(f"Redone: {describe(session, _events_of(session, target))}")


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
    event = act[0]
    if isinstance(event, Captured):
        return f"{KIND_WORDS[event.filed.kind]} “{event.filed.text}”"
    if isinstance(event, EntryEdited):
        return "the change to a line"
    if isinstance(event, Arrived):
        return f"{session.name(event.person)} is here"
    moved = next((e for e in act if isinstance(e, BlockStarted | ItemStarted)), None)
    if isinstance(moved, BlockStarted):
        block = session.meeting.plan(moved.block)
        return f"the move to {block.title if block else 'another block'}"
    return str(type(event).__struct_config__.tag)
