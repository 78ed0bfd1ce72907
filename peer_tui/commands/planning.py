"""The commands that plan: `new-group`, `plan`, `move`, `rename`, `cancel`, `write-up`, `merge-meetings`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peer_tui.commands.shared import (
    Function,
    complain,
    data_option,
    json_option,
    now_option,
    print_text,
    say_json,
    the_clock,
    the_workspace,
)
from peer_tui.domain.words import say

if TYPE_CHECKING:
    from peer_tui.domain.held import Held
    from peer_tui.services.workspace import OpenGroup, Workspace


@click.command("new-group")
@click.argument("name")
@click.option(
    "--template", default="", show_default="mapwc", help=say("A template's word, or the path of a .toml file.")
)
@click.option(
    "--programme", default="", metavar="KEY", help=say("Start this programme in it: with the template it begins with.")
)
@click.option("--zone", required=True, help=say("The group's time zone, e.g. America/New_York."))
@click.option("--people", type=click.Path(path_type=Path), metavar="FILE", help=say("Its people, one a line."))
@data_option
@now_option
def new_group(
    name: str, template: str, programme: str, zone: str, people: Path | None, data: Path | None, instant: str | None
) -> None:
    """Make a group with its own copy of a template, or to run a programme."""
    from peer_tui.domain.naming import counted
    from peer_tui.domain.pasted_people import parse_people
    from peer_tui.services import arguments, planning

    listed = arguments.read_people(people) if people else ""
    template = template or (_begins_with(programme) if programme else "") or "mapwc"
    with the_workspace(data, the_clock(instant)) as workspace:
        opened = planning.new_group(workspace, name, template, zone, listed)
        group = opened.group
        if programme:
            from peer_tui.services.programmes.starting import start

            start(workspace, opened, programme)
    blocks, listed_people = (
        counted(len(group.blocks), "{n:,} block", "{n:,} blocks", "no blocks"),
        counted(len(group.people), "{n:,} person", "{n:,} people", "no people"),
    )
    print_text(f"{group.name}: {blocks}, {listed_people}, {group.zone}")
    for remark in parse_people(listed).remarks:
        complain(remark)


def _begins_with(programme: str) -> str:
    """The word of the template of a programme's first meeting; empty for a programme that holds none.

    Raises:
        Problem: there is no such programme. Nothing was made.
    """
    from peer_tui.services.problems import Problem
    from peer_tui.services.programmes.files import load_programme
    from peer_tui.services.programmes.toml_reading import ProgrammeProblem

    try:
        meetings = load_programme(programme).meetings
    except ProgrammeProblem as problem:
        raise Problem(str(problem)) from problem
    return meetings[0].template if meetings else ""


def _when_option(required: bool = True) -> Callable[[Function], Function]:
    """`--at WHEN`."""
    return click.option(
        "--at", "when", required=required, metavar="WHEN", help=say('On the group\'s clocks, e.g. "2024-11-13 14:00".')
    )


@click.command()
@click.argument("group")
@_when_option(required=False)
@click.option("--as-before", is_flag=True, help=say("When its series would meet next, e.g. the 2nd Wednesday again."))
@click.option("--minutes", type=int, help=say("The slot; the group's usual one otherwise."))
@click.option("--series", default="", help=say("The series it belongs to; begun if the group has none of that name."))
@click.option("--title", default="", help=say("Its title; the series' name otherwise."))
@click.option("--kind", default="", help=say("What kind of meeting it is, e.g. “listening session”."))
@json_option
@data_option
@now_option
def plan(
    group: str, when: str | None, as_before: bool, minutes: int | None, series: str, title: str, kind: str,
    as_json: bool, data: Path | None, instant: str | None,
) -> None:  # fmt: skip
    """Put a meeting of GROUP on the calendar; prints its id."""
    from peer_tui.services import arguments, planning
    from peer_tui.services.own_time import hours_of
    from peer_tui.services.problems import Problem
    from peer_tui.services.suggesting import next_of

    if (when is None) == (not as_before):
        raise click.UsageError(say("Say when: --at WHEN, or --as-before."))
    with the_workspace(data, the_clock(instant)) as workspace:
        opened = workspace.find_group(group)
        if when is not None:
            starts = arguments.read_when(workspace, opened, when)
        else:
            known = next((key for key, name in opened.group.series.items() if name.casefold() == series.casefold()), "")
            found = next_of(opened.group, workspace.now(), hours_of(workspace, opened.group), known)
            if found is None:
                raise Problem(
                    say(
                        "{name} has not met yet, so there is no “as before”. Say when with --at.",
                        name=opened.group.name,
                    )
                )
            starts, minutes = found.starts, minutes if minutes is not None else found.minutes
        meeting = planning.plan(workspace, opened, starts, minutes=minutes, series=series, title=title)
        if kind:
            planning.choose_kind(workspace, opened, opened.group.meetings[meeting], kind)
        held = opened.group.meetings[meeting]
        told = _told(workspace, opened, held)
    if as_json:
        say_json(told)
    else:
        click.echo(meeting)


@click.command()
@click.argument("meeting")
@_when_option()
@click.option("--minutes", type=int, help=say("Another length; as long as before otherwise."))
@json_option
@data_option
@now_option
def move(meeting: str, when: str, minutes: int | None, as_json: bool, data: Path | None, instant: str | None) -> None:
    """Move MEETING to another day, time or length."""
    from peer_tui.services import arguments, planning

    with the_workspace(data, the_clock(instant)) as workspace:
        opened, held = workspace.find_meeting(meeting)
        starts = arguments.read_when(workspace, opened, when)
        planning.move(workspace, opened, held, starts, minutes if minutes is not None else held.minutes)
        _say_now(workspace, opened, held.id, as_json)


@click.command()
@click.argument("meeting")
@click.argument("title", required=False, default="")
@click.option("--kind", default="", help=say("Another kind of meeting, e.g. “listening session”."))
@json_option
@data_option
@now_option
def rename(meeting: str, title: str, kind: str, as_json: bool, data: Path | None, instant: str | None) -> None:
    """Give MEETING another TITLE, or another kind."""
    from peer_tui.services import planning

    if not title.strip() and not kind.strip():
        raise click.UsageError(say("Write the new title, or --kind KIND."))
    with the_workspace(data, the_clock(instant)) as workspace:
        opened, held = workspace.find_meeting(meeting)
        planning.rename(workspace, opened, held, title)
        planning.choose_kind(workspace, opened, held, kind)
        _say_now(workspace, opened, held.id, as_json)


@click.command()
@click.argument("meeting")
@data_option
@now_option
def cancel(meeting: str, data: Path | None, instant: str | None) -> None:
    """Cancel MEETING: it will not be held."""
    from peer_tui.services import planning

    with the_workspace(data, the_clock(instant)) as workspace:
        opened, held = workspace.find_meeting(meeting)
        planning.cancel(workspace, opened, held)
    print_text(say("{title} is cancelled.", title=held.title))


@click.command("write-up")
@click.argument("group")
@_when_option()
@click.option("--minutes", type=int, help=say("How long it was; the group's usual length otherwise."))
@click.option("--title", default="", help=say("Its title; the series' name otherwise."))
@json_option
@data_option
@now_option
def write_up(
    group: str, when: str, minutes: int | None, title: str, as_json: bool, data: Path | None, instant: str | None
) -> None:
    """Begin to write up a meeting of GROUP that was held on paper; prints its id.

    `peer-tui run ID` goes on with it, `peer-tui run ID --plain` takes its lines from a file: `/at 2:20` before them
    says when they were said, `/end` ends it.
    """
    from peer_tui.services import arguments, writing_up

    with the_workspace(data, the_clock(instant)) as workspace:
        opened = workspace.find_group(group)
        starts = arguments.read_when(workspace, opened, when)
        meeting = writing_up.write_up(workspace, opened, starts, minutes=minutes, title=title)
        told = _told(workspace, opened, opened.group.meetings[meeting])
    if as_json:
        say_json(told)
    else:
        click.echo(meeting)


@click.command("merge-meetings")
@click.argument("kept")
@click.argument("gone")
@click.option("--yes", is_flag=True, help=say("Do not ask."))
@data_option
@now_option
def merge_meetings(kept: str, gone: str, yes: bool, data: Path | None, instant: str | None) -> None:
    """Let KEPT stand for GONE: one meeting that was planned twice. Topics, updates and roles come along."""
    from peer_tui.services import merging_meetings as merging
    from peer_tui.services.problems import Problem

    with the_workspace(data, the_clock(instant)) as workspace:
        opened, first = workspace.find_meeting(kept)
        other, second = workspace.find_meeting(gone)
        if opened.folder != other.folder:
            raise Problem(say("They are meetings of two groups; only two of the same group can be one."))
        if not yes and first.id != second.id:
            click.confirm(merging.question(workspace, opened, second, first), abort=True)
        along = merging.merge_meetings(workspace, opened, second, first)
    print_text(
        say(
            "{title} stands for both: {words}. `peer-tui undelete` brings the other one back.",
            title=first.title,
            words=along.words,
        )
    )


def _say_now(workspace: Workspace, opened: OpenGroup, meeting: str, as_json: bool) -> None:
    """What the calendar says of a meeting after it was changed."""
    held = opened.group.meetings[meeting]
    told = _told(workspace, opened, held)
    if as_json:
        say_json(told)
    else:
        print_text(
            say(
                "{title}: {told}, {minutes} min, {type}.",
                title=held.title,
                told=told["when"],
                minutes=held.minutes,
                type=held.type,
            )
        )


def _told(workspace: Workspace, opened: OpenGroup, held: Held) -> dict[str, object]:
    """A meeting for `--json`: when it starts as an instant, and in words on its group's clocks."""
    from peer_tui.domain.wall_time import say_date, say_time, zone_letters
    from peer_tui.services.own_time import hours_of

    time = say_time(held.starts, held.zone, hours_of(workspace, opened.glance))
    return {
        "id": held.id, "group": opened.glance.name, "title": held.title, "kind": held.type,
        "starts": held.starts.isoformat(), "zone": held.zone, "minutes": held.minutes, "state": held.state,
        "when": f"{say_date(held.starts, held.zone)}, {time} {zone_letters(held.starts, held.zone)}",
    }  # fmt: skip
