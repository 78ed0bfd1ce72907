"""The role-play of a run: it survives leaving and a kill, and what landed becomes a row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.services.clock import ManualClock
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import role_play
from peer_tui.services.programmes.role_play import reading_of, role_play_of
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.conftest import *  # noqa: F403  # the fixtures
from tests.services.conftest import places_in
from tests.services.programmes.trainings import Training


@pytest.fixture
def training(workspace: Workspace, clock: ManualClock) -> Training:
    return Training(workspace, clock)


def here(training: Training) -> tuple[Workspace, object, str]:
    return training.workspace, training.opened, training.id


def test_it_begins_with_the_first_scenario_of_the_file_and_turns_to_the_others(training: Training) -> None:
    where = here(training)
    play = role_play_of(*where)
    assert play.scenario == "Role-play: fifteen minutes with a decision-maker"
    assert play.parts[0].title == "decision-maker"
    titles = [role_play.next_scenario(*where) for _ in range(3)]
    assert titles == [card.title for card in (*role_play.scenarios(*where[1:])[1:], role_play.scenarios(*where[1:])[0])]
    assert role_play.own_scenario(*where, "  A call to the   aide ") == "A call to the aide"
    assert role_play_of(*where).parts and role_play_of(*where).text == ""
    with pytest.raises(Problem):
        role_play.own_scenario(*where, "  ")


def test_it_goes_on_after_a_kill(training: Training, tmp_path: Path, clock: ManualClock) -> None:
    where = here(training)
    role_play.give(*where, 0, "bo")
    role_play.go_on(*where)
    role_play.note(*where, "landed", "the story of one person")
    clock.advance(dt.timedelta(seconds=59))
    other = Workspace(places_in(tmp_path), clock, Settings(), threaded=False)
    opened = other.open_group(training.opened.folder)
    play = role_play_of(other, opened, training.id)
    assert role_play.who_plays(opened, play.parts[0].who) == "Bo Chen"
    assert (reading_of(other, opened, training.id).clock, play.landed) == ("2:01", ("the story of one person",))
    there = [path for path in tmp_path.rglob("*") if path.is_file() and b"the story of one" in path.read_bytes()]
    assert [path.parent.name for path in there] == ["ephemera"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in there)
    other.close()


def test_one_that_nobody_touched_for_a_day_is_forgotten(training: Training, tmp_path: Path, clock: ManualClock) -> None:
    role_play.note(*here(training), "landed", "the story")
    clock.advance(dt.timedelta(days=1, minutes=1))
    other = Workspace(places_in(tmp_path), clock, Settings(), threaded=False)
    assert role_play_of(other, other.open_group(training.opened.folder), training.id).landed == ()
    assert not list((training.workspace.places.state / "ephemera").glob("*"))
    other.close()


def test_what_is_kept_becomes_a_row_and_the_next_one_begins(training: Training) -> None:
    where = here(training)
    with pytest.raises(Problem, match="what landed"):
        role_play.keep(*where)
    training.add("plan", {"change": "A limit of 30 days"})
    session = LiveSession(training.workspace, training.opened, training.plan("three"))
    session.enter("/next")
    role_play.give(*where, 0, "bo")
    role_play.give(*where, 3, "Zora Quist")
    role_play.note(*where, "landed", "the story of one person")
    role_play.note(*where, "landed", "the number")
    role_play.note(*where, "differently", "ask first")
    assert role_play.keep(*where) == "Kept in “Role-play log”."
    (row,) = training.listed("role-plays").rows
    assert row.complete and row.name.startswith("Role-play: fifteen minutes")
    assert row.words("landed") == "the story of one person\nthe number"
    assert row.words("parts").splitlines() == [
        "decision-maker: Bo Chen", "practitioner who asks", "graduate who tells a story", "observer: Zora Quist",
    ]  # fmt: skip
    assert (row.words("differently"), row.words("plan")) == ("ask first", "A limit of 30 days")
    assert row.words("day") == "Wed 1 Apr 2026"
    (added,) = (event for event in training.opened.events[""] if getattr(event, "row", "") == row.id)
    assert added.during == session.id
    play = role_play_of(*where)
    assert play.landed == () and all(not part.who for part in play.parts) and play.scenario
    assert role_play.undo(*where) == "Undone; the row is gone from the log."
    assert training.listed("role-plays").rows == ()
    assert role_play_of(*where).landed == ("the story of one person", "the number")


def test_everything_can_be_undone_step_by_step(training: Training) -> None:
    where = here(training)
    first = role_play_of(*where)
    role_play.add_part(*where, "the aide")
    role_play.remove_part(*where, 0)
    role_play.longer(*where)
    role_play.go_on(*where)
    assert role_play.pause(*where) == "The clock waits."
    role_play.start_over(*where)
    for _ in range(6):
        role_play.undo(*where)
    assert role_play_of(*where) == first
    with pytest.raises(Problem, match="nothing to undo"):
        role_play.undo(*where)


def test_a_clock_that_does_not_run_cannot_wait_and_one_that_is_over_goes_nowhere(training: Training) -> None:
    where = here(training)
    with pytest.raises(Problem, match="No time is running"):
        role_play.pause(*where)
    for _ in range(4):
        role_play.go_on(*where)
    for act in (role_play.go_on, role_play.longer):
        with pytest.raises(Problem, match="is over"):
            act(*where)


def test_a_damaged_file_is_no_role_play(training: Training, tmp_path: Path, clock: ManualClock) -> None:
    role_play.note(*here(training), "landed", "the story")
    (kept,) = (training.workspace.places.state / "ephemera").glob("*.json")
    for content in (b'{"play": 3}', b"[", b'{"play":{"minutes":[1]},"touched":"2026-04-01T13:00:00Z"}'):
        kept.write_bytes(content)
        other = Workspace(places_in(tmp_path), clock, Settings(), threaded=False)
        assert role_play_of(other, other.open_group(training.opened.folder), training.id).landed == ()
        other.close()
