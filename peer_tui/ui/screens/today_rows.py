"""The lines of Today: what each is, what it says when there are none, and the headings between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from peer_tui.domain.words import say
from peer_tui.services.indexing import is_first_reading
from peer_tui.services.today import SECTIONS, TodayLine
from peer_tui.services.workspace import Workspace
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.places import Place

NO_GROUP = (
    say("Here is where your meetings will stand."),
    say("n  makes a group, in three questions: its name, its time zone, its kind of meeting."),
    say("p  then plans its first meeting."),
)
"""What stands there before there is a group."""


_BAR = 40
"""Cells of the bar that says how far the library is read."""


def no_lines(groups: Sequence[str]) -> Content:
    """What stands there while nothing is planned and nothing waits, for groups of these names."""
    if not groups:
        return lines_below(NO_GROUP)
    return lines_below(
        (
            say("{groups}: no meeting is planned, and nothing waits.", groups=", ".join(groups)),
            say("p  plans a meeting."),
        )
    )


def reading_words(workspace: Workspace) -> Content | None:
    """How far a large library has been read for the first time, with a bar; None while it need not be read."""
    progress = workspace.indexing.progress
    if progress is None:
        return plain(say("Reading the library for the first time …")) if is_first_reading(workspace) else None
    full = _BAR * progress.read // max(1, progress.of)
    bar = Content.assemble(plain("━" * full, "$accent"), plain("━" * (_BAR - full), "$quiet"))
    return Content("\n").join([plain(progress.words), bar])


def lines_below(lines: Sequence[str]) -> Content:
    """Several sentences, one below the other."""
    return Content("\n").join(plain(line) for line in lines)


def sections(lines: Sequence[TodayLine], room: int) -> list[ListRow]:
    """The lines under the headings of their kinds; `room` is how many cells a row has."""
    rows: list[ListRow] = []
    heading = ""
    for line in lines:
        if SECTIONS[line.kind] != heading:
            heading = SECTIONS[line.kind]
            words = Content("\n") + plain(heading) if rows else plain(heading)
            rows.append(ListRow(words, heading, True))
        rows.append(ListRow(row_of(line, room), line.key))
    return rows


def row_of(line: TodayLine, room: int) -> Content:
    """A line: what it is, then quieter what else is known, beside it where there is room and below it otherwise."""
    strong = "bold" if line.kind in ("unfinished", "next") else ""
    more = [plain(words, "$warning" if line.urgent and line.kind != "unfinished" else "$quiet") for words in line.more]
    if line.kind in ("unfinished", "next"):
        more.append(plain(line.enter_words, "$accent"))
        return Content("\n").join([plain(line.what, strong), Content.styled(" · ", "$quiet").join(more)])
    beside = Content.styled("  ", "$quiet").join([plain(line.what, strong), *more])
    if beside.cell_length <= room:
        return beside
    return Content("\n  ").join([plain(line.what, strong), *more])


def places_words(places: Sequence[Place], room: int) -> Content:
    """The other places in one row: `F2  Archive a · People p …`; what does not fit stands in F2's list."""
    shown = Content.assemble(plain("F2", "$accent bold"), " ")
    left = [place for place in places if place.screen != "today:TodayScreen"]
    for number, place in enumerate(left):
        more = Content.assemble(" " if number == 0 else " · ", plain(place.key, "$accent"), " ", plain(place.word))
        rest = " …" if number < len(left) - 1 else ""
        if shown.cell_length + more.cell_length + len(rest) > room:
            return Content.assemble(shown, " …")
        shown = Content.assemble(shown, more)
    return shown
