"""Minutes review: the earlier minutes, summary first, corrections, did we do what we promised (`product.md` §1.1)."""

from __future__ import annotations

from collections import Counter
from weakref import WeakKeyDictionary

from peer_tui.domain.agenda import spoken_title
from peer_tui.domain.events import Progress
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held
from peer_tui.domain.minutes import Minutes
from peer_tui.domain.naming import counted
from peer_tui.domain.steps import Step
from peer_tui.domain.words import say, say_number
from peer_tui.services.reviewing import earlier_minutes, last_times, told_since, under_review
from peer_tui.services.session import LiveSession
from peer_tui.services.showing.one_step import reported
from peer_tui.services.showing.rows import Row, Style, day, heading, is_low, short, told, way

FIRST = say("No earlier minutes: this is the first meeting of this series.")

_drawn: WeakKeyDictionary[LiveSession, tuple[Group, str, Minutes | None]] = WeakKeyDictionary()
"""The minutes last drawn, with the group they were drawn from: they are the same until something is recorded."""


def lines(session: LiveSession, *, width: int = 0, height: int = 0) -> list[Row]:
    """Which minutes they are, what was decided, and last time's next steps with their state."""
    held = under_review(session)
    minutes = _minutes(session, held)
    steps = _steps(session, width, height)
    if held is None or minutes is None:
        return [Row(FIRST, "quiet"), *steps]
    said = [*_corrections(held, width), *_summary(minutes, width)]
    # Once the minutes are approved the group turns to what it promised.
    return [*_which(session, held, height), *(steps + said if held.approved else said + steps)]


def hint(session: LiveSession) -> str:
    """How to mark a step, correct the minutes and approve them."""
    held = under_review(session)
    since = told_since(session)
    waiting = [s for s in last_times(session) if s.open and s.marked_in != session.id and s.id not in since]
    if held is not None and not held.approved:
        return say(
            "fix: … corrects · /approve will say “{words}”",
            words=say("as corrected") if held.corrections else say("as distributed"),
        )
    return (
        _marking(waiting)
        if waiting and session.meeting.job("roll-call") is None
        else say("{key} goes on", key=way(session, "next"))
    )


def _minutes(session: LiveSession, held: Held | None) -> Minutes | None:
    if held is None:
        return None
    known = _drawn.get(session)
    if known is None or known[0] is not session.group or known[1] != held.id:
        known = _drawn[session] = (session.group, held.id, earlier_minutes(session))
    return known[2]


def _which(session: LiveSession, held: Held, height: int) -> list[Row]:
    said = say("approved {how}", how=say(held.approved)) if held.approved else say("draft, not yet approved")
    style: Style = "good" if held.approved else "strong"
    rows = [
        told(
            say("Minutes of {day} · {said}", day=day(session, held.starts), said=said),
            "" if is_low(height) else held.title,
            style=style,
        )
    ]
    others = [other for other in session.group.unapproved(session.id) if other.id != held.id]
    if others:
        dates = ", ".join(day(session, other.starts) for other in others)
        rows.append(Row(say("Also a draft: {dates} (/postpone keeps a draft for later)", dates=dates), "warning"))
    return rows


def _corrections(held: Held, width: int) -> list[Row]:
    if not held.corrections:
        return []
    rows = [
        heading(
            say(
                "{corrections} so far",
                corrections=counted(len(held.corrections), "{n:,} correction", "{n:,} corrections", "no corrections"),
            )
        )
    ]
    return rows + [Row(short(text, width), mark="±") for text in held.corrections]


def _summary(minutes: Minutes, width: int) -> list[Row]:
    counts = [
        minutes.present.short,
        counted(len(minutes.steps), "{n:,} next step", "{n:,} next steps", "no next steps"),
    ]
    counts += [say_number(len(minutes.parked), "{n} parked", "{n} parked")] if minutes.parked else []
    rows = [
        heading(
            counted(len(minutes.decisions), "{n:,} decision", "{n:,} decisions", "no decisions").capitalize(), *counts
        )
    ]
    return rows + [Row(short(one.text, width), mark="!") for one in minutes.decisions]


def _steps(session: LiveSession, width: int, height: int) -> list[Row]:
    steps = last_times(session)
    if not steps:
        return []
    if (called := session.meeting.job("roll-call")) is not None:
        return [Row(say("Last time's next steps are called in “{block}”", block=spoken_title(called)), "quiet")]
    # What has not been told yet comes first: it is what the group is asked about now.
    since = told_since(session)
    waiting = [step for step in steps if step.marked_in != session.id and step.id not in since]
    told_of = [step for step in steps if step not in waiting]
    marking = "" if is_low(height) or not waiting else _marking(waiting)
    rows = [heading(say("Last time's next steps"), _tally(waiting, told_of), marking)]
    return rows + [reported(session, step, width, step.id in since) for step in [*waiting, *told_of]]


def _marking(waiting: list[Step]) -> str:
    number = waiting[0].label
    return f"/done {number} /moved /stuck /notstarted"


def _tally(waiting: list[Step], told_of: list[Step]) -> str:
    states = Counter(step.progress for step in told_of)
    parts = [
        say("{number} {progress}", number=states[progress], progress=say(progress))
        for progress in Progress
        if states[progress]
    ]
    return " · ".join(
        [say_number(len(waiting), "{n} to be told", "{n} to be told") if waiting else say("all told"), *parts]
    )
