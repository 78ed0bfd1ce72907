"""The commands that only read: `minutes`, `steps`, `list`, `paths`. None of them imports a screen."""

from __future__ import annotations

from pathlib import Path

import click

from peer_tui.commands.shared import (
    data_option,
    json_option,
    now_option,
    say,
    say_json,
    the_clock,
    the_places,
    the_workspace,
)


@click.command()
@click.argument("meeting", default="last")
@click.option("--format", "form", type=click.Choice(["md", "txt"]), default="md", show_default=True)
@data_option
@json_option
@now_option
def minutes(meeting: str, form: str, data: Path | None, as_json: bool, instant: str | None) -> None:
    """Print the minutes of MEETING; without one, of the last meeting that ended."""
    from peer_tui.services import keeping, listing

    with the_workspace(data, the_clock(instant)) as workspace:
        opened, held = listing.last_ended(workspace) if meeting == "last" else workspace.find_meeting(meeting)
        record = keeping.minutes_of(opened, held.id)
    if as_json:
        say_json(listing.as_plain(record))
    else:
        say(keeping.render(record, form).removesuffix("\n"))


@click.command()
@click.option("--group", default="", help="Of this group only.")
@data_option
@json_option
@now_option
def steps(group: str, data: Path | None, as_json: bool, instant: str | None) -> None:
    """List the open next steps."""
    from peer_tui.services import listing

    with the_workspace(data, the_clock(instant)) as workspace:
        rows = listing.open_steps(workspace, group)
    if as_json:
        say_json(listing.as_plain(rows))
    else:
        say("\n".join(listing.step_lines(rows)))


@click.command("list")
@click.option("--group", default="", help="Of this group only.")
@data_option
@json_option
@now_option
def list_meetings(group: str, data: Path | None, as_json: bool, instant: str | None) -> None:
    """List the meetings, with the ids by which other commands call them."""
    from peer_tui.services import listing

    with the_workspace(data, the_clock(instant)) as workspace:
        rows = listing.meetings(workspace, group)
        hours = workspace.settings.hours
    if as_json:
        say_json(listing.as_plain(rows))
    else:
        say("\n".join(listing.meeting_lines(rows, hours)))


@click.command("paths")
@data_option
@json_option
def show_paths(data: Path | None, as_json: bool) -> None:
    """Print where the library, settings, state, cache and exports are."""
    at = the_places(data)
    named = {name: str(getattr(at, name)) for name in ("library", "settings", "state", "cache", "exports")}
    if as_json:
        say_json(named)
    else:
        say("\n".join(f"{name:<9} {path}" for name, path in named.items()))
