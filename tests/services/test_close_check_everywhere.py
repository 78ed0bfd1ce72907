"""The close check runs in every meeting of every programme: the four ways to come to nothing (§1.4, check 50)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.domain.events import BlockPlan
from peer_tui.services import planning
from peer_tui.services import topics as agenda
from peer_tui.services.clock import ManualClock
from peer_tui.services.goodbyes import check, is_asked
from peer_tui.services.showing import printed, shown
from peer_tui.services.templates import load_template, template_names
from peer_tui.services.workspace import Workspace
from tests.services.conftest import DOORS, START, ZONE, Room

FOUR = (
    "nothing follows yet",
    "topic without a decision",
    "without a lead",
    "no convener for the next meeting",
)


def _held(tmp_path: Path, workspace: Workspace, clock: ManualClock, template: str) -> Room:
    """A meeting of this kind with one topic, its doors about to open."""
    clock.set(DOORS - dt.timedelta(days=6))
    opened = planning.new_group(workspace, "Harbor Peer Coalition", template, ZONE, "Ana Ruiz\nBo Chen\n")
    room = Room(tmp_path, workspace, clock, opened)
    meeting = planning.plan(workspace, opened, START)
    agenda.add(workspace, opened, meeting, agenda.read_line(opened.group, "Where we stand"))
    clock.set(DOORS)
    room.open(meeting)
    return room


def _to_the_last_block(room: Room) -> None:
    room.all("/next", "+ana", "+bo")
    for _ in room.session.meeting.blocks:
        room.pass_(3)
        room.say("/next block")
    assert room.session.meeting.block == room.session.meeting.blocks[-1]


@pytest.mark.parametrize("template", template_names())
def test_check_50_runs_whatever_the_meeting_is_made_from(tmp_path, workspace, clock, template):
    room = _held(tmp_path, workspace, clock, template)
    _to_the_last_block(room)
    last = room.session.meeting.blocks[-1]
    if last.job == "goodbyes":
        assert any("Close check" in line for line in printed(shown(room.session).rows))
    room.say("/nextmeeting 11 dec 2pm")
    result = check(room.session)
    assert not result.checks[0].ok and FOUR[0] in result.checks[0].missing
    assert result.checks[3].missing == FOUR[3]
    topics = room.session.meeting.job("topics")
    assert result.checks[1].ok is (topics is None), "a topic of a block that was reached came to nothing"
    room.all("> call the network", "/convener ana")
    result = check(room.session)
    assert result.checks[0].ok and result.checks[3].ok
    assert FOUR[2] in result.checks[2].missing
    room.all("/assign 1 @bo by fri = called")
    assert check(room.session).checks[2].ok
    if topics is not None:
        room.all(f"/go {topics.key}", "! We go on with it")
    assert check(room.session).score == 4


@pytest.mark.parametrize("template", template_names())
def test_check_51_the_check_stands_before_the_end_and_never_in_its_way(tmp_path, workspace, clock, template):
    room = _held(tmp_path, workspace, clock, template)
    _to_the_last_block(room)
    said = room.say("/end")
    assert said.words.startswith("Close check ") and is_asked(room.session)
    assert "no time and no convener for the next meeting" in said.words
    room.say("")
    assert room.session.meeting.state == "ended"


def test_a_meeting_without_goodbyes_is_checked_at_its_end(tmp_path, workspace, clock):
    room = _held(tmp_path, workspace, clock, "blank")
    only = [BlockPlan("talk", "Talk", "notes", 10, 20), BlockPlan("more", "More talk", "notes", 10, 20)]
    assert planning.set_agenda(workspace, room.opened, room.session.id, only) == []
    room.session.refresh()
    room.open(room.session.id)
    _to_the_last_block(room)
    said = room.say("/end")
    assert said.words.startswith("Close check 1 of 4") or said.words.startswith("Close check 2 of 4")
    assert "nothing follows yet" in said.words


def test_topics_of_every_block_that_is_about_topics_are_looked_at(tmp_path, workspace, clock):
    room = _held(tmp_path, workspace, clock, "blank")
    blocks = [
        BlockPlan("one", "Morning topics", "topics", 10, 20),
        BlockPlan("two", "Afternoon topics", "topics", 10, 20),
        BlockPlan("bye", "Goodbyes", "goodbyes", 2, 2),
    ]
    assert planning.set_agenda(workspace, room.opened, room.session.id, blocks) == []
    room.open(room.session.id)
    _to_the_last_block(room)
    assert "1 topic without a decision" in check(room.session).checks[1].missing
    room.all("/go two", "! We go on with it")
    assert check(room.session).checks[1].ok


@pytest.mark.parametrize("template", [name for name in template_names() if name not in ("blank", "mapwc")])
def test_every_template_of_a_programme_closes_with_goodbyes(template):
    assert load_template(template).blocks[-1].job == "goodbyes"
