"""Pictures of every screen at four sizes and without colour. `CONTRIBUTING.md` says how they are updated."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from peer_tui.ui.app import PeerApp
from peer_tui.ui.places import PLACES, Place
from tests.ui.scenes import BLOCKS, practice

LOOKS = {
    "80x24": ((80, 24), "peer"),
    "60x20": ((60, 20), "peer"),
    "120x40": ((120, 40), "peer"),
    "monochrome": ((80, 24), "monochrome"),
}

Compare = Callable[..., bool]


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> tuple[tuple[int, int], str]:
    """A terminal's size and a theme."""
    return LOOKS[str(request.param)]


async def _settled(pilot: Pilot[int]) -> None:
    for _ in range(3):
        await pilot.pause()


@pytest.mark.parametrize("block", BLOCKS)
def test_live_block(snap_compare: Compare, tmp_path: Path, look: tuple[tuple[int, int], str], block: str) -> None:
    app, _session = practice(tmp_path, look[1], BLOCKS[block])
    assert snap_compare(app, terminal_size=look[0], run_before=_settled)


def test_today(snap_compare: Compare, tmp_path: Path, look: tuple[tuple[int, int], str]) -> None:
    app, _session = practice(tmp_path, look[1])
    assert snap_compare(app, terminal_size=look[0], run_before=_settled)


def test_prepare(snap_compare: Compare, tmp_path: Path, look: tuple[tuple[int, int], str]) -> None:
    app, _session = practice(tmp_path, look[1])

    async def open_it(pilot: Pilot[int]) -> None:
        await _settled(pilot)
        await pilot.press("e")
        await _settled(pilot)

    assert snap_compare(app, terminal_size=look[0], run_before=open_it)


def test_close(snap_compare: Compare, tmp_path: Path, look: tuple[tuple[int, int], str]) -> None:
    """Group goodbyes! with the recap of `/end` open, before the Enter that ends."""
    app, _session = practice(tmp_path, look[1], "14:59")

    async def ask(pilot: Pilot[int]) -> None:
        await _settled(pilot)
        await pilot.press("slash", "e", "n", "d", "enter")
        await _settled(pilot)

    assert snap_compare(app, terminal_size=look[0], run_before=ask)


def test_minutes(snap_compare: Compare, tmp_path: Path, look: tuple[tuple[int, int], str]) -> None:
    app, session = practice(tmp_path, look[1], "15:00")

    async def open_it(pilot: Pilot[int]) -> None:
        await _settled(pilot)
        opened, held = session.workspace.find_meeting(session.id)
        assert isinstance(pilot.app, PeerApp)
        pilot.app.open_minutes(opened, held.id)
        await _settled(pilot)

    assert snap_compare(app, terminal_size=look[0], run_before=open_it)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
@pytest.mark.parametrize(
    "place", [place for place in PLACES if place.key not in ("t", "o")], ids=lambda place: place.screen.split(":")[0]
)
def test_place(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], place: Place) -> None:
    """Every place between meetings, after the practice meeting has ended; not Take out, which shows the folder."""
    app, _session = practice(tmp_path, "peer", "15:00")

    async def go(pilot: Pilot[int]) -> None:
        await _settled(pilot)
        assert isinstance(pilot.app, PeerApp)
        (opened,) = pilot.app.workspace.open_groups()
        pilot.app.switch_screen(place.make(opened))
        await _settled(pilot)

    assert snap_compare(app, terminal_size=size, run_before=go)
