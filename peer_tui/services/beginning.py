"""A meeting that began before anyone pressed the key: "it began at 2:04"."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.events import BlockStarted, CalledToOrder, DoorsOpened, Event
from peer_tui.domain.wall_time import say_time
from peer_tui.domain.words import say
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession
from peer_tui.services.writing_up import moment_near

_EARLY = dt.timedelta(hours=12)
"""A meeting begins at most this long before it was planned to (ours)."""


def began(session: LiveSession, rest: str = "") -> Said:
    """`/began 2:04`: the meeting was called to order then, not when the key was pressed."""
    meeting, typed = session.meeting, f"/began {rest}".rstrip()
    moment = moment_near(meeting, rest)
    if moment is None:
        return refused(say("When did it begin? E.g. /began 2:04"), typed)
    if why := _why_not_then(session, moment):
        return refused(why, typed)
    bodies: list[Event] = []
    if meeting.opened is None or moment < meeting.opened:
        bodies.append(DoorsOpened(when=moment))
    bodies.append(CalledToOrder(when=moment))
    if meeting.called is None and (block := _block_after_welcome(session)) is not None:
        bodies.append(BlockStarted(block=block, left=meeting.blocks[0].key, when=moment))
    session.record(*bodies)
    return Said(say("It began {time}: called to order then", time=_time(session, moment)))


def why_not(session: LiveSession) -> str:
    """Why no beginning can be told now; empty if it can."""
    if session.meeting.state not in ("planned", "doors open", "in session"):
        return say("the meeting is over")
    return say("this meeting is being written up: /at gives lines their time") if session.told else ""


def _why_not_then(session: LiveSession, moment: dt.datetime) -> str:
    meeting = session.meeting
    if moment > session.now():
        return say("{time} is still to come.", time=_time(session, moment))
    if moment < meeting.starts - _EARLY:
        return say("{time} is more than twelve hours before it was planned.", time=_time(session, moment))
    if meeting.called is not None and moment >= meeting.called:
        return say(
            "It was called to order {time}; only an earlier time can be told.", time=_time(session, meeting.called)
        )
    first = meeting.lines()[:1]
    if first and moment > first[0].at:
        return say(
            "Its first line was written {time}; it cannot have begun after that.", time=_time(session, first[0].at)
        )
    return ""


def _block_after_welcome(session: LiveSession) -> str | None:
    """The block to go on with: the one after the welcome conversation, if the meeting is in none further on."""
    meeting = session.meeting
    if len(meeting.blocks) < 2 or meeting.blocks[0].job != "welcome":
        return None
    here = meeting.current.block if meeting.current else meeting.blocks[0].key
    return meeting.blocks[1].key if here == meeting.blocks[0].key else None


def _time(session: LiveSession, moment: dt.datetime) -> str:
    return say_time(moment, session.zone, session.hours)
