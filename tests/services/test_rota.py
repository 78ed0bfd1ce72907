"""The rota of facilitator and scribe: set, suggested a series, passed on, swapped (`product.md` §1.1, Roles)."""

from __future__ import annotations

import datetime as dt

import pytest

from peer_tui.domain.events import NextRoleGiven, PeopleMerged, PersonChanged, Status
from peer_tui.services import planning, roles, rota
from peer_tui.services.problems import Problem
from tests.services.conftest import START, Room

FACILITATOR = "facilitator"


def set_rota(room: Room, *names: str) -> list[str]:
    people = [room.who(name) for name in names]
    rota.set_rota(room.workspace, room.opened, FACILITATOR, people)
    return people


def plan(room: Room, weeks: int, series: str = "") -> str:
    return planning.plan(room.workspace, room.opened, START + dt.timedelta(weeks=weeks), series=series)


def who(room: Room, meeting: str) -> str:
    found = rota.suggested(room.opened.group, meeting, FACILITATOR)
    return rota.names_of(room.opened.group, [found.person])[0] if found else ""


def test_the_turn_goes_on_from_meeting_to_meeting(room: Room) -> None:
    november = room.session.id
    assert who(room, november) == "", "without a rota nobody is suggested"
    set_rota(room, "Bo", "Mei", "Leila")
    december, january = plan(room, 4), plan(room, 8)
    assert [who(room, meeting) for meeting in (november, december, january)] == ["Bo", "Mei", "Leila"]
    roles.give_role(room.workspace, room.opened, november, FACILITATOR, room.who("Mei"))
    assert who(room, december) == "Leila", "the order goes on from who really serves"
    assert rota.suggested(room.opened.group, december, FACILITATOR).why == rota.BY_ROTA  # type: ignore[union-attr]


def test_a_role_that_changed_hands_live_counts_as_whoever_had_it_last(room: Room) -> None:
    set_rota(room, "Bo", "Mei", "Leila")
    december = plan(room, 4)
    room.at("1:58")
    room.all("/next", "/role facilitator bo", "/next", "/role facilitator mei", "/end", "/end")
    room.opened.refold()
    assert room.opened.group.meetings[room.session.id].roles == {FACILITATOR: room.who("Mei")}
    assert who(room, december) == "Leila"


def test_who_passes_on_is_asked_at_the_next_turn(room: Room) -> None:
    set_rota(room, "Bo", "Mei", "Leila")
    november, december = room.session.id, plan(room, 4)
    assert rota.skip_turn(room.workspace, room.opened, november, FACILITATOR) == room.who("Mei")
    assert (who(room, november), who(room, december)) == ("Mei", "Bo")
    assert rota.turns_coming(room.opened.group, november, FACILITATOR) == [
        room.who(name) for name in ("Mei", "Bo", "Leila")
    ]
    for _ in range(2):
        rota.skip_turn(room.workspace, room.opened, november, FACILITATOR)
    with pytest.raises(Problem, match="no turn as facilitator to pass on"):
        rota.skip_turn(room.workspace, room.opened, november, FACILITATOR)


def test_two_swap_and_only_two_who_are_on_it(room: Room) -> None:
    bo, mei, leila = set_rota(room, "Bo", "Mei", "Leila")
    rota.swap_turns(room.workspace, room.opened, FACILITATOR, bo, leila)
    assert rota.rota_of(room.opened.group, FACILITATOR) == (leila, mei, bo)
    for other in (bo, room.who("Kofi")):
        with pytest.raises(Problem, match="both on the rota"):
            rota.swap_turns(room.workspace, room.opened, FACILITATOR, bo, other)


def test_another_series_has_turns_of_its_own(room: Room) -> None:
    set_rota(room, "Bo", "Mei")
    roles.give_role(room.workspace, room.opened, room.session.id, FACILITATOR, room.who("Bo"))
    advisory = plan(room, 4, "Advisory group")
    assert who(room, advisory) == "Bo"


def test_what_the_last_goodbyes_arranged_comes_before_the_rota(room: Room) -> None:
    set_rota(room, "Bo", "Mei")
    before = room.opened.group.previous(room.session.id)
    assert before is not None
    arranged = NextRoleGiven(role=FACILITATOR, person=room.who("Kofi"))
    room.workspace.record(room.opened, before.id, [arranged])
    found = rota.suggested(room.opened.group, room.session.id, FACILITATOR)
    assert found == rota.Suggested(room.who("Kofi"), rota.ARRANGED)
    assert who(room, plan(room, 4)) == "Bo", "Kofi is not on the rota: nobody's turn is gone"
    assert rota.skip_turn(room.workspace, room.opened, room.session.id, FACILITATOR) == room.who("Bo")


def test_merged_and_forgotten_people_stand_on_a_rota_once_or_not(room: Room) -> None:
    bo, mei, leila = set_rota(room, "Bo", "Mei", "Leila")
    room.workspace.record(room.opened, "", [PeopleMerged(kept=bo, gone=leila)])
    assert rota.rota_of(room.opened.group, FACILITATOR) == (bo, mei)
    from peer_tui.services import forgetting

    person = room.opened.group.person(mei)
    assert person is not None
    forgetting.forget(room.workspace, room.opened, forgetting.look_for(room.opened, person))
    assert rota.rota_of(room.opened.group, FACILITATOR) == (bo,)
    room.workspace.record(room.opened, "", [PersonChanged(person=bo, name="Bo Chen", status=Status.FORMER)])
    assert rota.rota_of(room.opened.group, FACILITATOR) == (), "who has left the group takes no turns"


@pytest.mark.parametrize(
    ("line", "names", "why"),
    [
        ("bo, mei", ["Bo", "Mei"], ""),
        ("@bo → leila → bo", ["Bo", "Leila"], ""),
        ("ana", [], "“ana” is Ana Ruiz or Ana Sousa: write more of the name."),
        ("zed", [], "Nobody is called “zed”."),
        (" , ", [], ""),
    ],
)
def test_a_line_of_names(room: Room, line: str, names: list[str], why: str) -> None:
    people, said = rota.read_people(room.opened.group, line)
    assert (rota.names_of(room.opened.group, people), said) == (names, why)


def test_the_rows_of_roles_and_the_words_of_the_welcome(room: Room) -> None:
    set_rota(room, "Bo", "Mei")
    (first, *others) = roles.role_rows(room.opened, room.session.id)
    assert (first.role, first.person) == (FACILITATOR, None) and first.suggested is not None
    assert [row.role for row in others] == ["scribe", "timekeeper", "hand-watcher"]
    assert rota.turn_words(room.opened.group, room.session.id) == "By the rota: Bo facilitates"
    roles.give_role(room.workspace, room.opened, room.session.id, FACILITATOR, room.who("Bo"))
    assert roles.roles_words(room.opened, room.session.id) == "facilitator Bo · no scribe yet"
    assert rota.turn_words(room.opened.group, room.session.id) == ""
    roles.give_role(room.workspace, room.opened, room.session.id, FACILITATOR, None)
    assert room.opened.meeting(room.session.id).roles == {}


def test_the_goodbyes_say_whose_turn_it_is_next_time(room: Room) -> None:
    from peer_tui.services.showing import shown

    set_rota(room, "Bo", "Mei", "Leila")
    session = room.open(room.session.id)
    room.at("1:58")
    room.all("/next", "/next", "/role facilitator mei", "/go goodbyes")
    (said,) = [row.text for row in shown(session).rows if row.text.startswith("Next time")]
    assert "/nextrole facilitator Leila (by the rota)" in said and "/nextrole scribe NAME" in said
    room.say("/nextrole facilitator leila")
    (said,) = [row.text for row in shown(session).rows if row.text.startswith("Next time")]
    assert "facilitator Leila" in said and "by the rota" not in said


def test_the_welcome_says_whose_turns_it_is_until_roles_are_given(room: Room) -> None:
    from peer_tui.services.showing import shown

    set_rota(room, "Bo", "Mei")
    session = room.open(room.session.id)
    room.say("/next")
    assert "By the rota: Bo facilitates" in [row.text for row in shown(session).rows]
    room.say("/role facilitator bo")
    assert not [row.text for row in shown(session).rows if row.text.startswith("By the rota")]
