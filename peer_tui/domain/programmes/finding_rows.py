"""Rows of a register found, filtered and sorted by what a person reads in them; a withheld name is read by nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from peer_tui.domain.characters import fold
from peer_tui.domain.programmes.measures import read_day, read_number
from peer_tui.domain.programmes.registers import Cell, RowView
from peer_tui.domain.programmes.sources import ticked
from peer_tui.domain.words import say

NUMBER = "number"
"""Sorts by the order in which rows were added."""


def found(rows: Sequence[RowView], words: str) -> list[RowView]:
    """The rows in which each of these words stands somewhere, whatever case and accents.

    `incomplete` finds rows that lack something; a number with `#` finds the row of that number.
    """
    wanted = fold(words).split()
    return [row for row in rows if all(_has(row, word) for word in wanted)]


def _has(row: RowView, word: str) -> bool:
    if word == f"#{row.number}":
        return True
    said = [cell.words for cell in row.cells if not cell.withheld]
    return word in fold(" ".join((*said, row.status, *row.missing, "" if row.complete else say("incomplete"))))


def only_with(rows: Sequence[RowView], only: Mapping[str, str]) -> list[RowView]:
    """The rows that have these words in these columns.

    A choice is matched by its beginning, a tick by yes or no, anything else by a part of it; an empty word wants an
    empty cell. A column that is not there leaves no row.
    """
    return [row for row in rows if all(_fits(row, key, wanted) for key, wanted in only.items())]


def _fits(row: RowView, key: str, wanted: str) -> bool:
    cell = next((cell for cell in row.cells if cell.column.key == key), None)
    if cell is None:
        return False
    word, said = fold(wanted).strip(), fold(cell.words).strip()
    if cell.column.type == "tick":
        yes = ticked(cell.kept)
        return yes == (word in ("yes", "x", "true", "1", fold(say("yes"))))
    if not word:
        return not said
    if cell.withheld:
        return False
    if cell.column.type == "choice":
        exact = any(fold(choice) == word for choice in cell.column.choices)
        return said == word if exact else said.startswith(word)
    return word in said


def in_order(rows: Sequence[RowView], sort: str) -> list[RowView]:
    """The rows by a column: choices in their own order, days and numbers by size, words by the alphabet.

    Args:
        rows: the rows.
        sort: the column's word, with `-` in front the other way round; empty or `number` for the order of adding. Empty
            cells stand last either way, and an unknown column changes nothing.
    """
    backwards = sort.startswith("-")
    key = sort.removeprefix("-")
    by_number = sorted(rows, key=lambda row: row.number, reverse=backwards)
    if not key or key == NUMBER:
        return by_number
    column = next((cell.column for row in rows for cell in row.cells if cell.column.key == key), None)
    if column is None:
        return list(rows)
    filled = [(row, cell) for row in rows for cell in row.cells if cell.column.key == key and _place(cell) is not None]
    there = {row.id for row, _ in filled}
    empty = [row for row in rows if row.id not in there]
    # Sorting keeps the order of rows that are alike, in either direction.
    filled.sort(key=lambda pair: pair[0].number)
    filled.sort(key=lambda pair: _place(pair[1]) or (0, 0.0, ""), reverse=backwards)
    return [*(row for row, _ in filled), *sorted(empty, key=lambda row: row.number)]


def _place(cell: Cell) -> tuple[int, float, str] | None:
    """Where a cell is sorted to; None for one that is empty or withheld.

    What fits its type stands before what does not.
    """
    column, words = cell.column, fold(cell.words)
    if cell.withheld or not words.strip():
        return None
    if column.type == "date" and (day := read_day(cell.kept)) is not None:
        return 0, float(day.toordinal()), ""
    if column.type in ("number", "scale") and (number := read_number(cell.kept)) is not None:
        return 0, number, ""
    if column.type == "choice" and cell.kept in column.choices:
        return 0, float(column.choices.index(cell.kept)), ""
    if column.type in ("date", "number", "scale", "choice"):
        return 1, 0.0, words
    return 0, 0.0, words


def find_row(rows: Sequence[RowView], words: str) -> list[RowView]:
    """The rows that are meant by a number (`3`, `#3`), an id, a whole name, or else the beginning of a name."""
    word = fold(words).strip()
    if not word:
        return []
    tests: tuple[Callable[[RowView], bool], ...] = (
        lambda row: word.removeprefix("#") == str(row.number),
        lambda row: words.strip() == row.id,
        lambda row: fold(row.name) == word,
        lambda row: fold(row.name).startswith(word),
    )
    for fits in tests:
        if hits := [row for row in rows if fits(row)]:
            return hits
    return []
