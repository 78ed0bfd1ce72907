"""Days and times a scribe types, and when a step is due, in words.

The words are those of `product.md` §3.5 "Due". Instants are aware datetimes in UTC and are always passed in, as is
today's date; zones are IANA names (`wall_time`).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from itertools import islice

from peer_tui.domain.characters import fold
from peer_tui.domain.events import Due
from peer_tui.domain.wall_time import DAYS, MONTHS, wall_to_utc, zone_letters
from peer_tui.domain.words import say, say_number

STILL_THIS_TIME = dt.timedelta(days=30)
"""A day and month without a year that passed no longer ago than this means the day that passed: it gets a ⚠ instead
of quietly becoming next year's."""

_DAY_WORDS = {day.casefold(): number for number, day in enumerate(DAYS)} | {
    "monday": 0, "tues": 1, "tuesday": 1, "weds": 2, "wednesday": 2, "thur": 3, "thurs": 3, "thursday": 3,
    "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
_MONTH_WORDS = {month.casefold(): number for number, month in enumerate(MONTHS, start=1)} | {
    "january": 1, "february": 2, "march": 3, "april": 4, "june": 6, "july": 7, "august": 8, "sept": 9,
    "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip

_NEXT_MEETING = frozenset({"nm", "next meeting", "the next meeting", "our next meeting", "next mtg"})
_END_OF_WEEK = frozenset({"eow", "end of week", "end of the week"})
_END_OF_MONTH = frozenset({"eom", "end of month", "end of the month"})
_AFTER = re.compile(r"(?:in )?([0-9]{1,3}) ?(d|days?|w|wks?|weeks?|m|mos?|months?)")
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]+)(?: ([0-9]{4}))?")
_MONTH_DAY = re.compile(r"([a-z]+) ([0-9]{1,2})(?:st|nd|rd|th)?(?: ([0-9]{4}))?")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_BY = re.compile(r"(?<!\S)by(?=\s)", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_MOST_DUE_WORDS = 6
_FROM_SUNDAY = "weeks from sunday"


def way_of_reading(order: str, first_day: str) -> str:
    """How a group reads dates, as one word for the functions below.

    Args:
        order: `day first` for 22/11; anything else is `month first`, 11/22.
        first_day: `sunday` for weeks that begin on Sunday; anything else is Monday.
    """
    way = "day first" if order == "day first" else "month first"
    return f"{way}, {_FROM_SUNDAY}" if first_day == "sunday" else way


def parse_due(words: str, today: dt.date, order: str = "month first") -> Due | None:
    """When the words after `by` say a next step is due; None if they say no date.

    today, tomorrow, fri (the next Friday after today), next fri (of the following week), eow (this week's Friday;
    next week's on a Saturday or Sunday), eom, 10d, 2w, 3m (calendar months), 22 nov, nov 22, with or without a year,
    11/22 in the group's order (the other order where only that is a date), 2024-11-22, next meeting. `order` is
    `month first` or `day first`, or a `way_of_reading`, which also says on which day a week begins.
    A weekday beside a date is not checked: the date counts, and the preview says its real weekday.
    """
    said = _plain_words(words)
    if said in _NEXT_MEETING:
        return Due(next_meeting=True)
    day = _parse_day(said, today, order)
    return None if day is None else Due(date=day)


def _plain_words(words: str) -> str:
    """Lower case, single spaces, no commas, no full stop at the end."""
    return " ".join(fold(words[:200]).replace(",", " ").split()).rstrip(".;:!?")


def _parse_day(said: str, today: dt.date, order: str) -> dt.date | None:
    try:
        return _named_day(said, today, order) or _counted_day(said, today) or _written_day(said, today, order)
    except (ValueError, OverflowError):  # 31 nov, or a day outside the calendar
        return None


def _named_day(said: str, today: dt.date, order: str) -> dt.date | None:
    if said in ("today", "tomorrow"):
        return today + dt.timedelta(days=said == "tomorrow")
    if said in _END_OF_WEEK:
        return today + dt.timedelta(days=(4 - today.weekday()) % 7)
    if said in _END_OF_MONTH:
        return today.replace(day=calendar.monthrange(today.year, today.month)[1])
    first, _, last = said.rpartition(" ")
    if last not in _DAY_WORDS or first not in ("", "this", "next"):
        return None
    if first == "next":
        begins = 6 if order.endswith(_FROM_SUNDAY) else 0
        gone, ahead = (today.weekday() - begins) % 7, (_DAY_WORDS[last] - begins) % 7
        return today + dt.timedelta(days=7 - gone + ahead)
    return today + dt.timedelta(days=(_DAY_WORDS[last] - today.weekday() - 1) % 7 + 1)


def _counted_day(said: str, today: dt.date) -> dt.date | None:
    found = _AFTER.fullmatch(said)
    if found is None:
        return None
    count, unit = int(found[1]), found[2][0]
    if unit != "m":
        return today + dt.timedelta(days=count * (7 if unit == "w" else 1))
    months = today.year * 12 + today.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return today.replace(year=year, month=month, day=min(today.day, calendar.monthrange(year, month)[1]))


def _written_day(said: str, today: dt.date, order: str) -> dt.date | None:
    weekday, _, rest = said.partition(" ")
    if weekday in _DAY_WORDS:
        said = rest
    if found := _ISO.fullmatch(said):
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    if found := _SLASHED.fullmatch(said):
        first, second = int(found[1]), int(found[2])
        month, day = (second, first) if order.startswith("day first") else (first, second)
        if month > 12:
            month, day = day, month
        return _in_year(month, day, found[3], today)
    if (found := _DAY_MONTH.fullmatch(said)) and found[2] in _MONTH_WORDS:
        return _in_year(_MONTH_WORDS[found[2]], int(found[1]), found[3], today)
    if (found := _MONTH_DAY.fullmatch(said)) and found[1] in _MONTH_WORDS:
        return _in_year(_MONTH_WORDS[found[1]], int(found[2]), found[3], today)
    return None


def _in_year(month: int, day: int, year: str | None, today: dt.date) -> dt.date | None:
    """That day in the year given; without one, see `STILL_THIS_TIME`: just passed, else the next time it comes."""
    if year:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    dt.date(2000, month, day)  # raises where no year has such a day
    for candidate in range(max(today.year - 1, 1), today.year + 9):  # 29 Feb may be eight years away
        if day <= calendar.monthrange(candidate, month)[1]:
            found = dt.date(candidate, month, day)
            if today - found <= STILL_THIS_TIME:
                return found
    return None


def split_due(text: str, today: dt.date, order: str = "month first") -> tuple[str, Due | None]:
    """The text without its due words, and when it is due.

    The last `by` whose following words say a date counts, with as many of them as still say one; the words behind
    stay in the text, and so does everything where no `by` says a date ("write by hand").
    """
    for by in reversed(list(_BY.finditer(text))):
        words = islice(_WORD.finditer(text, by.end()), _MOST_DUE_WORDS)
        for last in reversed(list(words)):
            due = parse_due(text[by.end() : last.end()], today, order)
            if due is not None:
                return f"{text[: by.start()].rstrip()} {text[last.end() :].lstrip()}".strip(), due
    return text, None


def say_day(day: dt.date, today: dt.date) -> str:
    """A day such as "Fri 15 Nov", with the year where it is not this year's."""
    said = say(
        "{weekday} {day} {month}",
        weekday=say(DAYS[day.weekday()]), day=day.day, month=say(MONTHS[day.month - 1]),
    )  # fmt: skip
    return said if day.year == today.year else f"{said} {day.year}"


def say_due(due: Due, today: dt.date, next_meeting: dt.date | None = None) -> str:
    """When a step is due, in words: "by Fri 15 Nov (2 days)", "by Mon 4 Nov ⚠ 9 days ago". Empty if it has no date.

    `next_meeting` is the day of the series' next meeting, where there is one yet.
    """
    if due.next_meeting:
        day = next_meeting or due.date
        return say("by the next meeting ({day})", day=say_day(day, today)) if day else say("by the next meeting")
    if due.date is None:
        return ""
    days = (due.date - today).days
    if days == 0:
        return say("by today")
    if days == 1:
        return say("by tomorrow ({day})", day=say_day(due.date, today))
    if days > 1:
        return say_number(days, "by {day} ({n:,} days)", "by {day} ({n:,} days)", day=say_day(due.date, today))
    return say_number(-days, "by {day} ⚠ {n:,} day ago", "by {day} ⚠ {n:,} days ago", day=say_day(due.date, today))


# --- a day and a time ---------------------------------------------------------------------------------------------

_TIME = re.compile(r"(?<![0-9/:.-])(?:at )?([0-9]{1,2})(?::([0-5][0-9]))? ?(am|pm|a\.m|p\.m)\b\.?")
_TIME_24 = re.compile(r"(?<![0-9/:.-])(?:at )?([0-9]{1,2}):([0-5][0-9])(?::[0-5][0-9])?(?![0-9:])")
_TIME_WORD = re.compile(r"\b(?:at )?(noon|midnight)\b")


def parse_when(
    text: str, today: dt.date, zone: str, default_time: dt.time | None = None, order: str = "month first"
) -> dt.datetime | None:
    """The instant, in UTC, that a day and time on the group's clocks mean; None if the words say none.

    The day is written as in `parse_due` and may stand before or after the time: "wed 11 dec 2pm", "2024-12-11 14:00",
    "14:00 12/11", "dec 11 at noon". Without a time, `default_time` is taken; a time alone means today. The zone's
    letters ("EST", "ET") may follow if they are the group's own.
    """
    said = re.sub(r"\b([0-9]{4}-[0-9]{2}-[0-9]{2})t(?=[0-9])", r"\1 ", _plain_words(text))
    at = default_time
    for pattern in (_TIME, _TIME_24, _TIME_WORD):
        if found := pattern.search(said):
            at = _clock_time(found)
            said = " ".join(f"{said[: found.start()]} {said[found.end() :]}".split())
            break
    if at is None or (not said and not found):
        return None
    first, _, last = said.rpartition(" ")
    for day_words, letters in ((said, ""), (first, last)):
        day = _parse_day(day_words, today, order) if day_words else today
        if day is not None:
            instant = wall_to_utc(day, at, zone)
            own = zone_letters(instant, zone).casefold()
            if letters in ("", own, own[:1] + own[2:]):
                return instant
    return None


def _clock_time(found: re.Match[str]) -> dt.time | None:
    """The time of day a match says; None for one no clock shows (25:00, 13 pm)."""
    if found[1] in ("noon", "midnight"):
        return dt.time(12 if found[1] == "noon" else 0)
    hour, minute = int(found[1]), int(found[2] or 0)
    if found.re is _TIME:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3][0] == "p" else 0)
    return dt.time(hour, minute) if hour < 24 else None
