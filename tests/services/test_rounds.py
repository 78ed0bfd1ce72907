"""`/round`: the order is shown beforehand, passing is fine, the facilitator is not last, first and last change."""

from __future__ import annotations

import pytest

from peer_tui.services.showing import printed, side
from tests.services.conftest import Room


@pytest.fixture
def here(room: Room) -> Room:
    """Four people, Mei facilitates."""
    room.all("/next", "+bo", "+mei", "+kofi", "+marisol", "/role facilitator mei")
    return room


def order(room: Room) -> list[str]:
    """The names as `/round` lists them, without how each stands."""
    rows = room.say("/round").lines[:-1]
    return [row.split(maxsplit=1)[1].split(" · ")[0] for row in rows]


def beside(room: Room) -> str:
    return "\n".join(printed(side.lines(room.session)))


def test_the_order_is_shown_so_that_each_knows_who_is_before_and_after(here: Room) -> None:
    said = here.say("/round")
    assert said.words == "A round of 4: passing is fine · Bo now · then Mei"
    assert said.lines == (" 1 Bo · now", " 2 Mei", " 3 Kofi", " 4 Marisol", "/round next · /round pass · /round end")
    assert here.say("/round next").words == "Bo has spoken · Mei now · after Bo · then Kofi"
    assert "Round\n" in beside(here) and "Mei · now" in beside(here) and "then: Kofi, Marisol" in beside(here)
    assert "round: Mei now" in side.condensed(here.session)
    assert here.say("/round").lines[:2] == (" 1 Bo · has spoken", " 2 Mei · now")


def test_a_turn_is_counted_and_a_pass_is_not(here: Room) -> None:
    here.all("q+ bo", "/round", "/round next", "/round pass")
    assert here.session.voices.turns == {here.who("bo"): 1}
    assert here.session.voices.queue == []
    assert "Not yet heard: Kofi, Marisol, Mei" in here.say("/who").lines
    here.say("/round next")
    said = here.say("/round next")
    assert said.words == (
        "Marisol has spoken · The round is over: 3 spoke · passed: Mei (ask once more whether they would like to)"
    )
    assert here.session.voices.round is None
    assert "Round" not in beside(here)
    assert here.say("/round next").words == "There is no round now. /round begins one."


def test_the_first_and_the_last_change_and_the_facilitator_is_never_last(here: Room) -> None:
    before: list[str] = []
    for _ in range(5):
        now = order(here)
        assert sorted(now) == ["Bo", "Kofi", "Marisol", "Mei"]
        assert now[-1] != "Mei"
        assert not before or (now[0] != before[0] and now[-1] != before[-1])
        before = now
        here.say("/round end")


def test_who_comes_is_asked_too_and_who_left_is_not(here: Room) -> None:
    here.all("/round", "/round next", "-kofi", "+leila")
    assert here.say("/round next").words == "Mei has spoken · Marisol now · after Mei · then Leila"
    here.say("-marisol")
    assert here.say("/round next").words == "Leila now · after Mei · the last"
    assert here.say("/round next").words == "Leila has spoken · The round is over: 3 spoke"


def test_a_round_that_is_stopped_says_who_was_not_asked(here: Room) -> None:
    here.all("+2 phone", "/round", "/round next")
    said = here.say("/round end")
    assert said.words == (
        "The round is over: 1 spoke (and 2 people without a name: ask them too) · not asked: Mei, Kofi, Marisol"
    )


def test_nobody_here_and_other_words_are_refused_with_a_sentence(room: Room) -> None:
    room.say("/next")
    assert not room.say("/round").done
    assert "Nobody is marked as here" in room.session.last_answer.words
    said = room.say("/round backwards")
    assert (said.done, said.line) == (False, "/round backwards")


def test_a_round_goes_on_after_a_crash_and_leaves_nothing_behind(here: Room) -> None:
    here.all("/round", "/round next")
    again = here.again()
    assert again.do("round", "next").words.startswith("Mei has spoken · Kofi now")
    assert any(b"last_round" in path.read_bytes() for path in here.home.rglob("*") if path.is_file())
    here.all("/end", "/end")
    assert not any(b"last_round" in path.read_bytes() for path in here.home.rglob("*") if path.is_file())
    assert b"A round" not in b"".join(path.read_bytes() for path in here.home.rglob("*") if path.is_file())
