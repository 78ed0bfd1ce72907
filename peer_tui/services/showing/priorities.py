"""Updates on Priorities: the one that is up, what its lead sent in, its open steps; then all (`product.md` §1.1)."""

from __future__ import annotations

from dataclasses import replace

from peer_tui.domain.events import UpdateCollected
from peer_tui.domain.group import Priority
from peer_tui.domain.topics import in_topics_block, under_priority
from peer_tui.services.moving import what_next
from peer_tui.services.parking import numbers
from peer_tui.services.session import LiveSession
from peer_tui.services.showing.one_step import promised
from peer_tui.services.showing.rows import Row, day, heading, short, told, way
from peer_tui.services.showing.topics import topic_row
from peer_tui.services.updates import collected

NONE = "No priorities yet: this block can be passed over."


def lines(session: LiveSession, *, width: int = 0, height: int = 0) -> list[Row]:
    """The priority that is up with all that is known of it, then every priority with its state."""
    every = session.group.active_priorities
    if not every:
        return [
            Row(NONE, "quiet"),
            Row("A line with #word goes to the priority of that name, once there are any.", "quiet"),
        ]
    current = session.meeting.current
    up = next((priority for priority in every if current and priority.id == current.item), None)
    rows = _up(session, up, every.index(up) + 1, len(every), width) if up else []
    rows.append(heading(f"{len(every)} priorit{'ies' if len(every) > 1 else 'y'}", _share(session)))
    rows += [_one(session, priority, width) for priority in every]
    return rows + _without_a_block(session, width)


def hint(session: LiveSession) -> str:
    """What ^N goes on to."""
    onward = what_next(session)
    if not session.group.active_priorities or not onward:
        return f"{way(session, 'next')} goes on"
    return f"{way(session, 'next')}: {onward} · /next block passes over the rest"


def _share(session: LiveSession) -> str:
    item = session.reading().item
    return f"{_minutes(item.share)} each" if item is not None else ""


def _minutes(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min" if not rest else f"{minutes}:{rest:02} min"


def _up(session: LiveSession, priority: Priority, number: int, count: int, width: int) -> list[Row]:
    absent = priority.lead is not None and priority.lead not in session.meeting.here
    rows = [told(f"Now: {priority.name}", f"{number} of {count}", _lead(session, priority), style="accent")]
    update = _latest(session, priority)
    if update is not None:
        new = update.meeting in (session.id, None)
        when = "" if new else f", sent {day(session, update.moment)}"
        words = "Read out" if absent and new else "Their last update" if not new else "Sent in"
        said = " ".join(update.text.split())
        rows.append(Row(f"{words}{when}: “{said}”", "accent" if absent and new else "plain", indent=1))
    elif absent:
        rows.append(Row("The lead is not here and sent no update", "warning", indent=1))
    known = numbers(session)
    nested = under_priority(session.meeting.topics, priority.id)
    rows += [replace(topic_row(session, topic, known, width), indent=1) for topic in nested]
    steps = [step for step in session.group.open_steps if step.priority == priority.id]
    return rows + [_under(promised(session, step, width)) for step in steps]


def _without_a_block(session: LiveSession, width: int) -> list[Row]:
    """The topics of an agenda that has no block of its own for them: they are told here."""
    topics = in_topics_block(session.meeting.topics, session.items)
    if session.meeting.job("topics") is not None or not topics:
        return []
    known = numbers(session)
    return [heading("Current topics"), *(topic_row(session, topic, known, width) for topic in topics)]


def _latest(session: LiveSession, priority: Priority) -> UpdateCollected | None:
    """What was sent in for this meeting, else the last thing that was."""
    if update := collected(priority, session.id):
        return update
    return next((said for said in reversed(priority.updates) if said.meeting != session.id and said.text), None)


def _under(row: Row) -> Row:
    return replace(row, indent=1, step="")


def _lead(session: LiveSession, priority: Priority) -> str:
    if priority.lead is None:
        return "no lead"
    here = "here" if priority.lead in session.meeting.here else "not here"
    return f"lead {session.name(priority.lead)} ({here})"


def _one(session: LiveSession, priority: Priority, width: int) -> Row:
    meeting = session.meeting
    current = meeting.current
    name = short(priority.name, width)
    sent = "update sent in" if collected(priority, meeting.id) else ""
    if current is not None and current.item == priority.id:
        return told(f"{name} · now", _lead(session, priority), style="strong", mark="›")
    if any(span.item == priority.id for span in meeting.spans):
        return told(f"{name} · done", style="quiet", mark="✓")
    return told(f"{name} · to come", _lead(session, priority), sent, mark="·")
