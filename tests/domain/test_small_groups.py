"""Small groups: wishes first, then equal sizes, then roles spread; the same seed makes the same groups."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.programmes.small_groups import (
    Member,
    SmallGroups,
    Wishes,
    fewest_groups,
    group_lines,
    small_groups,
)

ROLES = ("CPS", "RC", "FP")


def people(count: int, roles: bool = True) -> list[Member]:
    return [Member(f"p{n}", f"Name {n}", (ROLES[n % 3],) if roles else ()) for n in range(count)]


def places(made: SmallGroups) -> dict[str, int]:
    return {person.id: place for place, group in enumerate(made.groups) for person in group}


def test_everybody_is_in_one_group_and_the_sizes_are_nearly_equal() -> None:
    made = small_groups(people(11), 3)
    assert sorted(len(group) for group in made.groups) == [3, 4, 4]
    assert sorted(places(made)) == sorted(person.id for person in people(11))
    assert made.told == ()


def test_the_same_seed_makes_the_same_groups_and_another_seed_others() -> None:
    first = small_groups(people(12), 4, 7)
    assert small_groups(people(12), 4, 7) == first
    assert small_groups(list(reversed(people(12))), 4, 7).groups == first.groups
    assert any(small_groups(people(12), 4, seed).groups != first.groups for seed in range(8, 12))


def test_roles_are_spread_over_the_groups() -> None:
    for seed in range(20):
        made = small_groups(people(12), 4, seed)
        for group in made.groups:
            assert sorted(role for person in group for role in person.roles) == ["CPS", "FP", "RC"], seed


def test_wishes_stand_before_sizes_and_sizes_that_differ_are_explained() -> None:
    wishes = Wishes(together=(("p0", "p1", "p2", "p3"),), apart=(("p0", "p4"),))
    made = small_groups(people(6), 3, 1, wishes)
    where = places(made)
    assert {where[f"p{n}"] for n in range(4)} == {where["p0"]}
    assert where["p4"] != where["p0"]
    assert sorted(len(group) for group in made.groups) == [1, 1, 4]
    assert made.told == ("The wishes make groups of unequal size: from 1 to 4.",)


def test_a_wish_that_cannot_be_met_is_named() -> None:
    made = small_groups(people(6), 2, 1, Wishes(together=(("p0", "p1"),), apart=(("p0", "p1"), ("p2", "p3"))))
    assert made.told == ("Name 0 and Name 1 stay together, so they are not kept apart.",)
    where = places(made)
    assert where["p0"] == where["p1"] and where["p2"] != where["p3"]


def test_an_odd_ring_of_wishes_names_the_one_that_does_not_go() -> None:
    made = small_groups(people(6), 2, 1, Wishes(apart=(("p0", "p1"), ("p1", "p2"), ("p2", "p0"))))
    assert made.told == ("Name 2 and Name 0 cannot be kept apart with the other wishes in 2 groups.",)


def test_two_with_many_wishes_share_a_group_where_only_that_goes() -> None:
    wished = [(0, 2), (0, 3), (0, 4), (0, 5), (1, 2), (1, 3), (1, 6), (1, 7), (2, 3)]
    made = small_groups(people(8), 3, 1, Wishes(apart=tuple((f"p{one}", f"p{other}") for one, other in wished)))
    where = places(made)
    assert made.told == () and where["p0"] == where["p1"]
    assert sorted(len(group) for group in made.groups) == [2, 3, 3]


def test_more_people_to_keep_apart_than_groups_are_spread() -> None:
    made = small_groups(people(9), 3, 2, Wishes(apart=(("p0", "p1", "p2", "p3", "p4"),)))
    counts = sorted(sum(place == group for key, place in places(made).items() if key in {"p0", "p1", "p2", "p3", "p4"})
                    for group in range(3))  # fmt: skip
    assert counts == [1, 2, 2]
    assert made.told == ("5 people cannot all be kept apart in 3 groups: they are spread over them as far as it goes.",)


@pytest.mark.parametrize(
    ("count", "number", "told"),
    [
        (0, 3, "Nobody is chosen yet."),
        (2, 3, "2 people make 2 groups at most, not 3."),
        (1, 2, "1 person makes 1 group at most, not 2."),
        (4, 0, ""),
    ],
)
def test_numbers_that_do_not_fit_are_said(count: int, number: int, told: str) -> None:
    made = small_groups(people(count), number)
    assert made.told == ((told,) if told else ())
    assert sum(len(group) for group in made.groups) == count
    assert all(made.groups)


def test_those_who_stay_together_may_leave_fewer_groups() -> None:
    made = small_groups(people(4), 3, 0, Wishes(together=(("p0", "p1"), ("p1", "p2"))))
    assert len(made.groups) == 2
    assert made.told[0] == "Those who stay together leave only 2 groups."


def test_again_brings_other_company() -> None:
    first = small_groups(people(9, roles=False), 3, 1)
    before = [[person.id for person in group] for group in first.groups]
    again = small_groups(people(9, roles=False), 3, 2, before=before)
    met = {frozenset(pair) for group in before for pair in combinations(group, 2)}
    now = [frozenset((a.id, b.id)) for group in again.groups for a, b in combinations(group, 2)]
    assert not any(pair in met for pair in now)


def test_groups_as_lines_hold_names_and_roles_only_when_asked_for() -> None:
    made = SmallGroups(((Member("a", "Ana [/]", ("CPS",)), Member("b", "{Bo}")), (Member("c", "林小雨"),)))
    assert group_lines(made) == ["Group 1: Ana [/], {Bo}", "Group 2: 林小雨"]
    assert group_lines(made, roles=True)[0] == "Group 1: Ana [/] (CPS), {Bo}"


def test_how_many_groups_a_size_needs() -> None:
    assert [fewest_groups(people, 4) for people in (0, 1, 4, 5, 12, 13)] == [1, 1, 1, 2, 3, 4]


def test_three_hundred_people_are_quick_and_complete() -> None:
    made = small_groups(people(300), 40, 1, Wishes(apart=(tuple(f"p{n}" for n in range(200)),)))
    assert sum(len(group) for group in made.groups) == 300
    assert {len(group) for group in made.groups} <= {7, 8}


@settings(max_examples=120, deadline=None)
@given(
    st.integers(1, 7),
    st.integers(1, 4),
    st.integers(0, 5),
    st.lists(st.lists(st.integers(0, 7), max_size=3), max_size=2),
    st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), max_size=5),
)
def test_whatever_is_wished_is_kept_where_any_way_keeps_it(
    count: int, number: int, seed: int, together: list[list[int]], apart: list[list[int]]
) -> None:
    wishes = Wishes(
        tuple(tuple(f"p{n}" for n in wish) for wish in together), tuple(tuple(f"p{n}" for n in wish) for wish in apart)
    )
    made = small_groups(people(count), number, seed, wishes)
    where = places(made)
    assert sorted(where) == [f"p{n}" for n in range(count)]
    assert all(made.groups)
    pairs_together = [(a, b) for wish in wishes.together for a, b in combinations(wish, 2) if a in where and b in where]
    pairs_apart = [
        (a, b) for wish in wishes.apart for a, b in combinations(wish, 2) if a in where and b in where and a != b
    ]
    assert all(where[a] == where[b] for a, b in pairs_together)
    kept = all(where[a] != where[b] for a, b in pairs_apart)
    ways = [
        way
        for way in product(range(len(made.groups)), repeat=count)
        if all(way[int(a[1:])] == way[int(b[1:])] for a, b in pairs_together)
        and all(way[int(a[1:])] != way[int(b[1:])] for a, b in pairs_apart)
    ]
    assert kept is bool(ways)
    assert any("apart" in line for line in made.told) is not kept
    if kept and len(made.groups) == min(number, count):
        best = min(uneven([way.count(place) for place in range(len(made.groups))]) for way in ways)
        assert uneven([len(group) for group in made.groups]) == best


def uneven(sizes: list[int]) -> int:
    """How far the sizes of groups lie beyond those of nearly equal ones; no group is empty."""
    least, most = sum(sizes) // len(sizes), -(-sum(sizes) // len(sizes))
    return 99 if not min(sizes) else max(0, least - min(sizes), max(sizes) - most)
