"""The only readers of the time. Everything else is handed a `Clock` (`domain/clock.py`) or an instant."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable


class SystemClock:
    """The machine's own time."""

    def now(self) -> dt.datetime:
        """The present instant: aware, UTC."""
        return dt.datetime.now(dt.UTC)


class ManualClock:
    """Stands still until it is moved: for tests and for scripts that must come out the same every time."""

    def __init__(self, start: dt.datetime) -> None:
        self._now = _utc(start)

    def now(self) -> dt.datetime:
        """The instant it was last moved to: aware, UTC."""
        return self._now

    def advance(self, by: dt.timedelta) -> None:
        """Move forward.

        Raises:
            ValueError: `by` is negative.
        """
        self._now += _forward(by)

    def set(self, instant: dt.datetime, *, force: bool = False) -> None:
        """Move to an aware instant; back in time only by `force`, as a machine whose clock was put back.

        Raises:
            ValueError: the instant is naive, or lies in the past and `force` was not given.
        """
        instant = _utc(instant)
        if instant < self._now and not force:
            raise ValueError(f"The clock stands at {self._now:%Y-%m-%d %H:%M:%S} UTC and does not go back.")
        self._now = instant


class RunningClock:
    """Starts at a given instant and runs on, `speed` times as fast as real time: for `--now` and the practice meeting.

    It counts by the machine's monotonic time, so nobody setting the machine's clock can move it. It does not count the
    time a machine sleeps where the monotonic time stops then.
    """

    def __init__(
        self, start: dt.datetime, speed: float = 1.0, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        if not 0 < speed < float("inf"):
            raise ValueError(f"A clock's speed is a number above zero, not {speed}.")
        self._start = _utc(start)
        self._speed = speed
        self._monotonic = monotonic
        self._began = monotonic()

    def now(self) -> dt.datetime:
        """The instant it has reached: aware, UTC."""
        return self._start + dt.timedelta(seconds=(self._monotonic() - self._began) * self._speed)

    def advance(self, by: dt.timedelta) -> None:
        """Jump forward and run on from there.

        Raises:
            ValueError: `by` is negative.
        """
        self._start += _forward(by)


def _utc(instant: dt.datetime) -> dt.datetime:
    if instant.utcoffset() is None:
        raise ValueError("A clock needs an instant with its time zone.")
    return instant.astimezone(dt.UTC)


def _forward(by: dt.timedelta) -> dt.timedelta:
    if by < dt.timedelta():
        raise ValueError("A clock is moved forward only.")
    return by
