"""The page of a meeting that was cancelled: it says so, and offers nothing that only minutes can have."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.services import keeping, planning, previewing
from peer_tui.services.choosing import choose
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.prepare import PrepareScreen
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace, set_clock


async def test_nothing_is_reviewed_approved_or_reopened(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, at(1, "12:00", 9))
    opened = make_group(workspace)
    hold(workspace, opened, 9, 10, LAST_TIME)
    planned = planning.plan(workspace, opened, at(13, "14:00"))
    planning.cancel(workspace, opened, opened.group.meetings[planned])
    app = Around(workspace, MinutesScreen(opened, planned))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert "CANCELLED" in app.text and "was planned for 2:00 pm EST" in app.text
        assert "gap" not in app.text and "not ended yet" not in app.text and "g look" not in app.text
        for key in "grson":
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(app.screen, MinutesScreen) and not app.screen.asking.is_open, key
            assert "This meeting was cancelled" in app.text
    page = previewing.draw(opened, planned, previewing.preview_of(workspace, planned))
    assert "not called to order" not in keeping.render(page, "md")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_prepare_says_times_as_the_group_chose(tmp_path: Path, size: tuple[int, int]) -> None:
    workspace = make_workspace(tmp_path, at(1, "12:00", 9))
    opened = make_group(workspace)
    planned = planning.plan(workspace, opened, at(13, "14:00"))
    set_clock(workspace, at(2, "9:00"))
    choose(workspace, opened, "hours", "24")
    app = Around(workspace, PrepareScreen(opened, planned))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        rows = [line.split()[1] for line in app.text.splitlines() if " min " in line and line.startswith("│")]
        assert rows[:2] == ["14:00", "14:05"]
        assert "Comfort / Discomfort Agreement" in app.text
        await pilot.press("5")
        await pilot.pause()
        assert "to go out by Mon 11 Nov" in app.text and "with the join link" in app.text
        assert not any("… to go out" in line for line in app.text.splitlines())
