"""Next steps as the command line lists them: by group, owner, date and state, as rows for people and programs."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.dates import parse_due
from peer_tui.domain.events import PersonId, Progress
from peer_tui.domain.group import Group
from peer_tui.domain.people import match
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import both, say
from peer_tui.services.listing import StepRow
from peer_tui.services.problems import WrongUse
from peer_tui.services.step_lines import StepLine, called, every_step
from peer_tui.services.workspace import OpenGroup, Workspace

_CLOSED = ("done", "dropped")


def steps(
    workspace: Workspace, group: str = "", *, owner: str = "", due_before: str = "", state: str = "open",
    everything: bool = False,
) -> list[StepLine]:  # fmt: skip
    """The next steps that fit, what is due first stands first.

    Args:
        workspace: the opened library.
        group: a group's name or its beginning; empty for all.
        owner: whose, by any part of a name; `nobody` for the unclaimed ones; empty for everybody's.
        due_before: only those due before this day, as the capture line reads one; empty for all.
        state: `open`, `late`, `unclaimed`, `asked`, `accepted`, `snoozed`, or a `Progress`.
        everything: those that are done or dropped, too.

    Raises:
        Problem: there is no such group.
        WrongUse: the name fits nobody, or several people of one group, or the day is none.
    """
    groups = [workspace.find_group(group)] if group else workspace.open_groups()
    lines = every_step(workspace, groups, everything=everything or state in _CLOSED)
    if owner:
        whose = {opened.folder: _people(opened.glance, owner) for opened in groups}
        if not any(whose.values()):
            raise WrongUse(say("Nobody is called “{owner}” here.", owner=owner))
        lines = [line for line in lines if _owner(line) in whose[line.opened.folder]]
    if due_before:
        before = {opened.folder: _day(workspace, opened, due_before) for opened in groups}
        lines = [line for line in lines if line.due is not None and line.due < before[line.opened.folder]]
    return lines if everything and state == "open" else [line for line in lines if is_in(line, state)]


def is_in(line: StepLine, state: str) -> bool:
    """Whether a step is in a state, as `steps` names them."""
    step = line.step
    match state:
        case "open":
            return step.open
        case "late":
            return line.late
        case "snoozed":
            return line.asleep
        case "unclaimed" | "asked" | "accepted":
            return step.open and step.owner_state == state
        case _:
            return step.progress is Progress(state)


def _people(group: Group, words: str) -> set[PersonId | None]:
    if words.strip().casefold() in ("nobody", "unclaimed"):
        return {None}
    found = match(words.strip().lstrip("@"), group.everybody)
    if found.person is None and found.candidates:
        names = tuple(person.name for person in found.candidates)
        raise WrongUse(
            say("“{words}” fits {names}: type more of the name.", words=words, names=both(names)),
            choices=names,
        )
    return {found.person.id} if found.person is not None else set()


def _owner(line: StepLine) -> PersonId | None:
    if line.step.owner is None:
        return None
    known = line.opened.glance.person(line.step.owner)
    return known.id if known is not None else line.step.owner


def _day(workspace: Workspace, opened: OpenGroup, words: str) -> dt.date:
    group = opened.glance
    due = parse_due(words, local_date(workspace.now(), group.zone), group.dates)
    if due is None or due.date is None:
        raise WrongUse(say("“{words}” is no day. Write it like 2024-11-22, fri or 2w.", words=words))
    return due.date


def row_of(line: StepLine) -> StepRow:
    """A step as a row for JSON, CSV and the terminal; names are whole ones."""
    group, step = line.opened.glance, line.step
    return StepRow(
        number=line.number, group=group.name, text=step.text, owner=called(group, step.owner, {}),
        helpers=tuple(called(group, person, {}) for person in step.helpers), state=step.owner_state,
        by_email=step.by_email, due=line.due, due_next_meeting=step.due is not None and step.due.next_meeting,
        done_when=step.done_when, progress=str(step.progress), late=line.late, carried=step.carried,
        meeting=step.meeting, reason=step.reason, priority=line.priority, private=line.private,
        snoozed=step.snoozed if line.asleep else None,
    )  # fmt: skip
