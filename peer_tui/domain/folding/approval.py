"""What an approval did not see: it stands beside the approved minutes until an amendment takes it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from peer_tui.domain.events import Amended, Approved, Captured, EntryEdited, Event, EventId, Unknown, WriterId
from peer_tui.domain.history import act_of


def unseen(events: Iterable[Event | Unknown], held: Iterable[Event]) -> frozenset[EventId]:
    """The lines and edits among a shard's events that its approval did not see, and that are part of no amendment.

    `Approved.seen` counts what lay in each log. A writer's events have the order of their ids, so that the place of an
    event among those of its writer is its running number, as long as none was lost; where some were, more counts as
    seen. Where no more events are older than the approval than it counted, it saw all of them, whoever's log they lay
    in: a log that vanished is written again by another. An approval that counted nothing saw what came before it.

    Args:
        events: all of the shard's events.
        held: those that hold.
    """
    standing = tuple(held)
    approved = next((event for event in standing if isinstance(event, Approved)), None)
    if approved is None:
        return frozenset()
    given = {event.id: event for event in events}
    amending = {act_of(event) for event in standing if isinstance(event, Amended)}
    places = _places(given) if approved.seen else {}
    some_were_missing = bool(approved.seen) and sum(key < approved.id for key in given) > sum(approved.seen.values())

    def is_unseen(event: Event) -> bool:
        later = event.id > approved.id or some_were_missing
        return later and (not approved.seen or places[event.id] > approved.seen.get(event.by, 0))

    return frozenset(
        event.id
        for event in standing
        if isinstance(event, Captured | EntryEdited) and act_of(event) not in amending and is_unseen(event)
    )


def _places(events: Mapping[EventId, Event | Unknown]) -> dict[EventId, int]:
    """Each event's place among those of its writer, from 1."""
    counts: dict[WriterId, int] = {}
    places = {}
    for key in sorted(events):
        writer = _writer(events[key])
        counts[writer] = places[key] = counts.get(writer, 0) + 1
    return places


def _writer(event: Event | Unknown) -> WriterId:
    return event.by if isinstance(event, Event) else str(event.fields.get("by", ""))
