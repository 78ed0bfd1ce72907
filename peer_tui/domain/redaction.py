"""Words that were removed on request: where they stand among events, and the same events without them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from peer_tui.domain.events import Event, Filed, Redacted, Unknown

_ABOUT = ("entry", "topic", "item", "person", "step")
_WORDS = ("text", "reason", "name", "alias", "pronouns")


def without_redacted(events: Iterable[Event | Unknown]) -> tuple[Event | Unknown, ...]:
    """The same events in the same order, the words of every redacted target replaced by what was left for them."""
    given = tuple(events)
    left = {event.target: event.leave for event in given if isinstance(event, Redacted)}
    if not left:
        return given
    return tuple(event if isinstance(event, Unknown | Redacted) else _blanked(event, left) for event in given)


def targets_of(event: Event) -> list[str]:
    """What an event is about: its own id, and the line, topic, item or person it names."""
    return [event.id, *(str(about) for name in _ABOUT if (about := getattr(event, name, None)))]


def _blanked(event: Event, left: dict[str, str]) -> Event:
    leave = next((left[target] for target in targets_of(event) if target in left), None)
    if leave is None:
        return event
    changes: dict[str, object] = {name: leave for name in _WORDS if getattr(event, name, "")}
    filed = getattr(event, "filed", None)
    if isinstance(filed, Filed):
        changes["filed"] = msgspec.structs.replace(filed, text=leave, typed=leave, meant="", done_when="")
    return msgspec.structs.replace(event, **changes) if changes else event
