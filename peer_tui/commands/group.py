"""The commands gathered, and what becomes of an error in one: a sentence and an exit code, never a traceback."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import Any

import click

from peer_tui import __version__
from peer_tui.commands.errors import explain
from peer_tui.commands.shared import COULD_NOT, data_option, now_option, open_screens, the_clock
from peer_tui.domain.words import say

STORIES = {
    "run": "running",
    "demo": "running",
    "new-group": "planning",
    "plan": "planning",
    "cancel": "planning",
    "move": "planning",
    "rename": "planning",
    "write-up": "planning",
    "merge-meetings": "planning",
    "delete": "deleting",
    "deleted": "deleting",
    "undelete": "deleting",
    "let-go": "deleting",
    "bring-in": "bringing_in",
    "agenda": "agenda",
    "minutes": "taking_out",
    "layouts": "taking_out",
    "steps": "following",
    "step": "following",
    "remind": "following",
    "invite": "following",
    "list": "reports",
    "report": "report",
    "search": "reports",
    "decisions": "reports",
    "parked": "reports",
    "check": "care",
    "people": "people",
    "agreement": "group_affairs",
    "group-settings": "group_affairs",
    "redact": "removing",
    "forget": "removing",
    "backup": "care",
    "restore": "care",
    "encrypt": "sealing",
    "paths": "reports",
    "programme": "programme",
    "grant": "grant",
    "reached": "grant",
}
"""Each command, and the module of `commands/` it stands in: only the one that is asked for is imported."""


def worded(command: click.Command) -> click.Command:
    """The command with its help, and that of what stands below it, in the language of the words.

    The help is the function's own description, so it cannot be worded where it stands.
    """
    if command.help and command not in _WORDED:
        _WORDED.add(command)
        command.help = say(inspect.cleandoc(command.help))
        for below in command.commands.values() if isinstance(command, click.Group) else ():
            worded(below)
    return command


_WORDED: set[click.Command] = set()


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
        found = next(one for one in vars(story).values() if isinstance(one, click.Command) and one.name == cmd_name)
        return worded(found)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            ctx.exit(COULD_NOT)
        except Exception as error:
            ctx.exit(explain(error, ctx.params.get("data")))

    def main(self, *args: Any, **more: Any) -> Any:
        """Read the arguments and run; `--help` and `--version` are printed here, before any command is run."""
        try:
            return super().main(*args, **more)
        except OSError as error:
            sys.exit(explain(error))


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
        open_screens(data, the_clock(instant))


worded(commands)
