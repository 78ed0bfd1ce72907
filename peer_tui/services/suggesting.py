"""When a series would meet next, as it met last: suggested, never assumed (`product.md` §3.9, check 63)."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from peer_tui.domain.group import Group
from peer_tui.domain.held import Held
from peer_tui.domain.wall_time import local_time, say_date, say_time, typed_time, wall_to_utc
from peer_tui.domain.words import say

_DAY_NAMES = (
    say("Monday"),
    say("Tuesday"),
    say("Wednesday"),
    say("Thursday"),
    say("Friday"),
    say("Saturday"),
    say("Sunday"),
)
_PLACES = (say("1st"), say("2nd"), say("3rd"), say("4th"))
_REGULAR = (7, 14)
"""Days between two meetings of a series that meets every week or every other week."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """When a series would meet next."""

    starts: dt.datetime
    """UTC."""
    minutes: int
    words: str
    """`Wed 11 Dec 2024, 2:00 pm (2nd Wednesday)`."""
    text: str
    """The same as the line that plans a meeting takes it: `Wed 11 Dec 2024 2:00 pm`."""


def suggested(last: Held, now: dt.datetime, minutes: int, hours: int = 12, before: Held | None = None) -> Suggestion:
    """The next time after `last` and after now, on the same clock time: daylight saving does not move it.

    Args:
        last: the meeting of the series that was held or planned last.
        now: the present instant.
        minutes: the slot.
        hours: 12 or 24, how times are told.
        before: the meeting before that one: a week or two between them says that they meet so often.
    """
    local = local_time(last.starts, last.zone)
    day, at = local.date(), local.time().replace(tzinfo=None)
    every = _every(last, before)
    starts, turns = last.starts, 0
    while (starts <= last.starts or starts <= now) and turns < 600:
        turns += 1
        day = day + dt.timedelta(days=every) if every else _next_month(local.date(), turns)
        starts = wall_to_utc(day, at, last.zone)
    how = {7: say("every week"), 14: say("every two weeks")}.get(every, _place_words(local.date()))
    date, time = say_date(starts, last.zone), say_time(starts, last.zone, hours)
    return Suggestion(starts, minutes, f"{date}, {time} ({how})", typed_time(starts, last.zone, hours))


def next_of(group: Group, now: dt.datetime, hours: int = 12, series: str = "") -> Suggestion | None:
    """When a series of the group, or its first, would meet next; None while it has not met or been planned yet."""
    line = series or next(iter(group.series), "")
    rows = group.in_series(line)
    if not rows:
        return None
    before = rows[-2] if len(rows) > 1 else None
    return suggested(rows[-1], now, rows[-1].minutes, hours, before)


def _every(last: Held, before: Held | None) -> int:
    """Days between two meetings of a weekly or fortnightly series; 0 for one that meets once a month."""
    if before is None:
        return 0
    days = (local_time(last.starts, last.zone).date() - local_time(before.starts, last.zone).date()).days
    return days if days in _REGULAR else 0


def _next_month(day: dt.date, months: int) -> dt.date:
    """The same weekday at the same place of a month, so many months on; the last one where a month has no fifth."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    year, month = min(year, dt.MAXYEAR), month + 1
    first = dt.date(year, month, 1)
    days = [
        first + dt.timedelta(days=n)
        for n in range(calendar.monthrange(year, month)[1])
        if (first + dt.timedelta(days=n)).weekday() == day.weekday()
    ]
    place = (day.day - 1) // 7
    return days[place] if place < 4 else days[-1]


def _place_words(day: dt.date) -> str:
    place = (day.day - 1) // 7
    return f"{_PLACES[place] if place < 4 else say('last')} {_DAY_NAMES[day.weekday()]}"
