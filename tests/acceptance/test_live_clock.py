"""`product.md` §4 B on the live screen: what the header says while time goes by."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ui.conftest import Desk


def block(desk: Desk) -> str:
    here = desk.session.meeting.block
    return here.job if here is not None else ""


def projected(desk: Desk) -> str:
    """What the header says of the end."""
    return next(row for row in desk.screen().splitlines() if "ends " in row).split("ends ", 1)[1].split("  ")[0].strip()


async def to_block(desk: Desk, job: str) -> None:
    for _ in range(12):
        if block(desk) == job:
            return
        await desk.enter("/next block")
    raise AssertionError(job)


async def test_check_07_a_range_says_where_it_stands_on_the_screen(desk: Desk):
    async with desk.sit():
        await desk.press("ctrl+n")
        assert block(desk) == "agreement"
        await desk.later(minutes=1)
        assert "up to 3–5 min" in desk.screen()
        await desk.later(minutes=2)
        assert "any time now · 2 min left" in desk.screen()
        await desk.later(minutes=2, seconds=30)
        assert "time · +0:30" in desk.screen()
        await to_block(desk, "priorities")
        await desk.later(minutes=12, seconds=59)
        assert "2 min left" not in desk.screen() and "of 15 min" in desk.screen()
        await desk.later(seconds=1)
        assert "2 min left" in desk.screen()


async def test_check_10_next_steps_by_moves_on_the_screen(desk: Desk):
    async with desk.sit():
        await desk.later(minutes=10)
        await to_block(desk, "priorities")
        assert "Next Steps by 2:43" in desk.screen()
        await desk.later(minutes=15)
        await desk.enter("/extend 5")
        assert "Next Steps by 2:43" in desk.screen()
        await to_block(desk, "topics")
        await desk.later(minutes=27)
        before = desk.screen()
        assert "Next Steps" in before
        await desk.enter("/extend 5 agreed")
        assert desk.screen() != before
        assert "Next Steps by 2:43" not in desk.screen()


async def test_check_11_past_the_end_is_refused_until_the_group_agreed_then_the_end_moves(desk: Desk):
    async with desk.sit():
        await desk.later(minutes=66)
        await to_block(desk, "goodbyes")
        await desk.later(minutes=2)
        before = projected(desk)
        await desk.enter("/extend 10")
        assert desk.session.meeting.agreed_end is None
        assert "agreed" in desk.screen() and projected(desk) == before
        assert desk.live.line.value == "/extend 10 agreed"
        await desk.enter("/extend 10 agreed")
        assert desk.session.meeting.agreed_end is not None
        assert projected(desk) != before and projected(desk).startswith("3:")


async def test_check_12_a_pause_is_outside_the_block_and_inside_the_end(desk: Desk):
    async with desk.sit():
        await desk.later(minutes=10)
        await to_block(desk, "steps")
        await desk.later(minutes=5)
        assert "10:00 left of 15" in desk.screen()
        ends = desk.session.reading().projected_end
        await desk.enter("/pause")
        await desk.later(minutes=4)
        assert "10:00 left of 15" in desk.screen() and "paus" in desk.screen().lower()
        await desk.enter("/resume")
        assert "10:00 left of 15" in desk.screen()
        assert desk.session.reading().projected_end == ends + dt.timedelta(minutes=4)


async def test_check_13_minutes_saved_in_the_review_go_to_topics(desk: Desk):
    async with desk.sit():
        await desk.later(minutes=10)
        await desk.later(minutes=5)
        await desk.press("ctrl+n")
        assert block(desk) == "agreement"
        await desk.later(minutes=5)
        await desk.press("ctrl+n")
        assert block(desk) == "review"
        await desk.later(minutes=2)
        await to_block(desk, "priorities")
        await desk.later(minutes=15)
        await to_block(desk, "topics")
        assert "16:00 left of 16" in desk.screen()


async def test_check_14_back_within_a_minute_and_later(desk: Desk):
    async with desk.sit():
        await desk.later(minutes=10)
        await to_block(desk, "priorities")
        await desk.later(minutes=5)
        await desk.enter("/next block")
        await desk.later(seconds=40)
        await desk.enter("/back")
        assert block(desk) == "priorities" and "9:20 left of 15" in desk.screen().replace("09:20", "9:20")
        await desk.enter("/next block")
        await desk.later(minutes=3)
        await desk.enter("/back")
        assert "9:20 left of 15" in desk.screen().replace("09:20", "9:20")


async def test_check_15_ten_minutes_asleep_are_ten_minutes_and_nothing_is_asked(desk: Desk):
    async with desk.sit():
        await desk.later(minutes=10)
        await to_block(desk, "priorities")
        await desk.type("half")
        await desk.later(minutes=10)
        assert "5:00 left of 15" in desk.screen()
        assert desk.app.screen is desk.live and desk.live.line.value == "half"
        assert "still" not in desk.under().lower()
