"""Reminders: who is to be reminded of a next step today, in which words, and that it was done.

Nothing is sent from here. A reminder is copied, or written as an e-mail draft that a person looks at and sends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.dates import say_day
from peer_tui.domain.events import PersonId, StepReminded
from peer_tui.domain.naming import counted
from peer_tui.domain.reminders import Nudge, nudge
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import marked, say
from peer_tui.services.exported import Exported, Known, remember, write_private
from peer_tui.services.problems import Problem
from peer_tui.services.step_lines import StepLine, every_step
from peer_tui.services.workspace import OpenGroup, Workspace

COPIED, DRAFTED = marked("copied"), marked("e-mail draft")
"""How somebody was reminded, as `StepReminded.how` says it."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one person is reminded of, in one group."""

    opened: OpenGroup
    person: PersonId
    name: str
    """Their name as they want it."""
    short: str
    """As lists show it: `Ana R.`."""
    lines: tuple[StepLine, ...]
    why: tuple[Nudge | None, ...]
    """Of each line, why now; None where it is only listed with the others."""

    @property
    def words(self) -> str:
        """`Ana R. · 2 next steps: 4 half-way, 7 two days before`."""
        told = ", ".join(
            f"{line.number} {say(why)}" if why else line.number for line, why in zip(self.lines, self.why, strict=True)
        )
        return (
            f"{self.short} · {counted(len(self.lines), '{n:,} next step', '{n:,} next steps', 'no next steps')}: {told}"
        )


def reminders_due(workspace: Workspace, groups: Sequence[OpenGroup] | None = None) -> list[Reminder]:
    """Whom to remind today, and of what; what is due first stands first.

    Args:
        workspace: the opened library.
        groups: the groups; None for all.
    """
    due: dict[tuple[str, PersonId], list[tuple[StepLine, Nudge]]] = {}
    for line in every_step(workspace, groups):
        why = _nudge(line)
        if why is not None:
            due.setdefault((line.opened.folder, _owner(line)), []).append((line, why))
    return [_reminder(tuple(line for line, _ in found), tuple(why for _, why in found)) for found in due.values()]


def reminder_for(workspace: Workspace, line: StepLine) -> Reminder:
    """A reminder for the owner of a step now, of this and of every other open step of theirs in the group.

    Raises:
        Problem: the step is closed, or nobody has it.
    """
    if not line.step.open:
        raise Problem(
            say(
                "{number} is {progress}: nobody needs to be reminded of it.",
                number=line.number,
                progress=say(line.step.progress),
            )
        )
    if line.step.owner is None:
        raise Problem(say("{number} is unclaimed: name somebody first (o).", number=line.number))
    theirs = [
        one for one in every_step(workspace, [line.opened])
        if one.step.owner is not None and _owner(one) == _owner(line) and (not one.asleep or one.key == line.key)
    ]  # fmt: skip
    return _reminder(tuple(theirs), tuple(_nudge(one) for one in theirs))


def _owner(line: StepLine) -> PersonId:
    known = line.opened.glance.person(line.step.owner)
    return known.id if known is not None else line.step.owner or ""


def _nudge(line: StepLine) -> Nudge | None:
    zone, step = line.opened.glance.zone, line.step
    reminded = local_date(step.reminded, zone) if step.reminded is not None else None
    return nudge(step, line.due, local_date(step.since, zone), reminded, line.today)


def _reminder(lines: tuple[StepLine, ...], why: tuple[Nudge | None, ...]) -> Reminder:
    opened, person = lines[0].opened, _owner(lines[0])
    known = opened.glance.person(person)
    name = clean(known.name).strip() if known is not None else ""
    return Reminder(opened, person, name or say("a member"), lines[0].who, lines, why)


# --- the words ----------------------------------------------------------------------------------------------------


def subject_of(reminder: Reminder) -> str:
    """The subject of the message."""
    steps = say("Your next step") if len(reminder.lines) == 1 else say("Your next steps")
    return say("{steps} in {name}", steps=steps, name=clean(reminder.opened.glance.name).strip())


def text_of(workspace: Workspace, reminder: Reminder) -> str:
    """What the person is told: their next steps, and that every honest answer is a good one."""
    one = len(reminder.lines) == 1
    group = clean(reminder.opened.glance.name).strip()
    named = [line for line in reminder.lines if not line.step.accepted]
    said = [
        say("Hello {name},", name=reminder.name),
        "",
        say("this is the next step beside your name in {group}:", group=group)
        if one
        else say("these are the next steps beside your name in {group}:", group=group),
        "",
        *(_of_step(line) for line in reminder.lines),
        "",
    ]
    if named:
        which = say("it") if one else _numbers(named)
        said += [
            say("You were named for {which}, and nobody has heard your yes yet. A no is just as welcome.", which=which),
            "",
        ]
    said += [
        say(
            "How is it going? “Done”, “it moved a little”, “it is stuck, and this is why” and “somebody else should "
            "take "
            "it” are all good answers.{next_meeting}",
            next_meeting=_next_meeting(workspace, reminder),
        ),
        "",
        say("If another date or another shape would suit better, please say so: it is changed at once."),
        "",
        say("Thank you!"),
    ]
    return "\n".join(said)


def _numbers(lines: Sequence[StepLine]) -> str:
    numbers = [line.number for line in lines]
    return (
        numbers[0]
        if len(numbers) == 1
        else say("{numbers} and {numbers_2}", numbers=", ".join(numbers[:-1]), numbers_2=numbers[-1])
    )


def _of_step(line: StepLine) -> str:
    when = " – " + say("by {day}", day=say_day(line.due, line.today)) if line.due is not None else ""
    done = clean(line.step.done_when).strip()
    helpers = " " + say("(with {helpers})", helpers=", ".join(line.helpers)) if line.helpers else ""
    said = f"{line.number}. {line.text}{helpers}{when}{' – ' + say('done when: {done}', done=done) if done else ''}"
    return say("{step} (yours alone: the group's minutes do not have it)", step=said) if line.private else said


def _next_meeting(workspace: Workspace, reminder: Reminder) -> str:
    group, now = reminder.opened.glance, workspace.now()
    series = {line.held.series for line in reminder.lines if line.held is not None}
    ahead = [
        held.starts
        for held in group.meetings.values()
        if held.series in series and held.state == "planned" and not held.hidden and held.starts > now
    ]
    if not ahead:
        return ""
    day = say_day(local_date(min(ahead), group.zone), reminder.lines[0].today)
    return " " + say("We would love to hear it by our next meeting, {day}.", day=day)


# --- done ---------------------------------------------------------------------------------------------------------


def reminded(workspace: Workspace, reminder: Reminder, how: str) -> str:
    """Record that the person was reminded: `COPIED` or `DRAFTED`. Says so in a sentence."""
    steps = reminder.opened.group.steps.steps
    bodies = [StepReminded(step=line.step.id, how=how) for line in reminder.lines if line.step.id in steps]
    if bodies:
        workspace.record(reminder.opened, "", bodies)
    return say(
        "{short} reminded of {next_steps} ({how}).",
        short=reminder.short,
        next_steps=counted(len(bodies), "{n:,} next step", "{n:,} next steps", "no next steps"),
        how=say(how),
    )


def write_draft(workspace: Workspace, reminder: Reminder, folder: Path | None = None) -> Path:
    """Write the reminder as an e-mail draft for its owner only; a person looks at it and sends it.

    Args:
        workspace: the opened library.
        reminder: what it says.
        folder: where to; None is the folder of exports.

    Raises:
        Problem: it could not be written.
    """
    from peer_tui.exchange.mail import draft

    known = reminder.opened.glance.person(reminder.person)
    address = known.contact.strip() if known is not None else ""
    day, state = local_date(workspace.now(), reminder.opened.glance.zone), workspace.places.state
    # No name stands in the file's name, and no two are the same: the draft of somebody else is not overwritten.
    path = Known(state).free((folder or workspace.places.exports) / f"reminder-{day}.eml", "", "")
    mail = draft(subject_of(reminder), text_of(workspace, reminder), to=(address,) if address else ())
    write_private(path.parent, path.name, mail)
    remember(state, path, Exported("", reminder.opened.folder, "", "eml", ""))
    return path


def person_named(reminders: Sequence[Reminder], words: str) -> list[Reminder]:
    """Of these, the ones for the people whose name begins with these words; all for none."""
    wanted = fold(words).strip()
    return [one for one in reminders if any(part.startswith(wanted) for part in (fold(one.name), fold(one.short)))]
