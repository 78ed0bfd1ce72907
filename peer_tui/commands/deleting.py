"""The commands that hide a meeting and bring it back: `delete`, `deleted`, `undelete`, `let-go`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peer_tui.commands.shared import (
    at_terminal,
    data_option,
    json_option,
    now_option,
    print_text,
    say_json,
    the_clock,
    the_workspace,
)
from peer_tui.domain.words import say, say_number

if TYPE_CHECKING:
    from peer_tui.services.deleting import Deleted
    from peer_tui.services.workspace import Workspace


@click.command()
@click.argument("meeting")
@click.option("--reason", default="", help=say("Why, for whoever finds it among the deleted ones."))
@click.option("--yes", is_flag=True, help=say("Do not ask."))
@data_option
@now_option
def delete(meeting: str, reason: str, yes: bool, data: Path | None, instant: str | None) -> None:
    """Delete MEETING: it is hidden everywhere, and can be had back for 30 days and after."""
    from peer_tui.services import deleting

    with the_workspace(data, the_clock(instant)) as workspace:
        opened, held = workspace.find_meeting(meeting)
        if not held.hidden:
            _ask(deleting.question(opened, held), yes)
            if second := deleting.second_question(held):
                _ask(second, yes)
        deleting.delete(workspace, opened, held, reason)
    print_text(say("{title} is deleted. `peer-tui undelete {id}` brings it back.", title=held.title, id=held.id))


@click.command()
@json_option
@data_option
@now_option
def deleted(as_json: bool, data: Path | None, instant: str | None) -> None:
    """List the deleted meetings, and those another meeting stands for."""
    from peer_tui.domain.wall_time import say_date
    from peer_tui.services import deleting

    with the_workspace(data, the_clock(instant)) as workspace:
        found = deleting.deleted(workspace, workspace.open_groups())
    if as_json:
        say_json([_plain(one) for one in found])
        return
    lines = [
        f"{one.held.id}  {say_date(one.held.starts, one.held.zone)}  {one.opened.glance.name} · {one.held.title}  "
        f"{one.words}"
        for one in found
    ]
    print_text("\n".join(lines) or say("No meeting is deleted."))


@click.command()
@click.argument("meeting")
@data_option
@now_option
def undelete(meeting: str, data: Path | None, instant: str | None) -> None:
    """Bring a deleted MEETING back, with everything that was in it."""
    from peer_tui.services import deleting

    with the_workspace(data, the_clock(instant)) as workspace:
        one = _find(workspace, meeting)
        deleting.restore(workspace, one.opened, one.held)
    print_text(say("{title} is back.", title=one.held.title))


@click.command("let-go")
@click.argument("meeting")
@click.option("--yes", is_flag=True, help=say("Do not ask."))
@data_option
@now_option
def let_go(meeting: str, yes: bool, data: Path | None, instant: str | None) -> None:
    """Let a MEETING that was deleted 30 days ago go for good: its files go to the library's quarantine folder."""
    from peer_tui.services import deleting

    with the_workspace(data, the_clock(instant)) as workspace:
        one = _find(workspace, meeting)
        if one.may_go:
            _ask(deleting.let_go_question(one), yes)
        said = deleting.let_go(workspace, one)
    print_text("\n".join(said))


def _find(workspace: Workspace, meeting: str) -> Deleted:
    """The hidden meeting of this id, or of a unique beginning of it.

    Raises:
        Problem: there is none.
        WrongUse: several fit.
    """
    from peer_tui.services import deleting
    from peer_tui.services.problems import Problem, WrongUse

    wanted = meeting.strip()
    found = [one for one in deleting.deleted(workspace, workspace.open_groups()) if wanted]
    fits = [one for one in found if one.held.id.startswith(wanted)]
    if len(fits) > 1:
        choices = tuple(f"{one.held.id}  {one.held.title}" for one in fits)
        raise WrongUse(
            say_number(
                len(fits),
                "“{meeting}” fits {n} deleted meetings: write more of its id.",
                "“{meeting}” fits {n} deleted meetings: write more of its id.",
                meeting=meeting,
            ),
            choices=choices,
        )
    if not fits:
        raise Problem(say("There is no deleted meeting “{meeting}”. `peer-tui deleted` lists them.", meeting=meeting))
    return fits[0]


def _ask(question: str, yes: bool) -> None:
    """Go on only with a yes.

    Raises:
        Problem: nobody can be asked, and --yes was not given.
    """
    from peer_tui.services.problems import Problem

    if yes:
        return
    if not at_terminal(sys.stdin):
        raise Problem(
            say(
                "{question} Nobody can be asked here: --yes says that you mean it. Nothing was changed.",
                question=question,
            )
        )
    click.confirm(question, abort=True)


def _plain(one: Deleted) -> dict[str, object]:
    """A deleted meeting for `--json`."""
    return {
        "id": one.held.id, "group": one.opened.glance.name, "title": one.held.title,
        "starts": one.held.starts.isoformat(), "deleted": one.since.isoformat() if one.since else None,
        "stands_for_it": one.held.stands_for or None, "days_left": one.days_left if one.since else None,
        "may_go": one.may_go,
    }  # fmt: skip
