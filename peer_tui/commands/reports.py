"""The commands that only read: `list`, `search`, the registers, `paths`. None imports a screen."""

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
    print_text,
    say_json,
    the_clock,
    the_places,
    the_workspace,
)
from peer_tui.domain.words import marked, say

if TYPE_CHECKING:
    from peer_tui.services.searching import Found, Spans
    from peer_tui.services.workspace import Workspace

_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"

group_option = click.option("--group", default="", help=say("Of this group only."))
limit_option = click.option(
    "--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help=say("At most so many, the newest.")
)

csv_option = click.option(
    "--format",
    "form",
    type=click.Choice(["txt", "csv"]),
    default="txt",
    show_default=True,
    help=say("csv: a spreadsheet."),
)


@click.command("list")
@group_option
@click.option(
    "--past", is_flag=True, help=say("Only meetings that were held, the newest first, and what came of each.")
)
@click.option("--year", type=click.IntRange(1, 9999), default=None, help=say("Only those held in this year."))
@click.option("--series", default="", help=say("Only those held in the series of this name."))
@click.option("--kind", default="", help=say("Only those held of this kind, e.g. “listening session”."))
@csv_option
@data_option
@json_option
@now_option
def list_meetings(
    group: str, past: bool, year: int | None, series: str, kind: str, form: str, data: Path | None, as_json: bool,
    instant: str | None,
) -> None:  # fmt: skip
    """List the meetings, with the ids by which other commands call them.

    --past, --year, --series and --kind list the archive: meetings that were held.
    """
    from peer_tui.services import listing

    if past or year or series or kind:
        if form == "csv":
            raise click.UsageError(say("The archive is listed as text or with --json; csv lists every meeting."))
        _list_past(group, year or 0, series, kind, data, as_json, instant)
        return
    with the_workspace(data, the_clock(instant)) as workspace, saying_what_is_unread(workspace, group) as unread:
        rows = listing.meetings(workspace, group)
        hours = listing.clocks(workspace, group)
    if as_json:
        say_json(listing.as_plain(rows))
    elif form == "csv":
        from peer_tui.services import spreadsheets

        say_file(spreadsheets.meetings_csv(rows), form)
    else:
        print_text("\n".join(listing.meeting_lines(rows, hours, unread=bool(unread))))


def _list_past(
    group: str, year: int, series: str, kind: str, data: Path | None, as_json: bool, instant: str | None
) -> None:
    from peer_tui.services import listing
    from peer_tui.services.archive import every_past

    with the_workspace(data, the_clock(instant)) as workspace, saying_what_is_unread(workspace, group) as unread:
        rows = every_past(workspace, group, year, series, kind)
    if as_json:
        say_json(listing.as_plain(rows))
    elif not rows:
        print_text(say("No meeting that was held can be read.") if unread else say("No meeting that was held fits."))
    else:
        print_text("\n".join(f"{row.id}  {row.day}  {row.title} · {row.group}  {row.facts}" for row in rows))


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
    by:me or by:mei (who wrote it down: a device, or the scribe), after:2024-10, before:2024-12-01 (the meeting's day),
    is:open.
    """
    from peer_tui.services import listing, searching

    with the_workspace(data, the_clock(instant)) as workspace, saying_what_is_unread(workspace, group) as unread:
        answer = searching.search(workspace, " ".join(_typed(word) for word in words), group, limit)
    if answer.notice:
        complain(answer.notice)
    if as_json:
        say_json(listing.as_plain(answer.lines))
    else:
        _say_found(answer.lines, say("No line that can be read holds that.") if unread else say("No line holds that."))


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
    """List the decisions in their exact words, the newest first, and which later one replaced each."""
    from peer_tui.services import decision_register, listing

    with the_workspace(data, the_clock(instant)) as workspace, saying_what_is_unread(workspace, group) as unread:
        rows = decision_register.listed(workspace, group, limit)
    if as_json:
        say_json(listing.as_plain(rows))
    elif not rows:
        print_text(say("No decision can be read.") if unread else say("No decisions yet."))
    else:
        print_text("\n".join(f"{row.day} · {row.group}  {row.text}{row.became}  {row.meeting}" for row in rows))


@click.command()
@click.option("--all", "everything", is_flag=True, help=say("Those that have a place, too."))
@group_option
@limit_option
@data_option
@json_option
@now_option
def parked(everything: bool, group: str, limit: int, data: Path | None, as_json: bool, instant: str | None) -> None:
    """List what is parked and has no place yet, the newest first."""
    from peer_tui.services import listing, parking_lot

    with the_workspace(data, the_clock(instant)) as workspace, saying_what_is_unread(workspace, group) as unread:
        rows = parking_lot.parked(workspace, group, everything=everything, limit=limit)
        today = workspace.now().date()
    if as_json:
        say_json(listing.as_plain(rows))
    elif not rows and unread:
        print_text(say("Nothing that is parked can be read."))
    elif not rows:
        print_text(say("Nothing is parked.") if everything else say("Nothing is parked without a place."))
    else:
        print_text("\n".join(f"{row.day} · {row.group}  {row.text} → {row.place_words(today)}" for row in rows))


@contextlib.contextmanager
def saying_what_is_unread(workspace: Workspace, group: str = "") -> Iterator[list[str]]:
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


def say_file(content: str | bytes, form: str) -> None:
    """Print what is a file of its own: all but Markdown and plain text byte for byte, unless somebody looks at it."""
    raw = getattr(sys.stdout, "buffer", None)
    if isinstance(content, str) and (form in ("md", "txt") or raw is None or at_terminal(sys.stdout)):
        print_text(content.removesuffix("\n"))
    elif raw is not None:
        sys.stdout.flush()
        raw.write(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
        raw.flush()


def _say_found(rows: Sequence[Found], otherwise: str) -> None:
    """One line each: day, group, kind, words, meeting; what was found in it is bold at a terminal."""
    from peer_tui.domain.characters import clean, visible

    shown = visible if at_terminal(sys.stdout) else clean
    bold = at_terminal(sys.stdout)
    for row in rows:
        words = _marked(row.text, row.marks if bold else (), shown)
        done = (
            " · " + say("done when: {marked}", marked=_marked(row.done_when, row.done_marks if bold else (), shown))
            if row.done_when
            else ""
        )
        owner = f" · {shown(row.owner)}" if row.owner else ""
        said = f"{row.kind_words}  {words}{done}{owner}"
        print(f"{row.day} · {shown(row.group)}  {said}  {shown(row.meeting)}", flush=True)
    if not rows:
        print_text(otherwise)


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
    what = (marked("library"), marked("settings"), marked("state"), marked("cache"), marked("exports"))
    named = {name: str(getattr(at, name)) for name in what}
    if as_json:
        say_json(named)
    else:
        print_text("\n".join(f"{say(name):<9} {path}" for name, path in named.items()))
