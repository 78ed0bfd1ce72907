"""The screens behind the minutes: lines, what to look at, the review round, approval, amendments; also small ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from peer_tui.domain.events import PersonAdded
from peer_tui.services import amending, approving, line_editing, minutes_lines, review_round
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.minutes_lines import MinutesLinesScreen
from peer_tui.ui.screens.minutes_look import MinutesLookScreen
from peer_tui.ui.screens.minutes_review import MinutesReviewScreen
from peer_tui.ui.widgets.minutes_paper import MinutesPaper
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace, set_clock, type_words

HOSTILE = "[/] [bold]x[/] \x1b[31m\u202e 林小雨 😀 " + "w" * 200
SIZES = [(80, 24), (60, 20)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 10))


@pytest.fixture
def opened(workspace: Workspace) -> OpenGroup:
    return make_group(workspace)


def minutes(workspace: Workspace, opened: OpenGroup, lines: list[str], line: str = "") -> tuple[Around, str]:
    meeting = hold(workspace, opened, 9, 10, lines)
    return Around(workspace, MinutesScreen(opened, meeting, line)), meeting


def approve(workspace: Workspace, opened: OpenGroup, meeting: str) -> None:
    set_clock(workspace, at(20, "12:00", 10))
    decided = approving.read_decided(workspace, opened, meeting, "15 oct")
    approving.approve(workspace, opened, meeting, decided)


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def answer(pilot: Pilot[int], words: str) -> None:
    await type_words(pilot, words)
    await press(pilot, "enter")


# --- the record ---------------------------------------------------------------------------------------------------


async def test_a_line_that_was_asked_for_is_on_the_page_and_marked(workspace: Workspace, opened: OpenGroup) -> None:
    lines = [f"note number {number}" for number in range(40)]
    app, meeting = minutes(workspace, opened, lines)
    wanted = minutes_lines.lines_of(workspace, opened, meeting)[35]
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        app.open_minutes(opened, meeting, wanted.entry)
        await pilot.pause()
        await pilot.pause()
        assert wanted.text in app.text
        paper = app.screen.query_one(MinutesPaper)
        marked = [span for span in paper.render().spans if "reverse" in str(span.style)]
        assert len(marked) == 1
        await press(pilot, "enter")
        assert isinstance(app.screen, MinutesLinesScreen)
        assert app.screen.selected is not None and app.screen.selected.entry == wanted.entry


@pytest.mark.parametrize("size", SIZES)
async def test_check_44_audience_and_level_are_previewed(
    workspace: Workspace, opened: OpenGroup, size: tuple[int, int]
) -> None:
    app, _ = minutes(workspace, opened, ["> @bo ask Mei Tan", "we will go"])
    workspace.record(opened, "", [PersonAdded(person="w", name="Will")])
    async with app.run_test(size=(size[0], 60), notifications=True) as pilot:
        await pilot.pause()
        await pilot.resize_terminal(*size)
        await press(pilot, "a", "p", "p", "p")
        assert "For e-mail list and public · no names" in app.text
        await pilot.resize_terminal(size[0], 60)
        await pilot.pause()
        assert "ask a member" in app.text and "Bo Chen" not in app.text and "we a member go" in app.text
        assert "1 name that may be a word" in app.text
        await press(pilot, "g")
        assert isinstance(app.screen, MinutesLookScreen) and "“will” is a name (not asked yet)" in app.text
        await press(pilot, "end", "k")
        assert "“will” is a word" in app.text
        await press(pilot, "escape")
        assert "we will go" in app.text


async def test_every_format_is_offered_and_what_was_written_is_said(workspace: Workspace, opened: OpenGroup) -> None:
    app, meeting = minutes(workspace, opened, LAST_TIME)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await press(pilot, "x")
        for words in ("Markdown", "plain text", "a web page", "an e-mail draft", "a Word document", "a PDF", "JSON"):
            assert words in app.text
        await press(pilot, "j")
        assert "Written as JSON, for you only:" in app.text
        await press(pilot, "x", "escape")
    assert opened.group.meetings[meeting].minutes_sent == ("members",)


async def test_approving_asks_which_meeting_it_was(workspace: Workspace, opened: OpenGroup) -> None:
    app, meeting = minutes(workspace, opened, LAST_TIME)
    set_clock(workspace, at(20, "12:00", 10))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await press(pilot, "s", "enter")
        assert "On which day did the group approve them?" in app.text
        await answer(pilot, "24 oct")
        assert "is still to come" in app.text and not opened.group.meetings[meeting].approved
        for _ in "24 oct":
            await pilot.press("backspace")
        await answer(pilot, "16 oct")
        assert "Approved as distributed on Wed 16 Oct 2024" in app.text and "DRAFT" not in app.text
        await press(pilot, "o")
        assert "an approved meeting cannot be reopened" in app.text
        await press(pilot, "r")
        assert isinstance(app.screen, MinutesScreen)
        await press(pilot, "n")
        await answer(pilot, "the room was 12")
        assert "amended on Sun 20 Oct 2024" in app.text


# --- the lines ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_a_draft_is_corrected_line_by_line(
    workspace: Workspace, opened: OpenGroup, size: tuple[int, int]
) -> None:
    app, meeting = minutes(workspace, opened, LAST_TIME)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await press(pilot, "enter", "enter")
        await answer(pilot, " of peers")
        assert "What it was stays in its history" in app.text
        (first, *_) = minutes_lines.lines_of(workspace, opened, meeting)
        assert first.text == "We submit written testimony as a coalition of peers"
        await press(pilot, "h")
        assert "changed to DECISION" in app.text
        await press(pilot, "escape", "z")
        assert "Taken back" in app.text
        await press(pilot, "f", "5")
        assert "Filed as QUESTION." in app.text
        await press(pilot, "w")
        assert "is no next step" in app.text
        await press(pilot, "a")
        await answer(pilot, "~ a van")
        assert "Added; it is marked" in app.text and app.screen.selected.text == "a van"  # type: ignore[attr-defined]
        await press(pilot, "w")
        await answer(pilot, "resolved")
        assert "Parked → resolved." in app.text


async def test_words_of_a_line_are_removed_for_good_after_a_question(workspace: Workspace, opened: OpenGroup) -> None:
    app, meeting = minutes(workspace, opened, ["a story that was told"])
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await press(pilot, "enter", "x", "escape")
        assert len(minutes_lines.lines_of(workspace, opened, meeting)) == 1
        await press(pilot, "x", "y")
        await pilot.pause()
        await press(pilot, "escape")
    assert minutes_lines.lines_of(workspace, opened, meeting) == []
    assert "a story that was told" not in str(opened.events[meeting])


async def test_approved_minutes_change_only_by_an_amendment_with_a_reason(
    workspace: Workspace, opened: OpenGroup
) -> None:
    app, meeting = minutes(workspace, opened, LAST_TIME)
    approve(workspace, opened, meeting)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await press(pilot, "enter", "f")
        assert "These minutes stand approved" in app.text
        await press(pilot, "enter")
        await answer(pilot, " of peers")
        assert "What was changed, and why" in app.text
        await press(pilot, "escape")
        assert not opened.meeting(meeting).amendments, "Esc changes nothing"
        await press(pilot, "enter")
        await answer(pilot, " of peers")
        await press(pilot, "enter")
        assert "Amended. What was approved stays" in app.text
        await press(pilot, "escape", "v")
        assert "as approved, and as it reads now" in app.text
    (change,) = amending.changes_since(workspace, opened, meeting)
    assert change.after == "We submit written testimony as a coalition of peers"


async def test_a_meeting_without_lines_says_so_and_no_key_does_harm(workspace: Workspace, opened: OpenGroup) -> None:
    app, _ = minutes(workspace, opened, [])
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await press(pilot, "enter")
        assert "Nothing was written down." in app.text
        for key in "hfwbdixz":
            await press(pilot, key, "escape") if key == "a" else await press(pilot, key)
        await press(pilot, "e", "a")
        await answer(pilot, "! something")
        assert "something" in app.text


async def test_check_45_a_gap_about_earlier_minutes_leads_to_those(workspace: Workspace, opened: OpenGroup) -> None:
    earlier = hold(workspace, opened, 9, 10, [])
    meeting = hold(workspace, opened, 13, 11, [])
    app = Around(workspace, MinutesScreen(opened, meeting))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert "The minutes of Wed 9 Oct 2024 are not yet approved." in app.text
        await press(pilot, "g", "enter")
        assert app.asked[-1] == ("minutes", earlier) and "Wed 9 Oct 2024" in app.text


async def test_words_of_the_groups_own_are_added_and_hinted_at(workspace: Workspace, opened: OpenGroup) -> None:
    app, _ = minutes(workspace, opened, ["our clients came"])
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert "hint" not in app.text
        await press(pilot, "g", "w")
        assert "The group's own so far: none" in app.text
        await answer(pilot, "clients -> members")
        assert "“clients” · perhaps: members" in app.text
        await press(pilot, "end", "x")
        assert "Passed over; nothing was changed." in app.text and "perhaps" not in app.text


# --- the review round ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_check_46_the_round_shows_who_said_what_and_silence_apart(
    workspace: Workspace, opened: OpenGroup, size: tuple[int, int]
) -> None:
    app, meeting = minutes(workspace, opened, LAST_TIME)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await press(pilot, "r")
        await answer(pilot, "ana")
        assert "fits 1 Ana Ruiz · 2 Ana Sousa" in " ".join(app.text.split())
        await answer(pilot, " r, bo, mei")
        await answer(pilot, "1 oct 2024")
        assert "has passed" in app.text
        for _ in "1 oct 2024":
            await pilot.press("backspace")
        await press(pilot, "enter", "k", "down", "c")
        await answer(pilot, "name the room")
        assert "1 ok · 1 change · 1 no answer" in app.text and "name the room" in app.text
        assert "approved" not in app.text.casefold().replace("not yet approved", "")
        await press(pilot, "r")
        assert "1 ok · 0 change · 2 no answer" in app.text
        await press(pilot, "w", "y", "escape")
        assert "in review" not in app.text
    assert review_round.round_of(workspace, opened, meeting).words == "1 ok · 0 change · 2 no answer"  # type: ignore[union-attr]


async def test_the_letter_is_copied_and_kept_in_the_file_of_the_last_copy(
    workspace: Workspace, opened: OpenGroup
) -> None:
    app, meeting = minutes(workspace, opened, LAST_TIME)
    people = review_round.read_reviewers(opened, "bo")
    until = review_round.usual_deadline(workspace, opened)
    review_round.begin(workspace, opened, meeting, people, until)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await press(pilot, "r", "t")
        await app.workers.wait_for_complete()
        await pilot.pause()
        copied = next(workspace.places.exports.glob("last-copy*")).read_text(encoding="utf-8")
        assert copied.startswith("Hello Bo Chen,") and "DRAFT – not yet approved" in copied
        assert isinstance(app.screen, MinutesReviewScreen)


# --- hostile words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_stand_literally_on_every_one_of_the_screens(
    workspace: Workspace, opened: OpenGroup, size: tuple[int, int]
) -> None:
    app, meeting = minutes(workspace, opened, [f"! {HOSTILE}", f"> {HOSTILE}", f"Ana Ruiz fired {HOSTILE}"])
    review_round.begin(
        workspace, opened, meeting, review_round.read_reviewers(opened, "bo"), at(20, "12:00", 10).date()
    )
    review_round.answer(workspace, opened, meeting, review_round.read_reviewers(opened, "bo")[0], "change", HOSTILE)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        for keys in (("enter",), ("h",), ("escape", "escape", "g"), ("end",), ("escape", "r")):
            await press(pilot, *keys)
            assert "[/] [bold]x[/]" in app.text and "\x1b" not in app.text
        await press(pilot, "escape")
        approve(workspace, opened, meeting)
        (first, *_) = minutes_lines.lines_of(workspace, opened, meeting)
        amending.reword(workspace, opened, meeting, first.entry, f"now {HOSTILE}", HOSTILE)
        app.open_minutes(opened, meeting)
        await press(pilot, "v")
        assert "[/] [bold]x[/]" in app.text and "\x1b" not in app.text
        await press(pilot, "v", "v")


async def test_what_arrived_after_the_approval_is_shown_apart_and_taken_in(
    workspace: Workspace, opened: OpenGroup
) -> None:
    app, meeting = minutes(workspace, opened, LAST_TIME)
    approve(workspace, opened, meeting)
    late = line_editing.captured(workspace, opened, meeting, "heard on the other laptop", "")
    workspace.record(opened, meeting, [late])
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert "1 line arrived after the approval: g shows it" in app.text
        await press(pilot, "g", "enter")
        assert isinstance(app.screen, MinutesLinesScreen) and "arrived after the approval" in app.text
        await press(pilot, "i")
        assert "Amended." in app.text
        await press(pilot, "i")
        assert "Only a line that arrived after the approval is taken in." in app.text
        await press(pilot, "a")
        await answer(pilot, "! thank the library")
        await press(pilot, "enter", "escape")
        assert "arrived after" not in app.text and "amended 2 times" in app.text
    assert {one.filed.text for one in opened.meeting(meeting).entries.values() if one.amended} == {
        "heard on the other laptop", "thank the library",
    }  # fmt: skip


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_how_the_minutes_were_copied_is_said_whole_above_the_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    workspace = make_workspace(tmp_path, at(1, "12:00", 9))
    opened = make_group(workspace)
    meeting = hold(workspace, opened, 9, 10, LAST_TIME)
    app = Around(workspace, MinutesScreen(opened, meeting))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await settled(app, pilot, "last-copy")
        rows = app.text.splitlines()
        assert "F1 help" in rows[-1]
        assert not [row for row in rows[:-1] if "opy" in row and row.rstrip().endswith("…")]


async def settled(app: Around, pilot: Pilot[int], words: str) -> None:
    """Wait for what is copied on a thread of its own."""
    for _ in range(100):
        await pilot.pause(0.02)
        if words in app.text.replace("\n", ""):
            return
    raise AssertionError(app.text)
