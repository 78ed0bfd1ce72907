"""What plain mode prints when a block begins: its title, the sentence to read out, its time, and its own content."""

from __future__ import annotations

from collections.abc import Callable

from peer_tui.domain.dates import say_day
from peer_tui.domain.events import PriorityId
from peer_tui.domain.steps import Step
from peer_tui.services import agreeing, attendance, goodbyes, parking, reviewing, stepping, walking
from peer_tui.services.session import LiveSession


def block_lines(session: LiveSession) -> list[str]:
    """The block that is on now, whole."""
    block = session.meeting.block
    if block is None:
        return []
    reading = session.reading()
    where = f"item {reading.number} of {reading.count} · " if reading.number else ""
    lines = [f"== {where}{block.title} · {reading.words} · {reading.ends_words} =="]
    if block.say:
        lines.append(f"Say: “{block.say}”")
    content = _CONTENT.get(block.job)
    return lines + (content(session) if content else [])


def item_lines(session: LiveSession) -> list[str]:
    """The priority that is up: its lead, what they sent in, its time, its open steps."""
    current = session.meeting.current
    if current is None or current.item not in session.group.priorities:
        return []
    reading, priority = session.reading(), session.group.priorities[current.item]
    lead = f"lead {session.name(priority.lead)}" if priority.lead else "no lead"
    if priority.lead and priority.lead not in session.meeting.here:
        lead += " (not here: read out what they sent)"
    place = f"{reading.item.index} of {reading.item.count} · {reading.item.words}" if reading.item else ""
    lines = [f"-- {priority.name} · {lead} · {place} --"]
    if priority.updates:
        lines.append(f"Sent in: {priority.updates[-1].text}")
    return lines + _open_steps_of(session, priority.id)


def _open_steps_of(session: LiveSession, priority: PriorityId) -> list[str]:
    return [
        f"Open: {_earlier_step(session, step)}"
        for step in session.group.open_steps
        if step.priority == priority and step.meeting != session.id
    ]


def step_lines(session: LiveSession) -> list[str]:
    """The next step at hand and what to ask about it."""
    step = walking.at_hand(session)
    lines = [f"At hand: {stepping.describe(session, step)}"] if step else []
    return [*lines, f"Ask: {walking.question(session)}"]


def _welcome(session: LiveSession) -> list[str]:
    expected = ", ".join(session.name(person) for person in attendance.expected(session))
    return [attendance.count_words(session), f"Expected, not here: {expected or 'nobody'}"]


def _agreement(session: LiveSession) -> list[str]:
    said = agreeing.show(session)
    usage = "/affirm as it is · comfort: … or discomfort: … proposes a line · /adopt"
    return [said.words, *said.lines, agreeing.pacing(session), usage]


def _review(session: LiveSession) -> list[str]:
    held, minutes = reviewing.under_review(session), reviewing.earlier_minutes(session)
    if held is None or minutes is None:
        return ["There are no earlier minutes: this is the first meeting of its series."]
    lines = [f"Minutes of {minutes.title}, {minutes.date}: {minutes.status}", f"Present: {minutes.present.words}"]
    lines += [f"Decided: {decision.text}" for decision in minutes.decisions]
    steps = reviewing.last_times(session)
    lines.append("Next steps of earlier meetings:" if steps else "No next steps are open from earlier meetings.")
    lines += [f"  {_earlier_step(session, step)}" for step in steps]
    lines += ["/done N · /moved N · /stuck N · /notstarted N"] if steps else []
    return [*lines, "fix: … corrects · /approve · /postpone"]


def _earlier_step(session: LiveSession, step: Step) -> str:
    words = f"{stepping.describe(session, step)} · {step.progress}"
    words += f" · carried {step.carried}×" if step.carried else ""
    due = session.group.due_on(step)
    return words + (f" · late, was due {say_day(due, session.today)}" if due and due < session.today else "")


def _topics(session: LiveSession) -> list[str]:
    lines = [f"Topic: {topic.text}" for topic in session.meeting.topics]
    known = {topic.entry for topic in session.meeting.topics}
    lines += [f"Parked earlier: {parked.text}" for parked in parking.due_back(session) if parked.id not in known]
    return lines or ["No topics were put on the agenda."]


def _steps(session: LiveSession) -> list[str]:
    every = walking.walked(session)
    lines = [stepping.describe(session, step) for step in every]
    return [f"{len(every)} next steps", *lines, *step_lines(session)]


def _goodbyes(session: LiveSession) -> list[str]:
    said = goodbyes.close_words(session)
    return [*goodbyes.recap_lines(session), f"Close check: {said.words}", *said.lines]


_CONTENT: dict[str, Callable[[LiveSession], list[str]]] = {
    "welcome": _welcome,
    "agreement": _agreement,
    "review": _review,
    "priorities": item_lines,
    "topics": _topics,
    "steps": _steps,
    "goodbyes": _goodbyes,
}
