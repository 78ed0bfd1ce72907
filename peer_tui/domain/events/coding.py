"""Events as plain JSON values, and back."""

from __future__ import annotations

from typing import Any

import msgspec

from peer_tui.domain.bounds import bounded
from peer_tui.domain.events import (
    of_decisions,
    of_goodbyes,
    of_minutes,
    of_planning,
    of_programmes,
    of_steps,
    of_the_agreement,
    of_the_course,
    of_the_group,
)
from peer_tui.domain.events.event import Event, Unknown

_STORIES = (
    of_the_group,
    of_the_agreement,
    of_planning,
    of_the_course,
    of_minutes,
    of_steps,
    of_decisions,
    of_goodbyes,
    of_programmes,
)

KINDS: dict[str, type[Event]] = {
    str(cls.__struct_config__.tag): cls
    for story in _STORIES
    for cls in vars(story).values()
    if isinstance(cls, type) and issubclass(cls, Event) and cls is not Event
}
"""Every kind this version knows, by its tag."""


def encode(event: Event | Unknown) -> dict[str, Any]:
    """The event as plain JSON values, ready for a TinyDB document."""
    if isinstance(event, Unknown):
        return dict(event.fields)
    fields = msgspec.to_builtins(event)
    assert isinstance(fields, dict)
    return fields


def decode(fields: dict[str, Any]) -> Event | Unknown:
    """The event that `fields` records; `Unknown` if this version does not know its kind or its shape.

    Fields this version does not know are ignored here and stay in the log as they are.
    """
    kind = fields.get("kind")
    cls = KINDS.get(kind) if isinstance(kind, str) else None
    if cls is not None:
        try:
            return bounded(msgspec.convert(fields, cls))
        except (msgspec.ValidationError, OverflowError, ValueError):
            pass
    return Unknown(id=str(fields.get("id", "")), kind=str(kind), fields=dict(fields))
