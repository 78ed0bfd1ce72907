"""A scribe at the real screen, who writes down what the screen showed as saved: shared by T4 and T5."""

from __future__ import annotations

import datetime as dt
import random
import re
import time
from pathlib import Path

from peer_tui.domain.events import MeetingId
from peer_tui.domain.meeting import Meeting
from peer_tui.paths import places
from peer_tui.services import planning
from peer_tui.services.clock import SystemClock
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.e2e.terminal import PROGRAM, Terminal

SIZE = (100, 40)
READY = "▶ now "
"""Stands on the screen once a meeting is open."""
NEW_MEETING_EVERY = 40
"""How many times the program is ended in one meeting before the next meeting of the same library is taken."""
_EMPTY = "Type what was said"
"""What an empty capture line shows."""
_CAPTURE = re.compile(r"^╭─ Capture.*\n│ (.*?) *│$", re.MULTILINE)
_KINDS_OF_WORDS = ("the ferry was late", "two new faces", "copies went out", "the hall holds sixty", "thanks to all")
_WHOLE = "|".join(_KINDS_OF_WORDS)
_ROW = re.compile(
    rf"^│ +\d+:\d\d +(k\d{{3}}l\d\d (?:{_WHOLE})|h\d{{3}} [^│▁-█]*? r\d{{3}})( · saving| · not saved)? *[▁-█]? *│"
)
"""A line of the minutes as the stream shows it: at its right end there may be a scrollbar. Only a line that can have
been typed counts: where the window was closed in the midst of a picture, one row may hold the halves of two lines."""


class Desk:
    """A library with a group, and meetings that are held one after the other."""

    def __init__(self, home: Path, program: tuple[str, ...] = PROGRAM) -> None:
        self.home = home
        self.program = program
        self._workspace_of = lambda: Workspace(
            places(environ={"PEER_TUI_HOME": str(home)}), SystemClock(), Settings(), threaded=False
        )
        workspace = self._workspace_of()
        self.group = planning.new_group(
            workspace, "Fernhollow Peers", "mapwc", "America/New_York", "Ana Ruiz\nBo Chen\n"
        )
        workspace.close()
        self.meeting: MeetingId = ""
        self.shards: dict[MeetingId, Shard] = {}
        self.acknowledged: dict[MeetingId, set[str]] = {}

    def next_meeting(self) -> None:
        """Plan a meeting that begins now."""
        workspace = self._workspace_of()
        opened = workspace.open_group(self.group.folder)
        self.meeting = planning.plan(workspace, opened, workspace.now() + dt.timedelta(seconds=20))
        self.shards[self.meeting] = opened.shards[self.meeting]
        self.acknowledged[self.meeting] = set()
        workspace.close()

    def sit_down(self) -> Terminal:
        """Start the program in the meeting that is on."""
        return Terminal(self.home, "run", self.meeting, size=SIZE, program=self.program)

    def look(self, terminal: Terminal) -> str:
        """Look at the screen, and remember what it shows as saved."""
        screen = terminal.screen()
        self.acknowledged[self.meeting] |= saved_on(screen)
        return screen

    def watch(self, terminal: Terminal, seconds: float) -> str:
        """Go on looking for so long; the last screen."""
        end = time.monotonic() + seconds
        screen = self.look(terminal)
        while time.monotonic() < end:
            time.sleep(0.02)
            screen = self.look(terminal)
        return screen

    # --- what is on disk --------------------------------------------------------------------------------------

    def lines(self, meeting: MeetingId = "") -> tuple[list[str], tuple[str, ...]]:
        """The meeting's lines as a fresh reader folds them, and what was wrong with its files."""
        library = Library(self.home / "library", self.home / "state")
        reading = library.read(self.shards[meeting or self.meeting])
        return [entry.filed.text for entry in Meeting.fold(reading.events).lines()], reading.problems

    def lost(self, meeting: MeetingId = "") -> set[str]:
        """Lines that the screen showed as saved and that are not there."""
        return self.acknowledged[meeting or self.meeting] - set(self.lines(meeting)[0])


def saved_on(screen: str) -> set[str]:
    """The lines that a screen shows as saved.

    Not while its head says "saving": of a picture cut off by a kill some rows may not be painted whole, but the
    head is painted first.
    """
    head = screen.partition("\n")[0]
    return {text for text, saving in _rows(screen) if not saving} if "saving" not in head else set()


def shown_on(screen: str) -> set[str]:
    """All lines on a screen, also those that are not saved yet."""
    return {text for text, _saving in _rows(screen)}


def capture_on(screen: str) -> str:
    """What the capture line holds."""
    found = _CAPTURE.search(screen)
    return found[1].strip() if found and not found[1].startswith(_EMPTY) else ""


def some_lines(round_: int, chance: random.Random, count: int) -> list[str]:
    """Lines that stand nowhere else: `k017l03 two new faces`."""
    return [f"k{round_:03}l{number:02} {chance.choice(_KINDS_OF_WORDS)}" for number in range(count)]


def keys_of(lines: list[str]) -> list[str]:
    """What is pressed to enter them."""
    return [part for line in lines for part in (line, "Enter")]


def _rows(screen: str) -> list[tuple[str, bool]]:
    found = (_ROW.match(row) for row in screen.split("\n"))
    return [(match[1], bool(match[2])) for match in found if match]
