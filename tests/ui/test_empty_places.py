"""Every place of F2 in a group with nothing in it: it says what it is for, F1 explains its keys, Esc leads home."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.services import planning
from peer_tui.services.workspace import Workspace
from peer_tui.ui.places import PLACES, Place
from peer_tui.ui.screens.place import PlaceScreen
from peer_tui.ui.widgets.place_header import PlaceHeader
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
        screen = app.screen
        assert isinstance(screen, PlaceScreen) and place.word in screen.query_one(PlaceHeader).text_shown
        print(app.text)
