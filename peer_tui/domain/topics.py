"""What a meeting is to talk about: the topics of its agenda, in order, each with where it came from."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from peer_tui.domain.events import EntryId, MeetingId, PriorityId


class Topic(msgspec.Struct, frozen=True):
    """Something on the agenda, as it now stands."""

    topic: str
    """Its id. One that was carried keeps the id of what it was, so that two devices never carry it twice."""
    text: str
    carried_from: MeetingId | None = None
    """The meeting it was parked, promised or not reached in."""
    entry: EntryId | None = None
    """The parked line or next step it was."""
    under: PriorityId | None = None
    """It is told under this priority instead of in the block of current topics."""
    minutes: int = 0
    """How long it is to take; 0 for no time of its own."""


def in_topics_block(topics: Sequence[Topic], reported: Sequence[PriorityId]) -> list[Topic]:
    """The topics of the block of current topics: those under no priority, or under one nobody reports on any more."""
    return [topic for topic in topics if topic.under not in reported]


def under_priority(topics: Sequence[Topic], priority: PriorityId) -> list[Topic]:
    """The topics that are told under a priority."""
    return [topic for topic in topics if topic.under == priority]


def in_order(topics: Sequence[Topic], order: Sequence[str]) -> list[Topic]:
    """The topics in an order of their ids; those that are not named follow, as they stood."""
    places = {topic: place for place, topic in enumerate(order)}
    return sorted(topics, key=lambda topic: places.get(topic.topic, len(places)))
