"""Before a meeting: a group, a date, an agenda, people and priorities; nothing half-created."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.domain.events import Approved, BlockPlan, MeetingPlanned, Side
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.templates import load_template
from peer_tui.services.workspace import Workspace
from tests.services.conftest import START, ZONE, Room


def test_check_01_a_group_gets_the_coalitions_seven_blocks(workspace: Workspace) -> None:
    opened = planning.new_group(workspace, "Harbor", "MAPWC", ZONE)
    told = [(block.title, block.low, block.high, block.flex) for block in opened.group.blocks]
    assert told[:5] == [
        ("Welcome", 3, 5, False),
        ("Comfort / Discomfort Agreement – introductions", 3, 5, False),
        ("Minutes review", 3, 5, False),
        ("Updates on Priorities", 15, 15, False),
        ("Current topics we are addressing", 0, 0, True),
    ]
    assert [block.title for block in opened.group.blocks[5:]] == ["Next Steps", "Group goodbyes!"]
    assert opened.group.series


def test_check_03_a_groups_own_blocks_never_change_the_shipped_ones(workspace: Workspace) -> None:
    opened = planning.new_group(workspace, "Harbor", "mapwc", ZONE)
    shipped = load_template("mapwc").blocks
    assert planning.set_template(workspace, opened, opened.group.blocks[:3]) == []
    assert len(opened.group.blocks) == 3
    assert load_template("mapwc").blocks == shipped
    assert planning.set_template(workspace, opened, ()) != []
    assert len(opened.group.blocks) == 3


@pytest.mark.parametrize(
    ("name", "template", "zone", "people", "word"),
    [
        ("  ", "mapwc", ZONE, "", "name"),
        ("Harbor", "mapwc", "Mars/Olympus", "", "time zone"),
        ("Harbor", "nothing", ZONE, "", "nothing"),
        ("Harbor", "mapwc", ZONE, "Ana Ruiz\nx@example.org\nBo | b | he | RC | king\n", "Line 2"),
    ],
)
def test_a_group_that_cannot_be_made_leaves_nothing(
    workspace: Workspace, tmp_path: Path, name: str, template: str, zone: str, people: str, word: str
) -> None:
    with pytest.raises(Problem, match=word) as said:
        planning.new_group(workspace, name, template, zone, people)
    assert "Line 3" in said.value.sentence or word != "Line 2"
    assert workspace.open_groups() == []
    assert not (tmp_path / "library" / "groups").exists()


def test_two_groups_of_one_name_are_not_made_but_two_people_are(workspace: Workspace) -> None:
    opened = planning.new_group(workspace, "Harbor", "mapwc", ZONE, "Ana Ruiz\nBo Chen\nAna Ruiz\n")
    assert [person.name for person in opened.group.everybody] == ["Ana Ruiz", "Bo Chen", "Ana Ruiz"]
    with pytest.raises(Problem, match="already"):
        planning.new_group(workspace, "HARBOR", "mapwc", ZONE)


def test_people_the_group_knows_are_not_added_again(room: Room) -> None:
    new, said = planning.add_people(room.workspace, room.opened, "Bo Chen\nBo Chang\n\nno|name|in|this|line|at all\n")
    assert new == 1
    assert "Bo Chen is in the group already" in said[-1]
    assert len(said) == 2


@pytest.mark.parametrize("minutes", [0, -5, 24 * 60 + 1])
def test_a_slot_that_makes_no_sense(room: Room, minutes: int) -> None:
    with pytest.raises(Problem, match="1 minute to 24 hours"):
        planning.plan(room.workspace, room.opened, START, minutes=minutes)
    with pytest.raises(Problem, match="1 minute to 24 hours"):
        planning.move(room.workspace, room.opened, room.opened.group.meetings[room.session.id], START, minutes)


def test_check_62_a_meeting_near_midnight_lies_on_its_start_date(room: Room) -> None:
    late = dt.datetime(2024, 11, 14, 4, 40, tzinfo=dt.UTC)
    meeting = planning.plan(room.workspace, room.opened, late, minutes=40)
    assert "2024-11-13-2340" in room.opened.shards[meeting].meeting
    opened = room.open(meeting)
    room.clock.set(late)
    for line in ("/next", "/next"):
        opened.enter(line)
    room.pass_(40)
    opened.enter("/end")
    assert opened.enter("").words.startswith("Ended 12:20 am (+1 day)")
    assert opened.reading().ends_words == "ended 12:20 am (+1 day)"
    assert opened.meeting.ended is not None and opened.meeting.ended - late == dt.timedelta(minutes=40)


def test_an_agenda_of_its_own_leaves_the_group_as_it_was(room: Room) -> None:
    blocks = (BlockPlan("one", "One thing", "notes", 10, 10),)
    assert planning.set_agenda(room.workspace, room.opened, room.session.id, blocks) == []
    assert room.opened.meeting(room.session.id).blocks == blocks
    assert len(room.opened.group.blocks) == 7
    assert planning.set_agenda(room.workspace, room.opened, room.session.id, (*blocks, *blocks)) != []


def test_only_a_meeting_that_was_not_held_is_cancelled(room: Room) -> None:
    held = room.opened.group.meetings[room.session.id]
    room.say("/next")
    planning.cancel(room.workspace, room.opened, held)
    held = room.opened.group.meetings[room.session.id]
    assert held.state == "cancelled" == room.opened.meeting(held.id).state
    with pytest.raises(Problem, match="already"):
        planning.cancel(room.workspace, room.opened, held)
    before = room.opened.group.previous(held.id)
    assert before is not None
    with pytest.raises(Problem, match="was held"):
        planning.cancel(room.workspace, room.opened, before)
    other = planning.plan(room.workspace, room.opened, START + dt.timedelta(days=1))
    session = room.open(other)
    for line in ("/next", "/next"):
        session.enter(line)
    with pytest.raises(Problem, match="in session"):
        planning.cancel(room.workspace, room.opened, room.opened.group.meetings[other])


def test_which_meeting_to_run(room: Room) -> None:
    workspace = room.workspace
    assert planning.choose_meeting(workspace)[1].id == room.session.id
    same = planning.plan(workspace, room.opened, START)
    with pytest.raises(WrongUse, match="2 meetings") as said:
        planning.choose_meeting(workspace)
    assert any(same in choice for choice in said.value.choices)
    room.say("/next")
    assert planning.choose_meeting(workspace)[1].id == room.session.id


def test_nothing_is_planned(workspace: Workspace) -> None:
    with pytest.raises(Problem, match="No meeting is planned"):
        planning.choose_meeting(workspace)


def test_a_first_agreement_once(room: Room) -> None:
    with pytest.raises(Problem, match="already"):
        planning.adopt_first_agreement(room.workspace, room.opened, [(Side.COMFORT, "again")])


def test_a_series_is_found_whatever_its_case(workspace: Workspace, clock: ManualClock) -> None:
    opened = planning.new_group(workspace, "Harbor", "mapwc", ZONE)
    one = planning.plan(workspace, opened, START, series="Advisory Group")
    two = planning.plan(workspace, opened, START, series="advisory group", title="Special")
    first, second = (next(e for e in opened.events[m] if isinstance(e, MeetingPlanned)) for m in (one, two))
    assert first.series == second.series
    assert (first.title, second.title) == ("Advisory Group", "Special")


def test_a_priority_without_a_name(room: Room) -> None:
    with pytest.raises(Problem, match="name"):
        planning.add_priority(room.workspace, room.opened, " \x00 ")


def test_a_meeting_is_of_the_kind_its_series_held_last(room: Room) -> None:
    planned = room.opened.group.meetings[room.session.id]
    assert planned.type == "coalition meeting"
    planning.choose_kind(room.workspace, room.opened, planned, "  listening session ")
    later = planning.plan(room.workspace, room.opened, START + dt.timedelta(days=28))
    assert room.opened.group.meetings[later].type == "listening session"
    other = planning.plan(room.workspace, room.opened, START + dt.timedelta(days=29), series="Advisory")
    assert room.opened.group.meetings[other].type == "coalition meeting"


def test_what_was_held_keeps_its_time_and_approved_minutes_their_title(room: Room) -> None:
    october = next(held for held in room.opened.group.meetings.values() if held.state == "ended")
    with pytest.raises(Problem, match="cannot be moved"):
        planning.move(room.workspace, room.opened, october, START, 60)
    planning.rename(room.workspace, room.opened, october, "  ")
    assert room.opened.group.meetings[october.id].title == october.title
    planning.rename(room.workspace, room.opened, october, "October")
    assert room.opened.group.meetings[october.id].title == "October"
    room.workspace.record(room.opened, october.id, [Approved(how="as distributed", seen={}, seal="x")])
    sealed = room.opened.group.meetings[october.id]
    for act in (planning.rename, planning.choose_kind):
        with pytest.raises(Problem, match="are approved"):
            act(room.workspace, room.opened, sealed, "other")
