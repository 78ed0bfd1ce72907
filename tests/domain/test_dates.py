"""Days and times in words, and wall-clock time in a zone (`product.md` §3.5 "Due", §3.10)."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.dates import parse_due, parse_when, say_day, say_due, split_due
from peer_tui.domain.events import Due
from peer_tui.domain.wall_time import (
    is_zone,
    local_date,
    say_date,
    say_short_time,
    say_span,
    say_time,
    wall_to_utc,
    zone_letters,
)

TODAY = dt.date(2024, 11, 13)
"""A Wednesday."""
ET = "America/New_York"
MODEST = settings(max_examples=200, deadline=None)


def utc(*parts: int) -> dt.datetime:
    """An instant in UTC."""
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", "2024-11-13"),
        ("Tomorrow", "2024-11-14"),
        ("fri", "2024-11-15"),
        ("Friday.", "2024-11-15"),
        ("this fri", "2024-11-15"),
        ("wed", "2024-11-20"),
        ("next fri", "2024-11-22"),
        ("next tue", "2024-11-19"),
        ("next mon", "2024-11-18"),
        ("next sunday", "2024-11-24"),
        ("eow", "2024-11-15"),
        ("end of the month", "2024-11-30"),
        ("eom", "2024-11-30"),
        ("10d", "2024-11-23"),
        ("2w", "2024-11-27"),
        ("3m", "2025-02-13"),
        ("２ｗ", "2024-11-27"),
        ("3 months", "2025-02-13"),
        ("in 2 weeks", "2024-11-27"),
        ("22 nov", "2024-11-22"),
        ("nov 22", "2024-11-22"),
        ("22nd of november", "2024-11-22"),
        ("22 nov 2025", "2025-11-22"),
        ("Nov 22, 2025", "2025-11-22"),
        ("11/22", "2024-11-22"),
        ("11/22/24", "2024-11-22"),
        ("11/22/2025", "2025-11-22"),
        ("22/11", "2024-11-22"),
        ("2024-11-22", "2024-11-22"),
        ("fri 22 nov", "2024-11-22"),
        ("29 feb", "2028-02-29"),
        ("2 jan", "2025-01-02"),
    ],
)
def test_parse_due_reads_every_form(words: str, day: str) -> None:
    assert parse_due(words, TODAY) == Due(date=dt.date.fromisoformat(day))


@pytest.mark.parametrize("words", ["nm", "next meeting", "the next meeting", "Next Meeting."])
def test_parse_due_reads_the_next_meeting(words: str) -> None:
    assert parse_due(words, TODAY) == Due(next_meeting=True)


@pytest.mark.parametrize(
    "words",
    ["", " ", "hand", "may", "31 nov", "13/13", "0/5", "2024-02-30", "9 m 9", "10 people", "next", "fri fri", "nov",
     "۱۰d", "22 nov 24000", "x" * 10_000, "\ud800", "\x00", "[/]", "30 feb", "next 22 nov"],
)  # fmt: skip
def test_words_that_say_no_date_are_no_date(words: str) -> None:
    assert parse_due(words, TODAY) is None


def test_a_day_that_just_passed_is_not_next_years() -> None:
    assert parse_due("1 nov", TODAY) == Due(date=dt.date(2024, 11, 1))
    assert parse_due("14 oct", TODAY) == Due(date=dt.date(2024, 10, 14))
    assert parse_due("13 oct", TODAY) == Due(date=dt.date(2025, 10, 13))
    assert parse_due("20 dec", dt.date(2025, 1, 10)) == Due(date=dt.date(2024, 12, 20))


def test_end_of_week_is_friday_and_at_the_weekend_the_next() -> None:
    friday = dt.date(2024, 11, 15)
    assert parse_due("eow", friday) == Due(date=friday)
    assert parse_due("eow", friday + dt.timedelta(days=1)) == Due(date=dt.date(2024, 11, 22))
    assert parse_due("fri", friday) == Due(date=dt.date(2024, 11, 22))


def test_months_end_where_the_month_ends() -> None:
    assert parse_due("1m", dt.date(2025, 1, 31)) == Due(date=dt.date(2025, 2, 28))
    assert parse_due("12m", dt.date(2024, 2, 29)) == Due(date=dt.date(2025, 2, 28))


def test_the_ends_of_the_calendar_are_no_error() -> None:
    for words in ("tomorrow", "999w", "999m", "next fri", "eow", "29 feb", "2 jan", "eom"):
        for today in (dt.date.max, dt.date.min):
            parse_due(words, today)
    assert parse_due("tomorrow", dt.date.max) is None


def test_check_20_due_words_and_how_they_are_said() -> None:
    text, due = split_due("draft letter by fri = sent to DMH", TODAY)
    assert text == "draft letter = sent to DMH"
    assert due is not None
    assert say_due(due, TODAY) == "by Fri 15 Nov (2 days)"


def test_check_22_by_hand_next_meeting_and_date_order() -> None:
    assert split_due("write by hand", TODAY) == ("write by hand", None)
    assert split_due("write by the 99th of never", TODAY) == ("write by the 99th of never", None)
    text, due = split_due("write by hand by next meeting", TODAY)
    assert (text, due) == ("write by hand", Due(next_meeting=True))
    assert due is not None
    assert say_due(due, TODAY, dt.date(2024, 12, 11)) == "by the next meeting (Wed 11 Dec)"
    assert split_due("a by 11/22", TODAY, "month first")[1] == Due(date=dt.date(2024, 11, 22))
    assert split_due("a by 4/12", TODAY, "month first")[1] == Due(date=dt.date(2025, 4, 12))
    assert split_due("a by 4/12", TODAY, "day first")[1] == Due(date=dt.date(2024, 12, 4))
    assert split_due("a by 11/22", TODAY, "day first")[1] == Due(date=dt.date(2024, 11, 22))


@pytest.mark.parametrize(
    ("text", "rest", "day"),
    [
        ("call by nov 22 2025 or so = x", "call or so = x", "2025-11-22"),
        ("by fri", "", "2024-11-15"),
        ("By fri draft", "draft", "2024-11-15"),
        ("draft by next fri", "draft", "2024-11-22"),
        ("draft by mon by fri", "draft by mon", "2024-11-15"),
        ("draft by fri by hand", "draft by hand", "2024-11-15"),
        ("draft by fri, then  call", "draft then  call", "2024-11-15"),
        ("standby fri", "standby fri", None),
        ("draft by", "draft by", None),
        ("draft by = fri", "draft by = fri", None),
        ("  kept   as  typed ", "  kept   as  typed ", None),
    ],
)
def test_split_due_takes_the_last_by_and_the_longest_run(text: str, rest: str, day: str | None) -> None:
    assert split_due(text, TODAY) == (rest, Due(date=dt.date.fromisoformat(day)) if day else None)


PIECES = [
    "by",
    "fri",
    "next",
    "meeting",
    "22",
    "nov",
    "2025",
    "=",
    "hand",
    "today",
    "10d",
    "11/22",
    "[/]",
    "eom",
    "the",
]


@MODEST
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_split_due_never_loses_words(words: list[str]) -> None:
    rest, due = split_due(" ".join(words), TODAY)
    left = rest.split()
    if due is None:
        assert left == words
        return
    gone = len(words) - len(left)
    starts = [i for i in range(len(words)) if words[:i] + words[i + gone :] == left and words[i] == "by"]
    assert any(parse_due(" ".join(words[i + 1 : i + gone]), TODAY) == due for i in starts)


@MODEST
@given(st.text(st.characters(codec=None, categories=None, exclude_categories=()), max_size=40))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert split_due(f"{text} by fri", TODAY) == (text.strip(), Due(date=dt.date(2024, 11, 15)))
    split_due(f"{text} by {text}", TODAY)
    parse_due(text, TODAY)
    parse_when(text, TODAY, ET, dt.time(14))
    is_zone(text)
    say_time(utc(2024, 11, 13), text)


@MODEST
@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)), st.integers(2, 300))
def test_what_is_said_can_be_typed_again(today: dt.date, days: int) -> None:
    day = today + dt.timedelta(days=days)
    assert parse_due(say_day(day, today), today) == Due(date=day)


def test_a_very_long_line_is_read_at_once() -> None:
    began = time.perf_counter()
    split_due("by " * 3_500, TODAY)
    parse_when("11 " * 3_500, TODAY, ET, dt.time(14))
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (Due(date=TODAY), "by today"),
        (Due(date=dt.date(2024, 11, 14)), "by tomorrow (Thu 14 Nov)"),
        (Due(date=dt.date(2024, 11, 19)), "by Tue 19 Nov (6 days)"),
        (Due(date=dt.date(2024, 11, 4)), "by Mon 4 Nov ⚠ 9 days ago"),
        (Due(date=dt.date(2024, 11, 12)), "by Tue 12 Nov ⚠ 1 day ago"),
        (Due(date=dt.date(2025, 1, 2)), "by Thu 2 Jan 2025 (50 days)"),
        (Due(next_meeting=True), "by the next meeting"),
        (Due(), ""),
    ],
)
def test_say_due(due: Due, said: str) -> None:
    assert say_due(due, TODAY) == said


@pytest.mark.parametrize(
    "text",
    ["wed 11 dec 2pm", "2024-12-11 14:00", "2024-12-11T14:00", "dec 11", "14:00 12/11", "12/11 at 2 p.m.",
     "Wed 11 Dec 2024, 2:00 pm", "2:00 PM dec 11", "wed 11 dec 2pm ET", "11 dec 14:00 est"],
)  # fmt: skip
def test_parse_when(text: str) -> None:
    assert parse_when(text, TODAY, ET, dt.time(14)) == utc(2024, 12, 11, 19)


def test_parse_when_times() -> None:
    assert parse_when("noon", TODAY, ET) == utc(2024, 11, 13, 17)
    assert parse_when("today 12am", TODAY, ET) == utc(2024, 11, 13, 5)
    assert parse_when("12:30 pm", TODAY, ET) == utc(2024, 11, 13, 17, 30)
    assert parse_when("4/12 9:00", TODAY, "Europe/Berlin", None, "day first") == utc(2024, 12, 4, 8)


@pytest.mark.parametrize("text", ["", "dec 11", "25:00", "13pm dec 11", "junk 2pm", "dec 11 2pm PST", "0am", "2:75 pm"])
def test_parse_when_says_no_when_there_is_no_day_and_time(text: str) -> None:
    assert parse_when(text, TODAY, ET, None) is None
    assert parse_when("", TODAY, ET, dt.time(14)) is None


def test_said_times() -> None:
    at = utc(2024, 11, 13, 19, 4)
    assert (say_time(at, ET), say_time(at, ET, 24), say_short_time(at, ET)) == ("2:04 pm", "14:04", "2:04")
    assert (say_time(utc(2024, 11, 13, 5), ET), say_time(utc(2024, 11, 13, 17), ET)) == ("12:00 am", "12:00 pm")
    assert say_date(utc(2024, 11, 14, 3), ET) == say_date(TODAY) == "Wed 13 Nov 2024"
    assert say_day(dt.date(2025, 1, 2), TODAY) == "Thu 2 Jan 2025"
    assert (zone_letters(at, ET), zone_letters(at, "America/Sao_Paulo")) == ("EST", "UTC-03")


def test_check_62_a_meeting_over_midnight_and_over_the_change_of_clocks() -> None:
    start, end = wall_to_utc(TODAY, dt.time(23, 40), ET), wall_to_utc(TODAY + dt.timedelta(days=1), dt.time(0, 20), ET)
    assert say_span(start, end, ET) == "11:40 pm–12:20 am (+1 day)"
    assert end - start == dt.timedelta(minutes=40)
    assert local_date(start, ET) == TODAY
    start = wall_to_utc(dt.date(2026, 10, 31), dt.time(23, 30), ET)
    end = start + dt.timedelta(hours=3)
    assert (say_time(end, ET), zone_letters(end, ET)) == ("1:30 am", "EST")
    assert say_span(start, end, ET) == "11:30 pm EDT–1:30 am EST (+1 day)"
    assert say_span(start, end, ET, 24) == "23:30 EDT–1:30 EST (+1 day)"


def test_a_span_within_an_afternoon() -> None:
    assert say_span(utc(2024, 11, 13, 19), utc(2024, 11, 13, 20), ET) == "2:00–3:00 pm"
    assert say_span(utc(2024, 11, 13, 16, 30), utc(2024, 11, 13, 17, 30), ET) == "11:30 am–12:30 pm"
    assert say_span(utc(2024, 11, 13, 19), utc(2024, 11, 15, 19), ET) == "2:00 pm–2:00 pm (+2 days)"


def test_check_63_a_series_stays_at_its_wall_time() -> None:
    october = wall_to_utc(dt.date(2026, 10, 14), dt.time(14), ET)
    november = wall_to_utc(dt.date(2026, 11, 11), dt.time(14), ET)
    assert (october, november) == (utc(2026, 10, 14, 18), utc(2026, 11, 11, 19))
    assert say_time(october, ET) == say_time(november, ET) == "2:00 pm"


def test_wall_times_that_never_come_and_that_come_twice() -> None:
    assert wall_to_utc(dt.date(2026, 3, 8), dt.time(2, 30), ET) == utc(2026, 3, 8, 7, 30)
    assert say_time(utc(2026, 3, 8, 7, 30), ET) == "3:30 am"
    assert wall_to_utc(dt.date(2026, 11, 1), dt.time(1, 30), ET) == utc(2026, 11, 1, 5, 30)


def test_a_zone_nobody_knows_is_shown_as_utc() -> None:
    for zone in ("", "Nowhere/Land", "../etc", "\x00", "\ud800", "America"):
        assert not is_zone(zone)
        assert say_time(utc(2024, 11, 13, 19), zone) == "7:00 pm"
    assert is_zone(ET)
    assert is_zone("UTC")


def test_the_first_and_last_instant_can_be_said() -> None:
    for instant in (dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)):
        for zone in (ET, "Asia/Tokyo"):
            say_span(instant, instant, zone)
            wall_to_utc(instant.date(), instant.time(), zone)
