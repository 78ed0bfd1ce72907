"""What a report counts, and the pictures that are made of it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from peer_tui.domain.events import Due, Progress
from peer_tui.domain.report import (
    SINGLY,
    BlockFacts,
    Fate,
    MeetingFacts,
    StepFacts,
    Stretch,
    block_times,
    middle,
    periods,
    promises,
    report_of,
    step_facts,
    whole_minutes,
)
from peer_tui.domain.report_pictures import WHOLE_MEETING, Picture, pictures
from peer_tui.domain.steps import Step, StepMoment

DAY = dt.date(2024, 11, 13)
ZONE = "America/New_York"


def meeting(
    number: int, day: dt.date = DAY, *, members: int = 5, guests: int = 0, heads: int = 0, decisions: int = 0,
    blocks: tuple[BlockFacts, ...] = (), group: str = "Harbor", seconds: int = 0,
) -> MeetingFacts:  # fmt: skip
    return MeetingFacts(f"m{number}", group, day, 60, seconds, members, guests, heads, decisions, blocks)


def step(progress: Progress, *told: tuple[str, dt.datetime]) -> Step:
    began = dt.datetime(2024, 10, 9, 18, tzinfo=dt.UTC)
    life = [StepMoment(began, "m1", "promised"), *(StepMoment(at, "m2", words) for words, at in told)]
    return Step("e1", 1, "w", "call", "m1", began, due=Due(date=DAY), progress=progress, life=life)


def drawn(report_pictures: tuple[Picture, ...], key: str) -> Picture:
    return next(picture for picture in report_pictures if picture.key == key)


@pytest.mark.parametrize(
    ("done", "due", "fate"),
    [
        (dt.datetime(2024, 11, 14, 4, 59, tzinfo=dt.UTC), DAY, Fate.ON_TIME),  # 11:59 pm of the day, in New York
        (dt.datetime(2024, 11, 14, 5, 0, tzinfo=dt.UTC), DAY, Fate.LATER),
        (dt.datetime(2024, 11, 14, 5, 0, tzinfo=dt.UTC), None, Fate.DONE),
    ],
)
def test_the_day_it_was_marked_done_where_the_group_is_counts(
    done: dt.datetime, due: dt.date | None, fate: Fate
) -> None:
    assert step_facts(step(Progress.DONE, ("done", done)), due, ZONE, DAY).fate is fate


def test_open_dropped_overdue_and_moved() -> None:
    before = dt.datetime(2024, 11, 1, tzinfo=dt.UTC)
    moved = step_facts(step(Progress.STUCK, ("moved", before), ("stuck", before)), DAY, ZONE, DAY)
    assert (moved.fate, moved.moved, moved.overdue) == (Fate.OPEN, True, False)
    assert step_facts(step(Progress.NOT_STARTED), DAY, ZONE, DAY + dt.timedelta(days=1)).overdue
    dropped = step_facts(step(Progress.DROPPED), DAY, ZONE, DAY + dt.timedelta(days=1))
    assert (dropped.fate, dropped.overdue, dropped.moved) == (Fate.DROPPED, False, False)


def test_done_again_after_it_was_reopened_counts_from_the_last_time() -> None:
    first, again = (dt.datetime(2024, 11, day, tzinfo=dt.UTC) for day in (2, 30))
    reopened = step(Progress.DONE, ("done", first), ("moved", first), ("done", again))
    assert step_facts(reopened, DAY, ZONE, DAY).fate is Fate.LATER


def test_the_middle_and_how_far_it_reaches() -> None:
    assert middle([]) is None
    odd, even = middle([9, 1, 5]), middle([4, 1])
    assert odd is not None and (odd.median, odd.fewest, odd.most) == (5, 1, 9)
    assert even is not None and even.median == 2.5
    assert [whole_minutes(seconds) for seconds in (0, 29, 30, 89, 90)] == [0, 0, 1, 1, 2]


def test_a_stretch_holds_its_first_and_last_day() -> None:
    stretch = Stretch(0, DAY, DAY)
    assert stretch.holds(DAY) and not stretch.holds(DAY - dt.timedelta(days=1))
    assert not stretch.holds(DAY + dt.timedelta(days=1)) and Stretch().holds(dt.date.min)


def test_blocks_are_told_by_title_in_the_order_of_the_agenda_and_only_where_a_clock_ran() -> None:
    def held(number: int, welcome: int, steps: int) -> MeetingFacts:
        blocks = (BlockFacts("Welcome", 3, 5, welcome), BlockFacts("Next steps", 15, 15, steps))
        return meeting(number, blocks=blocks, seconds=3600)

    written_up = meeting(9, blocks=(BlockFacts("Welcome", 1, 1, 0),))
    welcome, steps = block_times([held(1, 301, 0), held(2, 300, 900), held(3, 120, 960), written_up])
    assert (welcome.title, welcome.reached, welcome.missed, welcome.low, welcome.high) == ("Welcome", 3, 0, 3, 5)
    assert welcome.took is not None and welcome.took.median == 300 and welcome.over == 1
    assert (steps.title, steps.reached, steps.missed, steps.over) == ("Next steps", 2, 1, 1)
    picture = drawn(pictures(report_of([held(1, 301, 0), written_up], [])), "minutes")
    assert "1 meeting held without a running clock is left out." in picture.note
    assert picture.rows[-1][0] == WHOLE_MEETING and picture.bars[0].words == "5 min, plan 3–5"
    assert picture.bars[1].words == "not reached, plan 15"


def test_many_meetings_are_told_by_the_quarter() -> None:
    days = [dt.date(2022, 1, 5) + dt.timedelta(days=30 * number) for number in range(SINGLY + 1)]
    few = periods(report_of([meeting(at, day) for at, day in enumerate(days[:-1])], []))
    many = periods(report_of([meeting(at, day) for at, day in enumerate(days)], []))
    assert len(few) == SINGLY and few[0].label == "5 Jan 2022"
    assert many[0].label == "Jan–Mar 2022" and sum(len(period.meetings) for period in many) == len(days)


def test_two_groups_are_told_apart() -> None:
    told = periods(report_of([meeting(1), meeting(2, group="River")], []))
    assert [period.label for period in told] == ["13 Nov 2024 · Harbor", "13 Nov 2024 · River"]


def test_nothing_held_says_so_in_every_picture() -> None:
    told = pictures(report_of([], []))
    assert all(not picture.bars and not picture.rows and picture.summary for picture in told)


META = some.builds(
    meeting, some.integers(0, 60), some.dates(dt.date(2015, 1, 1), dt.date(2030, 1, 1)),
    members=some.integers(0, 90), guests=some.integers(0, 9), heads=some.integers(0, 9),
    decisions=some.integers(0, 7), group=some.sampled_from(["Harbor", "River"]), seconds=some.integers(0, 9000),
    blocks=some.lists(
        some.builds(
            BlockFacts, some.sampled_from(["Welcome", "welcome", "林", ""]), some.integers(0, 9), some.integers(0, 90),
            some.integers(0, 9000),
        ),
        max_size=4,
    ).map(tuple),
)  # fmt: skip
PROMISED = some.builds(
    StepFacts, some.integers(0, 60).map(lambda number: f"m{number}"), some.sampled_from(Fate), some.booleans()
)


@settings(max_examples=60, deadline=None)
@given(some.lists(META, max_size=40, unique_by=lambda one: one.id), some.lists(PROMISED, max_size=40))
def test_the_totals_of_every_picture_agree_with_the_meetings(held: list[MeetingFacts], said: list[StepFacts]) -> None:
    report = report_of(held, said)
    told = pictures(report)
    ids = {one.id for one in held}
    promised = [one for one in said if one.meeting in ids]
    assert report.steps == tuple(promised)
    kept = promises(report.steps, ids)
    assert kept.promised == len(promised) == sum(kept.fates.values())
    steps, decisions = drawn(told, "steps"), drawn(told, "decisions")
    assert sum(sum(bar.parts) for bar in steps.bars) == len(promised)
    if promised:
        assert steps.rows[-1][:2] == ("All", len(promised))
        assert steps.rows[-1][2:7] == tuple(sum(one.fate is fate for one in promised) for fate in Fate)
        assert steps.rows[-1][8] == sum(one.moved for one in promised)
    assert sum(sum(bar.parts) for bar in decisions.bars) == sum(one.decisions for one in held)
    attendance = drawn(told, "attendance")
    if len(held) <= SINGLY:
        assert sum(sum(bar.parts) for bar in attendance.bars) == sum(one.present for one in held)
    else:
        assert sum(row[1] for row in attendance.rows if isinstance(row[1], int)) == len(held)
    timed = [one for one in held if one.timed]
    reached = sum(1 for one in timed for block in one.blocks if block.seconds)
    assert sum(times.reached for times in block_times(held)) == reached
    for picture in told:
        assert all(len(row) == len(picture.columns) for row in picture.rows)
        assert all(len(bar.parts) == len(picture.parts) and bar.words for bar in picture.bars)
