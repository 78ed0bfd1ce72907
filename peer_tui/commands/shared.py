"""What the subcommands share: their common options, the clock, the library, the screens, and how they print.

click is imported where it is used: `peer-tui` alone opens Today without it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from peer_tui.domain.words import say
from peer_tui.paths import Places, places

if TYPE_CHECKING:
    import datetime as dt

    from peer_tui.domain.clock import Clock
    from peer_tui.services.workspace import Workspace

Function = TypeVar("Function", bound=Callable[..., Any])

COULD_NOT, WRONG_USE = 1, 2
"""Exit codes."""

PLAIN_INSTEAD = say(
    "`peer-tui run --plain` runs a meeting from lines on standard input; `list`, `steps` and `minutes` print."
)
NO_TERMINAL = say("There is no terminal here for the screens. {plain_instead}", plain_instead=PLAIN_INSTEAD)

# --- options ------------------------------------------------------------------------------------------------------


def data_option(command: Function) -> Function:
    """`--data DIR`, before or after the subcommand."""
    import click

    return click.option(
        "--data", type=click.Path(path_type=Path), metavar="DIR", help=say("Another library than the usual one.")
    )(command)


def now_option(command: Function) -> Function:
    """`--now`, for repeatable runs; not in the ordinary help."""
    import click

    return click.option("--now", "instant", metavar="ISO-TIME", hidden=True)(command)


def json_option(command: Function) -> Function:
    """`--json`."""
    import click

    return click.option("--json", "as_json", is_flag=True, help=say("Print JSON."))(command)


def plain_option(command: Function) -> Function:
    """`--plain`."""
    import click

    return click.option(
        "--plain", is_flag=True, help=say("Line by line on standard input and output, without screens.")
    )(command)


def _before(name: str) -> Any:
    """What an option was given before the subcommand; None also where there is no command line to read."""
    if "click" not in sys.modules:
        return None
    import click

    context = click.get_current_context(silent=True)
    return context.find_root().params.get(name) if context is not None else None


# --- the clock ----------------------------------------------------------------------------------------------------


def the_clock(instant: str | None, speed: float = 1.0) -> Clock:
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
        import click

        raise click.BadParameter(
            say("“{words}” is not an instant. Write it like 2024-11-13T14:00-05:00.", words=words), param_hint="--now"
        ) from None


def movable(clock: Clock, instant: str | None) -> Clock | None:
    """The clock, if lines like `@14:13` may move it: if `--now` was given."""
    return clock if instant or _before("instant") else None


# --- the library --------------------------------------------------------------------------------------------------


def the_places(data: Path | None) -> Places:
    """Where everything lies, with `--data` wherever it was given."""
    return places(data or _before("data"))


@contextlib.contextmanager
def the_workspace(data: Path | None, clock: Clock, *, threaded: bool = False) -> Iterator[Workspace]:
    """The library, opened; an encrypted one with its passphrase, asked for before any screen is there.

    Raises:
        Problem: it was not opened, a file stands where the library should be, or at the end something is not saved.
    """
    from peer_tui import settings
    from peer_tui.language import language_warnings
    from peer_tui.services.problems import Problem
    from peer_tui.services.unlocking import files_for
    from peer_tui.services.watching import missing
    from peer_tui.services.workspace import Workspace

    at = the_places(data)
    _refuse_file(at.library)
    chosen, warnings = settings.load(at.settings)
    files = files_for(at, asking(), complain_at_terminal)
    workspace = Workspace(at, clock, chosen, threaded=threaded, files=files)
    warnings = [*language_warnings(), *warnings, *files.notices, *filter(None, [missing(workspace.library)])]
    if threaded:
        from peer_tui.services.faults import keep_threads_from_telling

        keep_threads_from_telling(at.state)
        # Standard error lies under the screens: they say it themselves.
        workspace.warnings = warnings
    else:
        from peer_tui.commands.progress import progress_line

        workspace.waiting = lambda: progress_line(say("Reading the library:"))
        for warning in warnings:
            complain(warning)
    try:
        yield workspace
        if workspace.saver.unsaved() and not workspace.saver.flush():
            raise Problem(say("NOT SAVED: {problem_at_the_end}", problem_at_the_end=workspace.saver.problem_at_the_end))
    finally:
        workspace.close()


def asking() -> Callable[[str], str] | None:
    """How the person is asked for a passphrase, unseen; None where nobody sits at a terminal."""
    if sys.platform == "win32":
        if not at_terminal(sys.stdin):
            return None
    else:
        try:
            # The one `getpass` asks at, also where lines are piped in: no line of theirs is taken for a passphrase.
            os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
        except OSError:
            return None

    def ask(prompt: str) -> str:
        import getpass

        from peer_tui.services.problems import Problem

        try:
            return getpass.getpass(prompt)
        except EOFError:
            raise Problem(say("No passphrase was given. Nothing was read or changed.")) from None

    return ask


def complain_at_terminal(sentence: str) -> None:
    """What takes a while, said on standard error to somebody who sits there; in a script, nothing."""
    if at_terminal(sys.stderr):
        complain(sentence)


def _refuse_file(library: Path) -> None:
    """A library that is a file, or lies in one, is said at once: it would look like one in which nothing is yet."""
    from peer_tui.services.problems import Problem

    there = next(path for path in (library, *library.parents) if path.exists())
    if not there.is_dir():
        raise Problem(
            say(
                "{there} is a file, and the library needs a folder there. Nothing was read or written: move that file "
                "away, or name another folder with --data.",
                there=there,
            )
        )


# --- printing -----------------------------------------------------------------------------------------------------


def print_text(text: str) -> None:
    """Print text that holds people's words: control characters never reach a terminal."""
    from peer_tui.domain.characters import clean, visible

    shown = visible if at_terminal(sys.stdout) else clean
    print(shown(text, keep_lines=True), flush=True)


def say_json(value: object) -> None:
    """Print a value as JSON, in ASCII: no control character and no lone surrogate is in it."""
    import json

    print(json.dumps(value, ensure_ascii=True, indent=2), flush=True)


def complain(sentence: str) -> None:
    """A sentence on standard error; where nobody can read it any more, it is left out."""
    from peer_tui.domain.characters import visible

    with contextlib.suppress(OSError, ValueError):
        print(visible(sentence), file=sys.stderr, flush=True)


def need_terminal() -> None:
    """Go on only at a terminal.

    Raises:
        Problem: there is none for the screens.
    """
    from peer_tui.services.problems import Problem

    # The screens are painted on standard error.
    if not all(at_terminal(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise Problem(NO_TERMINAL)
    if os.environ.get("TERM", "") in ("dumb", "unknown") and sys.platform != "win32":
        raise Problem(
            say(
                "This terminal calls itself “{environ}” and cannot show the screens. {plain_instead}",
                environ=os.environ["TERM"],
                plain_instead=PLAIN_INSTEAD,
            )
        )


def at_terminal(stream: Any) -> bool:
    """Whether this is a terminal. A stream that was closed before the program began is None."""
    return stream is not None and not stream.closed and stream.isatty()


# --- the screens --------------------------------------------------------------------------------------------------


def open_screens(data: Path | None, clock: Clock, *, meeting: str = "") -> None:
    """The program on the screen, at a meeting or at Today; ends the process."""
    import gc

    need_terminal()
    # Nothing made before the first picture is garbage: looking for it costs a tenth of the start. The app turns it on.
    gc.disable()
    with the_workspace(data, clock, threaded=True) as workspace:
        from peer_tui.ui.app import run_app

        # Within: what was not saved has been said, and its exit code stands.
        sys.exit(run_app(workspace, start=meeting or None))
