"""The topics of an agenda: added, changed, removed, put in order.

One small fold an event; each changes the meeting it is given and nothing else. No wording is lost: a change of a topic
nobody knows yet stands as a topic, and a topic that was removed is back when somebody goes on writing about it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.events import Event, TopicAdded, TopicChanged, TopicRemoved, TopicsOrdered
from peer_tui.domain.topics import Topic, in_order

if TYPE_CHECKING:
    from peer_tui.domain.meeting import Meeting


def _added(meeting: Meeting, event: TopicAdded) -> None:
    """A topic that was carried on two devices has one id and stands once; one that was removed stays removed."""
    place = _place(meeting, event.topic)
    if place is not None:
        known = meeting.topics[place]
        came = {"carried_from": event.carried_from or known.carried_from, "entry": event.entry or known.entry}
        meeting.topics[place] = msgspec.structs.replace(known, **came)
    elif event.topic not in meeting.topics_removed:
        meeting.topics.append(Topic(event.topic, event.text, event.carried_from, event.entry))


def _changed(meeting: Meeting, event: TopicChanged) -> None:
    place = _place(meeting, event.topic)
    known = meeting.topics[place] if place is not None else meeting.topics_removed.pop(event.topic, None)
    came = (known.carried_from, known.entry or event.entry) if known else (None, event.entry)
    topic = Topic(event.topic, event.text, *came, under=event.under, minutes=max(0, event.minutes))
    if place is None:
        meeting.topics.append(topic)
    else:
        meeting.topics[place] = topic


def _removed(meeting: Meeting, event: TopicRemoved) -> None:
    place = _place(meeting, event.topic)
    gone = meeting.topics.pop(place) if place is not None else Topic(event.topic, "")
    meeting.topics_removed.setdefault(event.topic, gone)


def _ordered(meeting: Meeting, event: TopicsOrdered) -> None:
    meeting.topics = in_order(meeting.topics, event.topics)


def _place(meeting: Meeting, topic: str) -> int | None:
    return next((place for place, known in enumerate(meeting.topics) if known.topic == topic), None)


FOLDS: dict[type[Event], Callable[..., None]] = {
    TopicAdded: _added,
    TopicChanged: _changed,
    TopicRemoved: _removed,
    TopicsOrdered: _ordered,
}
"""The fold of each kind of event told here."""
