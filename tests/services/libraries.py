"""Invented libraries for tests that compare what the index answers with what the shards say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random

from peer_tui.domain.events import Event, MeetingId
from peer_tui.domain.wall_time import local_date
from peer_tui.paths import Places, places
from peer_tui.services import goodbyes, moving, planning, reviewing, topics
from peer_tui.services.clock import ManualClock
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.settings import Settings

BEGAN = dt.datetime(2024, 1, 9, 19, 0, tzinfo=dt.UTC)
PEOPLE = "Ana Ruiz\nAna Sousa\nBo Chen\nMei Tan\n林小雨 | rain"
LINES = (
    "! We meet by Zoom until {word}", "> @bo call about {word} by nm", "> @mei send the {word} by 1 dec = sent",
    "> look into {word}", "~ {word} again", "the {word} was talked about", "? what of {word}", "* thanks for {word}",
    "/affirm", "/yes 1", "/done 1", "/place 1 next agenda", "/place 1 resolved", "/undo", "/redo", "/next", "/next",
    "! [/] {word} [bold]", "s/{word}/{word} indeed/", "+ana ruiz", "+bo", "+guest Lee", "/agree + speak one at a time",
    "fix: {word} was wrong in the minutes", "/approve", "/postpone", "/adopt",
)  # fmt: skip
WORDS = ("housing", "transport", "forum", "Łódź", "林", "crème", "budget", "forums", "peer-run", "co-op")


def add_topic(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, text: str) -> None:
    """A topic with these words, as somebody typed them."""
    topics.add(workspace, opened, meeting, topics.read_line(opened.group, text))


def places_in(home: Path) -> Places:
    """A home of its own."""
    return places(environ={"PEER_TUI_HOME": str(home)})


def opened_at(home: Path, now: dt.datetime, *, screens: bool = False) -> Workspace:
    """A library in a folder, with a clock that stands still."""
    return Workspace(places_in(home), ManualClock(now), Settings(), threaded=screens)


def invent(home: Path, seed: int, groups: int = 2, meetings: int = 4) -> dt.datetime:
    """Make a library by the acts of a scribe; the instant at which its story ends. The same seed makes the same."""
    chosen = Random(seed)
    clock = ManualClock(BEGAN)
    workspace = Workspace(places_in(home), clock, Settings(), threaded=False)
    workspace.saver.when_ended = None
    try:
        made = []
        for number in range(groups):
            clock.set(BEGAN + dt.timedelta(minutes=number))
            opened = planning.new_group(workspace, f"Group {'abcdef'[number]}", "mapwc", "America/New_York", PEOPLE)
            planning.add_priority(workspace, opened, "Housing", opened.group.everybody[0].id)
            made.append(opened)
        for turn in range(meetings):
            for number, opened in enumerate(made):
                starts = BEGAN + dt.timedelta(days=14 * turn + 4, hours=4 * number)
                _one_meeting(workspace, clock, opened, chosen, starts)
    finally:
        workspace.close()
    return clock.now() + dt.timedelta(days=2)


def _one_meeting(
    workspace: Workspace, clock: ManualClock, opened: OpenGroup, chosen: Random, starts: dt.datetime
) -> None:
    clock.set(max(clock.now(), starts - dt.timedelta(days=3)))
    meeting = planning.plan(workspace, opened, starts)
    what = chosen.choice(("held", "held", "held", "planned", "cancelled", "unfinished", "moved"))
    held = opened.group.meetings[meeting]
    if what == "cancelled":
        planning.cancel(workspace, opened, held)
    elif what == "moved":
        planning.move(workspace, opened, held, starts + dt.timedelta(hours=1), 45)
        add_topic(workspace, opened, meeting, "a topic")
    if what not in ("held", "unfinished"):
        return
    clock.set(max(clock.now(), starts))
    session = LiveSession(workspace, opened, meeting)
    moving.open_doors(session)
    for _ in range(chosen.randrange(4, 16)):
        clock.advance(dt.timedelta(seconds=chosen.randrange(1, 200)))
        session.enter(chosen.choice(LINES).format(word=chosen.choice(WORDS)))
    if chosen.random() < 0.3:
        reviewing.approve(session)
    if what == "held":
        clock.advance(dt.timedelta(minutes=1))
        goodbyes.confirm_end(session)
    opened.refold()


def today(now: dt.datetime) -> dt.date:
    """The local date of the invented groups."""
    return local_date(now, "America/New_York")


def events_of(session: LiveSession, meeting: MeetingId) -> list[Event]:
    """A meeting's events of known kinds."""
    return [event for event in session.opened.events[meeting] if isinstance(event, Event)]
