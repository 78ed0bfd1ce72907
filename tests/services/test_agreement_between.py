"""The agreement between meetings: proposals wait for consent, history is kept, and nobody is named."""

from __future__ import annotations

import datetime as dt

import pytest

from peer_tui.domain.events import Side, Status
from peer_tui.domain.redaction import MARK
from peer_tui.services import agreement, agreement_out, people, removing
from peer_tui.services.problems import Problem
from peer_tui.services.taking_back import take_back
from tests.services.conftest import Room


def item(room: Room, text: str) -> str:
    return next(one.id for one in room.opened.group.agreement.in_order() if one.text == text)


def names(room: Room) -> set[str]:
    return {person.name for person in agreement.not_seen(room.opened).people}


def test_what_is_proposed_between_meetings_waits_for_consent_in_one(room: Room) -> None:
    opened = room.opened
    agreement.propose(room.workspace, opened, [(Side.COMFORT, "cameras are  optional")])
    agreement.amend(room.workspace, opened, item(room, "pass at any time"), "pass whenever you like")
    agreement.retire(room.workspace, opened, item(room, "anyone may ask for a pause"))
    assert opened.group.agreement.version == 1 and len(opened.group.agreement.changes) == 3
    session = room.again()
    session.enter("/next")
    session.enter("/adopt")
    group = session.group
    assert group.agreement.version == 2
    assert [line.text for line in group.agreement.versions[-1].lines] == [
        "pass whenever you like",
        "cameras are optional",
    ]


def test_a_proposal_is_taken_back_by_retiring_or_withdrawing_it(room: Room) -> None:
    opened = room.opened
    agreement.propose(room.workspace, opened, [(Side.COMFORT, "a"), (Side.DISCOMFORT, "b")])
    agreement.retire(room.workspace, opened, item(room, "a"))
    agreement.withdraw(room.workspace, opened, item(room, "b"))
    assert not opened.group.agreement.changes
    known = item(room, "pass at any time")
    agreement.amend(room.workspace, opened, known, "never pass")
    agreement.amend(room.workspace, opened, known, "pass at any time")
    assert (
        not opened.group.agreement.changes and agreement.amend(room.workspace, opened, known, "pass at any time") == ""
    )
    act = agreement.retire(room.workspace, opened, known)
    assert opened.group.agreement.changes and take_back(room.workspace, opened, act)
    assert not opened.group.agreement.changes


def test_what_cannot_be_a_line_is_a_sentence(room: Room) -> None:
    for wrong in (lambda: agreement.propose(room.workspace, room.opened, []),
                  lambda: agreement.propose(room.workspace, room.opened, [(Side.COMFORT, " \x00")]),
                  lambda: agreement.propose(room.workspace, room.opened, [(Side.COMFORT, "x" * 501)]),
                  lambda: agreement.retire(room.workspace, room.opened, "nobody"),
                  lambda: agreement.withdraw(room.workspace, room.opened, item(room, "pass at any time"))):  # fmt: skip
        with pytest.raises(Problem):
            wrong()
    assert not room.opened.group.agreement.changes


def test_check_36_affirming_keeps_the_version_and_the_history_says_when_and_where(room: Room) -> None:
    told = agreement.history(room.opened.group)
    assert [(one.act, one.version, one.day, one.meeting) for one in told] == [
        ("affirmed", 1, "Wed 9 Oct 2024", "Harbor Peer Coalition"), ("adopted", 1, "Tue 1 Oct 2024", ""),
    ]  # fmt: skip
    assert [words for _, words in agreement.change_lines(told[1].change)] == [
        "pass at any time", "anyone may ask for a pause",
    ]  # fmt: skip


def test_check_37_the_history_says_which_meeting_changed_what(room: Room) -> None:
    room.all("/next", "comfort: cameras are optional", "/retire 3", "/adopt")
    room.opened.refold()
    last = agreement.last_change(room.opened.group)
    assert last is not None and (last.version, last.meeting) == (2, "Harbor Peer Coalition")
    assert agreement.change_lines(last.change) == [("+", "cameras are optional"), ("−", "anyone may ask for a pause")]
    assert [one.text for one in room.opened.group.agreement.items.values() if one.state == "retired"] == [
        "anyone may ask for a pause"
    ]


def test_who_was_there_has_seen_it_and_others_are_marked(room: Room) -> None:
    assert names(room) == {
        person.name for person in room.opened.group.everybody if person.name not in ("Ana Ruiz", "Bo Chen", "Mei Tan")
    }
    kofi, wren = room.who("Kofi"), room.who("Wren")
    act = agreement.mark_seen(room.workspace, room.opened, [kofi, wren])
    assert not names(room) & {"Kofi Mensah", "Wren Abbott"}
    assert take_back(room.workspace, room.opened, act) and "Kofi Mensah" in names(room)
    people.change(room.workspace, room.opened, kofi, status=Status.EMAIL_LIST)
    assert "Kofi Mensah" not in names(room)


def test_who_comes_after_the_block_has_not_seen_the_new_version_until_marked(room: Room) -> None:
    room.all("/next", "+kofi", "/next", "comfort: x", "/adopt", "/next", "+wren")
    room.opened.refold()
    assert "Kofi Mensah" not in names(room) and {"Wren Abbott", "Bo Chen"} <= names(room)
    room.say("/seen wren")
    room.opened.refold()
    assert "Wren Abbott" not in names(room)


def test_a_group_without_an_agreement_has_nobody_to_show_it_to_and_all_the_starters(room: Room) -> None:
    from peer_tui.services import founding

    fresh = founding.new_group(room.workspace, "Another", "mapwc", "UTC", "Ana Ruiz")
    assert agreement.not_seen(fresh).people == () and len(agreement.starters(fresh.group)) == 15
    assert agreement.last_change(fresh.group) is None and agreement_out.page_of(fresh.group).version == 0
    agreement.propose(room.workspace, fresh, agreement.starters(fresh.group)[:2])
    assert len(agreement.starters(fresh.group)) == 13
    assert agreement.mark_seen(room.workspace, fresh, ["x"]) == ""


# --- taken away ---------------------------------------------------------------------------------------------------


def test_it_is_printed_as_it_stood_on_a_day(room: Room) -> None:
    group = room.opened.group
    room.all("/next", "comfort: cameras are optional", "/adopt")
    room.opened.refold()
    group = room.opened.group
    assert agreement_out.page_of(group).comfort == ("pass at any time", "cameras are optional")
    assert agreement_out.page_of(group, dt.date(2024, 11, 12)).comfort == ("pass at any time",)
    assert agreement_out.page_of(group, dt.date(2024, 9, 1)).version == 0
    assert agreement_out.page_of(group, dt.date.max).version == 2
    assert agreement_out.read_day(room.workspace, group, "12 nov 2024") == dt.date(2024, 11, 12)
    with pytest.raises(Problem, match="is no day"):
        agreement_out.read_day(room.workspace, group, "some day")


def test_its_file_is_the_owners_alone_and_loses_words_that_are_removed(room: Room) -> None:
    agreement.propose(room.workspace, room.opened, [(Side.COMFORT, "ask [Zed](x) *first*")])
    room.open(room.session.id)
    room.all("/next", "/adopt")
    room.opened.refold()
    paths = [
        agreement_out.write(room.workspace, room.opened, "txt"),
        agreement_out.write(room.workspace, room.opened, "md", dt.date(2024, 11, 13)),
    ]
    assert [path.name for path in paths] == ["agreement-2024-11-13.txt", "agreement-2024-11-13.md"]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in paths)
    assert "ask [Zed](x) *first*" in paths[0].read_text() and r"ask \[Zed\](x) \*first\*" in paths[1].read_text()
    from peer_tui.domain.events import Redacted

    line = item(room, "ask [Zed](x) *first*")
    removing.record_removals(room.workspace, room.opened, {"": [Redacted(target=line, leave=MARK)]})
    for path in paths:
        assert "Zed" not in path.read_text() and "pass at any time" in path.read_text(), path


def test_check_38_in_plain_mode_it_is_printed_alone(room: Room) -> None:
    said = room.say("/show agreement")
    assert said.words == "Comfort / Discomfort Agreement · Version 1, adopted Tue 1 Oct 2024"
    assert [line for line in said.lines if line] == [
        "What helps us be comfortable", "- pass at any time", "What we do when something is uncomfortable",
        "- anyone may ask for a pause",
    ]  # fmt: skip
    assert not room.say("/show people").done
