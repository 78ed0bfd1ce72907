"""The commands that run a meeting: `run` and `demo`, on the screen or in plain mode."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peer_tui.commands.shared import (
    data_option,
    movable,
    need_terminal,
    now_option,
    open_screens,
    plain_option,
    the_clock,
    the_workspace,
)
from peer_tui.domain.words import say

if TYPE_CHECKING:
    from peer_tui.domain.events import ProgrammeId
    from peer_tui.services.opened import OpenGroup


@click.command()
@click.argument("meeting", required=False)
@plain_option
@data_option
@now_option
def run(meeting: str | None, plain: bool, data: Path | None, instant: str | None) -> None:
    """Run MEETING live: the unfinished one, else the next one."""
    if not plain:
        need_terminal()
    clock = the_clock(instant)
    with the_workspace(data, clock) as workspace:
        from peer_tui.services.planning import choose_meeting
        from peer_tui.services.problems import Problem
        from peer_tui.services.watching import missing

        if missing(workspace.library):
            raise Problem(say("No meeting was opened, and nothing was written."))
        opened, held = workspace.find_meeting(meeting) if meeting else choose_meeting(workspace)
        if held.hidden:
            raise Problem(
                say("{title} is deleted. `peer-tui undelete {id}` brings it back.", title=held.title, id=held.id)
            )
        if plain:
            from peer_tui.plain.run import run_plain
            from peer_tui.services.removing import settle_and_tell

            settle_and_tell(workspace)
            sys.exit(run_plain(workspace, opened, held.id, movable(clock, instant)))
    open_screens(data, clock, meeting=held.id)


def _first_run(opened: OpenGroup) -> tuple[OpenGroup, ProgrammeId]:
    """The programme that is practised: its place is opened at once."""
    from peer_tui.services.programmes.running import runs

    return opened, runs(opened)[0].id


@click.command()
@click.option(
    "--speed", type=click.FloatRange(0.1, 600), default=1.0, help=say("How many times as fast its clock runs.")
)
@click.option(
    "--programme",
    type=click.Choice(("peer-match", "peer-training", "peer-learning", "career-workshop")),
    help=say("Practise with an invented group that is half-way through this programme."),
)
@plain_option
@now_option
def demo(speed: float, programme: str | None, plain: bool, instant: str | None) -> None:
    """Practise with an invented group; nothing of it touches your own library.

    It opens Today, with a meeting that is about to begin, or the programme you name. With --plain it runs that meeting
    at once. A practice meeting that was cut short, by a crash or a closed window, is gone on with.
    """
    if speed != speed:
        raise click.BadParameter(say("“nan” is no number."), param_hint="--speed")  # it passes for being in any range
    if not plain:
        need_terminal()
    from peer_tui.services.practice import practice_workspace

    clock = the_clock(instant, speed)
    by_hand = movable(clock, instant)
    resume = by_hand is None
    with practice_workspace(clock, threaded=not plain, resume=resume, programme=programme or "") as made:
        workspace, opened, meeting = made
        if plain:
            from peer_tui.plain.run import run_plain

            code = run_plain(workspace, opened, meeting, by_hand, practice=True)
        else:
            from peer_tui.ui.app import run_app

            if programme:
                code = run_app(workspace, None, practice=True, programme=_first_run(opened))
            else:
                code = run_app(workspace, None, practice=True)
        # Within: what ended by a signal keeps its library, to be gone on with.
        sys.exit(code)
