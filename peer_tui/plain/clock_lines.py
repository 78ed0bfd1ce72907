"""`@14:13` or `@+5m` alone on a line moves a clock that was given with `--now` forward."""

from __future__ import annotations

import datetime as dt
import re

from peer_tui.domain.wall_time import local_date, wall_to_utc
from peer_tui.domain.words import say

_LINE = re.compile(r"@(?:(?P<hour>\d{1,2}):(?P<minute>\d\d)|\+(?P<count>\d{1,6})(?P<unit>[smh]))")
_FORWARD = dt.timedelta(hours=12)
"""A wall time further ahead than this lies in the past, and a clock does not go back."""
_UNITS = {"s": say("seconds"), "m": say("minutes"), "h": say("hours")}


def is_clock_line(line: str) -> bool:
    """Whether a line is nothing but a move of the clock."""
    return _LINE.fullmatch(line.strip()) is not None


def how_far(line: str, now: dt.datetime, zone: str) -> dt.timedelta | None:
    """How far the line moves the clock; None if that would be back in time, or to a time no clock shows.

    A wall time within the present minute moves it nowhere: the clock has run on a little since.
    """
    found = _LINE.fullmatch(line.strip())
    if found is None:
        return None
    if found["count"]:
        return dt.timedelta(**{_UNITS[found["unit"]]: int(found["count"])})
    if int(found["hour"]) > 23 or int(found["minute"]) > 59:
        return None
    at, today = dt.time(int(found["hour"]), int(found["minute"])), local_date(now, zone)
    for day in (today, today + dt.timedelta(days=1)):
        instant = wall_to_utc(day, at, zone)
        if instant <= now < instant + dt.timedelta(minutes=1):
            return dt.timedelta()
        if dt.timedelta() < instant - now <= _FORWARD:
            return instant - now
    return None
