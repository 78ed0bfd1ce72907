"""A meeting held on paper is written up without a running clock; one that began early says when it began."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from peer_tui.domain.events import CalledToOrder, DoorsOpened
from peer_tui.domain.minutes import make_minutes
from peer_tui.domain.wall_time import say_time
from peer_tui.services import performing, planning, recovering, writing_up
from peer_tui.services.problems import Problem
from peer_tui.services.session import LiveSession
from peer_tui.services.today import today_lines
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.domain.histories import History
from tests.services.conftest import START, ZONE, Room, places_in

HELD = dt.datetime(2024, 11, 6, 19, 0, tzinfo=dt.UTC)
"""Wed 6 Nov 2024, 2:00 pm EST: a week before the meeting of the fixture."""


def paper(room: Room, minutes: int = 60) -> str:
    meeting = writing_up.write_up(room.workspace, room.opened, HELD, minutes=minutes, title="On paper")
    room.open(meeting)
    return meeting


def fresh_device(room: Room) -> LiveSession:
    """The same library on another device: another state folder."""
    places = msgspec.structs.replace(places_in(room.home), state=room.home / "other state")
    workspace = Workspace(places, room.clock, Settings(), threaded=False)
    opened, held = workspace.find_meeting(room.session.id)
    return LiveSession(workspace, opened, held.id)


def at(moment: dt.datetime | None) -> str:
    assert moment is not None
    return say_time(moment, ZONE)


def test_lines_stand_at_the_time_that_was_told_and_no_clock_runs(room: Room) -> None:
    paper(room)
    before = room.session.reading()
    room.all("+bo", "/at 2:20", "! We meet by Zoom", "/go steps", "/at 2:45", "> @bo book the room by fri = booked")
    room.pass_(90)
    assert room.session.reading().elapsed == before.elapsed == 0
    lines = {entry.filed.text: at(entry.at) for entry in room.session.meeting.lines()}
    assert lines == {"We meet by Zoom": "2:20 pm", "book the room": "2:45 pm"}
    (step,) = [step for step in room.session.meeting.steps.steps.values()]
    assert step.due is not None and step.due.date == dt.date(2024, 11, 8)  # the Friday after the meeting
    assert at(room.session.meeting.attendance[room.who("bo")].arrived) == "2:00 pm"
    assert "writing up" in writing_up.header_words(room.session)


def test_its_end_is_the_planned_one_or_the_last_line_and_nothing_counts_as_not_reached(room: Room) -> None:
    meeting = paper(room)
    room.all("/at 2:20", "! We meet by Zoom", "/end", "/end")
    told = room.session.meeting
    assert (told.state, at(told.called), at(told.ended)) == ("ended", "2:00 pm", "3:00 pm")
    assert room.opened.group.meetings[meeting].written_up and not told.skipped
    minutes = make_minutes(told, room.opened.group)
    assert ("Written up", "Wed 13 Nov 2024") in minutes.facts
    room.all("/reopen", "/at 3:10", "one more thing", "/end", "/end")
    assert at(room.session.meeting.ended) == "3:10 pm"


def test_after_a_restart_it_goes_on_where_it_was(room: Room) -> None:
    meeting = paper(room)
    room.all("/at 2:20", "! We meet by Zoom")
    session = room.again()
    assert session.told is not None and at(session.told) == "2:20 pm"
    session.enter("and on")
    assert at(session.meeting.lines()[-1].at) == "2:20 pm"
    (found,) = [one for one in recovering.unfinished(session.workspace, [session.opened]) if one.held.id == meeting]
    assert found.words == "being written up, last line 2:20"
    (line,) = [line for line in today_lines(session.workspace, [session.opened]) if line.kind == "unfinished"]
    assert "being written up" in line.what


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/at", "lines are given 2:00 pm · /at 2:35 gives another time"),
        ("/at soon", "When was it said? E.g. /at 2:35"),
        ("/at 1:30", "The meeting began 2:00 pm; that is before it."),
        ("/at 14:35", "lines are given 2:35 pm"),
        ("/at 2:35 pm", "lines are given 2:35 pm"),
        ("/began 1:55", "/began: this meeting is being written up: /at gives lines their time."),
    ],
)
def test_the_time_is_told_in_words(room: Room, typed: str, words: str) -> None:
    paper(room)
    assert room.say(typed).words == words


def test_a_meeting_that_is_held_now_gives_lines_their_own_time(room: Room) -> None:
    room.say("/next")
    assert "not being written up" in room.say("/at 2:20").words
    assert room.session.told is None and performing.find("at")[0] is not None


def test_a_planned_meeting_nobody_opened_is_written_up_in_its_place(room: Room) -> None:
    missed = room.session.id
    room.clock.set(START + dt.timedelta(days=2))
    held = room.opened.group.meetings[missed]
    writing_up.begin(room.workspace, room.opened, held)
    room.open(missed)
    assert room.session.meeting.state == "in session" and at(room.session.told) == "2:00 pm"
    with pytest.raises(Problem, match="only a planned one"):
        writing_up.begin(room.workspace, room.opened, room.opened.group.meetings[missed])


def test_what_is_still_to_come_is_planned_instead(room: Room) -> None:
    with pytest.raises(Problem, match="still to come"):
        writing_up.write_up(room.workspace, room.opened, START + dt.timedelta(days=1))
    with pytest.raises(Problem, match="still to come"):
        writing_up.begin(room.workspace, room.opened, room.opened.group.meetings[room.session.id])


def test_no_line_of_a_meeting_held_before_the_doors_is_lost_to_the_end(room: Room) -> None:
    """Past midnight: the time nearest to the meeting is meant."""
    meeting = writing_up.write_up(
        room.workspace, room.opened, dt.datetime(2024, 11, 7, 4, 40, tzinfo=dt.UTC), minutes=40
    )
    room.open(meeting)
    room.all("/at 12:10", "after midnight")
    (entry,) = room.session.meeting.lines()
    assert entry.at == dt.datetime(2024, 11, 7, 5, 10, tzinfo=dt.UTC)


# --- it began before anyone pressed the key -------------------------------------------------------------------------


def test_a_meeting_nobody_opened_began_when_it_is_told(room: Room) -> None:
    room.at("2:12")
    said = room.say("/began 2:04")
    meeting = room.session.meeting
    assert said.words == "It began 2:04 pm: called to order then"
    assert (at(meeting.called), at(meeting.opened), meeting.state) == ("2:04 pm", "2:04 pm", "in session")
    assert meeting.block is not None and meeting.block.key == "agreement"
    assert at(meeting.spans[-1].start) == "2:04 pm"
    room.say("/undo")
    assert room.session.meeting.state == "planned"


def test_a_key_pressed_late_is_put_right_and_the_blocks_with_it(room: Room) -> None:
    room.at("1:55")
    room.say("/next")
    room.at("2:09")
    room.say("/next")
    assert at(room.session.meeting.called) == "2:09 pm"
    room.at("2:15")
    room.say("/next")
    room.say("/began 2:04")
    told = [(span.block, at(span.start), at(span.end or room.session.now())) for span in room.session.meeting.spans]
    assert told == [
        ("welcome", "1:55 pm", "2:04 pm"), ("agreement", "2:04 pm", "2:15 pm"), ("minutes", "2:15 pm", "2:15 pm"),
    ]  # fmt: skip
    assert at(room.session.meeting.called) == "2:04 pm"
    room.say("/undo")
    assert at(room.session.meeting.called) == "2:09 pm"


def test_doors_that_were_opened_too_late_move_with_it(room: Room) -> None:
    room.at("2:10")
    room.all("/next", "/next", "/began 2:02")
    meeting = room.session.meeting
    assert (at(meeting.opened), at(meeting.called)) == ("2:02 pm", "2:02 pm")
    assert [at(span.start) for span in meeting.spans] == ["2:02 pm", "2:02 pm"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/began", "When did it begin? E.g. /began 2:04"),
        ("/began 2:40", "2:40 pm is still to come."),
        ("/began 2:20", "Its first line was written 2:15 pm; it cannot have begun after that."),
        ("/began 2024-11-10 14:00", "2:00 pm is more than twelve hours before it was planned."),
    ],
)
def test_what_cannot_be_is_said(room: Room, typed: str, words: str) -> None:
    room.at("2:15")
    room.say("/next")
    room.say("a first line")
    room.at("2:30")
    assert room.say(typed).words == words
    room.say("/began 2:05")
    assert room.say("/began 2:10").words == "It was called to order 2:05 pm; only an earlier time can be told."


def test_only_a_time_that_a_person_told_moves_the_beginning() -> None:
    """A second scribe's event with an earlier time of its own, by a clock that is behind, changes nothing."""
    told = History()
    told.plan("november", START)
    told.begin(START, late=9)
    called = told.meeting().called
    told.at(START, 3)
    told.say(CalledToOrder(), by="tablet-1")
    told.say(DoorsOpened(), by="tablet-1")
    assert told.meeting().called == called
    assert told.meeting().opened == START + dt.timedelta(seconds=1)
    told.say(CalledToOrder(when=START + dt.timedelta(minutes=4)), by="tablet-1")
    assert told.meeting().called == START + dt.timedelta(minutes=4)


def test_writing_up_carries_what_was_parked_like_any_other(room: Room) -> None:
    meeting = paper(room)
    topics = [topic.text for topic in room.opened.meeting(meeting).topics]
    assert topics == ["pay equity survey"]
    assert planning.choose_meeting(room.workspace)[1].id == meeting


def test_another_window_writing_the_same_meeting_up_has_no_wrong_clock(room: Room) -> None:
    paper(room)
    room.say("/at 2:20")
    room.session.refresh()
    # Another device, whose clock is right, adds a line a moment later.
    other = fresh_device(room)
    other.enter("a line of theirs")
    other.workspace.saver.flush()
    room.pass_(1)
    assert room.session.refresh()
    notices = room.workspace.saver.take_notices()
    assert not [sentence for sentence in notices if "clock" in sentence]
    times = {entry.filed.text: at(entry.at) for entry in room.session.meeting.lines()}
    assert times == {"a line of theirs": "2:00 pm"}
    other.workspace.close()


def test_what_is_added_after_its_end_is_added_now(room: Room) -> None:
    paper(room)
    room.all("/at 2:20", "! We meet by Zoom", "/end", "/end")
    assert room.session.told is None
    room.say("/reopen")
    assert room.session.told is not None and at(room.session.told) == "3:00 pm"
