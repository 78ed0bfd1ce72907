"""Keys in one breath: each reaches what the key before it has opened."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from peer_tui.services.workspace import Workspace
from peer_tui.ui.screens.archive import ArchiveScreen
from peer_tui.ui.screens.place import Act, PlaceScreen
from peer_tui.ui.screens.today import TodayScreen
from tests.ui.around import Around, at, make_group, make_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    room = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(room)
    return room


async def in_one_breath(pilot: Pilot[int], *keys: str) -> None:
    """The keys arrive together, as from somebody who need not look, or while the machine was busy."""
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))
    await pilot.pause()
    await pilot.pause()


async def test_f2_and_its_letter(workspace: Workspace) -> None:
    app = Around(workspace)
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        await in_one_breath(pilot, "f2", "a")
        assert isinstance(app.screen, ArchiveScreen)


async def test_words_after_the_key_that_asks_for_them(workspace: Workspace) -> None:
    app = Around(workspace)
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        await in_one_breath(pilot, "p", *"npvdm")
        assert isinstance(app.screen, TodayScreen)
        assert app.screen.asking.query_one(Input).value == "npvdm", "no letter was taken for a key of the screen"


class Asking(PlaceScreen):
    """A place that asks for a yes, and has a key of that letter too."""

    ACTS = (Act("z", "z", "zap", "zap", "Asks."), Act("y", "y", "year", "year", "Another key."))
    said: ClassVar[list[str]] = []

    def action_zap(self) -> None:
        self.confirm("Is it?", lambda: self.said.append("yes"))

    def action_year(self) -> None:
        self.said.append("year")


async def test_a_yes_after_the_key_that_asks_for_it(workspace: Workspace) -> None:
    app = Around(workspace, Asking)
    Asking.said.clear()
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        await in_one_breath(pilot, "z", "y")
        assert Asking.said == ["yes"]
        await in_one_breath(pilot, "y")
        assert Asking.said == ["yes", "year"]


async def test_a_key_that_nobody_takes_is_handed_on_once(workspace: Workspace) -> None:
    app = Around(workspace)
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        await in_one_breath(pilot, "f2", "ö", "escape", "f2", "escape")
        assert isinstance(app.screen, TodayScreen) and not app.screen.asking.is_open
