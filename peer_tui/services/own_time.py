"""The time where a travelling scribe is: the group's time comes first, their own in brackets (`product.md` §3.10)."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.wall_time import local_time


def own_time(instant: dt.datetime, zone: str, hours: int = 12) -> str:
    """The time where the scribe is, `11:00 am PST here`, if the clocks there differ from the group's; else empty.

    A travelling scribe reads the group's time first (`product.md` §3.10). A machine that is set to UTC says nothing
    of where anybody is: servers are, and so is every machine that was never told.
    """
    try:
        own = instant.astimezone()
    except (OSError, OverflowError, ValueError):
        return ""
    there = local_time(instant, zone)
    if own.utcoffset() == there.utcoffset() or own.tzname() in (None, "UTC"):
        return ""
    short = f"{own.hour}:{own.minute:02}" if hours == 24 else f"{own.hour % 12 or 12}:{own.minute:02}"
    half = "" if hours == 24 else " am" if own.hour < 12 else " pm"
    days = (own.date() - there.date()).days
    day = f", {'a day later' if days > 0 else 'a day earlier'}" if days else ""
    return f"{short}{half} {own.tzname()} here{day}"
