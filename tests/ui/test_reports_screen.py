"""Reports: pictures and tables, which meetings, all groups, writing and copying; at 80 and at 60 columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from peer_tui.domain.report_pictures import Bar, Picture
from peer_tui.services.workspace import Workspace
from peer_tui.ui.screens.reports import ReportsScreen
from peer_tui.ui.widgets.bars import bar_of, drawn
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace, set_clock

SIZES = [(80, 24), (60, 20)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = make_workspace(tmp_path, at(1, "12:00", 9))
    opened = make_group(made)
    hold(made, opened, 11, 9, ["+ana ruiz", "+bo", "+2 phone", *LAST_TIME])
    hold(made, opened, 9, 10, ["+ana ruiz", "+guest Lee", "/done 1", "! We meet by Zoom"])
    set_clock(made, at(16, "12:00", 10))
    return made


async def settle(pilot: Pilot[int]) -> None:
    for _ in range(3):
        await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_each_picture_is_reached_as_bars_and_as_a_table(workspace: Workspace, size: tuple[int, int]) -> None:
    app = Around(workspace, ReportsScreen())
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        assert "2 meetings, 11 Sep 2024 – 9 Oct 2024" in " ".join(app.text.split())
        assert "█ members" in app.text and "4 · 2 without a name" in app.text and "2 · 1 guest" in app.text
        for title in ("Planned against actual minutes", "Next steps kept on time", "Decisions"):
            await press(pilot, "n")
            assert title in app.text
        assert "█ decisions" in app.text
        await press(pilot, "t", "n", "n", "n")
        assert "Decisions" in app.text and "█ decisions" not in app.text
        for _ in range(4):
            await press(pilot, "p")
        assert "Attendance" in app.text and "Together" in app.text
        cells = [line.strip("│ ▁▂▃▄▅▆▇█").split() for line in app.text.split("\n")]
        assert ["9", "Oct", "2024", "1", "1", "0", "2"] in cells
        assert all(cell_len(line) <= size[0] for line in app.text.split("\n"))
        await press(pilot, "f1")
        assert "The last 6 meetings." in app.text


async def test_the_picture_that_is_looked_at_stays_on_top(workspace: Workspace) -> None:
    app = Around(workspace, ReportsScreen())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "n")
        for shown in ("█ minutes it took", "Not"):
            top = app.text.split("╭")[1].split("\n")[1]
            assert "Planned against actual minutes" in top and shown in app.text
            await press(pilot, "t")


async def test_other_meetings_and_other_groups(workspace: Workspace) -> None:
    make_group(workspace, "River [bold] Peers")
    app = Around(workspace, ReportsScreen())
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        for key, words in (("6", "the last 6"), ("y", "this year"), ("a", "all meetings"), ("2", "the last 12")):
            await press(pilot, key)
            assert f"{words}" in app.text and "2 meetings" in app.text
        await press(pilot, "g")
        assert "All groups · " in app.text and "2 meetings" in app.text
        await press(pilot, "tab")
        assert "River [bold] Peers · " in app.text and "No meeting was held here." in app.text
        set_clock(workspace, at(16, "12:00", 10).replace(year=2025))
        await press(pilot, "tab", "y")
        assert "Harbor Peer Coalition · this year: no meeting that was held" in app.text


async def test_one_group_is_all_there_is(workspace: Workspace) -> None:
    app = Around(workspace, ReportsScreen())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "g")
        assert "There is no other group" in app.text and "All groups ·" not in app.text


async def test_it_is_written_and_copied(workspace: Workspace) -> None:
    app = Around(workspace, ReportsScreen())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "w")
        assert "a page with pictures (.html)" in app.text
        await press(pilot, "enter")
        assert "Written, for you only:" in app.text
        (page,) = workspace.places.exports.glob("report-*.html")
        assert page.read_text().count("<table>") == 4
        await press(pilot, "c")
        for _ in range(20):
            await pilot.pause(0.05)
            if list(workspace.places.exports.glob("*copy*")):
                break
        assert any(
            "# Report" in path.read_text() for path in workspace.places.exports.iterdir() if "report" not in path.name
        )
        await press(pilot, "escape")
        assert app.asked == [("today", "")]


async def test_a_folder_that_cannot_be_written_is_said(workspace: Workspace) -> None:
    workspace.places.exports.parent.mkdir(parents=True, exist_ok=True)
    workspace.places.exports.write_text("a file")
    app = Around(workspace, ReportsScreen())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "w", "enter")
        assert "could not be written" in app.text


def picture(*bars: Bar) -> Picture:
    return Picture("minutes", "T", "s", "n", ("a", "b"), bars, ("A", "B"), tuple((bar.label, 1) for bar in bars))


@pytest.mark.parametrize("width", [20, 56, 76, 200])
@pytest.mark.parametrize("table", [False, True])
def test_no_line_is_wider_than_the_room_whatever_people_typed(width: int, table: bool) -> None:
    hostile = "[/] [bold] \x1b[2J \u202e אב 林" * 300
    told = picture(Bar(hostile, (3, 4), "7 min", 5), Bar("", (0, 0), "0"), Bar("x", (1e9, 0), hostile, 2e9))
    lines = drawn(told, width, table=table)
    assert all(line.cell_length <= width for line in lines)
    assert not any("\x1b" in line.plain or "\u202e" in line.plain for line in lines)


def test_a_bar_shows_its_parts_and_where_the_plan_ends() -> None:
    assert bar_of(Bar("x", (2, 1), ""), 4, 8) == "████▒▒"
    assert bar_of(Bar("x", (2,), "", 4), 4, 8) == "████   │"
    assert bar_of(Bar("x", (4,), "", 2), 4, 8) == "███┃████"
    assert bar_of(Bar("x", (0, 0.01), ""), 400, 8) == "▒" and bar_of(Bar("x", (0,), ""), 0, 8) == ""
