"""The invented programmes on the screen: Today says what each wants, Enter leads there, and every view opens."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from textual.widgets import OptionList

from peer_tui.services.clock import ManualClock
from peer_tui.services.opened import OpenGroup
from peer_tui.services.practising_programmes import PROGRAMMES, make_programme_practice
from peer_tui.services.programmes import running
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.ui.app import PeerApp
from peer_tui.ui.screens.programmes import ProgrammesScreen
from peer_tui.ui.screens.today import TodayScreen
from tests.services.conftest import places_in

STARTS = dt.datetime(2026, 4, 27, 14, tzinfo=dt.UTC)


def practised(home: Path, key: str) -> tuple[Workspace, OpenGroup]:
    workspace = Workspace(places_in(home), ManualClock(STARTS - dt.timedelta(minutes=6)), Settings(), threaded=False)
    make_programme_practice(workspace, key, STARTS)
    (opened,) = workspace.open_groups()
    return workspace, opened


def shown(app: PeerApp) -> str:
    """Everything on the screen, as text."""
    return app.export_screenshot().replace("&#160;", " ")


async def test_today_says_what_a_programme_wants_and_enter_opens_it(tmp_path: Path) -> None:
    workspace, opened = practised(tmp_path, "peer-match")
    app = PeerApp(workspace, None, True)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.pause()
        today = app.screen
        assert isinstance(today, TodayScreen)
        wanted = [line for line in today.lines.values() if line.kind == "programme"]
        assert [line.urgent for line in wanted] == [True, False, False]
        others = today.query_one("#others", OptionList)
        others.focus()
        others.highlighted = others.get_option_index(wanted[0].key)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ProgrammesScreen)
        assert running.runs(opened)[0].title in shown(app)
    workspace.close()


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
@pytest.mark.parametrize("key", PROGRAMMES)
async def test_every_view_of_each_opens(tmp_path: Path, key: str, size: tuple[int, int]) -> None:
    workspace, opened = practised(tmp_path, key)
    app = PeerApp(workspace, None, True, programme=(opened, running.runs(opened)[0].id))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, ProgrammesScreen)
        for number in "12345678":
            await pilot.press(number)
            await pilot.pause()
            for _ in range(3):
                await pilot.press("down")
            await pilot.pause()
            assert isinstance(app.screen, ProgrammesScreen)
    workspace.close()
