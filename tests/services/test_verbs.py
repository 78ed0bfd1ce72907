"""One registry: every verb is typed, named in the help, and says why it cannot be done now."""

from __future__ import annotations

import pytest

from peer_tui.services import verbs
from peer_tui.services.session import LiveSession
from tests.services.conftest import Room


def test_check_81_every_key_is_a_typed_command_in_the_help(session: LiveSession) -> None:
    told = session.enter("/help").lines
    for verb in verbs.VERBS:
        assert verbs.find(verb.word)[0] is verb
        assert any(line.startswith(verb.typed) and line.endswith(verb.help) for line in told), verb.word
    assert len(told) == len(verbs.VERBS)
    assert len({verb.word for verb in verbs.VERBS}) == len(verbs.VERBS)
    keys = [verb.key for verb in verbs.VERBS if verb.key]
    assert len(set(keys)) == len(keys)


def test_check_82_no_key_is_alt_or_a_bare_letter() -> None:
    for verb in verbs.VERBS:
        assert not verb.key or (verb.key.startswith(("ctrl+", "f")) and len(verb.key) > 1 and "alt" not in verb.key)


@pytest.mark.parametrize(("typed", "word"), [("aff", "affirm"), ("ap", "approve"), ("f", "f"), ("par", ""), ("e", "")])
def test_a_unique_beginning_is_enough_and_an_ambiguous_one_is_asked_about(
    session: LiveSession, typed: str, word: str
) -> None:
    found, fits = verbs.find(typed)
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
        for verb in verbs.VERBS:
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
