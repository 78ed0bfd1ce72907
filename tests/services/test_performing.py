"""A typed command finds its verb, is done, or says what it could be and why it cannot be done now."""

from __future__ import annotations

import pytest

from peer_tui.services import performing
from peer_tui.services.session import LiveSession
from peer_tui.services.verbs import VERBS
from tests.services.conftest import Room


@pytest.mark.parametrize(("typed", "word"), [("aff", "affirm"), ("ap", "approve"), ("f", "f"), ("par", ""), ("e", "")])
def test_a_unique_beginning_is_enough_and_an_ambiguous_one_is_asked_about(
    session: LiveSession, typed: str, word: str
) -> None:
    found, fits = performing.find(typed)
    assert (found.word if found else "") == word
    if not word:
        said = session.enter(f"/{typed}")
        assert not said.done and said.line == f"/{typed}"
        assert all(f"/{verb.word}" in said.words for verb in fits)


def test_an_unknown_command_names_the_nearest_and_stays_in_the_line(session: LiveSession) -> None:
    said = session.enter("/afirm now")
    assert (said.done, said.line) == (False, "/afirm now")
    assert "/affirm" in said.words
    assert not session.enter("/").done


def test_no_verb_in_any_state_or_with_any_words_ever_fails(room: Room) -> None:
    words = ["", "1", "99", "@bo by fri = sent", "zorro", "next", "²", "9" * 5000, "[/]", "up bo", "5 agreed", "\ud800"]

    def every() -> None:
        for verb in VERBS:
            if verb.word in ("end", "stopped", "reopen"):
                continue
            for rest in words:
                line = f"/{verb.word} {rest}"
                room.session.preview(line)
                said = room.say(line)
                assert said.words or said.copy, line
                room.session.do(verb.word, rest)

    every()
    room.at("2:00")
    every()
    room.all("+bo", "^ one", "> two", "~ three", "fix: four", "! five")
    every()
    room.all("/on", "/end", "/end")
    every()
    assert room.again().meeting == room.session.meeting


def test_a_verb_that_cannot_be_done_says_why(room: Room) -> None:
    room.at("2:00")
    assert room.say("/affirm").words == "/affirm: the meeting is not in session."
    assert "not now" in room.session.preview("/affirm")
    room.say("/next")
    assert room.say("/agreed").words == "/agreed: there is no open proposal."
    assert room.say("/reopen").words == "/reopen: the meeting has not ended."


def test_off_the_record_what_records_words_waits_and_what_is_about_time_does_not(room: Room) -> None:
    room.at("2:00")
    room.all("/next", "/off")
    before = room.session.events
    waits = "OFF THE RECORD — /affirm waits until you are back on the record (/on)"
    assert room.session.do("affirm").words == waits and room.session.events == before
    assert room.session.do("extend", "5 agreed").done and room.session.events != before
    room.say("/on")
    assert room.session.do("affirm").words != waits
