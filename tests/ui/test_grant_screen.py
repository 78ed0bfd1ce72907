"""Grant report on the screen: quarters, the year, tables, writing; its settings, and what it is told elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from peer_tui.services import choosing, experience, reaching
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.grant import GrantScreen
from peer_tui.ui.screens.group_settings import GroupSettingsScreen
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.people import PeopleScreen
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace, set_clock

SIZES = [(80, 24), (60, 20)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 9))


@pytest.fixture
def opened(workspace: Workspace) -> OpenGroup:
    """Meetings in the last quarter of FY 2024 and the first of FY 2025; it is January."""
    made = make_group(workspace)
    hold(workspace, made, 11, 9, ["+ana ruiz", "+bo", "+2 phone", *LAST_TIME])
    hold(workspace, made, 9, 10, ["+ana ruiz", "+ana s", "+bo", "+mei", "+jos", "+rain", "! We meet by Zoom"])
    set_clock(workspace, at(15, "12:00", 1).replace(year=2025))
    return made


async def settle(pilot: Pilot[int]) -> None:
    for _ in range(3):
        await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_check_76_the_last_quarter_that_is_over_is_shown_first(
    workspace: Workspace, opened: OpenGroup, size: tuple[int, int]
) -> None:
    app = Around(workspace, GrantScreen(opened))
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        assert "FY 2025 Q1 (1 Oct 2024 – 31 Dec 2024)" in " ".join(app.text.split())
        assert "Meetings that were held: 1." in app.text
        for title in ("Meetings by kind", "Attendance", "Distinct people", "What came of it", "Indicators", "Members"):
            await press(pilot, "n")
            assert title in app.text
        for _ in range(8):
            await press(pilot, "p")
        await press(pilot, "left")
        assert "FY 2024 Q4" in app.text and "Meetings that were held: 1." in app.text
        await press(pilot, "n", "n")
        assert "fewer than 5" in app.text, "four came"
        await press(pilot, "t", "y", "p")
        assert "Together" in app.text and "FY 2024 (1 Oct 2023" in " ".join(app.text.split())
        await press(pilot, "right", *("p" for _ in range(8)))
        assert "FY 2025 (1 Oct 2024" in " ".join(app.text.split()) and "is not over yet" in app.text
        await press(pilot, "y", "t")
        assert "█ meetings" in app.text
        assert all(cell_len(line) <= size[0] for line in app.text.split("\n"))
        await press(pilot, "f1")
        assert "The whole federal year" in app.text


async def test_the_calendar_ends_somewhere(workspace: Workspace, opened: OpenGroup) -> None:
    from peer_tui.domain.federal_year import Quarter

    screen = GrantScreen(opened)
    app = Around(workspace, screen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        screen.quarter = Quarter(1900, 1)
        await press(pilot, "left")
        assert "There is no such year." in app.text
        await press(pilot, "y", "left")
        assert "There is no such year." in app.text and screen.quarter == Quarter(1900, 1)


async def test_it_is_written_and_copied_and_another_group_is_turned_to(workspace: Workspace, opened: OpenGroup) -> None:
    make_group(workspace, "River [bold] Peers")
    app = Around(workspace, GrantScreen(opened))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "w")
        assert "a page with pictures (.html)" in app.text
        await press(pilot, "enter")
        (page,) = workspace.places.exports.glob("grant-report-2025Q1.html")
        assert page.read_text().count("<table>") == 6 and page.stat().st_mode & 0o077 == 0
        await press(pilot, "left", "tab")
        assert "River [bold] Peers · FY 2025 Q1" in app.text
        await press(pilot, "escape")
        assert app.asked == [("today", "")]


@pytest.mark.parametrize("size", SIZES)
async def test_a_group_chooses_its_words_and_what_is_hidden(
    workspace: Workspace, opened: OpenGroup, size: tuple[int, int]
) -> None:
    app = Around(workspace, GroupSettingsScreen(opened))
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "end", "enter")
        assert "Grant reports of" in app.text and "Hidden below" in app.text
        await press(pilot, "enter", "ctrl+u", "1", "0", "enter")
        assert "Hidden below: 10." in app.text
        await press(pilot, "down", "enter", "down", "enter")
        assert opened.group.settings == {"grant_threshold": "10", "grant_hides": "everything"}
        await press(pilot, "end", "enter", "ctrl+u", *"What", "enter")
        assert opened.group.settings["indicator.WD"] == "What"
        await press(pilot, "o")
        assert "indicator.WD" not in opened.group.settings
        await press(pilot, "z")
        assert opened.group.settings["indicator.WD"] == "What"


async def test_lived_experience_is_said_in_people_and_taken_back(workspace: Workspace, opened: OpenGroup) -> None:
    app = Around(workspace, PeopleScreen(opened))
    async with app.run_test(size=(80, 30), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert "Lived experience" in app.text and "not said" in app.text
        rows = app.screen.rows  # type: ignore[attr-defined]
        while rows.selected != "experience":
            await press(pilot, "down")
        await press(pilot, "enter")
        assert "themselves or as family" in app.text
        await press(pilot, "1")
        assert list(experience.lived_experience(opened).values()) == [True]
        await press(pilot, "z")
        assert experience.lived_experience(opened) == {}


async def test_reach_is_told_on_the_minutes(workspace: Workspace, opened: OpenGroup) -> None:
    held = next(iter(opened.group.meetings.values()))
    app = Around(workspace, MinutesScreen(opened, held.id))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "u", "m", "enter")
        assert "Write a number" in app.text
        await press(pilot, "backspace", "1", "4", "0", "enter")
        assert "140 people reached" in app.text
        assert opened.group.meetings[held.id].reached == 140


def test_reach_is_told_in_the_meeting(workspace: Workspace, opened: OpenGroup) -> None:
    held = next(iter(opened.group.meetings.values()))
    session = LiveSession(workspace, opened, held.id)
    assert session.enter("/reached").words == reaching.told_words(0)
    assert session.enter("/reached 1,200").words == "1,200 people reached with its message."
    refused = session.enter("/reached many")
    assert not refused.done and refused.line == "/reached many"
    assert session.group.meetings[held.id].reached == 1_200
    session.enter("/undo")
    assert session.group.meetings[held.id].reached == 0


def test_what_a_setting_cannot_be_is_refused(workspace: Workspace, opened: OpenGroup) -> None:
    from peer_tui.services.problems import Problem

    with pytest.raises(Problem, match="from 3 to 100"):
        choosing.choose(workspace, opened, "grant_threshold", "1")
