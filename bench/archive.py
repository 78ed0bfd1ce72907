"""The archive and the search as somebody sees them: first page, any past meeting, and the list after the third letter.

Everything is timed in the program itself, on an app without a terminal, from the key to the drawn strips. The baseline
of the list is the same screen with as many rows that never change: what Textual alone needs to draw them.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from bench.big import Big, open_home
from bench.figure import Figure, median, percentile_95
from peer_tui.services import archive
from peer_tui.services.workspace import Workspace
from peer_tui.ui.app import PeerApp
from peer_tui.ui.garbage import STILL
from peer_tui.ui.screens.archive import ArchiveScreen
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.search import SearchScreen
from peer_tui.ui.widgets.keys_line import KeysLine

WORDS = ("hearing", "training", "housing", "letter", "badger", "the", "rivers", "peer")
"""What is typed: rare words, common ones, and one that stands in most lines."""
OPENED = 20
_TURNS = 9
_SIZE = (100, 30)


class _Bare(PeerApp):
    """The program's own app, begun at a screen of ours; nothing sweeps behind what is timed."""

    def __init__(self, room: Workspace, make: Callable[[], Screen[Any]]) -> None:
        super().__init__(room)
        self._make = make

    def _first_screen(self) -> Screen[Any]:
        return self._make()

    def _settle(self) -> None:
        # As the program does once its first picture stands.
        self.garbage.begin()
        self.ticker.listen(self.garbage.second_passed)


def measure(folder: Path, big: Big) -> list[Figure]:
    """All in milliseconds."""
    room = open_home(big.home)
    room.screens = True
    try:
        return [*asyncio.run(_archive(room, big)), *asyncio.run(_search(room, big))]
    finally:
        room.close()


async def _archive(room: Workspace, big: Big) -> list[Figure]:
    groups = room.open_groups()
    pages = [_taken(lambda: archive.past(room, groups)) for _ in range(_TURNS)]
    app = _Bare(room, ArchiveScreen)
    painted: list[float] = []
    opened: list[float] = []
    async with app.run_test(size=_SIZE) as pilot:
        await pilot.pause(0.5)
        for _ in range(_TURNS):
            painted.append(await _until_painted(app, pilot, lambda: app.switch_screen(ArchiveScreen()), ArchiveScreen))
        chosen = random.Random(11)
        rows = room.index.meetings(states=("ended",))
        for row in chosen.sample(rows, min(OPENED, len(rows))):
            # Somebody looks at what was opened before going on: that is when the program looks for garbage.
            await pilot.pause(STILL + 1)
            opened.append(await _until_painted(app, pilot, lambda row=row: _open(app, row), MinutesScreen))  # type: ignore[misc]
    of = f"of {big.meetings:,} meetings"
    return [
        Figure(f"the archive's first page {of}", median(pages), "ms", 50),
        Figure(f"the archive's first page {of}, to the picture", median(painted[1:]), "ms", 100),
        Figure(f"any past meeting {of}, to the picture: median", median(opened[1:]), "ms", 100),
        Figure(f"any past meeting {of}, to the picture: p95", percentile_95(opened[1:]), "ms", 100),
    ]


def _open(app: PeerApp, row: Any) -> None:
    app.open_minutes(app.workspace.open_group(row.folder), row.id)


async def _search(room: Workspace, big: Big) -> list[Figure]:
    app = _Bare(room, SearchScreen)
    taken: list[float] = []
    async with app.run_test(size=_SIZE) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        for _ in range(2):
            for word in WORDS:
                await _typed(pilot, screen, "")
                await _typed(pilot, screen, word[:2])
                taken.append(await _typed(pilot, screen, word[:3]))
                assert screen.answer.lines, word
    of = f"of {big.meetings:,} meetings"
    return [Figure(f"third letter to the painted list {of}: {name}", value, "ms", 30) for name, value in
            (("median", median(taken[1:])), ("p95", percentile_95(taken[1:])))]  # fmt: skip


async def _typed(pilot: Pilot[Any], screen: SearchScreen, words: str) -> float:
    """Milliseconds from a letter on the line until the list that it leads to stands as strips."""
    began = time.perf_counter()
    screen.query_one("#words").value = words  # type: ignore[attr-defined]
    while words and screen._shown_for != words:
        await asyncio.sleep(0.0005)  # a loop that never waits would keep the searching thread from running
    screen._on_timer_update()
    screen._compositor.render_strips()
    taken = (time.perf_counter() - began) * 1_000
    await pilot.pause()
    return taken


async def _until_painted(
    app: PeerApp, pilot: Pilot[Any], act: Callable[[], Awaitable[None] | None], kind: type[Screen[Any]]
) -> float:
    before = app.screen
    app.garbage.somebody_waits()
    began = time.perf_counter()
    done = act()
    if done is not None:
        await done
    # Laid out and drawn: the last row has its place.
    while app.screen is before or not isinstance(app.screen, kind) or not _has_its_place(app.screen):
        await asyncio.sleep(0.0005)
    app.screen._on_timer_update()
    app.screen._compositor.render_strips()
    taken = (time.perf_counter() - began) * 1_000
    await pilot.pause()
    return taken


def _has_its_place(screen: Screen[Any]) -> bool:
    return screen.is_mounted and any(line.size.width for line in screen.query(KeysLine))


def _taken(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1_000
