"""One picture of a report: bars made of characters, each with its numbers beside it, or the same as a table.

Parts of a bar differ in their character, never in colour alone, so that a monochrome terminal shows the same
(`product.md` §2.9).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.cells import cell_len
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from peer_tui.domain.characters import visible
from peer_tui.domain.report_pictures import Bar, Picture, Value, say_figure
from peer_tui.domain.words import say
from peer_tui.ui.text import fit, plain, wrap

FILLS = "█▒░▚·"
"""The parts of a bar, in order."""
MARK = "│"
"""Stands across a bar at the most minutes planned; `┃` where the bar goes beyond it."""
_BEYOND = "┃"
_SHORTEST_BAR = 14
"""Cells; where there is no room for it beside the numbers, they stand below it."""
_LONGEST = 200
"""Cells of a label in a table."""
_NARROWEST = 12
"""Cells of the first column of a table: below it, every row becomes a few lines."""


class PictureView(Static):
    """A picture, drawn for as much room as there is."""

    DEFAULT_CSS = """
    PictureView { height: auto; padding: 0 1; margin-bottom: 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._picture: Picture | None = None
        self._table = False

    def show(self, picture: Picture, *, table: bool) -> None:
        """Draw this picture, as bars or as a table."""
        self._picture, self._table = picture, table
        self._paint()

    def on_resize(self, event: Resize) -> None:
        """There is another room now."""
        self._paint()

    def _paint(self) -> None:
        width = self.content_size.width
        if self._picture is not None and width > 0:
            self.update(Content("\n").join(drawn(self._picture, width, table=self._table)))


def drawn(picture: Picture, width: int, *, table: bool) -> list[Content]:
    """A picture as lines of at most `width` cells: its title, the sentence that sums it up, then bars or table."""
    lines = [plain(fit(picture.title, width), "bold $accent")]
    lines += [plain(line) for line in _wrapped(picture.summary, width)]
    if not picture.bars:
        return lines
    lines += table_lines(picture, width) if table else bar_lines(picture, width)
    return [*lines, *(plain(line, "$quiet") for line in _wrapped(picture.note, width))]


# --- bars ---------------------------------------------------------------------------------------------------------


def bar_lines(picture: Picture, width: int) -> list[Content]:
    """What the parts are, then a bar a line; the numbers beside each, or below it where there is no room."""
    label = min(max(cell_len(visible(bar.label)) for bar in picture.bars), max(_NARROWEST, width * 27 // 100))
    beside = max(cell_len(visible(bar.words)) for bar in picture.bars)
    room = width - label - beside - 2
    below = room < _SHORTEST_BAR
    if below:
        room = max(1, width - label - 1)
    lines = [plain(line, "$quiet") for line in _wrapped(_legend(picture), width)]
    for bar in picture.bars:
        cells = bar_of(bar, picture.longest, room)
        shown = fit(visible(bar.label), label)
        head = Content.assemble(
            plain(shown + " " * (label - cell_len(shown) + 1)),
            plain(cells, "$accent"),
        )
        if below:
            lines.append(head)
            lines += [plain(" " * (label + 1) + line) for line in _wrapped(bar.words, room)]
        else:
            lines.append(Content.assemble(head, plain(" " * (room - len(cells) + 1) + visible(bar.words))))
    return lines


def bar_of(bar: Bar, longest: float, room: int) -> str:
    """A bar of at most `room` characters, where `longest` would fill all of them; a mark where one is wanted."""
    scale = room / longest if longest else 0
    cells, so_far = "", 0.0
    for part, value in enumerate(bar.parts):
        so_far += value
        cells += FILLS[part] * (round(so_far * scale) - len(cells))
    if not cells and so_far:
        cells = FILLS[next(part for part, value in enumerate(bar.parts) if value)]
    if bar.mark:
        place = min(room, max(1, round(bar.mark * scale))) - 1
        padded = cells.ljust(place + 1)
        cells = padded[:place] + (_BEYOND if len(cells) > place + 1 else MARK) + padded[place + 1 :]
    return cells


def _legend(picture: Picture) -> str:
    parts = [f"{FILLS[at]} {name}" for at, name in enumerate(picture.parts)]
    if any(bar.mark for bar in picture.bars):
        parts.append(say("{mark} most minutes planned", mark=MARK))
    return "   ".join(parts)


# --- the table ----------------------------------------------------------------------------------------------------


def table_lines(picture: Picture, width: int) -> list[Content]:
    """The same as a table; where its columns do not fit side by side, each row becomes a few lines."""
    rows = [(fit(visible(str(row[0])), _LONGEST), *map(say_value, row[1:])) for row in picture.rows]
    heads = [name.split() for name in picture.columns]
    wide = [
        max(max(map(cell_len, heads[at])), *(cell_len(row[at]) for row in rows))
        for at in range(1, len(picture.columns))
    ]
    longest = max(cell_len(text) for text in (picture.columns[0], *(row[0] for row in rows)))
    first = min(longest, width - sum(wide) - len(wide))
    if first < min(longest, _NARROWEST):
        return _row_by_row(picture.columns, rows, width)
    high = max(map(len, heads[1:]))
    lines = []
    for level in range(high):
        # The words of a heading stand one below the other, the last one above its numbers.
        words = [head[level - high + len(head)] if level >= high - len(head) else "" for head in heads[1:]]
        name = picture.columns[0] if level == high - 1 else ""
        lines.append(plain(_aligned(name, words, first, wide), "bold"))
    for row in rows:
        for label, cells in zip_longest(wrap(row[0], first), [row[1:]]):
            lines.append(plain(_aligned(label or "", cells or (), first, wide)))
    return lines


def say_value(value: Value) -> str:
    """A value of a table; a dash where there is nothing to say."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else say_figure(value)


def _aligned(label: str, cells: Sequence[str], first: int, wide: Sequence[int]) -> str:
    label = fit(label, first)
    parts = [" " * (width - cell_len(cell)) + cell for cell, width in zip(cells, wide, strict=False)]
    return " ".join([label + " " * (first - cell_len(label)), *parts]).rstrip()


def _row_by_row(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[Content]:
    lines: list[Content] = []
    for row in rows:
        told = " · ".join(f"{name}: {value}" for name, value in zip(columns[1:], row[1:], strict=True))
        lines.append(plain(fit(row[0], width), "bold"))
        lines += [plain(f"  {line}") for line in _wrapped(told, max(1, width - 2))]
    return lines


def _wrapped(said: str, width: int) -> list[str]:
    return wrap(visible(said), width)
