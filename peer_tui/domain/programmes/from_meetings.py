"""What a report takes from a programme's meetings: captured lines by their word, decisions, next steps."""

from __future__ import annotations

from contextlib import suppress

from peer_tui.domain.entries import Entry
from peer_tui.domain.events import EntryId, EntryKind
from peer_tui.domain.naming import Part, who_was_present
from peer_tui.domain.programmes.material import Material, Told, is_private, keeps_no_names, without_names
from peer_tui.domain.programmes.sources import Source
from peer_tui.domain.rows import state_words, who_words
from peer_tui.domain.steps import Step
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import marked, say

KIND_OF_WORD = {
    "lesson": EntryKind.LESSON,
    "reflect": EntryKind.REFLECTION,
    "learn": EntryKind.LEARNING,
    "commit": EntryKind.COMMITMENT,
    "issue": EntryKind.ISSUE,
    "recommend": EntryKind.RECOMMENDATION,
    "measure": EntryKind.MEASURE,
    "support": EntryKind.SUPPORT,
}
"""Capture words that every meeting knows, and what a line with them is filed as."""

_TITLES = {
    EntryKind.LESSON: marked("Lessons"),
    EntryKind.REFLECTION: marked("Reflections"),
    EntryKind.LEARNING: marked("What was learned"),
    EntryKind.COMMITMENT: marked("Commitments"),
    EntryKind.ISSUE: marked("Issues"),
    EntryKind.RECOMMENDATION: marked("Recommendations"),
    EntryKind.CELEBRATION: marked("Celebrations"),
    EntryKind.MEASURE: marked("Measures"),
    EntryKind.SUPPORT: marked("Support"),
}


def lines_of_a_word(source: Source, material: Material) -> Told:
    """The lines captured with a word, or filed as a kind, in the order they were said."""
    kind = KIND_OF_WORD.get(source.part)
    with suppress(ValueError):
        kind = kind or EntryKind(source.part)
    own = next((word for word in material.programme.words if word.word == source.part), None)
    lines = [
        _line(entry, material)
        for one in material.meetings
        for entry in one.meeting.lines()
        if _is_meant(entry, source.part, kind) and _may_be_told(entry, material)
    ]
    if lines and keeps_no_names(source.part, material):
        everybody = material.everybody()
        lines = [without_names(line, everybody) for line in lines]
    known = _TITLES.get(kind) if kind is not None else None
    return [(say(known) if known else own.title if own else source.part, lines)]


def _is_meant(entry: Entry, word: str, kind: EntryKind | None) -> bool:
    return entry.filed.word == word or (kind is not None and entry.filed.kind is kind and not entry.filed.word)


def _may_be_told(entry: Entry, material: Material) -> bool:
    return not entry.redacted and (not entry.filed.private or entry.id in material.shared)


def _line(entry: Entry, material: Material) -> str:
    filed = entry.filed
    notes = []
    if filed.owner is not None:
        notes.append(material.naming.name(filed.owner, Part.OWNER))
    if filed.due is not None and filed.due.date is not None:
        notes.append(say("by {day}", day=say_date(filed.due.date)))
    said = material.words(filed.text)
    return f"- {said} — {' · '.join(notes)}" if notes else f"- {said}"


def meetings_held(_: Source, material: Material) -> Told:
    """The meetings that were held, each with its day and how many were present."""
    lines = []
    for one in material.meetings:
        if one.held.state == "ended":
            day = say_date(local_date(one.held.starts, one.held.zone))
            present = who_was_present(one.meeting, material.naming).short
            lines.append(f"- {material.words(one.title or one.held.title)}, {day}: {present}")
    return [(say("Meetings"), lines)]


def decisions(_: Source, material: Material) -> Told:
    """The decisions of the run's meetings."""
    lines = [
        f"- {material.words(entry.filed.text)}"
        for one in material.meetings
        for entry in one.meeting.of_kind(EntryKind.DECISION)
        if _may_be_told(entry, material)
    ]
    return [(say("Decisions"), lines)]


def next_steps(source: Source, material: Material) -> Told:
    """The next steps promised in the run's meetings, as they stand now.

    With the word of a kind of meeting only those promised in such ones; with `commitment` the lines filed as that.
    """
    if source.part == EntryKind.COMMITMENT:
        return lines_of_a_word(Source("words", source.part), material)
    kinds = {kind.key for kind in material.programme.meetings}
    of = source.part if source.part in kinds else ""
    return [(say("Next steps"), [step_line(step, material) for step in steps_of(material, of)])]


def steps_of(material: Material, kind: str = "") -> list[Step]:
    """The next steps promised in the run's meetings, or in those of a kind, that may be told, in their order."""
    among = [one for one in material.meetings if not kind or one.kind == kind]
    known = material.group.steps
    found: dict[EntryId, Step] = {}
    for one in among:
        # Asked for one by one: the steps of a stored group are unpacked when they are asked for.
        found |= {key: step for key in one.meeting.steps.steps if (step := known.steps.get(key)) is not None}
        # What became a next step between meetings, from a row, names the meeting it was said in.
        found |= {step.id: step for step in known.told_in(one.held.id) if step.meeting == one.held.id}
    told = sorted(found.values(), key=lambda step: (step.at, step.id))
    return [step for step in told if not is_private(step, material.shared)]


def step_line(step: Step, material: Material) -> str:
    """`- Visit the site — Ana Ruiz · by Fri 8 May 2026 · accepted`."""
    due = material.group.due_on(step)
    notes = [
        who_words(step, material.naming),
        say("by {day}", day=say_date(due)) if due else "",
        say("done when {done_when}", done_when=material.words(step.done_when)) if step.done_when else "",
        state_words(step, material.naming) if step.owner is not None or step.progress else "",
    ]
    if step.owner is None and notes[-1] == notes[0]:
        notes.pop()
    return f"- {material.words(step.text)} — {' · '.join(note for note in notes if note)}"
