"""A new group: its copy of a template, its people, its first agreement (`product.md` §3.7 e)."""

from __future__ import annotations

from collections.abc import Sequence

from peer_tui.domain.characters import clean
from peer_tui.domain.events import (
    AgreementAdopted,
    AgreementProposed,
    Event,
    GroupCreated,
    PersonAdded,
    SeriesStarted,
    SettingChosen,
    Side,
)
from peer_tui.domain.group import Group
from peer_tui.domain.pasted_people import PastedPerson, parse_people
from peer_tui.domain.people import match_pasted
from peer_tui.domain.wall_time import is_zone
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.templates import Template, TemplateProblem, load_template
from peer_tui.services.workspace import OpenGroup, Workspace


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
        raise Problem(say("A group needs a name."))
    if not is_zone(zone):
        raise Problem(say("“{zone}” is not a time zone. Write it like America/New_York.", zone=zone))
    try:
        chosen = load_template(template)
    except TemplateProblem as problem:
        raise Problem(str(problem)) from problem
    listed = parse_people(people)
    if listed.wrong:
        raise Problem(
            say("The list of people could not be read whole; no group was made.") + " " + " ".join(listed.wrong)
        )
    if any(o.glance.name.casefold() == shown.casefold() for o in workspace.open_groups()):
        raise Problem(say("There is a group called “{shown}” already.", shown=shown))
    return _create(workspace, shown, chosen, zone, listed.people, clean(series).strip() or shown)


def _create(
    workspace: Workspace, name: str, template: Template, zone: str, people: Sequence[PastedPerson], line: str
) -> OpenGroup:
    group, series = workspace.new_id(), workspace.new_id()
    bodies: list[Event] = [
        GroupCreated(
            group=group, name=name, zone=zone, template=template.name, template_name=template.title,
            blocks=template.blocks, minutes=template.minutes, dates=workspace.settings.dates,
        ),
        SeriesStarted(series=series, name=line),
        *(_person(workspace, person) for person in people),
    ]  # fmt: skip
    if workspace.settings.first_day != "monday":
        bodies.append(SettingChosen(setting="first_day", value=workspace.settings.first_day))
    shard = workspace.library.new_group(name)
    opened = OpenGroup(shard.group, Group(), shard, events={"": ()})
    workspace.record(opened, "", bodies)
    return opened


def _person(workspace: Workspace, person: PastedPerson) -> PersonAdded:
    return PersonAdded(
        person=workspace.new_id(), name=person.name, alias=person.alias, pronouns=person.pronouns, roles=person.roles,
        status=person.status, contact=person.contact,
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
            said.append(say("Line {line}: {name} is in the group already.", line=person.line, name=person.name))
        else:
            new.append(_person(workspace, person))
    if new:
        workspace.record(opened, "", new)
    return len(new), said


def adopt_first_agreement(workspace: Workspace, opened: OpenGroup, lines: Sequence[tuple[Side, str]]) -> None:
    """The group's first agreement, version 1, from starters or its own lines.

    Raises:
        Problem: the group has an agreement.
    """
    if opened.group.agreement.version:
        raise Problem(say("The group has an agreement already; it is changed in a meeting, by consent."))
    proposed = [AgreementProposed(item=workspace.new_id(), side=side, text=clean(text).strip()) for side, text in lines]
    items = tuple(body.item for body in proposed)
    workspace.record(opened, "", [*proposed, AgreementAdopted(version=1, items=items)])
