"""A meeting that was held on paper, written up afterwards: no clock runs, each line is given the time it was said.

What is recorded has two times: when it was written, and the one that a person told. The session's present instant is
the time that was told last (`LiveSession.told`), so arrivals, blocks and lines all stand where they belong.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from peer_tui.domain.events import BlockStarted, CalledToOrder, DoorsOpened, Event, MeetingId, WrittenUp
from peer_tui.domain.held import Held
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.wall_time import local_date, local_time, say_time, wall_to_utc
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.said import Said, refused
from peer_tui.services.workspace import OpenGroup, Workspace

if TYPE_CHECKING:
    from peer_tui.services.session import LiveSession

_LATE = dt.timedelta(hours=12)
"""A meeting that went on longer than planned ended within this time of its planned end (ours)."""


def write_up(
    workspace: Workspace, opened: OpenGroup, starts: dt.datetime, *, minutes: int | None = None, title: str = ""
) -> MeetingId:
    """A meeting that was held without the program, to be written up: it is in session at the moment it began.

    Raises:
        Problem: the slot makes no sense, or it is still to come.
    """
    if starts > workspace.now():
        raise Problem(say("That is still to come: p plans it, and it is written as it happens."))
    from peer_tui.services import planning

    meeting = planning.plan(workspace, opened, starts, minutes=minutes, title=title)
    begin(workspace, opened, opened.group.meetings[meeting])
    return meeting


def begin(workspace: Workspace, opened: OpenGroup, held: Held) -> None:
    """Begin to write up a meeting that was planned and held on paper: doors and call to order when it was to start.

    Raises:
        Problem: it was begun with the program, cancelled, or is still to come.
    """
    if held.state != "planned":
        raise Problem(
            say(
                "{title} was begun with the program or cancelled; only a planned one can be written up.",
                title=held.title,
            )
        )
    if held.starts > workspace.now():
        raise Problem(say("{title} is still to come; it is written as it happens.", title=held.title))
    meeting = opened.meeting(held.id)
    told = held.starts
    bodies: list[Event] = [WrittenUp(), DoorsOpened(when=told), CalledToOrder(when=told)]
    if (block := _first_block(meeting)) is not None:
        bodies.append(BlockStarted(block=block, left=meeting.blocks[0].key, when=told))
    workspace.record(opened, held.id, bodies)


def _first_block(meeting: Meeting) -> str | None:
    """The block after the welcome conversation; None if the meeting begins with it."""
    blocks = meeting.blocks
    return blocks[1].key if len(blocks) > 1 and blocks[0].job == "welcome" else None


def said_at(session: LiveSession, rest: str = "") -> Said:
    """`/at 2:20`: what is entered from here on was said then. Alone: which time that is now."""
    assert session.told is not None
    if not rest.strip():
        return Said(say("{words} · /at 2:35 gives another time", words=_words(session)))
    moment = moment_near(session.meeting, rest)
    if moment is None:
        return refused(say("When was it said? E.g. /at 2:35"), f"/at {rest}".rstrip())
    if moment < session.meeting.starts:
        return refused(
            say("The meeting began {time}; that is before it.", time=_time(session, session.meeting.starts)),
            f"/at {rest}",
        )
    if moment > min(_planned_end(session.meeting) + _LATE, session.workspace.now()):
        return refused(say("That is long after this meeting."), f"/at {rest}")
    session.told = moment
    return Said(_words(session))


def why_not(session: LiveSession) -> str:
    """Why no time can be given to lines now; empty if it can."""
    return (
        "" if session.told else say("this meeting is not being written up; lines get the time at which you enter them")
    )


def end_told(session: LiveSession) -> dt.datetime | None:
    """When a meeting that is written up ended: as planned, or with its last line if that was later. Else None: now."""
    if session.told is None:
        return None
    return max(session.told, _planned_end(session.meeting))


def header_words(session: LiveSession) -> str:
    """What stands where a clock would be: `writing up · lines are given 2:20 pm · /at 2:35 gives another time`."""
    return say("writing up · {words} · /at gives another time", words=_words(session)) if session.told else ""


def moment_near(meeting: Meeting, text: str) -> dt.datetime | None:
    """The instant a time of day means for this meeting: of morning, afternoon and the days around, the nearest one.

    `2:04` of a meeting at 2 pm is 2:04 pm. None where the words say no time.
    """
    from peer_tui.domain.dates import parse_when

    day = local_date(meeting.starts, meeting.zone)
    said = text.strip()
    read = parse_when(said, day, meeting.zone) if said else None
    if read is None:
        return None
    local = local_time(read, meeting.zone)
    if local.date() != day:
        return read
    times = [local.time().replace(tzinfo=None)]
    if not any(word in said.casefold() for word in ("am", "pm", "a.m", "p.m", "noon", "midnight")) and local.hour <= 12:
        times = [dt.time(hour, local.minute) for hour in (local.hour % 12, local.hour % 12 + 12)]
    days = [day + dt.timedelta(days=by) for by in (0, 1, -1)]
    found = [wall_to_utc(one, at, meeting.zone) for one in days for at in times]
    return min(found, key=lambda moment: abs(moment - meeting.starts - dt.timedelta(minutes=meeting.minutes / 2)))


def _planned_end(meeting: Meeting) -> dt.datetime:
    return meeting.starts + dt.timedelta(minutes=meeting.minutes)


def _words(session: LiveSession) -> str:
    assert session.told is not None
    return say("lines are given {time}", time=_time(session, session.told))


def _time(session: LiveSession, moment: dt.datetime) -> str:
    return say_time(moment, session.zone, session.hours)
