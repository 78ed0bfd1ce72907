"""What is done once before a picture stands: a screen knows its size before it has children."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
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


_PAINT_TODAY = """
import asyncio, sys
import peer_tui.ui.app as ours
from peer_tui.commands.shared import the_clock, the_workspace

ours.SETTLED = 60  # What follows once the picture stands is not looked at.

async def paint():
    with the_workspace(None, the_clock("2024-10-01T12:00-04:00"), threaded=True) as workspace:
        async with ours.PeerApp(workspace).run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            words = [strip.text for strip in pilot.app.screen._compositor.render_strips()]
            assert any("Harbor Peer Coalition" in row for row in words), words
            print(*sys.modules, sep="\\n")

asyncio.run(paint())
"""


def test_today_is_painted_without_what_only_other_screens_need(tmp_path: Path) -> None:
    """Each of these takes from a half to seven milliseconds to load, of some two hundred and fifty in all."""
    workspace = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(workspace)
    workspace.close()
    run = subprocess.run(
        [sys.executable, "-c", _PAINT_TODAY],
        env={**os.environ, "PEER_TUI_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    loaded = set(run.stdout.split())
    assert "peer_tui.ui.screens.today" in loaded
    unneeded = {
        "sqlite3",
        "tomllib",
        "json",
        "click",
        "textual.widgets._text_area",
        "peer_tui.store.index",
        "peer_tui.domain.minutes",
        "peer_tui.ui.screens.live",
    }
    assert not loaded & unneeded


async def test_todays_first_picture_is_styled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    styled: list[str] = []
    apply = Stylesheet.apply

    def noted(sheet: Stylesheet, node: DOMNode, *, animate: bool = False, cache: Any = None) -> None:
        styled.append(str(node))
        apply(sheet, node, animate=animate, cache=cache)

    workspace = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(workspace)
    app = Around(workspace, TodayScreen)
    monkeypatch.setattr(Stylesheet, "apply", noted)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert styled.count("Static(id='places')") == 1 and styled.count("PlaceHeader()") == 1
