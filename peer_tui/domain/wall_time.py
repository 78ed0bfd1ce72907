"""Wall-clock time in a group's zone: which instant a time on the wall means, and saying an instant, day or span.

Instants are aware datetimes in UTC; zones are IANA names. A zone this machine does not know is shown as UTC, so that a
meeting planned elsewhere never stops a screen; ask `is_zone` before storing one.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from peer_tui.domain.words import marked, say, say_number

DAYS = (
    marked("Mon"), marked("Tue"), marked("Wed"), marked("Thu"), marked("Fri"), marked("Sat"), marked("Sun"),
)  # fmt: skip
MONTHS = (
    marked("Jan"), marked("Feb"), marked("Mar"), marked("Apr"), marked("May"), marked("Jun"),
    marked("Jul"), marked("Aug"), marked("Sep"), marked("Oct"), marked("Nov"), marked("Dec"),
)  # fmt: skip


@lru_cache(maxsize=64)
def _zone(zone: str) -> dt.tzinfo:
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return dt.UTC


def is_zone(zone: str) -> bool:
    """Whether this is a time zone this machine knows by its IANA name, e.g. America/New_York."""
    return zone in ("UTC", "Etc/UTC") or _zone(zone) is not dt.UTC


def local_time(instant: dt.datetime, zone: str) -> dt.datetime:
    """The instant as the clocks of that zone show it: in UTC where the machine does not know the zone."""
    try:
        return instant.astimezone(_zone(zone))
    except OverflowError:  # the first or last day of the calendar
        return instant


def local_date(instant: dt.datetime, zone: str) -> dt.date:
    """The day of an instant in that zone. A meeting belongs to the day it starts on (`product.md` §3.10)."""
    return local_time(instant, zone).date()


def zone_letters(instant: dt.datetime, zone: str) -> str:
    """The letters of the zone at that instant, "EST" or "EDT"; "UTC-03" for a zone without letters."""
    letters = local_time(instant, zone).tzname() or "UTC"
    return f"UTC{letters}" if letters[0] in "+-" else letters


def wall_to_utc(day: dt.date, at: dt.time, zone: str) -> dt.datetime:
    """The instant, in UTC, at which clocks in that zone show `at` on that day.

    A time the clocks pass over in spring is read by the clock before the change, so it comes out an hour later (2:30 →
    3:30); of a time that comes twice in autumn the first is meant. At the very edge of the calendar: as if in UTC.
    """
    wall = dt.datetime.combine(day, at.replace(tzinfo=None, fold=0))
    try:
        return wall.replace(tzinfo=_zone(zone)).astimezone(dt.UTC)
    except OverflowError:
        return wall.replace(tzinfo=dt.UTC)


def say_short_time(instant: dt.datetime, zone: str, hours: int = 12) -> str:
    """A time such as "2:04", without am or pm; "14:04" with `hours` 24."""
    local = local_time(instant, zone)
    return f"{local.hour}:{local.minute:02}" if hours == 24 else f"{local.hour % 12 or 12}:{local.minute:02}"


def say_time(instant: dt.datetime, zone: str, hours: int = 12) -> str:
    """A time such as "2:04 pm"; "14:04" with `hours` 24."""
    short = say_short_time(instant, zone, hours)
    return short if hours == 24 else f"{short} {say('am') if local_time(instant, zone).hour < 12 else say('pm')}"


def say_date(day: dt.datetime | dt.date, zone: str | None = None) -> str:
    """A day such as "Wed 13 Nov 2024"; an instant as its day in `zone`, or without a zone as the day it carries."""
    if isinstance(day, dt.datetime):
        day = local_date(day, zone) if zone else day.date()
    return say(
        "{weekday} {day} {month} {year}",
        weekday=say(DAYS[day.weekday()]), day=day.day, month=say(MONTHS[day.month - 1]), year=day.year,
    )  # fmt: skip


def typed_time(instant: dt.datetime, zone: str, hours: int = 12) -> str:
    """A day and a time as they are typed, in English in every language: "Wed 13 Nov 2024 2:00 pm", or "… 14:00"."""
    local = local_time(instant, zone)
    half = "" if hours == 24 else " am" if local.hour < 12 else " pm"
    return f"{typed_day(local.date())} {say_short_time(instant, zone, hours)}{half}"


def typed_day(day: dt.date) -> str:
    """A day as it is typed, in English in every language: "Wed 13 Nov 2024"."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def say_span(start: dt.datetime, end: dt.datetime, zone: str, hours: int = 12) -> str:
    """From when to when: "2:00–3:00 pm", "11:40 pm–12:20 am (+1 day)".

    Where the clocks change in between, each time carries its letters: "11:30 pm EDT–1:30 am EST (+1 day)".
    """
    first, last = say_time(start, zone, hours), say_time(end, zone, hours)
    days = (local_date(end, zone) - local_date(start, zone)).days
    letters = zone_letters(start, zone), zone_letters(end, zone)
    halves = {local_time(start, zone).hour < 12, local_time(end, zone).hour < 12}
    if letters[0] != letters[1]:
        first, last = f"{first} {letters[0]}", f"{last} {letters[1]}"
    elif days == 0 and len(halves) == 1:
        first = say_short_time(start, zone, hours)
    return f"{first}–{last}" + (_days_later(days) if days else "")


def end_time(starts: dt.datetime, end: dt.datetime, zone: str) -> str:
    """The time a meeting ends, as seen from its start: `3:00`, `12:20 am (+1 day)`, `1:30 am EST (+1 day)`.

    Another date adds the half of the day and the days; a change of the clocks between the two adds the zone's letters
    (`product.md` §3.10).
    """
    first, last = local_time(starts, zone), local_time(end, zone)
    days = (last.date() - first.date()).days
    turned = first.utcoffset() != last.utcoffset()
    words = say_short_time(end, zone)
    if days or turned:
        words += f" {say('am') if last.hour < 12 else say('pm')}"
    if turned:
        words += f" {zone_letters(end, zone)}"
    if days:
        words += _days_later(days)
    return words


def _days_later(days: int) -> str:
    return " " + say_number(abs(days), "({days:+d} day)", "({days:+d} days)", days=days)
