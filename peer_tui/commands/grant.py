"""The command that counts for a grant, by quarters of the federal year: `grant`."""

from __future__ import annotations

from pathlib import Path

import click

from peer_tui.commands.reports import say_file
from peer_tui.commands.shared import (
    complain,
    data_option,
    json_option,
    now_option,
    print_text,
    the_clock,
    the_workspace,
)
from peer_tui.domain.words import say

_FORMS = ("html", "md", "csv", "json")


@click.command()
@click.option(
    "--quarter",
    "quarters",
    multiple=True,
    metavar="2027Q1",
    help=say("A quarter of the federal year: 2027Q1 is October to December 2026; 2027 is all four. Several stand side "
             "by side. Without it the last one that is over."),
)  # fmt: skip
@click.option("--group", default="", help=say("Of this group; not needed where there is only one."))
@click.option("--to", "to", type=click.Path(path_type=Path), metavar="FILE",
              help=say("Into this file, .md, .csv, .html or .json, or this folder."))  # fmt: skip
@click.option("--format", "form", type=click.Choice(_FORMS), default=None, help=say("How it is printed or written."))
@data_option
@json_option
@now_option
def grant(
    quarters: tuple[str, ...], group: str, to: Path | None, form: str | None, data: Path | None, as_json: bool,
    instant: str | None,
) -> None:  # fmt: skip
    """Print the grant report of a group: meetings, people, what came of it, indicators. Nobody is named in it."""
    from peer_tui.services import forgetting, grant_files, granting

    with the_workspace(data, the_clock(instant)) as workspace:
        opened = forgetting.the_group(workspace, group)
        told = granting.tell(workspace, opened, granting.asked_quarters(workspace, opened, quarters))
        if told.notice:
            complain(told.notice)
        if to is not None:
            kind = form or to.suffix.lower().lstrip(".") or "md"
            print_text(say("Written, for you only: {path}", path=grant_files.write(workspace, opened, told, kind, to)))
            return
    kind = "json" if as_json else form or "md"
    say_file(grant_files.render(told, kind), kind)


@click.command()
@click.argument("meeting")
@click.argument("people", type=click.IntRange(0, 1_000_000))
@data_option
@now_option
def reached(meeting: str, people: int, data: Path | None, instant: str | None) -> None:
    """Write down how many PEOPLE the event MEETING reached with its message, for the grant report."""
    from peer_tui.services.reaching import count_reach, told_words

    with the_workspace(data, the_clock(instant)) as workspace:
        opened, held = workspace.find_meeting(meeting)
        count_reach(workspace, opened, held.id, people)
    print_text(f"{held.title}: {told_words(people)}")
