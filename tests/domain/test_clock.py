"""Ids: they only ever grow, and none is made twice, whatever the machine's clock does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain import events as ev
from peer_tui.domain.clock import AHEAD_AT_MOST, LogicalClock, event_id, id_milliseconds, milliseconds
from peer_tui.domain.history import ids_in

NOON = dt.datetime(2024, 11, 13, 12, 0, tzinfo=dt.UTC)
OURS = "aaaaaa-1"
DAY = dt.timedelta(days=1)


def made_at(instant: dt.datetime, counter: int = 0, writer: str = OURS) -> str:
    return event_id(milliseconds(instant), counter, writer)


def test_ids_grow_while_the_clock_stands_still_or_is_set_back() -> None:
    clock = LogicalClock(OURS)
    made = [clock.next_id(now) for now in (NOON, NOON, NOON - DAY, NOON, NOON + DAY)]
    assert made == sorted(made) and len(set(made)) == 5


def test_an_id_that_was_seen_is_followed_unless_it_is_hours_ahead() -> None:
    clock = LogicalClock(OURS)
    clock.see(made_at(NOON + AHEAD_AT_MOST, 7, "zzzzzz-1"), NOON)
    assert clock.next_id(NOON) == made_at(NOON + AHEAD_AT_MOST, 8)
    clock.see(made_at(NOON + DAY, 0, "zzzzzz-1"), NOON)
    assert clock.next_id(NOON) == made_at(NOON + AHEAD_AT_MOST, 9)


def test_an_id_of_ours_from_before_the_clock_was_set_back_is_not_made_again_when_that_instant_comes() -> None:
    clock = LogicalClock(OURS)
    for counter in (0, 2):
        clock.see(made_at(NOON, counter), NOON - DAY)
    clock.next_id(NOON - DAY)
    assert [clock.next_id(NOON) for _ in range(2)] == [made_at(NOON, 1), made_at(NOON, 3)]


def test_what_has_to_follow_an_id_ahead_follows_it_and_drags_nothing_else_along() -> None:
    clock = LogicalClock(OURS)
    ahead = made_at(NOON + DAY, 5, "zzzzzz-1")
    first = clock.next_id(NOON, after=ahead)
    assert first == made_at(NOON + DAY, 6)
    assert clock.next_id(NOON, after=ahead) == made_at(NOON + DAY, 7), "the same id twice"
    assert clock.next_id(NOON) == made_at(NOON)
    assert clock.next_id(NOON, after=made_at(NOON - DAY)) == made_at(NOON, 1)
    assert clock.next_id(NOON + DAY, after=first) == made_at(NOON + DAY, 8)


def test_a_full_counter_goes_on_in_the_next_millisecond() -> None:
    clock = LogicalClock(OURS)
    clock.see(made_at(NOON, 0xFFFF), NOON)
    assert clock.next_id(NOON) == made_at(NOON + dt.timedelta(milliseconds=1))


def test_what_is_no_id_is_harmless() -> None:
    clock = LogicalClock(OURS)
    for strange in ("", "zz", "-00000000001-", f"{milliseconds(NOON):012x}--fff-b", "\ud83d" * 13, "9" * 10_000):
        clock.see(strange, NOON)
    assert clock.next_id(NOON) == made_at(NOON, 1)


INSTANTS = st.sampled_from((-780, -90, -5, 0, 5, 61, 90, 720)).map(lambda minutes: NOON + dt.timedelta(minutes=minutes))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(INSTANTS, st.sampled_from(("make", "follow", "a new run", "theirs")), st.integers(0, 99))))
def test_no_id_is_made_twice_whatever_the_machines_clock_does(acts: list[tuple[dt.datetime, str, int]]) -> None:
    clock = LogicalClock(OURS)
    known = [made_at(NOON, 0, "zzzzzz-1")]
    for now, act, place in acts:
        if act == "a new run":
            clock = LogicalClock(OURS)
            for key in known:
                clock.see(key, now)
        elif act == "theirs":
            known.append(made_at(now, place, "zzzzzz-1"))
            clock.see(known[-1], now)
        else:
            after = known[place % len(known)] if act == "follow" else ""
            fresh = clock.next_id(now, after)
            assert fresh not in known and fresh > after
            assert id_milliseconds(fresh) >= milliseconds(now)
            known.append(fresh)


REFERENCES = {
    "before", "carried_from", "counted_from", "during", "gone", "kept", "lead", "left", "like", "made_in", "newer",
    "newer_in", "owner", "under",
}  # fmt: skip
"""Fields that only point at what another fact of this library made."""


@pytest.mark.parametrize("kind", ev.KINDS.values(), ids=lambda kind: kind.__name__)
def test_whoever_makes_ids_is_told_of_every_id_that_a_fact_made(kind: type[ev.Event]) -> None:
    said = {name: str(note) for base in kind.__mro__ for name, note in getattr(base, "__annotations__", {}).items()}
    held = {name for name, note in said.items() if note.split(" ")[0].endswith("Id")}
    made = held - REFERENCES - {"by"}
    fields: dict[str, Any] = {name: f"id of {name}" if name in made else None for name in kind.__struct_fields__}
    event = kind(**fields)
    assert {f"id of {name}" for name in made} <= set(ids_in(event))
