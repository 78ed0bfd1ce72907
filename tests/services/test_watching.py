"""Two writers on one meeting, wrong clocks, and what a synced folder does under an open meeting."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import msgspec
import pytest

from peer_tui.domain import events as ev
from peer_tui.domain.clock import event_id, milliseconds
from peer_tui.domain.history import ids_in
from peer_tui.services import capturing, planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store import reading
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.services.conftest import Room, places_in


def live(room: Room) -> LiveSession:
    room.at("2:00")
    room.all("/next", "+bo", "/next", "/go topics")
    return room.session


def elsewhere(room: Room, off: dt.timedelta = dt.timedelta(0), name: str = "other") -> tuple[LiveSession, ManualClock]:
    """The same library on another device, as a sync tool brings it: a STATE of its own, and a clock of its own."""
    clock = ManualClock(room.clock.now() + off)
    places = places_in(room.home)

    there = msgspec.structs.replace(places, state=room.home / name / "state", cache=room.home / name / "cache")
    workspace = Workspace(there, clock, Settings(), threaded=False)
    opened, held = workspace.find_meeting(room.session.id)
    return LiveSession(workspace, opened, held.id), clock


def folder_of(session: LiveSession) -> Path:
    return session.workspace.library.folder(session.opened.shards[session.id])


def words(session: LiveSession) -> list[str]:
    return [entry.filed.text for entry in session.meeting.lines()]


def notices(session: LiveSession) -> str:
    return " ".join(session.workspace.library.take_notices())


# --- both at once -------------------------------------------------------------------------------------------------


def test_check_58_both_press_next_and_the_meeting_moves_once(room: Room) -> None:
    session = live(room)
    other, clock = elsewhere(room)
    room.pass_(2)
    clock.set(room.clock.now())
    room.say("/next")
    other.enter("/next")
    assert session.refresh() and other.refresh()
    assert session.meeting == other.meeting
    assert session.meeting.block is not None and session.meeting.block.key == "steps"
    assert len(session.meeting.moved_on) == 1
    said = other.enter("/next")
    assert not said.done and "Another writer moved on" in said.words


def test_check_58_a_look_tells_of_another_writers_line_without_reading_anything(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = live(room)
    other, _ = elsewhere(room)
    session.refresh()
    assert not session.has_news
    session.enter("ours is no news to us")
    assert not session.has_news
    other.enter("theirs")
    with monkeypatch.context() as nothing_is_read:
        nothing_is_read.setattr(Library, "read", lambda *_: pytest.fail("it was read"))
        assert session.has_news
    assert session.refresh() and "theirs" in words(session)
    assert not session.has_news
    shutil.move(folder_of(session), room.home / "gone")
    assert not session.has_news


def apart(room: Room) -> tuple[LiveSession, Path]:
    """A device whose folder was in step until now, and no longer is: `meet` brings both together."""
    there = room.home / "there"
    shutil.copytree(room.workspace.library.root, there / "library")
    workspace = Workspace(places_in(there), ManualClock(room.clock.now()), Settings(), threaded=False)
    opened, held = workspace.find_meeting(room.session.id)
    return LiveSession(workspace, opened, held.id), there / "library"


def meet(room: Room, there: Path) -> None:
    """What a sync tool does: each side gets the logs that the other one wrote."""
    here = room.workspace.library.root
    for source, target in ((here, there), (there, here)):
        for log in source.rglob("*.json"):
            arrived = target / log.relative_to(source)
            if not arrived.exists() or arrived.stat().st_size < log.stat().st_size:
                arrived.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(log, arrived)


def test_check_58_both_approve_and_the_first_stands(room: Room) -> None:
    session = live(room)
    (draft,) = session.group.unapproved(session.id)
    other, there = apart(room)
    other.workspace.clock.advance(dt.timedelta(seconds=1))  # type: ignore[attr-defined]
    assert room.say("/approve").done and other.enter("/approve").done
    meet(room, there)
    session.refresh()
    other.refresh()
    for one in (room.again(), session, other):
        assert one.group.unapproved(one.id) == []
        assert one.group.meetings[draft.id].approved == "as distributed"
    meeting = room.again().opened.meeting(draft.id)
    assert meeting.approved is not None and meeting.approved.by == session.workspace.writer
    assert [event.by for event in meeting.also if isinstance(event, ev.Approved)] == [other.workspace.writer]


def test_check_58_both_add_the_same_person_and_are_asked_to_merge(room: Room) -> None:
    session = live(room)
    other, there = apart(room)
    session.refresh()
    other.refresh()
    room.say("+guest Nadia Okoro named")
    other.enter("+guest nadia okoro named")
    meet(room, there)
    assert session.refresh() and other.refresh()
    for one in (session, other):
        assert len([p for p in one.group.everybody if p.name.casefold() == "nadia okoro"]) == 2
        told = notices(one)
        assert told.count("/merge") == 1 and "was added by two writers" in told
    for one in (session, other):
        assert one.enter("/merge nadia  OKORO").done
        (kept,) = [p for p in one.group.everybody if p.name.casefold() == "nadia okoro"]
    again = room.again()
    again.refresh()
    assert len([p for p in again.group.everybody if p.name.casefold() == "nadia okoro"]) == 1
    assert kept.id in again.meeting.here
    assert "nobody stands here twice" in room.say("/merge Bo Chen").words
    session.do("undo")
    assert len([p for p in session.group.everybody if p.name.casefold() == "nadia okoro"]) == 2


def test_check_58_both_give_the_same_step_number_and_show_letters(room: Room) -> None:
    session = live(room)
    other, there = apart(room)
    room.say("> write to the union")
    other.enter("> book the hall")
    meet(room, there)
    session.refresh()
    other.refresh()
    assert session.meeting == other.meeting
    for one in (session, other):
        ours, theirs = (next(s for s in one.group.open_steps if s.text.startswith(t)) for t in ("write", "book"))
        assert ours.number == theirs.number and ours.label != theirs.label
        assert {ours.label[:-1], theirs.label[:-1]} == {str(ours.number)}
        assert not one.enter(f"/done {ours.number}").done
    assert room.say(f"/done {ours.label}").done


@pytest.mark.parametrize("off", [dt.timedelta(minutes=5), dt.timedelta(minutes=-5), dt.timedelta(hours=12)])
def test_check_58_a_wrong_clock_loses_nothing_and_next_still_works(room: Room, off: dt.timedelta) -> None:
    session = live(room)
    other, clock = elsewhere(room, off)
    session.refresh()
    for n in range(4):
        room.pass_(0.5)
        clock.advance(dt.timedelta(seconds=30))
        other.enter(f"theirs {n}")
        assert session.refresh()
        room.say(f"ours {n}")
        other.refresh()
    assert sorted(words(session)) == sorted(f"{who} {n}" for who in ("ours", "theirs") for n in range(4))
    assert sorted(words(other)) == sorted(words(session))
    told = notices(session)
    assert told.count("Please set the clock that is wrong") == 1
    assert {5: "5 min ahead of", -5: "5 min behind", 720: "12 h 0 min ahead of"}[int(off.total_seconds() / 60)] in told
    newest = next(entry for entry in session.meeting.lines() if entry.filed.text == "theirs 3")
    assert abs(newest.at - session.now()) < dt.timedelta(seconds=31)
    room.pass_(2)
    clock.advance(dt.timedelta(minutes=2))
    other.enter("/next")
    session.refresh()
    assert session.meeting.block is not None and session.meeting.block.key == "steps"
    assert session.reading().elapsed < 5
    room.pass_(2)
    clock.advance(dt.timedelta(minutes=2))
    assert room.say("/next").done
    other.refresh()
    for one in (session, other, room.again()):
        assert one.meeting.block is not None and one.meeting.block.key == "goodbyes"


def test_a_slow_sync_tool_is_not_taken_for_a_wrong_clock(room: Room) -> None:
    session = live(room)
    other, clock = elsewhere(room)
    session.refresh()
    for late in (70, 300, 130, 900):
        other.enter(f"late by {late}")
        room.clock.advance(dt.timedelta(seconds=late))
        assert session.refresh()
        clock.set(room.clock.now())
    assert "clock" not in notices(session)
    assert [entry.at for entry in session.meeting.lines()] == [entry.at for entry in other.meeting.lines()]


def test_a_clock_that_is_right_is_not_corrected(room: Room) -> None:
    session = live(room)
    other, _clock = elsewhere(room, dt.timedelta(seconds=40))
    session.refresh()
    other.enter("nearly right")
    session.refresh()
    assert notices(session) == "" and session.meeting.lines()[-1].at == other.meeting.lines()[-1].at


def test_a_meeting_opened_after_a_fast_clock_wrote_in_it_goes_on(room: Room) -> None:
    live(room)
    other, clock = elsewhere(room, dt.timedelta(hours=12))
    clock.advance(dt.timedelta(minutes=1))
    other.enter("/next")
    room.pass_(3)
    again = room.again()
    assert again.meeting.block is not None and again.meeting.block.key == "steps" and again.reading().elapsed >= 0
    room.pass_(1)
    assert again.enter("/next").done
    assert again.meeting.block.key == "goodbyes"
    other.refresh()
    assert other.meeting.block is not None and other.meeting.block.key == "goodbyes"


# --- a synced folder ----------------------------------------------------------------------------------------------


def test_a_conflict_copy_is_said_once_with_the_tools_name(room: Room) -> None:
    session = live(room)
    room.say("one")
    session.refresh()
    notices(session)
    log = folder_of(session) / f"{session.workspace.writer}.json"
    copy = log.with_name(f"{log.stem}.sync-conflict-20241113-141502-ABCDEFG.json")
    shutil.copyfile(log, copy)
    session.refresh()
    told = notices(session)
    assert "A conflict copy made by Syncthing" in told and copy.name in told
    room.say("two")
    session.refresh()
    assert notices(session) == "" and words(session) == ["one", "two"] and copy.exists()


def test_a_file_that_is_still_arriving_is_waited_for(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    session = live(room)
    other, _ = elsewhere(room)
    other.enter("whole at last")
    log = folder_of(session) / f"{other.workspace.writer}.json"
    whole = log.read_bytes()
    # The disk's clock is the meeting's here.
    monkeypatch.setattr(reading, "_may_still_come", lambda path, files, own, now: now == session.now() == began)
    began = session.now()
    log.write_bytes(b"")
    session.refresh()
    assert "still arriving" in notices(session)
    log.write_bytes(whole)
    assert session.refresh() and words(session) == ["whole at last"]
    assert notices(session) == ""


def test_a_broken_file_that_stays_is_said_to_be_damaged(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    session = live(room)
    began = session.now()
    monkeypatch.setattr(reading, "_may_still_come", lambda path, files, own, now: now == began)
    (folder_of(session) / "zzzzzz-1.json").write_bytes(b"")
    session.refresh()
    assert "still arriving" in notices(session)
    session.refresh()
    room.pass_(1)
    session.refresh()
    assert "damaged or empty" in notices(session)
    session.refresh()
    assert notices(session) == ""


@pytest.mark.parametrize("whole_group", [False, True])
def test_a_folder_that_vanishes_under_a_meeting_is_made_again_with_every_line_of_everybody(
    room: Room, whole_group: bool
) -> None:
    session = live(room)
    other, _ = elsewhere(room)
    other.enter("theirs")
    room.say("ours")
    session.refresh()
    folder = folder_of(session)
    shutil.rmtree(session.workspace.library.root / "groups" / room.opened.folder if whole_group else folder)
    session.refresh()
    assert "had vanished" in notices(session)
    assert [path.name for path in folder.glob("*.json")] == [f"{session.workspace.writer}.json"]
    again = room.again()
    assert sorted(words(again)) == ["ours", "theirs"] and again.meeting.title == session.meeting.title
    assert again.group.name == "Harbor Peer Coalition" and again.meeting.here == session.meeting.here
    session.refresh()
    assert notices(session) == ""
    # The folder comes back with the other device's file: the union is the same.
    other.enter("more")
    session.refresh()
    assert sorted(words(session)) == sorted(words(room.again())) == ["more", "ours", "theirs"]


def test_a_folder_of_which_only_our_own_log_was_known_is_made_again_too(room: Room) -> None:
    session = live(room)
    room.say("ours")
    session.refresh()
    shutil.rmtree(folder_of(session))
    session.refresh()
    assert words(room.again()) == ["ours"]


def test_a_library_that_vanishes_is_said_and_nothing_is_made_in_its_place(room: Room, tmp_path: Path) -> None:
    session = live(room)
    room.say("before")
    session.refresh()
    library = session.workspace.library
    library.root.rename(tmp_path / "unplugged")
    session.refresh()
    assert "has vanished" in notices(session)
    room.say("typed meanwhile")
    assert session.workspace.saver.state == "not saved" and "has vanished" in session.workspace.saver.problem
    assert not library.root.exists() and words(session) == ["before", "typed meanwhile"]
    (tmp_path / "unplugged").rename(library.root)
    assert session.workspace.saver.flush()
    assert words(room.again()) == ["before", "typed meanwhile"]


def test_another_devices_file_that_becomes_older_takes_no_line_away(room: Room) -> None:
    session = live(room)
    other, _ = elsewhere(room)
    other.enter("one")
    session.refresh()
    log = folder_of(session) / f"{other.workspace.writer}.json"
    older = log.read_bytes()
    other.enter("two")
    session.refresh()
    log.write_bytes(older)
    session.refresh()
    assert words(session) == ["one", "two"] and notices(session) == ""
    room.pass_(1)
    session.refresh()
    assert "became an older one, or vanished" in notices(session)
    assert words(room.again()) == ["one", "two"]
    session.refresh()
    assert notices(session) == ""


def test_a_file_that_is_emptied_before_it_is_filled_is_no_loss(room: Room) -> None:
    session = live(room)
    other, _ = elsewhere(room)
    other.enter("one")
    session.refresh()
    log = folder_of(session) / f"{other.workspace.writer}.json"
    whole = log.read_bytes()
    log.unlink()
    session.refresh()
    log.write_bytes(whole)
    room.pass_(1)
    session.refresh()
    assert words(session) == ["one"] and notices(session) == ""


def test_words_removed_on_request_do_not_come_back_with_a_vanished_folder(room: Room) -> None:
    session = live(room)
    other, _ = elsewhere(room)
    other.enter("painful words")
    session.refresh()
    session.record(ev.Redacted(target=session.meeting.lines()[-1].id))
    session.refresh()
    shutil.rmtree(folder_of(session))
    session.refresh()
    assert all(b"painful" not in path.read_bytes() for path in folder_of(session).iterdir())


def test_the_groups_own_log_is_made_again_too(room: Room) -> None:
    session = live(room)
    planning.add_priority(room.workspace, room.opened, "Housing")
    session.refresh()
    log = session.workspace.library.folder(Shard(room.opened.folder))
    shutil.rmtree(log)
    session.refresh()
    assert "The folder of the group had vanished" in notices(session)
    assert [p.name for p in room.again().group.active_priorities][-1] == "Housing"


def test_after_the_clock_was_set_back_no_fact_gets_the_id_of_a_line(room: Room) -> None:
    session = live(room)
    session.enter("a line")
    room.clock.set(session.now() - dt.timedelta(hours=13), force=True)
    again = LiveSession(room.workspace, room.workspace.open_group(session.opened.folder), session.id)
    for count in range(3):
        capturing.take_pasted(again, [f"one line {count}", f"another line {count}"], "many")
        again.enter(f"a line by itself {count}")
    ids = [event.id for event in again.events]
    lines = set(again.meeting.entries)
    assert len(lines) == 10 and len(set(ids)) == len(ids) and not lines & set(ids)


def given_to(session: LiveSession) -> list[str]:
    """The ids of the meeting's facts and of its lines: none may be there twice."""
    lines = [event.entry for event in session.events if isinstance(event, ev.Captured)]
    return [*(event.id for event in session.events), *lines]


def test_what_follows_another_devices_line_gets_no_id_that_was_given_before_the_clock_was_set_back(room: Room) -> None:
    session = live(room)
    room.clock.set(session.now() - dt.timedelta(minutes=90), force=True)
    other, _ = elsewhere(room)
    # The other device has heard of us, so its line follows ours; we go on in the millisecond that the clock showed.
    other.enter("theirs")
    for count in range(3):
        session.enter(f"ours {count}")
    session.refresh()
    capturing.edit(session, session.our_lines()[0], "ours, edited")
    session.enter("ours, later")
    assert sorted(words(session)) == ["ours 1", "ours 2", "ours, edited", "ours, later", "theirs"]
    assert len(set(given_to(session))) == len(given_to(session))
    assert not [event.id for event in room.again().events if "." in event.id]


def test_an_instant_that_comes_again_after_the_clock_was_set_back_gives_no_id_again(room: Room) -> None:
    session = live(room)
    then = session.now()
    session.enter("a line")
    room.clock.set(then - dt.timedelta(hours=13), force=True)
    room.workspace.library.release()
    again = room.again()
    again.enter("in between")
    room.clock.set(then, force=True)
    known = {key for event in again.events for key in ids_in(event)}
    fresh = [again.workspace.new_id() for _ in range(99)]
    assert not known & set(fresh) and len(set(fresh)) == 99
    for count in range(3):
        again.enter(f"another line {count}")
    assert len(set(given_to(again))) == len(given_to(again))


def test_the_id_of_a_half_typed_line_is_given_to_nothing_else_while_the_line_has_to_wait(room: Room) -> None:
    session = live(room)
    then = session.now()
    beside = room.again()
    beside.typed("half a line")
    beside.keep_draft("half a line")
    begun, writer = beside.begun, beside.workspace.writer
    assert begun is not None
    beside.workspace.library.release()
    session.enter("/off")
    room.clock.set(then - dt.timedelta(hours=2), force=True)
    again = room.again()
    assert again.workspace.writer == writer and again.restore_draft() == "", "nothing comes back off the record"
    again.workspace.new_id()
    room.clock.set(then, force=True)
    assert begun.entry not in [again.workspace.new_id() for _ in range(99)]


@pytest.mark.parametrize("back", [0, 90])
def test_a_half_saved_line_keeps_its_id_to_itself_wherever_the_clock_was_set(room: Room, back: int) -> None:
    session = live(room)
    room.pass_(5)
    then = session.now()
    log = folder_of(session) / f"{session.workspace.writer}.json"
    before = log.read_bytes()
    session.enter("cut short")
    log.with_name(f".{log.name}.tmp").write_bytes(log.read_bytes())
    log.write_bytes(before)
    room.workspace.library.release()
    room.clock.set(then - dt.timedelta(minutes=back), force=True)
    again = room.again()
    for count in range(3):
        again.enter(f"a line {count}")
    found = room.again().events
    assert not [event.id for event in found if "." in event.id]
    ids = {event.filed.text: event.id for event in found if isinstance(event, ev.Captured)}
    assert sorted(ids, key=ids.__getitem__)[-4:] == ["cut short", "a line 0", "a line 1", "a line 2"]


def test_the_id_of_an_act_is_given_to_nothing_else(room: Room) -> None:
    workspace = room.session.workspace
    act, target, step = (event_id(milliseconds(workspace.now()), count, workspace.writer) for count in (900, 901, 902))
    workspace.see([ev.Undone(id=event_id(0, 0, "zzzzzz-1"), target=target, act=act)])
    assert workspace.new_id() > target
    workspace.see([ev.StepAccepted(id=event_id(0, 0, "zzzzzz-1"), step=step)])
    assert workspace.new_id() > step
