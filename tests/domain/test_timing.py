from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from peer_tui.domain import agenda, extending, timing, wall_time
from peer_tui.domain.events import BlockPlan
from peer_tui.domain.reading import ItemReading, Reading, State, crossed, read_clock, sleep_question
from peer_tui.domain.timing import Course, Span

ZONE = "America/New_York"
STARTS = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
"""2:00 pm in New York."""
MAPWC = (
    BlockPlan("welcome", "Welcome", "welcome", 3, 5),
    BlockPlan("agreement", "Comfort / Discomfort Agreement – introductions", "agreement", 3, 5),
    BlockPlan("minutes", "Minutes review", "review", 3, 5),
    BlockPlan("priorities", "Updates on Priorities", "priorities", 15, 15),
    BlockPlan("topics", "Current topics we are addressing", "topics", flex=True, ours=True),
    BlockPlan("steps", "Next Steps", "steps", 15, 15, protected=True),
    BlockPlan("goodbyes", "Group goodbyes!", "goodbyes", 2, 2, protected=True, ours=True),
)
PLAN = {"welcome": 0, "agreement": 5, "minutes": 10, "priorities": 15, "topics": 30, "steps": 43, "goodbyes": 58}
"""Minutes after the start at which each block begins when all take their longest."""
NEST = agenda.nest_topics(MAPWC)


def at(minutes: float, seconds: int = 0) -> dt.datetime:
    return STARTS + dt.timedelta(minutes=minutes, seconds=seconds)


def course(*moves: tuple[str, float], blocks: tuple[BlockPlan, ...] = MAPWC, slot: int = 60) -> Course:
    """A meeting that moved to each block at so many minutes after the planned start."""
    spans = [
        Span(key, None, at(when), at(moves[place + 1][1]) if place + 1 < len(moves) else None)
        for place, (key, when) in enumerate(moves)
    ]
    return Course(blocks, STARTS, at(slot), {}, tuple(spans), (), None, None)


def on_plan(until: str) -> Course:
    """A meeting in which every block so far took its longest time, now in `until`."""
    keys = list(PLAN)[: list(PLAN).index(until) + 1]
    return course(*((key, PLAN[key]) for key in keys))


def read(facts: Course, minutes: float, seconds: int = 0) -> Reading:
    return read_clock(facts, at(minutes, seconds), ZONE)


def after(facts: Course, cost: extending.Cost) -> Course:
    """The course once the extension was recorded, as the fold records it."""
    assert facts.spans
    limits = {**facts.limits, facts.spans[-1].block: cost.seconds, **cost.limits}
    return replace(facts, limits=limits, ends=cost.ends)


# --- the words of a block -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "seconds", "words", "state", "clock"),
    [
        (0, 0, "up to 3–5 min", State.SETTLING, "05:00 left of 5"),
        (1, 0, "up to 3–5 min", State.SETTLING, "04:00 left of 5"),
        (2, 59, "up to 3–5 min", State.SETTLING, "02:01 left of 5"),
        (3, 0, "any time now · 2 min left", State.MAY_MOVE_ON, "02:00 left of 5"),
        (4, 0, "any time now · 1 min left", State.MAY_MOVE_ON, "01:00 left of 5"),
        (5, 0, "time · +0:00", State.TIME, "+0:00 over 5"),
        (5, 30, "time · +0:30", State.TIME, "+0:30 over 5"),
    ],
)
def test_check_07_a_range_says_where_it_stands(
    minutes: int, seconds: int, words: str, state: State, clock: str
) -> None:
    reading = read(on_plan("agreement"), 5 + minutes, seconds)
    assert (reading.words, reading.state, reading.clock) == (words, state, clock)


def test_check_07_a_fifteen_minute_block_warns_at_thirteen_and_not_before() -> None:
    facts = on_plan("priorities")
    assert [read(facts, 15, second).warning for second in range(0, 780)] == [False] * 780
    assert read(facts, 15, 779).words == "of 15 min"
    assert read(facts, 28).warning
    assert read(facts, 28).words == "2 min left"
    assert read(facts, 30).words == "time · +0:00"


def test_a_block_under_four_minutes_warns_in_its_last_minute() -> None:
    facts = on_plan("goodbyes")
    assert not read(facts, 58, 59).warning
    assert read(facts, 59).words == "1 min left"


def test_a_range_of_four_to_five_warns_before_its_minimum() -> None:
    facts = course(("a", 0), blocks=(BlockPlan("a", "A", "notes", 4, 5),))
    assert read(facts, 3).words == "up to 4–5 min · 2 min left"


def test_the_flex_block_may_be_left_at_any_time() -> None:
    facts = on_plan("topics")
    assert (read(facts, 30).words, read(facts, 30).clock) == ("any time now", "13:00 left of 13")
    assert read(facts, 41).words == "any time now · 2 min left"
    assert read(facts, 43, 5).words == "time · +0:05"


def test_items_are_numbered_without_the_welcome() -> None:
    assert [(read(on_plan(key), PLAN[key]).number) for key in PLAN] == [0, 1, 2, 3, 4, 5, 6]
    assert read(on_plan("priorities"), 15).count == 6


def test_the_calm_clock_changes_at_most_once_a_minute() -> None:
    facts = replace(on_plan("topics"), pauses=((at(35, 20), at(37, 50)),))
    for first, last in ((at(30), at(35, 20)), (at(35, 20), at(37, 50)), (at(37, 50), at(50))):
        moments = [first + dt.timedelta(seconds=second) for second in range(int((last - first).total_seconds()))]
        said = [read_clock(facts, moment, ZONE).calm for moment in moments]
        changes = [second for second in range(1, len(said)) if said[second] != said[second - 1]]
        assert changes
        assert all(b - a >= 60 for a, b in itertools.pairwise(changes))
    assert read(facts, 30).calm == "about 13 min left of 13"
    assert read(on_plan("priorities"), 30, 59).calm == "time is up"
    assert read(on_plan("priorities"), 31).calm == "about 1 min over 15"


def test_before_the_doors_open_and_after_the_end() -> None:
    before = read(course(), -10)
    assert (before.block, before.state, before.words, before.clock) == (
        None,
        State.NOT_STARTED,
        "not started",
        "starts 2:00",
    )
    assert before.ends_words == "ends 3:00 on time"
    ended = read(replace(on_plan("goodbyes"), ended=at(59)), 300)
    assert (ended.words, ended.ends_words, ended.projected_end) == ("ended", "ended 2:59", at(59))
    assert (ended.elapsed, ended.warning, ended.past_end, ended.next_steps_by) == (60, False, False, None)


def test_early_doors_wait_for_the_planned_start() -> None:
    facts = course(("welcome", -10))
    waiting = read(facts, -5)
    assert (waiting.words, waiting.elapsed, waiting.ends_words) == (
        "doors open · up to 3–5 min",
        0,
        "ends 3:00 on time",
    )
    assert read(facts, 3).words == "any time now · 2 min left"
    assert timing.actual(facts, at(3)) == {"welcome": 13 * 60}
    much_earlier = course(("welcome", -90))
    assert read(much_earlier, -87).words == "any time now · 2 min left"


# --- the end, and Next Steps --------------------------------------------------------------------------------------


def test_check_10_next_steps_by_moves_with_extensions_and_reminds_two_minutes_before() -> None:
    facts = on_plan("topics")
    assert read(facts, 30).next_steps_by == at(43)
    assert read(facts, 40, 59).steps_reminder == ""
    assert read(facts, 41).steps_reminder == "Next Steps should start in 2 min"
    assert read(facts, 42, 30).steps_reminder == "Next Steps should start in 1 min"
    assert read(facts, 44).steps_reminder == "Next Steps should have started at 2:43"
    later = after(facts, extending.cost_of_extending(facts, at(41), 5, ZONE, agreed=True))
    assert read(later, 41).next_steps_by == at(48)
    assert read(later, 41).steps_reminder == ""
    assert read(later, 46).steps_reminder == "Next Steps should start in 2 min"
    shorter = after(facts, extending.cost_of_extending(facts, at(41), 5, ZONE, from_next=True))
    assert read(shorter, 41).next_steps_by == at(48)


def test_the_reminder_stops_once_next_steps_began() -> None:
    facts = on_plan("steps")
    assert (read(facts, 43).next_steps_by, read(facts, 43).steps_reminder) == (None, "")
    back = course(("topics", 30), ("steps", 43), ("topics", 45))
    assert read(back, 46).steps_reminder == ""
    assert read(back, 46).next_steps_by == at(45), "2 of the 15 minutes are already spent"


def test_check_12_a_pause_stops_the_block_clock_and_not_the_end() -> None:
    facts = on_plan("steps")
    plain = read(facts, 50)
    paused = replace(facts, pauses=((at(46), None),))
    during = read(paused, 50)
    assert during.paused
    assert during.elapsed == 3 * 60
    assert during.words == "paused · of 15 min"
    resumed = read(replace(facts, pauses=((at(46), at(50)),)), 55)
    assert not resumed.paused
    assert resumed.elapsed == (55 - 43 - 4) * 60
    assert plain.projected_end == at(60)
    assert resumed.projected_end == at(64)
    assert resumed.ends_words == "ends 3:04, 4 min over"


def test_check_12_a_pause_before_topics_is_paid_by_topics() -> None:
    facts = replace(on_plan("priorities"), pauses=((at(16), at(20)),))
    assert read(facts, 25).elapsed == 6 * 60
    assert timing.length(facts, "topics", at(25)) == (0, 9 * 60)
    assert read(facts, 25).projected_end == at(60)
    long = replace(on_plan("priorities"), pauses=((at(16), at(33)),))
    assert read(long, 35).ends_words == "ends 3:04, 4 min over"


def test_a_pause_in_topics_leaves_next_steps_their_time() -> None:
    facts = replace(on_plan("topics"), pauses=((at(32), at(36)),))
    reading = read(facts, 36)
    assert (reading.elapsed, reading.high, reading.left) == (120, 540, 420)


def test_overlapping_pauses_count_once() -> None:
    facts = replace(on_plan("steps"), pauses=((at(44), at(48)), (at(46), at(50)), (at(51), at(51))))
    assert timing.elapsed(facts, "steps", at(52)) == 3 * 60


def test_check_13_three_minutes_saved_go_to_topics() -> None:
    assert timing.length(on_plan("priorities"), "topics", at(20)) == (0, 13 * 60)
    early = course(("welcome", 0), ("agreement", 5), ("minutes", 10), ("priorities", 12))
    assert timing.length(early, "topics", at(20)) == (0, 16 * 60)
    assert read(early, 20).ends_words == "ends 3:00 on time"


@pytest.mark.parametrize(
    ("moves", "minutes", "words"),
    [
        ((("steps", 43),), 50, "ends 3:00 on time"),
        ((("steps", 47),), 50, "ends 3:04, 4 min over"),
        ((("steps", 35),), 50, "ends 2:52, 8 min early"),
        ((("steps", 42.5),), 50, "ends 3:00 on time"),
        ((("topics", 30),), 50, "ends 3:07, 7 min over"),
    ],
)
def test_the_projected_end_in_words(moves: tuple[tuple[str, float], ...], minutes: float, words: str) -> None:
    assert read(course(*moves), minutes).ends_words == words


def test_a_skipped_block_needs_no_time() -> None:
    facts = replace(on_plan("agreement"), skipped=frozenset({"minutes"}))
    assert timing.length(facts, "topics", at(6)) == (0, 18 * 60)


# --- going back, sleeping, midnight -------------------------------------------------------------------------------


def test_check_14_a_reopened_block_adds_its_earlier_time() -> None:
    facts = course(("minutes", 10), ("priorities", 13), ("minutes", 15))
    assert timing.elapsed(facts, "minutes", at(16)) == 4 * 60
    assert timing.elapsed(facts, "priorities", at(16)) == 2 * 60
    assert read(facts, 16).words == "any time now · 1 min left"
    never_left = course(("minutes", 10))
    assert timing.elapsed(never_left, "minutes", at(16)) == 6 * 60


def test_check_14_next_steps_left_too_soon_keep_what_is_left_of_them() -> None:
    facts = course(("topics", 30), ("steps", 40), ("topics", 42))
    assert timing.length(facts, "topics", at(42)) == (0, 13 * 60), "10 spent, 3 until 2:45"
    assert read(facts, 42).projected_end == at(60)


def test_check_15_ten_minutes_asleep_are_ten_minutes_more() -> None:
    facts = on_plan("priorities")
    assert read(facts, 30).elapsed - read(facts, 20).elapsed == 600
    assert sleep_question(facts, at(30), at(20), ZONE) == ""
    assert sleep_question(facts, at(120), at(20), ZONE) == ""
    assert sleep_question(facts, at(121), at(31), ZONE) == (
        "The agreed end was 3:00, over an hour ago. Does the meeting go on, or did it stop at 2:31?"
    )


def test_check_15_asks_nothing_while_awake_or_ended_or_not_begun() -> None:
    assert sleep_question(on_plan("goodbyes"), at(130), at(130, -1), ZONE) == ""
    assert sleep_question(replace(on_plan("goodbyes"), ended=at(60)), at(200), at(60), ZONE) == ""
    assert sleep_question(course(), at(200), at(-5), ZONE) == ""


def test_check_62_over_midnight() -> None:
    starts = dt.datetime(2024, 11, 14, 4, 40, tzinfo=dt.UTC)
    ends = starts + dt.timedelta(minutes=40)
    blocks = (BlockPlan("a", "A", "notes", 40, 40),)
    facts = Course(blocks, starts, ends, {}, (Span("a", None, starts, ends),), (), starts, ends)
    assert wall_time.say_short_time(starts, ZONE) == "11:40"
    assert wall_time.end_time(starts, ends, ZONE) == "12:20 am (+1 day)"
    assert read_clock(facts, ends, ZONE).ends_words == "ended 12:20 am (+1 day)"
    running = replace(facts, ended=None, spans=(Span("a", None, starts, None),))
    assert read_clock(running, starts, ZONE).ends_words == "ends 12:20 am (+1 day) on time"


def test_check_62_over_the_night_the_clocks_go_back() -> None:
    starts = dt.datetime(2026, 11, 1, 3, 30, tzinfo=dt.UTC)
    ends = starts + dt.timedelta(hours=3)
    assert wall_time.say_short_time(starts, ZONE) == "11:30"
    assert wall_time.end_time(starts, ends, ZONE) == "1:30 am EST (+1 day)"
    blocks = (BlockPlan("a", "A", "notes", 180, 180),)
    facts = Course(blocks, starts, ends, {}, (Span("a", None, starts, None),), (), starts, None)
    assert timing.elapsed(facts, "a", ends) == 3 * 3600


def test_an_unknown_zone_is_read_as_utc() -> None:
    for zone in ("Nowhere/Land", "", "../etc/passwd", "a\0b"):
        assert wall_time.say_short_time(STARTS, zone) == "7:00"


# --- priorities ---------------------------------------------------------------------------------------------------


def test_each_priority_has_its_share() -> None:
    items = ("p1", "p2", "p3", "p4", "p5")
    spans = (
        Span("priorities", None, at(15), at(15, 30)),
        Span("priorities", "p1", at(15, 30), at(19)),
        Span("priorities", "p4", at(19), None),
    )
    facts = replace(course(), spans=spans, items=items)
    item = read(facts, 20, 50).item
    assert item == ItemReading("p4", 4, 5, 110, 180, 70, "1:10 left")
    over = read(facts, 22, 40).item
    assert over is not None
    assert (over.left, over.words) == (-40, "+0:40 over")
    unlisted = read(replace(facts, items=()), 20).item
    assert unlisted is not None
    assert (unlisted.index, unlisted.count, unlisted.share) == (0, 0, 900)
    assert read(on_plan("priorities"), 16).item is None


# --- extending ----------------------------------------------------------------------------------------------------


def test_check_09_topics_pay_and_next_steps_are_untouched() -> None:
    facts = on_plan("priorities")
    cost = extending.cost_of_extending(facts, at(30, 40), 5, ZONE)
    assert cost.words == "extend 5 → Current topics 13→8 · end stays 3:00"
    assert (cost.possible, cost.needs_agreement) == (True, False)
    assert (cost.paid, cost.seconds, cost.ends, cost.limits) == ({"topics": 300}, 1200, at(60), {})
    then = read(after(facts, cost), 30, 40)
    assert (then.words, then.clock, then.next_steps_by) == ("of 20 min", "04:20 left of 20", at(43))
    assert timing.length(after(facts, cost), "topics", at(31)) == (0, 480)


def test_check_09_slack_pays_before_topics() -> None:
    facts = course(("welcome", 0), ("agreement", 4), ("minutes", 9), ("priorities", 13))
    cost = extending.cost_of_extending(facts, at(28), 5, ZONE)
    assert cost.words == "extend 5 → Current topics 15→10 · end stays 3:00"
    assert cost.paid == {"slack": 120, "topics": 180}
    again = extending.cost_of_extending(after(facts, cost), at(33), 5, ZONE)
    assert again.paid == {"topics": 300}, "slack pays once"


def test_check_09_without_a_flex_block_slack_pays_alone() -> None:
    facts = course(("priorities", 5), blocks=NEST)
    cost = extending.cost_of_extending(facts, at(20), 5, ZONE)
    assert cost.words == "extend 5 → 5 min of slack · end stays 3:00"
    assert (cost.possible, cost.paid) == (True, {"slack": 300})


def test_check_11_a_later_end_is_refused_until_the_group_agreed() -> None:
    facts = on_plan("topics")
    asked = extending.cost_of_extending(facts, at(43), 5, ZONE)
    assert asked.words == "extend 5 → end 3:00→3:05 · ask: does the group agree? (/extend 5 agreed)"
    assert (asked.possible, asked.needs_agreement) == (False, True)
    agreed = extending.cost_of_extending(facts, at(43), 5, ZONE, agreed=True)
    assert agreed.words == "extend 5 → end 3:00→3:05 · the group agreed"
    assert (agreed.possible, agreed.needs_agreement, agreed.ends) == (True, False, at(65))
    assert read(facts, 43).ends_words == "ends 3:00 on time"
    then = read(after(facts, agreed), 43)
    assert (then.ends_words, then.projected_end, then.high) == ("ends 3:05 on time", at(65), 18 * 60)


def test_check_11_the_end_moves_by_whole_minutes_once_topics_are_used_up() -> None:
    facts = course(
        (
            "priorities",
            25,
        )
    )
    cost = extending.cost_of_extending(replace(facts, ends=at(60, 20)), at(40), 5, ZONE)
    assert cost.paid == {"topics": 180, "end": 120}
    assert cost.needs_agreement
    assert cost.words.startswith("extend 5 → Current topics 3→0 · end 3:00→3:02 · ask")


def test_check_11_an_agenda_already_over_moves_the_end_by_all_it_needs() -> None:
    facts = course(("priorities", 31))
    assert read(facts, 46).ends_words == "ends 3:03, 3 min over"
    cost = extending.cost_of_extending(facts, at(46), 5, ZONE, agreed=True)
    assert (cost.paid, cost.ends) == ({"end": 480}, at(68))
    assert read(after(facts, cost), 46).ends_words == "ends 3:08 on time"


def test_next_steps_pay_only_when_asked_to() -> None:
    facts = on_plan("topics")
    cost = extending.cost_of_extending(facts, at(43), 5, ZONE, from_next=True)
    assert cost.words == "extend 5 → Next Steps 15→10 · end stays 3:00"
    assert (cost.possible, cost.paid, cost.limits) == (True, {"steps": 300}, {"steps": 600})
    then = read(after(facts, cost), 43)
    assert (then.left, then.next_steps_by, then.ends_words) == (300, at(48), "ends 3:00 on time")
    more = extending.cost_of_extending(facts, at(43), 20, ZONE, from_next=True)
    assert more.paid == {"steps": 900, "end": 300}
    assert more.words.endswith(
        "Next Steps 15→0 · end 3:00→3:05 · ask: does the group agree? (/extend 20 from next agreed)"
    )
    unneeded = extending.cost_of_extending(on_plan("priorities"), at(30), 5, ZONE, from_next=True)
    assert (unneeded.paid, unneeded.limits) == ({"topics": 300}, {})


def test_an_extension_that_is_not_enough_says_so() -> None:
    cost = extending.cost_of_extending(on_plan("priorities"), at(36), 5, ZONE)
    assert cost.words == "extend 5 → Current topics 13→8 · end stays 3:00 · still 1:00 over"


def test_what_cannot_be_extended() -> None:
    nothing = extending.cost_of_extending(course(), at(0), 5, ZONE)
    assert (nothing.possible, nothing.words) == (False, "Nothing to extend: the meeting has not started.")
    ended = extending.cost_of_extending(replace(on_plan("steps"), ended=at(60)), at(70), 5, ZONE)
    assert (ended.possible, ended.words) == (False, "Nothing to extend: the meeting has ended.")
    for minutes in (0, -5, 241, 10**12):
        assert not extending.cost_of_extending(on_plan("steps"), at(50), minutes, ZONE).possible


def test_one_flex_block_pays_for_another() -> None:
    two = agenda.make_flexible(agenda.add(MAPWC, "Open floor", after="topics"), "open-floor")
    facts = course(("topics", 30), blocks=two)
    assert timing.length(facts, "topics", at(33)) == (0, 390)
    cost = extending.cost_of_extending(facts, at(33), 5, ZONE)
    assert (cost.paid, cost.seconds) == ({"open-floor": 300}, 690)
    then = after(facts, cost)
    assert timing.length(then, "topics", at(33)) == (0, 690)
    assert timing.length(then, "open-floor", at(33)) == (0, 90)
    assert read(then, 33).projected_end == at(60)


# --- announcing ---------------------------------------------------------------------------------------------------


def test_crossing_thresholds_is_said_once() -> None:
    facts = on_plan("agreement")
    said = []
    for second in range(1, 361):
        said += [(second, words) for words in crossed(read(facts, 5, second - 1), read(facts, 5, second))]
    assert said == [(180, "any time now"), (180, "2 min left"), (300, "time")]


def test_crossing_towards_next_steps_and_past_the_end() -> None:
    facts = on_plan("topics")
    assert crossed(read(facts, 40), read(facts, 41)) == ["2 min left", "Next Steps should start in 2 min"]
    assert crossed(read(facts, 42), read(facts, 42, 30)) == []
    assert crossed(read(facts, 42), read(facts, 61)) == [
        "time",
        "Next Steps should have started at 2:43",
        "the agreed end has passed",
    ]
    assert crossed(read(facts, 61), read(facts, 62)) == []


def test_moving_on_and_going_back_cross_nothing() -> None:
    assert crossed(read(on_plan("priorities"), 29), read(on_plan("topics"), 30)) == []
    facts = on_plan("agreement")
    assert crossed(read(facts, 11), read(facts, 9)) == []


def test_a_block_taken_off_the_agenda_while_we_are_in_it() -> None:
    reading = read(course(("welcome", 0), ("lunch", 5)), 7)
    assert reading.block is not None
    assert (reading.block.key, reading.number, reading.elapsed, reading.state) == ("lunch", 0, 120, State.TIME)
    assert reading.ends_words == "ends 3:00 on time"


# --- properties ---------------------------------------------------------------------------------------------------


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Meetings that wander through the blocks in any order, with pauses anywhere."""
    blocks = draw(st.sampled_from([MAPWC, NEST, agenda.make_flexible(MAPWC, "minutes")]))
    keys = draw(st.lists(st.sampled_from([block.key for block in blocks]), max_size=8))
    moment, spans = STARTS + dt.timedelta(seconds=draw(st.integers(-3000, 3000))), []
    for place, key in enumerate(keys):
        end = moment + dt.timedelta(milliseconds=draw(st.integers(0, 1_500_000)))
        spans.append(Span(key, None, moment, end if place + 1 < len(keys) else None))
        moment = end
    pauses = draw(st.lists(st.tuples(st.integers(-100, 6000), st.one_of(st.none(), st.integers(0, 900))), max_size=3))
    halts = tuple((at(0, a), None if b is None else at(0, a + b)) for a, b in pauses)
    ends = at(draw(st.integers(10, 120)))
    return Course(blocks, STARTS, ends, {}, tuple(spans), halts, None, draw(st.sampled_from([None, moment])))


@settings(max_examples=200, deadline=None)
@given(courses(), st.integers(-4000, 9000), st.integers(1, 40), st.booleans())
def test_next_steps_and_goodbyes_never_shrink_unasked(facts: Course, second: int, minutes: int, agreed: bool) -> None:
    now = at(0, second)
    cost = extending.cost_of_extending(facts, now, minutes, ZONE, agreed=agreed)
    assert cost.limits == {}
    assert not {"steps", "goodbyes"} & cost.paid.keys()
    if not facts.spans or facts.ended is not None:
        assert not cost.possible
        return
    assert sum(cost.paid.values()) >= minutes * 60
    assert all(seconds > 0 for seconds in cost.paid.values())
    assert cost.needs_agreement == (not agreed and cost.ends > facts.ends)
    here = facts.spans[-1].block
    before, then = timing.length(facts, here, now)[1], timing.length(after(facts, cost), here, now)[1]
    assert then == cost.seconds
    assert 0 <= cost.seconds - before - minutes * 60 < 60, "the end moves by whole minutes"
    for key in {"steps", "goodbyes"} - {here}:
        assert timing.length(after(facts, cost), key, now) == timing.length(facts, key, now)


@settings(max_examples=200, deadline=None)
@given(courses(), st.integers(1, 40))
def test_an_extension_is_never_paid_twice_or_not_at_all(facts: Course, minutes: int) -> None:
    """Once agreed, a meeting that was not running over its block ends when the agreed end says, or before."""
    facts = replace(facts, ended=None, pauses=())
    if not facts.spans:
        return
    now = facts.spans[-1].start
    reading = read_clock(facts, now, ZONE)
    cost = extending.cost_of_extending(facts, now, minutes, ZONE, agreed=True)
    if reading.left >= 0:
        assert read_clock(after(facts, cost), now, ZONE).projected_end <= cost.ends
    if "end" not in cost.paid:
        assert cost.ends == facts.ends


@settings(max_examples=200, deadline=None)
@given(courses())
def test_real_seconds_add_up_to_the_meeting_without_its_pauses(facts: Course) -> None:
    if not facts.spans:
        assert timing.actual(facts) == {}
        return
    end = max(facts.spans[-1].start, facts.spans[-1].end or facts.spans[-1].start) + dt.timedelta(minutes=7)
    facts = replace(facts, ended=end)
    start, stop = (int(moment.timestamp()) for moment in (facts.spans[0].start, end))
    still = set()
    for a, b in facts.pauses:
        first, last = int(a.timestamp()), stop if b is None else int(b.timestamp())
        still |= set(range(max(first, start), min(last, stop)))
    assert sum(timing.actual(facts).values()) == stop - start - len(still)


@settings(max_examples=200, deadline=None)
@given(
    courses(),
    st.datetimes(timezones=st.just(dt.UTC)),
    st.datetimes(timezones=st.just(dt.UTC)),
    st.sampled_from([ZONE, "Pacific/Kiritimati", "Nowhere/Land"]),
)
def test_reading_the_clock_is_total(facts: Course, now: dt.datetime, ends: dt.datetime, zone: str) -> None:
    readings = [read_clock(replace(facts, ends=ends), moment, zone) for moment in (now, at(30))]
    for reading in readings:
        assert reading.elapsed >= 0
        assert reading.high >= reading.low >= 0
        assert reading.words
        assert reading.clock
        assert reading.calm
        assert reading.ends_words
    crossed(readings[0], readings[1])
    sleep_question(facts, now, ends, zone)
    extending.cost_of_extending(replace(facts, ends=ends), now, 5, zone)


@settings(max_examples=200, deadline=None)
@given(courses(), st.integers(-4000, 9000))
def test_flex_is_never_negative(facts: Course, second: int) -> None:
    for block in facts.blocks:
        low, high = timing.length(facts, block.key, at(0, second))
        assert 0 <= low <= high
