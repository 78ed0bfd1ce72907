from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.services.workspace import Workspace
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.today import TodayScreen
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 10))


def minutes_screen(workspace: Workspace, lines: list[str]) -> tuple[Around, str]:
    opened = make_group(workspace)
    meeting = hold(workspace, opened, 9, 10, lines)
    return Around(workspace, MinutesScreen(opened, meeting)), meeting


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
async def test_check_42_a_draft_says_so_and_names_its_gaps(workspace: Workspace, size: tuple[int, int]) -> None:
    app, _ = minutes_screen(workspace, LAST_TIME)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert "DRAFT – not yet approved" in app.text
        assert "3 gaps: Next step 2 “draft a letter” is unclaimed." in app.text
        await pilot.press("end")
        await pilot.pause()
        page = app.screen.query_one("#page")
        assert page.scroll_offset.y > 0 or page.max_scroll_y == 0


async def test_every_line_of_the_record_can_be_read(workspace: Workspace) -> None:
    app, _ = minutes_screen(workspace, LAST_TIME)
    async with app.run_test(size=(80, 80), notifications=True) as pilot:
        await pilot.pause()
        for said in ("We submit written testimony as a coalition", "book the library room", "pay equity survey"):
            assert said in app.text


async def test_exports_are_written_and_said(workspace: Workspace) -> None:
    app, _ = minutes_screen(workspace, LAST_TIME)
    exports = workspace.places.exports
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("m")
        await pilot.pause()
        assert "Written as Markdown" in app.text
        await pilot.press("t")
    written = sorted(path.name for path in exports.iterdir())
    assert written == ["minutes-2024-10-09-1400.md", "minutes-2024-10-09-1400.txt"]
    assert (exports / written[1]).read_text(encoding="utf-8").startswith("DRAFT – not yet approved")
    assert (exports / written[1]).stat().st_mode & 0o077 == 0


async def test_reopening_asks_once_and_goes_on(workspace: Workspace) -> None:
    app, meeting = minutes_screen(workspace, [])
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("o", "escape")
        assert app.asked == []
        await pilot.press("o", "y")
        await pilot.pause()
        assert app.asked == [("live", meeting)]
    assert workspace.open_groups()[0].group.meetings[meeting].state == "unfinished"


async def test_escape_goes_home(workspace: Workspace) -> None:
    app, _ = minutes_screen(workspace, [])
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_check_28_hostile_lines_stand_there_literally(workspace: Workspace, size: tuple[int, int]) -> None:
    hostile = "[/] [bold]x[/] \x1b[31m\u202e 林小雨 😀 " + "w" * 200
    app, _ = minutes_screen(workspace, [f"! {hostile}", f"> {hostile}", f"~ {hostile}", hostile])
    async with app.run_test(size=(size[0], 90), notifications=True) as pilot:
        await pilot.pause()
        assert app.text.count("[/] [bold]x[/]") >= 4 and "⟨RLO⟩" in app.text and "\x1b" not in app.text
        await pilot.resize_terminal(*size)
        await pilot.press("g")
        await pilot.pause()
        assert "[/] [bold]x[/]" in app.text
