"""The code of the places opened from Today is read after Today stands, and never during a live meeting."""

from __future__ import annotations

import asyncio

import pytest

from peer_tui.ui import app as of_the_app
from tests.ui.around import Around, at, make_group, make_workspace
from tests.ui.conftest import Desk

EVERY = ["peer_tui.ui.screens.prepare", "peer_tui.ui.screens.minutes", "peer_tui.ui.screens.next_steps"]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(of_the_app, "import_module", names.append)
    monkeypatch.setattr(of_the_app, "SETTLED", 0.02)
    return names


async def test_on_today(read: list[str], tmp_path: object) -> None:
    workspace = make_workspace(tmp_path, at(1, "12:00", 10))  # type: ignore[arg-type]
    make_group(workspace)
    async with Around(workspace).run_test(size=(80, 24), notifications=True) as pilot:
        for _ in range(100):
            await asyncio.sleep(0.02)
            if read == EVERY:
                break
        await pilot.pause()
        assert read == EVERY


async def test_not_in_a_live_meeting(read: list[str], desk: Desk) -> None:
    async with desk.sit():
        await asyncio.sleep(0.3)
        assert read == []
