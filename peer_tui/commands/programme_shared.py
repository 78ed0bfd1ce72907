"""What the commands about programmes share: which run is meant, and how their options are read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from peer_tui.commands.shared import Function, data_option, json_option, now_option, the_clock, the_workspace
from peer_tui.domain.words import say

if TYPE_CHECKING:
    import datetime as dt

    from peer_tui.domain.programmes.book import Running
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

PATH = click.Path(path_type=Path)


class Meant(NamedTuple):
    """The run a command is about. After an act, `now` has it as it then stands."""

    workspace: Workspace
    opened: OpenGroup
    running: Running

    @property
    def now(self) -> Running:
        """The run as it stands now."""
        from peer_tui.services.programmes.running import run_of

        return run_of(self.opened, self.running.id)


def run_options(command: Function) -> Function:
    """`--group`, `--programme`, `--data` and `--now`: which run of which programme."""
    for option in (
        now_option,
        data_option,
        click.option(
            "--programme",
            "run",
            default="",
            metavar="WORDS",
            help=say("Which one: its title or the beginning of it; not needed where only one goes on."),
        ),
        click.option("--group", default="", help=say("Of this group only.")),
    ):
        command = option(command)
    return command


def showing_options(command: Function) -> Function:
    """`run_options`, and `--json`."""
    return run_options(json_option(command))


@contextlib.contextmanager
def the_run(group: str, run: str, data: Path | None, instant: str | None) -> Iterator[Meant]:
    """The run that is meant, in a library that is open meanwhile.

    Raises:
        Problem: there is none.
        WrongUse: several fit.
    """
    with the_workspace(data, the_clock(instant)) as workspace:
        from peer_tui.services.programmes.running import choose_run

        groups = [workspace.find_group(group)] if group else workspace.open_groups()
        opened, running = choose_run(groups, run)
        yield Meant(workspace, opened, running)


def pairs(given: Sequence[str], expected: str) -> dict[str, str]:
    """What was given as NAME=VALUE, the last of each name.

    Args:
        given: as typed.
        expected: how it is written, e.g. `first=2026-04-27`.

    Raises:
        click.UsageError: one has no name or no equals sign.
    """
    read: dict[str, str] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name.strip():
            raise click.UsageError(say("Write it like {expected}, not “{one}”.", expected=expected, one=one[:60]))
        read[name.strip()] = value.strip()
    return read


def read_day(workspace: Workspace, opened: OpenGroup, words: str) -> dt.date | None:
    """A day as it is typed on the capture line: `22 nov`, `fri`, `2026-04-27`; None for no words.

    Raises:
        Problem: the words say no day.
    """
    import datetime as dt

    from peer_tui.domain.programmes.definition import Question
    from peer_tui.services.programmes.typed import read_typed

    kept = read_typed(workspace, opened, Question("day", "day", "date"), words)
    return dt.date.fromisoformat(kept) if kept else None


def as_plain(value: object) -> Any:
    """A value as JSON knows it."""
    from peer_tui.services.listing import as_plain as plain

    return plain(value)
