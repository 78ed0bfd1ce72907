"""Next steps as rows of the record: who, what, by when, done when, and how they stand (`product.md` §3.8, §3.9)."""

from __future__ import annotations

import msgspec

from peer_tui.domain.events import EntryKind, Progress
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.naming import Part, name_in_record, names_in_record, words
from peer_tui.domain.sections import ADDED_AFTER, NO_WORDING, due_words, priority_name, step_label
from peer_tui.domain.steps import Step

_TOLD = frozenset(str(progress) for progress in Progress)


class StepRow(msgspec.Struct, frozen=True):
    """One row of the next-steps table, all in words."""

    label: str
    text: str
    who: str
    by_when: str
    done_when: str
    state: str
    notes: tuple[str, ...] = ()


def step_rows(meeting: Meeting, group: Group) -> tuple[StepRow, ...]:
    """The next steps promised in this meeting, in the order they were named, as the meeting left them."""
    rows = []
    for entry in meeting.of_kind(EntryKind.STEP):
        step = meeting.steps.steps.get(entry.id)
        if step is not None:
            late = (ADDED_AFTER,) if entry.after_end else ()
            about = (subject,) if (subject := priority_name(entry, group)) else ()
            label = step_label(entry, meeting, group)
            rows.append(_row(step, label, state_words(step), (*about, *late), meeting, group))
    return tuple(rows)


def carried_rows(meeting: Meeting, group: Group) -> tuple[StepRow, ...]:
    """Next steps of earlier meetings that were told about in this one, with what was told last."""
    rows = []
    for step in group.steps.told_in(meeting.id):
        told = [moment.words for moment in step.life if moment.meeting == meeting.id]
        if step.meeting == meeting.id:
            continue
        progress = [said for said in told if said in _TOLD]
        reason = words(step.reason) if progress and step.marked_in == meeting.id else ""
        state = progress[-1] if progress else told[-1]
        notes = (reason,) if reason else ()
        rows.append(_row(step, step.label, state, notes, meeting, group))
    return tuple(rows)


def _row(step: Step, label: str, state: str, notes: tuple[str, ...], meeting: Meeting, group: Group) -> StepRow:
    return StepRow(
        label="" if label == "0" else label,
        text=words(step.text) or NO_WORDING,
        who=who_words(step, group),
        by_when=due_words(step.due, meeting, group),
        done_when=words(step.done_when),
        state=state,
        notes=notes,
    )


def who_words(step: Step, group: Group) -> str:
    """`Ana Ruiz`, `Ana Ruiz with Bo Chen`, `unclaimed`, `unclaimed (meant: ana)`."""
    if step.owner is None:
        meant = words(step.meant)
        return f"unclaimed (meant: {meant})" if meant else "unclaimed"
    lead = name_in_record(group, step.owner, Part.OWNER)
    helpers = names_in_record(group, step.helpers, Part.OWNER)
    return f"{lead} with {helpers}" if helpers else lead


def state_words(step: Step) -> str:
    """How a step stands: its owner state, unless more is known of its progress (`product.md` §3.9)."""
    reason = f": {told}" if (told := words(step.reason)) else ""
    if step.progress is not Progress.NOT_STARTED:
        return f"{step.progress}{reason}"
    if step.by_email and not step.accepted:
        return "to be asked by e-mail"
    return step.owner_state
