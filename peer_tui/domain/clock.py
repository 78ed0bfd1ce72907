"""The Clock protocol, and hybrid logical time for event ids.

No function here reads a clock: the instant is always passed in. `services/clock.py` holds the only readers of the time.
"""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from peer_tui.domain.events import EventId, WriterId

AHEAD_AT_MOST = dt.timedelta(hours=1)
"""An id further ahead of our clock than this is folded but does not drag our clock along (`docs/architecture.md`)."""

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_COUNTER_LIMIT = 0xFFFF


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> dt.datetime:
        """The present instant: aware, UTC."""
        ...


def milliseconds(instant: dt.datetime) -> int:
    """Whole milliseconds from 1970 to an aware instant."""
    return (instant - _EPOCH) // dt.timedelta(milliseconds=1)


def event_id(ms: int, counter: int, writer: WriterId) -> EventId:
    """An id that sorts as text by milliseconds, then counter, then writer."""
    return f"{ms:012x}-{counter:04x}-{writer}"


def id_milliseconds(event: EventId) -> int:
    """The milliseconds an id stands at; 0 for an id that is not one of ours."""
    try:
        return int(event[:12], 16)
    except ValueError:
        return 0


class LogicalClock:
    """Makes ever-growing event ids for one writer, also when the wall clock steps back.

    No id is made twice, also none that lies ahead: a machine whose clock was set back comes to that instant again.
    """

    def __init__(self, writer: WriterId) -> None:
        self.writer = writer
        self._newest: _Place = (0, 0)
        """Of every id made, and of every id seen that was believable."""
        self._ahead: set[EventId] = set()
        """Ids made or seen that the clock did not follow: it may come to them one day."""

    def next_id(self, now: dt.datetime, after: EventId = "") -> EventId:
        """An id that was neither made nor seen so far, greater than every one that the clock follows.

        Args:
            now: the present instant.
            after: an id ahead of the clock which this one has to follow. The clock itself is not dragged along.
        """
        natural = max((milliseconds(now), 0), _behind(self._newest))
        wanted = _behind(_place(after))
        place = max(natural, wanted)
        while (made := event_id(*place, self.writer)) in self._ahead:
            place = _behind(place)
        if wanted > natural:
            self._ahead.add(made)
        else:
            self._newest = place
        return made

    def see(self, other: EventId, now: dt.datetime) -> None:
        """Take note of an id made elsewhere: follow it, unless it is absurdly far ahead of our own clock."""
        place = _place(other)
        far = place[0] - milliseconds(now) > AHEAD_AT_MOST / dt.timedelta(milliseconds=1)
        if far and place[0] > self._newest[0]:
            self._ahead.add(other)
        else:
            self._newest = max(self._newest, place)


_Place = tuple[int, int]
"""Milliseconds and counter of an id."""


def _place(event: EventId) -> _Place:
    try:
        return id_milliseconds(event), max(0, int(event[13:17], 16))
    except ValueError:
        return id_milliseconds(event), 0


def _behind(place: _Place) -> _Place:
    ms, counter = place
    return (ms, counter + 1) if counter < _COUNTER_LIMIT else (ms + 1, 0)
