"""The lines of a record, one by one, with their history (`product.md` §3.7 d)."""

from __future__ import annotations

from dataclasses import dataclass

from peer_tui.domain.entries import Entry
from peer_tui.domain.events import (
    Captured,
    EntryEdited,
    EntryId,
    EntryKind,
    Event,
    Filed,
    MeetingId,
    ParkedPlaced,
    ProposalSettled,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepDefined,
    StepMarked,
    StepShared,
)
from peer_tui.domain.group import Group
from peer_tui.domain.history import standing
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.naming import Naming, Part, words
from peer_tui.domain.parsed import kind_words
from peer_tui.domain.rows import who_words
from peer_tui.domain.sections import AFTER_APPROVAL, AMENDED, destination_words, due_words, step_label
from peer_tui.domain.steps import KEPT_PRIVATE, SHARED
from peer_tui.domain.wall_time import say_date, say_short_time, say_time
from peer_tui.domain.withholding import is_withheld
from peer_tui.domain.words import say
from peer_tui.services.own_time import hours_of
from peer_tui.services.workspace import OpenGroup, Workspace


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of a record, as the list shows it. Everything in it is plain text."""

    entry: EntryId
    block: str
    """The title of its block."""
    label: str
    """`DECISION 2`, `NEXT STEP 14`, `NOTE`."""
    text: str
    more: tuple[str, ...]
    """Who, by when, done when, where it goes; edited, amended, added late."""
    at: str
    """When it was written, e.g. `2:21`."""
    kind: EntryKind


@dataclass(frozen=True, slots=True)
class LineMoment:
    """One moment in the life of a line."""

    when: str
    """`Wed 13 Nov 2024, 2:21 pm`."""
    who: str
    """Which device: `this device` or the beginning of another's name. Who sat before it nobody knows."""
    what: str
    """What happened, e.g. `written down as NOTE: “We meet monthly”`."""


def lines_of(workspace: Workspace, opened: OpenGroup, meeting: MeetingId) -> list[RecordLine]:
    """The lines of a meeting in the order of its agenda; those of no block last."""
    folded, group = opened.meeting(meeting), opened.group
    naming, hours = Naming(group), hours_of(workspace, group)
    decisions = {entry.id: n for n, entry in enumerate(folded.of_kind(EntryKind.DECISION), 1)}
    places = {block.key: place for place, block in enumerate(folded.blocks)}
    titles = {block.key: naming.words(block.title) or say("A block without a title") for block in folded.blocks}
    ordered = sorted(folded.lines(), key=lambda entry: places.get(entry.block, len(places)))
    return [
        RecordLine(
            entry.id,
            titles.get(entry.block, say("Other notes")),
            _label(entry, folded, group, decisions),
            words(entry.filed.text),
            _more(entry, folded, naming),
            say_short_time(entry.at, folded.zone, hours),
            entry.filed.kind,
        )
        for entry in ordered
        if not entry.redacted
    ]


def _label(entry: Entry, folded: Meeting, group: Group, decisions: dict[EntryId, int]) -> str:
    word = kind_words(entry.filed)
    if entry.filed.kind is EntryKind.DECISION:
        return f"{word} {decisions[entry.id]}"
    return f"{word} {step_label(entry, folded, group)}".strip() if entry.filed.kind is EntryKind.STEP else word


def _more(entry: Entry, folded: Meeting, naming: Naming) -> tuple[str, ...]:
    told: list[str] = []
    step = folded.steps.steps.get(entry.id)
    if step is not None:
        told += [
            say("who: {who_words}", who_words=who_words(step, naming)),
            say("by: {due}", due=due_words(step.due, folded, naming.group)),
        ]
        told += [say("done when: {done}", done=done)] if (done := words(step.done_when)) else []
    if entry.filed.kind is EntryKind.PARKED:
        placed = folded.parked.get(entry.id)
        told.append(f"→ {destination_words(placed, folded, naming)}" if placed else say("no destination yet"))
    told += [say("not in the group's minutes")] if is_withheld(entry, naming.group) else []
    told += [say("edited")] if entry.edited else []
    told += [say(AMENDED)] if entry.amended else []
    told += [say(AFTER_APPROVAL)] if entry.after_approval else []
    told += [say("changed after the approval: h shows it")] if entry.later else []
    told += [say("added after the meeting")] if entry.after_end and not (entry.amended or entry.after_approval) else []
    return tuple(told)


# --- its history --------------------------------------------------------------------------------------------------


def history_of(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, entry: EntryId) -> list[LineMoment]:
    """What happened to a line, oldest first: by which device, when, and what it was made."""
    folded, hours = opened.meeting(meeting), hours_of(workspace, opened.group)
    moments = []
    for event in standing(opened.events.get(meeting, ())).events:
        what = _what(event, entry, Naming(opened.group), folded)
        if what:
            at = event.moment
            when = f"{say_date(at, folded.zone)}, {say_time(at, folded.zone, hours)}"
            who = (
                say("this device")
                if workspace.is_ours(event.by)
                else say("device {by}", by=event.by.rpartition("-")[0][:6] or "?")
            )
            moments.append(LineMoment(when, who, what))
    return moments


def _what(event: Event, entry: EntryId, naming: Naming, folded: Meeting) -> str:
    """What an event did to a line, in words; empty where it is about another."""
    if entry not in (getattr(event, "entry", None), getattr(event, "step", None)):
        return ""
    match event:
        case Captured():
            return say("written down as {filed}", filed=_filed(event.filed))
        case EntryEdited():
            if folded.amends(event):
                return say("amended to {filed}", filed=_filed(event.filed))
            return say("changed to {filed}", filed=_filed(event.filed))
        case ProposalSettled():
            return say("the proposal was {outcome}", outcome=say(event.outcome))
        case StepAssigned():
            who = naming.name(event.owner, Part.OWNER) if event.owner else say("nobody")
            return say("given to {who}", who=who)
        case StepAccepted():
            return say("its owner said yes")
        case StepDated():
            return say("due {due}", due=due_words(event.due, folded, naming.group))
        case StepDefined():
            return say("done when: {done_when}", done_when=words(event.done_when) or say("not said any more"))
        case StepMarked():
            return say(event.progress)
        case StepShared():
            return say(SHARED if event.shared else KEPT_PRIVATE)
        case ParkedPlaced():
            return f"→ {destination_words(event, folded, naming)}"
        case _:
            return ""


def _filed(filed: Filed) -> str:
    done = f" = {words(filed.done_when)}" if filed.done_when else ""
    return f"{kind_words(filed)}: “{words(filed.text)}{done}”"
