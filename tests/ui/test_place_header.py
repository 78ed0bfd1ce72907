"""The rows on top of a screen around the meeting: the place, whether all is saved, and what a person must know."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.services.saving import Saver
from peer_tui.ui.widgets.place_header import PRACTICE, PlaceHeader
from tests.ui.around import Around, at, make_group, make_workspace, set_clock

FULL = "The disk is full, so the last 3 lines are kept in memory until there is room again."


def rows_of(app: Around) -> list[str]:
    header = app.screen.query_one(PlaceHeader)
    return [line.strip() for line in app.text.split("\n")[: header.size.height]]


async def opened(tmp_path: Path, *, practice: bool = False) -> Around:
    workspace = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(workspace)
    app = Around(workspace)
    app.practice = practice
    return app


@pytest.mark.parametrize("width", [80, 60, 30])
async def test_where_we_are_and_that_all_is_saved_stand_in_one_row(tmp_path: Path, width: int) -> None:
    app = await opened(tmp_path)
    async with app.run_test(size=(width, 24), notifications=True) as pilot:
        await pilot.pause()
        (row,) = rows_of(app)
        assert row.startswith("peer-tui · Tod") and row.endswith("saved 12:00")
        assert "Tue 1 Oct 2024" in row if width > 60 else len(row) <= width


async def test_what_could_not_be_saved_is_told_whole_and_goes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = await opened(tmp_path, practice=True)
    async with app.run_test(size=(40, 24), notifications=True) as pilot:
        await pilot.pause()
        header = app.screen.query_one(PlaceHeader)
        cut = rows_of(app)[1]
        assert cut.endswith("…") and PRACTICE.startswith(cut[:-1]) and len(cut) == 38
        monkeypatch.setattr(Saver, "state", property(lambda self: "not saved"))
        monkeypatch.setattr(Saver, "problem", FULL, raising=False)
        header.show()
        await pilot.pause()
        assert rows_of(app)[0].endswith("NOT SAVED")
        assert " ".join(rows_of(app)[2:]) == f"NOT SAVED — {FULL}"
        monkeypatch.undo()
        header.show()
        await pilot.pause()
        assert len(rows_of(app)) == 2 and "NOT SAVED" not in app.text


async def test_a_name_is_never_markup_and_never_drives_the_other_words_out(tmp_path: Path) -> None:
    app = await opened(tmp_path)
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await pilot.pause()
        app.screen.query_one(PlaceHeader).tell("[/] [bold]林\x1b[31m\u202e" + "x" * 10_000, "Asia/Tokyo")
        await pilot.pause()
        (row,) = rows_of(app)
        assert row.startswith("[/] [bold]林[31m⟨RLO⟩xxx") and row.endswith("saved 1:00")


async def test_another_width_draws_it_anew(tmp_path: Path) -> None:
    app = await opened(tmp_path)
    async with app.run_test(size=(100, 24), notifications=True) as pilot:
        await pilot.pause()
        whole = rows_of(app)[0]
        await pilot.resize_terminal(32, 24)
        await pilot.pause(0.05)
        assert "…" in rows_of(app)[0] and rows_of(app)[0].endswith("saved 12:00")
        await pilot.resize_terminal(100, 24)
        await pilot.pause(0.05)
        assert rows_of(app)[0] == whole


async def test_what_was_saved_long_ago_needs_no_time(tmp_path: Path) -> None:
    app = await opened(tmp_path)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        set_clock(app.workspace, app.workspace.now() + dt.timedelta(hours=13))
        app.screen.query_one(PlaceHeader).show()
        await pilot.pause()
        assert "saved" not in rows_of(app)[0]
