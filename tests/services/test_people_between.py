"""People between meetings: added, changed, merged, their attendance and the criteria they meet."""

from __future__ import annotations

import pytest

from peer_tui.domain.events import PersonId, Status, StepAssigned
from peer_tui.domain.people import match
from peer_tui.services import attending, membership, merging_people, people
from peer_tui.services.problems import Problem
from peer_tui.services.taking_back import take_back
from peer_tui.services.workspace import OpenGroup
from tests.services.conftest import Room


def who(opened: OpenGroup, name: str) -> PersonId:
    found = match(name, opened.group.everybody).person
    assert found is not None, name
    return found.id


def test_fields_are_changed_one_at_a_time_and_the_others_stay(room: Room) -> None:
    bo = who(room.opened, "Bo Chen")
    people.change(room.workspace, room.opened, bo, contact="bo@example.org", roles=("RC",))
    act = people.change(room.workspace, room.opened, bo, name="Bohdan Chen", pronouns="he/him")
    person = room.opened.group.people[bo]
    assert (person.name, person.contact, person.roles, person.pronouns) == (
        "Bohdan Chen", "bo@example.org", ("RC",), "he/him",
    )  # fmt: skip
    assert people.change(room.workspace, room.opened, bo, pronouns="he/him") == ""
    assert take_back(room.workspace, room.opened, act)
    assert room.opened.group.people[bo].name == "Bo Chen"
    assert not take_back(room.workspace, room.opened, act)


@pytest.mark.parametrize(
    ("field", "typed", "held"),
    [
        ("name", "  林小雨 ", "林小雨"), ("roles", "rc, Family Partner;cps, RC", ("RC", "Family Partner", "CPS")),
        ("status", "app", Status.APPLICANT), ("status", "member", Status.MEMBER),
        ("status", "email", Status.EMAIL_LIST), ("status", "Former", Status.FORMER), ("named", "no", False),
        ("alias", "rain", "rain"),
        ("contact", "a\x00b\x1b[31m", "ab[31m"),
    ],
)  # fmt: skip
def test_what_is_typed_for_a_field(field: str, typed: str, held: object) -> None:
    assert people.read_field(field, typed) == held


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name", " "), ("name", "!!"), ("name", "x" * 201), ("status", ""), ("status", "boss"), ("named", "perhaps"),
     ("alias", "x" * 41), ("note", "x" * 2_001), ("roles", ",".join(map(str, range(13))))],
)  # fmt: skip
def test_what_no_field_can_hold_is_a_sentence(field: str, typed: str) -> None:
    with pytest.raises(Problem, match="Nothing was changed"):
        people.read_field(field, typed)


def test_two_people_may_have_one_name_and_are_never_one_by_it(room: Room) -> None:
    first = who(room.opened, "Bo Chen")
    second, act = people.add(room.workspace, room.opened, "bo CHEN")
    assert act and first != second
    assert [[one.id for one in those] for those in merging_people.same_names(room.opened.group)] == [[first, second]]
    assert [one.id for one in people.same_name(room.opened.group, "BO chen", first)] == [second]


def test_merging_says_first_what_it_does_and_can_be_taken_back(room: Room) -> None:
    opened = room.opened
    kept = who(opened, "Bo Chen")
    people.change(room.workspace, opened, kept, pronouns="he/him")
    gone, _ = people.add(
        room.workspace, opened, "Bohdan", alias="bo2", pronouns="they", roles=("RC",), status=Status.GUEST, named=False,
        contact="b@example.org",
    )  # fmt: skip
    assert merging_people.which_stays(opened.group, gone, kept) == (kept, gone)
    told = merging_people.preview(opened, kept, gone)
    assert told[0] == "Bo Chen stays; Bohdan becomes the same person, in every record."
    assert "Short handle: bo2" in told and "Pronouns: he/him stays; they is left." in told
    assert "Open next steps: 1 + 0. Priorities led: 1 + 0. Of the last meetings: 1 + 0." in told
    before = opened.group.people
    act = merging_people.make_one(room.workspace, opened, kept, gone)
    person = opened.group.person(gone)
    assert person is not None and person.id == kept
    assert (person.name, person.alias, person.pronouns, person.contact) == ("Bo Chen", "bo2", "he/him", "b@example.org")
    assert person.status is Status.MEMBER and person.roles == ("RC",)
    with pytest.raises(Problem, match="one person already"):
        merging_people.make_one(room.workspace, opened, kept, gone)
    assert take_back(room.workspace, opened, act)
    assert opened.group.people == before and not opened.group.merged


def test_two_records_that_were_both_there_are_asked_about(room: Room) -> None:
    told = merging_people.preview(room.opened, who(room.opened, "Bo Chen"), who(room.opened, "Mei Tan"))
    assert any(words.startswith("⚠ Both were at 1 meeting") for words in told)


def test_a_step_of_the_merged_record_is_the_other_ones(room: Room) -> None:
    opened = room.opened
    kept, gone = who(opened, "Bo Chen"), who(opened, "Mei Tan")
    mine = [step for step in opened.group.open_steps if step.owner == gone]
    assert mine
    merging_people.make_one(room.workspace, opened, kept, gone)
    assert all(opened.group.person(step.owner).id == kept for step in mine)  # type: ignore[union-attr]
    room.workspace.record(opened, mine[0].meeting, [StepAssigned(step=mine[0].id, owner=gone)])
    assert opened.group.person(opened.group.steps.steps[mine[0].id].owner).id == kept  # type: ignore[union-attr]


def test_attendance_over_the_last_meetings_is_a_line_a_person(room: Room) -> None:
    came = attending.attendance(room.opened)
    today = room.session.today
    assert came[who(room.opened, "Bo Chen")].words(today) == "1 of last 1, last 9 Oct"
    assert came[who(room.opened, "Kofi")].words(today) == "0 of last 1"
    there = attending.over_time(room.opened, who(room.opened, "Ana Ruiz"))
    assert [was for _, was in there] == [True]
    rows = {row.name: row for row in people.listed(room.opened)}
    assert (rows["Mei Tan"].attended, rows["Mei Tan"].meetings, rows["Mei Tan"].last) == (1, 1, "2024-10-09")
    assert people.listed(room.opened, Status.GUEST) == []


def test_a_departure_that_was_undone_leaves_nobody_out(room: Room) -> None:
    room.all("/next", "+kofi", "/undo", "+wren")
    room.all("/end", "/end")
    room.opened.refold()
    came = attending.attendance(room.opened)
    assert len(came[who(room.opened, "Wren")].meetings) == 1 and not came[who(room.opened, "Kofi")].meetings


def test_criteria_are_the_groups_own_words_and_people_decide(room: Room) -> None:
    opened = room.opened
    person, _ = people.add(room.workspace, opened, "Noor Haddix", status=Status.APPLICANT)
    assert membership.met_words(opened.group, person) == ""
    membership.add_criterion(room.workspace, opened, "works in  peer support")
    membership.add_criterion(room.workspace, opened, "came to two meetings")
    first, second = opened.group.criteria
    membership.tick(room.workspace, opened, person, first)
    assert membership.met_words(opened.group, person) == "1/2 criteria"
    membership.reword_criterion(room.workspace, opened, first, "works, or worked, in peer support")
    assert [(box.text, box.met) for box in membership.checklist(opened.group, person)] == [
        ("works, or worked, in peer support", True), ("came to two meetings", False),
    ]  # fmt: skip
    membership.tick(room.workspace, opened, person, first)
    membership.retire_criterion(room.workspace, opened, second)
    assert membership.met_words(opened.group, person) == "0/1 criteria"
    assert opened.group.people[person].status is Status.APPLICANT
    membership.confirm(room.workspace, opened, person)
    assert opened.group.people[person].status is Status.MEMBER
    for wrong in (lambda: membership.add_criterion(room.workspace, opened, " "),
                  lambda: membership.add_criterion(room.workspace, opened, "x" * 501),
                  lambda: membership.tick(room.workspace, opened, person, second)):  # fmt: skip
        with pytest.raises(Problem, match="Nothing was changed"):
            wrong()


def test_what_was_ticked_on_a_merged_record_counts_and_can_be_unticked(room: Room) -> None:
    opened = room.opened
    membership.add_criterion(room.workspace, opened, "came to two meetings")
    (criterion,) = opened.group.criteria
    one, _ = people.add(room.workspace, opened, "Noor", status=Status.APPLICANT)
    other, _ = people.add(room.workspace, opened, "Noor H", status=Status.APPLICANT)
    membership.tick(room.workspace, opened, other, criterion)
    merging_people.make_one(room.workspace, opened, one, other)
    assert membership.met_words(opened.group, one) == "1/1 criteria"
    membership.tick(room.workspace, opened, one, criterion)
    assert membership.met_words(opened.group, one) == "0/1 criteria"
