from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain import agenda
from peer_tui.domain.events import BlockPlan

STARTS = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
MAPWC = (
    BlockPlan("welcome", "Welcome", "welcome", 3, 5),
    BlockPlan("agreement", "Comfort / Discomfort Agreement – introductions", "agreement", 3, 5),
    BlockPlan("minutes", "Minutes review", "review", 3, 5),
    BlockPlan("priorities", "Updates on Priorities", "priorities", 15, 15),
    BlockPlan("topics", "Current topics we are addressing", "topics", flex=True, ours=True),
    BlockPlan("steps", "Next Steps", "steps", 15, 15, protected=True),
    BlockPlan("goodbyes", "Group goodbyes!", "goodbyes", 2, 2, protected=True, ours=True),
)


def keys(blocks: tuple[BlockPlan, ...]) -> list[str]:
    return [block.key for block in blocks]


def clock_times(laid: agenda.Agenda) -> list[str]:
    zone = zoneinfo.ZoneInfo("America/New_York")
    local = [row.at.astimezone(zone) for row in laid.rows]
    return [f"{time.hour - 12}:{time.minute:02d}" for time in local]


def test_check_01_the_titles_in_order_have_short_forms_for_the_ribbon() -> None:
    short = [agenda.short_title(block) for block in MAPWC]
    assert short == ["Welcome", "Agreement", "Minutes", "Priorities", "Topics", "Next Steps", "Goodbyes"]
    spoken = [agenda.spoken_title(block) for block in MAPWC]
    assert spoken[1] == "Comfort / Discomfort Agreement"
    assert spoken[4] == "Current topics"
    assert spoken[6] == "Group goodbyes!"


def test_check_02_sixty_minutes_at_two() -> None:
    laid = agenda.lay_out(MAPWC, 60, STARTS)
    assert clock_times(laid) == ["2:00", "2:05", "2:10", "2:15", "2:30", "2:43", "2:58"]
    assert laid.words == "60 of 60 min"
    assert (laid.total, laid.slot, laid.fits) == (60, 60, True)
    assert laid.rows[4].minutes == 13


def test_check_02_forty_five_minutes_drop_no_block() -> None:
    laid = agenda.lay_out(MAPWC, 45, STARTS)
    assert laid.words == ("longest: 2 min over, no time for Current topics; shortest: 4 min for Current topics")
    assert [row.block for row in laid.rows] == list(MAPWC)
    assert (laid.total, laid.fits) == (47, False)
    assert laid.rows[4].minutes == 0


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        (48, "48 of 48 min"),
        (47, "longest: no time for Current topics; shortest: 6 min for Current topics"),
        (41, "longest: 6 min over, no time for Current topics; shortest: no time for Current topics"),
        (
            40,
            "longest: 7 min over, no time for Current topics; shortest: 1 min over, no time for Current topics",
        ),
    ],
)
def test_words_of_a_slot_with_a_flex_block(slot: int, words: str) -> None:
    assert agenda.lay_out(MAPWC, slot, STARTS).words == words


@pytest.mark.parametrize(
    ("slot", "words", "fits"),
    [
        (60, "47 of 60 min", True),
        (47, "47 of 47 min", True),
        (45, "longest: 2 min over; shortest: 41 of 45 min", False),
        (40, "longest: 7 min over; shortest: 1 min over", False),
    ],
)
def test_words_of_a_slot_with_topics_inside_priorities(slot: int, words: str, fits: bool) -> None:
    nested = agenda.nest_topics(MAPWC)
    laid = agenda.lay_out(nested, slot, STARTS)
    assert (laid.words, laid.fits) == (words, fits)


def test_a_flex_block_without_a_minute_does_not_fit() -> None:
    assert not agenda.lay_out(MAPWC, 47, STARTS).fits
    assert agenda.lay_out(MAPWC, 48, STARTS).fits


def test_words_of_fixed_blocks() -> None:
    fixed = tuple(block for block in MAPWC if block.low == block.high and not block.flex)
    assert agenda.lay_out(fixed, 27, STARTS).words == "5 min over"
    assert agenda.lay_out(fixed, 60, STARTS).words == "32 of 60 min"


def test_nesting_joins_the_titles_and_keeps_the_rest() -> None:
    nested = agenda.nest_topics(MAPWC)
    assert keys(nested) == ["welcome", "agreement", "minutes", "priorities", "steps", "goodbyes"]
    assert nested[3].title == "Updates on Priorities and Current topics"
    assert nested[3].ours
    assert agenda.short_title(nested[3]) == "Priorities"
    assert agenda.nest_topics(nested) == nested


def test_two_flex_blocks_share_in_order() -> None:
    two = agenda.make_flexible(agenda.add(MAPWC, "Open floor", after="topics"), "open-floor")
    laid = agenda.lay_out(two, 60, STARTS)
    assert [row.minutes for row in laid.rows if row.block.flex] == [7, 6]
    assert agenda.lay_out(two, 45, STARTS).words.endswith("4 min for Current topics and Open floor")
    assert agenda.check_blocks(two) == []


def test_moving_stops_at_the_ends() -> None:
    assert keys(agenda.move(MAPWC, "topics", -1))[3:5] == ["topics", "priorities"]
    assert keys(agenda.move(MAPWC, "topics", 99))[-1] == "topics"
    assert keys(agenda.move(MAPWC, "topics", -99))[0] == "topics"


def test_lengthening() -> None:
    def minutes(key: str, by: int) -> tuple[int, int]:
        block = next(block for block in agenda.lengthen(MAPWC, key, by) if block.key == key)
        return block.low, block.high

    assert minutes("welcome", 1) == (3, 6)
    assert minutes("welcome", -3) == (2, 2)
    assert minutes("steps", 1) == (16, 16)
    assert minutes("goodbyes", -9) == (1, 1)
    assert minutes("topics", 5) == (0, 0)


def test_minutes_make_a_flex_block_ordinary() -> None:
    block = agenda.with_minutes(MAPWC, "topics", 5, 10)[4]
    assert (block.low, block.high, block.flex) == (5, 10, False)
    for low, high in ((6, 5), (-1, 5), (0, 0)):
        with pytest.raises(agenda.AgendaError):
            agenda.with_minutes(MAPWC, "welcome", low, high)


def test_adding_gives_a_key_of_its_own() -> None:
    once = agenda.add(MAPWC, " Budget: [b]2025[/b] ", 10, after="minutes")
    assert (once[3].key, once[3].title, once[3].low, once[3].high) == ("budget-b-2025-b", "Budget: [b]2025[/b]", 10, 10)
    twice = agenda.add(once, "Budget [b]2025[/b]", 10)
    assert twice[0].key == "budget-b-2025-b-2"
    assert agenda.add((), "…")[0].key == "block"
    with pytest.raises(agenda.AgendaError):
        agenda.add(MAPWC, "  ")
    with pytest.raises(agenda.AgendaError):
        agenda.add(MAPWC, "Budget", 0)


def test_removing_protecting_renaming() -> None:
    assert "topics" not in keys(agenda.remove(MAPWC, "topics"))
    with pytest.raises(agenda.AgendaError, match="at least one block"):
        agenda.remove(MAPWC[:1], "welcome")
    with pytest.raises(agenda.AgendaError, match="no block “lunch”"):
        agenda.remove(MAPWC, "lunch")
    assert agenda.protect(MAPWC, "minutes")[2].protected
    assert not agenda.protect(MAPWC, "steps", on=False)[5].protected
    with pytest.raises(agenda.AgendaError):
        agenda.protect(MAPWC, "topics")
    assert agenda.rename(MAPWC, "topics", " Open floor ")[4].title == "Open floor"
    with pytest.raises(agenda.AgendaError):
        agenda.rename(MAPWC, "topics", " ")


def test_a_groups_own_title_is_cut_for_the_ribbon() -> None:
    assert agenda.short_title(BlockPlan("b", "Listening session planning")) == "Listening ses…"
    assert agenda.short_title(BlockPlan("b", "")) == "b"
    assert agenda.short_title(BlockPlan("b", " – x")) == "– x"


def test_checking_names_every_trouble() -> None:
    assert agenda.check_blocks(MAPWC) == []
    assert agenda.check_blocks(()) == ["The agenda has no blocks."]
    bad = (
        BlockPlan("a", "First", low=5, high=3),
        BlockPlan("a", "Second", low=1, high=0),
        BlockPlan("c", " ", flex=True, protected=True),
        BlockPlan("", "Last", low=1, high=1),
    )
    assert agenda.check_blocks(bad) == [
        "Block 1, “First”, has 5 minutes at least but 3 at most.",
        "Block 2, “Second”, has the key “a” of an earlier block; every key stands once.",
        "Block 2, “Second”, has 1–0 minutes; the most must be at least 1 and the fewest not below 0.",
        "Block 3, “c”, has no title.",
        "Block 3, “c”, takes what is left, so it cannot be protected.",
        "Block 4, “Last”, has no key.",
    ]


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=8), st.integers(0, 200))
def test_laid_out_rows_follow_one_another(shapes: list[tuple[int, bool]], slot: int) -> None:
    blocks = [
        BlockPlan(f"b{n}", f"B{n}", high=0 if flex else high, low=0 if flex else high, flex=flex)
        for n, (high, flex) in enumerate(shapes)
    ]
    laid = agenda.lay_out(blocks, slot, STARTS)
    assert len(laid.rows) == len(blocks)
    assert all(row.minutes >= 0 for row in laid.rows)
    for row, following in zip(laid.rows, laid.rows[1:], strict=False):
        assert following.at - row.at == dt.timedelta(minutes=row.minutes)
    if any(block.flex for block in blocks):
        assert laid.total == max(slot, sum(block.high for block in blocks))
