"""The command line: one short function a subcommand, importing what it needs inside.

Exit codes: 0 done, 1 could not, 2 wrong use. What could not be done is a sentence on standard error, never a traceback.
`--version`, `steps`, `list` and `minutes` import no screen.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from peer_tui import __version__
from peer_tui.paths import Places, own_umask, places

if TYPE_CHECKING:
    import datetime as dt

    from peer_tui.domain.clock import Clock
    from peer_tui.services.workspace import Workspace

Function = TypeVar("Function", bound=Callable[..., Any])

COULD_NOT, WRONG_USE = 1, 2

NO_TERMINAL = (
    "There is no terminal here for the screens. `peer-tui run --plain` runs a meeting from lines on standard input; "
    "`list`, `steps` and `minutes` print."
)


class Commands(click.Group):
    """The commands; what one of them could not do becomes a sentence and an exit code here."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            _forget_output()
            ctx.exit(COULD_NOT)
        except KeyboardInterrupt:
            ctx.exit(COULD_NOT)
        except Exception as error:
            code = _explain(error)
            if code is None:
                raise
            ctx.exit(code)


def main() -> None:
    """The `peer-tui` command."""
    own_umask()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that has no “quotes” or no 林 gets a mark in their place, not a traceback.
            stream.reconfigure(errors="replace")
    commands(prog_name="peer-tui")


def _explain(error: Exception) -> int | None:
    """Say on standard error why it could not be done; the exit code, or None for a fault of the program itself."""
    from peer_tui.assets import AssetMissing
    from peer_tui.domain.characters import visible
    from peer_tui.services.problems import Problem, WrongUse
    from peer_tui.services.templates import TemplateProblem

    if isinstance(error, Problem):
        click.echo(visible(error.sentence), err=True)
        for choice in error.choices:
            click.echo(f"  {visible(choice)}", err=True)
    elif isinstance(error, TemplateProblem | AssetMissing):
        click.echo(visible(str(error)), err=True)
    elif isinstance(error, OSError):
        why = error.strerror or type(error).__name__
        where = f" {error.filename}" if error.filename else ""
        click.echo(visible(f"That could not be done:{where} ({why}). What was saved before is safe."), err=True)
    else:
        return None
    return WRONG_USE if isinstance(error, WrongUse) else COULD_NOT


def _forget_output() -> None:
    """Whoever read our output is gone: nothing more is written to it, also not at the program's end."""
    import os

    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# --- what the commands share --------------------------------------------------------------------------------------


def _data(command: Function) -> Function:
    """`--data DIR`, before or after the subcommand."""
    return click.option(
        "--data", type=click.Path(path_type=Path), metavar="DIR", help="Another library than the usual one."
    )(command)


def _now(command: Function) -> Function:
    """`--now`, for repeatable runs; not in the ordinary help."""
    return click.option("--now", "instant", metavar="ISO-TIME", hidden=True)(command)


def _json(command: Function) -> Function:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def _before(name: str) -> Any:
    """What an option was given before the subcommand."""
    return click.get_current_context().find_root().params.get(name)


def _places(data: Path | None) -> Places:
    return places(data or _before("data"))


def _clock(instant: str | None, speed: float = 1.0) -> Clock:
    """The machine's clock; one that starts at `--now`, or runs faster, where that was asked for."""
    from peer_tui.services.clock import RunningClock, SystemClock

    instant = instant or _before("instant")
    if instant is None and speed == 1.0:
        return SystemClock()
    return RunningClock(SystemClock().now() if instant is None else _instant(instant), speed)


def _instant(words: str) -> dt.datetime:
    import datetime as dt

    try:
        instant = dt.datetime.fromisoformat(words)
        if instant.utcoffset() is None:
            raise ValueError
        return instant.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise click.BadParameter(
            f"“{words}” is not an instant. Write it like 2024-11-13T14:00-05:00.", param_hint="--now"
        ) from None


@contextlib.contextmanager
def _workspace(data: Path | None, clock: Clock, *, threaded: bool = False) -> Iterator[Workspace]:
    """The library, opened. What is still unsaved when it is closed could not be done."""
    from peer_tui import settings
    from peer_tui.services.problems import Problem
    from peer_tui.services.workspace import Workspace

    at = _places(data)
    chosen, warnings = settings.load(at.settings)
    for warning in warnings:
        click.echo(warning, err=True)
    workspace = Workspace(at, clock, chosen, threaded=threaded)
    try:
        yield workspace
        if workspace.saver.unsaved() and not workspace.saver.flush():
            raise Problem(f"NOT SAVED: {workspace.saver.problem}")
    finally:
        workspace.close()


def _movable(clock: Clock, instant: str | None) -> Clock | None:
    """The clock, if lines like `@14:13` may move it: if `--now` was given."""
    return clock if instant or _before("instant") else None


def _echo(text: str) -> None:
    """Print text that holds people's words: control characters never reach a terminal."""
    from peer_tui.domain.characters import clean, visible

    shown = visible if sys.stdout.isatty() else clean
    click.echo(shown(text, keep_lines=True))


def _echo_json(value: object) -> None:
    import json

    click.echo(json.dumps(value, ensure_ascii=True, indent=2))


def _needs_terminal() -> None:
    from peer_tui.services.problems import Problem

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Problem(NO_TERMINAL)


# --- screens and plain mode ---------------------------------------------------------------------------------------


@click.group(cls=Commands, invoke_without_command=True)
@_data
@_now
@click.version_option(__version__, prog_name="peer-tui")
@click.pass_context
def commands(ctx: click.Context, data: Path | None, instant: str | None) -> None:
    """Run a live group meeting from the terminal, beside Zoom.

    Alone, it opens Today; the first time it asks three questions.
    """
    if ctx.invoked_subcommand is None:
        _needs_terminal()
        _open_screens(data, _clock(instant))


def _open_screens(data: Path | None, clock: Clock, *, meeting: str = "", practice: bool = False) -> None:
    with _workspace(data, clock, threaded=True) as workspace:
        from peer_tui.ui.app import run_app

        code = run_app(workspace, start=meeting or None, practice=practice)
    sys.exit(code)


@commands.command()
@click.argument("meeting", required=False)
@click.option("--plain", is_flag=True, help="Line by line on standard input and output, without screens.")
@_data
@_now
def run(meeting: str | None, plain: bool, data: Path | None, instant: str | None) -> None:
    """Run MEETING live: the unfinished one, else the next one."""
    if not plain:
        _needs_terminal()
    clock = _clock(instant)
    with _workspace(data, clock) as workspace:
        from peer_tui.services.planning import choose_meeting

        opened, held = workspace.find_meeting(meeting) if meeting else choose_meeting(workspace)
        if plain:
            from peer_tui.plain.run import run_plain

            sys.exit(run_plain(workspace, opened, held.id, _movable(clock, instant)))
    _open_screens(data, clock, meeting=held.id)


@commands.command()
@click.option("--speed", type=click.FloatRange(0.1, 600), default=1.0, help="How many times as fast its clock runs.")
@click.option("--plain", is_flag=True, help="Line by line on standard input and output, without screens.")
@_now
def demo(speed: float, plain: bool, instant: str | None) -> None:
    """Practise with an invented group; nothing of it touches your own library.

    A practice meeting that was cut short, by a crash or a closed window, is gone on with.
    """
    if not plain:
        _needs_terminal()
    from peer_tui.services.practice import practice_workspace

    clock = _clock(instant, speed)
    with practice_workspace(clock, threaded=not plain, resume=_movable(clock, instant) is None) as (
        workspace,
        opened,
        meeting,
    ):
        if plain:
            from peer_tui.plain.run import run_plain

            code = run_plain(workspace, opened, meeting, _movable(clock, instant), practice=True)
        else:
            from peer_tui.ui.app import run_app

            # An unfinished one is offered on Today, as a real one is.
            planned = opened.group.meetings[meeting].state == "planned"
            code = run_app(workspace, start=meeting if planned else None, practice=True)
    sys.exit(code)


# --- planning -----------------------------------------------------------------------------------------------------


@commands.command("new-group")
@click.argument("name")
@click.option("--template", default="mapwc", show_default=True, help="A template's word, or the path of a .toml file.")
@click.option("--zone", required=True, help="The group's time zone, e.g. America/New_York.")
@click.option("--people", type=click.Path(path_type=Path), metavar="FILE", help="Its people, one a line.")
@_data
@_now
def new_group(name: str, template: str, zone: str, people: Path | None, data: Path | None, instant: str | None) -> None:
    """Make a group with its own copy of a template."""
    from peer_tui.services import arguments, planning

    listed = arguments.read_people(people) if people else ""
    with _workspace(data, _clock(instant)) as workspace:
        opened = planning.new_group(workspace, name, template, zone, listed)
        group = opened.group
    _echo(f"{group.name}: {len(group.blocks)} blocks, {len(group.people)} people, {group.zone}")


@commands.command()
@click.argument("group")
@click.option("--at", "when", required=True, metavar="WHEN", help='On the group\'s clocks, e.g. "2024-11-13 14:00".')
@click.option("--minutes", type=int, help="The slot; the group's usual one otherwise.")
@click.option("--series", default="", help="The series it belongs to; begun if the group has none of that name.")
@click.option("--title", default="", help="Its title; the series' name otherwise.")
@_data
@_now
def plan(
    group: str, when: str, minutes: int | None, series: str, title: str, data: Path | None, instant: str | None
) -> None:
    """Put a meeting of GROUP on the calendar; prints its id."""
    from peer_tui.services import arguments, planning

    with _workspace(data, _clock(instant)) as workspace:
        opened = workspace.find_group(group)
        starts = arguments.read_when(workspace, opened, when)
        meeting = planning.plan(workspace, opened, starts, minutes=minutes, series=series, title=title)
    click.echo(meeting)


@commands.command()
@click.argument("meeting")
@_data
@_now
def cancel(meeting: str, data: Path | None, instant: str | None) -> None:
    """Cancel MEETING: it will not be held."""
    from peer_tui.services import planning

    with _workspace(data, _clock(instant)) as workspace:
        opened, held = workspace.find_meeting(meeting)
        planning.cancel(workspace, opened, held)
    _echo(f"{held.title} is cancelled.")


# --- lists and reports --------------------------------------------------------------------------------------------


@commands.command()
@click.argument("meeting", default="last")
@click.option("--format", "form", type=click.Choice(["md", "txt"]), default="md", show_default=True)
@_data
@_json
@_now
def minutes(meeting: str, form: str, data: Path | None, as_json: bool, instant: str | None) -> None:
    """Print the minutes of MEETING; without one, of the last meeting that ended."""
    from peer_tui.services import keeping, listing

    with _workspace(data, _clock(instant)) as workspace:
        opened, held = listing.last_ended(workspace) if meeting == "last" else workspace.find_meeting(meeting)
        record = keeping.minutes_of(opened, held.id)
    if as_json:
        _echo_json(listing.as_plain(record))
    else:
        _echo(keeping.render(record, form).removesuffix("\n"))


@commands.command()
@click.option("--group", default="", help="Of this group only.")
@_data
@_json
@_now
def steps(group: str, data: Path | None, as_json: bool, instant: str | None) -> None:
    """List the open next steps."""
    from peer_tui.services import listing

    with _workspace(data, _clock(instant)) as workspace:
        rows = listing.open_steps(workspace, group)
    if as_json:
        _echo_json(listing.as_plain(rows))
    else:
        _echo("\n".join(listing.step_lines(rows)))


@commands.command("list")
@click.option("--group", default="", help="Of this group only.")
@_data
@_json
@_now
def list_meetings(group: str, data: Path | None, as_json: bool, instant: str | None) -> None:
    """List the meetings, with the ids by which other commands call them."""
    from peer_tui.services import listing

    with _workspace(data, _clock(instant)) as workspace:
        rows = listing.meetings(workspace, group)
        hours = workspace.settings.hours
    if as_json:
        _echo_json(listing.as_plain(rows))
    else:
        _echo("\n".join(listing.meeting_lines(rows, hours)))


@commands.command()
@_data
@_json
def check(data: Path | None, as_json: bool) -> None:
    """Is everything that was written still there, and can more be written?"""
    from peer_tui.services import checking, listing

    with _workspace(data, _clock(None)) as workspace:
        findings = checking.look(workspace)
    if as_json:
        _echo_json(listing.as_plain(findings))
    else:
        _echo("\n".join(f"{finding.level.upper():<8} {finding.sentence}" for finding in findings))
    if checking.failed(findings):
        sys.exit(COULD_NOT)


@commands.command("paths")
@_data
@_json
def show_paths(data: Path | None, as_json: bool) -> None:
    """Print where the library, settings, state, cache and exports are."""
    at = _places(data)
    named = {name: str(getattr(at, name)) for name in ("library", "settings", "state", "cache", "exports")}
    if as_json:
        _echo_json(named)
    else:
        _echo("\n".join(f"{name:<9} {path}" for name, path in named.items()))
