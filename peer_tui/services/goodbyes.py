"""Group goodbyes!: the close check, the next meeting and its convener, the recap, the end (`product.md` §1.4, §3.9)."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.closing import CloseCheck, close_check, recap
from peer_tui.domain.dates import parse_when
from peer_tui.domain.events import (
    BlockSkipped,
    CalledToOrder,
    ConvenerNamed,
    Ended,
    Event,
    NextMeetingSet,
    NextRoleGiven,
)
from peer_tui.domain.wall_time import local_date, local_time, say_date, say_time
from peer_tui.domain.words import say
from peer_tui.services.attendance import ROLES, find_person
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession
from peer_tui.services.writing_up import end_told

ASKED = "end"


def check(session: LiveSession) -> CloseCheck:
    """The four failure patterns, as they stand now."""
    return close_check(session.meeting, session.group)


def close_words(session: LiveSession, rest: str = "") -> Said:
    """`/check`: the close check in words."""
    result = check(session)
    lines = [f"{'✓' if c.ok else '✗'} {c.question}{'' if c.ok else ' — ' + c.missing}" for c in result.checks]
    return Said(result.words, lines=tuple(lines), pane="recap")


def next_meeting(session: LiveSession, rest: str) -> Said:
    """`/nextmeeting wed 11 dec 2pm`: when the group meets next, in the group's own zone."""
    local = local_time(session.meeting.starts, session.zone)
    starts = parse_when(rest, session.today, session.zone, local.time(), session.group.dates)
    if starts is None:
        return refused(say("When? E.g. /nextmeeting wed 11 dec 2pm"), f"/nextmeeting {rest}".rstrip())
    session.record(NextMeetingSet(starts=starts))
    words = _when(session, starts)
    if starts <= session.now():
        return Said(say("Next meeting {words} ⚠ that is in the past", words=words))
    ask = "" if session.meeting.convener else " · " + say("who convenes it? /convener NAME")
    return Said(say("Next meeting {words}{ask}", words=words, ask=ask))


def _when(session: LiveSession, starts: dt.datetime) -> str:
    hours = session.hours
    return f"{say_date(local_date(starts, session.zone))}, {say_time(starts, session.zone, hours)}"


def convener(session: LiveSession, rest: str) -> Said:
    """`/convener mei`: who calls the next meeting together."""
    person, why = find_person(session, rest)
    if person is None:
        return refused(why, f"/convener {rest}".rstrip())
    session.record(ConvenerNamed(person=person.id))
    return Said(
        say("{name} convenes the next meeting · {words}", name=session.name(person.id), words=check(session).words)
    )


def next_role(session: LiveSession, rest: str) -> Said:
    """`/nextrole facilitator bo`: who facilitates or scribes next time."""
    word, _, name = rest.strip().partition(" ")
    wanted = next((r for r in ROLES[:2] if word and r.startswith(word.lower())), "")
    person, why = find_person(session, name)
    if not wanted or person is None:
        return refused(why if wanted else say("E.g. /nextrole facilitator bo"), f"/nextrole {rest}".rstrip())
    session.record(NextRoleGiven(role=wanted, person=person.id))
    return Said(say("Next time {name} is {role}", name=session.name(person.id), role=say(wanted)))


def recap_lines(session: LiveSession) -> tuple[str, ...]:
    """What got done, to be read out."""
    return tuple(recap(session.meeting, session.group, session.now()))


def show_recap(session: LiveSession, rest: str = "") -> Said:
    """`/recap`: what got done so far."""
    return Said(say("So far"), lines=recap_lines(session), pane="recap")


def end(session: LiveSession, rest: str = "") -> Said:
    """`/end`: the recap and the close check first; a second `/end`, or Enter, ends. Never traps the facilitator."""
    if session.meeting.ended is not None:
        return Said(say("The meeting has ended."), leave=True)
    if not session.meeting.live:
        return refused(say("The meeting is not in session, so there is nothing to end."))
    if session.asked_twice == ASKED:
        return confirm_end(session)
    session.asked_twice = ASKED
    result = check(session)
    return Said(
        say("Close check {words} · Enter ends the meeting, anything else goes on", words=result.words),
        lines=recap_lines(session), pane="recap",
    )  # fmt: skip


def is_asked(session: LiveSession) -> bool:
    """Whether Enter on an empty line would end the meeting."""
    return session.asked_twice == ASKED


def confirm_end(session: LiveSession) -> Said:
    """The meeting ends now; its minutes are a draft."""
    session.asked_twice = ""
    meeting = session.meeting
    if not meeting.live:
        return refused(say("The meeting is not in session."))
    _end(session, end_told(session))
    said = recap_lines(session)
    return Said(said[0] if said else say("Ended."), lines=said, leave=True)


def _end(session: LiveSession, when: dt.datetime | None) -> None:
    """Record the end, and the blocks that were not reached; `when` says that it was earlier than now."""
    meeting = session.meeting
    bodies: list[Event] = [] if meeting.called else [CalledToOrder(when=when)]
    unvisited = () if session.told else meeting.blocks  # what was not written up may well have been reached
    missed = [b.key for b in unvisited if not meeting.visited(b.key) and b.key not in meeting.skipped]
    bodies += [BlockSkipped(block=key, when=when) for key in missed]
    session.record(*bodies, Ended(when=when))
    session.forget_voices()
    session.drafting.forget()
    session.workspace.saver.finish(session.opened.shards[session.id])


def stopped_at(session: LiveSession, moment: dt.datetime) -> Said:
    """After a crash: "we stopped then". The meeting ended at that moment, not now."""
    if not session.meeting.live:
        return refused(say("The meeting is not in session."))
    _end(session, moment)
    return Said(say("Ended {time}", time=say_time(moment, session.zone, session.hours)), leave=True)
