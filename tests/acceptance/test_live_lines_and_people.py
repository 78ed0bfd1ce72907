"""`product.md` §4 C, D and G on the live screen: what Enter does, and what stands there afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peer_tui.domain.events import EntryKind
from peer_tui.services import planning

if TYPE_CHECKING:
    from tests.ui.conftest import Desk


def kinds(desk: Desk) -> list[tuple[EntryKind, str]]:
    return [(entry.filed.kind, entry.filed.text) for entry in desk.session.meeting.lines()]


async def open_doors(desk: Desk) -> None:
    await desk.enter("+bo", "+mei")


async def test_check_17_four_spellings_are_one_decision_and_a_space_makes_a_note(desk: Desk):
    async with desk.sit((100, 36)):
        await open_doors(desk)
        await desk.enter("! We go", "d: We go", "DECISION: We go", "#agreed We go", " ! We go")
        assert kinds(desk) == [(EntryKind.DECISION, "We go")] * 4 + [(EntryKind.NOTE, "! We go")]
        assert desk.screen().count("DECISION We go") == 4


async def test_check_19_a_mark_alone_retags_and_the_undo_key_brings_the_note_back(desk: Desk):
    async with desk.sit():
        await open_doors(desk)
        await desk.enter("We keep Zoom", "!")
        assert "DECISION" in desk.screen()
        await desk.press("ctrl+z")
        assert "DECISION" not in desk.screen() and kinds(desk) == [(EntryKind.NOTE, "We keep Zoom")]


async def test_check_20_and_23_the_whole_step_stands_below_the_line_before_enter(desk: Desk):
    async with desk.sit((120, 30)):
        await open_doors(desk)
        await desk.type("> @ana draft letter by fri = sent to DMH")
        below = desk.under()
        assert kinds(desk) == []
        for words in ("NEXT STEP", "Ana Ruiz", "Fri 15 Nov (2 days)", "done when", "sent to DMH", "not here"):
            assert words in below, below
        await desk.press("enter")
        assert "asked" in desk.screen() and "accepted" not in desk.screen()


async def test_check_21_two_anas_are_both_shown_and_neither_is_picked(desk: Desk):
    planning.add_people(desk.workspace, desk.opened, "Ana Sousa")
    async with desk.sit((120, 30)):
        await open_doors(desk)
        await desk.type("> @ana draft letter")
        assert "1 Ana Ruiz" in desk.under() and "2 Ana Sousa" in desk.under()
        await desk.press("enter")
        assert "unclaimed" in desk.screen()
        assert desk.session.group.open_steps[-1].owner is None
        await desk.enter("> @ana2 draft letter")
        owner = desk.session.group.person(desk.session.group.open_steps[-1].owner)
        assert owner is not None and owner.name == "Ana Sousa"


@pytest.mark.parametrize(
    ("line", "due", "kept"),
    [
        ("> write by hand", None, "write by hand"),
        ("> write by 11/22", "2024-11-22", "write"),
        ("> write by zorrday", None, "write by zorrday"),
        ("> write by next meeting", "2024-12-11", "write"),
    ],
)
async def test_check_22_due_words_are_dates_or_stay_words(desk: Desk, line: str, due: str | None, kept: str):
    async with desk.sit((120, 30)):
        await open_doors(desk)
        await desk.enter("/nextmeeting 11 dec 2pm", line)
        step = desk.session.group.open_steps[-1]
        on = desk.session.group.due_on(step)
        assert (str(on) if on else None, step.text) == (due, kept)


async def test_check_24_a_parked_line_is_a_gap_at_close_until_it_goes_somewhere(desk: Desk):
    async with desk.sit((120, 40)):
        await open_doors(desk)
        await desk.enter("~ pay equity")
        assert "1 parked · no destination" in desk.screen() or "no destination" in desk.screen()
        await desk.enter("/go goodbyes")
        assert "pay equity" in desk.screen()
        await desk.enter("/place 1 next agenda")
        assert "no destination" not in desk.screen()


async def test_check_25_a_line_may_go_to_the_block_before(desk: Desk):
    async with desk.sit():
        await open_doors(desk)
        await desk.enter("/go topics", "/go steps", "<! We keep Zoom")
        entry = desk.session.meeting.lines()[-1]
        assert (entry.block, entry.filed.kind, entry.filed.text) == ("topics", EntryKind.DECISION, "We keep Zoom")


async def test_check_26_a_slip_is_corrected_and_keeps_its_time(desk: Desk):
    async with desk.sit():
        await open_doors(desk)
        await desk.enter("Mry brought news")
        at = desk.session.meeting.lines()[-1].at
        await desk.later(minutes=3)
        await desk.enter("s/Mry/Mary/")
        assert "Mary brought news" in desk.screen() and "Mry" not in desk.screen()
        await desk.press("up")
        await desk.type(" today")
        await desk.press("enter")
        entry = desk.session.meeting.lines()[-1]
        assert (entry.filed.text, entry.at, entry.edited) == ("Mary brought news today", at, True)
        assert "1:50" in next(row for row in desk.screen().splitlines() if "Mary brought" in row)


async def test_check_29_bullets_departures_and_what_only_looks_like_one(desk: Desk):
    async with desk.sit():
        await open_doors(desk)
        await desk.enter("- bullet", "-bo", "-bob")
        assert kinds(desk) == [(EntryKind.NOTE, "- bullet"), (EntryKind.NOTE, "-bob")]
        assert len(desk.session.meeting.here) == 1 and "1 here" in desk.screen()


async def test_check_30_and_31_arrivals_heads_and_guests(desk: Desk):
    async with desk.sit((120, 30)):
        await desk.enter("+an")
        assert "1 here" in desk.screen()
        await desk.enter("+3 phone", "+guest Zadie Quill")
        assert "4 here" in desk.screen() and "1 guest" in desk.screen()
        assert len(desk.session.group.everybody) == 7
        from peer_tui.services import keeping

        await desk.enter("/end", "")
        desk.opened.refold()
        for form in ("md", "txt"):
            said = keeping.render(keeping.minutes_of(desk.opened, desk.meeting), form)
            assert "Zadie" not in said and "Quill" not in said


async def test_check_32_a_late_arrival_has_not_seen_the_agreement_until_marked(desk: Desk):
    async with desk.sit((120, 40)):
        await open_doors(desk)
        await desk.enter("/go agreement", "/go priorities", "+leila")
        assert "has not seen the agreement yet" in desk.under() and "not seen the agreement:" in desk.screen()
        await desk.enter("/seen leila", "")
        assert "not seen the agreement:" not in desk.screen()


async def test_check_33_the_stack_calls_who_has_spoken_least(desk: Desk):
    async with desk.sit((120, 40)):
        await open_doors(desk)
        await desk.enter("/go topics", "/spoke bo", "/spoke bo")
        assert "Not yet heard 1" in desk.screen()
        await desk.enter("q+ bo", "q+ mei")
        rows = [row for row in desk.screen().splitlines() if "1 Mei" in row or "2 Bo" in row]
        assert len(rows) == 2, desk.screen()
        await desk.enter("q")
        assert "everybody has been heard" in desk.screen()


async def test_a_round_stands_beside_the_minutes(desk: Desk):
    async with desk.sit((120, 40)):
        await open_doors(desk)
        await desk.enter("/round")
        assert "Bo now" in desk.screen() and "passing is fine" in desk.screen()
        await desk.press("escape")
        await desk.enter("/round next")
        assert "Mei · now" in desk.screen() and "Bo has spoken" in desk.screen()


async def test_check_34_a_concern_is_heard_and_the_decision_has_totals_and_no_names(desk: Desk):
    async with desk.sit((120, 40)):
        await open_doors(desk)
        await desk.enter("/go topics", "^ Meet monthly", "/f 55421")
        assert "lowest 1" in desk.screen() and "hear the concern" in desk.screen()
        await desk.enter("/f 55433", "/agreed")
        entry = desk.session.meeting.lines()[-1]
        assert (entry.filed.kind, entry.filed.text) == (EntryKind.DECISION, "Meet monthly")
        assert entry.fingers == (0, 0, 0, 2, 1, 2)
        assert not entry.edited
        assert "PROPOSAL" not in desk.screen()


async def test_check_36_affirming_keeps_the_version_and_is_one_line(desk: Desk):
    from peer_tui.domain.events import Side

    planning.adopt_first_agreement(desk.workspace, desk.opened, [(Side.COMFORT, "pass at any time")])
    async with desk.sit((120, 40)):
        await open_doors(desk)
        await desk.enter("/go agreement", "/affirm")
        agreement = desk.session.group.agreement
        assert agreement.version == 1 and agreement.moments[-1].act == "affirmed"
        assert agreement.moments[-1].meeting == desk.meeting
        assert "affirmed" in desk.screen()


async def test_check_50_and_52_the_close_check_names_what_is_missing_and_the_recap_counts(desk: Desk):
    async with desk.sit((120, 40)):
        await open_doors(desk)
        await desk.enter("/go topics", "! We go", "> find a hall", "/go goodbyes", "/check")
        assert "2 of 4" in desk.screen() and "find a hall" in desk.screen()
        await desk.press("escape")
        await desk.enter("/assign 1 @bo", "/nextmeeting 11 dec 2pm", "/convener mei", "/check")
        assert "4 of 4" in desk.screen()
        await desk.press("escape")
        await desk.later(minutes=70)
        await desk.enter("/end")
        screen = desk.screen()
        assert "2 present" in screen and "1 decision" in screen and "1 next step" in screen
