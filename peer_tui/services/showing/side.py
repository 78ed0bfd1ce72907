"""Beside the minutes: who is here, who waits to speak, who has not been heard, what there is so far (§3.3)."""

from __future__ import annotations

from dataclasses import dataclass

from peer_tui.domain.events import EntryKind
from peer_tui.domain.naming import counted
from peer_tui.domain.words import say, say_number
from peer_tui.services.attendance import count_words, expected
from peer_tui.services.session import LiveSession
from peer_tui.services.showing.rows import Row, Style, fitted, heading, short, told, way
from peer_tui.services.stepping import ours

FEW = 5
"""So many people or fewer who have not been heard are named: more would be a roll-call."""

_WAITING_SHOWN = 6
_WIDE = 26
"""Cells a pane needs for “first time today” beside a name."""


@dataclass(frozen=True, slots=True)
class Section:
    """One titled part of the pane."""

    title: str
    rows: tuple[Row, ...]


def sections(session: LiveSession, *, width: int = 0) -> list[Section]:
    """The parts that have something to say, in order."""
    named = (
        (say("Here"), _here(session, width)),
        (say("Round"), _round(session, width)),
        (say("Waiting to speak"), _waiting(session, width)),
        _quiet(session, width),
        (say("So far"), _so_far(session, width)),
    )
    return [Section(title, tuple(rows)) for title, rows in named if rows]


def lines(session: LiveSession, *, width: int = 0, height: int = 0) -> list[Row]:
    """The same as one list of rows, each part under its title."""
    return [
        row
        for section in sections(session, width=width)
        for row in (heading(section.title), *(Row(r.text, r.style, r.indent, r.mark, r.head) for r in section.rows))
    ]


def condensed(session: LiveSession) -> str:
    """All of it in one line, for a screen with one column."""
    waiting = [session.name(person) for person in session.voices.order()]
    parts = [count_words(session)]
    if waiting:
        parts.append(fitted(say("waiting:"), waiting, 30))
    current = session.voices.round
    if current is not None and current.now is not None:
        parts.append(say("round: {name} now", name=session.name(current.now)))
    quiet = _not_heard(session)
    if quiet:
        parts.append(say("not yet heard {number}", number=len(quiet)))
    others = _others(session)
    return " · ".join([*parts, *(row.text for row in _so_far(session)), *([others] if others else [])])


def _here(session: LiveSession, width: int) -> list[Row]:
    rows = [Row(count_words(session))]
    missing = len(expected(session))
    if missing:
        rows.append(Row(say("expected, not here: {missing}", missing=missing), "quiet"))
    unseen = [session.name(person) for person in session.meeting.not_seen_agreement]
    if unseen:
        rows.append(Row(fitted(say("not seen the agreement:"), unseen, width, 2), "warning"))
    others = _others(session)
    return [*rows, Row(others, "accent")] if others else rows


def _others(session: LiveSession) -> str:
    count = session.workspace.library.others()
    if not count:
        return ""
    return say_number(count, "another peer-tui writes here", "{n} other peer-tui write here")


def _round(session: LiveSession, width: int) -> list[Row]:
    """Whose turn it is in a round and who comes then, so that each knows who is before them."""
    current = session.voices.round
    if current is None or current.now is None:
        return []
    now, *then = [session.name(person) for person in current.waiting]
    rows = [told(short(now, width, 1), say("now"), style="strong")]
    return [*rows, Row(fitted(say("then:"), then, width), "quiet")] if then else [*rows, Row(say("the last"), "quiet")]


def _waiting(session: LiveSession, width: int) -> list[Row]:
    voices = session.voices
    order = voices.order()
    rows = [
        told(
            short(session.name(person), width, 1),
            "" if voices.turns.get(person) else _first(width),
            mark=str(number),
            style="strong" if number == 1 else "plain",
        )
        for number, person in enumerate(order[:_WAITING_SHOWN], 1)
    ]
    left = len(order) - _WAITING_SHOWN
    return [*rows, Row(say("and {left} more", left=left), "quiet")] if left > 0 else rows


def _first(width: int) -> str:
    return say("first time") if 0 < width < _WIDE else say("first time today")


def _not_heard(session: LiveSession) -> list[str]:
    quiet = [session.name(person) for person in session.voices.not_yet_heard(session.meeting.here)]
    return sorted(quiet, key=str.casefold)


def _quiet(session: LiveSession, width: int) -> tuple[str, list[Row]]:
    quiet = _not_heard(session)
    if not quiet:
        heard = bool(session.meeting.here)
        return say("Not yet heard"), [Row(say("everybody has been heard"), "good")] if heard else []
    named = fitted("", quiet, width, 2) if len(quiet) <= FEW else say("{key} names them", key=way(session, "who"))
    return say("Not yet heard {number}", number=len(quiet)), [Row(named, "quiet")]


def _so_far(session: LiveSession, width: int = 0) -> list[Row]:
    meeting = session.meeting
    steps = ours(session)
    unclaimed = sum(step.open and step.owner is None for step in steps)
    parked = meeting.of_kind(EntryKind.PARKED)
    rows = [
        told(counted(len(meeting.of_kind(EntryKind.DECISION)), "{n:,} decision", "{n:,} decisions", "no decisions")),
        told(
            counted(len(steps), "{n:,} step", "{n:,} steps", "no steps"),
            say_number(unclaimed, "{n} unclaimed", "{n} unclaimed") if unclaimed else "",
            style="warning" if unclaimed else "plain",
        ),
    ]
    if parked:
        nowhere = (
            say_number(len(meeting.unplaced), "{n} no destination", "{n} no destination") if meeting.unplaced else ""
        )
        style: Style = "warning" if nowhere else "plain"
        if nowhere and 0 < width < _WIDE:
            rows += [Row(say_number(len(parked), "{n} parked", "{n} parked")), Row(nowhere, style, indent=1)]
        else:
            rows.append(told(say_number(len(parked), "{n} parked", "{n} parked"), nowhere, style=style))
    questions = len(meeting.of_kind(EntryKind.QUESTION))
    return [*rows, Row(counted(questions, "{n:,} question", "{n:,} questions", "no questions"))] if questions else rows
