"""The clock and the notes of a role-play."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.programmes import role_play as rules
from peer_tui.domain.programmes.role_play import RolePlay, go_on, longer, noted, pause, reading, with_scenario

NOW = dt.datetime(2026, 4, 29, 15, 0, tzinfo=dt.UTC)


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


def test_the_three_times_are_three_five_and_five_minutes_and_nothing_goes_on_by_itself() -> None:
    play = RolePlay()
    assert reading(play, NOW).stage == "" and "Nobody has to play" in reading(play, NOW).words
    play = go_on(play, NOW)
    told = reading(play, later(29))
    assert (told.stage, told.clock, told.minutes, told.over) == ("prepare", "2:31", 3, False)
    told = reading(play, later(192))
    assert (told.stage, told.clock, told.over) == ("prepare", "+0:12", True)
    assert told.words == "Time to prepare is up. Is everybody ready to play?"
    play = go_on(play, later(200))
    assert reading(play, later(200)).clock == "5:00" and reading(play, later(200)).stage == "play"
    play = go_on(play, later(500))
    assert reading(play, later(500 + 300)).words.startswith("Time. What landed")
    play = go_on(play, later(900))
    assert play.stage == rules.DONE and reading(play, later(900)).clock == ""


def test_a_clock_that_waits_loses_no_second_and_more_minutes_are_for_the_stage_that_is_on() -> None:
    play = pause(go_on(RolePlay(), NOW), later(60))
    assert reading(play, later(4000)).clock == "2:00" and reading(play, later(4000)).paused
    play = longer(pause(play, later(4000)))
    assert reading(play, later(4030)).clock == "2:30"
    assert play.minutes == (4, 5, 5)
    assert longer(play, 500).minutes == (60, 5, 5)
    assert pause(RolePlay(), NOW) == RolePlay()


def test_a_clock_that_was_set_back_gives_no_time_away() -> None:
    assert reading(go_on(RolePlay(), NOW), later(-3600)).clock == "3:00"


def test_who_has_a_part_keeps_it_in_another_scenario_that_has_it_too() -> None:
    play = rules.given(with_scenario(RolePlay(), "A visit", "", ("official", "observer")), 1, "Mei")
    play = with_scenario(play, "A call", "text", ("caller", "observer"))
    assert [(part.title, part.who) for part in play.parts] == [("caller", ""), ("observer", "Mei")]
    assert [part.title for part in rules.without_part(rules.with_part(play, "aide"), 0).parts] == ["observer", "aide"]


def test_notes_are_added_changed_and_taken_out() -> None:
    play = noted(noted(noted(RolePlay(), "landed", "the story"), "landed", "the number"), "differently", "ask first")
    assert (play.landed, play.differently) == (("the story", "the number"), ("ask first",))
    assert noted(play, "landed", "one number", 1).landed == ("the story", "one number")
    assert noted(play, "landed", "", 0).landed == ("the number",)
    assert noted(play, "landed", "") == play
    assert noted(play, "differently", "", 0).differently == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["go", "pause", "longer", "wait"]), st.integers(0, 900)), max_size=15))
def test_the_clock_never_runs_backwards_within_a_stage(acts: list[tuple[str, int]]) -> None:
    play, at = RolePlay(), NOW
    for act, seconds in acts:
        gone = rules.elapsed(play, at)
        at += dt.timedelta(seconds=seconds)
        assert rules.elapsed(play, at) >= gone
        if act == "go":
            play = go_on(play, at)
        elif act == "pause":
            play = pause(play, at)
        elif act == "longer":
            play = longer(play)
        told = reading(play, at)
        assert told.words
        assert told.over == told.clock.startswith("+")
