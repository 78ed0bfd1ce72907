"""The registers of a programme: lists that grow, each row with what it still lacks (`product.md` §1.3, §1.4).

A row with nothing but its name is a row. What it lacks, and what is unusual about it, is said beside it and stops
nobody. How rows are found, filtered and sorted stands in `finding_rows.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from peer_tui.domain.events import EntryId, RowId
from peer_tui.domain.programmes.book import Row, Running
from peer_tui.domain.programmes.definition import Column, Register
from peer_tui.domain.programmes.institutions import sounds_like_an_institution
from peer_tui.domain.programmes.measures import read_day
from peer_tui.domain.programmes.sources import ticked
from peer_tui.domain.programmes.target_window import outside
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say, say_number

Shown = Callable[[Column, str], str]
"""What a person reads in a cell, of what it holds: days in words, people and next steps by name."""


class Cell(msgspec.Struct, frozen=True):
    """One cell of a row."""

    column: Column
    kept: str
    """What it holds; empty too where it is withheld, so that nothing drawn from a view can tell it."""
    words: str
    """What a person reads in it."""
    withheld: bool = False


class RowView(msgspec.Struct, frozen=True):
    """A row as a list shows it."""

    id: RowId
    number: int
    """Its number in its register, from 1 on; it stays when others are removed."""
    name: str
    """What it goes by, as it is read; empty where it has no name yet."""
    cells: tuple[Cell, ...]
    """One for each column, in their order."""
    missing: tuple[str, ...] = ()
    """What it lacks, a phrase each: `not yet targeted`."""
    advice: tuple[str, ...] = ()
    """What is unusual about it, a phrase each: `By when: 8 months ahead, later than three to six months`."""
    status: str = ""
    """How far it is, of the register's status column."""
    closed: bool = False
    step: EntryId = ""
    """The next step it became; empty for none."""

    def words(self, column: str) -> str:
        """What a person reads in the cell of a column; empty where there is no such column."""
        return next((cell.words for cell in self.cells if cell.column.key == column), "")

    @property
    def complete(self) -> bool:
        """Nothing that a row of its register needs is missing."""
        return not self.missing


class RegisterView(msgspec.Struct, frozen=True):
    """A register, or a selection of its rows."""

    register: Register
    rows: tuple[RowView, ...]
    every: int
    """How many rows there are, those that are left out too."""

    @property
    def incomplete(self) -> int:
        """How many of the rows here lack something."""
        return sum(not row.complete for row in self.rows)

    @property
    def selected(self) -> bool:
        """Rows are left out."""
        return len(self.rows) < self.every

    @property
    def summary(self) -> str:
        """`3 of 12 rows, 1 incomplete`."""
        if self.selected:
            count = say_number(self.every, "{shown:,} of {n:,} row", "{shown:,} of {n:,} rows", shown=len(self.rows))
        else:
            count = say_number(self.every, "{n:,} row", "{n:,} rows")
        if not self.incomplete:
            return count
        return say("{count}, {incomplete:,} incomplete", count=count, incomplete=self.incomplete)


# --- one row ------------------------------------------------------------------------------------------------------


def row_number(running: Running, register: str, row: RowId) -> int:
    """The number a row is shown and addressed by: its place among all that were ever added; 0 for an unknown one."""
    return next((number for number, key in enumerate(running.rows.get(register, ()), start=1) if key == row), 0)


def column_of(register: Register, key: str) -> Column | None:
    """A column by its word; None where the register has none of it (any more)."""
    return next((column for column in register.columns if column.key == key), None)


def missing_of_row(register: Register, row: Row) -> tuple[str, ...]:
    """What a row lacks of what its register needs, a phrase each: `not yet targeted`."""
    return tuple(
        column.missing or say("no {column}", column=column.title.lower())
        for column in register.columns
        if column.needed and not row.texts.get(column.key, "").strip()
    )


def status_of(register: Register, row: Row) -> str:
    """How far a row is: its status, or the first there is where nobody said. Empty in a register without states."""
    column = column_of(register, register.status)
    if column is None:
        return ""
    return row.texts.get(column.key, "").strip() or (column.choices[0] if column.choices else "")


def is_closed(register: Register, row: Row) -> bool:
    """Whether its status is `Register.closed` or a later one."""
    column = column_of(register, register.status)
    status = status_of(register, row)
    if column is None or register.closed not in column.choices or status not in column.choices:
        return False
    return column.choices.index(status) >= column.choices.index(register.closed)


def is_withheld(register: Register, row: Row, column: Column) -> bool:
    """Whether what a cell holds is told to nobody: the tick that withholds it is set."""
    return bool(column.withheld_by) and ticked(row.texts.get(column.withheld_by, ""))


def step_columns(register: Register) -> tuple[str, ...]:
    """The columns that hold a next step."""
    return tuple(column.key for column in register.columns if column.type == "step")


def advice_of(register: Register, row: Row, zone: str) -> tuple[str, ...]:
    """What is unusual about a row, a phrase each; nothing of a closed one.

    A day that is expected some months ahead is counted from when it was given: it does not become wrong as it nears.

    Args:
        register: the register.
        row: the row.
        zone: the group's zone, whose day it was when a cell was filled.
    """
    if is_closed(register, row):
        return ()
    said = []
    for column in register.columns:
        text = row.texts.get(column.key, "")
        given = local_date(row.since.get(column.key, row.added), zone)
        if phrase := advice_of_cell(column, text, given):
            said.append(say("{column}: {advice}", column=column.title, advice=phrase))
    return tuple(said)


def advice_of_cell(column: Column, text: str, given: dt.date) -> str:
    """What is unusual about a cell; empty for nothing.

    Args:
        column: its column.
        text: what it holds, as it is kept.
        given: the day it was filled, in the group's zone.
    """
    if column.months is not None and (day := read_day(text)) is not None:
        return outside(day, column.months, given)
    if column.a_person and sounds_like_an_institution(text):
        return say("this sounds like an institution; a decision-maker is always a person, by name")
    return ""


def view_of(register: Register, row: Row, number: int, shown: Shown, zone: str) -> RowView:
    """A row as a list shows it."""
    cells = tuple(_cell(register, row, column, shown) for column in register.columns)
    steps = (row.texts.get(key, "") for key in step_columns(register))
    return RowView(
        id=row.id,
        number=number,
        name=next((" ".join(cell.words.split()) for cell in cells if cell.column.key == register.named_by), ""),
        cells=cells,
        missing=missing_of_row(register, row),
        advice=advice_of(register, row, zone),
        status=status_of(register, row),
        closed=is_closed(register, row),
        step=next((step for step in steps if step), ""),
    )


def _cell(register: Register, row: Row, column: Column, shown: Shown) -> Cell:
    kept = row.texts.get(column.key, "")
    if kept and is_withheld(register, row, column):
        return Cell(column, "", say("withheld"), withheld=True)
    if column.key == register.status and not kept:
        kept = status_of(register, row)
    return Cell(column, kept, shown(column, kept) if kept else "")


# --- all of them --------------------------------------------------------------------------------------------------


def views(register: Register, running: Running, shown: Shown, zone: str) -> list[RowView]:
    """Every row of a register that stands, in the order in which they were added."""
    standing = {row.id: row for row in running.standing_rows(register.key)}
    return [
        view_of(register, standing[key], number, shown, zone)
        for number, key in enumerate(running.rows.get(register.key, ()), start=1)
        if key in standing
    ]
