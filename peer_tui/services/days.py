"""A day as a person names it where a stretch of time is chosen: `2024`, `2024-10` or `2024-10-09`."""

from __future__ import annotations

import datetime as dt
import re

from peer_tui.domain.words import say
from peer_tui.services.problems import WrongUse

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?")


def read_day(words: str, *, last: bool = False) -> dt.date | None:
    """The day, or the first one of the month or year; None for no words.

    Args:
        words: what was typed.
        last: the last day of the month or year instead.

    Raises:
        WrongUse: they mean no day.
    """
    said = words.strip()
    if not said:
        return None
    match = _DAY.fullmatch(said)
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else 0 for part in match.groups())
        first = dt.date(year, month if match[2] else 1, day if match[3] else 1)
        return first if match[3] or not last else _end_of(first, whole_year=not match[2])
    except ValueError:
        raise WrongUse(say("“{said}” is no day. Write it like 2024-10-09, 2024-10 or 2024.", said=said[:40])) from None


def _end_of(first: dt.date, *, whole_year: bool) -> dt.date:
    if whole_year or first.month == 12:
        return dt.date(first.year, 12, 31)
    return dt.date(first.year, first.month + 1, 1) - dt.timedelta(days=1)
