"""What is done once before a picture stands: a screen knows its size before it has children."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.widgets import Static

from peer_tui.ui.screens.place import PlaceScreen
from peer_tui.ui.screens.today import TodayScreen
from tests.ui.around import Around, at, make_group, make_workspace


class Looking(PlaceScreen):
    """A place that notes what it knows of its size before it has anything to draw."""

    known: frozenset[str] = frozenset()

    def compose_body(self) -> ComposeResult:
        self.known = frozenset(self.classes)
        yield from ()


@pytest.mark.parametrize(("size", "known"), [((80, 24), {"-medium", "-tall"}), ((60, 20), {"-narrow", "-short"})])
async def test_a_screen_knows_its_breakpoints_before_it_has_children(
    tmp_path: Path, size: tuple[int, int], known: set[str]
) -> None:
    workspace = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(workspace)
    app = Around(workspace, Looking)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Looking)
        assert app.screen.known == known
        assert known <= app.screen.classes, "Textual says the same at the first resize"


async def test_the_line_that_asks_is_made_when_it_asks(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(workspace)
    app = Around(workspace, TodayScreen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, TodayScreen) and not screen.asking.query(Static)
        screen.ask("What?", lambda words: None)
        await pilot.press(*"so")
        assert screen.asking.query("Field") and "so" in app.text
