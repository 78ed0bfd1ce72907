"""Approval outside the program's own Minutes review, and amendments: what was approved stays and can be looked at."""

from __future__ import annotations

import datetime as dt

import pytest

from peer_tui.domain.events import EntryEdited, EntryKind, Filed
from peer_tui.services import amending, approving, keeping, line_editing, line_filing, minutes_lines
from peer_tui.services.checking import look
from peer_tui.services.problems import Problem
from peer_tui.services.redacting import remove_lines
from tests.services.conftest import Room, fresh
from tests.services.test_review_round import draft

WRONG, RIGHT = "We meet by Zoom until spring", "We meet by Zoom until summer"


def approved(room: Room, words: str = "13 oct") -> str:
    """The minutes of 9 October, approved."""
    meeting = draft(room)
    decided = approving.read_decided(room.workspace, room.opened, meeting, words)
    approving.approve(room.workspace, room.opened, meeting, decided)
    return meeting


def line(room: Room, meeting: str, text: str) -> str:
    return next(one.entry for one in minutes_lines.lines_of(room.workspace, room.opened, meeting) if one.text == text)


def told(room: Room, meeting: str, form: str = "md") -> str:
    return str(keeping.render(keeping.minutes_of(room.opened, meeting), form))


def amend(room: Room, meeting: str) -> None:
    entry = line(room, meeting, WRONG)
    amending.reword(room.workspace, room.opened, meeting, entry, RIGHT, "the season was wrong")


def test_check_40_after_approval_an_edit_is_only_possible_as_a_dated_amendment(room: Room) -> None:
    meeting = approved(room)
    entry = line(room, meeting, WRONG)
    for change in (
        lambda: line_editing.reword(room.workspace, room.opened, meeting, entry, RIGHT),
        lambda: line_filing.refile(room.workspace, room.opened, meeting, entry, EntryKind.NOTE),
        lambda: line_editing.add(room.workspace, room.opened, meeting, "! more"),
        lambda: line_editing.undo(room.workspace, room.opened, meeting),
    ):
        with pytest.raises(Problem, match="stand approved"):
            change()
    assert WRONG in told(room, meeting)
    room.clock.advance(dt.timedelta(days=2))
    amend(room, meeting)
    assert "Approved as distributed on Sun 13 Oct 2024; amended on Fri 15 Nov 2024" in told(room, meeting)
    assert "Fri 15 Nov 2024: the season was wrong" in told(room, meeting)
    assert RIGHT in told(room, meeting) and WRONG not in told(room, meeting)
    assert room.opened.group.meetings[meeting].amended == 1


def test_check_40_the_approved_text_remains_viewable(room: Room) -> None:
    meeting = approved(room)
    amend(room, meeting)
    original = amending.original(room.workspace, room.opened, meeting)
    assert original is not None
    assert [entry.filed.text for entry in original.of_kind(EntryKind.DECISION)] == [WRONG]
    (change,) = amending.changes_since(room.workspace, room.opened, meeting)
    assert (change.label, change.before, change.after) == ("DECISION", WRONG, RIGHT)
    assert [(piece.words, piece.where) for piece in change.pieces] == [
        ("We meet by Zoom until ", "both"), ("spring", "before"), ("summer", "after"),
    ]  # fmt: skip


def test_an_amended_record_is_no_changed_record(room: Room) -> None:
    meeting = approved(room)
    amend(room, meeting)
    found = [finding for finding in look(room.workspace) if finding.level == "problem"]
    assert not found
    anew = fresh(room.home, room.clock, meeting)
    assert anew.meeting.approved is not None and len(anew.meeting.amendments) == 1
    assert anew.meeting.of_kind(EntryKind.DECISION)[0].amended


def test_an_edit_that_is_no_amendment_does_not_change_what_was_approved(room: Room) -> None:
    meeting = approved(room)
    entry = line(room, meeting, WRONG)
    edit = EntryEdited(entry=entry, filed=Filed(kind=EntryKind.DECISION, text="Something else"))
    room.workspace.record(room.opened, meeting, [edit])
    assert WRONG in told(room, meeting) and "Something else" not in told(room, meeting)
    assert [one.id for one in amending.arrived_later(room.opened, meeting)] == [entry]
    amending.take_in(room.workspace, room.opened, meeting, entry)
    assert "Something else" in told(room, meeting)
    assert amending.arrived_later(room.opened, meeting) == []


def test_a_line_of_another_device_that_arrives_after_the_approval_is_told_apart(room: Room) -> None:
    other = fresh(room.home, room.clock, draft(room))
    meeting = approved(room)
    other.opened.meeting(meeting)
    body = line_editing.captured(other.workspace, other.opened, meeting, "heard in the corridor", "")
    other.workspace.record(other.opened, meeting, [body])
    room.opened.events[meeting] = room.workspace.read(room.opened.shards[meeting]).events
    room.opened.refold()
    assert [one.filed.text for one in amending.arrived_later(room.opened, meeting)] == ["heard in the corridor"]
    original = amending.original(room.workspace, room.opened, meeting)
    assert original is not None and "heard in the corridor" not in str(original.entries)
    assert not [finding for finding in look(room.workspace) if finding.level == "problem"]


def test_an_amendment_says_what_and_why_and_only_of_approved_minutes(room: Room) -> None:
    meeting = draft(room)
    with pytest.raises(Problem, match="are a draft"):
        amending.amend(room.workspace, room.opened, meeting, "why")
    approved(room)
    with pytest.raises(Problem, match="What was changed, and why"):
        amending.amend(room.workspace, room.opened, meeting, "  ")
    with pytest.raises(Problem, match="reads so already"):
        amending.reword(room.workspace, room.opened, meeting, line(room, meeting, WRONG), WRONG, "no")
    amending.amend(room.workspace, room.opened, meeting, "The room was the small one")
    assert "The room was the small one" in told(room, meeting)
    assert amending.changes_since(room.workspace, room.opened, meeting) == []


def test_a_line_that_was_left_out_is_added_by_an_amendment(room: Room) -> None:
    meeting = approved(room)
    body = line_editing.captured(room.workspace, room.opened, meeting, "! We thank the library", "")
    amending.amend(room.workspace, room.opened, meeting, "left out", [body])
    assert "We thank the library" in told(room, meeting) and "(amended)" in told(room, meeting)
    (change,) = amending.changes_since(room.workspace, room.opened, meeting)
    assert (change.before, change.after) == ("", "We thank the library")


def test_the_meeting_in_which_it_was_decided_says_so_in_its_own_minutes(room: Room) -> None:
    meeting = approved(room)
    room.at("2:00")
    room.say("/next")
    room.opened.refold()
    here = room.opened.group.meetings[room.session.id]
    assert approving.meetings_since(room.opened, meeting) == [here]
    amending.amend(room.workspace, room.opened, meeting, "two names were swapped", (), here)
    assert room.opened.meeting(meeting).amendments[0].during == here.id
    shown = told(room, here.id)
    assert "The minutes of Wed 9 Oct 2024 were amended." in shown and "two names were swapped" in shown


def test_undo_in_a_meeting_never_takes_an_amendment_back(room: Room) -> None:
    meeting = approved(room)
    amend(room, meeting)
    room.at("2:00")
    room.say("/next")
    room.say("/undo")
    room.say("/undo")
    assert len(room.opened.meeting(meeting).amendments) == 1


# --- approved by a meeting that was not scribed here --------------------------------------------------------------


def test_the_meeting_that_approved_is_asked_for(room: Room) -> None:
    meeting = draft(room)
    with pytest.raises(Problem, match="On which day"):
        approving.read_decided(room.workspace, room.opened, meeting, "")
    for words, why in (
        ("2024-10-01", "was before the meeting itself"), ("2024-12-24", "is still to come"), ("soon", "says no day"),
    ):  # fmt: skip
        with pytest.raises(Problem, match=why):
            approving.read_decided(room.workspace, room.opened, meeting, words)
    decided = approving.read_decided(room.workspace, room.opened, meeting, "30 oct")
    assert decided.words("America/New_York") == "on Wed 30 Oct 2024" and decided.held is None


def test_approved_minutes_are_sealed_as_what_they_say(room: Room) -> None:
    meeting = approved(room, "30 oct")
    assert told(room, meeting).startswith("Approved as distributed on Wed 30 Oct 2024")
    assert "DRAFT" not in told(room, meeting)
    with pytest.raises(Problem, match="were approved as distributed already"):
        approved(room, "30 oct")
    assert not [finding for finding in look(room.workspace) if finding.level == "problem"]


def test_a_later_meeting_of_the_library_that_approved_says_so_too(room: Room) -> None:
    meeting = draft(room)
    room.at("2:00")
    room.all("/next", "/next")
    room.at("2:50")
    room.all("/end", "/end")
    room.opened.refold()
    decided = approving.read_decided(room.workspace, room.opened, meeting, "")
    assert decided.held is not None and decided.held.id == room.session.id
    said = approving.approve(room.workspace, room.opened, meeting, decided)
    assert "in the meeting of Wed 13 Nov 2024" in said
    assert room.opened.meeting(meeting).approved.during == room.session.id  # type: ignore[union-attr]
    assert "The minutes of Wed 9 Oct 2024 were approved as distributed." in told(room, room.session.id)


def test_minutes_of_a_meeting_that_goes_on_cannot_be_approved(room: Room) -> None:
    decided = approving.Decided(room.clock.now())
    with pytest.raises(Problem, match="has not ended"):
        approving.approve(room.workspace, room.opened, room.session.id, decided)


def test_words_removed_from_an_amended_line_go_from_what_the_amendment_says_of_it(room: Room) -> None:
    meeting = approved(room)
    entry = line(room, meeting, WRONG)
    room.at("2:00")
    room.say("/next")
    room.opened.refold()
    here, wording = room.opened.group.meetings[room.session.id], "We meet at Zanzibar"
    amending.reword(room.workspace, room.opened, meeting, entry, wording, "from spring to Zanzibar", here)
    assert "Zanzibar" in told(room, here.id) and "Zanzibar" in told(room, meeting)
    remove_lines(room.workspace, room.opened, meeting, [entry])
    room.opened.refold()
    for form in ("md", "json"):
        assert "Zanzibar" not in told(room, meeting, form) + told(room, here.id, form)
    assert room.everywhere("Zanzibar") == []
    assert not [finding for finding in look(room.workspace) if finding.level == "problem"]
