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
from peer_tui.domain.naming import Naming, Part, counted
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import marked, say, say_number

ADDED_AFTER = marked("added after the meeting")
AFTER_APPROVAL = marked("arrived after the approval")
AMENDED = marked("amended")
NO_WORDING = marked("(no wording was written down)")

_APART = frozenset({EntryKind.PARKED, EntryKind.CELEBRATION, EntryKind.LINK, EntryKind.QUESTION})
_LABELS = {
    EntryKind.PROPOSAL: marked("Proposal"),
    EntryKind.MOTION: marked("Motion"),
    EntryKind.CORRECTION: marked("Correction"),
    EntryKind.ISSUE: marked("Issue"),
    EntryKind.RECOMMENDATION: marked("Recommendation"),
    EntryKind.LESSON: marked("Lesson"),
    EntryKind.REFLECTION: marked("Reflection"),
    EntryKind.LEARNING: marked("Learned"),
    EntryKind.COMMITMENT: marked("Commitment"),
    EntryKind.MEASURE: marked("Measure"),
    EntryKind.SUPPORT: marked("Support"),
}


class Line(msgspec.Struct, frozen=True):
    """One line of the record."""

    text: str
    label: str = ""
    """What it is, in our words, e.g. `Decision 1`; empty for a note."""
    notes: tuple[str, ...] = ()
    """What is added behind it, e.g. `→ next agenda` or `added after the meeting`."""
    entry: EntryId = ""
    """The captured line it tells; empty where it tells none."""


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
            (say("Parking lot"), self.parked),
            (say("Celebrations"), self.celebrations),
            (say("Documents used"), self.documents),
            (say("Open questions"), self.questions),
        )
        return [Section(title, lines) for title, lines in named if lines]


def notes_on(entry: Entry, naming: Naming, *, about: bool = True) -> tuple[str, ...]:
    """What stands behind a line: its priority, how the group stood to it, and whether it was added late."""
    notes = [subject] if about and (subject := priority_name(entry, naming)) else []
    if entry.outcome == "held":
        notes.append(say("held for more discussion"))
    if any(entry.fingers):
        notes.append(tally_words(entry.fingers))
    if entry.aside > 0:
        notes.append(say_number(entry.aside, "{n} stood aside", "{n} stood aside"))
    if entry.amended:
        notes.append(say(AMENDED))
    elif entry.after_approval:
        notes.append(say(AFTER_APPROVAL))
    elif entry.after_end:
        notes.append(say(ADDED_AFTER))
    return tuple(notes)


def priority_name(entry: Entry, naming: Naming) -> str:
    """The priority a line is about; empty where it names none."""
    priority = naming.group.priorities.get(entry.item) if entry.item else None
    return naming.words(priority.name) if priority is not None else ""


def tally_words(counts: Iterable[int]) -> str:
    """A consensus check as counts, without names: `fingers: 5×8 4×6 3×3 · 17 people`."""
    shown = [(finger, count) for finger, count in enumerate(counts) if count > 0]
    people = sum(count for _, count in shown)
    fingers = " ".join(f"{finger}×{count}" for finger, count in reversed(shown))
    return say(
        "fingers: {fingers} · {people}",
        fingers=fingers,
        people=counted(people, "{n:,} person", "{n:,} people", "no people"),
    )


def due_words(due: Due | None, meeting: Meeting, group: Group) -> str:
    """A due date for the record, which is read on any day: `Fri 15 Nov`, `next meeting (Wed 11 Dec)`, `no date`."""
    today = local_date(meeting.starts, meeting.zone)
    if due is None or (due.date is None and not due.next_meeting):
        return say("no date")
    if due.date is not None and not due.next_meeting:
        return say_day(due.date, today)
    starts = meeting.next_starts or group.after(meeting.id)
    return (
        say("next meeting ({day})", day=say_day(local_date(starts, meeting.zone), today))
        if starts
        else say("next meeting")
    )


def lines_apart(meeting: Meeting, naming: Naming, moved: tuple[Line, ...]) -> Apart:
    """Lines in lists of their own; `moved` are earlier next steps that moved or were done, which are celebrated."""

    def plain(kind: EntryKind) -> tuple[Line, ...]:
        entries = meeting.of_kind(kind)
        return tuple(Line(_said(one, naming), "", notes_on(one, naming), one.id) for one in entries)

    parked = [
        Line(_said(one, naming), "", (_went(one.id, meeting, naming), *notes_on(one, naming)), one.id)
        for one in meeting.of_kind(EntryKind.PARKED)
    ]
    return Apart(
        parked=(*parked, *_returned(meeting, naming)),
        celebrations=(*plain(EntryKind.CELEBRATION), *moved),
        documents=plain(EntryKind.LINK),
        questions=plain(EntryKind.QUESTION),
    )


def _returned(meeting: Meeting, naming: Naming) -> list[Line]:
    """Items parked in earlier meetings which this meeting gave a place."""
    lines = []
    for entry in meeting.parked:
        known = naming.group.parked.get(entry)
        if entry not in meeting.entries and known is not None:
            parked = say("parked {date}", date=say_date(known.at, meeting.zone))
            lines.append(
                Line(naming.words(known.text) or say(NO_WORDING), "", (parked, _went(entry, meeting, naming)), entry)
            )
    return lines


def _went(entry: EntryId, meeting: Meeting, naming: Naming) -> str:
    placed = meeting.parked.get(entry)
    return f"→ {destination_words(placed, meeting, naming)}" if placed else say("no destination yet")


def destination_words(placed: ParkedPlaced, meeting: Meeting, naming: Naming) -> str:
    """Where a parked item went: `next agenda`, `with Ana Ruiz, by Fri 22 Nov`, `comes back on Fri 22 Nov`."""
    if placed.destination is not Destination.OWNER:
        return say(str(placed.destination))
    if placed.owner is None and placed.due is not None:
        when = due_words(placed.due, meeting, naming.group)
        return (
            say("comes back at the {when}", when=when)
            if placed.due.next_meeting
            else say("comes back on {when}", when=when)
        )
    who = say("with {name}", name=naming.name(placed.owner, Part.OWNER) or say("nobody yet"))
    return say("{who}, by {due}", who=who, due=due_words(placed.due, meeting, naming.group)) if placed.due else who


def body(
    meeting: Meeting, naming: Naming, decisions: Mapping[EntryId, int], apart: Apart, goodbyes: tuple[Line, ...]
) -> tuple[Section, ...]:
    """Every section in block order; lists apart come before the goodbyes, lines without a block last.

    `decisions` numbers the decisions as the summary does; `goodbyes` are the lines about the next meeting.
    """
    own = {"agreement": _agreement(meeting, naming), "review": _reviews(meeting, naming), "goodbyes": goodbyes}
    titles = {
        "agreement": say("Comfort / Discomfort Agreement"),
        "review": say("Minutes review"),
        "goodbyes": say("Next meeting"),
    }
    sections: list[Section] = []
    waiting = apart.sections()
    for block in meeting.blocks:
        if block.job == "goodbyes":
            sections += waiting
            waiting = []
        sections.append(_of_block(block, meeting, naming, decisions, own.pop(block.job, ())))
    homeless = [Section(titles[job], lines) for job, lines in own.items() if lines]
    keys = {block.key for block in meeting.blocks}
    others = [entry for entry in meeting.lines() if entry.block not in keys]
    lines = _lines(others, meeting, naming, decisions)
    sections = [*sections, *waiting, *homeless, Section(say("Other notes"), lines)]
    return tuple(section for section in sections if section.lines or section.parts)


def _of_block(
    block: BlockPlan, meeting: Meeting, naming: Naming, decisions: Mapping[EntryId, int], own: tuple[Line, ...]
) -> Section:
    entries = meeting.lines(block.key)
    parts: list[Section] = []
    if block.job == "priorities":
        for priority in naming.group.priorities.values():
            said = [entry for entry in entries if entry.item == priority.id]
            entries = [entry for entry in entries if entry.item != priority.id]
            sent = _sent_in(priority.updates, meeting, naming) if meeting.visited(block.key) else ()
            lines = (*sent, *_lines(said, meeting, naming, decisions, about=False))
            if lines:
                parts.append(Section(naming.words(priority.name) or say("A priority"), lines))
    if block.job == "steps":
        own = (*own, *_steps_elsewhere(entries))
        entries = [entry for entry in entries if entry.filed.kind is not EntryKind.STEP]
    lines = (*own, *_lines(entries, meeting, naming, decisions))
    if block.key in meeting.skipped and not lines and not parts:
        again = block.job in ("priorities", "topics")
        lines = (Line(say("Not reached; offered as a topic next time.") if again else say("Not reached.")),)
    return Section(naming.words(block.title) or say("A block without a title"), lines, tuple(parts))


def _steps_elsewhere(entries: list[Entry]) -> tuple[Line, ...]:
    here = sum(entry.filed.kind is EntryKind.STEP for entry in entries)
    return (
        (
            Line(
                say(
                    "{next_steps} named here; see the summary.",
                    next_steps=counted(here, "{n:,} next step", "{n:,} next steps", "no next steps"),
                )
            ),
        )
        if here
        else ()
    )


def _lines(
    entries: list[Entry], meeting: Meeting, naming: Naming, decisions: Mapping[EntryId, int], *, about: bool = True
) -> tuple[Line, ...]:
    told = {naming.words(text) for review in meeting.reviews for text in review.corrections}
    lines = []
    for entry in entries:
        kind, text = entry.filed.kind, _said(entry, naming)
        if kind in _APART or (kind is EntryKind.CORRECTION and text in told):
            continue
        if kind is EntryKind.DECISION:
            lines.append(Line(text, say("Decision {decisions}", decisions=decisions[entry.id]), entry=entry.id))
        elif kind is EntryKind.STEP:
            label = say("Next step {label}", label=step_label(entry, meeting, naming.group)).strip()
            lines.append(Line(text, label, entry=entry.id))
        else:
            label = naming.words(entry.filed.called) or say(_LABELS.get(kind, ""))
            lines.append(Line(text, label, notes_on(entry, naming, about=about), entry.id))
    return tuple(lines)


def _said(entry: Entry, naming: Naming) -> str:
    return naming.words(entry.filed.text) or say(NO_WORDING)


def step_label(entry: Entry, meeting: Meeting, group: Group) -> str:
    """A step's number as the whole group shows it."""
    step = group.steps.steps.get(entry.id) or meeting.steps.steps.get(entry.id)
    label = step.label if step is not None else str(entry.number)
    return "" if label == "0" else label


def _sent_in(updates: Iterable[UpdateCollected], meeting: Meeting, naming: Naming) -> tuple[Line, ...]:
    """What a lead sent in for this meeting, to be read out: as it was said last, when it was changed."""
    sent = [naming.words(update.text) for update in updates if update.meeting == meeting.id][-1:]
    return tuple(Line(text, say("Written update")) for text in sent if text)


def _agreement(meeting: Meeting, naming: Naming) -> tuple[Line, ...]:
    """What this meeting did with the agreement; never who proposed or objected."""
    known = [moment for moment in naming.group.agreement.moments if moment.meeting == meeting.id]
    lines = []
    for moment in known or meeting.agreement.moments:
        version = f"v{moment.version}"
        if moment.act == "affirmed":
            lines.append(
                Line(
                    say("The Comfort / Discomfort Agreement {version} was affirmed by those present.", version=version)
                )
            )
            continue
        lines += [Line(naming.words(text), say("Adopted"), (version,)) for text in moment.added]
        lines += [Line(naming.words(text), say("Retired"), (version,)) for text in moment.retired]
        if not moment.added and not moment.retired:
            lines.append(Line(say("The Comfort / Discomfort Agreement {version} was adopted.", version=version)))
    waiting = [item for item in meeting.agreement.items.values() if item.state == "proposed"]
    lines += [Line(naming.words(item.text), say("Proposed, not yet adopted")) for item in waiting]
    return tuple(lines)


def _reviews(meeting: Meeting, naming: Naming) -> tuple[Line, ...]:
    lines = []
    for review in meeting.reviews:
        lines.append(Line(review_words(review, naming)))
        lines += [Line(naming.words(text) or say(NO_WORDING), say("Correction")) for text in review.corrections]
    return tuple(lines)


def review_words(review: MinutesReviewed, naming: Naming) -> str:
    """What was done with earlier minutes: "The minutes of Wed 9 Oct 2024 were approved as corrected."."""
    held = naming.group.meetings.get(review.meeting)
    whose = (
        say("The minutes of {date}", date=say_date(held.starts, held.zone))
        if held
        else say("The minutes of an earlier meeting")
    )
    if review.outcome == "postponed":
        return say("{whose} were not reviewed; they stay a draft.", whose=whose)
    outcome = naming.words(review.outcome)
    how = outcome.removeprefix("approved ")
    if how != outcome:
        return say("{whose} were approved {how}.", whose=whose, how=say(how))
    return say("{whose} were {outcome}.", whose=whose, outcome=say(outcome))
