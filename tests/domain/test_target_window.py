"""A day expected three to six months ahead: what is offered, and what is said of one outside."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peer_tui.domain.programmes.target_window import offered, outside, span_words, window_ahead

TODAY = dt.date(2026, 11, 30)


def test_the_window_ends_in_short_months() -> None:
    assert window_ahead((3, 6), TODAY) == (dt.date(2027, 2, 28), dt.date(2027, 5, 30))
    assert offered((3, 6), TODAY) == (
        dt.date(2027, 2, 28), dt.date(2027, 3, 30), dt.date(2027, 4, 30), dt.date(2027, 5, 30),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2027-02-28", ""),
        ("2027-05-30", ""),
        ("2027-05-31", "6 months and 1 day ahead, later than three to six months"),
        ("2027-07-30", "8 months ahead, later than three to six months"),
        ("2027-02-27", "2 months ahead, sooner than three to six months"),
        ("2026-12-05", "5 days ahead, sooner than three to six months"),
        ("2026-11-29", "past already, where three to six months ahead are expected"),
    ],
)
def test_a_day_outside_is_said(day: str, said: str) -> None:
    assert outside(dt.date.fromisoformat(day), (3, 6), TODAY) == said


def test_the_window_in_words() -> None:
    assert [span_words(months) for months in ((3, 6), (6, 3), (1, 1), (2, 24))] == [
        "three to six months", "three to six months", "one month", "two to 24 months",
    ]  # fmt: skip


@given(st.dates(), st.integers(0, 30), st.integers(0, 30))
def test_every_day_that_is_offered_lies_inside(today: dt.date, least: int, most: int) -> None:
    first, last = window_ahead((least, most), today)
    assert today <= first <= last
    for day in offered((least, most), today):
        assert outside(day, (least, most), today) == ""
    if first > dt.date.min + dt.timedelta(days=1):
        assert outside(first - dt.timedelta(days=1), (least, most), today)
