"""Next steps as rows of the record: who, what, by when, done when, and how they stand (`product.md` §3.8, §3.9)."""

from __future__ import annotations

import msgspec

from peer_tui.domain.between import BETWEEN_MEETINGS, told_before
from peer_tui.domain.events import Due, EntryId, EntryKind, Progress
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.naming import Naming, Part
from peer_tui.domain.sections import ADDED_AFTER, NO_WORDING, due_words, priority_name, step_label
from peer_tui.domain.steps import QUIET, Step
from peer_tui.domain.withholding import is_withheld
from peer_tui.domain.words import say

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
    entry: EntryId = ""
    """The captured line it is."""
    told: str = ""
    """What was told of it, as it is kept: `done`, `moved`; empty for a step as it was promised, or still open."""
    unclaimed: bool = False
    """Nobody has it: `who` says so."""


def step_rows(meeting: Meeting, naming: Naming) -> tuple[StepRow, ...]:
    """The next steps promised in this meeting, in the order they were named, as the meeting left them."""
    rows = []
    for entry in meeting.of_kind(EntryKind.STEP):
        step = meeting.steps.steps.get(entry.id)
        if step is not None and not is_withheld(entry, naming.group):
            late = (say(ADDED_AFTER),) if entry.after_end else ()
            about = (subject,) if (subject := priority_name(entry, naming)) else ()
            label = step_label(entry, meeting, naming.group)
            rows.append(_row(step, label, state_words(step, naming), (*about, *late), meeting, naming))
    return tuple(rows)


def carried_rows(meeting: Meeting, naming: Naming) -> tuple[StepRow, ...]:
    """Next steps of earlier meetings that were told about in this one or since the one before, with the last told."""
    rows = []
    between = {told.step.id: told for told in told_before(naming.group, meeting.id)}
    steps = {step.id: step for step in naming.group.steps.told_in(meeting.id)}
    for step in (steps | {key: told.step for key, told in between.items()}).values():
        if step.meeting == meeting.id or step.withheld:
            continue
        told = [moment.words for moment in step.life if moment.meeting == meeting.id and moment.words not in QUIET]
        progress = [said for said in told if said in _TOLD]
        if not progress and step.id in between:
            moment = between[step.id].moment
            kept, notes = moment.words, (naming.words(moment.text), say(BETWEEN_MEETINGS))
        else:
            reason = naming.words(step.reason) if progress and step.marked_in == meeting.id else ""
            kept, notes = progress[-1] if progress else told[-1], (reason, "")
        row = _row(step, step.label, say(kept), tuple(note for note in notes if note), meeting, naming)
        rows.append(msgspec.structs.replace(row, told=str(kept)))
    return tuple(rows)


def still_open_rows(meeting: Meeting, naming: Naming) -> tuple[StepRow, ...]:
    """Next steps of earlier meetings of the series that are still to be done, with the days they are due."""
    group, rows = naming.group, []
    here = group.meetings.get(meeting.id)
    for step in group.open_steps if here is not None else ():
        promised = group.meetings.get(step.meeting)
        if promised is None or here is None or promised.series != here.series or step.meeting == meeting.id:
            continue
        if step.withheld:
            continue
        day = group.due_on(step)
        settled = msgspec.structs.replace(step, due=Due(date=day)) if day is not None else step
        carried = (say("carried {carried}×", carried=step.carried),) if step.carried else ()
        rows.append(_row(settled, step.label, state_words(step, naming), carried, meeting, naming))
    return tuple(rows)


def _row(step: Step, label: str, state: str, notes: tuple[str, ...], meeting: Meeting, naming: Naming) -> StepRow:
    return StepRow(
        label="" if label == "0" else label,
        text=naming.words(step.text) or say(NO_WORDING),
        who=who_words(step, naming),
        by_when=due_words(step.due, meeting, naming.group),
        done_when=naming.words(step.done_when),
        state=state,
        notes=notes,
        entry=step.id,
        unclaimed=step.owner is None,
    )


def who_words(step: Step, naming: Naming) -> str:
    """`Ana Ruiz`, `Ana Ruiz with Bo Chen`, `unclaimed`, `unclaimed (meant: ana)`.

    Where names are hidden it is not told who was meant: nobody knows whose name that is.
    """
    if step.owner is None:
        meant = "" if naming.privacy.hides else naming.words(step.meant)
        return say("unclaimed (meant: {meant})", meant=meant) if meant else say("unclaimed")
    lead = naming.name(step.owner, Part.OWNER)
    helpers = naming.names(step.helpers, Part.OWNER)
    return say("{lead} with {helpers}", lead=lead, helpers=helpers) if helpers else lead


def state_words(step: Step, naming: Naming) -> str:
    """How a step stands: its owner state, unless more is known of its progress (`product.md` §3.9)."""
    reason = f": {told}" if (told := naming.words(step.reason)) else ""
    if step.progress is not Progress.NOT_STARTED:
        return f"{say(step.progress)}{reason}"
    if step.by_email and not step.accepted:
        return say("to be asked by e-mail")
    return say(step.owner_state)
