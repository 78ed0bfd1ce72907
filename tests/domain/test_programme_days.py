"""The windows of a peer match, counted from any assignment and match days (`product.md` §1.2)."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.programmes.days import Span, day_of, later, say_days, span_of, suggested
from peer_tui.domain.programmes.definition import Advice, Offset, Programme
from peer_tui.services.programmes.files import load_programme

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))


def spans(**anchors: dt.date) -> dict[str, Span]:
    """Every window of the shipped peer match, by its own title."""
    return {window.title: span_of(window, anchors) for window in load_programme("peer-match").windows}


def iso(span: Span) -> tuple[str | None, ...]:
    return tuple(str(day) if day else None for day in span)


def test_check_65_the_golden_dates() -> None:
    """Assigned Mon 2 Mar 2026 for Mon 27 and Tue 28 Apr 2026: exactly the windows that were computed by hand."""
    found = spans(assignment=dt.date(2026, 3, 2), first=dt.date(2026, 4, 27), last=dt.date(2026, 4, 28))
    assert [iso(span) for span in found.values()] == [
        (None, None, "2026-03-09"),
        (None, None, "2026-03-16"),
        ("2026-03-30", None, "2026-04-06"),
        ("2026-04-13", None, "2026-04-20"),
        ("2026-04-27", None, "2026-04-28"),
        ("2026-04-28", "2026-05-05", "2026-05-12"),
        ("2026-04-28", "2026-05-26", "2026-06-09"),
        ("2026-07-28", None, "2026-10-28"),
    ]


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(0, 120), st.integers(0, 5))
def test_windows_keep_their_lengths_whatever_the_days(assigned: dt.date, weeks_away: int, length: int) -> None:
    first = assigned + dt.timedelta(days=weeks_away)
    last = first + dt.timedelta(days=length)
    found = list(spans(assignment=assigned, first=first, last=last).values())
    day = dt.timedelta(days=1)
    assert [span.due for span in found[:2]] == [assigned + 7 * day, assigned + 14 * day]
    assert found[2] == Span(first - 28 * day, None, first - 21 * day)
    assert found[3] == Span(first - 14 * day, None, first - 7 * day)
    assert found[4] == Span(first, None, last)
    assert found[5] == Span(last, last + 7 * day, last + 14 * day)
    assert found[6] == Span(last, last + 28 * day, last + 42 * day)
    opens, _, due = found[7]
    assert opens is not None and due is not None
    for there, months in ((opens, 3), (due, 6)):
        assert (there.year * 12 + there.month) - (last.year * 12 + last.month) == months
        assert there.day == min(last.day, calendar.monthrange(there.year, there.month)[1])


@settings(max_examples=60, deadline=None)
@given(DAYS, DAYS, st.integers(-200, 200))
def test_moving_the_match_moves_only_what_hangs_on_it(assigned: dt.date, first: dt.date, moved: int) -> None:
    by = dt.timedelta(days=moved)
    before = spans(assignment=assigned, first=first, last=first)
    after = spans(assignment=assigned, first=first + by, last=first + by)
    for title, span in after.items():
        if "assignment" in title:
            assert span == before[title]
        elif "months" not in title.casefold():
            assert span == Span(*(there + by if there else None for there in before[title]))


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        (dt.date(2025, 11, 30), 3, dt.date(2026, 2, 28)),
        (dt.date(2027, 11, 30), 3, dt.date(2028, 2, 29)),
        (dt.date(2028, 2, 29), 12, dt.date(2029, 2, 28)),
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2026, 1, 31), -2, dt.date(2025, 11, 30)),
        (dt.date(9999, 12, 1), 1, None),
        (dt.date(1, 1, 1), -1, None),
    ],
)
def test_a_month_that_is_too_short_ends_it(day: dt.date, months: int, there: dt.date | None) -> None:
    assert later(day, months=months) == there
    assert day_of(Offset("a", months=months), {"a": day}) == there


def test_a_day_beyond_the_calendar_is_none() -> None:
    assert later(dt.date.max, days=1) is None and later(dt.date.min, days=-1) is None


def test_without_its_anchor_a_day_is_not_known() -> None:
    assert day_of(Offset("first", days=-28), {"last": dt.date(2026, 4, 28)}) is None
    assert day_of(None, {}) is None


def test_six_to_eight_weeks_are_suggested() -> None:
    programme = load_programme("peer-match")
    known = {"assignment": dt.date(2026, 3, 2)}
    assert suggested(programme, known, "first") == (dt.date(2026, 4, 13), dt.date(2026, 4, 27))
    assert suggested(programme, {}, "first") is None
    assert suggested(programme, known, "assignment") is None
    late = Programme("p", "P", "", "", advice=(Advice("a", "b", 1, 2, "short"),))
    assert suggested(late, {"a": dt.date.max}, "b") is None
    endless = Programme("p", "P", "", "", advice=(Advice("a", "b", 7, 0, "short"),))
    assert suggested(endless, {"a": dt.date(2026, 3, 2)}, "b") is None


@pytest.mark.parametrize(
    ("first", "last", "year", "words"),
    [
        ((2026, 4, 27), (2026, 4, 28), True, "27–28 Apr 2026"),
        ((2026, 4, 27), None, False, "27 Apr"),
        ((2026, 3, 30), (2026, 4, 6), False, "30 Mar – 6 Apr"),
        ((2026, 3, 30), (2026, 4, 6), True, "30 Mar – 6 Apr 2026"),
        ((2026, 12, 30), (2027, 1, 2), False, "30 Dec 2026 – 2 Jan 2027"),
        ((2026, 5, 5), (2026, 5, 5), True, "5 May 2026"),
        ((2026, 4, 27), (2026, 4, 20), True, "27 Apr – 20 Apr 2026"),
    ],
)
def test_runs_of_days_in_words(
    first: tuple[int, int, int], last: tuple[int, int, int] | None, year: bool, words: str
) -> None:
    assert say_days(dt.date(*first), dt.date(*last) if last else None, year=year) == words
