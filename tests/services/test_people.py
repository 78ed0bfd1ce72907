"""Who is here, who waits to speak, who has seen the agreement."""

from __future__ import annotations

import pytest

from peer_tui.domain.events import Status
from peer_tui.services import attendance, capturing, chatting, keeping
from tests.exchange.opened_again import text_in
from tests.services.conftest import Room


def opened(room: Room, block: str = "welcome") -> Room:
    room.at("2:00")
    room.say("/next")
    if block != "welcome":
        room.say(f"/go {block}")
    return room


def test_check_30_a_unique_beginning_marks_one_person_present(room: Room) -> None:
    opened(room)
    assert room.say("+lei").words.startswith("Leila is here")
    assert room.session.meeting.attendance[room.who("leila")].arrived == room.clock.now()
    twice = room.say("+ana")
    assert not twice.done and twice.line == "+ana" and "1 Ana Ruiz · 2 Ana Sousa" in twice.words
    assert room.say("+ana2").done
    assert room.who("ana sousa") in room.session.meeting.here


def test_check_30_pasted_names_match_or_are_offered_as_guests(room: Room) -> None:
    opened(room)
    said = capturing.take_pasted(room.session, ["Bo Chen (he/him)", "José", "Zoe Winter", "Ana"], "names")
    assert room.session.meeting.here == {room.who("bo"), room.who("josé prado")}
    assert "Zoe Winter" in said.words and "Ana" in said.words
    assert room.session.strangers == ["Zoe Winter"]
    assert not any(person.name == "Zoe Winter" for person in room.session.group.everybody)
    room.say("+guest Zoe Winter")
    assert room.session.strangers == []
    assert attendance.present(room.session) == (2, 1)


def test_check_31_heads_without_names_are_only_counted(room: Room) -> None:
    opened(room)
    people = len(room.session.group.people)
    room.all("+bo", "+3 phone")
    assert "4 here (3 without a name)" in room.session.last_answer.words
    assert len(room.session.group.people) == people


def test_check_31_a_guest_is_counted_and_not_named(room: Room) -> None:
    opened(room)
    room.all("+guest Quillon", "+guest Ondine named", "/next", "/end", "/end")
    everything = keeping.render_everything(keeping.minutes_of(room.opened, room.session.id))
    assert set(everything) == set(keeping.FORMATS)
    for form, raw in everything.items():
        text = text_in(form, raw)
        assert "Quillon" not in text
        assert form == "json" or "2 guests" in " ".join(text.split())
    assert room.session.group.people[room.who("Quillon")].status is Status.GUEST


def test_a_guest_is_taken_back_whole(room: Room) -> None:
    opened(room)
    room.say("+guest Lee")
    guest = room.who("Lee")
    room.say("/undo")
    assert guest not in room.session.group.people
    assert room.session.meeting.here == frozenset()
    room.say("/redo")
    assert room.session.meeting.here == {guest}


def test_check_32_late_people_have_not_seen_the_agreement_until_marked(room: Room) -> None:
    opened(room)
    room.all("+bo", "/next", "+mei", "/next")
    assert "has not seen the agreement" in room.say("+leila").words
    assert room.session.meeting.not_seen_agreement == [room.who("leila")]
    assert any("Leila" in line and "agreement" in line for line in room.say("/who").lines)
    room.say("/seen leila")
    assert room.session.meeting.not_seen_agreement == []


def test_check_32_a_catch_up_is_short_and_holds_the_decisions(room: Room) -> None:
    opened(room, "topics")
    decisions = [f"We decide matter number {n} in exactly these many words" for n in range(40)]
    room.all(*(f"! {text}" for text in decisions))
    pieces = chatting.catch_up(room.session).copy
    assert len(pieces) > 1
    assert all(len(piece) <= 900 for piece in pieces)
    assert all(any(text in piece for piece in pieces) for text in decisions)


def test_check_33_fewest_turns_first_and_not_yet_heard_shrinks(room: Room) -> None:
    opened(room)
    room.all("+bo", "+mei", "+kofi", "/spoke bo", "/spoke bo")
    room.all("q+ bo", "q+ mei")
    assert room.say("q").words.startswith("Next: Mei")
    assert "Not yet heard: Kofi" in room.say("/who").lines
    assert room.say("q").words.startswith("Next: Bo")
    assert "Nobody is waiting" in room.say("q").words


def test_check_33_the_facilitator_may_move_a_name_up(room: Room) -> None:
    opened(room)
    room.all("+bo", "+mei", "+kofi", "/spoke kofi", "q+ bo", "q+ mei", "q+ kofi", "/stack up kofi")
    assert attendance.stack_words(room.session) == "stack: Kofi, Bo, Mei"
    room.say("-bo")
    assert attendance.stack_words(room.session) == "stack: Kofi, Mei"


def test_check_33_no_turn_count_outlives_the_meeting(room: Room) -> None:
    opened(room)
    room.all("+bo", "+mei", *["/spoke bo"] * 7, "q+ mei")
    bo = room.who("bo")
    assert room.again().voices.turns == {bo: 7}
    assert any(b'"turns"' in path.read_bytes() for path in room.home.rglob("*") if path.is_file())
    room.all("/end", "/end")
    held = [path for path in room.home.rglob("*") if path.is_file() and b"turns" in path.read_bytes()]
    assert held == []
    assert room.session.voices.turns == {}
    room.say("/spoke bo")
    assert not any(b"turns" in path.read_bytes() for path in room.home.rglob("*") if path.is_file())


def test_check_33_ended_by_another_window_forgets_the_turns_here_too(room: Room) -> None:
    opened(room)
    room.all("+bo", "/spoke bo")
    other = room.again()
    other.enter("/end")
    other.enter("")
    assert room.session.refresh()
    assert room.session.voices.turns == {}
    assert not any(b"turns" in path.read_bytes() for path in room.home.rglob("*") if path.is_file())


@pytest.mark.parametrize("typed", ["rain", "林小雨", "林"])
def test_check_35_a_name_or_its_alias(room: Room, typed: str) -> None:
    opened(room)
    assert room.say(f"+{typed}").words.startswith("林小雨 is here")
    room.say(f"> @{typed} bring the list")
    assert room.session.group.open_steps[-1].owner == room.who("rain")


def test_a_person_who_comes_back_is_here_again(room: Room) -> None:
    opened(room)
    room.all("+bo", "-bo", "-bo", "+bo room", "+bo")
    assert "already here" in room.session.last_answer.words
    assert room.session.meeting.attendance[room.who("bo")].mode == "room"
    assert room.session.meeting.here == {room.who("bo")}


def test_roles_are_given_changed_and_taken_back(room: Room) -> None:
    opened(room)
    room.all("/role facilitator bo", "/role scribe mei", "/role fac mei")
    assert room.session.meeting.roles == {"facilitator": room.who("mei"), "scribe": room.who("mei")}
    room.say("/role facilitator")
    assert "facilitator" not in room.session.meeting.roles
    assert "Roles:" in room.say("/role chair bo").words
