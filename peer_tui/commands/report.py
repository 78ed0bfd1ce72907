"""The command that says how meetings went in numbers: `report`."""

from __future__ import annotations

from pathlib import Path

import click

from peer_tui.commands.reports import say_file, saying_what_is_unread
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

FORMS = ("html", "md", "csv", "json")


@click.command()
@click.argument("group", default="")
@click.option("--since", default="", metavar="DAY", help=say("Meetings held since, e.g. 2024, 2024-10 or 2024-10-09."))
@click.option("--until", default="", metavar="DAY", help=say("Meetings held until, that day included."))
@click.option(
    "--last", type=click.IntRange(1, 100_000), default=None, metavar="N", help=say("Only the last N of them.")
)
@click.option("--format", "form", type=click.Choice(FORMS), default="md", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), metavar="PATH", help=say("Into this file, or this folder."))
@data_option
@json_option
@now_option
def report(
    group: str,
    since: str,
    until: str,
    last: int | None,
    form: str,
    out: Path | None,
    data: Path | None,
    as_json: bool,
    instant: str | None,
) -> None:
    """Say how the meetings of GROUP went, in numbers: who came, time used, next steps kept, decisions.

    Without GROUP, of all groups. Nobody is named in it.
    """
    from peer_tui.domain.report import Stretch
    from peer_tui.services import reporting
    from peer_tui.services.days import read_day
    from peer_tui.services.problems import WrongUse

    form = "json" if as_json else form
    stretch = Stretch(last or 0, read_day(since), read_day(until, last=True))
    if stretch.since and stretch.until and stretch.since > stretch.until:
        raise WrongUse(say("--since is after --until, so no day lies between them. Turn them round."))
    with the_workspace(data, the_clock(instant)) as workspace, saying_what_is_unread(workspace, group):
        groups = [workspace.find_group(group)] if group else workspace.open_groups()
        told = reporting.tell(workspace, groups, stretch)
        if told.notice:
            complain(told.notice)
        if out is None:
            say_file(reporting.render(told, form), form)
            return
        folder = groups[0].folder if len(groups) == 1 else ""
        print_text(say("Written, for you only: {write}", write=reporting.write(workspace, told, form, folder, out)))
