"""The command that takes an agenda out: `agenda`, for members with the join link or for everybody without."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from peer_tui.commands.reports import say_file, saying_what_is_unread
from peer_tui.commands.shared import (
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

FORMS = ("txt", "md", "html", "eml", "json")


@click.command()
@click.argument("meeting", default="next")
@click.option(
    "--audience", type=click.Choice(("members", "public")), default="members", show_default=True,
    help=say("members get the join link; public, the e-mail list and everybody, do not."),
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(FORMS), default="txt", show_default=True,
              help=say("html is one page to print; eml a mail draft."))  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="PATH", help=say("Into this file, or this folder."))
@data_option
@json_option
@now_option
def agenda(
    meeting: str, audience: str, form: str, out: Path | None, data: Path | None, as_json: bool, instant: str | None
) -> None:
    """Print the agenda of MEETING, or write it to a file; without one, of the next meeting.

    A file that is written counts as sent, as on the screen; what is only printed does not.
    """
    from peer_tui.domain.naming import Audience
    from peer_tui.services import agenda_out

    whom, form = Audience(audience), "json" if as_json else form
    with the_workspace(data, the_clock(instant)) as workspace, saying_what_is_unread(workspace):
        opened, held = _which(workspace, meeting)
        if out is not None:
            path = agenda_out.write(workspace, opened, held.id, whom, form, out)
            how = agenda_out.DRAFT if form == "eml" else agenda_out.FILE
            agenda_out.record_sent(workspace, opened, held.id, whom, how)
        else:
            page = agenda_out.agenda_of(workspace, opened, held.id, whom)
            drawn = agenda_out.render(page, form, agenda_out.addresses(opened, whom))
    if out is not None:
        print_text(str(path))
    elif form == "json":
        say_json(agenda_out.as_plain(page))
    else:
        say_file(drawn, form)


def _which(workspace: Workspace, meeting: str) -> tuple[OpenGroup, Held]:
    """The meeting that was named; else the one that is on, or the next."""
    from peer_tui.services.problems import WrongUse
    from peer_tui.services.which_meeting import choose_meeting

    if meeting != "next":
        return workspace.find_meeting(meeting)
    try:
        return choose_meeting(workspace)
    except WrongUse as problem:
        sentence = problem.sentence.replace("peer-tui run MEETING", "peer-tui agenda MEETING")
        raise WrongUse(sentence, choices=problem.choices) from None
