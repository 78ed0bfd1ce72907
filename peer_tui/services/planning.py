"""Before a meeting: a new group, a meeting on the calendar, its agenda, the group's people and priorities (§3.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from peer_tui.domain.agenda import check_blocks
from peer_tui.domain.characters import clean
from peer_tui.domain.events import (
    AgendaSet,
    AgreementAdopted,
    AgreementProposed,
    BlockPlan,
    Destination,
    EntryId,
    Event,
    GroupCreated,
    MeetingCancelled,
    MeetingId,
    MeetingMoved,
    MeetingPlanned,
    MeetingRenamed,
    PersonAdded,
    PersonId,
    PriorityAdded,
    PriorityChanged,
    PriorityId,
    SeriesId,
    SeriesStarted,
    Side,
    TemplateChanged,
    TopicAdded,
    UpdateCollected,
)
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.pasted_people import PastedPerson, parse_people
from peer_tui.domain.people import match_pasted
from peer_tui.domain.wall_time import is_zone, local_date, local_time, say_date, say_time
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.templates import Template, TemplateProblem, load_template
from peer_tui.services.workspace import OpenGroup, Workspace

LONGEST = 24 * 60
"""Minutes; a longer slot is a typing mistake."""


def new_group(
    workspace: Workspace, name: str, template: str, zone: str, people: str = "", *, series: str = ""
) -> OpenGroup:
    """A group with a copy of a template, one series and its people, in one durable write; nothing half-created.

    `people` is a pasted list, one a line; the series has the group's name if `series` gives it no other.

    Raises:
        Problem: the name, zone, template or a line of the people cannot be used.
    """
    shown = clean(name).strip()
    if not shown:
        raise Problem("A group needs a name.")
    if not is_zone(zone):
        raise Problem(f"“{zone}” is not a time zone. Write it like America/New_York.")
    try:
        chosen = load_template(template)
    except TemplateProblem as problem:
        raise Problem(str(problem)) from problem
    listed = parse_people(people)
    if listed.wrong:
        raise Problem("The list of people could not be read whole; no group was made. " + " ".join(listed.wrong))
    if any(o.glance.name.casefold() == shown.casefold() for o in workspace.open_groups()):
        raise Problem(f"There is a group called “{shown}” already.")
    return _create(workspace, shown, chosen, zone, listed.people, clean(series).strip() or shown)


def _create(
    workspace: Workspace, name: str, template: Template, zone: str, people: Sequence[PastedPerson], line: str
) -> OpenGroup:
    group, series = workspace.new_id(), workspace.new_id()
    bodies: list[Event] = [
        GroupCreated(
            group=group, name=name, zone=zone, template=template.name, template_name=template.title,
            blocks=template.blocks, minutes=template.minutes,
        ),
        SeriesStarted(series=series, name=line),
        *(_person(workspace, person) for person in people),
    ]  # fmt: skip
    shard = workspace.library.new_group(name)
    opened = OpenGroup(shard.group, Group(), shard, events={"": ()})
    workspace.record(opened, "", bodies)
    return opened


def _person(workspace: Workspace, person: PastedPerson) -> PersonAdded:
    return PersonAdded(
        person=workspace.new_id(), name=person.name, alias=person.alias, pronouns=person.pronouns, roles=person.roles,
        status=person.status,
    )  # fmt: skip


def add_people(workspace: Workspace, opened: OpenGroup, text: str) -> tuple[int, list[str]]:
    """Paste people, one a line: how many were new, and a sentence for each line that was not added or needs a look.

    Somebody the group knows already by the same name is not added again; nothing merges by name.
    """
    listed = parse_people(text)
    said = [*listed.wrong, *listed.remarks]
    new: list[Event] = []
    for person in listed.people:
        known = match_pasted(person.name, opened.group.everybody)
        if known.person is not None and known.person.name.casefold() == person.name.casefold():
            said.append(f"Line {person.line}: {person.name} is in the group already.")
        else:
            new.append(_person(workspace, person))
    if new:
        workspace.record(opened, "", new)
    return len(new), said


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
        raise Problem("A meeting lasts from 1 minute to 24 hours.")
    line = start_series(workspace, opened, series) if series else next(iter(opened.group.series))
    local = local_time(starts, opened.group.zone)
    meeting = workspace.new_id()
    body = MeetingPlanned(
        meeting=meeting, group=opened.group.id, series=line, title=clean(title).strip() or opened.group.series[line],
        starts=starts, zone=opened.group.zone, minutes=slot, blocks=opened.group.blocks,
    )  # fmt: skip
    opened.shards[meeting] = workspace.library.new_meeting(opened.folder, f"{local:%Y-%m-%d-%H%M}", local.year)
    workspace.record(opened, meeting, [body, *_carried(workspace, opened, line, starts)])
    return meeting


def _carried(workspace: Workspace, opened: OpenGroup, series: SeriesId, starts: dt.datetime) -> list[Event]:
    """Topics the meeting begins with: parked for the next agenda, and blocks not reached last time."""
    before = [h for h in opened.group.in_series(series) if h.starts < starts and h.state == "ended"]
    if not before:
        return []
    last = before[-1]
    topics: list[Event] = [
        TopicAdded(topic=workspace.new_id(), text=parked.text, carried_from=parked.meeting, entry=parked.id)
        for parked in opened.group.parked.values()
        if parked.meeting in {held.id for held in before}
        and parked.placed is not None
        and parked.placed.destination is Destination.NEXT_AGENDA
    ]
    known = {topic.entry for topic in topics if isinstance(topic, TopicAdded)}
    topics += [
        TopicAdded(topic=workspace.new_id(), text=text, carried_from=last.id, entry=entry)
        for text, entry in _not_reached(opened.meeting(last.id))
        if entry is None or entry not in known
    ]
    return topics


def _not_reached(meeting: Meeting) -> list[tuple[str, EntryId | None]]:
    """What the last meeting did not come to: the topics of a block that was skipped, or the block itself."""
    left: list[tuple[str, EntryId | None]] = []
    for block in meeting.blocks:
        if block.key not in meeting.skipped or block.job not in ("priorities", "topics"):
            continue
        topics = [(topic.text, topic.entry) for topic in meeting.topics] if block.job == "topics" else []
        open_topics = [row for row in topics if row[1] is None or row[1] not in meeting.parked]
        left += open_topics if topics else [(f"Not reached: {block.title}", None)]
    return left


def cancel(workspace: Workspace, opened: OpenGroup, held: Held) -> None:
    """The meeting will not be held.

    Raises:
        Problem: it was held already.
    """
    if held.state == "ended":
        raise Problem(f"{held.title} was held; a meeting that was held cannot be cancelled.")
    if held.state == "cancelled":
        raise Problem(f"{held.title} is cancelled already.")
    if opened.meeting(held.id).called is not None:
        raise Problem(f"{held.title} is in session; `/end` ends it.")
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


def move(workspace: Workspace, opened: OpenGroup, held: Held, starts: dt.datetime, minutes: int) -> None:
    """Another time or slot."""
    if not 1 <= minutes <= LONGEST:
        raise Problem("A meeting lasts from 1 minute to 24 hours.")
    workspace.record(opened, held.id, [MeetingMoved(starts=starts, minutes=minutes)])


def rename(workspace: Workspace, opened: OpenGroup, held: Held, title: str) -> None:
    """Another title."""
    shown = clean(title).strip()
    if shown:
        workspace.record(opened, held.id, [MeetingRenamed(title=shown)])


def add_topic(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, text: str) -> None:
    """Something for the block of current topics."""
    shown = clean(text).strip()
    if shown:
        workspace.record(opened, meeting, [TopicAdded(topic=workspace.new_id(), text=shown)])


def add_priority(workspace: Workspace, opened: OpenGroup, name: str, lead: PersonId | None = None) -> PriorityId:
    """A priority the group reports on from now on.

    Raises:
        Problem: it has no name.
    """
    shown = clean(name).strip()
    if not shown:
        raise Problem("A priority needs a name.")
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


def adopt_first_agreement(workspace: Workspace, opened: OpenGroup, lines: Sequence[tuple[Side, str]]) -> None:
    """The group's first agreement, version 1, from starters or its own lines.

    Raises:
        Problem: the group has an agreement.
    """
    if opened.group.agreement.version:
        raise Problem("The group has an agreement already; it is changed in a meeting, by consent.")
    proposed = [AgreementProposed(item=workspace.new_id(), side=side, text=clean(text).strip()) for side, text in lines]
    items = tuple(body.item for body in proposed)
    workspace.record(opened, "", [*proposed, AgreementAdopted(version=1, items=items)])


def choose_meeting(workspace: Workspace) -> tuple[OpenGroup, Held]:
    """The meeting to run when none is named.

    The unfinished one, else the next planned, else the newest planned in the past.

    Raises:
        Problem: nothing is planned.
        WrongUse: two fit equally.
    """
    every = [(o, held) for o in workspace.open_groups() for held in o.glance.meetings.values()]
    unfinished = [pair for pair in every if pair[1].state == "unfinished"]
    if unfinished:
        return _only(unfinished, "unfinished")
    planned = [pair for pair in every if pair[1].state == "planned"]
    if not planned:
        raise Problem('No meeting is planned. `peer-tui plan GROUP --at "2024-11-13 14:00"` plans one.')
    # A meeting that should have begun a few minutes ago is still the next one.
    ahead = [pair for pair in planned if _may_begin(pair[1], workspace.now())]
    if ahead:
        first = min(pair[1].starts for pair in ahead)
        return _only([pair for pair in ahead if pair[1].starts == first], "planned for the same time")
    newest = max(pair[1].starts for pair in planned)
    return _only([pair for pair in planned if pair[1].starts == newest], "planned for the same time")


def _may_begin(held: Held, now: dt.datetime) -> bool:
    return held.starts + dt.timedelta(minutes=held.minutes) > now


def _only(pairs: list[tuple[OpenGroup, Held]], how: str) -> tuple[OpenGroup, Held]:
    if len(pairs) == 1:
        return pairs[0]
    choices = tuple(
        f"{held.id}  {say_date(local_date(held.starts, held.zone))}, {say_time(held.starts, held.zone)}  "
        f"{opened.glance.name} · {held.title}"
        for opened, held in pairs
    )
    raise WrongUse(f"{len(pairs)} meetings are {how}; say which: peer-tui run MEETING", choices=choices)
