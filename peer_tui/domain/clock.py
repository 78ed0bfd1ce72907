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
    """Makes ever-growing event ids for one writer, also when the wall clock steps back."""

    def __init__(self, writer: WriterId) -> None:
        self.writer = writer
        self._ms = 0
        self._counter = 0

    def next_id(self, now: dt.datetime) -> EventId:
        """An id greater than every id made or seen so far."""
        ms = milliseconds(now)
        if ms > self._ms:
            self._ms, self._counter = ms, 0
        elif self._counter < _COUNTER_LIMIT:
            self._counter += 1
        else:
            self._ms, self._counter = self._ms + 1, 0
        return event_id(self._ms, self._counter, self.writer)

    def see(self, other: EventId, now: dt.datetime) -> None:
        """Take note of another writer's id, unless it is absurdly far ahead of our own clock."""
        ms = id_milliseconds(other)
        if ms <= self._ms or ms - milliseconds(now) > AHEAD_AT_MOST / dt.timedelta(milliseconds=1):
            if ms == self._ms:
                self._counter = max(self._counter, _counter_of(other))
            return
        self._ms, self._counter = ms, _counter_of(other)


def _counter_of(event: EventId) -> int:
    try:
        return int(event[13:17], 16)
    except ValueError:
        return 0
