"""Garbage is looked for in the pauses, and nowhere else."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from peer_tui.ui.garbage import EVERY, LONG_STILL, OVERDUE, STILL, Garbage
from tests.ui.around import Around, at, make_group, make_workspace


@pytest.fixture
def looks() -> Iterator[list[int]]:
    """The generations that are looked through, one after the other."""
    seen: list[int] = []

    def tell(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            seen.append(about["generation"])

    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    gc.callbacks.append(tell)
    yield seen
    gc.callbacks.remove(tell)
    gc.set_threshold(*before)
    gc.unfreeze()
    gc.enable()


def seconds(garbage: Garbage, count: int) -> None:
    for _ in range(count):
        garbage.second_passed()


def make(count: int) -> list[list[int]]:
    return [[number] for number in range(count)]


def test_it_is_looked_once_in_a_short_pause_and_everywhere_in_a_long_one(looks: list[int]) -> None:
    garbage = Garbage()
    garbage.begin()
    looks.clear()
    seconds(garbage, STILL - 1)
    assert not looks, "somebody may still wait"
    seconds(garbage, 1)
    assert looks == [1]
    seconds(garbage, LONG_STILL - STILL - 1)
    assert looks == [1], "once in a short pause"
    seconds(garbage, 1)
    assert looks == [1, 2]
    garbage.somebody_waits()
    seconds(garbage, LONG_STILL - 1)
    assert looks == [1, 2, 1]
    garbage.end()


def test_who_types_without_a_pause_is_left_alone_and_a_short_one_does_when_it_is_overdue(looks: list[int]) -> None:
    garbage = Garbage()
    garbage.begin()
    looks.clear()
    for _ in range(OVERDUE):
        garbage.somebody_waits()
        seconds(garbage, 1)
    assert not looks
    seconds(garbage, STILL)
    assert looks == [2]
    garbage.somebody_waits()
    seconds(garbage, STILL)
    assert looks == [2, 1]
    garbage.end()


def test_a_meeting_that_only_listens_is_looked_through_every_minute(looks: list[int]) -> None:
    garbage = Garbage()
    garbage.begin()
    looks.clear()
    seconds(garbage, 10 * EVERY)
    assert looks == [1, *[2] * 10]
    garbage.end()


def test_what_holds_only_itself_is_let_go_and_what_a_screen_makes_is_not_looked_through(looks: list[int]) -> None:
    garbage = Garbage()
    gc.set_threshold(700, 10, 10)
    garbage.begin()
    looks.clear()
    kept = make(20_000)
    assert not looks and len(kept) == 20_000
    ring: list[object] = []
    ring.append(ring)
    number = id(ring)
    del ring
    seconds(garbage, STILL)
    assert not any(id(each) == number and isinstance(each, list) for each in gc.get_objects())
    more = make(700_000)
    assert len(more) and 0 in looks, "what is made without any pause is looked through at last"
    garbage.end()
    assert gc.get_threshold() == (700, 10, 10) and not gc.get_freeze_count()


def test_before_the_first_picture_no_pause_counts(looks: list[int]) -> None:
    garbage = Garbage()
    looks.clear()
    seconds(garbage, 3 * EVERY)
    assert not looks


def test_a_program_that_was_left_before_it_settled_changes_nothing(looks: list[int]) -> None:
    garbage = Garbage()
    before = gc.get_threshold()
    garbage.end()
    garbage.begin()
    assert gc.get_threshold() == before and not gc.get_freeze_count()
    seconds(garbage, 3 * EVERY)
    assert 2 not in looks


async def test_the_program_tells_it_of_keys_and_seconds(tmp_path: Path, looks: list[int]) -> None:
    room = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(room)
    before = gc.get_threshold()
    app = Around(room)
    app.ticker._started = True  # the seconds are ours
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause(0.6)
        assert gc.get_threshold()[0] > before[0], "it begins when the first picture stands"
        looks.clear()
        app.ticker.tick()
        await pilot.press("down")
        app.ticker.tick()
        assert not looks
        app.ticker.tick()
        assert looks == [1]
    assert gc.get_threshold() == before and not gc.get_freeze_count()
