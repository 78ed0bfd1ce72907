"""A pasted list, a Zoom report or a chat: only who is new is asked about, and nothing is written before an answer."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.events import GroupCreated, PersonAdded, Status
from peer_tui.domain.group import Group
from peer_tui.domain.people import Person, match_pasted
from peer_tui.services import people, people_in
from peer_tui.services.people_in import Answer
from peer_tui.services.taking_back import take_back
from tests.services.conftest import Room


def test_check_30_known_people_are_known_and_only_new_ones_are_asked_about(room: Room) -> None:
    found = people_in.look(room.opened.group, "Bo Chen (he/him)\nJosé Prado\nZed New (they/them)\nrain\nAna\nMarisol")
    assert [one.name for one in found.known] == ["Bo Chen", "José Prado", "林小雨", "Marisol"]
    assert [(one.pasted.name, [p.name for p in one.might_be]) for one in found.newcomers] == [
        ("Zed New", []), ("Ana", ["Ana Ruiz", "Ana Sousa"]),
    ]  # fmt: skip
    assert [people_in.usual_answer(one).act for one in found.newcomers] == ["add", "skip"]


def test_answers_are_written_in_one_act_that_can_be_taken_back(room: Room) -> None:
    opened = room.opened
    found = people_in.look(opened.group, "Zed New, RC\nKim Low\nPat Gray <pat@example.org>\nAna")
    answers = [
        Answer("add", Status.APPLICANT), Answer("add", Status.GUEST), Answer("add", Status.EMAIL_LIST),
        Answer("same", person=found.newcomers[3].might_be[0].id),
    ]  # fmt: skip
    done = people_in.bring_in(room.workspace, opened, found.newcomers, answers)
    added = [opened.group.people[one] for one in done.added]
    assert [(one.name, one.status, one.named, one.roles, one.contact) for one in added] == [
        ("Zed New", Status.APPLICANT, True, ("RC",), ""), ("Kim Low", Status.GUEST, False, (), ""),
        ("Pat Gray", Status.EMAIL_LIST, True, (), "pat@example.org"),
    ]  # fmt: skip
    assert done.words == "3 added" and not people_in.look(opened.group, "Zed New\nkim low").newcomers
    assert take_back(room.workspace, opened, done.act)
    assert not set(done.added) & {one.id for one in opened.group.everybody}


def test_somebody_who_left_and_is_in_the_list_again_is_asked_about_and_comes_back(room: Room) -> None:
    opened = room.opened
    bo = next(one for one in opened.group.everybody if one.name == "Bo Chen")
    people.change(room.workspace, opened, bo.id, status=Status.FORMER)
    found = people_in.look(opened.group, "bo chen")
    assert not found.known and found.newcomers[0].was_here == opened.group.people[bo.id]
    done = people_in.bring_in(room.workspace, opened, found.newcomers, [people_in.usual_answer(found.newcomers[0])])
    assert done.words == "0 added · 1 is back" and opened.group.people[bo.id].status is Status.MEMBER
    assert len([one for one in opened.group.everybody if one.name == "Bo Chen"]) == 1


def test_two_of_one_name_in_the_group_are_never_picked_between(room: Room) -> None:
    people.add(room.workspace, room.opened, "Bo Chen")
    found = people_in.look(room.opened.group, "Bo Chen")
    assert not found.known and len(found.newcomers[0].might_be) == 2
    assert people_in.usual_answer(found.newcomers[0]).act == "skip"


def test_a_zoom_report_matches_by_the_shown_name_or_the_accounts_own(room: Room) -> None:
    found = people_in.look(
        room.opened.group,
        "Name (Original Name),User Email,Join Time\nBo (Bo Chen),b@example.org,x\nStar (Kim Low),,x\nJose Lima,,x\n",
    )
    assert found.form == "Zoom participants" and [one.name for one in found.known] == ["Bo Chen", "Jose Lima"]
    assert [one.pasted.name for one in found.newcomers] == ["Star"]
    assert "example.org" not in str(found)


def test_nothing_is_written_without_an_answer(room: Room) -> None:
    before = len(room.opened.events[""])
    found = people_in.look(room.opened.group, "Zed New\nKim Low")
    done = people_in.bring_in(room.workspace, room.opened, found.newcomers, [Answer("skip"), Answer("skip")])
    assert done.act == "" and done.words == "0 added · 2 left out" and len(room.opened.events[""]) == before


GROUP = Group.fold([("", [
    GroupCreated(id="0", group="g", name="G", zone="UTC", template="", template_name="", blocks=()),
    *(PersonAdded(id=f"1{n}", person=f"p{n}", name=name) for n, name in enumerate(("Ana Ruiz", "林小雨", "O'Neil"))),
])])  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_a_report(text: str) -> None:
    found = people_in.look(GROUP, text)
    assert all(one.pasted.name for one in found.newcomers)
    assert all(people_in.usual_answer(one).act in ("add", "same", "skip") for one in found.newcomers)


def test_a_list_of_a_hundred_thousand_lines_is_cut_and_said() -> None:
    found = people_in.look(GROUP, "\n".join(f"Person Number{n}" for n in range(6_000)))
    assert len(found.newcomers) == people_in.AT_MOST and any("Only the first" in words for words in found.said)


NAMES = ("Ana Ruiz", "Ana Sousa", "O'Neil Kay", "林小雨", "José María Prado", "van der Berg, Ilse", "Bo", "Łukasz")


PARTS = ("ana", "Ruiz", "oneil", "O’Neil", "kay", "林小雨", "jose", "Prado", "ilse", "Bo", "x", "lukasz")


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3))
def test_who_it_might_be_is_what_a_match_among_all_says(words: list[str]) -> None:
    everybody = [Person(f"p{n}", name, alias="rain" if n == 3 else "") for n, name in enumerate(NAMES)]
    name = " ".join(words)
    assert people_in._ByName(everybody).might_be(name) == match_pasted(name, everybody).candidates
