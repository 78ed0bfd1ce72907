"""Deleting a meeting hides it everywhere; for 30 days and after it can be had back; it goes for good only when told."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from peer_tui.domain.events import MeetingRestored, PersonAdded
from peer_tui.services import deleting, listing, planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.problems import Problem
from peer_tui.services.reviewing import approve
from peer_tui.services.today import today_lines
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.conftest import START, Room, places_in


def last_time(room: Room) -> str:
    """The meeting of 9 October, which was held."""
    return next(held.id for held in room.opened.group.meetings.values() if held.state == "ended")


def held(room: Room, meeting: str) -> deleting.Held:
    return room.opened.group.meetings[meeting]


def again(room: Room) -> Workspace:
    """Another run of the program over the same disk."""
    return Workspace(places_in(room.home), room.clock, Settings(), threaded=False)


def test_a_deleted_meeting_is_in_no_list_and_takes_its_steps_along(room: Room) -> None:
    gone = last_time(room)
    question = deleting.question(room.opened, held(room, gone))
    assert "It was held." in question and "4 next steps" in question and "can be had back" in question
    assert deleting.second_question(held(room, gone)) == ""
    deleting.delete(room.workspace, room.opened, held(room, gone), "a rehearsal")
    assert room.opened.group.open_steps == []
    fresh = again(room)
    assert [row.id for row in listing.meetings(fresh)] == [room.session.id]
    assert not [line for line in today_lines(fresh, fresh.open_groups()) if line.meeting == gone]
    with pytest.raises(Problem, match="No meeting has ended"):
        listing.last_ended(fresh)
    with pytest.raises(Problem, match="deleted already"):
        deleting.delete(room.workspace, room.opened, held(room, gone))
    fresh.close()


def test_what_is_restored_is_as_it_was(room: Room) -> None:
    gone, before = last_time(room), room.opened.group.copy()
    deleting.delete(room.workspace, room.opened, held(room, gone))
    (one,) = deleting.deleted(room.workspace, [room.opened])
    assert (one.days_left, one.may_go) == (30, False)
    assert one.words.endswith("30 days left")
    deleting.restore(room.workspace, room.opened, one.held)
    assert room.opened.group == before
    with pytest.raises(Problem, match="not deleted"):
        deleting.restore(room.workspace, room.opened, held(room, gone))
    fresh = again(room)
    assert fresh.open_groups()[0].group.meetings == before.meetings
    fresh.close()


def test_approved_minutes_are_asked_about_twice(room: Room) -> None:
    room.all("/next", "/next", "/next")
    approve(room.session, "")
    room.opened.refold()
    gone = held(room, last_time(room))
    assert "approved" in deleting.second_question(gone)


def test_after_thirty_days_a_person_is_asked_and_not_before(room: Room) -> None:
    gone = last_time(room)
    deleting.delete(room.workspace, room.opened, held(room, gone))
    for days, asked in ((3, False), (29, False), (30, True), (400, True)):
        room.clock.set(START + dt.timedelta(days=days))
        assert [one.may_go for one in deleting.deleted(room.workspace, [room.opened])] == [asked]
        kinds = [line.kind for line in today_lines(room.workspace, [room.opened])]
        assert ("deleted" in kinds) is asked
        if not asked:
            with pytest.raises(Problem, match="30 days"):
                deleting.let_go(room.workspace, deleting.deleted(room.workspace, [room.opened])[0])


def test_what_goes_for_good_lies_in_quarantine_whole_and_people_stay(room: Room) -> None:
    gone = last_time(room)
    room.workspace.record(room.opened, gone, [PersonAdded(person="kim", name="Kim Park")])
    folder = room.workspace.library.folder(room.opened.shards[gone])
    logs = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    assert logs
    deleting.delete(room.workspace, room.opened, held(room, gone))
    logs = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    room.clock.set(START + dt.timedelta(days=31))
    (one,) = deleting.deleted(room.workspace, [room.opened])
    assert "for good" in deleting.let_go_question(one)
    said = deleting.let_go(room.workspace, one)
    assert str(room.workspace.library.quarantine) in said[0] and len(said) == 1
    assert not folder.exists()
    kept = [path.read_bytes() for path in room.workspace.library.quarantine.iterdir()]
    assert all(content in kept for content in logs.values())
    for workspace, opened in ((room.workspace, room.opened), ((fresh := again(room)), fresh.open_groups()[0])):
        assert gone not in opened.group.meetings
        assert opened.group.person("kim") is not None
        assert deleting.deleted(workspace, [opened]) == []
    fresh.close()


def test_files_that_another_device_brings_back_stay_hidden_until_somebody_restores_them(room: Room) -> None:
    gone = last_time(room)
    folder = room.workspace.library.folder(room.opened.shards[gone])
    before = {path: path.read_bytes() for path in folder.glob("*.json")}  # as another device has it
    deleting.delete(room.workspace, room.opened, held(room, gone))
    room.clock.set(START + dt.timedelta(days=31))
    deleting.let_go(room.workspace, deleting.deleted(room.workspace, [room.opened])[0])
    folder.mkdir()
    for path, content in before.items():
        path.write_bytes(content)
    fresh = again(room)
    opened = fresh.open_groups()[0]
    assert opened.group.meetings[gone].hidden and opened.group.open_steps == []
    deleting.restore(fresh, opened, opened.group.meetings[gone])
    assert len(opened.group.open_steps) == 4
    fresh.close()


def test_another_devices_log_is_named(room: Room) -> None:
    gone = last_time(room)
    folder = room.workspace.library.folder(room.opened.shards[gone])
    (own,) = folder.glob("*.json")
    theirs = json.loads(own.read_text())
    deleting.delete(room.workspace, room.opened, held(room, gone))
    folder.joinpath("zzzzzz-1.json").write_text(json.dumps(theirs))
    room.clock.set(START + dt.timedelta(days=31))
    said = deleting.let_go(room.workspace, deleting.deleted(room.workspace, [room.opened])[0])
    assert "zzzzzz-1.json" in said[1] and "let it go there too" in said[1]


def test_where_quarantine_cannot_be_written_nothing_goes(room: Room) -> None:
    gone = last_time(room)
    deleting.delete(room.workspace, room.opened, held(room, gone))
    room.clock.set(START + dt.timedelta(days=31))
    (one,) = deleting.deleted(room.workspace, [room.opened])
    quarantine = room.workspace.library.quarantine
    quarantine.parent.mkdir(parents=True, exist_ok=True)
    quarantine.write_text("a file where the folder should be")
    with pytest.raises(Problem, match="still there"):
        deleting.let_go(room.workspace, one)
    assert room.workspace.library.folder(room.opened.shards[gone]).exists()
    quarantine.unlink()
    assert deleting.let_go(room.workspace, one)


def test_a_library_open_in_another_window_is_not_touched(room: Room, clock: ManualClock) -> None:
    gone = last_time(room)
    deleting.delete(room.workspace, room.opened, held(room, gone))
    clock.set(START + dt.timedelta(days=31))
    other = again(room)
    assert other.writer != room.workspace.writer
    with pytest.raises(Problem, match="Another window"):
        deleting.let_go(room.workspace, deleting.deleted(room.workspace, [room.opened])[0])
    other.close()


def test_a_restored_meeting_is_deleted_anew_with_thirty_days_of_its_own(room: Room) -> None:
    gone = last_time(room)
    deleting.delete(room.workspace, room.opened, held(room, gone))
    room.clock.set(START + dt.timedelta(days=31))
    room.workspace.record(room.opened, gone, [MeetingRestored()])
    deleting.delete(room.workspace, room.opened, held(room, gone))
    assert deleting.deleted(room.workspace, [room.opened])[0].days_left == 30


def test_a_deleted_meeting_is_not_planned_with(room: Room) -> None:
    meeting = room.session.id
    deleting.delete(room.workspace, room.opened, held(room, meeting))
    gone = held(room, meeting)
    for act in (
        lambda: planning.move(room.workspace, room.opened, gone, START, 60),
        lambda: planning.rename(room.workspace, room.opened, gone, "x"),
        lambda: planning.choose_kind(room.workspace, room.opened, gone, "x"),
        lambda: planning.cancel(room.workspace, room.opened, gone),
    ):
        with pytest.raises(Problem, match="Restore it first"):
            act()
    with pytest.raises(Problem, match="No meeting is planned"):
        planning.choose_meeting(room.workspace)


def test_today_of_a_digest_says_what_today_of_the_whole_says(room: Room, tmp_path: Path) -> None:
    gone = last_time(room)
    deleting.delete(room.workspace, room.opened, held(room, gone))
    room.clock.set(START + dt.timedelta(days=40))
    whole = [(line.kind, line.what, line.more) for line in today_lines(room.workspace, [room.opened])]
    indexed = again(room)
    assert indexed.index.refresh(now_ns=2**62).finished
    groups = indexed.open_groups()
    assert groups[0].is_glanced
    assert [(line.kind, line.what, line.more) for line in today_lines(indexed, groups)] == whole
    assert "deleted" in [kind for kind, _, _ in whole]
    indexed.close()
