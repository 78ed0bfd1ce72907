"""The lines of Today: what each is, what it says when there are none, and the headings between them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from peer_tui.services.indexing import is_first_reading
from peer_tui.services.today import SECTIONS, TodayLine
from peer_tui.services.workspace import Workspace
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow

NO_GROUP = (
    "Here is where your meetings will stand.",
    "n  makes a group, in three questions: its name, its time zone, its kind of meeting.",
    "p  then plans its first meeting.",
)
"""What stands there before there is a group."""


_BAR = 40
"""Cells of the bar that says how far the library is read."""


def no_lines(groups: Sequence[str]) -> Content:
    """What stands there while nothing is planned and nothing waits, for groups of these names."""
    if not groups:
        return lines_below(NO_GROUP)
    return lines_below((f"{', '.join(groups)}: no meeting is planned, and nothing waits.", "p  plans a meeting."))


def reading_words(workspace: Workspace) -> Content | None:
    """How far a large library has been read for the first time, with a bar; None while it need not be read."""
    progress = workspace.indexing.progress
    if progress is None:
        return plain("Reading the library for the first time …") if is_first_reading(workspace) else None
    full = _BAR * progress.read // max(1, progress.of)
    bar = Content.assemble(plain("━" * full, "$accent"), plain("━" * (_BAR - full), "$quiet"))
    return Content("\n").join([plain(progress.words), bar])


def lines_below(lines: Sequence[str]) -> Content:
    """Several sentences, one below the other."""
    return Content("\n").join(plain(line) for line in lines)


def sections(lines: Sequence[TodayLine]) -> list[ListRow]:
    """The lines under the headings of their kinds."""
    rows: list[ListRow] = []
    heading = ""
    for line in lines:
        if SECTIONS[line.kind] != heading:
            heading = SECTIONS[line.kind]
            words = Content("\n") + plain(heading) if rows else plain(heading)
            rows.append(ListRow(words, heading, True))
        rows.append(ListRow(row_of(line), line.key))
    return rows


def row_of(line: TodayLine) -> Content:
    """A line: what it is, then quieter what else is known."""
    strong = "bold" if line.kind in ("unfinished", "next") else ""
    more = [plain(words, "$warning" if line.urgent and line.kind != "unfinished" else "$quiet") for words in line.more]
    if line.kind in ("unfinished", "next"):
        more.append(plain(line.enter_words, "$accent"))
        return Content("\n").join([plain(line.what, strong), Content.styled(" · ", "$quiet").join(more)])
    return Content("\n  ").join([plain(line.what, strong), *more])
