"""An app that is walked through with keys, and read row by row: `walk_of_words.py` says which way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

from peer_tui.services.clock import ManualClock
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.ui.app import PeerApp
from peer_tui.ui.screens.live import LiveScreen
from peer_tui.ui.screens.place import Act
from tests.plain.meetings import home_places
from tests.ui.bare_words import BareWords

SIZE = (100, 60)
"""As high as needed to have most of a screen in sight."""
NEVER = {"app.leave", "leave", "practise", "help", "go_to", "back", "next_group"}
"""Acts that are not tried one by one: they leave, start a program, or are looked at by themselves."""


class Walk:
    """One app that is walked through. `look` reads what stands on the screen."""

    def __init__(self, app: PeerApp, bare: BareWords) -> None:
        self.app, self.bare = app, bare
        self.pilot: Pilot[int]

    def look(self, where: str) -> None:
        """Read every row."""
        for strip in self.app.screen._compositor.render_strips():
            self.bare.read(where, strip.text)

    async def settle(self) -> None:
        await self.pilot.pause()
        await self.pilot.pause()

    async def press(self, where: str, *keys: str) -> None:
        """Keys, and a look."""
        for key in keys:
            self.bare.knows(key.removeprefix('"'))
            await self.pilot.press(*_letters(key))
        await self.settle()
        self.look(f"{where} {keys}")

    async def enter(self, where: str, line: str) -> None:
        """A line on the capture line, and a look at what is said of it before and after Enter."""
        await self.type(where, line)
        await self.press(f"{where} {line}", "enter")
        if not isinstance(self.app.screen, LiveScreen):
            await self.press(f"{where} {line}", "escape")

    async def type(self, where: str, line: str) -> None:
        """A line on the capture line, and a look at what is said of it."""
        screen = self.app.screen
        assert isinstance(screen, LiveScreen)
        self.bare.knows(line)
        screen.line.put(line)
        await self.settle()
        self.look(f"{where} …{line}")

    async def everything(
        self, where: str, make: Callable[[], Screen[Any]], before: tuple[str, ...] = (), acts: Sequence[Act] = ()
    ) -> None:
        """A screen, its keys' help, and its acts begun one by one: all of them, or those given after some keys."""
        await self.fresh(make, before)
        self.look(where)
        if not before:
            await self.press(where, "f1")
            await self.press(where, "escape", "ctrl+p")
            await self.press(where, "escape")
        first = self.app.screen
        for act in acts or getattr(first, "ACTS", ()):
            if act.action in NEVER:
                continue
            key = act.keys.split(",")[0]
            await self.press(f"{where} {before} {key}", key)
            if self.app.screen is not first or isinstance(self.app.focused, Input | TextArea):
                await self.press(f"{where} {before} {key}", "enter")
                await self.fresh(make, before)
                first = self.app.screen

    async def fresh(self, make: Callable[[], Screen[Any]], before: tuple[str, ...]) -> None:
        while len(self.app.screen_stack) > 1:
            self.app.pop_screen()
        self.app.behind = None
        await self.app.switch_screen(make())
        await self.settle()
        for key in before:
            await self.pilot.press(key)
            await self.settle()


def _letters(key: str) -> list[str]:
    """A key, or words that are typed: those begin with a quotation mark."""
    if not key.startswith('"'):
        return [key]
    return [{" ": "space"}.get(letter, letter) for letter in key[1:]]


def made_workspace(home: Path, now: dt.datetime) -> Workspace:
    return Workspace(home_places(home), ManualClock(now), Settings(), threaded=False)
