"""When somebody is reminded of a next step."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.events import Progress
from peer_tui.domain.reminders import Nudge, nudge
from peer_tui.domain.steps import Step

PROMISED = dt.date(2024, 10, 9)
DUE = dt.date(2024, 10, 29)


def step(**more: object) -> Step:
    given = {"id": "e", "number": 1, "by": "k-1", "text": "x", "meeting": "m", "owner": "bo"} | more
    return Step(at=dt.datetime(2024, 10, 9, tzinfo=dt.UTC), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("today", "reminded", "why"),
    [
        (18, None, None),
        (19, None, Nudge.HALF_WAY),
        (26, None, Nudge.HALF_WAY),
        (26, 19, None),
        (26, 18, Nudge.HALF_WAY),
        (27, 19, Nudge.SOON),
        (27, 26, Nudge.SOON),
        (27, 27, None),
        (29, 27, None),
        (30, 27, Nudge.AFTER),
        (30, None, Nudge.AFTER),
        (31, 30, None),
    ],
)
def test_half_way_two_days_before_and_once_after(today: int, reminded: int | None, why: Nudge | None) -> None:
    day = dt.date(2024, 10, reminded) if reminded else None
    assert nudge(step(), DUE, PROMISED, day, dt.date(2024, 10, today)) is why


def test_nobody_is_reminded_of_what_is_closed_unclaimed_undated_or_snoozed() -> None:
    late = dt.date(2024, 11, 20)
    assert nudge(step(), DUE, PROMISED, None, late) is Nudge.AFTER
    for one in (step(progress=Progress.DONE), step(owner=None), step(snoozed=late + dt.timedelta(days=1))):
        assert nudge(one, DUE, PROMISED, None, late) is None
    assert nudge(step(), None, PROMISED, None, late) is None
    assert nudge(step(snoozed=late), DUE, PROMISED, None, late) is Nudge.AFTER


def test_a_date_close_at_hand_is_not_reminded_of_before_it() -> None:
    for days in (0, 1, 2):
        due = PROMISED + dt.timedelta(days=days)
        assert {nudge(step(), due, PROMISED, None, PROMISED + dt.timedelta(days=n)) for n in range(days + 1)} == {None}
        assert nudge(step(), due, PROMISED, None, due + dt.timedelta(days=1)) is Nudge.AFTER


def test_where_half_way_is_two_days_before_it_is_one_reminder() -> None:
    due = PROMISED + dt.timedelta(days=3)
    told = [nudge(step(), due, PROMISED, None, PROMISED + dt.timedelta(days=n)) for n in range(5)]
    assert told == [None, Nudge.SOON, Nudge.SOON, Nudge.SOON, Nudge.AFTER]


dates = st.dates()


@given(dates, dates, dates, st.none() | dates)
@settings(max_examples=200)
def test_whoever_was_reminded_today_is_not_reminded_again_today(
    due: dt.date, since: dt.date, today: dt.date, reminded: dt.date | None
) -> None:
    nudge(step(), due, since, reminded, today)
    assert nudge(step(), due, since, today, today) is None
