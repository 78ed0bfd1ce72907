"""Rows of a register as a table that fits: the name first, then as many short columns as there is room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from peer_tui.ui.text import fit, plain

if TYPE_CHECKING:
    from peer_tui.domain.events import RowId
    from peer_tui.domain.programmes.definition import Column, Register
    from peer_tui.domain.programmes.measures import Measure
    from peer_tui.domain.programmes.registers import RowView

_SHORT = ("choice", "date", "number", "person", "tick", "scale", "step")
"""Types whose cells are short enough for a table; a column of text is where all its cells are."""
_NAME_AT_LEAST = 26
_WIDEST = 18
_NUMBER = 4
"""Cells of the number and of the mark before it."""
_BARS = 12


class Table:
    """How wide each column is drawn, decided once for all rows.

    Args:
        register: whose rows.
        rows: those that are drawn.
        width: cells of a row.
        measures: of a register of measures, each with its readings: drawn as bars in the last column.
    """

    def __init__(
        self, register: Register, rows: Sequence[RowView], width: int, measures: Mapping[RowId, Measure] | None = None
    ) -> None:
        self._measures = measures or {}
        self._number = max(len(str(max((row.number for row in rows), default=1))) + 2, _NUMBER)
        room = width - self._number - _NAME_AT_LEAST - (_BARS + 1 if self._measures else 0)
        self._columns: list[tuple[Column, int]] = []
        # How far a row is matters most; then in the order of the programme's file.
        for column in sorted(register.columns, key=lambda one: one.key != register.status):
            said = [cell_len(plain(_flat(row.words(column.key))).plain) for row in rows]
            short = column.type in _SHORT or (column.type == "text" and max(said, default=0) <= _WIDEST)
            if column.key == register.named_by or not short:
                continue
            wide = min(_WIDEST, max([cell_len(column.title), *said]))
            if any(said) and wide + 1 <= room:
                self._columns.append((column, wide))
                room -= wide + 1
        order = [column.key for column in register.columns]
        self._columns.sort(key=lambda one: order.index(one[0].key))
        self._name = _NAME_AT_LEAST + room
        self._named = next((one.title for one in register.columns if one.key == register.named_by), register.row)

    @property
    def heading(self) -> Content:
        """The names of the columns."""
        cells = [_cell(self._named, self._name), *(_cell(column.title, wide) for column, wide in self._columns)]
        return plain(" " * self._number + " ".join(cells), "$quiet")

    def row(self, row: RowView) -> Content:
        """One row: `!` before the number of one that lacks something."""
        mark = plain("" if row.complete else "!", "$warning")
        number = plain(f"{row.number} ".rjust(self._number - len(mark.plain)), "$quiet")
        style = "$quiet" if row.closed else ""
        parts = [mark, number, plain(_cell(_flat(row.name) or "–", self._name), style)]
        for column, wide in self._columns:
            parts.append(plain(" " + _cell(_flat(row.words(column.key)), wide), "$quiet"))
        measure = self._measures.get(row.id)
        if measure is not None:
            parts.append(plain(" " + measure.bars[-_BARS:], "$accent"))
        return Content.assemble(*parts)


def _flat(words: str) -> str:
    return " ".join(words.split())


def _cell(words: str, width: int) -> str:
    shown = fit(plain(words).plain, width)
    return shown + " " * (width - cell_len(shown))
