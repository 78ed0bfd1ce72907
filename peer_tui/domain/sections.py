"""The body of the minutes: one section a block, in the order of the agenda (`product.md` §3.8).

Lines that have a place of their own (parked, celebrated, documents, questions) stand there and not in their block;
decisions and next steps stand in the summary and, in a few words, where they were said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from peer_tui.domain.dates import say_day
from peer_tui.domain.entries import Entry
from peer_tui.domain.events import (
    BlockPlan,
    Destination,
    Due,
    EntryId,
    EntryKind,
    MinutesReviewed,
    ParkedPlaced,
    UpdateCollected,
)
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.naming import Part, counted, name_in_record, words
from peer_tui.domain.wall_time import local_date, say_date

ADDED_AFTER = "added after the meeting"
NO_WORDING = "(no wording was written down)"

_APART = frozenset({EntryKind.PARKED, EntryKind.CELEBRATION, EntryKind.LINK, EntryKind.QUESTION})
_LABELS = {
    EntryKind.PROPOSAL: "Proposal",
    EntryKind.MOTION: "Motion",
    EntryKind.CORRECTION: "Correction",
    EntryKind.ISSUE: "Issue",
    EntryKind.RECOMMENDATION: "Recommendation",
    EntryKind.LESSON: "Lesson",
    EntryKind.REFLECTION: "Reflection",
    EntryKind.LEARNING: "Learned",
    EntryKind.COMMITMENT: "Commitment",
    EntryKind.MEASURE: "Measure",
    EntryKind.SUPPORT: "Support",
}


class Line(msgspec.Struct, frozen=True):
    """One line of the record."""

    text: str
    label: str = ""
    """What it is, in our words, e.g. `Decision 1`; empty for a note."""
    notes: tuple[str, ...] = ()
    """What is added behind it, e.g. `→ next agenda` or `added after the meeting`."""


class Section(msgspec.Struct, frozen=True):
    """A titled part of the record."""

    title: str
    lines: tuple[Line, ...] = ()
    parts: tuple[Section, ...] = ()
    """Parts under it: one a priority."""


class Apart(msgspec.Struct, frozen=True):
    """The lines that stand in lists of their own, wherever they were said."""

    parked: tuple[Line, ...]
    celebrations: tuple[Line, ...]
    documents: tuple[Line, ...]
    questions: tuple[Line, ...]

    def sections(self) -> list[Section]:
        """The lists that hold something."""
        named = (
            ("Parking lot", self.parked),
            ("Celebrations", self.celebrations),
            ("Documents used", self.documents),
            ("Open questions", self.questions),
        )
        return [Section(title, lines) for title, lines in named if lines]


def notes_on(entry: Entry, group: Group, *, about: bool = True) -> tuple[str, ...]:
    """What stands behind a line: its priority, how the group stood to it, and whether it was added late."""
    notes = [subject] if about and (subject := priority_name(entry, group)) else []
    if entry.outcome == "held":
        notes.append("held for more discussion")
    if any(entry.fingers):
        notes.append(tally_words(entry.fingers))
    if entry.aside > 0:
        notes.append(f"{entry.aside} stood aside")
    if entry.after_end:
        notes.append(ADDED_AFTER)
    return tuple(notes)


def priority_name(entry: Entry, group: Group) -> str:
    """The priority a line is about; empty where it names none."""
    priority = group.priorities.get(entry.item) if entry.item else None
    return words(priority.name) if priority is not None else ""


def tally_words(counts: Iterable[int]) -> str:
    """A consensus check as counts, without names: `fingers: 5×8 4×6 3×3 · 17 people`."""
    shown = [(finger, count) for finger, count in enumerate(counts) if count > 0]
    people = sum(count for _, count in shown)
    fingers = " ".join(f"{finger}×{count}" for finger, count in reversed(shown))
    return f"fingers: {fingers} · {counted(people, 'person', 'people')}"


def due_words(due: Due | None, meeting: Meeting, group: Group) -> str:
    """A due date for the record, which is read on any day: `Fri 15 Nov`, `next meeting (Wed 11 Dec)`, `no date`."""
    today = local_date(meeting.starts, meeting.zone)
    if due is None or (due.date is None and not due.next_meeting):
        return "no date"
    if due.date is not None and not due.next_meeting:
        return say_day(due.date, today)
    starts = meeting.next_starts or group.after(meeting.id)
    return f"next meeting ({say_day(local_date(starts, meeting.zone), today)})" if starts else "next meeting"


def lines_apart(meeting: Meeting, group: Group, moved: tuple[Line, ...]) -> Apart:
    """Lines in lists of their own; `moved` are earlier next steps that moved or were done, which are celebrated."""

    def plain(kind: EntryKind) -> tuple[Line, ...]:
        entries = meeting.of_kind(kind)
        return tuple(Line(words(entry.filed.text) or NO_WORDING, "", notes_on(entry, group)) for entry in entries)

    parked = [
        Line(words(entry.filed.text) or NO_WORDING, "", (_went(entry.id, meeting, group), *notes_on(entry, group)))
        for entry in meeting.of_kind(EntryKind.PARKED)
    ]
    return Apart(
        parked=(*parked, *_returned(meeting, group)),
        celebrations=(*plain(EntryKind.CELEBRATION), *moved),
        documents=plain(EntryKind.LINK),
        questions=plain(EntryKind.QUESTION),
    )


def _returned(meeting: Meeting, group: Group) -> list[Line]:
    """Items parked in earlier meetings which this meeting gave a place."""
    lines = []
    for entry in meeting.parked:
        known = group.parked.get(entry)
        if entry not in meeting.entries and known is not None:
            parked = f"parked {say_date(known.at, meeting.zone)}"
            lines.append(Line(words(known.text) or NO_WORDING, "", (parked, _went(entry, meeting, group))))
    return lines


def _went(entry: EntryId, meeting: Meeting, group: Group) -> str:
    placed = meeting.parked.get(entry)
    return f"→ {destination_words(placed, meeting, group)}" if placed else "no destination yet"


def destination_words(placed: ParkedPlaced, meeting: Meeting, group: Group) -> str:
    """Where a parked item went: `next agenda`, `with Ana Ruiz, by Fri 22 Nov`."""
    if placed.destination is not Destination.OWNER:
        return str(placed.destination)
    who = f"with {name_in_record(group, placed.owner, Part.OWNER) or 'nobody yet'}"
    return f"{who}, by {due_words(placed.due, meeting, group)}" if placed.due else who


def body(
    meeting: Meeting, group: Group, decisions: Mapping[EntryId, int], apart: Apart, goodbyes: tuple[Line, ...]
) -> tuple[Section, ...]:
    """Every section in block order; lists apart come before the goodbyes, lines without a block last.

    `decisions` numbers the decisions as the summary does; `goodbyes` are the lines about the next meeting.
    """
    own = {"agreement": _agreement(meeting, group), "review": _reviews(meeting, group), "goodbyes": goodbyes}
    titles = {"agreement": "Comfort / Discomfort Agreement", "review": "Minutes review", "goodbyes": "Next meeting"}
    sections: list[Section] = []
    waiting = apart.sections()
    for block in meeting.blocks:
        if block.job == "goodbyes":
            sections += waiting
            waiting = []
        sections.append(_of_block(block, meeting, group, decisions, own.pop(block.job, ())))
    homeless = [Section(titles[job], lines) for job, lines in own.items() if lines]
    keys = {block.key for block in meeting.blocks}
    others = [entry for entry in meeting.lines() if entry.block not in keys]
    lines = _lines(others, meeting, group, decisions)
    sections = [*sections, *waiting, *homeless, Section("Other notes", lines)]
    return tuple(section for section in sections if section.lines or section.parts)


def _of_block(
    block: BlockPlan, meeting: Meeting, group: Group, decisions: Mapping[EntryId, int], own: tuple[Line, ...]
) -> Section:
    entries = meeting.lines(block.key)
    parts: list[Section] = []
    if block.job == "priorities":
        for priority in group.priorities.values():
            said = [entry for entry in entries if entry.item == priority.id]
            entries = [entry for entry in entries if entry.item != priority.id]
            sent = _sent_in(priority.updates, meeting) if meeting.visited(block.key) else ()
            lines = (*sent, *_lines(said, meeting, group, decisions, about=False))
            if lines:
                parts.append(Section(words(priority.name) or "A priority", lines))
    if block.job == "steps":
        own = (*own, *_steps_elsewhere(entries))
        entries = [entry for entry in entries if entry.filed.kind is not EntryKind.STEP]
    lines = (*own, *_lines(entries, meeting, group, decisions))
    if block.key in meeting.skipped and not lines and not parts:
        again = block.job in ("priorities", "topics")
        lines = (Line("Not reached; offered as a topic next time." if again else "Not reached."),)
    return Section(words(block.title) or "A block without a title", lines, tuple(parts))


def _steps_elsewhere(entries: list[Entry]) -> tuple[Line, ...]:
    here = sum(entry.filed.kind is EntryKind.STEP for entry in entries)
    return (Line(f"{counted(here, 'next step')} named here; see the summary."),) if here else ()


def _lines(
    entries: list[Entry], meeting: Meeting, group: Group, decisions: Mapping[EntryId, int], *, about: bool = True
) -> tuple[Line, ...]:
    told = {words(text) for review in meeting.reviews for text in review.corrections}
    lines = []
    for entry in entries:
        kind, text = entry.filed.kind, words(entry.filed.text) or NO_WORDING
        if kind in _APART or (kind is EntryKind.CORRECTION and text in told):
            continue
        if kind is EntryKind.DECISION:
            lines.append(Line(text, f"Decision {decisions[entry.id]}"))
        elif kind is EntryKind.STEP:
            lines.append(Line(text, f"Next step {step_label(entry, meeting, group)}".strip()))
        else:
            lines.append(Line(text, _LABELS.get(kind, ""), notes_on(entry, group, about=about)))
    return tuple(lines)


def step_label(entry: Entry, meeting: Meeting, group: Group) -> str:
    """A step's number as the whole group shows it."""
    step = group.steps.steps.get(entry.id) or meeting.steps.steps.get(entry.id)
    label = step.label if step is not None else str(entry.number)
    return "" if label == "0" else label


def _sent_in(updates: Iterable[UpdateCollected], meeting: Meeting) -> tuple[Line, ...]:
    """What a lead sent in for this meeting, to be read out."""
    sent = [words(update.text) for update in updates if update.meeting == meeting.id]
    return tuple(Line(text, "Written update") for text in sent if text)


def _agreement(meeting: Meeting, group: Group) -> tuple[Line, ...]:
    """What this meeting did with the agreement; never who proposed or objected."""
    known = [moment for moment in group.agreement.moments if moment.meeting == meeting.id]
    lines = []
    for moment in known or meeting.agreement.moments:
        version = f"v{moment.version}"
        if moment.act == "affirmed":
            lines.append(Line(f"The Comfort / Discomfort Agreement {version} was affirmed by those present."))
            continue
        lines += [Line(words(text), "Adopted", (version,)) for text in moment.added]
        lines += [Line(words(text), "Retired", (version,)) for text in moment.retired]
        if not moment.added and not moment.retired:
            lines.append(Line(f"The Comfort / Discomfort Agreement {version} was adopted."))
    waiting = [item for item in meeting.agreement.items.values() if item.state == "proposed"]
    lines += [Line(words(item.text), "Proposed, not yet adopted") for item in waiting]
    return tuple(lines)


def _reviews(meeting: Meeting, group: Group) -> tuple[Line, ...]:
    lines = []
    for review in meeting.reviews:
        lines.append(Line(review_words(review, group)))
        lines += [Line(words(text) or NO_WORDING, "Correction") for text in review.corrections]
    return tuple(lines)


def review_words(review: MinutesReviewed, group: Group) -> str:
    """What was done with earlier minutes: "The minutes of Wed 9 Oct 2024 were approved as corrected."."""
    held = group.meetings.get(review.meeting)
    whose = f"The minutes of {say_date(held.starts, held.zone)}" if held else "The minutes of an earlier meeting"
    if review.outcome == "postponed":
        return f"{whose} were not reviewed; they stay a draft."
    return f"{whose} were {words(review.outcome)}."
