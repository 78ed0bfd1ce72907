"""Doors, blocks, priorities, extensions, pauses: the course of a meeting."""

from __future__ import annotations

import datetime as dt

import pytest

from peer_tui.domain.events import BlockPlan, EntryKind
from peer_tui.domain.timing import actual
from peer_tui.domain.wall_time import say_time
from peer_tui.services import moving, planning, timekeeping
from peer_tui.services.session import LiveSession
from tests.services.conftest import START, ZONE, Room
from tests.services.libraries import add_topic


def here(session: LiveSession) -> str:
    return session.meeting.current.block if session.meeting.current else ""


def seconds_in(session: LiveSession, block: str) -> int:
    return actual(session.meeting.course(session.items), session.now())[block]


def through(room: Room, *walls: str) -> None:
    """`/next block` at each of these times; the first one opens the doors."""
    for wall in walls:
        room.at(wall)
        room.say("/next block")


def test_the_seven_blocks_one_after_the_other(room: Room) -> None:
    assert moving.what_next(room.session) == "open the doors"
    seen = []
    for wall in ("1:55", "2:04", "2:09", "2:13", "2:28", "2:43", "2:57"):
        through(room, wall)
        seen.append(here(room.session))
    assert seen == ["welcome", "agreement", "minutes", "priorities", "topics", "steps", "goodbyes"]
    assert room.session.meeting.called == START + dt.timedelta(minutes=4)
    assert "last block" in room.say("/next").words


def test_next_is_the_next_priority_then_the_next_block(room: Room) -> None:
    through(room, "2:00", "2:04", "2:09", "2:13")
    session = room.session
    assert moving.what_next(session) == "Training"
    assert "Training" in room.say("/next").words
    room.say("/next")
    assert "Ethics" in session.last_answer.words
    assert moving.what_next(session) == "Topics"
    room.say("/next")
    assert here(session) == "topics"
    room.pass_(2)
    room.say("/back")
    assert session.meeting.current is not None and session.meeting.current.item == session.items[2]
    room.pass_(2)
    room.say("/back")
    assert session.meeting.current.item == session.items[1]


def test_check_10_next_steps_by_moves_with_an_agreed_end_and_reminds(room: Room) -> None:
    through(room, "2:00", "2:05", "2:10", "2:15")
    session = room.session

    def by() -> str:
        moment = session.reading().next_steps_by
        assert moment is not None
        return say_time(moment, ZONE)

    assert by() == "2:43 pm"
    room.at("2:30")
    room.say("/extend 20 agreed")
    assert by() == "2:50 pm"
    room.at("2:48")
    assert "Next Steps should start in 2 min" in session.reading().steps_reminder


def test_check_11_past_the_end_only_with_the_groups_yes(room: Room) -> None:
    through(room, "2:00", "2:05", "2:10", "2:15")
    room.at("2:30")
    said = room.say("/extend 20")
    assert not said.done
    assert said.line == "/extend 20 agreed"
    assert room.session.meeting.agreed_end is None
    agreed = room.say("/extend 20 agreed")
    assert agreed.done and "end 3:00→3:07" in agreed.words
    assert "3:07" in room.session.reading().ends_words


def test_check_09_the_flex_block_pays_before_next_steps_does(room: Room) -> None:
    through(room, "2:00", "2:05", "2:10", "2:15")
    room.at("2:30")
    assert moving.extension_words(room.session, 5) == "extend 5 → Current topics 13→8 · end stays 3:00"
    assert room.session.preview("/extend 5") == moving.extension_words(room.session, 5)
    room.say("/extend 5")
    assert "steps" not in room.session.meeting.limits
    room.say("/extend 20 from next")
    assert room.session.last_answer.done
    assert room.session.meeting.limits["steps"] == 3 * 60


@pytest.mark.parametrize("rest", ["5 5", "0", "241", "-5", "five", "5 please", "9" * 5000, "²"])
def test_an_extension_that_makes_no_sense_is_refused_in_words(room: Room, rest: str) -> None:
    through(room, "2:00", "2:05")
    said = room.say(f"/extend {rest}")
    assert not said.done and said.words
    assert room.session.meeting.limits == {}
    assert room.session.preview(f"/extend {rest}")


def test_check_12_a_pause_stops_the_block_clock_only(room: Room) -> None:
    through(room, "2:00", "2:05", "2:10", "2:15")
    room.at("2:20")
    room.say("/pause")
    room.at("2:24")
    assert room.session.reading().elapsed == 5 * 60
    room.say("/resume")
    room.at("2:25")
    assert room.session.reading().elapsed == 6 * 60
    assert "paused" not in room.session.reading().words
    assert room.session.meeting.agreed_end is None


def test_check_14_within_a_minute_the_move_never_happened(room: Room) -> None:
    through(room, "2:00", "2:04", "2:09")
    room.at("2:12")
    room.say("/next")
    room.pass_(0.5)
    assert "as if never left" in room.say("/back").words
    assert here(room.session) == "minutes"
    assert seconds_in(room.session, "minutes") == 210
    assert not room.session.meeting.visited("priorities")


@pytest.mark.parametrize("how", ["/back", "/undo"])
def test_check_14_later_the_time_between_stays_where_it_was_spent(room: Room, how: str) -> None:
    through(room, "2:00", "2:04", "2:09")
    room.at("2:12")
    room.say("/next block")
    room.at("2:15")
    room.say(how)
    assert here(room.session) == "minutes"
    room.at("2:17")
    assert seconds_in(room.session, "priorities") == 180
    assert seconds_in(room.session, "minutes") == 300


def test_check_14_a_line_in_the_new_block_means_that_it_happened(room: Room) -> None:
    through(room, "2:00", "2:04", "2:09")
    room.at("2:12")
    room.all("/next block", "something was said")
    room.pass_(0.5)
    room.say("/back")
    assert here(room.session) == "minutes"
    assert room.texts("priorities") == ["something was said"]
    assert seconds_in(room.session, "priorities") == 30


def test_check_14_a_line_that_was_taken_back_does_not_count(room: Room) -> None:
    through(room, "2:00", "2:04", "2:09")
    room.all("/next block", "slip", "/undo")
    assert "as if never left" in room.say("/back").words


def test_check_15_time_asleep_counts(room: Room) -> None:
    through(room, "2:00", "2:05", "2:10", "2:15")
    room.at("2:18")
    before = room.session.reading().elapsed
    room.pass_(10)
    assert room.again().reading().elapsed == before + 600


def test_a_block_that_was_jumped_over_is_not_reached_until_it_is_visited(room: Room) -> None:
    through(room, "2:00", "2:05")
    room.say("/go steps")
    assert room.session.meeting.skipped == {"minutes", "priorities", "topics"}
    room.pass_(2)
    room.say("/go topics")
    assert room.session.meeting.skipped == {"minutes", "priorities"}
    assert set(room.session.group.meetings[room.session.id].skipped) == {"minutes", "priorities"}
    room.say("/undo")
    assert room.session.meeting.skipped == {"minutes", "priorities", "topics"}


def test_go_says_which_blocks_there_are(room: Room) -> None:
    through(room, "2:00")
    assert "goodbyes" in room.say("/go nowhere").words
    assert room.session.last_answer.line == "/go nowhere"
    assert room.say("/go welcome").words == "This is Welcome."
    assert not room.say("/back").done


def test_parking_the_rest_is_one_act(room: Room) -> None:
    through(room, "2:00", "2:05", "2:10", "2:15")
    room.say("/parkrest")
    parked = room.session.meeting.of_kind(EntryKind.PARKED)
    assert [entry.filed.text for entry in parked] == ["Training", "Ethics"]
    assert here(room.session) == "topics"
    assert "parking 2" in room.say("/undo").words
    assert here(room.session) == "priorities"
    assert room.session.meeting.entries == {}
    assert room.session.last_answer.line is None


def test_what_was_parked_or_not_reached_stands_on_the_next_agenda(room: Room) -> None:
    session = room.session
    assert [topic.text for topic in session.meeting.topics] == ["pay equity survey"]
    add_topic(room.workspace, room.opened, session.id, "Room for the retreat")
    room.open(session.id)
    through(room, "2:00", "2:05")
    room.all("/go steps", "~ cost of the day", "/place 1 next agenda", "/end", "/end")
    following = planning.plan(room.workspace, room.opened, START + dt.timedelta(days=28))
    topics = room.opened.meeting(following).topics
    assert [topic.text for topic in topics] == [
        "pay equity survey", "cost of the day", "Not reached: Updates on Priorities", "Room for the retreat",
    ]  # fmt: skip
    assert topics[0].carried_from is not None


def test_an_ended_meeting_is_reopened_where_it_stopped(room: Room) -> None:
    through(room, "2:00", "2:05", "2:10")
    room.all("/end", "/end")
    assert room.session.meeting.ended is not None
    assert not room.say("/next").done and not room.say("/go topics").done
    room.pass_(5)
    assert "Minutes review" in room.say("/reopen").words
    assert room.session.meeting.skipped == set()
    room.pass_(1)
    assert seconds_in(room.session, "minutes") == 60
    room.say("/next")
    assert here(room.session) == "priorities"
    carried = {step.carried for step in room.session.group.open_steps}
    room.all("/end", "/end")
    assert {step.carried for step in room.session.group.open_steps} == {1}
    assert carried == {0}


def test_undoing_the_end_goes_on_with_the_meeting(room: Room) -> None:
    through(room, "2:00", "2:05")
    room.all("/end", "/end")
    assert room.say("/undo").words.startswith("Undone: the end of the meeting")
    assert room.session.meeting.live and here(room.session) == "agreement"


def test_undo_never_takes_back_the_preparation(room: Room) -> None:
    assert room.say("/undo").words == "There is nothing to undo."
    assert room.session.meeting.blocks


def test_a_meeting_that_begins_with_its_priorities(room: Room) -> None:
    blocks = (
        BlockPlan("updates", "Updates", "priorities", 10, 10),
        BlockPlan("next", "Next Steps", "steps", 5, 5),
        BlockPlan("later", "Later", "notes", 5, 5),
    )
    assert planning.set_agenda(room.workspace, room.opened, room.session.id, blocks) == []
    session = room.open(room.session.id)
    room.say("/next")
    assert session.meeting.called is not None
    assert session.meeting.current is not None and session.meeting.current.item == session.items[0]
    for _ in range(4):
        room.pass_(2)
        room.all("/next", "+lei", "/seen")
    assert here(session) == "later"
    room.all("/end", "")
    assert session.meeting.ended is not None


def test_a_cancelled_meeting_does_not_open_its_doors(room: Room) -> None:
    held = room.opened.group.meetings[room.session.id]
    planning.cancel(room.workspace, room.opened, held)
    session = room.open(held.id)
    assert "cancelled" in room.say("/next").words
    assert "cancelled" in moving.open_doors(session).words
    assert "added to a cancelled meeting" in room.say("kept all the same").words


def test_check_15_an_end_passed_by_over_an_hour_is_asked_about_once(room: Room) -> None:
    room.all("/next", "+bo")
    room.at("2:40")
    assert timekeeping.woke(room.session) == ""
    room.pass_(10)
    assert timekeeping.woke(room.session) == ""
    room.pass_(60)
    assert timekeeping.woke(room.session) == ""
    room.pass_(60)
    assert timekeeping.woke(room.session) == (
        "The agreed end was 3:00, over an hour ago. Does the meeting go on, or did it stop at 3:50? "
        "Go on as before, or type /stopped."
    )
    room.pass_(1 / 60)
    assert timekeeping.woke(room.session) == ""
    assert room.session.meeting.live
    assert room.say("/stopped").words == "Ended 3:50 pm"
    assert room.session.meeting.ended == START + dt.timedelta(minutes=110)


def test_a_meeting_that_had_stopped_ends_with_its_last_line(room: Room) -> None:
    room.all("/next")
    room.at("2:20")
    room.say("the last thing said")
    room.pass_(30)
    assert room.say("/stopped").leave
    assert room.session.meeting.ended == START + dt.timedelta(minutes=20)
