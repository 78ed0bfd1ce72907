"""What is drawn of a run is kept until more is recorded, and never longer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from peer_tui.services import following, planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.merging_meetings import merge_meetings
from peer_tui.services.programmes import filling, meetings, reports, starting
from peer_tui.services.programmes.gathering import gather
from peer_tui.services.programmes.kept import kept
from peer_tui.services.programmes.row_steps import row_to_step
from peer_tui.services.programmes.running import need_definition
from peer_tui.services.programmes.standing import where_it_stands
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from tests.services.conftest import *  # noqa: F403  # the fixtures
from tests.services.programmes.matches import LAST, Match, at
from tests.services.programmes.trainings import Training


@pytest.fixture
def training(workspace: Workspace, clock: ManualClock) -> Training:
    return Training(workspace, clock)


@pytest.fixture
def match(tmp_path: Path) -> Iterator[Match]:
    made = Match(tmp_path)
    made.team()
    yield made
    made.close()


def test_what_was_drawn_is_drawn_again_when_more_is_recorded_and_only_then(training: Training) -> None:
    programme = need_definition(training.running)
    drawn: list[int] = []

    def draw() -> int:
        drawn.append(len(drawn))
        return len(drawn)

    assert [kept(training.opened, programme, "x", draw), kept(training.opened, programme, "x", draw)] == [1, 1]
    assert kept(training.opened, programme, "y", draw) == 2
    training.add("issues", {"title": "Waiting lists"})
    assert kept(training.opened, programme, "x", draw) == 3
    planning.add_priority(training.workspace, training.opened, "Housing")
    assert kept(training.opened, programme, "x", draw) == 4
    assert len(drawn) == 4


def test_a_row_captured_in_a_live_meeting_is_in_the_list_at_once(training: Training) -> None:
    meeting = training.plan("one", 0)
    session = LiveSession(training.workspace, training.opened, meeting)
    session.enter("/start")
    assert training.listed("issues").rows == ()
    session.enter("issue: waiting lists")
    assert [row.name for row in training.listed("issues").rows] == ["waiting lists"]


def test_a_list_follows_each_change_of_a_row_of_its_step_and_of_people(training: Training) -> None:
    row = training.add("workplan", {"what": "Call", "who": "bo", "by": "24 apr"})
    assert training.listed("workplan").rows[0].words("who") == "Bo Chen"
    training.change(row, {"who": "mei"})
    assert training.listed("workplan").rows[0].words("who") == "Mei Tan"
    made = row_to_step(training.workspace, training.opened, training.running, row)
    following.act(training.workspace, training.opened, made.step, "owner", "leila")
    assert training.listed("workplan").rows[0].words("who") == "Leila Haddad"


def lacks(training: Training, words: str) -> bool:
    """Whether a stage says that it lacks this."""
    found = where_it_stands(training.workspace, training.opened, training.running)
    return any(said.startswith(words) for stage in found.stages for said in stage.missing)


def test_a_stage_counts_what_a_rows_next_step_says_as_its_register_does(training: Training) -> None:
    """A row without anybody is incomplete until its step has somebody, in the list and for the stage alike."""
    row = training.add("workplan", {"what": "Call", "by": "24 apr"})
    made = row_to_step(training.workspace, training.opened, training.running, row)
    assert training.listed("workplan").rows[0].missing and lacks(training, "no workplan yet")
    following.act(training.workspace, training.opened, made.step, "owner", "leila")
    assert training.listed("workplan").rows[0].missing == () and not lacks(training, "no workplan yet")


def test_what_was_said_in_a_meeting_that_stands_for_a_programmes_is_in_its_report_and_gathered(match: Match) -> None:
    planned = meetings.plan_meeting(match.workspace, match.opened, match.run, "day-1", at(LAST, 9))
    other = planning.plan(match.workspace, match.opened, at(LAST, 9))
    known = match.opened.group.meetings
    merge_meetings(match.workspace, match.opened, known[planned], known[other])
    match.clock.set(at(LAST, 9))
    session = LiveSession(match.workspace, match.opened, other)
    for line in ("/start", "/next", "lesson: Trust before data", "commit: Pay residents for their time"):
        session.enter(line)
    page = reports.drawn(match.workspace, match.opened, match.run, "summary")
    assert "- Trust before data" in "\n".join(section.words for section in page.sections)
    assert gather(match.workspace, match.opened, match.run, "commitments").rows == 1
    # It is taken out of the programme by itself, though another one was planned for it.
    meetings.take_in(match.workspace, match.opened, match.run, other, "")
    assert meetings.meetings_of(match.opened, match.run) == []


def test_a_line_whose_form_was_sent_is_not_called_overdue_when_a_day_is_set(match: Match) -> None:
    form = next(one for one in need_definition(match.run).items if one.form)
    match.clock.set(at(dt.date(2026, 9, 1), 9))

    def said() -> str:
        starting.set_day(match.workspace, match.opened, match.run, "first", None)
        return "\n".join(starting.set_day(match.workspace, match.opened, match.run, "first", dt.date(2026, 4, 27)))

    before = said()
    filling.mark_sent(match.workspace, match.opened, match.run, form.form)
    assert said() != before, "one line fewer is overdue"
