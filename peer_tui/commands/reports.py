"""The commands that only read: `minutes`, `steps`, `list`, `search`, the registers, `paths`. None imports a screen."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peer_tui.commands.shared import (
    at_terminal,
    complain,
    data_option,
    json_option,
    now_option,
    say,
    say_json,
    the_clock,
    the_places,
    the_workspace,
)

if TYPE_CHECKING:
    from peer_tui.services.searching import Found, Spans
    from peer_tui.services.workspace import Workspace

_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"

group_option = click.option("--group", default="", help="Of this group only.")
limit_option = click.option(
    "--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="At most so many, the newest."
)

csv_option = click.option(
    "--format", "form", type=click.Choice(["txt", "csv"]), default="txt", show_default=True, help="csv: a spreadsheet."
)


@click.command()
@click.argument("meeting", default="last")
@click.option("--format", "form", type=click.Choice(["md", "txt", "html", "eml"]), default="md", show_default=True)
@data_option
@json_option
@now_option
def minutes(meeting: str, form: str, data: Path | None, as_json: bool, instant: str | None) -> None:
    """Print the minutes of MEETING; without one, of the last meeting that ended."""
    from peer_tui.services import keeping, listing

    with the_workspace(data, the_clock(instant)) as workspace, _saying_what_is_unread(workspace):
        opened, held = listing.last_ended(workspace) if meeting == "last" else workspace.find_meeting(meeting)
        record = keeping.minutes_of(opened, held.id)
    if as_json:
        say_json(listing.as_plain(record))
    else:
        _say_file(keeping.render(record, form), form)


@click.command()
@group_option
@csv_option
@data_option
@json_option
@now_option
def steps(group: str, form: str, data: Path | None, as_json: bool, instant: str | None) -> None:
    """List the open next steps."""
    from peer_tui.services import listing

    with the_workspace(data, the_clock(instant)) as workspace, _saying_what_is_unread(workspace, group) as unread:
        rows = listing.open_steps(workspace, group)
    if as_json:
        say_json(listing.as_plain(rows))
    elif form == "csv":
        from peer_tui.services import spreadsheets

        _say_file(spreadsheets.steps_csv(rows), form)
    else:
        say("\n".join(listing.step_lines(rows, unread=bool(unread))))


@click.command("list")
@group_option
@csv_option
@data_option
@json_option
@now_option
def list_meetings(group: str, form: str, data: Path | None, as_json: bool, instant: str | None) -> None:
    """List the meetings, with the ids by which other commands call them."""
    from peer_tui.services import listing

    with the_workspace(data, the_clock(instant)) as workspace, _saying_what_is_unread(workspace, group) as unread:
        rows = listing.meetings(workspace, group)
        hours = workspace.settings.hours
    if as_json:
        say_json(listing.as_plain(rows))
    elif form == "csv":
        from peer_tui.services import spreadsheets

        _say_file(spreadsheets.meetings_csv(rows), form)
    else:
        say("\n".join(listing.meeting_lines(rows, hours, unread=bool(unread))))


@click.command()
@click.argument("words", nargs=-1, required=True)
@group_option
@limit_option
@data_option
@json_option
@now_option
def search(
    words: tuple[str, ...], group: str, limit: int, data: Path | None, as_json: bool, instant: str | None
) -> None:
    """Find lines that hold all of WORDS, the newest first.

    "two words" in quotes stand together; begin* finds beginnings. Filters: kind:decision, owner:ana, group:harbor,
    after:2024-10, before:2024-12-01 (the meeting's day), is:open.
    """
    from peer_tui.services import listing, searching

    with the_workspace(data, the_clock(instant)) as workspace, _saying_what_is_unread(workspace, group) as unread:
        answer = searching.search(workspace, " ".join(_typed(word) for word in words), group, limit)
    if answer.notice:
        complain(answer.notice)
    if as_json:
        say_json(listing.as_plain(answer.lines))
    else:
        _say_found(answer.lines, "No line that can be read holds that." if unread else "No line holds that.")


def _typed(word: str) -> str:
    """A word of the command line: what the shell took the quotes off is a phrase again."""
    name, colon, rest = word.partition(":")
    if any(space in word for space in " \t") and '"' not in word:
        return f'{name}:"{rest}"' if colon and name.isalpha() else f'"{word}"'
    return word


@click.command()
@group_option
@limit_option
@data_option
@json_option
@now_option
def decisions(group: str, limit: int, data: Path | None, as_json: bool, instant: str | None) -> None:
    """List the decisions in their exact words, the newest first."""
    from peer_tui.services import listing, searching

    with the_workspace(data, the_clock(instant)) as workspace, _saying_what_is_unread(workspace, group) as unread:
        rows = searching.decisions(workspace, group, limit)
    if as_json:
        say_json(listing.as_plain(rows))
    else:
        _say_found(rows, "No decision can be read." if unread else "No decisions yet.", kinds=False)


@click.command()
@click.option("--all", "everything", is_flag=True, help="Those that have a place, too.")
@group_option
@limit_option
@data_option
@json_option
@now_option
def parked(everything: bool, group: str, limit: int, data: Path | None, as_json: bool, instant: str | None) -> None:
    """List what is parked and has no place yet, the newest first."""
    from peer_tui.services import listing, searching

    with the_workspace(data, the_clock(instant)) as workspace, _saying_what_is_unread(workspace, group) as unread:
        rows = searching.parked(workspace, group, everything=everything, limit=limit)
    if as_json:
        say_json(listing.as_plain(rows))
    elif not rows and unread:
        say("Nothing that is parked can be read.")
    elif not rows:
        say("Nothing is parked." if everything else "Nothing is parked without a place.")
    else:
        say("\n".join(f"{row.day} · {row.group}  {row.text} → {row.destination or 'no place yet'}" for row in rows))


@contextlib.contextmanager
def _saying_what_is_unread(workspace: Workspace, group: str = "") -> Iterator[list[str]]:
    """Around what is looked up: at its end, or as it fails, what could not be read is said, and in the list given."""
    from peer_tui.services import listing
    from peer_tui.services.problems import WrongUse

    unread: list[str] = []
    try:
        yield unread
    except WrongUse:
        raise
    except BaseException:
        with contextlib.suppress(Exception):  # what went wrong first is what is said
            _say_problems(listing.problems(workspace, group))
        raise
    unread += listing.problems(workspace, group)
    _say_problems(unread)


def _say_problems(sentences: Sequence[str]) -> None:
    from peer_tui.services import listing

    for sentence in listing.problem_lines(sentences):
        complain(sentence)


def _say_file(text: str, form: str) -> None:
    """Print what is a file of its own: web page, e-mail draft and table byte for byte, unless somebody looks at it."""
    raw = getattr(sys.stdout, "buffer", None)
    if form in ("md", "txt") or raw is None or at_terminal(sys.stdout):
        say(text.removesuffix("\n"))
    else:
        sys.stdout.flush()
        raw.write(text.encode("utf-8", "replace"))
        raw.flush()


def _say_found(rows: Sequence[Found], otherwise: str, *, kinds: bool = True) -> None:
    """One line each: day, group, kind, words, meeting; what was found in it is bold at a terminal."""
    from peer_tui.domain.characters import clean, visible

    shown = visible if at_terminal(sys.stdout) else clean
    bold = at_terminal(sys.stdout)
    for row in rows:
        kind = f"{row.kind_words}  " if kinds else ""
        words = _marked(row.text, row.marks if bold else (), shown)
        done = f" · done when: {_marked(row.done_when, row.done_marks if bold else (), shown)}" if row.done_when else ""
        owner = f" · {shown(row.owner)}" if row.owner else ""
        print(f"{row.day} · {shown(row.group)}  {kind}{words}{done}{owner}  {shown(row.meeting)}", flush=True)
    if not rows:
        say(otherwise)


def _marked(text: str, marks: Spans, shown: Callable[[str], str]) -> str:
    """A text as it may reach the terminal, its marked stretches bold."""
    parts, end = [], 0
    for start, stop in marks:
        parts += [shown(text[end:start]), _BOLD, shown(text[start:stop]), _PLAIN]
        end = stop
    return "".join([*parts, shown(text[end:])])


@click.command("paths")
@data_option
@json_option
def show_paths(data: Path | None, as_json: bool) -> None:
    """Print where the library, settings, state, cache and exports are."""
    at = the_places(data)
    named = {name: str(getattr(at, name)) for name in ("library", "settings", "state", "cache", "exports")}
    if as_json:
        say_json(named)
    else:
        say("\n".join(f"{name:<9} {path}" for name, path in named.items()))
