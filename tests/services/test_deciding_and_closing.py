"""Proposals, next steps, the parking lot, the close check and the end."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from peer_tui.domain.events import (
    Destination,
    EntryKind,
    Event,
    FingersShown,
    Progress,
    ProposalSettled,
    StepAssigned,
    encode,
)
from peer_tui.services import goodbyes, keeping, stepping, walking
from peer_tui.services.session import LiveSession
from tests.services.conftest import START, Room


def into(room: Room, block: str) -> LiveSession:
    room.at("2:00")
    room.all("/next", "+bo", "+mei", "+ana1", "+leila", "/next", f"/go {block}")
    return room.session


def minutes(room: Room) -> str:
    return keeping.render(keeping.minutes_of(room.opened, room.session.id), "md")


def test_check_34_fingers_are_counted_and_a_concern_is_heard(room: Room) -> None:
    session = into(room, "topics")
    room.say("^ Meet monthly, second Wednesday")
    words = room.say("/f 55444 33215").words
    assert "10 people" in words and "lowest 1" in words and "hear the concern (2)" in words
    assert "hear" not in room.say("/f 5544333").words
    room.all("/aside 1", "/agreed")
    (entry,) = session.meeting.of_kind(EntryKind.DECISION)
    assert (entry.filed.text, entry.fingers, entry.aside) == ("Meet monthly, second Wednesday", (0, 0, 0, 3, 2, 2), 1)
    assert "5×2 4×2 3×3" in minutes(room)
    kept = [encode(e) for e in session.events if isinstance(e, FingersShown | ProposalSettled)]
    assert {name for fields in kept for name in fields} == {"kind", "id", "at", "by", "entry", "counts", "outcome"}
    people = {person.id for person in session.group.everybody} | {person.name for person in session.group.everybody}
    assert not any(person in str(kept) for person in people)


def test_all_threes_have_no_champion(room: Room) -> None:
    into(room, "topics")
    room.say("^ Meet monthly")
    assert "nobody champions it" in room.say("/f 3333").words


@pytest.mark.parametrize("digits", ["", "6", "5a", "٥", "²"])
def test_fingers_are_digits_from_nought_to_five(room: Room, digits: str) -> None:
    into(room, "topics")
    room.say("^ Meet monthly")
    said = room.say(f"/f {digits}")
    assert not said.done and said.line


def test_a_held_proposal_stays_open_and_undo_reopens_an_agreed_one(room: Room) -> None:
    session = into(room, "topics")
    assert "no open proposal" in room.say("/agreed").words
    room.all("^ Meet monthly", "/hold")
    assert session.meeting.of_kind(EntryKind.PROPOSAL)[0].outcome == "held"
    room.say("/agreed")
    assert session.meeting.of_kind(EntryKind.DECISION)
    room.say("/undo")
    assert session.meeting.of_kind(EntryKind.PROPOSAL)


def test_check_47_each_incomplete_step_is_brought_up_in_turn(room: Room) -> None:
    session = into(room, "topics")
    room.all("> draft testimony", "> @bo call DMH by fri", "/go steps")
    first = walking.at_hand(session)
    assert first is not None and first.text == "draft testimony"
    assert walking.question(session).startswith("Who will take it?")
    room.say("@mei")
    assert walking.question(session).startswith("By when?")
    assert session.preview("nm").startswith("for step 5")
    room.say("nm")
    assert walking.question(session).startswith("How will we know")
    room.say("= sent to the committee")
    assert walking.question(session) == "Does Mei say yes? (y)"
    assert "next: 6 call DMH" in room.say("y").words
    step = session.group.steps.steps[first.id]
    assert (step.owner, step.owner_state, step.done_when) == (room.who("mei"), "accepted", "sent to the committee")
    room.say("= dates in writing")
    room.say("y")
    assert stepping.ours(session)[1].owner_state == "accepted"
    assert room.texts() == ["draft testimony", "call DMH"]


def test_check_47_everything_else_is_captured_as_always(room: Room) -> None:
    session = into(room, "topics")
    room.all("> draft testimony", "/go steps", " fri", "Bo has a point", "- fri", "~ fri", "by hand it is", "@ bo")
    assert len(session.meeting.entries) == 7
    assert walking.at_hand(session) is not None


def test_an_empty_enter_passes_a_step_over_and_comes_back(room: Room) -> None:
    session = into(room, "topics")
    room.all("> one", "> two", "/go steps")
    assert "next: 6 two" in room.say("").words
    room.all("", "")
    assert walking.at_hand(session) is None
    assert "passed over" in walking.question(session)
    room.say("")
    first = walking.at_hand(session)
    assert first is not None and first.text == "one"


def test_a_bare_yes_after_a_captured_step_is_its_owners(room: Room) -> None:
    session = into(room, "topics")
    room.all("> draft testimony", "/go steps", "> @bo call DMH by fri = done", "y")
    assert stepping.ours(session)[1].owner_state == "accepted"
    said = room.say("y")
    assert not said.done and "nobody is named yet" in said.words
    assert room.texts() == ["draft testimony", "call DMH"]


def test_check_48_nobody_volunteered(room: Room) -> None:
    session = into(room, "topics")
    room.all("> find a hall", "/go steps")
    question = walking.question(session)
    assert all(way in question for way in ("/ask", "/park", "/drop"))
    step = walking.at_hand(session)
    assert step is not None and step.owner_state == "unclaimed"
    room.say("/ask 5 @kofi")
    step = session.group.steps.steps[step.id]
    assert (step.owner_state, step.by_email) == ("asked", True)
    assert "to be asked by e-mail" in minutes(room)
    room.say("/yes 5")
    assert session.group.steps.steps[step.id].owner_state == "accepted"
    room.say("/ask 5 @bo")
    assert session.group.steps.steps[step.id].owner_state == "asked"
    assert not room.say("/drop 5").done
    room.say("/drop 5 no longer ours")
    assert session.group.steps.steps[step.id].progress is Progress.DROPPED


def test_assigning_the_same_owner_again_keeps_their_yes(room: Room) -> None:
    session = into(room, "topics")
    room.all("> @bo find a hall", "/yes 5", "/assign 5 @bo by fri", "/assign 5 = key in hand")
    step = stepping.ours(session)[0]
    assert (step.owner_state, step.done_when, step.due is not None) == ("accepted", "key in hand", True)
    room.say("/assign 5 @bo @mei")
    assert stepping.ours(session)[0].helpers == (room.who("mei"),)
    assert stepping.ours(session)[0].owner_state == "accepted"
    room.say("/by 5 22 nov")
    assert [moment.words for moment in stepping.ours(session)[0].life][-1] == "re-dated"
    room.say("/assign 5 @mei")
    assert stepping.ours(session)[0].owner_state == "asked"
    for _ in range(5):
        room.say("/undo")
    step = stepping.ours(session)[0]
    assert (step.owner, step.owner_state, step.due) == (room.who("bo"), "accepted", None) or step.due is not None


def test_which_step_is_meant(room: Room) -> None:
    into(room, "topics")
    for line in (
        "/done",
        "/done 99",
        "/yes 99",
        "/assign 1",
        "/assign 1 @nobody",
        "/by 1 whenever",
        "/ask 99 @bo",
        "/drop 1",
    ):
        said = room.say(line)
        assert not said.done and said.line == line, line


def test_two_writers_who_gave_one_number_are_told_apart(room: Room) -> None:
    session = into(room, "topics")
    other = room.again()
    room.say("> ours")
    other.enter("> theirs")
    session.refresh()
    labels = {step.text: step.label for step in stepping.ours(session)}
    assert labels["ours"] != labels["theirs"]
    assert all(label.startswith("5") and len(label) > 1 for label in labels.values())
    assert not room.say("/done 5").done
    room.say(f"/done {labels['theirs']}")
    assert {step.text: step.progress for step in stepping.ours(session)}["theirs"] is Progress.DONE


def test_check_50_the_close_check_names_what_is_missing(room: Room) -> None:
    session = into(room, "topics")
    assert goodbyes.check(session).score == 1
    room.all("~ pay equity", "> find a hall")
    check = goodbyes.check(session)
    assert check.score == 1
    assert "pay equity" in check.words and "find a hall" in check.words
    assert "no time and no convener" in check.words
    room.say("/place 1 next agenda")
    assert goodbyes.check(session).score == 2
    room.say("/ask 5 @mei")
    assert goodbyes.check(session).score == 3
    room.say("/nextmeeting wed 11 dec 2pm")
    assert goodbyes.check(session).score == 3
    assert "4 of 4" in room.say("/convener mei").words
    assert all(line.startswith("✓") for line in room.say("/check").lines)


def test_check_51_the_end_never_traps_anybody(room: Room) -> None:
    session = into(room, "topics")
    asked = room.say("/end")
    assert not asked.leave and session.meeting.live and asked.lines
    assert room.say("").leave
    assert session.meeting.state == "ended"


@pytest.mark.parametrize("line", ["one thing more", "+kofi", "/time", "/next", "q+ bo"])
def test_after_being_asked_anything_else_goes_on(room: Room, line: str) -> None:
    session = into(room, "topics")
    room.all("/end", line, "")
    assert session.meeting.live
    room.all("/end", "/end")
    assert session.meeting.ended is not None


def test_check_52_the_recap_states_what_was(room: Room) -> None:
    session = into(room, "topics")
    room.all("+3 phone", "+guest Lee", "! one", "! two", "> @bo call", "~ cost", "/place 1 next agenda")
    room.at("2:58")
    room.say("/end")
    said = room.say("")
    assert said.words == "Ended 2:58 pm. 7 present, 1 guest. 2 decisions, 1 next step, 1 parked → next agenda."
    assert session.meeting.ended == START + dt.timedelta(minutes=58)


def test_a_parked_item_goes_where_it_was_said(room: Room) -> None:
    session = into(room, "topics")
    room.all("~ cost of the day", "~ the website")
    assert "Where does it go?" in room.say("/place 1").words
    assert "With whom" in room.say("/place 1 owner").words
    room.all("/place 1 owner @bo by fri", "/place 2 resolved", "/place 3 dropped")
    placed = {entry.filed.text: session.meeting.parked[entry.id] for entry in session.meeting.of_kind(EntryKind.PARKED)}
    assert placed["cost of the day"].owner == room.who("bo")
    assert placed["the website"].destination is Destination.RESOLVED
    earlier = next(parked.placed for parked in session.group.parked.values() if parked.placed)
    assert earlier.destination is Destination.DROPPED
    assert not room.say("/place 9 resolved").done
    assert "Bo by Fri 15 Nov" in room.say("/parked").lines[0]


def test_the_next_meeting_its_roles_and_an_unreadable_date(room: Room) -> None:
    session = into(room, "goodbyes")
    said = room.say("/nextmeeting one day")
    assert not said.done and said.line == "/nextmeeting one day"
    assert "in the past" in room.say("/nextmeeting 2 jan 2024 2pm").words
    room.all("/nextrole facilitator bo", "/nextrole scribe rain")
    assert session.meeting.next_roles == {"facilitator": room.who("bo"), "scribe": room.who("rain")}
    assert not room.say("/nextrole chair bo").done
    assert not room.say("/convener ana").done


def test_names_stand_in_person_events_only(room: Room) -> None:
    """What a step's owner is called stands in no other event than the person's own."""
    session = into(room, "topics")
    room.all("> @leila draft the letter by fri", "/assign 5 @kofi")
    facts = [event for event in session.events if isinstance(event, StepAssigned)]
    assert facts and "Kofi" not in str([encode(event) for event in facts])
    texts = [msgspec.to_builtins(e) for e in session.events if isinstance(e, Event) and e.id]
    assert not any("Leila Haddad" in str(fields) for fields in texts)


def test_a_step_nobody_takes_is_parked_and_needs_a_destination(room: Room) -> None:
    """`/park` in the walk, without a number, means the step at hand (`product.md` §3.10, nobody volunteers)."""
    into(room, "topics")
    room.all("> book a bus", "/go steps", "/park")
    entry = room.session.meeting.of_kind(EntryKind.PARKED)[-1]
    assert entry.filed.text == "book a bus" and entry in room.session.meeting.unplaced
    assert "book a bus" not in [step.text for step in room.session.group.open_steps]
    room.say("/undo")
    assert "book a bus" in [step.text for step in room.session.group.open_steps]
