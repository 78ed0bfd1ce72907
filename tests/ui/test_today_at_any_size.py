"""Today over a library of any size: from the index, while it is read for the first time, with hundreds of lines."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.services import indexing, planning
from peer_tui.services.opening import SMALL
from peer_tui.services.today import MOST, today_lines
from peer_tui.ui.screens.today import TodayScreen
from peer_tui.ui.widgets.row_list import RowList
from tests.services.libraries import opened_at
from tests.ui.around import Around

NOW = dt.datetime(2024, 3, 5, 19, 0, tzinfo=dt.UTC)


def large(home: Path, meetings: int = SMALL + 4) -> None:
    workspace = opened_at(home, NOW)
    opened = planning.new_group(workspace, "Harbor", "mapwc", "America/New_York")
    for number in range(meetings):
        planning.plan(workspace, opened, NOW + dt.timedelta(days=number, hours=1), title=f"Meeting {number}")
    workspace.close()


async def test_a_large_library_is_read_behind_a_line_that_says_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(tmp_path)
    screens = opened_at(tmp_path, NOW, screens=True)
    # The sweep is this test's own.
    monkeypatch.setattr(indexing.Indexing, "start", lambda self: None)
    app = Around(screens)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Reading the library for the first time" in app.text and "nothing waits" not in app.text
        screens.indexing.progress = indexing.Progress(3200, 25000)
        app.ticker.tick()
        await pilot.pause()
        assert "Reading the library for the first time: 3,200 of 25,000 meetings" in app.text
        assert "━" * 40 in app.text
        screens.indexing.progress = None
        screens.indexing.sweep()
        app.ticker.tick()
        await pilot.pause()
        assert "Reading the library" not in app.text and "Meeting 0" in app.text
        await pilot.press("q")
    assert app.return_value == 0
    screens.close()


async def test_the_sweep_begins_after_the_first_picture_and_what_it_finds_is_shown(tmp_path: Path) -> None:
    large(tmp_path)
    screens = opened_at(tmp_path, NOW, screens=True)
    app = Around(screens)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert screens.indexing._thread is None
        for _ in range(200):
            await pilot.pause(0.05)
            if "Meeting 0" in app.text:
                break
        assert screens.indexing._thread is not None and "Meeting 0" in app.text
    screens.close()


async def test_nothing_is_drawn_under_somebody_who_is_asked(tmp_path: Path) -> None:
    large(tmp_path, 3)
    screens = opened_at(tmp_path, NOW)
    app = Around(screens)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("p")
        planning.plan(screens, screens.open_groups()[0], NOW + dt.timedelta(minutes=5), title="Sooner")
        screens.indexing.rounds += 1
        app.ticker.tick()
        await pilot.pause()
        assert "Sooner" not in app.text
        await pilot.press("escape")
        app.ticker.tick()
        await pilot.pause()
        assert "Sooner" in app.text
    screens.close()


async def test_of_many_lines_of_a_kind_the_first_ones_stand_there_and_enter_shows_all(tmp_path: Path) -> None:
    large(tmp_path, MOST + 30)
    screens = opened_at(tmp_path, NOW)
    every = today_lines(screens, screens.open_groups())
    app = Around(screens)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        assert len([line for line in screen.lines.values() if line.kind == "later"]) == MOST + 1
        await pilot.press("down", "end")
        assert screen.selected is not None and screen.selected.what == "… and 29 more"
        assert "… and 29 more" in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert set(screen.lines) == {line.key for line in every}
        assert not app.asked and "… and" not in app.text
        assert screen.query_one("#others", RowList).has_focus
    screens.close()
