"""The libraries that are measured, made by the program's own services. All names are invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from peer_tui.domain.events import Captured, EntryEdited, EntryKind, Event, MeetingId
from peer_tui.domain.parsed import Entry
from peer_tui.paths import places
from peer_tui.services import planning
from peer_tui.services.capturing import number_for
from peer_tui.services.clock import ManualClock
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.settings import Settings

GROUP = "Fernhollow Peer Coalition"
MARKER = "Fernhollow"
"""A word that Today shows of what it read from disk."""
LIVE_MARKER = "Resumed"
"""A word that a live meeting shows when it is opened again."""
PEOPLE = "\n".join(
    ["Ana Ruiz", "Bo Chen", "Mei Tan", "Dana Whitfield", "José Ferreira", "Priya Nair", "Sam Okafor", "林小雨 | rain",
     "Tomasz Zieliński", "Ruth Abernathy", "Leila Haddad", "Marcus Bell"]
)  # fmt: skip
_LINES = (
    "The hearing on the peer bill moved to the 20th",
    "> @ana draft testimony by fri = sent to the committee",
    "! We meet at two from January on",
    "Training hours are counted from the first session",
    "? Who keeps the key of the meeting room",
    "> @bo call the riverbend center by next meeting",
    "^ Ask the county for an interpreter",
    "# https://example.org/testimony the text as it stands",
    "Three new members came through the spring course",
)
"""Lines as a scribe writes them."""
_EDITED = 10
"""Each line at a multiple of this is an edit of the line before, where edits are wanted."""


def workspace(home: Path, clock: ManualClock) -> Workspace:
    """The library below `home`, written without a thread of its own."""
    return Workspace(places(environ={"PEER_TUI_HOME": str(home)}), clock, Settings(), threaded=False)


def new_group(home: Path, clock: ManualClock) -> tuple[Workspace, OpenGroup]:
    """A group with its people and priorities."""
    room = workspace(home, clock)
    opened = planning.new_group(room, GROUP, "mapwc", "America/New_York", PEOPLE)
    for name in ("Legislation", "Training", "Outreach"):
        planning.add_priority(room, opened, name)
    return room, opened


def quiet_library(home: Path, meetings: int = 3) -> None:
    """A library as on any morning: some meetings that were held, and the next one planned."""
    now = dt.datetime.now(dt.UTC)
    clock = ManualClock(now - dt.timedelta(days=28 * meetings))
    room, opened = new_group(home, clock)
    for _ in range(meetings):
        meeting = planning.plan(room, opened, clock.now() + dt.timedelta(minutes=5))
        session = LiveSession(room, opened, meeting)
        begin(session, clock)
        write_down(session, clock, 40)
        session.enter("/end")
        session.enter("")
        clock.set(clock.now() + dt.timedelta(days=27))
    planning.plan(room, opened, now + dt.timedelta(hours=3))
    room.close()


def live_library(home: Path, lines: int = 300) -> MeetingId:
    """A library with a meeting in session that began a while ago and holds so many lines."""
    now = dt.datetime.now(dt.UTC)
    clock = ManualClock(now - dt.timedelta(minutes=25))
    room, opened = new_group(home, clock)
    meeting = planning.plan(room, opened, clock.now() + dt.timedelta(minutes=2))
    session = LiveSession(room, opened, meeting)
    begin(session, clock)
    write_down(session, clock, lines, apart=dt.timedelta(minutes=18) / lines)
    room.close()
    return meeting


def long_meeting(home: Path, events: int) -> list[Event]:
    """The events of one meeting, at least so many of them."""
    clock = ManualClock(dt.datetime(2024, 11, 13, 18, 50, tzinfo=dt.UTC))
    room, opened = new_group(home, clock)
    session = LiveSession(room, opened, planning.plan(room, opened, clock.now() + dt.timedelta(minutes=10)))
    begin(session, clock)
    write_down(session, clock, events - len(session.events), apart=dt.timedelta(seconds=3), edits=True)
    room.close()
    return [event for event in session.events if isinstance(event, Event)]


def begin(session: LiveSession, clock: ManualClock) -> None:
    """Open the doors, let people in, and go on to the current topics."""
    session.do("next")
    for line in ("+ana", "+bo", "+mei", "+rain", "+2 phone", "+guest Lee"):
        session.enter(line)
    for _ in range(20):
        if session.block is not None and session.block.job == "topics":
            return
        clock.advance(dt.timedelta(seconds=70))
        session.do("next")
    raise RuntimeError("The topics block was not reached.")


def write_down(
    session: LiveSession,
    clock: ManualClock,
    lines: int,
    *,
    apart: dt.timedelta = dt.timedelta(seconds=20),
    edits: bool = False,
) -> None:
    """So many lines in the present block: read as when typed, and made durable together.

    With `edits`, every tenth of them is an edit of the line before instead.
    """
    block = session.block
    assert block is not None
    room = session.workspace
    written: list[Event] = []
    number = number_for(session, EntryKind.STEP)
    last: Captured | None = None
    for count in range(lines):
        clock.advance(apart)
        if edits and last is not None and count % _EDITED == 0:
            body: Event = EntryEdited(entry=last.entry, filed=last.filed, number=last.number)
        else:
            parsed = session.read(f"{_LINES[count % len(_LINES)]}, no. {count}")
            assert isinstance(parsed, Entry), parsed
            is_step = parsed.filed.kind is EntryKind.STEP
            last = Captured(entry=room.new_id(), block=block.key, filed=parsed.filed, number=number if is_step else 0)
            body, number = last, number + is_step
        written += room.stamp([body])
    room.save(session.opened.shards[session.id], written)
    session.opened.events[session.id] = (*session.events, *written)
    session.record()  # nothing more, but the session folds what was added
