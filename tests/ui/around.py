"""A small app that holds the screens around the meeting, and a library with something on each of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from textual.pilot import Pilot
from textual.screen import Screen

from peer_tui.domain.events import MeetingId
from peer_tui.paths import places
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.goodbyes import confirm_end
from peer_tui.services.moving import go_next, open_doors
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.settings import Settings
from peer_tui.ui.app import PeerApp
from peer_tui.ui.screens.place import PlaceScreen
from peer_tui.ui.screens.today import TodayScreen

EASTERN = ZoneInfo("America/New_York")

PEOPLE = """Ana Ruiz (she/her)
Ana Sousa, RC
Bo Chen
José Marte
林小雨 | rain
Mei Tan"""


def at(day: int, clock: str, month: int = 11) -> dt.datetime:
    """A wall time of November (or another month of) 2024 in New York."""
    hour, minute = clock.split(":")
    return dt.datetime(2024, month, day, int(hour), int(minute), tzinfo=EASTERN)


class Around(PeerApp):
    """The program's own app, which notes where a screen sent it and starts with any screen."""

    def __init__(self, workspace: Workspace, first: type[PlaceScreen] | PlaceScreen = TodayScreen) -> None:
        super().__init__(workspace)
        self.asked: list[tuple[str, str]] = []
        self.copied: list[str] = []
        self._first = first

    def _first_screen(self) -> Screen[object]:
        return self._first if isinstance(self._first, PlaceScreen) else self._first()

    def go_today(self) -> None:
        self.asked.append(("today", ""))
        super().go_today()

    def open_live(self, opened: OpenGroup, meeting: MeetingId) -> None:
        self.asked.append(("live", meeting))

    def open_prepare(self, opened: OpenGroup, meeting: MeetingId) -> None:
        self.asked.append(("prepare", meeting))
        super().open_prepare(opened, meeting)

    def open_minutes(self, opened: OpenGroup, meeting: MeetingId, line: str = "") -> None:
        self.asked.append(("minutes", meeting))
        super().open_minutes(opened, meeting, line)

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)

    @property
    def text(self) -> str:
        """Everything that stands on the screen now."""
        return "\n".join(strip.text.rstrip() for strip in self.screen._compositor.render_strips())


def make_workspace(home: Path, now: dt.datetime) -> Workspace:
    """A library in a folder, with a clock that stands still."""
    where = places(environ={"PEER_TUI_HOME": str(home)})
    return Workspace(where, ManualClock(now), Settings(), threaded=False)


def set_clock(workspace: Workspace, now: dt.datetime) -> None:
    clock = workspace.clock
    assert isinstance(clock, ManualClock)
    clock.set(now)


def make_group(workspace: Workspace, name: str = "Harbor Peer Coalition") -> OpenGroup:
    """A group with six people and two priorities."""
    opened = planning.new_group(workspace, name, "mapwc", "America/New_York", PEOPLE)
    people = {person.name: person.id for person in opened.group.everybody}
    planning.add_priority(workspace, opened, "Legislation", people["Ana Ruiz"])
    planning.add_priority(workspace, opened, "Training")
    return opened


def hold(workspace: Workspace, opened: OpenGroup, day: int, month: int, lines: list[str]) -> MeetingId:
    """A meeting at 2 pm that was held and ended after 55 minutes; `lines` are entered at 2:20."""
    meeting = planning.plan(workspace, opened, at(day, "14:00", month))
    set_clock(workspace, at(day, "13:55", month))
    session = LiveSession(workspace, opened, meeting)
    open_doors(session)
    set_clock(workspace, at(day, "14:04", month))
    go_next(session)
    set_clock(workspace, at(day, "14:20", month))
    for line in lines:
        session.enter(line)
    set_clock(workspace, at(day, "14:55", month))
    confirm_end(session)
    return meeting


LAST_TIME = [
    "! We submit written testimony as a coalition",
    "> @bo book the library room by 4 nov = booked",
    "> draft a letter",
    "~ pay equity survey",
    "+ the story bank is open",
]


async def type_words(pilot: Pilot[int], words: str) -> None:
    """Type as a person does, key by key."""
    for character in words:
        await pilot.press("space" if character == " " else character)
    await pilot.pause()
