"""Before a meeting: put on the calendar, moved, renamed, cancelled; its agenda and the group's priorities (§3.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from peer_tui.domain.agenda import check_blocks
from peer_tui.domain.characters import clean
from peer_tui.domain.events import (
    AgendaSet,
    BlockPlan,
    MeetingCancelled,
    MeetingId,
    MeetingKindChosen,
    MeetingMoved,
    MeetingPlanned,
    MeetingRenamed,
    PersonId,
    PriorityAdded,
    PriorityChanged,
    PriorityId,
    SeriesId,
    SeriesStarted,
    TemplateChanged,
    UpdateCollected,
)
from peer_tui.domain.held import Held
from peer_tui.domain.profile import profile_of
from peer_tui.domain.wall_time import local_time
from peer_tui.domain.words import say
from peer_tui.services.founding import add_people as add_people
from peer_tui.services.founding import adopt_first_agreement as adopt_first_agreement
from peer_tui.services.founding import new_group as new_group
from peer_tui.services.prefilling import carried_topics
from peer_tui.services.problems import Problem
from peer_tui.services.which_meeting import choose_meeting as choose_meeting
from peer_tui.services.workspace import OpenGroup, Workspace

LONGEST = 24 * 60
"""Minutes; a longer slot is a typing mistake."""


def start_series(workspace: Workspace, opened: OpenGroup, name: str) -> SeriesId:
    """The series of this name, begun now if the group has none."""
    shown = clean(name).strip()
    for series, known in opened.group.series.items():
        if known.casefold() == shown.casefold():
            return series
    series = workspace.new_id()
    workspace.record(opened, "", [SeriesStarted(series=series, name=shown)])
    return series


def plan(
    workspace: Workspace,
    opened: OpenGroup,
    starts: dt.datetime,
    *,
    minutes: int | None = None,
    series: str = "",
    title: str = "",
) -> MeetingId:
    """Put a meeting on the calendar, with a copy of the group's blocks. `starts` is an instant, UTC.

    Raises:
        Problem: the slot makes no sense.
    """
    slot = minutes if minutes is not None else opened.group.minutes
    if not 1 <= slot <= LONGEST:
        raise Problem(say("A meeting lasts from 1 minute to 24 hours."))
    line = start_series(workspace, opened, series) if series else next(iter(opened.group.series))
    local = local_time(starts, opened.group.zone)
    meeting = workspace.new_id()
    body = MeetingPlanned(
        meeting=meeting, group=opened.group.id, series=line, title=clean(title).strip() or opened.group.series[line],
        starts=starts, zone=opened.group.zone, minutes=slot, blocks=opened.group.blocks, type=_usual_kind(opened, line),
    )  # fmt: skip
    opened.shards[meeting] = workspace.library.new_meeting(opened.folder, f"{local:%Y-%m-%d-%H%M}", local.year)
    workspace.record(opened, meeting, [body, *carried_topics(opened, line, starts)])
    return meeting


def cancel(workspace: Workspace, opened: OpenGroup, held: Held) -> None:
    """The meeting will not be held.

    Raises:
        Problem: it was held already.
    """
    _not_hidden(held)
    if held.state == "ended":
        raise Problem(say("{title} was held; a meeting that was held cannot be cancelled.", title=held.title))
    if held.state == "cancelled":
        raise Problem(say("{title} is cancelled already.", title=held.title))
    if opened.meeting(held.id).called is not None:
        raise Problem(say("{title} is in session; `/end` ends it.", title=held.title))
    workspace.record(opened, held.id, [MeetingCancelled()])


def set_agenda(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, blocks: Sequence[BlockPlan]) -> list[str]:
    """This meeting's own blocks; the group's template stays. Sentences on what cannot be used; none if it was set."""
    problems = check_blocks(blocks)
    if not problems:
        workspace.record(opened, meeting, [AgendaSet(blocks=tuple(blocks))])
    return problems


def set_template(workspace: Workspace, opened: OpenGroup, blocks: Sequence[BlockPlan]) -> list[str]:
    """The group's own copy of its blocks; the shipped template is never touched."""
    problems = check_blocks(blocks)
    if not problems:
        workspace.record(opened, "", [TemplateChanged(blocks=tuple(blocks))])
    return problems


def _usual_kind(opened: OpenGroup, series: SeriesId) -> str:
    """What kind of meeting the series held or planned last; for its first one, the group's first kind."""
    before = opened.group.in_series(series)
    return before[-1].type if before else profile_of(opened.group).kinds[0]


def move(workspace: Workspace, opened: OpenGroup, held: Held, starts: dt.datetime, minutes: int) -> None:
    """Another time or slot.

    Raises:
        Problem: the slot makes no sense, or the meeting was begun already.
    """
    _not_hidden(held)
    if not 1 <= minutes <= LONGEST:
        raise Problem(say("A meeting lasts from 1 minute to 24 hours."))
    if held.state in ("unfinished", "ended"):
        raise Problem(say("{title} was held; when it was held cannot be moved.", title=held.title))
    workspace.record(opened, held.id, [MeetingMoved(starts=starts, minutes=minutes)])


def rename(workspace: Workspace, opened: OpenGroup, held: Held, title: str) -> None:
    """Another title; nothing typed changes nothing.

    Raises:
        Problem: its minutes are approved.
    """
    shown = clean(title).strip()
    _not_sealed(held)
    if shown and shown != held.title:
        workspace.record(opened, held.id, [MeetingRenamed(title=shown)])


def choose_kind(workspace: Workspace, opened: OpenGroup, held: Held, kind: str) -> None:
    """What kind of meeting it is, e.g. `listening session`; nothing typed changes nothing.

    Raises:
        Problem: its minutes are approved.
    """
    shown = clean(kind).strip()
    _not_sealed(held)
    if shown and shown != held.type:
        workspace.record(opened, held.id, [MeetingKindChosen(type=shown)])


def _not_hidden(held: Held) -> None:
    if held.hidden:
        raise Problem(
            say("{title} is deleted. Restore it first: F2, Deleted meetings, or `peer-tui undelete`.", title=held.title)
        )


def _not_sealed(held: Held) -> None:
    _not_hidden(held)
    if held.approved:
        raise Problem(
            say("The minutes of {title} are approved; what they say of the meeting stays as it is.", title=held.title)
        )


def add_priority(workspace: Workspace, opened: OpenGroup, name: str, lead: PersonId | None = None) -> PriorityId:
    """A priority the group reports on from now on.

    Raises:
        Problem: it has no name.
    """
    shown = clean(name).strip()
    if not shown:
        raise Problem(say("A priority needs a name."))
    priority = workspace.new_id()
    workspace.record(opened, "", [PriorityAdded(priority=priority, name=shown, lead=lead)])
    return priority


def change_priority(
    workspace: Workspace, opened: OpenGroup, priority: PriorityId, name: str, lead: PersonId | None, *, active: bool
) -> None:
    """A priority's name, lead, or whether it is still reported on."""
    body = PriorityChanged(priority=priority, name=clean(name).strip(), lead=lead, active=active)
    workspace.record(opened, "", [body])


def collect_update(
    workspace: Workspace, opened: OpenGroup, priority: PriorityId, text: str, meeting: MeetingId | None
) -> None:
    """What a lead sent in before the meeting."""
    body = UpdateCollected(priority=priority, text=clean(text).strip(), meeting=meeting)
    workspace.record(opened, "", [body])
