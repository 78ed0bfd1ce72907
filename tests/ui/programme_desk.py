"""A group with a programme, for the tests of its screens: a clock that stands still, and keys that are typed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from textual.pilot import Pilot

from peer_tui.domain.events import MeetingId
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Programme
from peer_tui.services.programmes import running, starting
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.app import PeerApp
from peer_tui.ui.screens.live import LiveScreen
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.programmes import ProgrammesScreen
from tests.ui.around import EASTERN, Around, make_group, make_workspace, set_clock, type_words

SIZES = [(80, 24), (60, 20)]
NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=EASTERN)
"""Mon 2 Mar 2026: the day on which the match is assigned."""
GOLDEN = {"assignment": dt.date(2026, 3, 2), "first": dt.date(2026, 4, 27), "last": dt.date(2026, 4, 28)}
"""The days of the match whose windows are known by computation (`product.md` §1.2)."""


class Whole(Around):
    """The program whole: also a meeting that is opened live."""

    def open_live(self, opened: OpenGroup, meeting: MeetingId) -> None:
        PeerApp.open_live(self, opened, meeting)


class Desk:
    """The place "Programmes" over one group."""

    def __init__(self, home: Path, key: str = "", title: str = "", days: dict[str, dt.date] | None = None) -> None:
        self.home = home
        self.workspace: Workspace = make_workspace(home, NOW)
        known = self.workspace.open_groups()
        self.opened: OpenGroup = known[0] if known else make_group(self.workspace)
        self.programme = starting.start(self.workspace, self.opened, key, title, days or {}) if key else ""
        first = ProgrammesScreen(self.opened, self.programme) if key else ProgrammesScreen(self.opened)
        self.app: Around = Whole(self.workspace, first)
        self.pilot: Pilot[int]

    @property
    def run(self) -> Running:
        """The run, as it stands."""
        return running.runs(self.opened)[0]

    @property
    def definition(self) -> Programme:
        """What the programme's file says."""
        return running.need_definition(self.run)

    @property
    def text(self) -> str:
        """What is on the screen."""
        return self.app.text

    @property
    def words(self) -> str:
        """The same as one line of words, without borders."""
        return " ".join(self.text.replace("│", " ").split())

    @property
    def screen(self) -> ProgrammesScreen:
        """The place."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, ProgrammesScreen)
        return screen

    async def settle(self) -> None:
        for _ in range(3):
            await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Keys one after the other; what begins with a quotation mark is typed letter by letter."""
        for key in keys:
            if key.startswith('"'):
                await type_words(self.pilot, key[1:])
            else:
                await self.pilot.press(key)
            await self.settle()

    async def walk_to(self, words: str) -> None:
        """Go down with the arrow key until the row with these words is selected."""
        rows = self.screen.rows
        await self.press("home")
        for _ in range(60):
            place = rows.highlighted
            if place is not None and words in str(rows.get_option_at_index(place).prompt):
                return
            await self.press("down")
        raise AssertionError(f"no row says {words!r}:\n{self.text}")

    def keys(self) -> list[str]:
        """The names of the rows of a register, in the order they stand there."""
        shown = self.screen.view.shown()  # type: ignore[attr-defined]
        return [row.name for row in shown.rows]

    def reopened(self) -> Desk:
        """The program starts anew over the same home."""
        again = Desk(self.home)
        again.programme = self.programme
        again.app = Whole(again.workspace, ProgrammesScreen(again.opened, self.programme))
        return again

    async def hold(self, *lines: str, minutes: float = 60) -> None:
        """In Prepare: open the doors, capture these lines, end the meeting after some time, and come back."""
        await self.press("o", "y")
        live = self.app.screen_stack[0]
        assert isinstance(live, LiveScreen)
        for line in ("/next", *lines):
            live.line.put(line)
            await self.press("enter")
        self.later(minutes=minutes)
        for line in ("/end", "/end"):
            live.line.put(line)
            await self.press("enter")
        assert isinstance(self.app.screen_stack[0], MinutesScreen), self.text
        await self.press("escape", "f2", "m")
        self.opened = self.screen.opened

    def later(self, **by: float) -> None:
        """Time goes by."""
        set_clock(self.workspace, self.workspace.now() + dt.timedelta(**by))
