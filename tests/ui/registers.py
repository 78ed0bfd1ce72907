"""What the tests of the archive, the search and the registers share: an app that begins there, and two groups."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import cast

from textual.pilot import Pilot

from peer_tui.domain.events import EntryId, MeetingId
from peer_tui.services import planning
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.place import PlaceScreen
from tests.ui.around import Around, at, hold, make_group, make_workspace, set_clock

HOSTILE = "[/] [bold red]x[/] \x1b[31m \u202eevil \u0000 林小雨 😀 " + "long " * 60
FIRST = [
    "! We meet by Zoom until spring",
    "~ pay equity survey",
    "/place 1 next agenda",
    "> @bo call about housing = called",
]
SECOND = [
    "! We meet in the harbor hall",
    f"! {HOSTILE}",
    "~ a room with a ramp",
    "> @mei write the housing letter by nm",
]


class Beginning(Around):
    """Begins at a screen, and notes which line of which minutes was opened."""

    def __init__(self, workspace: Workspace, make: Callable[[], PlaceScreen]) -> None:
        super().__init__(workspace, cast("type[PlaceScreen]", make))
        self.opened_at: list[tuple[MeetingId, EntryId]] = []

    def open_minutes(self, opened: OpenGroup, meeting: MeetingId, line: EntryId = "") -> None:
        self.opened_at.append((meeting, line))
        super().open_minutes(opened, meeting, line)

    @property
    def flashed(self) -> str:
        line = self.screen_stack[0].query_one("#flash")
        return str(line.visual) if line.display else ""


def two_groups(home: Path) -> Workspace:
    """One group with a meeting in September and one in October; another with one in October of the year before."""
    made = make_workspace(home, at(1, "12:00", 8))
    opened = make_group(made)
    hold(made, opened, 11, 9, FIRST)
    hold(made, opened, 9, 10, SECOND)
    planning.plan(made, opened, at(13, "14:00"))
    other = planning.new_group(made, "Bayside Circle", "blank", "America/New_York", "Kofi Mensah")
    set_clock(made, at(10, "13:00", 10))
    hold(made, other, 10, 10, ["! Bayside meets by phone", "~ bus fares"])
    set_clock(made, at(24, "9:00", 10))
    return made


@contextlib.asynccontextmanager
async def beginning(
    workspace: Workspace, make: Callable[[], PlaceScreen], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Beginning, Pilot[int]]]:
    """The app at a screen, settled."""
    app = Beginning(workspace, make)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await pilot.pause()
        yield app, pilot


async def until(pilot: Pilot[int], said: Callable[[], bool]) -> None:
    """Wait for what a thread finds; ten seconds at most."""
    for _ in range(500):
        if said():
            await pilot.pause()
            return
        await asyncio.sleep(0.02)
        await pilot.pause()
    raise AssertionError("it never came")


async def put(pilot: Pilot[int], words: str) -> None:
    """Words on the line that asks, with Enter."""
    from textual.widgets import Input

    from peer_tui.ui.widgets.ask_line import AskLine

    pilot.app.screen.query_one(AskLine).query_one(Input).value = words
    await pilot.press("enter")
    await pilot.pause()
