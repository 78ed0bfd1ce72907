"""Reading what is typed about a next step between two meetings, and saying what was done."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.capture import parse
from peer_tui.domain.characters import clean
from peer_tui.domain.dates import parse_due, say_due
from peer_tui.domain.events import Due, EntryId, Filed, MeetingId, PersonId, StepDated
from peer_tui.domain.group import Group
from peer_tui.domain.parsed import Entry, Surroundings
from peer_tui.domain.people import Person, short_names
from peer_tui.domain.steps import Step
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace

LONGEST_REASON = 10_000
"""Characters of a reason that are kept."""


def read_date(workspace: Workspace, group: Group, words: str) -> Due:
    """The day that words say in this group.

    Raises:
        Problem: they say none.
    """
    said = words.strip().removeprefix("by ").strip()
    due = parse_due(said, today_in(workspace, group), group.dates) if said else None
    if due is None:
        shown = say("“{said}” says no date.", said=clean(said)[:60]) if said else say("By when?")
        raise Problem(
            say("{shown} Write it like fri, 22 nov, 2w or nm for the next meeting. Nothing was changed.", shown=shown)
        )
    return due


def read_owner(workspace: Workspace, group: Group, words: str) -> tuple[Filed, tuple[Person, ...]]:
    """What `@ana by fri = sent` says, and whom an unclear name could mean."""
    around = Surroundings(today_in(workspace, group), group.everybody, dates=group.dates)
    parsed = parse(f"> x {words}", around)
    assert isinstance(parsed, Entry)
    return parsed.filed, parsed.candidates


def whom(meant: str, candidates: tuple[Person, ...]) -> str:
    """Why a name was not taken."""
    shown = f"“{clean(meant).lstrip('@')[:60]}”"
    if candidates:
        names = " · ".join(f"{number} {clean(person.name)}" for number, person in enumerate(candidates, 1))
        return say(
            "{shown} fits {names}: type more of the name, or its number behind it. Nothing was changed.",
            shown=shown,
            names=names,
        )
    return say("Nobody in this group is called {shown}. Nothing was changed; People adds somebody.", shown=shown)


def step_of(opened: OpenGroup, step_id: EntryId) -> Step:
    """The step as it stands.

    Raises:
        Problem: it is gone.
    """
    step = opened.group.steps.steps.get(step_id)
    if step is None:
        raise Problem(say("That next step is gone: its line was removed, or is no next step any more."))
    return step


def dated(workspace: Workspace, group: Group, step: Step, due: Due) -> StepDated:
    """The fact that a step was given a date between two meetings."""
    if not due.next_meeting:
        return StepDated(step=step.id, due=due)
    counted, due = next_meeting(group, step, workspace.now())
    return StepDated(step=step.id, due=due, counted_from=counted)


def next_meeting(group: Group, step: Step, now: dt.datetime) -> tuple[MeetingId, Due]:
    """What *next meeting* means between two meetings: the one after the last of the series that has begun."""
    promised = group.meetings.get(step.meeting)
    begun = [
        held
        for held in group.meetings.values()
        if promised is not None and held.series == promised.series and held.starts <= now
        and not held.hidden and held.state != "cancelled"
    ]  # fmt: skip
    last = max(begun, key=lambda held: (held.starts, held.id), default=promised)
    return (last.id if last is not None else step.meeting), Due(next_meeting=True)


# --- saying -------------------------------------------------------------------------------------------------------


def today_in(workspace: Workspace, group: Group) -> dt.date:
    """The date on the group's clocks."""
    return local_date(workspace.now(), group.zone)


def kept_words(text: str) -> str:
    """A reason or a sign of being done, as it is kept."""
    return clean(text).strip()[:LONGEST_REASON]


def named(step: Step | None) -> str:
    """`4 draft the letter`, not endless."""
    if step is None:
        return say("a next step")
    text = clean(step.text).strip()
    return f"{step.label} {text if len(text) <= 60 else f'{text[:59]}…'}".strip()


def name_of(group: Group, person: PersonId | None) -> str:
    """What a person is called in a sentence."""
    known = group.person(person)
    return clean(short_names(group.everybody).get(known.id, known.name)) if known is not None else say("a member")


def due_in_words(workspace: Workspace, group: Group, step: Step, due: Due) -> str:
    """When a date is, said between two meetings."""
    today = today_in(workspace, group)
    if not due.next_meeting:
        return say_due(due, today)
    counted, _ = next_meeting(group, step, workspace.now())
    starts = group.after(counted)
    return say_due(due, today, local_date(starts, group.zone) if starts is not None else None)
