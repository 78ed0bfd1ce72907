"""The command line: where the program begins, and what becomes of an error. The commands stand in `commands/`.

Exit codes: 0 done, 1 could not, 2 wrong use. What could not be done is a sentence on standard error, never a traceback.
`--version`, `steps`, `list` and `minutes` import no screen.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from peer_tui import __version__
from peer_tui.commands.shared import COULD_NOT, WRONG_USE, complain, data_option, now_option, the_clock
from peer_tui.paths import own_umask, places

STORIES = {
    "run": "running",
    "demo": "running",
    "new-group": "planning",
    "plan": "planning",
    "cancel": "planning",
    "minutes": "reports",
    "steps": "reports",
    "list": "reports",
    "check": "reports",
    "paths": "reports",
}
"""Each command, and the module of `commands/` it stands in: only the one that is asked for is imported."""


class Commands(click.Group):
    """The commands; what one of them could not do becomes a sentence and an exit code here."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of the alphabet."""
        return sorted(STORIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None if there is none."""
        from importlib import import_module

        if cmd_name not in STORIES:
            return None
        story = import_module(f"peer_tui.commands.{STORIES[cmd_name]}")
        return next(one for one in vars(story).values() if isinstance(one, click.Command) and one.name == cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            ctx.exit(COULD_NOT)
        except Exception as error:
            ctx.exit(_explain(error, ctx.params.get("data")))

    def main(self, *args: Any, **more: Any) -> Any:
        """Read the arguments and run; `--help` and `--version` are printed here, before any command is run."""
        try:
            return super().main(*args, **more)
        except OSError as error:
            sys.exit(_explain(error))


def main() -> None:
    """The `peer-tui` command."""
    own_umask()
    _fill_standard_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that has no “quotes” or no 林 gets a mark in their place, not a traceback.
            stream.reconfigure(errors="replace")
    commands(prog_name="peer-tui")


def _fill_standard_streams() -> None:
    """Where standard input, output or error was closed before the program began, nothing else gets its number.

    Otherwise the next file that is opened, of the library even, would be the one that others write their errors to.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free


def _explain(error: Exception, data: Path | None = None) -> int:
    """Say on standard error why it could not be done; the exit code."""
    from peer_tui.assets import AssetMissing
    from peer_tui.services.problems import Problem, WrongUse
    from peer_tui.services.templates import TemplateProblem

    if isinstance(error, Problem):
        complain(error.sentence)
        for choice in error.choices:
            complain(f"  {choice}")
    elif isinstance(error, TemplateProblem | AssetMissing):
        complain(str(error))
    elif isinstance(error, BrokenPipeError):
        pass  # whoever read our output has seen enough
    elif isinstance(error, OSError):
        why = error.strerror or type(error).__name__
        where = f": {error.filename}" if error.filename else ""
        complain(f"That could not be done{where} ({why}). What was saved before is safe.")
    else:
        _own_fault(error, data)
    _give_up_output()
    return WRONG_USE if isinstance(error, WrongUse) else COULD_NOT


def _own_fault(error: Exception, data: Path | None) -> None:
    """A fault of the program itself. A traceback could show people's words; the report holds none."""
    from peer_tui.services.faults import keep_report

    report = keep_report(error, places(data).state)
    complain(
        f"peer-tui met a fault of its own ({type(error).__name__}) and had to stop. Every line that was told as filed "
        "is kept." + (f" Where it happened stands in {report}, without anybody's words." if report else "")
    )
    for note in getattr(error, "__notes__", ()):
        complain(note)


def _give_up_output() -> None:
    """If what was printed cannot be written out, nothing more is tried, also not at the program's end."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=Commands, invoke_without_command=True)
@data_option
@now_option
@click.version_option(__version__, prog_name="peer-tui")
@click.pass_context
def commands(ctx: click.Context, data: Path | None, instant: str | None) -> None:
    """Run a live group meeting from the terminal, beside Zoom.

    Alone, it opens Today; the first time it asks three questions.
    """
    if ctx.invoked_subcommand is None:
        from peer_tui.commands import running

        running.open_screens(data, the_clock(instant))
