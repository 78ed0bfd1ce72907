"""The commands that look after the library: `check`, `backup`, `restore`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peer_tui.commands.progress import progress_line
from peer_tui.commands.shared import (
    COULD_NOT,
    at_terminal,
    complain,
    data_option,
    json_option,
    now_option,
    print_text,
    say_json,
    the_clock,
    the_places,
    the_workspace,
)
from peer_tui.domain.words import say

if TYPE_CHECKING:
    from peer_tui.services.workspace import Workspace

yes_option = click.option("--yes", is_flag=True, help=say("Do it without asking."))

_LEVELS = {"ok": say("OK"), "warning": say("WARNING"), "problem": say("PROBLEM")}


@click.command()
@click.option("--repair", is_flag=True, help=say("List what can be mended, back up, ask, and mend it."))
@click.option("--accept-missing", is_flag=True, help=say("The meetings that vanished were meant to go."))
@yes_option
@data_option
@json_option
@now_option
def check(repair: bool, accept_missing: bool, yes: bool, data: Path | None, as_json: bool, instant: str | None) -> None:
    """Is everything that was written still there, and can more be written?

    Reads only, unless --repair is given. Exit code 1 if something needs to be done.
    """
    from peer_tui.services import checking, listing

    with the_workspace(data, the_clock(instant)) as workspace:
        if accept_missing:
            _accept_missing(workspace, as_json)
        if repair:
            _repair(workspace, yes, as_json)
        with progress_line(say("Reading every file:")) as progress:
            findings = checking.look(workspace, progress)
    if as_json:
        say_json(listing.as_plain(findings))
    else:
        print_text("\n".join(f"{_LEVELS[finding.level]:<8} {finding.sentence}" for finding in findings))
    if checking.failed(findings):
        sys.exit(COULD_NOT)


@click.command()
@click.option(
    "--to", type=click.Path(path_type=Path), metavar="DIR", help=say("The folder for it, e.g. on another disk.")
)
@click.option("--everything", is_flag=True, help=say("Settings, themes, templates and keys too, as for a new machine."))
@data_option
@json_option
@now_option
def backup(to: Path | None, everything: bool, data: Path | None, as_json: bool, instant: str | None) -> None:
    """Back up the whole library into one zip file, read back and compared."""
    from peer_tui.services import backing_up

    with the_workspace(data, the_clock(instant)) as workspace, progress_line(say("Backing up:")) as progress:
        report = backing_up.back_up_now(workspace, to, everything=everything, progress=progress)
    if as_json:
        told = {"path": str(report.path), "files": report.logs, "records": report.records, "bytes": report.size}
        say_json({**told, "problems": report.problems})
    else:
        print_text("\n".join(backing_up.report_lines(report)))
    if report.problems:
        sys.exit(COULD_NOT)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), metavar="DIR", help=say("The library to restore into."))
@yes_option
@data_option
@json_option
@now_option
def restore(file: Path, into: Path | None, yes: bool, data: Path | None, as_json: bool, instant: str | None) -> None:
    """Bring back what the backup FILE holds: into a new library, or united with this one. Nothing here is replaced."""
    from peer_tui.services import restoring

    with the_workspace(into or data, the_clock(instant)) as workspace:
        if file.name.endswith((".json", ".json.age")):
            added = restoring.take_in(workspace, file)
            say_json({"records": added}) if as_json else print_text(restoring.taken_in(file, added))
            return
        with progress_line(say("Looking at the backup:")) as progress:
            planned = restoring.look(workspace, file, progress)
        if not as_json:
            print_text("\n".join(restoring.plan_lines(planned, the_places(into or data).library)))
        if restoring.is_nothing(planned):
            done = planned
        elif not _agreed(
            yes, say("Restore it?"), say("Nothing was restored. To restore it without being asked: --yes")
        ):
            sys.exit(COULD_NOT)
        else:
            with progress_line(say("Restoring:")) as progress:
                done = restoring.restore_now(workspace, file, progress)
    if as_json:
        say_json(restoring.as_plain(done))
    else:
        print_text("\n".join(restoring.done_lines(done)))


def _accept_missing(workspace: Workspace, as_json: bool) -> None:
    from peer_tui.services import repairing

    accepted = repairing.accept_missing(workspace)
    if not as_json:
        print_text(say("The missing meetings are no longer looked for.") if accepted else say("No meeting is missing."))


def _repair(workspace: Workspace, yes: bool, as_json: bool) -> None:
    """Show each act, ask, back up, do them. Ends the program if that was not agreed to, or one failed."""
    from peer_tui.services import repairing

    planned = repairing.what_can_be_mended(workspace)
    tell = complain if as_json else print_text
    if not planned:
        tell(say("There is nothing to mend."))
        return
    tell("\n".join([say("This would be done, after a backup:"), *(f"- {act.sentence}" for act in planned)]))
    if not _agreed(yes, say("Do it?"), say("Nothing was done. To do it without being asked: --yes")):
        sys.exit(COULD_NOT)
    with progress_line(say("Backing up:")) as progress:
        kept = repairing.back_up_first(workspace, progress)
    tell(say("Backed up in {kept}", kept=kept))
    if not repairing.mend(planned, tell):
        sys.exit(COULD_NOT)


def _agreed(yes: bool, question: str, otherwise: str) -> bool:
    """Whether somebody said yes; where nobody can be asked, only `--yes` counts."""
    if yes:
        return True
    if at_terminal(sys.stdin) and at_terminal(sys.stdout) and click.confirm(question, default=False):
        return True
    complain(otherwise)
    return False
