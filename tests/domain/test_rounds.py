"""The order of a round: everybody once, the facilitator not last, the first and the last changing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.rounds import order

PEOPLE = st.lists(st.sampled_from([f"p{n}" for n in range(30)]), unique=True)


@settings(max_examples=150)
@given(PEOPLE, st.integers(0, 12), st.data())
def test_everybody_is_asked_once_and_the_facilitator_is_never_last(
    people: list[str], rounds: int, data: st.DataObject
) -> None:
    facilitator = data.draw(st.sampled_from([None, *people, "not here"]))
    asked = order(people, facilitator, rounds)
    assert sorted(asked) == sorted(people)
    assert order(people, facilitator, rounds) == asked
    if len(people) > 1:
        assert asked[-1] != facilitator


@settings(max_examples=150)
@given(st.lists(PEOPLE, min_size=2, max_size=6), st.data())
def test_nobody_begins_or_closes_two_rounds_running_whoever_comes_and_goes(
    rooms: list[list[str]], data: st.DataObject
) -> None:
    before: list[str] = []
    for rounds, people in enumerate(rooms):
        facilitator = data.draw(st.sampled_from([None, *people]))
        asked = order(people, facilitator, rounds, before)
        if before and len([person for person in people if person != facilitator]) > 2:
            assert asked[0] != before[0] and asked[-1] != before[-1]
        before = asked


def test_the_order_moves_on_by_one_a_round() -> None:
    people = ["ana", "bo", "mei", "kofi"]
    assert order(people, None, 0) == ["ana", "bo", "mei", "kofi"]
    assert order(people, None, 1, people) == ["bo", "mei", "kofi", "ana"]
    assert order(people, "mei", 0) == ["ana", "mei", "bo", "kofi"]
    assert order(people, "mei", 2) == ["kofi", "mei", "ana", "bo"]
    assert order([], None, 3) == []
    assert order(["mei"], "mei", 3) == ["mei"]
    assert order(["mei", "bo"], "bo", 1) == ["bo", "mei"]
