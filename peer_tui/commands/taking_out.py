"""The commands that take minutes out: `minutes`, one or many, in every format; and `layouts`, which shape them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peer_tui.commands.reports import group_option, say_file, saying_what_is_unread
from peer_tui.commands.shared import (
    at_terminal,
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
    from peer_tui.services.exporting_many import Wanted
    from peer_tui.services.keeping import Telling, Written
    from peer_tui.services.workspace import OpenGroup, Workspace

FORMS = ("md", "txt", "html", "eml", "docx", "pdf", "json")
AUDIENCES = ("members", "public", "funder", "reviewers")


@click.command()
@click.argument("meeting", default="last")
@click.option("--format", "form", type=click.Choice(FORMS), default="md", show_default=True)
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    help=say("For whom; only members get the join link.  [default: members]"),
)
@click.option(
    "--privacy", type=click.IntRange(1, 5),
    help=say("Whom they name: 1 who decides and leads, 2 initials, 3 roles only, 4 nobody, 5 everybody who was "
             "present."),
)  # fmt: skip
@click.option(
    "--layout", default="minutes", show_default=True, metavar="NAME", help=say("`peer-tui layouts` lists them.")
)
@click.option("--out", type=click.Path(path_type=Path), metavar="PATH", help=say("Into this file, or this folder."))
@click.option("--all", "everything", is_flag=True, help=say("Of every meeting that ended, a file each, into a folder."))
@group_option
@click.option("--since", default="", metavar="DAY", help=say("With --all: held since, e.g. 2024-10 or 2024-10-09."))
@click.option("--until", default="", metavar="DAY", help=say("With --all: held until, that day included."))
@data_option
@json_option
@now_option
def minutes(
    meeting: str,
    form: str,
    audience: str | None,
    privacy: int | None,
    layout: str,
    out: Path | None,
    everything: bool,
    group: str,
    since: str,
    until: str,
    data: Path | None,
    as_json: bool,
    instant: str | None,
) -> None:
    """Print the minutes of MEETING, or write them to a file; without one, of the last meeting that ended."""
    from peer_tui.domain.naming import Audience, Privacy
    from peer_tui.services.days import read_day
    from peer_tui.services.exporting_many import Wanted
    from peer_tui.services.keeping import Telling
    from peer_tui.services.problems import WrongUse

    told = Telling(
        "json" if as_json else form, Privacy(privacy) if privacy else None, Audience(audience) if audience else None,
        layout,
    )  # fmt: skip
    if not everything and (since or until):
        raise WrongUse(say("--since and --until choose among --all minutes. Add --all, or leave them out."))
    wanted = Wanted(group, read_day(since), read_day(until, last=True))
    with the_workspace(data, the_clock(instant)) as workspace, saying_what_is_unread(workspace, group):
        if everything:
            _write_many(workspace, told, out, wanted)
        else:
            _take_one(workspace, told, out, meeting, group)


@click.command()
@click.argument("act", type=click.Choice(["list", "copy"]), default="list")
@click.argument("name", default="")
@click.option("--group", default="", help=say("For this group only."))
@data_option
@json_option
@now_option
def layouts(act: str, name: str, group: str, data: Path | None, as_json: bool, instant: str | None) -> None:
    """List the layouts of minutes, or copy a shipped one to change it: `layouts copy minutes.md`."""
    from peer_tui.services import layouts as laying_out
    from peer_tui.services.problems import WrongUse

    with the_workspace(data, the_clock(instant)) as workspace:
        opened = workspace.find_group(group) if group else None
        if act == "copy":
            if not name:
                raise WrongUse(say("Copy which layout? `peer-tui layouts` lists them, e.g. minutes.md."))
            path = laying_out.copy(workspace, name, opened)
            print_text(
                say("Copied, for you to change: {path}\nIt stands in for the shipped one from now on.", path=path)
            )
            return
        places = laying_out.folders(workspace, opened)
        known = laying_out.known(places)
        wrong = laying_out.problems(places)
    if as_json:
        say_json([{"name": one.name, "format": one.form, "whose": one.whose, "path": str(one.path)} for one in known])
    else:
        print_text("\n".join(f"{f'{one.name}.{one.form}':<16} {say(one.whose):<9} {one.path}" for one in known))
    for sentence in wrong:
        complain(sentence)


# --- one ----------------------------------------------------------------------------------------------------------


def _take_one(workspace: Workspace, told: Telling, out: Path | None, meeting: str, group: str) -> None:
    import msgspec

    from peer_tui.services import listing
    from peer_tui.services.keeping import TEXTS
    from peer_tui.services.layouts import folders

    opened, held = listing.last_ended(workspace, group) if meeting == "last" else workspace.find_meeting(meeting)
    told = msgspec.structs.replace(told, layouts=folders(workspace, opened))
    if out is None and told.form not in TEXTS and at_terminal(sys.stdout):
        out = workspace.places.exports  # a terminal would only show rubbish
    if out is None:
        drawn = told.draw(opened, held.id)
        for notice in drawn.notices:
            complain(notice)
        say_file(drawn.content, told.form)
        return
    written = _write_one(workspace, told, out, opened, held.id)
    for notice in written.notices:
        complain(notice)
    print_text(say("Written, for you only: {path}", path=written.path))


def _write_one(workspace: Workspace, told: Telling, out: Path, opened: OpenGroup, meeting: str) -> Written:
    """A name without an ending is a folder, which gets the usual name; else exactly this file, if it is nobody's."""
    from peer_tui.services.exported import Known
    from peer_tui.services.keeping import write, write_drawn
    from peer_tui.services.problems import Problem

    if out.is_dir() or not out.suffix:
        return write(
            workspace, opened, meeting, told.form, out, privacy=told.privacy, audience=told.audience, layout=told.layout
        )
    state = workspace.places.state
    if Known(state).free(out, opened.folder, meeting) != out:
        raise Problem(
            say(
                "{out} is there already, and is not what peer-tui wrote of this meeting. It was left as it is: name "
                "another file, or delete it first.",
                out=out,
            )
        )
    return write_drawn(told.draw(opened, meeting), out, told.as_exported(opened, meeting), state)


# --- many ---------------------------------------------------------------------------------------------------------


def _write_many(workspace: Workspace, told: Telling, out: Path | None, wanted: Wanted) -> None:
    from peer_tui.commands.progress import progress_line
    from peer_tui.services.exporting_many import export_many
    from peer_tui.services.problems import Problem

    folder = out or workspace.places.exports / f"minutes-{told.form}"
    if folder.exists() and not folder.is_dir():
        raise Problem(say("{folder} is a file; --all needs a folder. Nothing was written.", folder=folder))
    with progress_line(say("Writing:")) as tell:
        many = export_many(workspace, wanted, told, folder, tell)
    for notice in many.notices:
        complain(notice)
    if not many.wanted:
        raise Problem(say("No meeting that ended lies in these days, so there are no minutes to write."))
    print_text(many.words + (say("\nThe list of them: {index}", index=many.index) if many.index else ""))
    if many.stopped:
        raise KeyboardInterrupt
