"""Welcome: who is expected and not here yet, who came, how to mark people as here, the agenda (`product.md` §1.1)."""

from __future__ import annotations

from peer_tui.domain.agenda import lay_out, short_title
from peer_tui.domain.wall_time import say_short_time, say_time
from peer_tui.domain.words import say, say_number
from peer_tui.services.arranged import arranged
from peer_tui.services.attendance import count_words, expected
from peer_tui.services.rota import turn_words
from peer_tui.services.session import LiveSession
from peer_tui.services.showing.rows import Row, fitted, heading, is_low, settings_hours, told, way

_LATEST = 5


def lines(session: LiveSession, *, width: int = 0, height: int = 0) -> list[Row]:
    """Strangers first, since they wait for an answer; then who is here, who is not, and the agenda."""
    rows = [_doors(session, height), *_arranged(session)]
    if session.strangers:
        unknown = told(
            fitted(say("Not known:"), session.strangers, width, 2), _who_is_a_guest(session), style="warning"
        )
        rows.insert(0, unknown)
    rows += _here(session, width, height)
    rows.append(Row(say("+ and a few letters of a name: here · or paste Zoom's list"), "quiet"))
    return rows + _agenda(session, height)


def hint(session: LiveSession) -> str:
    """How to begin, or the agenda for the chat."""
    if session.meeting.state == "planned":
        return say("{key} opens the doors", key=way(session, "next"))
    return say("{key} copies the agenda for the chat", key=way(session, "chat"))


def _doors(session: LiveSession, height: int) -> Row:
    meeting, hours = session.meeting, settings_hours(session)
    start = say("begins {time}", time=say_time(meeting.starts, session.zone, hours))
    if meeting.opened is None:
        return told(say("The doors are not open yet"), start, style="strong")
    since = say("Doors open since {time}", time=say_time(meeting.opened, session.zone, hours))
    if meeting.called is not None:
        return told(
            since, say("called to order {time}", time=say_time(meeting.called, session.zone, hours)), style="strong"
        )
    minutes = -(-int((meeting.starts - session.now()).total_seconds()) // 60)
    when = (
        say("{start}, in {minutes} min", start=start, minutes=minutes)
        if minutes > 0
        else start
        if is_low(height)
        else say("{start}, whenever the room is ready", start=start)
    )
    return told(since, when, style="strong")


def _arranged(session: LiveSession) -> list[Row]:
    """What the last goodbyes said about this meeting, and whose turns it is, until its roles are given."""
    if session.meeting.roles:
        return []
    words = (arranged(session.group, session.id, settings_hours(session)).words, turn_words(session.group, session.id))
    return [Row(said, "quiet") for said in words if said]


def _who_is_a_guest(session: LiveSession) -> str:
    return (
        say("+guest NAME for each who is a guest")
        if len(session.strangers) > 1
        else say("+guest {strangers}", strangers=session.strangers[0])
    )


def _here(session: LiveSession, width: int, height: int) -> list[Row]:
    meeting = session.meeting
    came = sorted((who for who in meeting.attendance.values() if who.left is None), key=lambda who: who.arrived)
    latest = [
        f"{session.name(who.person)} {say_short_time(who.arrived, session.zone, settings_hours(session))}"
        for who in reversed(came[-_LATEST:])
    ]
    arrived = fitted(say("latest:"), latest, width) if latest else say("nobody has arrived yet")
    rows = [told(count_words(session), "" if latest and is_low(height) else arrived)]
    missing = [session.name(person) for person in expected(session)]
    if missing:
        names = sorted(missing, key=str.casefold)
        rows.append(
            told(
                say_number(len(missing), "Expected, not here: {n}", "Expected, not here: {n}"),
                fitted("", names, width, 2),
                between="  ",
            )
        )
    elif came:
        rows.append(Row(say("Everybody expected is here"), "good"))
    return rows


def _agenda(session: LiveSession, height: int) -> list[Row]:
    meeting, hours = session.meeting, settings_hours(session)
    laid = lay_out(meeting.blocks, meeting.minutes, meeting.starts)
    clock = [(say_short_time(row.at, session.zone, hours), row) for row in laid.rows]
    if is_low(height):
        words = " · ".join(f"{at} {short_title(row.block)}" for at, row in clock)
        return [told(say("Agenda"), words, between="  ")]
    rows = [heading(say("Agenda"), laid.words)]
    for at, row in clock:
        minutes = say("{minutes} min", minutes=row.minutes) + (say(", what the others leave") if row.block.flex else "")
        rows.append(told(row.block.title, minutes, mark=at, indent=1))
    return rows
