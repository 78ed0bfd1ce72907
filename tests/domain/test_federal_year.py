"""The federal year begins in October, and its quarters follow one another without a gap."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peer_tui.domain.federal_year import FIRST_YEAR, LAST_YEAR, Quarter, quarter_of, read_quarters


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        (1, dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
        (2, dt.date(2027, 1, 1), dt.date(2027, 3, 31)),
        (3, dt.date(2027, 4, 1), dt.date(2027, 6, 30)),
        (4, dt.date(2027, 7, 1), dt.date(2027, 9, 30)),
    ],
)
def test_the_quarters_of_2027(number: int, first: dt.date, last: dt.date) -> None:
    quarter = Quarter(2027, number)
    assert (quarter.first, quarter.last, quarter.word) == (first, last, f"2027Q{number}")
    assert quarter_of(first) == quarter_of(last) == quarter


@given(st.dates(dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 9, 30)))
def test_every_day_lies_in_one_quarter_and_the_next_begins_the_day_after(day: dt.date) -> None:
    quarter = quarter_of(day)
    assert quarter.holds(day)
    assert quarter_of(quarter.last + dt.timedelta(days=1)) == quarter.moved(1) > quarter
    assert quarter.moved(1).moved(-1) == quarter and quarter.moved(4) == Quarter(quarter.year + 1, quarter.number)


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_the_edges_of_the_calendar_have_a_quarter_with_days(day: dt.date) -> None:
    quarter = quarter_of(day)
    assert quarter.first < quarter.last


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2027Q1", (Quarter(2027, 1),)),
        (" fy2027 q3 ", (Quarter(2027, 3),)),
        ("Q2 2027", (Quarter(2027, 2),)),
        ("2027-Q4", (Quarter(2027, 4),)),
        ("2027", tuple(Quarter(2027, number) for number in (1, 2, 3, 4))),
        ("FY2027", tuple(Quarter(2027, number) for number in (1, 2, 3, 4))),
        ("2027Q5", ()),
        ("2027Q", ()),
        ("0000Q1", ()),
        ("9999", ()),
        ("", ()),
        ("soon", ()),
    ],
)
def test_what_a_person_types(words: str, expected: tuple[Quarter, ...]) -> None:
    assert read_quarters(words) == expected
