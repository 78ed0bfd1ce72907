"""What is packed comes back the same; each copy may be changed alone."""

from __future__ import annotations

import datetime as dt
from copy import copy

import pytest

from peer_tui.domain.steps import Step
from peer_tui.store.index.packed import Packed, Places, pack
from peer_tui.store.shards import Shard

AT = dt.datetime(2024, 11, 13, 19, tzinfo=dt.UTC)
STEPS = {f"e{number}": Step(f"e{number}", number, "aaaaaa-1", f"step {number}", "m", AT) for number in range(100)}


def packed() -> Packed[Step]:
    return Packed(pack(STEPS), Step)


def test_packed_steps_are_the_steps_in_their_order() -> None:
    steps = packed()
    assert steps == STEPS and steps == STEPS and len(steps) == 100
    assert list(steps) == list(STEPS) and list(steps.values()) == list(STEPS.values())
    assert list(steps.items()) == list(STEPS.items())
    assert steps["e77"].text == "step 77" and "e77" in steps and "e100" not in steps and steps.get("x") is None


@pytest.mark.parametrize("key", ["e0", "e31", "e32", "e63", "e64", "e99"])
def test_each_is_unpacked_alone_and_stays_the_same(key: str) -> None:
    steps = packed()
    assert steps[key] == STEPS[key] and steps[key] is copy(steps)[key]


def test_a_copy_is_changed_alone_and_keeps_the_order() -> None:
    steps = packed()
    other = copy(steps)
    changed = Step("e5", 5, "aaaaaa-1", "another", "m", AT)
    other["e5"] = changed
    del other["e6"]
    other["new"] = changed
    assert steps == STEPS
    assert list(other)[:7] == ["e0", "e1", "e2", "e3", "e4", "e5", "e7"] and list(other)[-1] == "new"
    assert other["e5"] is changed and list(other.values())[5] is changed and len(other) == 100
    del steps["e5"]
    assert other["e5"] is changed and other.pop("e5") is changed and other.pop("e5", None) is None


@pytest.mark.parametrize("many", [0, 1, 32, 33, 64, 65])
def test_any_number_of_them_comes_back(many: int) -> None:
    some = dict(list(STEPS.items())[:many])
    stored = pack(some)
    assert stored.ids == list(some) and len(stored.packed) == -(-many // 32)
    assert Packed(stored, Step) == some and [Packed(stored, Step)[key] for key in some] == list(some.values())


def test_all_of_them_are_told_as_they_are_now_also_when_they_were_told_before() -> None:
    steps = packed()
    before = steps.values()
    other = copy(steps)
    steps["new"] = STEPS["e1"]
    assert list(steps.values())[-1] is STEPS["e1"] and len(steps.items()) == 101
    del steps["e0"]
    for one in (steps, copy(steps)):
        assert len(one.values()) == 100 and "e0" not in dict(one.items()) and dict(one.items())["new"] is one["new"]
    assert len(other.values()) == 100 == len(before) and "new" not in dict(other.items()) and other == STEPS


def test_what_was_unpacked_once_is_shared_by_copies() -> None:
    steps = packed()
    other = copy(steps)
    assert list(steps.values())[40] is other["e40"] is list(other.values())[40]


def test_places_are_the_shards_of_a_group() -> None:
    places = Places("harbor", {"a": "2024/x", "b": "2024/y"})
    assert places == {"a": Shard("harbor", "2024/x"), "b": Shard("harbor", "2024/y")}
    assert list(places) == ["a", "b"] and "a" in places and "c" not in places and places.get("c") is None
    places["c"] = Shard("harbor", "2024/z")
    del places["a"]
    assert list(places.values()) == [Shard("harbor", "2024/y"), Shard("harbor", "2024/z")] and len(places) == 2
