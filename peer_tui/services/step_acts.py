"""What is done about a next step between two meetings: one act each (`product.md` §2.3, §3.9).

Each is recorded in the group's own log: it was said in no meeting, so it changes nobody's minutes but those of the next
meeting, which hears of it (`domain.between`). Two devices that say the same twice, or different things at once, agree
once they have met: the later one holds, and both stay in the step's life line.
"""

from __future__ import annotations

from typing import NamedTuple

from peer_tui.domain.characters import clean
from peer_tui.domain.dates import say_day
from peer_tui.domain.events import (
    EntryId,
    Event,
    EventId,
    Progress,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepDefined,
    StepMarked,
    StepShared,
    StepSnoozed,
    Undone,
)
from peer_tui.domain.history import act_of, in_order, taken_back
from peer_tui.domain.step_changes import ABOUT_STEPS
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import both, say
from peer_tui.services.problems import Problem
from peer_tui.services.step_words import (
    dated,
    due_in_words,
    kept_words,
    name_of,
    named,
    next_meeting,
    read_date,
    read_owner,
    step_of,
    today_in,
    whom,
)
from peer_tui.services.workspace import OpenGroup, Workspace

NOBODY = frozenset({"-", "nobody", "unclaimed", "none"})
NEVER = frozenset({"-", "none", "no date", "never"})


class Acted(NamedTuple):
    """What was done."""

    words: str
    """A sentence that says so."""
    act: EventId
    """The act, which `undo` takes back; empty where nothing had to be recorded."""


def mark(workspace: Workspace, opened: OpenGroup, step_id: EntryId, progress: Progress, reason: str = "") -> Acted:
    """How far a step has come: not started, moved, stuck, done, dropped. What was done may be opened again.

    Raises:
        Problem: the step is gone, or it is dropped and no reason is given.
    """
    step = step_of(opened, step_id)
    told = kept_words(reason)
    if progress is Progress.DROPPED and not told:
        raise Problem(say("Why is {named} dropped? A reason stays with it. Nothing was changed.", named=named(step)))
    if progress is step.progress and told == kept_words(step.reason) and progress is not Progress.MOVED:
        return Acted(say("{label} is {progress} already.", label=step.label, progress=say(progress)), "")
    again = not step.open and progress not in (Progress.DONE, Progress.DROPPED)
    said = say("opened again") if again and progress is Progress.NOT_STARTED else say(progress)
    celebrated = f" · {say('a movement worth celebrating')}" if progress is Progress.MOVED else ""
    more = f": {told}" if told else celebrated
    return _recorded(
        workspace, opened, [StepMarked(step=step.id, progress=progress, reason=told)], f"{named(step)} {said}{more}"
    )


def drop(workspace: Workspace, opened: OpenGroup, step_id: EntryId, reason: str) -> Acted:
    """Let it go, with a reason."""
    return mark(workspace, opened, step_id, Progress.DROPPED, reason)


def accept(workspace: Workspace, opened: OpenGroup, step_id: EntryId) -> Acted:
    """The owner said yes: the only way a step becomes accepted.

    Raises:
        Problem: the step is gone, or nobody is named yet.
    """
    step = step_of(opened, step_id)
    if step.owner is None:
        raise Problem(
            say("Nobody is named for {named} yet: name somebody first. Nothing was changed.", named=named(step))
        )
    who = name_of(opened.group, step.owner)
    if step.accepted:
        return Acted(say("{who} said yes to {label} already.", who=who, label=step.label), "")
    return _recorded(
        workspace,
        opened,
        [StepAccepted(step=step.id, person=step.owner)],
        say("{named}: {who} said yes", named=named(step), who=who),
    )


def assign(workspace: Workspace, opened: OpenGroup, step_id: EntryId, words: str) -> Acted:
    """Another owner: `ana`, `@ana @bo by fri = sent`, or `nobody`. Who is named is asked until they say yes.

    Raises:
        Problem: the step is gone, or the name fits nobody, or several people: it is never guessed.
    """
    step = step_of(opened, step_id)
    said = words.strip()
    if said.lstrip("@").casefold() in NOBODY:
        if step.owner is None and not step.meant:
            return Acted(say("{label} is unclaimed already.", label=step.label), "")
        return _recorded(
            workspace, opened, [StepAssigned(step=step.id, owner=None)], say("{named}: unclaimed", named=named(step))
        )
    if not said:
        raise Problem(say("Who takes it? A name, or nobody. Nothing was changed."))
    filed, people = read_owner(workspace, opened.group, said if said.startswith(("@", "=", "by ")) else f"@{said}")
    if filed.owner is None and (filed.meant or not (filed.due or filed.done_when)):
        raise Problem(whom(filed.meant or said, people))
    bodies: list[Event] = []
    parts: list[str] = []
    if filed.owner is not None and (filed.owner, filed.helpers) != (step.owner, step.helpers):
        bodies.append(StepAssigned(step=step.id, owner=filed.owner, helpers=filed.helpers))
        helpers = both(name_of(opened.group, person) for person in filed.helpers)
        parts.append(
            say("asked {name} with {helpers}", name=name_of(opened.group, filed.owner), helpers=helpers)
            if helpers
            else say("asked {name}", name=name_of(opened.group, filed.owner))
        )
    if filed.due is not None:
        bodies.append(dated(workspace, opened.group, step, filed.due))
        parts.append(due_in_words(workspace, opened.group, step, filed.due))
    if filed.done_when:
        bodies.append(StepDefined(step=step.id, done_when=filed.done_when))
        parts.append(say("done when: {done_when}", done_when=filed.done_when))
    if not bodies:
        return Acted(
            say("{label} is with {name} already.", label=step.label, name=name_of(opened.group, step.owner)), ""
        )
    return _recorded(workspace, opened, bodies, f"{named(step)}: {' · '.join(parts)}")


def date(workspace: Workspace, opened: OpenGroup, step_id: EntryId, words: str) -> Acted:
    """Another date, as the capture line reads it: `fri`, `22 nov`, `2w`, `nm`, or `none`. It is re-dated, never moved.

    Raises:
        Problem: the step is gone, or the words say no date.
    """
    step, group = step_of(opened, step_id), opened.group
    said = words.strip().removeprefix("by ").strip()
    if said.casefold() in NEVER:
        if step.due is None:
            return Acted(say("{label} has no date.", label=step.label), "")
        return _recorded(
            workspace, opened, [StepDated(step=step.id, due=None)], say("{named}: no date any more", named=named(step))
        )
    due = read_date(workspace, group, said)
    body = dated(workspace, group, step, due)
    if body.due == step.due and (not due.next_meeting or body.counted_from == step.dated_in):
        return Acted(say("{label} is due then already.", label=step.label), "")
    changed = say("re-dated") if step.due is not None else say("dated")
    return _recorded(workspace, opened, [body], f"{named(step)} {changed}: {due_in_words(workspace, group, step, due)}")


def define(workspace: Workspace, opened: OpenGroup, step_id: EntryId, words: str) -> Acted:
    """What done looks like; empty takes it away.

    Raises:
        Problem: the step is gone.
    """
    step, said = step_of(opened, step_id), kept_words(words.strip().removeprefix("="))
    if said == step.done_when:
        return Acted(say("{label}: that is what stands there.", label=step.label), "")
    shown = say("done when: {said}", said=said) if said else say("no sign of being done any more")
    return _recorded(workspace, opened, [StepDefined(step=step.id, done_when=said)], f"{named(step)} · {shown}")


def snooze(workspace: Workspace, opened: OpenGroup, step_id: EntryId, words: str) -> Acted:
    """Nobody is told of it before a day: `fri`, `2w`, `22 nov`, `nm`.

    Raises:
        Problem: the step is gone or closed, or the words say no day to come.
    """
    step, group = step_of(opened, step_id), opened.group
    if not step.open:
        raise Problem(
            say(
                "{named} is {progress}: there is nothing to be told of. Nothing was changed.",
                named=named(step),
                progress=say(step.progress),
            )
        )
    due, today = read_date(workspace, group, words), today_in(workspace, group)
    until = due.date
    if due.next_meeting:
        counted, _ = next_meeting(group, step, workspace.now())
        starts = group.after(counted)
        until = local_date(starts, group.zone) if starts is not None else None
        if until is None:
            raise Problem(say("The next meeting is not planned yet: name a day. Nothing was changed."))
    if until is None or until <= today:
        raise Problem(say("Snooze it until a day to come: 2w, fri, 22 nov. Nothing was changed."))
    shown = say("{named} snoozed until {day}", named=named(step), day=say_day(until, today))
    return _recorded(workspace, opened, [StepSnoozed(step=step.id, until=until)], shown)


def wake(workspace: Workspace, opened: OpenGroup, step_id: EntryId) -> Acted:
    """A snoozed step is told of again."""
    step = step_of(opened, step_id)
    if not step.sleeps(today_in(workspace, opened.group)):
        return Acted(say("{label} is not snoozed.", label=step.label), "")
    return _recorded(
        workspace, opened, [StepSnoozed(step=step.id, until=None)], say("{named} is awake again", named=named(step))
    )


def share(workspace: Workspace, opened: OpenGroup, step_id: EntryId, shared: bool | None = None) -> Acted:
    """Its owner lets the group have a personal next step, or keeps it to themselves again.

    Args:
        workspace: the library.
        opened: the group.
        step_id: the step.
        shared: whether the group may have it; None turns it round.

    Raises:
        Problem: the step is gone, or it is not personal.
    """
    step = step_of(opened, step_id)
    if not step.private:
        raise Problem(
            say("{named} is nobody's personal step: it stands in the group's record anyway.", named=named(step))
        )
    wanted = not step.shared if shared is None else shared
    if wanted is step.shared:
        return Acted(shared_words(step.label, wanted), "")
    said = shared_words(named(step), wanted)
    return _recorded(workspace, opened, [StepShared(step=step.id, shared=wanted)], said)


def shared_words(step: str, shared: bool) -> str:
    """That a personal next step may be told of from now on, or may not any more."""
    if shared:
        return say("{step}: shared, it stands in the group's record from now on", step=step)
    return say("{step}: private, it stands in nothing that is written from now on", step=step)


def undo(workspace: Workspace, opened: OpenGroup) -> str:
    """Take back this device's last act of these in the group, also after a restart; says which.

    Raises:
        Problem: there is none.
    """
    act = last_act(workspace, opened)
    if not act:
        raise Problem(
            say(
                "There is nothing to undo in {name}: only what was done here is taken back.",
                name=clean(opened.group.name),
            )
        )
    step = opened.group.steps.steps.get(act[0].step)
    workspace.record(opened, "", [Undone(target=act_of(act[0]))])
    what = both(dict.fromkeys(_what(event) for event in act))
    return (
        say("Undone: {what} · {named}", what=what, named=named(step))
        if step is not None
        else say("Undone: {what}", what=what)
    )


def last_act(
    workspace: Workspace, opened: OpenGroup
) -> list[StepAssigned | StepDated | StepDefined | StepAccepted | StepMarked | StepSnoozed | StepShared]:
    """The facts of this device's last act about a next step between meetings that holds; empty if there is none."""
    events = [event for event in in_order(opened.events.get("", ())) if isinstance(event, Event)]
    undone = taken_back(events)
    for event in reversed(events):
        if isinstance(event, _UNDOABLE) and workspace.is_ours(event.by) and act_of(event) not in undone:
            return [one for one in events if isinstance(one, _UNDOABLE) and act_of(one) == act_of(event)]
    return []


_UNDOABLE = (StepAssigned, StepDated, StepDefined, StepAccepted, StepMarked, StepSnoozed, StepShared)
"""That somebody was reminded happened, whatever is undone."""
assert set(_UNDOABLE) < set(ABOUT_STEPS)


def _what(event: Event) -> str:
    match event:
        case StepMarked(progress=progress):
            return say("“{progress}”", progress=say(progress))
        case StepAssigned():
            return say("the owner")
        case StepAccepted():
            return say("the yes")
        case StepDated():
            return say("the date")
        case StepDefined():
            return say("what done looks like")
        case StepShared(shared=shared):
            return say("the sharing") if shared else say("the keeping private")
        case _:
            return say("the snooze")


def _recorded(workspace: Workspace, opened: OpenGroup, bodies: list[Event], words: str) -> Acted:
    recorded = workspace.record(opened, "", bodies)
    return Acted(words, act_of(recorded[0]))
