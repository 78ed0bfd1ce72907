"""The commands that plan: `new-group`, `plan`, `cancel`."""

from __future__ import annotations

from pathlib import Path

import click

from peer_tui.commands.shared import complain, data_option, now_option, say, the_clock, the_workspace


@click.command("new-group")
@click.argument("name")
@click.option("--template", default="mapwc", show_default=True, help="A template's word, or the path of a .toml file.")
@click.option("--zone", required=True, help="The group's time zone, e.g. America/New_York.")
@click.option("--people", type=click.Path(path_type=Path), metavar="FILE", help="Its people, one a line.")
@data_option
@now_option
def new_group(name: str, template: str, zone: str, people: Path | None, data: Path | None, instant: str | None) -> None:
    """Make a group with its own copy of a template."""
    from peer_tui.domain.naming import counted
    from peer_tui.domain.pasted_people import parse_people
    from peer_tui.services import arguments, planning

    listed = arguments.read_people(people) if people else ""
    with the_workspace(data, the_clock(instant)) as workspace:
        opened = planning.new_group(workspace, name, template, zone, listed)
        group = opened.group
    blocks, listed_people = counted(len(group.blocks), "block"), counted(len(group.people), "person", "people")
    say(f"{group.name}: {blocks}, {listed_people}, {group.zone}")
    for remark in parse_people(listed).remarks:
        complain(remark)


@click.command()
@click.argument("group")
@click.option("--at", "when", required=True, metavar="WHEN", help='On the group\'s clocks, e.g. "2024-11-13 14:00".')
@click.option("--minutes", type=int, help="The slot; the group's usual one otherwise.")
@click.option("--series", default="", help="The series it belongs to; begun if the group has none of that name.")
@click.option("--title", default="", help="Its title; the series' name otherwise.")
@data_option
@now_option
def plan(
    group: str, when: str, minutes: int | None, series: str, title: str, data: Path | None, instant: str | None
) -> None:
    """Put a meeting of GROUP on the calendar; prints its id."""
    from peer_tui.services import arguments, planning

    with the_workspace(data, the_clock(instant)) as workspace:
        opened = workspace.find_group(group)
        starts = arguments.read_when(workspace, opened, when)
        meeting = planning.plan(workspace, opened, starts, minutes=minutes, series=series, title=title)
    click.echo(meeting)


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
    say(f"{held.title} is cancelled.")
