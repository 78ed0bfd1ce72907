"""The days of a programme: counted from the days a person gave (`product.md` §1.2, the check list's windows)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from peer_tui.domain.wall_time import MONTHS
from peer_tui.domain.words import say

if TYPE_CHECKING:
    from peer_tui.domain.programmes.definition import Offset, Programme, Window

Anchors = Mapping[str, dt.date]
"""The days that were given, by the anchor's word."""


class Span(NamedTuple):
    """When a window is open: each day is None where it has none, or where the day it is counted from is not known."""

    opens: dt.date | None
    aim: dt.date | None
    """The day to aim for, where there is one before the last."""
    due: dt.date | None
    """The last day."""


def later(day: dt.date, days: int = 0, months: int = 0) -> dt.date | None:
    """A day so many months and then days later; None beyond the calendar.

    A month that is too short ends it: 30 November + 3 months is the last of February (`product.md` §1.2).
    """
    try:
        count = day.year * 12 + day.month - 1 + months
        year, month = count // 12, count % 12 + 1
        there = day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))
        return there + dt.timedelta(days=days)
    except (ValueError, OverflowError, IndexError):
        return None


def day_of(offset: Offset | None, anchors: Anchors) -> dt.date | None:
    """The day an offset means; None where its anchor has none yet."""
    if offset is None or offset.anchor not in anchors:
        return None
    return later(anchors[offset.anchor], offset.days, offset.months)


def span_of(window: Window, anchors: Anchors) -> Span:
    """When a window is open."""
    return Span(day_of(window.opens, anchors), day_of(window.aim, anchors), day_of(window.due, anchors))


def suggested(programme: Programme, anchors: Anchors, anchor: str) -> tuple[dt.date, dt.date] | None:
    """Between which two days an anchor usually lies, counted from those that are known; None where nothing says.

    A match six to eight weeks after its assignment of 2 March 2026: 13 to 27 April.
    """
    for advice in programme.advice:
        if advice.ends == anchor and advice.begins in anchors and advice.most:
            first, last = (later(anchors[advice.begins], days=days) for days in (advice.least, advice.most))
            if first and last:
                return first, last
    return None


def say_days(first: dt.date, last: dt.date | None = None, *, year: bool = True) -> str:
    """One day or a run of days: `27 Apr 2026`, `27–28 Apr 2026`, `30 Mar – 6 Apr 2026`.

    Days that were given out of order are both told whole: nobody is to overlook it.

    Args:
        first: the first day.
        last: the last one; None for one day alone.
        year: say the year too. Where the two lie in different years, both are said anyway.
    """
    last = last or first
    years = year or first.year != last.year
    end = _said(last, year=years)
    if first == last:
        return end
    if first < last and (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{_said(first, year=first.year != last.year)} – {end}"


def _said(day: dt.date, *, year: bool) -> str:
    month = say(MONTHS[day.month - 1])
    return (
        say("{day} {month} {year}", day=day.day, month=month, year=day.year)
        if year
        else say("{day} {month}", day=day.day, month=month)
    )
