"""A scribe's desk: a small group with a meeting about to begin, a clock that stands still, and the app over it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual.pilot import Pilot

from peer_tui.domain.events import MeetingId
from peer_tui.paths import Places, places
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.settings import Settings
from peer_tui.ui.app import PeerApp
from peer_tui.ui.screens.live import LiveScreen

PEOPLE = "Ana Ruiz\nBo Chen\nMei Tan\nJosé Prado\n林小雨 | rain\nLeila Haddad\n"
START = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
"""Wed 13 Nov 2024, 2:00 pm in New York."""


@dataclass
class Desk:
    """Everything around a live screen. `pilot` and `app` are there while `sit` is."""

    home: Path
    clock: ManualClock
    workspace: Workspace
    opened: OpenGroup
    meeting: MeetingId
    said: list[str] = field(default_factory=list)

    def make_app(self, workspace: Workspace | None = None) -> PeerApp:
        return PeerApp(workspace or self.workspace, self.meeting)

    @contextlib.asynccontextmanager
    async def sit(
        self, size: tuple[int, int] = (80, 24), workspace: Workspace | None = None
    ) -> AsyncIterator[Pilot[int]]:
        """The app, on the live screen, settled."""
        self.app = self.make_app(workspace)
        async with self.app.run_test(size=size, notifications=True) as pilot:
            self.pilot = pilot
            await pilot.pause()
            await pilot.pause()
            yield pilot

    @property
    def live(self) -> LiveScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, LiveScreen)
        return screen

    @property
    def session(self) -> LiveSession:
        return self.live.session

    async def type(self, text: str) -> None:
        """Letter by letter, as fingers do."""
        await self.pilot.press(*(_KEYS.get(letter, letter) for letter in text))
        await self.pilot.pause()

    async def enter(self, *lines: str) -> None:
        """Whole lines, each with Enter."""
        for line in lines:
            self.live.line.put(line)
            await self.pilot.press("enter")
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def later(self, **by: float) -> None:
        """Time goes by, and the ticker ticks."""
        self.clock.advance(dt.timedelta(**by))
        self.app.ticker.tick()
        await self.pilot.pause()

    def screen(self) -> str:
        """What is on the screen, row by row."""
        lines = self.app.screen._compositor.render_strips(self.app.screen.size)
        return "\n".join("".join(segment.text for segment in strip) for strip in lines)

    def under(self) -> str:
        """The row under the line."""
        return self.live.box.under.plain


_KEYS = {
    " ": "space", "!": "exclamation_mark", ">": "greater_than_sign", "@": "at", "/": "slash", "=": "equals_sign",
    "[": "left_square_bracket", "]": "right_square_bracket", "+": "plus", "-": "minus", "~": "tilde", "é": "é",
}  # fmt: skip


def places_in(home: Path) -> Places:
    return places(environ={"PEER_TUI_HOME": str(home)})


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START - dt.timedelta(days=3))


@pytest.fixture
def workspace(tmp_path: Path, clock: ManualClock) -> Iterator[Workspace]:
    made = Workspace(places_in(tmp_path), clock, Settings(), threaded=False)
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path: Path, clock: ManualClock, workspace: Workspace) -> Desk:
    """The meeting of 13 November at ten to two, doors closed."""
    opened = planning.new_group(workspace, "Harbor Peer Coalition", "mapwc", "America/New_York", PEOPLE)
    for name in ("Legislation", "Training"):
        planning.add_priority(workspace, opened, name, opened.group.everybody[0].id)
    meeting = planning.plan(workspace, opened, START)
    clock.set(START - dt.timedelta(minutes=10))
    return Desk(tmp_path, clock, workspace, opened, meeting)
