"""Whose turn it is: the order goes on, who passes is asked again, who serves out of turn loses none."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.turns import Turn, coming_turns, swapped, whose_turn

ROTA = ("ana", "bo", "mei")


def test_the_order_goes_on_after_who_served_last() -> None:
    assert whose_turn(ROTA, []) == "ana"
    assert whose_turn(ROTA, [Turn("ana")]) == "bo"
    assert whose_turn(ROTA, [Turn("ana"), Turn("bo"), Turn("mei")]) == "ana"
    assert whose_turn((), [Turn("ana")]) is None


def test_who_passes_is_asked_again_at_the_next_turn() -> None:
    assert whose_turn(ROTA, [], {"ana"}) == "bo"
    assert whose_turn(ROTA, [Turn("bo", frozenset({"ana"}))]) == "ana"
    # Then the order goes on after Bo, not after Ana.
    assert whose_turn(ROTA, [Turn("bo", frozenset({"ana"})), Turn("ana")]) == "mei"
    again = [Turn("bo", frozenset({"ana"})), Turn("mei", frozenset({"ana"}))]
    assert whose_turn(ROTA, again) == "ana", "who passes twice is still asked first"
    assert whose_turn(ROTA, [], set(ROTA)) is None


def test_who_is_not_on_the_rota_takes_nobodys_turn() -> None:
    assert whose_turn(ROTA, [Turn("ana"), Turn("kofi")]) == "bo"
    assert whose_turn(ROTA, [Turn("ana"), Turn("mei")]) == "ana", "without a pass the order goes on from who served"


def test_a_meeting_still_ahead_counts_as_whose_turn_it_is() -> None:
    assert whose_turn(ROTA, [Turn("ana"), Turn(None)]) == "mei"
    assert whose_turn(ROTA, [Turn("ana"), Turn(None, frozenset({"bo"}))]) == "bo"


def test_the_coming_turns() -> None:
    assert coming_turns(ROTA, [Turn("ana")]) == ["bo", "mei", "ana"]
    assert coming_turns(ROTA, [Turn("ana")], {"bo"}) == ["mei", "bo", "ana"]
    assert coming_turns((), []) == []


def test_two_swap() -> None:
    assert swapped(ROTA, "ana", "mei") == ("mei", "bo", "ana")
    assert swapped(ROTA, "ana", "kofi") == ROTA


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6), st.lists(st.sets(st.integers(0, 5), max_size=2), max_size=12))
def test_nobody_is_left_out_whoever_passes(size: int, passes: list[set[int]]) -> None:
    """However turns are passed on, all come round again, and who passed last comes before the order goes on."""
    rota = tuple(str(number) for number in range(size))
    earlier: list[Turn] = []
    for said in passes:
        passed = frozenset(str(one) for one in said if one < size)
        who = whose_turn(rota, earlier, passed)
        assert who is None or (who in rota and who not in passed)
        if who is not None:
            earlier.append(Turn(who, passed))
    assert set(coming_turns(rota, earlier, count=2 * size)) == set(rota)
    quiet = [Turn(turn.served) for turn in earlier]
    assert whose_turn(rota, quiet) in rota


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.integers(1, 20))
def test_without_a_pass_everybody_serves_equally_often(size: int, meetings: int) -> None:
    rota = tuple(str(number) for number in range(size))
    served = Counter(coming_turns(rota, [], count=meetings))
    assert max(served.values()) - min(served[person] for person in rota) <= 1
