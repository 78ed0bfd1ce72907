"""What a person agreed to, written: people in the group's own log, the meeting in one act of its own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.events import (
    Event,
    EventId,
    MeetingId,
    PersonAdded,
    Status,
)
from peer_tui.domain.history import act_of
from peer_tui.domain.people import Person
from peer_tui.domain.wall_time import local_time, say_date, wall_to_utc
from peer_tui.domain.words import say
from peer_tui.services.bringing_in.facts import Facts
from peer_tui.services.bringing_in.plan import Answer, Plan
from peer_tui.services.problems import Problem

if TYPE_CHECKING:
    from peer_tui.services.workspace import OpenGroup, Workspace


class Brought(msgspec.Struct, frozen=True):
    """What was brought in."""

    meeting: MeetingId
    words: str
    """A sentence: what was written, and where."""
    acts: tuple[tuple[MeetingId, EventId], ...]
    """What was recorded: in which meeting, or in the group's own log, and as which act."""
    new: bool
    """The meeting was not in the library before."""


def bring_in(workspace: Workspace, opened: OpenGroup, plan: Plan) -> Brought:
    """Write what a person agreed to.

    Args:
        workspace: the library.
        opened: the group.
        plan: what `look` gave, as a person changed it.

    Raises:
        Problem: it cannot be brought in as it stands; nothing was written.
    """
    if plan.why_not or plan.starts is None:
        raise Problem(plan.why_not or say("When was the meeting? The text does not say. Nothing was brought in."))
    held = plan.held
    if held is not None and opened.group.meetings.get(held.id) != held:
        raise Problem(
            say("{title} was changed meanwhile. Look at the text once more; nothing was brought in.", title=held.title)
        )
    acts: list[tuple[MeetingId, EventId]] = []
    people, added = _people(workspace, plan)
    if added:
        acts.append(("", act_of(workspace.record(opened, "", added)[0])))
    meeting = held.id if held is not None else workspace.new_id()
    facts = Facts(workspace, opened, plan, meeting, people)
    bodies = facts.agenda() if plan.is_agenda else facts.minutes()
    if held is None:
        local = local_time(plan.starts, opened.group.zone)
        opened.shards[meeting] = workspace.library.new_meeting(opened.folder, f"{local:%Y-%m-%d-%H%M}", local.year)
    acts.append((meeting, act_of(workspace.record(opened, meeting, bodies)[0])))
    where = opened.group.meetings[meeting]
    words = say(
        "{words} brought into {title} of {date}.",
        words=plan.words,
        title=where.title,
        date=say_date(where.starts, where.zone),
    )
    words += _approve(workspace, opened, plan, meeting)
    return Brought(meeting, words[:1].upper() + words[1:], tuple(acts), held is None)


def take_back(workspace: Workspace, opened: OpenGroup, brought: Brought) -> bool:
    """Undo it: a meeting that came with it is deleted for now, what was added to another one holds no longer.

    Returns:
        False where it cannot be taken back any more, since the minutes were approved.
    """
    from peer_tui.services import deleting
    from peer_tui.services.taking_back import take_back as undo

    held = opened.group.meetings.get(brought.meeting)
    if held is None or (held.approved and not brought.new):
        return False
    for meeting, act in reversed(brought.acts):
        if meeting and brought.new:
            deleting.delete(workspace, opened, held, "brought in by mistake")
        else:
            undo(workspace, opened, act, meeting)
    return True


def _approve(workspace: Workspace, opened: OpenGroup, plan: Plan, meeting: MeetingId) -> str:
    """The minutes as approved, where the text says so and the person agreed; says so."""
    if not plan.approved or plan.is_agenda or (plan.held is not None and plan.held.state == "ended"):
        return ""
    from peer_tui.services import approving

    day = plan.understood.approved_on
    zone = opened.group.zone
    held = opened.group.meetings[meeting]
    at = wall_to_utc(day, dt.time(12), zone) if day is not None else held.ended or held.starts
    try:
        return " " + approving.approve(workspace, opened, meeting, approving.Decided(max(at, held.starts)))
    except Problem as problem:
        return " " + say("They stay a draft: {sentence}", sentence=problem.sentence)


def _people(workspace: Workspace, plan: Plan) -> tuple[dict[str, Person], list[Event]]:
    """Whom each name of the text means, by the name as read, and the facts that add those who are new."""
    people: dict[str, Person] = {}
    added: list[Event] = []
    for one in plan.people:
        if one.person is not None:
            people[one.read.name] = one.person
        elif one.answer is not Answer.COUNT and not one.several:
            status = Status.GUEST if one.answer is Answer.GUEST else Status.MEMBER
            body = PersonAdded(
                person=workspace.new_id(), name=one.name, alias=one.alias, pronouns=one.pronouns, roles=one.roles,
                status=status, named=status is not Status.GUEST,
            )  # fmt: skip
            added.append(body)
            people[one.read.name] = Person(body.person, one.name, one.alias, status=status)
    return people, added


__all__ = ["Brought", "bring_in", "take_back"]
