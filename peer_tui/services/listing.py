"""What the command line lists: meetings and open next steps, as rows for people and for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from peer_tui.domain.dates import say_day
from peer_tui.domain.events import MeetingId
from peer_tui.domain.held import Held
from peer_tui.domain.steps import Step
from peer_tui.domain.wall_time import local_date, say_date, say_time
from peer_tui.domain.words import say
from peer_tui.services.opening import is_in_index
from peer_tui.services.own_time import hours_of
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting."""

    id: str
    group: str
    series: str
    title: str
    starts: dt.datetime
    """UTC."""
    zone: str
    minutes: int
    state: str
    """planned, unfinished, ended or cancelled."""
    ended: dt.datetime | None
    minutes_are: str
    """`draft`, `approved as distributed`, `approved as corrected`; empty for a meeting that was not held."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One open next step."""

    number: str
    group: str
    text: str
    owner: str
    """Empty while unclaimed."""
    helpers: tuple[str, ...]
    state: str
    """unclaimed, asked or accepted."""
    by_email: bool
    due: dt.date | None
    due_next_meeting: bool
    done_when: str
    progress: str
    late: bool
    carried: int
    meeting: str
    """Where it was promised."""
    reason: str = ""
    """Why it is stuck or dropped, where that was said."""
    priority: str = ""
    snoozed: dt.date | None = None
    """The day until which nobody wants to be told of it."""
    private: bool = False
    """It is somebody's personal one: listed on this screen, and in no list that is given to others."""


def to_milliseconds(instant: dt.datetime) -> dt.datetime:
    """An instant as finely as the index keeps it, so that a list says the same wherever it comes from."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def as_plain(rows: object) -> Any:
    """Rows as what JSON knows: dates and instants in ISO form."""
    return msgspec.to_builtins(rows)


def _groups(workspace: Workspace, group: str) -> list[OpenGroup]:
    return [workspace.find_group(group)] if group else workspace.open_groups()


PROBLEMS_SAID = 5
"""Sentences about files that cannot be read, before a list; `peer-tui check` says all of them."""


def problems(workspace: Workspace, group: str = "") -> list[str]:
    """What could not be read of a group or of all that were just opened: sentences that say where.

    A group of which not even the name could be read is always among them: it may be the one that was meant.
    """
    wanted = group.strip().casefold()
    named = [o for o in workspace.opened if o.glance.name.casefold().startswith(wanted)]
    said = [f"{opened.glance.name}: {sentence}" for opened in named for sentence in opened.problems]
    said += [
        say("A group without a readable name ({folder}): {sentence}", folder=opened.folder, sentence=sentence)
        for opened in workspace.nameless
        for sentence in opened.problems
    ]
    return list(dict.fromkeys(said))


def problem_lines(sentences: Sequence[str]) -> list[str]:
    """The first of these sentences, and how many more there are."""
    if len(sentences) <= PROBLEMS_SAID:
        return list(sentences)
    return [
        *sentences[:PROBLEMS_SAID],
        say("… and {number:,} more: peer-tui check", number=len(sentences) - PROBLEMS_SAID),
    ]


def last_ended(workspace: Workspace, group: str = "") -> tuple[OpenGroup, Held]:
    """The meeting that ended last, of a group or of all.

    Raises:
        Problem: none has ended yet.
    """
    ended = [(*row, opened) for opened in _groups(workspace, group) if (row := _last_of(workspace, opened)) is not None]
    if not ended:
        raise Problem(say("No meeting has ended yet. `peer-tui list` shows the meetings."))
    _, meeting, opened = max(ended, key=lambda row: row[:2])
    return opened, opened.group.meetings[meeting]


def _last_of(workspace: Workspace, opened: OpenGroup) -> tuple[dt.datetime, MeetingId] | None:
    """When a group's last meeting ended, and which it was."""
    if is_in_index(workspace, opened):
        row = workspace.index.last_ended(opened.folder)
        return (row.ended, row.id) if row is not None and row.ended is not None else None
    held = opened.group.meetings.values()
    return max(((one.ended, one.id) for one in held if one.ended is not None and not one.hidden), default=None)


def meetings(workspace: Workspace, group: str = "") -> list[MeetingRow]:
    """The meetings of a group or of all, in order of their start.

    Raises:
        Problem: there is no such group.
    """
    rows = [row for opened in _groups(workspace, group) for row in _meetings_of(workspace, opened)]
    return sorted(rows, key=lambda row: (row.starts, row.id))


def _meetings_of(workspace: Workspace, opened: OpenGroup) -> list[MeetingRow]:
    if is_in_index(workspace, opened):
        return [
            MeetingRow(
                row.id, row.group, row.series, row.title, row.starts, row.zone, row.minutes, row.state, row.ended,
                _minutes_are(row.state, row.approved),
            )
            for row in workspace.index.meetings(group=opened.folder)
        ]  # fmt: skip
    group = opened.group
    return [
        MeetingRow(
            held.id, group.name, group.series.get(held.series, ""), held.title, to_milliseconds(held.starts), held.zone,
            held.minutes, held.state, to_milliseconds(held.ended) if held.ended else None,
            _minutes_are(held.state, held.approved),
        )
        for held in group.meetings.values()
        if not held.hidden
    ]  # fmt: skip


def _minutes_are(state: str, approved: str) -> str:
    if state != "ended":
        return ""
    return say("approved {how}", how=say(approved)) if approved else say("draft")


def clocks(workspace: Workspace, group: str = "") -> dict[str, int]:
    """12 or 24, by the name of a group or of each: how its times are said."""
    return {opened.glance.name: hours_of(workspace, opened.glance) for opened in _groups(workspace, group)}


def meeting_lines(rows: Sequence[MeetingRow], hours: Mapping[str, int], *, unread: bool = False) -> list[str]:
    """One line a meeting: id, day, time, state, title, group.

    Args:
        rows: the meetings.
        hours: 12 or 24 by group, as `clocks` tells.
        unread: there is more that cannot be read.
    """
    if not rows and unread:
        return [say("No meeting can be read.")]
    if not rows:
        return [say('No meetings yet. `peer-tui plan GROUP --at "2024-11-13 14:00"` plans one.')]
    return [
        f"{row.id}  {say_date(row.starts, row.zone)}, {say_time(row.starts, row.zone, hours.get(row.group, 12))}"
        f"  {say(row.state)}{say(', minutes {state}', state=row.minutes_are) if row.minutes_are else ''}"
        f"  {row.title} · {row.group}"
        for row in rows
    ]


def open_steps(workspace: Workspace, group: str = "") -> list[StepRow]:
    """The open next steps of a group or of all, by number.

    Raises:
        Problem: there is no such group.
    """
    return [
        _step_row(workspace, opened, step) for opened in _groups(workspace, group) for step in opened.glance.open_steps
    ]


def _step_row(workspace: Workspace, opened: OpenGroup, step: Step) -> StepRow:
    group = opened.glance
    due = group.due_on(step)
    owner = group.person(step.owner)
    helpers = (group.person(person) for person in step.helpers)
    return StepRow(
        number=step.label, group=group.name, text=step.text, owner=owner.name if owner else "",
        helpers=tuple(person.name for person in helpers if person), state=step.owner_state, by_email=step.by_email,
        due=due, due_next_meeting=step.due is not None and step.due.next_meeting, done_when=step.done_when,
        progress=str(step.progress), late=due is not None and due < local_date(workspace.now(), group.zone),
        carried=step.carried, meeting=step.meeting, private=step.withheld,
    )  # fmt: skip


def step_lines(rows: Sequence[StepRow], *, unread: bool = False) -> list[str]:
    """One line a next step, below the name of its group. `unread`: there is more that cannot be read."""
    if not rows:
        return [say("No open next step can be read.") if unread else say("No open next steps.")]
    lines: list[str] = []
    for place, row in enumerate(rows):
        if place == 0 or rows[place - 1].group != row.group:
            lines.append(row.group)
        lines.append(f"  {row.number:>3}  {' · '.join(_step_words(row))}")
    return lines


def _step_words(row: StepRow) -> list[str]:
    state = say("asked by e-mail") if row.by_email and row.state == "asked" else say(row.state)
    who = f"{row.owner} ({state})"
    parts = [row.text, who if row.owner else say(row.state)]
    parts += [say("private")] if row.private else []
    if row.helpers:
        parts[1] = say("{who} with {helpers}", who=parts[1], helpers=", ".join(row.helpers))
    if row.due is not None:
        when = say_day(row.due, dt.date.min)
        parts.append(
            say("by the next meeting, {when}", when=when) if row.due_next_meeting else say("by {when}", when=when)
        )
    elif row.due_next_meeting:
        parts.append(say("by the next meeting"))
    parts += [say("late")] if row.late else []
    parts += [say("done when: {done_when}", done_when=row.done_when)] if row.done_when else []
    progress = say(row.progress)
    parts += [f"{progress}: {row.reason}" if row.reason else progress] if row.progress != "not started" else []
    parts += [say("carried {carried}×", carried=row.carried)] if row.carried else []
    parts += [say("snoozed until {day}", day=say_day(row.snoozed, dt.date.min))] if row.snoozed is not None else []
    return parts
