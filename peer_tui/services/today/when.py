"""How Today tells when something is: the day in a word, how long until then, and the time where the scribe is."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.dates import say_day
from peer_tui.domain.held import Held
from peer_tui.domain.wall_time import local_date, say_time, zone_letters
from peer_tui.services.own_time import own_time
from peer_tui.services.workspace import Workspace


def day_words(moment: dt.datetime, now: dt.datetime, zone: str) -> str:
    """A day in that zone: `today`, `tomorrow`, `yesterday`, or `Wed 13 Nov`."""
    day, today = local_date(moment, zone), local_date(now, zone)
    words = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return words.get((day - today).days) or say_day(day, today)


def countdown(starts: dt.datetime, now: dt.datetime) -> str:
    """How long until then: `in 25 min`, `in 3 h 10 min`, `in 6 days`, `now`, `4 min past its start`, `3 days ago`."""
    seconds = (starts - now).total_seconds()
    if seconds > 0:
        return f"in {_length(-int(-seconds // 60))}"
    minutes = int(-seconds // 60)
    if minutes < 1:
        return "now"
    return f"{_length(minutes)} past its start" if minutes < 24 * 60 else f"{_length(minutes)} ago"


def _length(minutes: int) -> str:
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    days = round(minutes / (24 * 60))
    return f"{days:,} day{'' if days == 1 else 's'}"


def time_of(workspace: Workspace, held: Held) -> str:
    """A meeting's time on its group's clocks, then on the scribe's own where that is another: `2:00 pm EST`."""
    hours = workspace.settings.hours
    there = f"{say_time(held.starts, held.zone, hours)} {zone_letters(held.starts, held.zone)}"
    own = own_time(held.starts, held.zone, hours)
    return f"{there} ({own})" if own else there
