"""Updates on Priorities: the one that is up, what its lead sent in, its open steps; then all (`product.md` §1.1)."""

from __future__ import annotations

from dataclasses import replace

from peer_tui.domain.events import UpdateCollected
from peer_tui.domain.group import Priority
from peer_tui.domain.topics import in_topics_block, under_priority
from peer_tui.domain.words import say, say_number
from peer_tui.services.moving import what_next
from peer_tui.services.parking import numbers
from peer_tui.services.session import LiveSession
from peer_tui.services.showing.one_step import promised
from peer_tui.services.showing.rows import Row, day, heading, short, told, way
from peer_tui.services.showing.topics import topic_row
from peer_tui.services.updates import collected

NONE = say("No priorities yet: this block can be passed over.")


def lines(session: LiveSession, *, width: int = 0, height: int = 0) -> list[Row]:
    """The priority that is up with all that is known of it, then every priority with its state."""
    every = session.group.active_priorities
    if not every:
        return [
            Row(NONE, "quiet"),
            Row(say("A line with #word goes to the priority of that name, once there are any."), "quiet"),
        ]
    current = session.meeting.current
    up = next((priority for priority in every if current and priority.id == current.item), None)
    rows = _up(session, up, every.index(up) + 1, len(every), width) if up else []
    rows.append(
        heading(
            say_number(len(every), "{n} priority", "{n} priorities"),
            _share(session),
        )
    )
    rows += [_one(session, priority, width) for priority in every]
    return rows + _without_a_block(session, width)


def hint(session: LiveSession) -> str:
    """What ^N goes on to."""
    onward = what_next(session)
    if not session.group.active_priorities or not onward:
        return say("{key} goes on", key=way(session, "next"))
    return say("{key}: {onward} · /next block passes over the rest", key=way(session, "next"), onward=onward)


def _share(session: LiveSession) -> str:
    item = session.reading().item
    return say("{minutes} each", minutes=_minutes(item.share)) if item is not None else ""


def _minutes(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return (
        say("{minutes} min", minutes=minutes)
        if not rest
        else say("{minutes}:{rest:02} min", minutes=minutes, rest=rest)
    )


def _up(session: LiveSession, priority: Priority, number: int, count: int, width: int) -> list[Row]:
    absent = priority.lead is not None and priority.lead not in session.meeting.here
    rows = [
        told(
            say("Now: {name}", name=priority.name),
            say("{number} of {count}", number=number, count=count),
            _lead(session, priority),
            style="accent",
        )
    ]
    update = _latest(session, priority)
    if update is not None:
        new = update.meeting in (session.id, None)
        when = "" if new else say(", sent {day}", day=day(session, update.moment))
        words = say("Read out") if absent and new else say("Their last update") if not new else say("Sent in")
        said = " ".join(update.text.split())
        rows.append(Row(f"{words}{when}: “{said}”", "accent" if absent and new else "plain", indent=1))
    elif absent:
        rows.append(Row(say("The lead is not here and sent no update"), "warning", indent=1))
    known = numbers(session)
    nested = under_priority(session.meeting.topics, priority.id)
    rows += [replace(topic_row(session, topic, known, width), indent=1) for topic in nested]
    steps = [step for step in session.group.open_steps if step.priority == priority.id and not step.withheld]
    return rows + [_under(promised(session, step, width)) for step in steps]


def _without_a_block(session: LiveSession, width: int) -> list[Row]:
    """The topics of an agenda that has no block of its own for them: they are told here."""
    topics = in_topics_block(session.meeting.topics, session.items)
    if session.meeting.job("topics") is not None or not topics:
        return []
    known = numbers(session)
    return [heading(say("Current topics")), *(topic_row(session, topic, known, width) for topic in topics)]


def _latest(session: LiveSession, priority: Priority) -> UpdateCollected | None:
    """What was sent in for this meeting, else the last thing that was."""
    if update := collected(priority, session.id):
        return update
    return next((said for said in reversed(priority.updates) if said.meeting != session.id and said.text), None)


def _under(row: Row) -> Row:
    return replace(row, indent=1, step="")


def _lead(session: LiveSession, priority: Priority) -> str:
    if priority.lead is None:
        return say("no lead")
    here = say("here") if priority.lead in session.meeting.here else say("not here")
    return say("lead {name} ({here})", name=session.name(priority.lead), here=here)


def _one(session: LiveSession, priority: Priority, width: int) -> Row:
    meeting = session.meeting
    current = meeting.current
    name = short(priority.name, width)
    sent = say("update sent in") if collected(priority, meeting.id) else ""
    if current is not None and current.item == priority.id:
        return told(say("{name} · now", name=name), _lead(session, priority), style="strong", mark="›")
    if any(span.item == priority.id for span in meeting.spans):
        return told(say("{name} · done", name=name), style="quiet", mark="✓")
    return told(say("{name} · to come", name=name), _lead(session, priority), sent, mark="·")
