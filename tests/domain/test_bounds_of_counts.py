"""Whole numbers of an event that came from elsewhere: held within what a meeting can have, corrections among them."""

from __future__ import annotations

import msgspec
import pytest

from peer_tui.domain import events as ev
from peer_tui.domain.bounds import LARGEST, _bounds, bounded
from peer_tui.domain.events.coding import KINDS
from peer_tui.domain.meeting import Meeting


@pytest.mark.parametrize("count", [-LARGEST, -2, 0, 3, LARGEST])
def test_heads_that_were_counted_too_often_are_taken_back(count: int) -> None:
    told = ev.HeadsCounted(count=count)
    assert bounded(told) is told


def test_a_correction_of_the_heads_counts_and_never_below_nobody() -> None:
    three = bounded(ev.HeadsCounted(id="1", count=3))
    assert Meeting.fold([three, bounded(ev.HeadsCounted(id="2", count=-2))]).heads_count == 1
    assert Meeting.fold([three, bounded(ev.HeadsCounted(id="2", count=-(10**30)))]).heads_count == 0


def test_other_counts_are_never_below_nobody_nor_beyond_any_meeting() -> None:
    assert bounded(ev.StoodAside(entry="e", count=-2)).count == 0
    assert bounded(ev.HeadsCounted(count=10**30)).count == LARGEST
    shown = ev.FingersShown(entry="e", counts=(0, 0, -1, 10**30, 4, 8))
    assert bounded(shown).counts == (0, 0, 0, LARGEST, 4, 8)
    usual = ev.FingersShown(entry="e", counts=(0, 0, 3, 6, 4, 8))
    assert bounded(usual) is usual and bounded(usual).counts is usual.counts


def test_every_kind_is_bounded_by_the_types_it_has_however_they_are_written() -> None:
    """The types are read as they stand in the code, without evaluating them: an alias of one would be overlooked."""
    for kind in (*KINDS.values(), ev.BlockPlan):
        known = dict(_bounds(kind))
        for field in msgspec.structs.fields(kind):
            shape = str(field.type)
            is_bounded = "datetime.datetime" in shape or shape.startswith("tuple[int") or field.type is int
            assert not is_bounded or field.name in known, f"{kind.__name__}.{field.name}"
    assert [name for name, _ in _bounds(ev.GroupCreated)] == ["blocks", "minutes", "at", "when"]
