"""The command `programme`: each of its subcommands stands in a module of its story, and only that one is imported."""

from __future__ import annotations

import click

STORIES = {
    "list": "programme_course",
    "start": "programme_course",
    "show": "programme_course",
    "day": "programme_course",
    "tick": "programme_course",
    "meeting": "programme_course",
    "rename": "programme_course",
    "close": "programme_course",
    "form": "programme_forms",
    "answer": "programme_forms",
    "evaluation": "programme_forms",
    "results": "programme_forms",
    "register": "programme_rows",
    "add": "programme_rows",
    "change": "programme_rows",
    "remove": "programme_rows",
    "step": "programme_rows",
    "report": "programme_reports",
    "letter": "programme_reports",
}
"""Each subcommand, and the module of `commands/` it stands in."""


class _Programme(click.Group):
    """Finds its subcommands in the modules of `STORIES`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order in which a programme goes."""
        return list(STORIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of this name; None if there is none."""
        from importlib import import_module

        from peer_tui.commands.group import worded

        if cmd_name not in STORIES:
            return None
        story = import_module(f"peer_tui.commands.{STORIES[cmd_name]}")
        found = (one for one in vars(story).values() if isinstance(one, click.Command) and one.name == cmd_name)
        return worded(next(found))


@click.group(cls=_Programme)
def programme() -> None:
    """Run a programme: peer match, PEER training, peer learning, career workshop, or one of your own.

    `programme list` says which there are and which are running.
    """
