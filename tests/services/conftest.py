"""A library in a temporary folder: a coalition with its people, a meeting that was held, and one about to begin.

`room` is the meeting of Wed 13 Nov 2024, 2:00 pm ET, opened for writing ten minutes before; the clock stands still
until a test moves it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from peer_tui.domain.events import MeetingId, PersonId, Side
from peer_tui.domain.people import match
from peer_tui.paths import Places, places
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.said import Said
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.settings import Settings

ZONE = "America/New_York"
DOORS = dt.datetime(2024, 11, 13, 18, 50, tzinfo=dt.UTC)
"""Wed 13 Nov 2024, 1:50 pm EST."""
START = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
LAST_START = dt.datetime(2024, 10, 9, 18, 0, tzinfo=dt.UTC)
"""Wed 9 Oct 2024, 2:00 pm EDT."""

PEOPLE = """\
Ana Ruiz
Ana Sousa
Bo Chen
Mei Tan
José Prado
Jose Lima
林小雨 | rain
Leila Haddad
Marisol
Kofi Mensah
Wren Abbott
Tomas Berg
"""


class Room:
    """A meeting being scribed: `say` is Enter on a line, `pass_` lets time go by."""

    def __init__(self, home: Path, workspace: Workspace, clock: ManualClock, opened: OpenGroup) -> None:
        self.home = home
        self.workspace = workspace
        self.clock = clock
        self.opened = opened
        self.session: LiveSession = None  # type: ignore[assignment]  # set by `open`

    def open(self, meeting: MeetingId) -> LiveSession:
        self.session = LiveSession(self.workspace, self.opened, meeting)
        return self.session

    def say(self, line: str) -> Said:
        """Type a line and press Enter."""
        self.session.typed(line)
        return self.session.enter(line)

    def all(self, *lines: str) -> None:
        for line in lines:
            self.say(line)

    def pass_(self, minutes: float) -> None:
        self.clock.advance(dt.timedelta(minutes=minutes))

    def at(self, wall: str) -> None:
        """It is now this time of the afternoon, e.g. `2:13`."""
        hour, minute = wall.split(":")
        local = self.session.meeting.starts + dt.timedelta(hours=int(hour) - 2, minutes=int(minute))
        self.clock.set(local)

    def who(self, name: str) -> PersonId:
        found = match(name, self.session.group.everybody).person
        assert found is not None, name
        return found.id

    def texts(self, block: str | None = None) -> list[str]:
        return [entry.filed.text for entry in self.session.meeting.lines(block)]

    def again(self) -> LiveSession:
        """The program starts anew: a new workspace over what is on disk, in another slot."""
        return fresh(self.home, self.clock, self.session.id)

    def everywhere(self, words: str) -> list[Path]:
        """Every file under the home that holds these words, as they are or escaped."""
        needles = (words.encode(), words.encode("unicode_escape"))
        return [
            path
            for path in sorted(self.home.rglob("*"))
            if path.is_file() and any(needle in path.read_bytes() for needle in needles)
        ]


def places_in(home: Path) -> Places:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEER_TUI_HOME", str(home))
        patch.delenv("PEER_TUI_DATA", raising=False)
        return places()


def fresh(home: Path, clock: ManualClock, meeting: MeetingId) -> LiveSession:
    """A new program over the same home: another workspace, as after a crash or in a second window."""
    workspace = Workspace(places_in(home), clock, Settings(), threaded=False)
    opened, held = workspace.find_meeting(meeting)
    return LiveSession(workspace, opened, held.id)


def held_before(room: Room) -> None:
    """The meeting of 9 October: an agreement, four next steps, a decision; its minutes are a draft."""
    room.clock.set(LAST_START - dt.timedelta(days=8))
    planning.adopt_first_agreement(
        room.workspace,
        room.opened,
        [(Side.COMFORT, "pass at any time"), (Side.DISCOMFORT, "anyone may ask for a pause")],
    )
    for name, lead in (("Legislation", "Ana Ruiz"), ("Training", "Bo Chen"), ("Ethics", "Leila Haddad")):
        person = match(lead, room.opened.group.everybody).person
        assert person is not None
        planning.add_priority(room.workspace, room.opened, name, person.id)
    meeting = planning.plan(room.workspace, room.opened, LAST_START)
    room.open(meeting)
    room.at("1:58")
    room.all("/next", "+ana ruiz", "+bo", "+mei")
    room.at("2:04")
    room.all("/next", "/affirm")
    room.at("2:09")
    room.say("/next")
    room.at("2:13")
    room.all("/next", "! We meet by Zoom until spring")
    room.at("2:30")
    room.all("/go topics", "~ pay equity survey", "/place 1 next agenda")
    room.at("2:43")
    room.say("/next")
    room.all("> @bo call about training dates by 18 oct = dates in writing", "/yes 1")
    room.all("> @mei draft the letter by nm = sent", "/yes 2")
    room.all("> @ana ruiz ask three groups to sign by nm", "> find a room")
    room.at("2:58")
    room.all("/next", "/end", "/end")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(LAST_START - dt.timedelta(days=9))


@pytest.fixture
def workspace(tmp_path: Path, clock: ManualClock) -> Iterator[Workspace]:
    made = Workspace(places_in(tmp_path), clock, Settings(), threaded=False)
    yield made
    made.close()


@pytest.fixture
def room(tmp_path: Path, workspace: Workspace, clock: ManualClock) -> Room:
    """The meeting of 13 November, planned, ten minutes before it begins."""
    opened = planning.new_group(workspace, "Harbor Peer Coalition", "mapwc", ZONE, PEOPLE)
    made = Room(tmp_path, workspace, clock, opened)
    held_before(made)
    clock.set(DOORS - dt.timedelta(days=6))
    meeting = planning.plan(workspace, opened, START)
    clock.set(DOORS)
    made.open(meeting)
    return made


@pytest.fixture
def session(room: Room) -> LiveSession:
    return room.session
