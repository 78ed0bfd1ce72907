"""A draft line by line: worded anew, filed otherwise, given what it lacks; hints, and how a copy is previewed."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from peer_tui.domain.anonymous import Doubt
from peer_tui.domain.events import Ended, EntryKind, PersonAdded
from peer_tui.domain.gaps import find_gaps
from peer_tui.domain.naming import Audience, Privacy
from peer_tui.services import choosing, hints, keeping, line_editing, line_filing, minutes_lines, previewing
from peer_tui.services.problems import Problem
from tests.services.conftest import Room, fresh
from tests.services.test_review_round import draft


def lines(room: Room) -> dict[str, minutes_lines.RecordLine]:
    return {line.text: line for line in minutes_lines.lines_of(room.workspace, room.opened, draft(room))}


def entry(room: Room, text: str) -> str:
    return lines(room)[text].entry


def test_the_lines_stand_in_the_order_of_the_agenda_with_what_belongs_to_them(room: Room) -> None:
    told = list(lines(room).values())
    assert [(line.block, line.label, line.text) for line in told][:3] == [
        ("Updates on Priorities", "DECISION 1", "We meet by Zoom until spring"),
        ("Current topics we are addressing", "PARKED", "pay equity survey"),
        ("Next Steps", "NEXT STEP 1", "call about training dates"),
    ]
    assert told[1].more == ("→ next agenda",)
    assert told[2].more == ("who: Bo Chen", "by: Fri 18 Oct", "done when: dates in writing")


def test_another_wording_is_shown_and_what_it_was_stays_in_its_history(room: Room) -> None:
    meeting, line = draft(room), entry(room, "We meet by Zoom until spring")
    line_editing.reword(room.workspace, room.opened, meeting, line, "We meet by Zoom until summer")
    anew = fresh(room.home, room.clock, meeting)
    moments = minutes_lines.history_of(anew.workspace, anew.opened, meeting, line)
    assert [moment.what for moment in moments] == [
        "written down as DECISION: “We meet by Zoom until spring”",
        "changed to DECISION: “We meet by Zoom until summer”",
    ]
    assert moments[0].when == "Wed 9 Oct 2024, 2:13 pm" and moments[0].who == "this device"
    assert "until summer" in keeping.render(keeping.minutes_of(anew.opened, meeting), "txt")
    line_editing.undo(anew.workspace, anew.opened, meeting)
    assert "until spring" in keeping.render(keeping.minutes_of(anew.opened, meeting), "txt")
    with pytest.raises(Problem, match="No change was made here"):
        line_editing.undo(anew.workspace, anew.opened, meeting)


def test_what_was_done_in_the_meeting_is_not_taken_back_here(room: Room) -> None:
    with pytest.raises(Problem, match="No change was made here"):
        line_editing.undo(room.workspace, room.opened, draft(room))
    room.at("2:00")
    room.all("/next", "a note of the meeting")
    here = room.session.id
    ended = Ended(id=room.workspace.new_id(), at=room.clock.now(), by="another-1")
    room.clock.advance(dt.timedelta(minutes=1))
    room.opened.events[here] = (*room.opened.events[here], msgspec.structs.replace(ended, at=room.clock.now()))
    with pytest.raises(Problem, match="No change was made here"):
        line_editing.undo(room.workspace, room.opened, here)


def test_a_line_without_words_or_unchanged_changes_nothing(room: Room) -> None:
    meeting, line = draft(room), entry(room, "We meet by Zoom until spring")
    before = len(room.opened.events[meeting])
    with pytest.raises(Problem, match="needs words"):
        line_editing.reword(room.workspace, room.opened, meeting, line, " \x00 ")
    said = line_editing.reword(room.workspace, room.opened, meeting, line, " We meet by Zoom until spring ")
    assert said == "The line reads so already." and len(room.opened.events[meeting]) == before


def test_check_45_every_gap_can_be_mended_where_it_stands(room: Room) -> None:
    meeting = draft(room)
    step = entry(room, "find a room")
    line_editing.add(room.workspace, room.opened, meeting, "~ a newsletter", step)
    parked = entry(room, "a newsletter")
    assert "added after the meeting" in lines(room)["a newsletter"].more
    told = {gap.entry for gap in find_gaps(room.opened.meeting(meeting), room.opened.group)}
    assert told == {step, parked}
    line_editing.assign(room.workspace, room.opened, meeting, step, "@mei")
    line_editing.date(room.workspace, room.opened, meeting, step, "22 nov")
    line_editing.define(room.workspace, room.opened, meeting, step, "= key in hand")
    line_editing.place(room.workspace, room.opened, meeting, parked, "with leila haddad by fri")
    assert find_gaps(room.opened.meeting(meeting), room.opened.group) == []
    assert lines(room)["find a room"].more == ("who: Mei Tan", "by: Fri 22 Nov", "done when: key in hand")
    assert lines(room)["a newsletter"].more[0] == "→ with Leila Haddad, by Fri 15 Nov"


def test_what_cannot_be_read_is_one_sentence_and_changes_nothing(room: Room) -> None:
    meeting, step, note = draft(room), entry(room, "find a room"), entry(room, "We meet by Zoom until spring")
    before = len(room.opened.events[meeting])
    for change, words, why in (
        (line_editing.assign, "ana", "fits 1 Ana Ruiz · 2 Ana Sousa"),
        (line_editing.assign, "zoltan", "Nobody in this group"),
        (line_editing.date, "whenever", "says no date"),
        (line_editing.place, "elsewhere", "is not parked"),
    ):
        with pytest.raises(Problem, match=why):
            change(room.workspace, room.opened, meeting, step, words)
    with pytest.raises(Problem, match="is no next step"):
        line_editing.assign(room.workspace, room.opened, meeting, note, "bo")
    with pytest.raises(Problem, match="Type the line"):
        line_editing.add(room.workspace, room.opened, meeting, "  ")
    assert len(room.opened.events[meeting]) == before


def test_a_line_filed_as_a_next_step_gets_the_next_number(room: Room) -> None:
    meeting, note = draft(room), entry(room, "We meet by Zoom until spring")
    highest = room.opened.group.steps.highest
    line_filing.refile(room.workspace, room.opened, meeting, note, EntryKind.STEP)
    assert lines(room)["We meet by Zoom until spring"].label == f"NEXT STEP {highest + 1}"
    line_filing.refile(room.workspace, room.opened, meeting, note, EntryKind.DECISION)
    assert lines(room)["We meet by Zoom until spring"].label == "DECISION 1"


# --- hints --------------------------------------------------------------------------------------------------------


def test_hints_are_given_for_drafts_only_where_the_group_wants_them(room: Room) -> None:
    meeting = draft(room)
    line_editing.add(room.workspace, room.opened, meeting, "Bo suffers from it", "")
    (hint,) = hints.hints_of(room.workspace, room.opened, meeting)
    assert (hint.found, hint.advice) == ("suffers from", "lives with")
    choosing.choose(room.workspace, room.opened, "hints", "no")
    assert hints.hints_of(room.workspace, room.opened, meeting) == []
    choosing.choose(room.workspace, room.opened, "hints", "yes")
    hints.pass_over(room.workspace, meeting, hint)
    assert hints.hints_of(room.workspace, room.opened, meeting) == []
    room.at("2:00")
    room.all("/next", "/next", "/go minutes", "/approve")
    assert hints.hints_of(fresh(room.home, room.clock, meeting).workspace, room.opened, meeting) == []


def test_a_group_adds_words_of_its_own_and_takes_them_away(room: Room) -> None:
    meeting = draft(room)
    line_editing.add(room.workspace, room.opened, meeting, "We serve our clients", "")
    assert hints.hints_of(room.workspace, room.opened, meeting) == []
    hints.add(room.workspace, room.opened, "clients -> members")
    hints.add(room.workspace, room.opened, "Clients → people we work with")
    (hint,) = hints.hints_of(room.workspace, room.opened, meeting)
    assert (hint.found, hint.advice) == ("clients", "people we work with")
    hints.add(room.workspace, room.opened, "-clients")
    assert hints.hints_of(room.workspace, room.opened, meeting) == []
    with pytest.raises(Problem, match="Nothing was added"):
        hints.add(room.workspace, room.opened, " → ")
    with pytest.raises(Problem, match="does not stand on the group's own list"):
        hints.add(room.workspace, room.opened, "- clients")


# --- the preview --------------------------------------------------------------------------------------------------


def test_check_44_the_preview_asks_about_names_that_are_words_and_remembers_the_answer(room: Room) -> None:
    meeting = draft(room)
    room.workspace.record(room.opened, "", [PersonAdded(person="hope", name="Hope Will")])
    line_editing.add(room.workspace, room.opened, meeting, "we will call", "")
    line_editing.add(room.workspace, room.opened, meeting, "Hope came", "")
    preview = previewing.preview_of(room.workspace, meeting)
    assert previewing.next_audience(preview) is Audience.PUBLIC
    assert previewing.level(room.opened, preview) is Privacy.OWNERS
    previewing.next_level(room.opened, preview)
    previewing.next_level(room.opened, preview)
    asked = previewing.questions(room.opened, meeting, preview)
    assert asked == [Doubt("will", ""), Doubt("Hope", "Hope came")]
    assert previewing.unanswered(asked, preview) == asked

    def text() -> str:
        return str(keeping.render(previewing.draw(room.opened, meeting, preview), "txt"))

    assert "we a member call" in text() and "A member came" in text()
    previewing.answer(preview, asked[0], is_name=False)
    previewing.answer(preview, asked[1], is_name=True)
    assert "we will call" in text() and "A member came" in text()
    assert previewing.unanswered(asked, previewing.preview_of(room.workspace, meeting)) == []


def test_each_audience_keeps_its_own_level(room: Room) -> None:
    preview = previewing.preview_of(room.workspace, draft(room))
    previewing.next_level(room.opened, preview)
    assert previewing.level(room.opened, preview) is Privacy.INITIALS
    previewing.next_audience(preview)
    assert previewing.level(room.opened, preview) is Privacy.OWNERS
    previewing.next_audience(preview)
    assert (preview.audience, previewing.level(room.opened, preview)) == (Audience.FUNDER, Privacy.NO_NAMES)
