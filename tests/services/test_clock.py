from __future__ import annotations

import datetime as dt

import pytest

from peer_tui.services.clock import ManualClock, RunningClock, SystemClock

START = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def test_system_clock_is_aware_utc_and_near_the_machine() -> None:
    now = SystemClock().now()
    assert now.tzinfo is dt.UTC
    assert abs(now - dt.datetime.now(dt.UTC)) < MINUTE


def test_manual_clock_stands_still_until_moved() -> None:
    clock = ManualClock(START)
    assert clock.now() == clock.now() == START
    clock.advance(13 * MINUTE)
    assert clock.now() == START + 13 * MINUTE
    clock.set(START + 20 * MINUTE)
    assert clock.now() == START + 20 * MINUTE


def test_manual_clock_goes_back_only_when_forced() -> None:
    clock = ManualClock(START)
    with pytest.raises(ValueError, match="does not go back"):
        clock.set(START - MINUTE)
    with pytest.raises(ValueError, match="forward only"):
        clock.advance(-MINUTE)
    assert clock.now() == START
    clock.set(START - MINUTE, force=True)
    assert clock.now() == START - MINUTE


def test_instants_become_utc_and_naive_ones_are_refused() -> None:
    eastern = dt.timezone(dt.timedelta(hours=-5))
    clock = ManualClock(dt.datetime(2024, 11, 13, 14, 0, tzinfo=eastern))
    assert clock.now() == START
    assert clock.now().tzinfo is dt.UTC
    with pytest.raises(ValueError, match="time zone"):
        ManualClock(START.replace(tzinfo=None))
    with pytest.raises(ValueError, match="time zone"):
        RunningClock(START.replace(tzinfo=None))


def test_running_clock_runs_on_at_its_speed_and_jumps() -> None:
    seconds = 500.0
    clock = RunningClock(START, speed=10, monotonic=lambda: seconds)
    assert clock.now() == START
    seconds += 6
    assert clock.now() == START + MINUTE
    clock.advance(5 * MINUTE)
    assert clock.now() == START + 6 * MINUTE
    seconds += 6
    assert clock.now() == START + 7 * MINUTE
    assert clock.now().tzinfo is dt.UTC
    with pytest.raises(ValueError, match="forward only"):
        clock.advance(-MINUTE)


@pytest.mark.parametrize("speed", [0, -1, float("nan"), float("inf")])
def test_a_speed_is_above_zero(speed: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        RunningClock(START, speed=speed)
