"""How Today tells when something is: the day in a word, how long until then, and the time where the scribe is."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.dates import say_day
from peer_tui.domain.held import Held
from peer_tui.domain.wall_time import local_date, say_time, zone_letters
from peer_tui.domain.words import say, say_number
from peer_tui.services.own_time import hours_of, own_time
from peer_tui.services.workspace import OpenGroup, Workspace


def day_words(moment: dt.datetime, now: dt.datetime, zone: str) -> str:
    """A day in that zone: `today`, `tomorrow`, `yesterday`, or `Wed 13 Nov`."""
    day, today = local_date(moment, zone), local_date(now, zone)
    words = {-1: say("yesterday"), 0: say("today"), 1: say("tomorrow")}
    return words.get((day - today).days) or say_day(day, today)


def countdown(starts: dt.datetime, now: dt.datetime) -> str:
    """How long until then: `in 25 min`, `in 3 h 10 min`, `in 6 days`, `now`, `4 min past its start`, `3 days ago`."""
    seconds = (starts - now).total_seconds()
    if seconds > 0:
        return say("in {length}", length=_length(-int(-seconds // 60)))
    minutes = int(-seconds // 60)
    if minutes < 1:
        return say("now")
    return (
        say("{length} past its start", length=_length(minutes))
        if minutes < 24 * 60
        else say("{length} ago", length=_length(minutes))
    )


def _length(minutes: int) -> str:
    if minutes < 60:
        return say("{minutes} min", minutes=minutes)
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return say("{hours} h {rest} min", hours=hours, rest=rest) if rest else f"{hours} h"
    days = round(minutes / (24 * 60))
    return say_number(days, "{n:,} day", "{n:,} days")


def time_of(workspace: Workspace, opened: OpenGroup, held: Held) -> str:
    """A meeting's time on its group's clocks, then on the scribe's own where that is another: `2:00 pm EST`."""
    hours = hours_of(workspace, opened.glance)
    there = f"{say_time(held.starts, held.zone, hours)} {zone_letters(held.starts, held.zone)}"
    own = own_time(held.starts, held.zone, hours)
    return f"{there} ({own})" if own else there
