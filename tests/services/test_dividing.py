"""/groups: those who are here, in small groups, for the chat; nothing of it is recorded."""

from __future__ import annotations

import pytest

from peer_tui.services.programmes import small_groups
from tests.services.conftest import Room


@pytest.fixture
def here(room: Room) -> Room:
    room.all("/next", "+ana ruiz", "+bo", "+mei", "+leila", "+kofi", "+wren", "+guest Lee", "+2 phone")
    return room


def test_those_who_are_here_are_divided_and_copied_for_the_chat(here: Room) -> None:
    before = len(here.session.events)
    said = here.say("/groups 3")
    assert len(said.lines) == 3 and said.copy == ("\n".join(said.lines),)
    names = [name for line in said.lines for name in line.partition(": ")[2].split(", ")]
    assert len(names) == 7 and {"Bo", "Mei", "Lee"} <= set(names) and "Tomas" not in names
    assert "3 groups for the chat" in said.words
    assert "2 people counted without a name are in none of them." in said.words
    assert len(here.session.events) == before
    assert here.everywhere("Group 1") == []


def test_again_makes_others_and_a_bare_groups_shows_the_same(here: Room) -> None:
    first = here.say("/groups 3").lines
    assert here.say("/groups").lines == first
    assert here.say("/groups again").lines != first


def test_groups_of_a_size_and_who_came_later_is_put_in(here: Room) -> None:
    assert len(here.say("/groups of 2").lines) == 4
    here.say("+marisol")
    assert "Marisol" in "".join(here.say("/groups").lines)


def test_a_wish_of_the_screen_holds_in_the_meeting(here: Room) -> None:
    drawing = small_groups.drawing_of(here.workspace, here.session.opened)
    small_groups.wish(drawing, small_groups.read_wish(here.session.opened, "bo, mei", apart=True))
    for _ in range(4):
        assert not any("Bo" in line and "Mei" in line for line in here.say("/groups again").lines)


def test_wishes_are_said_in_the_meeting_too_and_forgotten_at_free(here: Room) -> None:
    here.say("/groups 2")
    for _ in range(3):
        said = here.say("/groups together bo, mei, leila")
        assert any(all(name in line for name in ("Bo", "Mei", "Leila")) for line in said.lines)
    assert "Nobody here is called zed" in here.say("/groups apart bo, zed").words
    drawing = small_groups.drawing_of(here.workspace, here.session.opened)
    assert len(drawing.wishes) == 1
    here.say("/groups free")
    assert drawing.wishes == [] and here.everywhere("Leila, ") == []


@pytest.mark.parametrize("rest", ["many", "0", "51", "of", "of x", "99999999999", "[/]"])
def test_what_is_no_number_of_groups_is_refused_and_stays_in_the_line(here: Room, rest: str) -> None:
    said = here.say(f"/groups {rest}")
    assert not said.done and said.line == f"/groups {rest}" and "How many groups?" in said.words


def test_with_nobody_here_it_is_said(room: Room) -> None:
    said = room.say("/groups 3")
    assert not said.done
