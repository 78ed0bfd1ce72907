"""Every place of F2 in a group with nothing in it: it says what it is for, F1 explains its keys, Esc leads home."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from peer_tui.services import planning
from peer_tui.services.workspace import Workspace
from peer_tui.ui.places import PLACES, Place
from peer_tui.ui.screens.place import PlaceScreen, ReadingPane
from peer_tui.ui.screens.today import TodayScreen
from tests.ui.around import Around, at, make_workspace

SIZES = [(80, 24), (60, 20)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(12, "14:05"))


def _body(app: Around) -> str:
    """What stands between header and keys, in one line of words."""
    rows = app.text.splitlines()[1:-1]
    return " ".join(" ".join(row.strip("│╭╮╰╯─ ") for row in rows).split())


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "60x20"])
@pytest.mark.parametrize("place", PLACES, ids=[place.word for place in PLACES])
async def test_an_empty_place(workspace: Workspace, place: Place, size: tuple[int, int]) -> None:
    planning.new_group(workspace, "Quiet Water", "mapwc", "America/New_York")
    app = Around(workspace)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("f2", place.key)
        await pilot.pause(0.2)
        assert isinstance(app.screen, PlaceScreen)
        rows = app.text.splitlines()
        assert place.word in rows[0], "the header names the place"
        assert len(_body(app)) > 20, "it says what it is for, or what to do first"
        assert "F1" in rows[-1] and cell_len(rows[-1].rstrip()) <= size[0]
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, ReadingPane)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, PlaceScreen) and place.word in app.text.splitlines()[0]
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert isinstance(app.screen, TodayScreen)
