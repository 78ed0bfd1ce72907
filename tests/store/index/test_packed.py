"""Packed steps are the steps; each copy may be changed alone."""

from __future__ import annotations

import datetime as dt
from copy import copy

import pytest

from peer_tui.domain.steps import Step
from peer_tui.store.index.packed import PackedSteps, pack

AT = dt.datetime(2024, 11, 13, 19, tzinfo=dt.UTC)
STEPS = {f"e{number}": Step(f"e{number}", number, "aaaaaa-1", f"step {number}", "m", AT) for number in range(100)}


def packed() -> PackedSteps:
    return PackedSteps(STEPS, pack(STEPS.values()))


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
