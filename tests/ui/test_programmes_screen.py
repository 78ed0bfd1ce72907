"""The place "Programmes": what runs, starting one, its days, checklist and meetings; at 80 and at 60 columns."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from rich.cells import cell_len

from peer_tui.services.programmes import running
from peer_tui.ui.screens.today import TodayScreen
from tests.ui.programme_desk import GOLDEN, SIZES, Desk


@pytest.mark.parametrize("size", SIZES)
async def test_a_programme_is_started_with_its_days_asked_one_by_one(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = Desk(tmp_path)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.settle()
        assert "n starts one" in desk.text
        await desk.press("n")
        await desk.walk_to("Peer match")
        assert "two working days" in " ".join(desk.text.split())
        await desk.press("enter", '"Harbor [/] Lakeside', "enter", '"2 mar 2026', "enter")
        assert "13–27 Apr" in desk.text  # six to eight weeks from the assignment
        await desk.press('"27 apr 2026', "enter", '"soon')
        assert "no day" in desk.text
        await desk.press("enter")
        await desk.press("ctrl+u", '"28 apr 2026', "enter")
        assert desk.run.title == "Harbor [/] Lakeside" and desk.run.anchors == GOLDEN
        assert "Started: Harbor [/] Lakeside." in desk.text and "This week" in desk.text
        await desk.press("z")
        assert not running.runs(desk.opened) and "No programme runs" in desk.text
        await desk.press("escape")
        assert isinstance(desk.app.screen, TodayScreen)


async def test_esc_while_the_days_are_asked_starts_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("n")
        await desk.walk_to("Peer match")
        await desk.press("enter", "enter", '"2 mar 2026', "enter", "escape")
        assert not running.runs(desk.opened)


@pytest.mark.parametrize("size", SIZES)
async def test_check_65_the_days_show_exactly_the_windows_of_the_guide(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.press("2")
        told = {
            "Within 1 week of assignment": "by 9 Mar",
            "Within 2 weeks of assignment": "by 16 Mar",
            "3–4 weeks before match": "30 Mar – 6 Apr",
            "1–2 weeks before match": "13–20 Apr",
            "During match": "27–28 Apr",
            "Within 1–2 weeks after match": "5–12 May",
            "Within 4–6 weeks after match": "26 May – 9 Jun",
            "Three to six months later": "28 Jul – 28 Oct",
        }
        desk.screen.rows.scroll_end(animate=False)
        await desk.settle()
        shown = "\n".join(str(option.prompt) for option in desk.screen.rows.options)
        for window, days in told.items():
            assert any(window in line and line.rstrip().endswith(days) for line in shown.split("\n")), window
        rows = [line for line in desk.text.split("\n") if line.startswith("│")]
        assert all(cell_len(line) == size[0] for line in rows)
        await desk.press("3")
        assert "0 of 21 done" in desk.text


async def test_check_66_moving_the_match_says_what_moves_before_and_done_stays_done(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("3", "t")
        assert "1 of 21 done" in desk.text and "☑" in desk.text
        await desk.press("2", "down", "enter", '"4 may 2026')
        said = " ".join(desk.text.replace("│", " ").split())
        assert "moves 3 windows: 3–4 weeks before match: 6–13 Apr · 1–2 weeks before match: 20–27 Apr" in said
        assert desk.run.anchors["first"] == dt.date(2026, 4, 27)
        await desk.press("enter")
        assert desk.run.anchors["first"] == dt.date(2026, 5, 4)
        assert "lies before" in desk.text  # the last day is now before the first one
        await desk.press("down", "enter", "ctrl+u", '"5 may 2026', "enter")
        shown = "\n".join(str(option.prompt) for option in desk.screen.rows.options)
        assert "by 9 Mar" in shown and "6–13 Apr" in shown and "12–19 May" in shown
        assert "lies before" not in desk.text
        await desk.press("3")
        assert "1 of 21 done" in desk.text


async def test_a_squeezed_match_says_that_its_stages_overlap(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-match", days={**GOLDEN, "assignment": dt.date(2026, 3, 30)})
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.settle()
        said = " ".join(desk.text.replace("│", " ").split())
        assert "less than 6 weeks" in said and "overlap" in said


@pytest.mark.parametrize("size", SIZES)
async def test_a_line_is_ticked_left_out_noted_and_dated(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.press("3", "t")
        first = desk.screen.rows.selected
        assert desk.run.marks[first].progress == "done"
        await desk.press("t")
        assert desk.run.marks[first].progress == "open"
        await desk.press("x")
        assert desk.run.marks[first].progress == "not needed" and "not needed" in desk.text
        await desk.press("z")
        assert desk.run.marks[first].progress == "open"
        await desk.press("m", '"called [b] twice', "enter")
        assert desk.run.marks[first].note == "called [b] twice" and "Note: called [b] twice" in desk.text
        await desk.press("d", '"1 mar 2026', "enter")
        mark = desk.run.marks[first]
        assert (mark.progress, mark.day, mark.note) == ("done", dt.date(2026, 3, 1), "called [b] twice")
        assert "Done on Sun 1 Mar." in desk.text
        await desk.press("d", '"9 mar 2026', "enter")
        assert "still ahead" in desk.text


async def test_enter_on_a_line_opens_what_it_is_about(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("3")
        await desk.walk_to("Fill in and send the Fact Sheet")
        assert "/25" in desk.text
        await desk.press("enter")
        assert "Logistics guidance" in desk.text and "GENERAL" in desk.text
        await desk.press("escape")
        assert "Fill in and send the Fact Sheet" in desk.text


@pytest.mark.parametrize("size", SIZES)
async def test_a_meeting_is_planned_with_the_gaps_as_topics_and_opened(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.press("4", "p")
        assert "Proposed" in desk.text
        await desk.press('"16 mar 2pm', "enter")
        (meeting,) = desk.run.meetings
        held = desk.opened.group.meetings[meeting]
        assert desk.run.meetings[meeting] == "call" or held.title == "Pre-match call"
        assert "Mon 16 Mar 2026, 2:00 pm" in desk.text and "planned" in desk.text
        assert len(desk.opened.meeting(meeting).topics) == 20
        await desk.press("enter")
        assert desk.app.asked[-1] == ("prepare", meeting)
        await desk.press("escape")
        assert "Pre-match call" in desk.text and "4 Meetings" in desk.text.replace("\u00a0", " ")


async def test_numbers_and_tab_turn_to_the_parts_also_from_inside_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        for number, words in enumerate(
            ("This week", "Last day of the match", "0 of 21 done", "Pre-match call", "25 core questions", "Team",
             "Match summary report", "Letters"), start=1
        ):  # fmt: skip
            await desk.press(str(number))
            assert words.casefold() in desk.text.casefold(), number
        await desk.press("tab")
        assert "This week" in desk.text
        await desk.press("shift+tab")
        assert "Letters" in desk.text
        await desk.press("5", "enter", "6")
        assert "25 core questions" not in desk.text
        await desk.press("escape")
        assert "1 programme runs" in desk.text


async def test_it_is_renamed_closed_and_goes_on(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("escape", "r", "ctrl+u", '"Lakeside', "enter")
        assert desk.run.title == "Lakeside" and "Lakeside  Peer match" in desk.text
        await desk.press("k")
        assert "Did Lakeside come to its end?" in desk.text and not desk.run.closed
        await desk.press("y")
        assert desk.run.closed and "Closed" in desk.text and "No programme runs" in desk.text
        await desk.press("k")
        assert not desk.run.closed


async def test_a_programme_whose_file_is_gone_says_so_and_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    monkeypatch.setattr("peer_tui.services.programmes.files._files", dict)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.settle()
        assert "its file is gone" in desk.text and "safe" in desk.text
        await desk.press("enter")
        assert "safe" in desk.text and desk.run.anchors == GOLDEN


@pytest.mark.parametrize("size", SIZES)
async def test_a_line_of_this_week_is_ticked_where_it_stands(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.press("t", "x")
        assert sorted(mark.progress for mark in desk.run.marks.values()) == ["done", "not needed"]
        await desk.press("z")
        assert [mark.progress for mark in desk.run.marks.values()] == ["done"]
        await desk.press("end", "t")
        assert "Select a line of this week" in desk.text and len(desk.run.marks) == 1


async def test_the_palette_offers_what_the_view_can_do(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("3", "ctrl+p", '"not needed')
        await desk.pilot.pause(0.3)
        assert "key x · The line is not needed here, or open again." in desk.words
        await desk.press("enter")
        await desk.pilot.pause(0.3)
        assert [mark.progress for mark in desk.run.marks.values()] == ["not needed"]


@pytest.mark.parametrize("size", SIZES)
async def test_a_programme_without_a_day_says_so_and_enter_leads_to_its_days(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = Desk(tmp_path, "peer-match")
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.settle()
        assert "None of its days is set yet, so nothing is due. Enter sets them." in desk.words
        await desk.press("home", "enter")
        assert "What hangs on them" in desk.text
        await desk.press("enter", '"2 mar 2026', "enter", "1")
        assert "None of its days" not in desk.text and "This week" in desk.text


async def test_enter_on_a_kind_held_once_opens_the_one_that_is_planned_and_p_plans_another(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("4")
        await desk.walk_to("Match, day 1")
        assert "Enter plans one." in desk.text
        await desk.press("enter", '"27 apr 2026 9am', "enter")
        await desk.walk_to("Match, day 1")
        assert "Enter opens it; p plans another one." in desk.words
        await desk.press("p")
        assert "Plan: Match, day 1" in desk.text
        await desk.press("escape", "enter")
        assert "Prepare" in desk.text and "Opening reception" in desk.text


async def test_a_key_of_another_part_says_that_it_does_nothing_here(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("2", "v")
        assert "Here this key does nothing. Register: Two teams" in desk.words
        assert desk.run.anchors == GOLDEN
