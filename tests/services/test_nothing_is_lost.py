"""Saved only when the disk has answered; crashes, two writers, off the record, undo after a restart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from peer_tui.domain import events as ev
from peer_tui.domain.clock import event_id, milliseconds
from peer_tui.services import capturing, chatting, planning, recovering
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store.durable import SaveProblem
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.services.conftest import Room, places_in

SECRET = "the heron lands at midnight"


def live(room: Room) -> LiveSession:
    room.at("2:00")
    room.all("/next", "+bo", "/next", "/go topics")
    return room.session


class Refusing:
    """A disk that can be made to refuse."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.refuses = False
        appended = Library.append

        def append(library: Library, shard: Shard, events: Sequence[ev.Event | ev.Unknown]) -> None:
            if self.refuses:
                raise SaveProblem("The disk is read-only. Your lines are kept in memory.")
            appended(library, shard, events)

        monkeypatch.setattr(Library, "append", append)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Refusing:
    return Refusing(monkeypatch)


def test_check_16_a_line_is_saved_only_when_the_disk_has_answered(room: Room, disk: Refusing) -> None:
    session = live(room)
    room.say("first")
    assert room.workspace.saver.saved(session.events[-1].id)
    disk.refuses = True
    room.say("second")
    second = session.events[-1].id
    assert [entry.filed.text for entry in session.meeting.lines()] == ["first", "second"]
    assert not room.workspace.saver.saved(second)
    assert "second" not in [entry.filed.text for entry in room.again().meeting.lines()]
    disk.refuses = False
    assert room.workspace.saver.flush()
    assert room.workspace.saver.saved(second)
    assert room.again().meeting.entries.keys() == session.meeting.entries.keys()


def test_check_59_a_disk_that_refuses_is_said_and_nothing_is_lost(room: Room, disk: Refusing) -> None:
    session = live(room)
    disk.refuses = True
    room.all("! We go on", "+mei", "/next block", "> @bo call by fri", "/undo", "/redo")
    saver = room.workspace.saver
    assert saver.state == "not saved"
    assert "read-only" in saver.problem
    assert session.meeting.block is not None and session.meeting.block.key == "steps"
    assert any("We go on" in piece for piece in chatting.catch_up(session).copy)
    assert [group.group.name for group in room.workspace.open_groups()] == ["Harbor Peer Coalition"]
    disk.refuses = False
    saver.flush()
    assert (saver.state, saver.problem) == ("saved", "")
    again = room.again()
    assert again.meeting == session.meeting


def test_a_group_and_a_meeting_that_are_not_on_disk_yet_are_there_all_the_same(room: Room, disk: Refusing) -> None:
    disk.refuses = True
    opened = planning.new_group(room.workspace, "Second group", "mapwc", "UTC", "Ann Lee\n")
    meeting = planning.plan(room.workspace, opened, room.clock.now())
    found, held = room.workspace.find_meeting(meeting)
    assert found.group.name == "Second group" and held.id == meeting
    session = LiveSession(room.workspace, found, meeting)
    session.enter("/next")
    session.enter("kept in memory")
    disk.refuses = False
    room.workspace.saver.flush()
    other = Workspace(places_in(room.home), room.clock, Settings(), threaded=False)
    again, _ = other.find_meeting(meeting)
    assert [entry.filed.text for entry in again.meeting(meeting).lines()] == ["kept in memory"]


def test_check_53_after_a_crash_everything_is_there(room: Room) -> None:
    session = live(room)
    room.all("a note", "! a decision", "> @bo call by fri")
    room.pass_(4)
    session.typed("half a line")
    session.keep_draft("half a line")
    room.pass_(6)
    room.workspace.library.release()  # as the operating system does for a program that was killed
    again = room.again()
    assert again.meeting == session.meeting
    assert again.reading().elapsed == 10 * 60
    assert again.restore_draft() == "half a line"
    again.enter("half a line, now whole")
    assert again.meeting.lines("topics")[-1].filed.text == "half a line, now whole"
    assert room.again().restore_draft() == ""


def test_check_53_the_half_typed_line_keeps_the_block_it_was_begun_in(room: Room) -> None:
    session = live(room)
    session.typed("begun in topics")
    session.keep_draft("begun in topics")
    session.do("next", "block")
    room.workspace.library.release()
    again = room.again()
    line = again.restore_draft()
    again.typed(line + " and finished")
    again.enter(line + " and finished")
    assert [entry.filed.text for entry in again.meeting.lines("topics")] == ["begun in topics and finished"]


def test_check_53_a_line_that_was_entered_does_not_come_back(room: Room) -> None:
    session = live(room)
    session.typed("entered")
    session.keep_draft("entered")
    session.enter("entered")
    room.workspace.library.release()
    again = room.again()
    assert again.restore_draft() == ""
    assert [entry.filed.text for entry in again.meeting.lines()] == ["entered"]


def test_check_53_the_draft_of_an_unsaved_line_outlives_a_crash(room: Room, disk: Refusing) -> None:
    session = live(room)
    disk.refuses = True
    session.typed("not on disk")
    session.keep_draft("not on disk")
    session.enter("not on disk")
    session.keep_draft("")
    room.workspace.library.release()
    again = room.again()
    assert again.meeting.entries == {}
    assert again.restore_draft() == "not on disk"


def test_a_line_that_was_deleted_leaves_no_draft(room: Room) -> None:
    session = live(room)
    session.typed(SECRET)
    session.keep_draft(SECRET)
    assert room.everywhere(SECRET)
    session.typed("")
    session.keep_draft("")
    assert room.everywhere(SECRET) == []


def test_a_draft_of_a_program_that_still_runs_is_not_taken(room: Room) -> None:
    session = live(room)
    session.typed("mine")
    session.keep_draft("mine")
    assert room.again().restore_draft() == ""
    assert session.restore_draft() == "mine"


def test_check_53_resume_says_where_we_were_and_may_end_it_then(room: Room) -> None:
    session = live(room)
    room.at("2:31")
    room.say("the last line")
    room.pass_(90)
    (found,) = recovering.unfinished(room.workspace, room.workspace.open_groups())
    assert "in session since 2:00" in found.words and "last line 2:31" in found.words
    from peer_tui.services import goodbyes

    again = LiveSession(room.workspace, found.opened, found.held.id)
    assert "2:31" in goodbyes.stopped_at(again, found.stopped).words
    assert again.meeting.ended == session.meeting.lines()[-1].at
    assert again.meeting.skipped == {"agreement", "minutes", "priorities", "steps", "goodbyes"} - {"agreement"}
    assert not goodbyes.stopped_at(again, found.stopped).done


def test_check_55_what_is_typed_off_the_record_is_in_no_file(room: Room) -> None:
    session = live(room)
    session.typed("half before")
    session.keep_draft("half before")
    assert session.do("off", "half before").line == ""
    ways = (
        "",
        "! ",
        "> @bo ",
        "comfort: ",
        "fix: ",
        "/find ",
        "/drop 1 ",
        "/",
        "/retire ",
        "s/a/",
        "/nextmeeting ",
        "#",
    )
    for line in (way + SECRET for way in ways):
        session.typed(line)
        session.keep_draft(line)
        assert session.begun is None and session.drafting.text == ""
        assert SECRET not in session.preview(line) or line.startswith("/")
        session.enter(line)
    session.typed(SECRET)
    session.keep_draft(SECRET)
    room.pass_(3)
    from peer_tui.services.capturing import take_pasted

    take_pasted(session, [SECRET, SECRET], "many")
    assert room.everywhere(SECRET) == []
    assert room.everywhere("half before") == []
    assert session.meeting.entries == {}
    assert session.reading().elapsed == 180
    assert room.again().meeting.is_off_record
    assert room.again().restore_draft() == ""
    assert session.enter("+mei").done and room.who("mei") in session.meeting.here
    said = session.enter("/on")
    assert said.line == "half before"
    session.enter("half before, whole")
    assert room.texts("topics") == ["half before, whole"]
    room.all("/end", "/end")
    assert room.everywhere(SECRET) == []


def test_off_the_record_the_key_goes_both_ways(room: Room) -> None:
    session = live(room)
    session.do("off", "half")
    session.do("next", "block")
    back = session.do("off", SECRET)
    assert back.line == "half"
    session.enter("half")
    assert room.texts("topics") == ["half"]
    assert room.everywhere(SECRET) == []
    (span,) = session.meeting.off_record
    assert span[1] is not None


def test_check_58_two_windows_write_and_see_each_other(room: Room) -> None:
    session = live(room)
    other = room.again()
    assert other.workspace.library.others() == 1
    room.say("from the first")
    other.enter("from the second")
    room.say("again from the first")
    assert session.refresh() and other.refresh()
    assert room.texts() == [entry.filed.text for entry in other.meeting.lines()]
    assert len(room.texts()) == 3
    assert not session.refresh() and not other.refresh()
    third = room.again()
    assert third.meeting == session.meeting == other.meeting


def test_our_own_writing_never_hides_anothers_lines(room: Room) -> None:
    session = live(room)
    other = room.again()
    session.refresh()
    other.enter("theirs")
    room.say("ours")
    assert session.refresh()
    assert sorted(room.texts()) == ["ours", "theirs"]


def test_what_others_do_about_the_group_arrives_too(room: Room) -> None:
    session = live(room)
    other = room.again()
    planning.add_people(other.workspace, other.opened, "Nadia Okoro\n")
    planning.add_priority(other.workspace, other.opened, "Housing")
    assert session.refresh()
    assert room.say("+nadia").done
    assert [priority.name for priority in session.group.active_priorities][-1] == "Housing"


def test_what_others_do_about_earlier_minutes_arrives_too(room: Room) -> None:
    session = live(room)
    (draft,) = session.group.unapproved(session.id)
    other = room.again()
    other.enter("fix: Mei attended")
    assert session.refresh()
    assert session.group.meetings[draft.id].corrections == ("Mei attended",)
    other.enter("/approve")
    assert "already" in room.say("/approve").words
    assert session.group.unapproved(session.id) == []


def test_what_a_screen_beside_the_meeting_plans_arrives_too(room: Room) -> None:
    session = live(room)
    planning.add_priority(room.workspace, room.opened, "Housing")
    assert session.refresh()
    assert [priority.name for priority in session.group.active_priorities][-1] == "Housing"


def test_another_windows_move_asks_for_a_second_press(room: Room) -> None:
    session = live(room)
    room.pass_(2)
    other = room.again()
    other.enter("/next")
    session.refresh()
    said = room.say("/next")
    assert not said.done and "Another writer moved on 0 s ago" in said.words
    assert session.meeting.block is not None and session.meeting.block.key == "steps"
    assert "goodbyes" in room.say("/next").words
    other.refresh()
    room.pass_(2)
    assert "last block" in other.enter("/next").words


def test_both_moved_at_once_and_the_meeting_moves_once(room: Room) -> None:
    session = live(room)
    room.pass_(2)
    other = room.again()
    other.enter("/next")
    room.say("/next")
    session.refresh()
    other.refresh()
    assert session.meeting == other.meeting
    assert session.meeting.block is not None and session.meeting.block.key == "steps"


def test_undo_is_this_devices_last_act_also_after_a_restart(room: Room) -> None:
    live(room)
    room.all("one", "two")
    room.workspace.library.release()
    again = room.again()
    assert again.enter("/undo").line == "two"
    again.typed("")
    assert again.enter("/undo").line == "one"
    assert again.meeting.entries == {}
    again.enter("/redo")
    again.enter("/redo")
    assert [entry.filed.text for entry in again.meeting.lines()] == ["one", "two"]
    assert "nothing to redo" in again.enter("/redo").words


def test_an_undone_line_returns_only_to_an_empty_capture_line(room: Room) -> None:
    session = live(room)
    room.say("slip")
    session.typed("half")
    assert session.do("undo").line == "half"
    assert room.texts() == []
    session.do("redo")
    session.typed("")
    room.say("<! to the block before")
    assert room.say("/undo").line == "<! to the block before"
    assert room.texts() == ["slip"]


def test_an_undone_line_goes_back_to_the_block_it_was_in(room: Room) -> None:
    session = live(room)
    session.typed("b")
    session.do("next", "block")
    session.typed("begun before")
    session.enter("begun before")
    line = room.say("/undo").line
    assert line == "begun before"
    session.enter(line)
    assert room.texts("topics") == ["begun before"]


def test_ids_grow_while_the_clock_stands_still_or_goes_back(room: Room) -> None:
    live(room)
    for number in range(30):
        room.say(str(number))
    room.clock.set(room.clock.now() - room.clock.now().resolution * 10_000_000, force=True)
    room.say("after the clock went back")
    ids = [event.id for event in room.session.events]
    assert len(set(ids)) == len(ids)
    assert sorted(ids) == ids
    assert room.texts()[:30] == [str(number) for number in range(30)] or "after the clock went back" in room.texts()


def test_a_clock_that_is_far_ahead_does_not_hide_what_was_said_before(room: Room) -> None:
    session = live(room)
    room.say("one")
    shard = room.opened.shards[session.id]
    ahead = ev.Captured(
        id="ffffffffffff-0000-stranger-1", at=room.clock.now(), by="stranger-1", entry="e-ahead", block="topics",
        filed=ev.Filed(kind=ev.EntryKind.NOTE, text="from a clock that is far ahead"),
    )  # fmt: skip
    other = Library(places_in(room.home).library, room.home / "elsewhere")
    other.append(shard, [ahead])
    again = room.again()
    again.enter("two")
    assert {entry.filed.text for entry in again.meeting.lines()} == {"one", "two", "from a clock that is far ahead"}
    assert again.events[-1].id < ahead.id


def test_off_the_record_nothing_answers_for_a_next_step(room: Room) -> None:
    session = live(room)
    room.all("> find a hall", "/next block", "/off")
    for line in ("@bo", "by fri", "= key in hand", "y"):
        assert session.preview(line) == "OFF THE RECORD — nothing is being saved"
        room.say(line)
    step = session.group.open_steps[-1]
    assert (step.owner, step.due, step.done_when) == (None, None, "")


def test_an_absurd_clock_does_not_keep_us_from_following_a_likely_one(room: Room) -> None:
    """Our lines sort after a laptop's that is 20 minutes ahead, also when a third one's clock is years ahead."""
    session = live(room)
    shard = room.opened.shards[session.id]
    soon = event_id(milliseconds(room.clock.now() + dt.timedelta(minutes=20)), 0, "stranger-1")
    strangers = [
        ev.Captured(id=key, at=room.clock.now(), by="stranger-1", entry=f"e{key}", block="topics",
                    filed=ev.Filed(kind=ev.EntryKind.NOTE, text=text))
        for key, text in ((soon, "20 minutes ahead"), ("ffffffffffff-0000-stranger-1", "years ahead"))
    ]  # fmt: skip
    Library(places_in(room.home).library, room.home / "elsewhere").append(shard, strangers)
    again = room.again()
    again.enter("ours")
    ours = next(event.id for event in again.events if isinstance(event, ev.Captured) and event.filed.text == "ours")
    assert soon < ours < strangers[1].id


def test_check_53_the_offer_to_resume_tells_the_half_typed_line_but_not_one_that_was_entered(room: Room) -> None:
    from peer_tui.services.recovering import unfinished

    room.all("/next", "a first line")
    session = room.session
    session.typed("half of a thought")
    session.keep_draft("half of a thought")
    (offered,) = unfinished(room.workspace, [room.opened])
    assert "half-typed “half of a thought”" in offered.words
    assert session.begun is not None
    # As when the program was killed between the disk's answer and the removal of the draft.
    session.begun = session.begun._replace(entry=session.our_lines()[0])
    session.keep_draft("a first line")
    (offered,) = unfinished(room.workspace, [room.opened])
    assert "half-typed" not in offered.words


def test_a_line_that_came_back_keeps_its_id_to_itself_although_the_clock_stands_still(room: Room) -> None:
    session = live(room)
    session.typed("half a line")
    session.keep_draft("half a line")
    room.workspace.library.release()
    again = room.again()
    assert again.restore_draft() == "half a line"
    capturing.take_pasted(again, ["pasted one", "pasted two"], "many")
    again.keep_draft("half a line")
    again.workspace.library.release()
    third = room.again()
    assert third.restore_draft() == "half a line", "it was taken for one of the pasted lines"
    assert {"pasted one", "pasted two"} <= {entry.filed.text for entry in third.meeting.lines()}


def test_what_is_made_next_has_no_id_that_a_line_has_whose_own_event_came_before(room: Room) -> None:
    workspace = room.session.workspace
    first, second = (event_id(milliseconds(room.session.now()), counter, workspace.writer) for counter in (900, 901))
    workspace.see([ev.Captured(id=first, entry=second, block="topics", filed=ev.Filed(ev.EntryKind.NOTE, "a line"))])
    assert workspace.new_id() > second
