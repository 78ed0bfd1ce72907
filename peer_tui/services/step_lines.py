"""A next step as a list shows it, and every one of a group or of all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.dates import say_day, say_due
from peer_tui.domain.events import MeetingId, PersonId, Progress
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held
from peer_tui.domain.people import short_names
from peer_tui.domain.steps import STILL_OURS, Step
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import say, say_number
from peer_tui.services.workspace import OpenGroup, Workspace


@dataclass(frozen=True)
class StepLine:
    """One next step as it stands today, with what a list says of it. Everything said is plain text."""

    opened: OpenGroup
    step: Step
    due: dt.date | None
    """The day it is due, *next meeting* resolved; None where it has none or nobody knows it yet."""
    today: dt.date
    """The group's date."""
    who: str
    """`Ana R.`, or empty while unclaimed."""
    helpers: tuple[str, ...]
    group: str
    priority: str
    """Empty where it is about none."""
    held: Held | None
    """The meeting it was promised in, where it is known."""

    @property
    def key(self) -> str:
        """Tells it from every other step of the library."""
        return f"{self.opened.folder} {self.step.id}"

    @property
    def number(self) -> str:
        """Its number, for ever."""
        return self.step.label or str(self.step.number or "")

    @property
    def text(self) -> str:
        """What is to be done, on one line."""
        return clean(self.step.text).strip() or say("a next step without words")

    @property
    def private(self) -> bool:
        """It is somebody's personal one: it stands in nothing that the group gives out (`Step.withheld`)."""
        return self.step.withheld

    @property
    def late(self) -> bool:
        """Still to be done, and due before today."""
        return self.step.open and self.due is not None and self.due < self.today

    @property
    def asleep(self) -> bool:
        """Snoozed beyond today."""
        return self.step.sleeps(self.today)

    @property
    def who_words(self) -> str:
        """`Ana R.`, `Bo with Mei (asked)`, `unclaimed`, `unclaimed (meant: ana)`."""
        step = self.step
        if step.owner is None:
            meant = clean(step.meant).strip()
            return say("unclaimed (meant: {meant})", meant=meant) if meant else say("unclaimed")
        lead = say("{who} with {helpers}", who=self.who, helpers=", ".join(self.helpers)) if self.helpers else self.who
        return lead if step.accepted else say("{lead} (asked)", lead=lead)

    @property
    def due_words(self) -> str:
        """`LATE by 3 days (Wed 9 Oct)`, `by Fri 15 Nov (2 days)`, `no date`; of a closed step only the day it had."""
        due = self.step.due
        if due is None:
            return say("no date")
        if not self.step.open:
            return say("was due {day}", day=say_day(self.due, self.today)) if self.due else say("no date")
        if self.late and self.due is not None:
            days = (self.today - self.due).days
            return say_number(
                days, "LATE by {n:,} day ({day})", "LATE by {n:,} days ({day})", day=say_day(self.due, self.today)
            )
        return say_due(due, self.today, self.due)

    @property
    def state_words(self) -> tuple[str, ...]:
        """What more is to be said of how it stands: moved, stuck and why, carried 2×, snoozed until a day."""
        step, said = self.step, []
        if step.private:
            said.append(say("shared with the group") if step.shared else say("private"))
        if step.progress is not Progress.NOT_STARTED:
            reason = clean(step.reason).strip()
            said.append(f"{say(step.progress)}: {reason}" if reason else say(step.progress))
        if step.carried and step.open:
            said.append(
                say("carried {carried}×", carried=step.carried)
                + (" · " + say("still ours?") if step.carried >= STILL_OURS else "")
            )
        if self.asleep and step.snoozed is not None:
            said.append(say("snoozed until {day}", day=say_day(step.snoozed, self.today)))
        return tuple(said)

    @property
    def meeting_words(self) -> str:
        """Where it was promised: `Wed 9 Oct 2024`; empty where that is not known."""
        return say_date(self.held.starts, self.held.zone) if self.held is not None else ""

    @cached_property
    def found_by(self) -> str:
        """Every word it is found by, folded."""
        step = self.step
        said = (
            self.number, f"#{self.number}", step.text, self.who_words, " ".join(self.helpers), self.priority,
            self.group, clean(step.done_when), self.due_words, *self.state_words, step.owner_state, str(step.progress),
            say("late overdue") if self.late else "", self.meeting_words,
        )  # fmt: skip
        return f" {fold(' '.join(said))}"


def every_step(
    workspace: Workspace, groups: Sequence[OpenGroup] | None = None, *, everything: bool = False
) -> list[StepLine]:
    """The open next steps of some groups, or of all; what is due first stands first, what has no date last.

    Args:
        workspace: the opened library.
        groups: the groups; None for all.
        everything: those that are done or dropped, too.
    """
    lines = [
        line
        for opened in (workspace.open_groups() if groups is None else groups)
        for line in _lines_of(workspace, opened, everything)
    ]
    return sorted(lines, key=_by_date)


def _by_date(line: StepLine) -> tuple[bool, dt.date, str, int, str]:
    return (not line.step.open, line.due or dt.date.max, line.group, line.step.number, line.step.id)


def _lines_of(workspace: Workspace, opened: OpenGroup, everything: bool) -> list[StepLine]:
    group = opened.group if everything else opened.glance
    steps = list(group.steps.steps.values()) if everything else group.open_steps
    if not steps:
        return []
    names = short_names(group.everybody)
    today, due_on = local_date(workspace.now(), group.zone), due_dates(group)
    return [
        StepLine(
            opened, step, due_on(step), today, called(group, step.owner, names),
            tuple(called(group, person, names) for person in step.helpers), clean(group.name), _priority(group, step),
            group.meetings.get(step.meeting),
        )
        for step in steps
    ]  # fmt: skip


def due_dates(group: Group) -> Callable[[Step], dt.date | None]:
    """`Group.due_on`, which looks at each meeting, asked once for each meeting a date was said in."""
    known: dict[MeetingId, dt.date | None] = {}

    def due_on(step: Step) -> dt.date | None:
        if step.due is None or not step.due.next_meeting:
            return step.due.date if step.due is not None else None
        if step.dated_in not in known:
            known[step.dated_in] = group.due_on(step)
        return known[step.dated_in]

    return due_on


def called(group: Group, person: PersonId | None, names: dict[PersonId, str]) -> str:
    """What a person is called on a screen; empty for nobody."""
    if person is None:
        return ""
    known = group.person(person)
    return clean(names.get(known.id, known.name)).strip() or say("a member") if known is not None else say("a member")


def _priority(group: Group, step: Step) -> str:
    known = group.priorities.get(step.priority) if step.priority else None
    return clean(known.name).strip() if known is not None else ""
