"""A day that is expected some months ahead: goals of three to six months (`product.md` §1.4, check 72).

A day outside is kept and said, never refused.
"""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.programmes.days import later
from peer_tui.domain.words import marked, say, say_number

Months = tuple[int, int]
"""At least and at most so many calendar months ahead."""

_NUMBERS = (
    marked("no"), marked("one"), marked("two"), marked("three"), marked("four"), marked("five"), marked("six"),
    marked("seven"), marked("eight"), marked("nine"), marked("ten"), marked("eleven"), marked("twelve"),
)  # fmt: skip


def window_ahead(months: Months, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day that is offered, counted from `today`.

    A month that is too short ends it; beyond the calendar it is the calendar's last day.
    """
    least, most = sorted(months)
    first, last = (later(today, months=count) or dt.date.max for count in (least, most))
    return first, last


def offered(months: Months, today: dt.date) -> tuple[dt.date, ...]:
    """The same day of each month inside the window: what a picker shows, e.g. three, four, five and six months."""
    least, most = sorted(months)
    days = (later(today, months=count) for count in range(least, most + 1))
    return tuple(day for day in days if day is not None)


def outside(day: dt.date, months: Months, today: dt.date) -> str:
    """What is said of a day outside the window; empty for one inside.

    `8 months ahead, outside three to six months`; `15 days ahead, sooner than three to six months`.
    """
    first, last = window_ahead(months, today)
    if first <= day <= last:
        return ""
    expected = span_words(months)
    if day < today:
        return say("past already, where {expected} ahead are expected", expected=expected)
    if day < first:
        return say("{ahead} ahead, sooner than {expected}", ahead=_ahead(day, today), expected=expected)
    return say("{ahead} ahead, later than {expected}", ahead=_ahead(day, today, max(months)), expected=expected)


def span_words(months: Months) -> str:
    """`three to six months`, `three months`."""
    least, most = sorted(months)
    if least == most:
        return say_number(most, "{count} month", "{count} months", count=_number(most))
    return say("{least} to {most} months", least=_number(least), most=_number(most))


def _number(count: int) -> str:
    return say(_NUMBERS[count]) if 0 <= count < len(_NUMBERS) else str(count)


def _ahead(day: dt.date, today: dt.date, most: int = 0) -> str:
    """Whole calendar months; days before there is one, and beside `most` months, where they make the difference."""
    months = (day.year - today.year) * 12 + day.month - today.month
    if (later(today, months=months) or dt.date.max) > day:
        months -= 1
    if months < 1:
        return say_number((day - today).days, "{n} day", "{n} days")
    whole = say_number(months, "{n} month", "{n} months")
    if months != most:
        return whole
    over = (day - (later(today, months=months) or day)).days
    return say("{whole} and {days}", whole=whole, days=say_number(over, "{n} day", "{n} days"))
