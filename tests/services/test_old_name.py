"""A person changed their name: everywhere at once, and if they ask the old one is forgotten."""

from __future__ import annotations

import pytest

from peer_tui.domain.events import Resealed
from peer_tui.domain.forgetting import FormerName
from peer_tui.domain.minutes import make_minutes
from peer_tui.services import old_name, people
from peer_tui.services.forgetting import Answer
from peer_tui.services.keeping import render
from peer_tui.services.problems import Problem
from tests.services.conftest import Room


@pytest.mark.parametrize(
    ("text", "found", "becomes"),
    [
        ("Ana Ruiz calls", True, "Ana Lopez calls"), ("ana calls", False, ""), ("ask @ruiz", True, "ask @Ana Lopez"),
        ("RUÍZ, Ana", True, "Ana Lopez, Ana Lopez"), ("Ruizland", False, ""), ("Anaís", False, ""),
    ],
)  # fmt: skip
def test_only_words_of_the_old_name_that_are_not_in_the_new_one_count(text: str, found: bool, becomes: str) -> None:
    name = FormerName(["Ana Ruiz"], "Ana Lopez")
    assert name.stands_in(text) is found
    if found and not text.startswith("RU"):
        assert name.replaced(text) == becomes


def test_a_first_name_alone_becomes_the_new_first_name() -> None:
    assert FormerName(["Robert Hale"], "Rose Hale").replaced("Robert and R. Hale") == "Rose and R. Hale"


def test_a_changed_name_stands_in_old_minutes_at_once(room: Room) -> None:
    last = next(held for held in room.opened.group.meetings.values() if held.state == "ended")
    people.change(room.workspace, room.opened, room.who("Bo Chen"), name="Bea Chen")
    text = render(make_minutes(room.opened.meeting(last.id), room.opened.group), "md")
    assert "Bea" in text and "Bo Chen" not in text


def test_the_old_name_is_forgotten_from_the_record_the_files_and_answered_lines(room: Room) -> None:
    opened = room.opened
    room.all("/next", "Bo offered a room", "* thanks to Bo Chen", "+bo", "/end", "/end")
    opened.refold()
    bo = room.who("Bo Chen")
    people.change(room.workspace, opened, bo, name="Bea Chen")
    person = opened.group.people[bo]
    assert old_name.former_names(opened, person) == ["Bo Chen"]
    found = old_name.look_for(opened, person)
    texts = [mention.text for mention in found.lines]
    assert "Bo offered a room" in texts and "thanks to Bo Chen" in texts
    answers = [Answer.KEEP if mention.text == "Bo offered a room" else Answer.REPLACE for mention in found.lines]
    done = old_name.forget(room.workspace, opened, found, answers)
    assert done.kept == 1 and done.unanswered == 0
    assert old_name.former_names(opened, opened.group.people[bo]) == [] and opened.group.people[bo].name == "Bea Chen"
    assert room.everywhere("Bo Chen") == []
    assert any("thanks to Bea Chen" in entry.filed.text for entry in opened.meeting(room.session.id).lines(None))
    assert opened.group.person(bo).id == bo and bo not in opened.group.forgotten  # type: ignore[union-attr]


def test_approved_minutes_that_lose_the_name_are_sealed_anew(room: Room) -> None:
    opened = room.opened
    last = next(held for held in opened.group.meetings.values() if held.state == "ended")
    room.all("/next", "/go review", "fix: Bo Chen brought the letter", "/approve")
    opened.refold()
    assert opened.group.meetings[last.id].approved
    bo = room.who("Bo Chen")
    people.change(room.workspace, opened, bo, name="Bea Chen")
    found = old_name.look_for(opened, opened.group.people[bo])
    old_name.forget(room.workspace, opened, found, [Answer.REPLACE] * len(found.lines))
    assert opened.group.meetings[last.id].corrections == ("Bea Chen brought the letter",)
    resealed = [event for event in opened.events[last.id] if isinstance(event, Resealed)]
    assert resealed and "Bo" not in resealed[-1].reason


def test_somebody_with_one_name_has_no_old_one(room: Room) -> None:
    with pytest.raises(Problem, match="by no other name"):
        old_name.look_for(room.opened, room.opened.group.people[room.who("Bo Chen")])
