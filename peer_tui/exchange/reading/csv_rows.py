"""The rows of a CSV file as spreadsheets and survey tools write them. Total: a line that cannot be read is said so.

A cell in quotation marks may go over several lines. One whose mark is never closed costs its own line, not the rest of
the file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

from peer_tui.domain.characters import clean

MARKS = (",", ";", "\t")
"""What may stand between two cells."""

_LINES_OF_A_ROW = 60
"""A cell with more lines than this is a quotation mark that was never closed."""
_LONGEST_ROW = 100_000
"""Characters."""
_MOST_CELLS = 500


class CsvRow(NamedTuple):
    """One row."""

    line: int
    """The line of the file it begins at, from 1."""
    cells: tuple[str, ...]
    """Each cleaned, its line ends kept as line feeds, without space around it; none where it could not be read."""


def rows_of(text: str) -> list[CsvRow]:
    """The rows of a file, empty lines left out; what stands between the cells is found out from the first of them."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((line for line in lines if line.strip()), "")
    mark = max(MARKS, key=lambda sign: (first.count(sign), -MARKS.index(sign)))
    return [row for row in _rows(lines, mark) if any(row.cells) or not row.cells]


def _rows(lines: list[str], mark: str) -> Iterator[CsvRow]:
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        taken = _closed_after(lines, at)
        if not taken:
            yield CsvRow(at + 1, ())
            at += 1
            continue
        yield CsvRow(at + 1, _cells("\n".join(lines[at : at + taken]), mark))
        at += taken


def _closed_after(lines: list[str], at: int) -> int:
    """How many lines a row takes until every quotation mark is closed; 0 where one is not."""
    open_marks = length = 0
    for taken, line in enumerate(lines[at : at + _LINES_OF_A_ROW], 1):
        open_marks += line.count('"')
        length += len(line)
        if length > _LONGEST_ROW:
            return 0
        if open_marks % 2 == 0:
            return taken
    return 0


def _cells(row: str, mark: str) -> tuple[str, ...]:
    try:
        cells = next(csv.reader((f"{line}\n" for line in row.split("\n")), delimiter=mark), [])
    except csv.Error:
        return ()
    if len(cells) > _MOST_CELLS:
        return ()
    return tuple(clean(cell, keep_lines=True).strip() for cell in cells)
