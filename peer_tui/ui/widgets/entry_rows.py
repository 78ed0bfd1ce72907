"""How one line of the minutes looks in the stream: its words, and its rows for a width."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from peer_tui.domain.agenda import short_title
from peer_tui.domain.characters import visible
from peer_tui.domain.dates import say_due
from peer_tui.domain.events import EntryKind
from peer_tui.domain.meeting import Entry
from peer_tui.domain.parsed import KIND_MARKS, kind_words
from peer_tui.domain.wall_time import say_short_time
from peer_tui.domain.words import say, say_number
from peer_tui.services.consensus import words_of
from peer_tui.services.session import LiveSession
from peer_tui.ui.text import fit, wrap

_STYLES: dict[EntryKind, str] = {
    EntryKind.DECISION: "decision",
    EntryKind.MOTION: "decision",
    EntryKind.STEP: "step",
    EntryKind.COMMITMENT: "step",
    EntryKind.PARKED: "parked",
    EntryKind.QUESTION: "question",
    EntryKind.PROPOSAL: "question",
    EntryKind.CELEBRATION: "celebration",
}
_INDENT = 8
"""Cells before a line's text: its time, its mark."""


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that decides how a line is drawn: as long as it is the same, so are its rows."""

    heading: str
    time: str
    mark: str
    word: str
    style: str
    text: str
    notes: str
    below: str
    alarm: str
    """Words at the end of the row below that ask for something: `unclaimed`."""


def heading(session: LiveSession, entry: Entry) -> str:
    """The block, and the priority, under which a line stands: `Priorities · Legislation`."""
    plan = session.meeting.plan(entry.block)
    priority = session.group.priorities.get(entry.item) if entry.item else None
    title = short_title(plan) if plan else say("Other notes")
    return visible(f"{title} · {priority.name}" if priority else title)


def look_at(session: LiveSession, entry: Entry, unsaved: bool, heading: str) -> Look:
    """How a line looks now; `unsaved` while it is not on disk, `heading` where another block begins."""
    filed = entry.filed
    trouble = session.workspace.saver.state == "not saved"
    notes = [say("not saved") if trouble else say("saving")] if unsaved else []
    notes += [say("edited")] if entry.edited else []
    notes += [say("added after the end")] if entry.after_end else []
    notes += [] if session.workspace.is_ours(entry.by) else [say("from another device")]
    word = "" if filed.kind is EntryKind.NOTE and not filed.called else visible(kind_words(filed))
    below, alarm = _step_words(session, entry) if filed.kind is EntryKind.STEP else ("", "")
    if filed.kind is EntryKind.STEP:
        step = session.group.steps.steps.get(entry.id)
        word = f"{word} {step.label if step else entry.number}"
        notes += [say("shared with the group")] if step is not None and step.private and step.shared else []
    if entry.fingers or entry.aside or entry.outcome:
        below = _tally(entry)
    return Look(
        heading=heading,
        time=say_short_time(entry.at, session.zone, session.hours),
        mark=KIND_MARKS.get(filed.kind, " "),
        word=word,
        style=_STYLES.get(filed.kind, "other"),
        text=visible(filed.text),
        notes=" · ".join(notes),
        below=visible(below),
        alarm=alarm,
    )


def _step_words(session: LiveSession, entry: Entry) -> tuple[str, str]:
    """Who, by when, done when; and what is missing."""
    step = session.group.steps.steps.get(entry.id)
    if step is None:
        return "", ""
    parts = []
    if step.owner:
        who = session.name(step.owner)
        if step.helpers:
            who = say("{who} with {helpers}", who=who, helpers=", ".join(map(session.name, step.helpers)))
        parts.append(f"{who} ({say(step.owner_state)})")
    elif step.meant:
        parts.append(say("meant: {meant}", meant=step.meant))
    if step.due:
        parts.append(say_due(step.due, session.today, session.next_date))
    if step.done_when:
        parts.append(say("done when: {done_when}", done_when=step.done_when))
    if step.progress != "not started":
        parts.append(say(step.progress))
    return " · ".join(parts), "" if step.owner else say("unclaimed")


def _tally(entry: Entry) -> str:
    parts = [words_of(entry.fingers).split(" · /")[0]] if entry.fingers else []
    parts += [say_number(entry.aside, "{n} stood aside", "{n} stood aside")] if entry.aside else []
    parts += [say(entry.outcome)] if entry.outcome else []
    return " · ".join(parts)


def draw(look: Look, width: int) -> list[list[tuple[str, str]]]:
    """A line's rows as pieces of text, each with the name of its style."""
    rows: list[list[tuple[str, str]]] = []
    if look.heading:
        words = fit(look.heading, width - 4)
        rows.append([(f"── {words} ".ljust(4), "heading"), ("─" * max(0, width - cell_len(words) - 4), "heading")])
    word = f"{look.word} " if look.word else ""
    room = max(4, width - _INDENT)
    lines = wrap(f"{word}{look.text}", room)
    for number, line in enumerate(lines):
        if number == 0:
            pieces = [(f"{look.time:<5} ", "quiet"), (f"{look.mark} ", look.style)]
            shown = len(word) if line.startswith(word) else 0
            pieces += [(line[:shown], look.style), (line[shown:], "text")] if shown else [(line, "text")]
        else:
            pieces = [(" " * _INDENT, "text"), (line, "text")]
        rows.append(pieces)
    notes = [(look.notes, "quiet")] if look.notes else []
    if look.alarm and not look.below:
        notes.insert(0, (look.alarm, "alarm"))
    used = cell_len(lines[-1])
    for words, style in notes:
        if used + 3 + cell_len(words) <= room:
            rows[-1].append((" · ", "quiet"))
        else:
            rows.append([(" " * _INDENT, "text")])
            used = -3
        rows[-1].append((fit(words, room), style))
        used += 3 + cell_len(words)
    for line in wrap(look.below, room) if look.below else []:
        rows.append([(" " * _INDENT, "text"), (line, "quiet")])
    if look.alarm and look.below:
        if cell_len(rows[-1][-1][0]) + cell_len(look.alarm) + 3 <= room:
            rows[-1] += [(" · ", "quiet"), (look.alarm, "alarm")]
        else:
            rows.append([(" " * _INDENT, "text"), (look.alarm, "alarm")])
    return rows
