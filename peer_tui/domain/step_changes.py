"""What a fact about a next step changes of it: one small function a fact. `StepBook` applies them in order."""

from __future__ import annotations

from collections.abc import Callable

from peer_tui.domain.events import (
    Captured,
    Due,
    EntryEdited,
    Event,
    MeetingId,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepDefined,
    StepMarked,
    StepReminded,
    StepShared,
    StepSnoozed,
)
from peer_tui.domain.steps import (
    ACCEPTED,
    ASKED,
    BY_EMAIL,
    DATED,
    DEFINED,
    KEPT_PRIVATE,
    PROMISED,
    RE_DATED,
    REMINDED,
    SHARED,
    SNOOZED,
    UNCLAIMED,
    UNCLAIMED_YET,
    WOKEN,
    Step,
    StepMoment,
)

ABOUT_STEPS = (StepAssigned, StepDated, StepDefined, StepAccepted, StepMarked, StepSnoozed, StepReminded, StepShared)
"""What is said of a step that was promised."""


def new_step(event: Captured | EntryEdited, meeting: MeetingId) -> Step:
    """The step that a line promises; `meeting` is where it was said."""
    filed = event.filed
    step = Step(
        id=event.entry, number=event.number, by=event.by, text=filed.text, meeting=meeting, at=event.moment,
        dated_in=meeting, owner=filed.owner, helpers=filed.helpers, meant=filed.meant, due=filed.due,
        done_when=filed.done_when, priority=filed.priority, filed=filed,
    )  # fmt: skip
    words = PROMISED if filed.owner else UNCLAIMED_YET
    step.life.append(StepMoment(event.moment, meeting, words, filed.owner, due=filed.due))
    return step


def reword(step: Step, event: Captured | EntryEdited, meeting: MeetingId) -> None:
    """An edit of the line. What the walk through Next Steps gave it stays, unless the edit says something else."""
    filed = event.filed
    before = step.filed or filed
    step.text, step.priority, step.filed = filed.text, filed.priority, filed
    step.number = step.number or event.number
    if filed.due != before.due:
        _give_date(step, event, filed.due, meeting)
        step.dated_in = meeting or step.dated_in
    if filed.done_when != before.done_when:
        _give_sign(step, event, filed.done_when, meeting)
    if (filed.owner, filed.helpers, filed.meant) != (before.owner, before.helpers, before.meant):
        if filed.owner != step.owner:
            step.accepted = step.by_email = False
            if len(step.life) > 1:
                words = ASKED if filed.owner else UNCLAIMED
                step.life.append(StepMoment(event.moment, meeting, words, filed.owner))
            else:
                words = PROMISED if filed.owner else UNCLAIMED_YET
                step.life[0] = step.life[0]._replace(words=words, person=filed.owner)
        step.owner, step.helpers, step.meant = filed.owner, filed.helpers, filed.meant


def _give_date(step: Step, event: Event, due: Due | None, meeting: MeetingId) -> None:
    """Another date; the first one that the meeting gave which promised it is part of the promise."""
    if due != step.due:
        if step.due is None and meeting == step.meeting:
            step.life[0] = step.life[0]._replace(due=due)
        else:
            step.life.append(StepMoment(event.moment, meeting, RE_DATED if step.due else DATED, due=due))
    step.due = due


def _give_sign(step: Step, event: Event, done_when: str, meeting: MeetingId) -> None:
    """What done looks like; what was said of it in the meeting that promised the step is part of the promise."""
    if done_when != step.done_when and meeting != step.meeting:
        step.life.append(StepMoment(event.moment, meeting, DEFINED, text=done_when))
    step.done_when = done_when


def _assign(step: Step, event: StepAssigned, meeting: MeetingId) -> None:
    if event.owner != step.owner:
        step.accepted = False
    step.owner, step.helpers, step.meant, step.by_email = event.owner, event.helpers, event.meant, event.by_email
    words = UNCLAIMED if event.owner is None else BY_EMAIL if event.by_email else ASKED
    step.life.append(StepMoment(event.moment, meeting, words, event.owner))


def _date(step: Step, event: StepDated, meeting: MeetingId) -> None:
    _give_date(step, event, event.due, meeting)
    step.dated_in = event.counted_from or meeting


def _define(step: Step, event: StepDefined, meeting: MeetingId) -> None:
    _give_sign(step, event, event.done_when, meeting)


def _accept(step: Step, event: StepAccepted, meeting: MeetingId) -> None:
    if event.person is not None and step.owner is None:
        step.owner = event.person
    step.accepted = step.owner is not None
    step.life.append(StepMoment(event.moment, meeting, ACCEPTED, step.owner))


def _mark(step: Step, event: StepMarked, meeting: MeetingId) -> None:
    step.progress, step.reason, step.marked_in = event.progress, event.reason, meeting
    step.life.append(StepMoment(event.moment, meeting, str(event.progress), text=event.reason))


def _snooze(step: Step, event: StepSnoozed, meeting: MeetingId) -> None:
    step.snoozed = event.until
    until = Due(date=event.until) if event.until is not None else None
    step.life.append(StepMoment(event.moment, meeting, SNOOZED if until else WOKEN, due=until))


def _remind(step: Step, event: StepReminded, meeting: MeetingId) -> None:
    step.reminded = max(step.reminded or event.moment, event.moment)
    step.life.append(StepMoment(event.moment, meeting, REMINDED, step.owner, event.how))


def _share(step: Step, event: StepShared, meeting: MeetingId) -> None:
    if event.shared != step.shared:
        step.life.append(StepMoment(event.moment, meeting, SHARED if event.shared else KEPT_PRIVATE))
    step.shared = event.shared


CHANGES: dict[type[Event], Callable[..., None]] = {
    StepAssigned: _assign,
    StepDated: _date,
    StepDefined: _define,
    StepAccepted: _accept,
    StepMarked: _mark,
    StepSnoozed: _snooze,
    StepReminded: _remind,
    StepShared: _share,
}
"""What each fact changes, given the step, the fact and the meeting in which it was said."""
