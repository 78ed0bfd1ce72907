"""A shard's events in order, with what was taken back left out.

Undo and redo are events: an act taken back is not removed, it is left out of the fold. `standing` says which events
hold; everything that folds begins with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from peer_tui.domain.events import (
    Captured,
    EntryEdited,
    EntryId,
    Event,
    EventId,
    GroupCreated,
    MeetingPlanned,
    PersonAdded,
    PersonForgotten,
    PriorityAdded,
    Redacted,
    Redone,
    Resealed,
    SeriesStarted,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepDefined,
    StepMarked,
    Undone,
    Unknown,
    WriterId,
)

_NOT_UNDOABLE = (Undone, Redone)
FOR_EVER = (Redacted, PersonForgotten, Resealed)
"""What cannot be taken back, whatever act it was part of: the words are gone."""
_FOUNDING = (GroupCreated, SeriesStarted, MeetingPlanned, PersonAdded, PriorityAdded)


class Standing(NamedTuple):
    """What holds of a history."""

    events: tuple[Event, ...]
    """In order of id, without what was taken back."""
    unknown: tuple[Unknown, ...]
    contested: frozenset[EntryId]
    """Lines that were taken back after another writer had written about them: they still stand, as a gap."""


def place_of(event: Event | Unknown) -> tuple[bool, EventId]:
    """Where an event stands in a history: what first names a group, meeting, person or priority, then by id.

    A meeting planned on a laptop whose clock ran hours ahead has an id later than its own doors; it is folded before
    them all the same.
    """
    return (not isinstance(event, _FOUNDING), event.id)


def in_order(events: Iterable[Event | Unknown]) -> list[Event | Unknown]:
    """Each event once, by its place. The order of arrival never matters."""
    once = {event.id: event for event in events}
    return sorted(once.values(), key=place_of)


_NAMED = (
    "act", "amendment", "criterion", "entry", "evaluation", "group", "item", "meeting", "person", "priority",
    "programme", "row", "series", "step", "target", "topic",
)  # fmt: skip
"""The fields that hold the id of what an event made or is about."""


def ids_in(event: Event | Unknown) -> Iterator[str]:
    """Every id that an event carries: its own, and those of its act and of what it made or is about.

    A line's own id was given after that of the event that captured it, and an act may have one that no event has, so
    whoever makes new ids must know them all.
    """
    yield event.id
    if isinstance(event, Event):
        yield from (key for name in _NAMED if isinstance(key := getattr(event, name, None), str))


def act_of(event: Event) -> EventId:
    """The act an event belongs to: the id of the act's first event."""
    return event.act or event.id


def taken_back(events: Iterable[Event]) -> set[EventId]:
    """The acts that are undone at the end of an ordered history."""
    undone: set[EventId] = set()
    for event in events:
        if type(event) is Undone:
            undone.add(event.target)
        elif type(event) is Redone:
            undone.discard(event.target)
    return undone


def standing(events: Iterable[Event | Unknown]) -> Standing:
    """The events that hold, in order."""
    ordered = in_order(events)
    known = [event for event in ordered if isinstance(event, Event)]
    unknown = tuple(event for event in ordered if isinstance(event, Unknown))
    undone = taken_back(known)
    if not undone:
        return Standing(tuple(event for event in known if not isinstance(event, _NOT_UNDOABLE)), unknown, frozenset())
    contested = _contested(known, undone)
    held = tuple(
        event
        for event in known
        if not isinstance(event, _NOT_UNDOABLE)
        and (
            act_of(event) not in undone
            or isinstance(event, FOR_EVER)
            or (isinstance(event, Captured) and event.entry in contested)
        )
    )
    return Standing(held, unknown, contested)


def _contested(events: Sequence[Event], undone: set[EventId]) -> frozenset[EntryId]:
    hidden = {e.entry: e.by for e in events if isinstance(e, Captured) and act_of(e) in undone}
    touched = set()
    for event in events:
        entry = _entry_touched(event)
        if entry in hidden and event.by != hidden[entry] and act_of(event) not in undone:
            touched.add(entry)
    return frozenset(touched)


def _entry_touched(event: Event) -> EntryId:
    if isinstance(event, EntryEdited):
        return event.entry
    if isinstance(event, StepAssigned | StepDated | StepDefined | StepAccepted | StepMarked):
        return event.step
    return ""


def last_act(events: Iterable[Event | Unknown], writers: frozenset[WriterId]) -> EventId | None:
    """The newest act of these writers that holds and can be taken back; None if there is none.

    Removing words cannot be taken back, and what was said about a line whose words are gone is no act any more.
    """
    ordered = [event for event in in_order(events) if isinstance(event, Event)]
    undone = taken_back(ordered)
    removed = {event.target for event in ordered if isinstance(event, Redacted)}
    for event in reversed(ordered):
        if event.by not in writers or isinstance(event, _NOT_UNDOABLE + FOR_EVER) or act_of(event) in undone:
            continue
        if not (isinstance(event, Captured | EntryEdited) and event.entry in removed):
            return act_of(event)
    return None


def last_undone(events: Iterable[Event | Unknown], writers: frozenset[WriterId]) -> EventId | None:
    """The act these writers took back last, if they have done nothing new since; None if there is none.

    A new act ends the chance to redo, as in any editor.
    """
    waiting: list[EventId] = []
    for event in in_order(events):
        if not isinstance(event, Event) or event.by not in writers:
            continue
        if isinstance(event, Undone):
            waiting.append(event.target)
        elif isinstance(event, Redone):
            if event.target in waiting:
                waiting.remove(event.target)
        else:
            waiting.clear()
    return waiting[-1] if waiting else None
