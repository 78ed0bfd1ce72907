"""The capture line: what is typed, pasted, edited and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from peer_tui.domain.events import EntryKind
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store.drafts import read_drafts

if TYPE_CHECKING:
    from tests.ui.conftest import Desk


async def paste(desk: Desk, text: str) -> None:
    desk.live.line.post_message(events.Paste(text))
    await desk.pilot.pause()
    await desk.pilot.pause()


def texts(desk: Desk) -> list[str]:
    return [entry.filed.text for entry in desk.session.meeting.lines()]


async def test_check_17_letters_become_a_decision_and_the_row_below_says_so_before_enter(desk: Desk):
    async with desk.sit():
        await desk.type("! We write")
        assert desk.under().startswith("DECISION")
        await desk.press("enter")
        assert [e.filed.kind for e in desk.session.meeting.lines()] == [EntryKind.DECISION]
        assert desk.live.line.value == "" and desk.live.line.has_focus
        assert "DECISION We write" in desk.screen()


async def test_check_18_a_line_belongs_to_the_block_in_which_it_was_begun(desk: Desk):
    async with desk.sit():
        await desk.enter("/go priorities")
        await desk.type("said in prio")
        await desk.press("ctrl+n", "ctrl+n")
        assert desk.session.meeting.block is not None and desk.session.meeting.block.job == "topics"
        await desk.type("rities")
        await desk.press("enter")
        line = desk.session.meeting.lines()[-1]
        assert line.filed.text == "said in priorities"
        plan = desk.session.meeting.plan(line.block)
        assert plan is not None and plan.job == "priorities"


async def test_an_unknown_verb_stays_in_the_line_and_the_nearest_are_named(desk: Desk):
    async with desk.sit():
        await desk.enter("/nxt")
        assert desk.live.line.value == "/nxt" and "/next" in desk.under()


async def test_check_26_up_on_an_empty_line_edits_the_last_line_and_again_earlier_ones(desk: Desk):
    async with desk.sit():
        await desk.enter("first", "secnd")
        at = desk.session.meeting.lines()[1].at
        await desk.later(minutes=2)
        await desk.press("up")
        assert desk.live.line.value == "secnd" and "Edit 1:50 line" in desk.screen()
        await desk.press("up")
        assert desk.live.line.value == "first"
        await desk.press("down", "backspace", "backspace", "backspace")
        await desk.type("cond")
        await desk.press("enter")
        assert texts(desk) == ["first", "second"]
        assert desk.session.meeting.lines()[1].at == at
        assert desk.live.line.value == ""
        await desk.press("up", "escape")
        assert desk.live.line.value == "" and "Capture" in desk.screen()
        await desk.enter("s/first/1st/")
        assert texts(desk)[0] == "1st"


async def test_up_on_a_line_that_holds_words_does_nothing(desk: Desk):
    async with desk.sit():
        await desk.enter("first")
        await desk.type("half")
        await desk.press("up")
        assert desk.live.line.value == "half"


async def test_an_edit_never_makes_a_line_empty(desk: Desk):
    async with desk.sit():
        await desk.enter("x")
        await desk.press("up", "backspace", "enter")
        assert texts(desk) == ["x"] and "cannot be made empty" in desk.under()


PASTED = "> @ana write by fri = sent\n! We agree\n~ the survey\n" + "\n".join(f"note {n}" for n in range(11))


async def test_check_27_pasting_fourteen_lines_asks_once_and_many_reads_each_sigil(desk: Desk):
    async with desk.sit((120, 30)):
        await desk.type("half ")
        await paste(desk, PASTED)
        question = desk.live.box.paste
        assert question.display and "14 lines" in question.plain
        assert "many (1 step, 1 decision, 1 parked, 11 notes)" in question.plain
        assert texts(desk) == []
        await desk.press("m")
        kinds = [entry.filed.kind for entry in desk.session.meeting.lines()]
        assert kinds.count(EntryKind.NOTE) == 11 and EntryKind.STEP in kinds and EntryKind.DECISION in kinds
        assert not question.display and desk.live.line.value == "half "
        await desk.type("man")
        assert desk.live.line.value == "half man"


@pytest.mark.parametrize(
    ("key", "expected"),
    [("o", ["- a - b"]), ("n", ["- a", "- b"]), ("enter", ["- a", "- b"]), ("escape", [])],
)
async def test_check_27_each_answer_does_what_it_says(desk: Desk, key: str, expected: list[str]):
    async with desk.sit():
        await paste(desk, "- a\n\n- b\n")
        await desk.press("x")
        assert desk.live.box.paste.display
        await desk.press(key)
        assert texts(desk) == expected
        assert desk.live.line.value == "" and not desk.live.line.asking


async def test_check_30_pasted_names_are_offered_as_who_is_here(desk: Desk):
    async with desk.sit((120, 30)):
        await paste(desk, "Bo Chen (he/him)\nJosé\nSomebody Else")
        assert "who is here (2 known)" in desk.live.box.paste.plain
        await desk.press("enter")
        names = {desk.session.name(person) for person in desk.session.meeting.here}
        assert names == {"Bo", "José"} and "Somebody Else" in desk.under()


async def test_one_pasted_line_goes_where_the_cursor_is(desk: Desk):
    async with desk.sit():
        await desk.type("ab")
        await desk.press("left")
        await paste(desk, "one\tline\r\n")
        assert desk.live.line.value == "aone lineb"


async def test_check_53_the_half_typed_line_comes_back(desk: Desk):
    async with desk.sit():
        await desk.enter("kept")
        await desk.type("half a sente")
        await desk.pilot.pause(1.2)
        assert [draft.text for draft in read_drafts(desk.workspace.places.state, desk.meeting)] == ["half a sente"]
    desk.workspace.close()
    again = Workspace(desk.workspace.places, desk.clock, Settings(), threaded=False)
    async with desk.sit(workspace=again):
        assert desk.live.line.value == "half a sente"
        assert "Resumed: " in desk.under() and "last line 1:50" in desk.under()
    again.close()


async def test_check_53_leaving_keeps_what_the_messages_have_not_told_yet(desk: Desk):
    async with desk.sit():
        desk.live.line.value = "typed in the last moment"
        desk.app.action_leave()
        await desk.pilot.pause()
        assert not desk.app.is_running or desk.app.return_code == 0
    assert [d.text for d in read_drafts(desk.workspace.places.state, desk.meeting)] == ["typed in the last moment"]


async def test_check_55_off_the_record_nothing_is_kept_and_the_earlier_line_returns(desk: Desk):
    async with desk.sit():
        await desk.type("half a line")
        await desk.pilot.pause(1.2)
        await desk.press("ctrl+o")
        assert desk.live.line.value == "" and "OFF THE RECORD — nothing is being saved" in desk.screen()
        assert "What is typed here is kept nowhere" in desk.screen() and "Type what was said" not in desk.screen()
        await desk.type("a painful story")
        await desk.pilot.pause(1.2)
        assert "OFF THE RECORD" in desk.under()
        await desk.press("enter")
        assert desk.live.line.value == ""
        await desk.type("another secret")
        await desk.enter("/next")
        await desk.type("and more")
        await paste(desk, "pasted\nsecrets")
        await desk.press("ctrl+o")
        assert desk.live.line.value == "half a line"
        assert "OFF THE RECORD" not in desk.screen()
        assert str(desk.live.line.placeholder) == "Type what was said; Enter keeps it"
        for secret in ("painful", "secret", "and more"):
            assert all(secret.encode() not in path.read_bytes() for path in desk.home.rglob("*") if path.is_file()), (
                secret
            )
        assert texts(desk) == []


async def test_a_typed_on_brings_the_earlier_line_back_too(desk: Desk):
    async with desk.sit():
        await desk.type("half a line")
        await desk.press("ctrl+o")
        await desk.enter("/on")
        assert desk.live.line.value == "half a line"


async def test_an_undone_line_returns_only_to_an_empty_line(desk: Desk):
    async with desk.sit():
        await desk.enter("taken back")
        await desk.type("half")
        await desk.press("ctrl+z")
        assert desk.live.line.value == "half" and "Undone" in desk.under()
        await desk.press("ctrl+u")
        await desk.press("f8", "ctrl+z")
        assert desk.live.line.value == "taken back"


async def test_ten_thousand_letters_are_one_line(desk: Desk):
    async with desk.sit():
        await desk.enter("w" * 10_000)
        assert texts(desk) == ["w" * 10_000]
        assert desk.live.line.value == ""
