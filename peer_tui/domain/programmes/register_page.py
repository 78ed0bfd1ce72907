"""A register as it goes out: every name and text passes the group's `Naming`, and what is withheld is not in it.

Where a contributor is withheld, their name is taken out of the other words of that row too. Of a private register only
rows that are ticked as shared are here, without the name of anybody the group knows (`product.md` §1.3, §1.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from peer_tui.domain.anonymous import Found, KnownNames
from peer_tui.domain.characters import clean, fold
from peer_tui.domain.naming import Naming, Part
from peer_tui.domain.people import Person
from peer_tui.domain.programmes.book import Row
from peer_tui.domain.programmes.definition import Column, Register
from peer_tui.domain.programmes.finding_rows import in_order
from peer_tui.domain.programmes.measures import read_number
from peer_tui.domain.programmes.registers import Cell, RegisterView, RowView, is_withheld
from peer_tui.domain.programmes.sources import ticked
from peer_tui.domain.redaction import A_MEMBER
from peer_tui.domain.words import say

SHARED = "share"
"""The tick column by which a row of a private register may go out."""

Kind = Literal["text", "choice", "date", "number"]


class Head(msgspec.Struct, frozen=True):
    """A column of a page."""

    title: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    """Of a choice, those that a reader can filter by, in order."""


class PageRow(msgspec.Struct, frozen=True):
    """A row of a page."""

    number: int
    name: str
    cells: tuple[str, ...]
    """What is read in each column, several lines where there are; empty where nothing stands."""
    values: tuple[str | float | None, ...]
    """The same for a table that is counted with: days as YYYY-MM-DD, numbers as numbers."""
    places: tuple[int | None, ...]
    """Its place in the order of each column, from 0 on; None where the cell is empty."""
    missing: tuple[str, ...] = ()
    closed: bool = False


class RegisterPage(msgspec.Struct, frozen=True):
    """What a page, a table or a text of a register holds, ready to be set."""

    title: str
    programme: str
    """What the run is called."""
    group: str
    about: str
    made: str
    """The day it was made, in words."""
    summary: str
    row: str
    """What one row is called."""
    named: int
    """Which column a row goes by."""
    heads: tuple[Head, ...]
    rows: tuple[PageRow, ...]
    notice: str = ""
    """What was left out, in a sentence."""


class _Words:
    """The words of one row as they may be told."""

    def __init__(self, naming: Naming, hidden: KnownNames | None) -> None:
        self.naming, self.hidden = naming, hidden

    def line(self, text: str) -> str:
        said = self.naming.words(text)
        return self.hidden.replaced(said, _stand_in) if self.hidden is not None else said

    def lines(self, text: str) -> str:
        return "\n".join(self.line(one) for one in clean(text, keep_lines=True).split("\n")).strip("\n")


def _stand_in(found: Found, written: str) -> str:
    return A_MEMBER


def page_of(
    view: RegisterView, rows: Sequence[Row], naming: Naming, *, programme: str, made: str, nameless: bool = False
) -> RegisterPage:
    """A register, or a selection of it, as it goes out.

    Args:
        view: the rows that were chosen, in their order.
        rows: the same rows as they are kept; one that is not there is left out.
        naming: who is named how.
        programme: what the run is called.
        made: the day it was made, in words.
        nameless: its rows are told without the names of anybody the group knows, as the steps of a path are.
    """
    register = view.register
    nobody = KnownNames(naming.group.people.values()) if nameless else None
    # That a name is withheld is said in its own place.
    ticks = {column.withheld_by for column in register.columns}
    columns = tuple(column for column in register.columns if column.key not in ticks)
    kept = {row.id: row for row in rows}
    out = [row for row in view.rows if row.id in kept and _goes_out(register, kept[row.id])]
    told = [_told(register, row, kept[row.id], naming, nobody) for row in out]
    places = [_places(told, column) for column in columns]
    pages = tuple(
        PageRow(
            number=row.number,
            name=row.name,
            cells=tuple(cell.words for cell in row.cells if cell.column in columns),
            values=tuple(_value(cell) for cell in row.cells if cell.column in columns),
            places=tuple(place[row.id] for place in places),
            missing=row.missing,
            closed=row.closed,
        )
        for row in told
    )
    left = len(view.rows) - len(out)
    keys = [column.key for column in columns]
    return RegisterPage(
        title=naming.words(register.title),
        programme=naming.words(programme),
        group=naming.words(naming.group.name),
        about=register.about,
        made=made,
        summary=msgspec.structs.replace(view, rows=tuple(told)).summary,
        row=register.row,
        named=keys.index(register.named_by) if register.named_by in keys else 0,
        heads=tuple(_head(column) for column in columns),
        rows=pages,
        notice=say("Rows that are not marked as shared are left out: they are private.") if left else "",
    )


def _goes_out(register: Register, row: Row) -> bool:
    return not register.private or ticked(row.texts.get(SHARED, ""))


def _told(register: Register, view: RowView, row: Row, naming: Naming, nobody: KnownNames | None) -> RowView:
    """The row with every cell as it may be told."""
    words = _Words(naming, nobody or names_hidden_in(register, row, naming))
    cells = tuple(_cell(cell, words, naming) for cell in view.cells)
    name = next((cell.words for cell in cells if cell.column.key == register.named_by), "")
    return msgspec.structs.replace(view, cells=cells, name=" ".join(name.split()), status="")


def names_hidden_in(register: Register, row: Row, naming: Naming) -> KnownNames | None:
    """The names that this row tells nobody; None for none."""
    if register.private:
        return naming.everybody
    names: list[Person] = []
    for column in register.columns:
        text = row.texts.get(column.key, "").strip()
        if not text or not is_withheld(register, row, column):
            continue
        known = naming.group.person(text)
        if known is None:
            names.append(Person("", clean(text)))
        else:
            # Every name they were ever known by, also under a record that was merged into theirs.
            same = [one for key, one in naming.group.people.items() if _is_same(naming, key, known.id)]
            names += [known, *same]
    return KnownNames(names) if names else None


def _is_same(naming: Naming, person: str, known: str) -> bool:
    found = naming.group.person(person)
    return found is not None and found.id == known


def _cell(cell: Cell, words: _Words, naming: Naming) -> Cell:
    column = cell.column
    if cell.withheld:
        return cell
    if column.type == "person" and (known := naming.group.person(cell.kept)) is not None:
        return msgspec.structs.replace(cell, words=naming.name(known.id, Part.OWNER))
    if column.personal and naming.privacy.hides:
        return msgspec.structs.replace(cell, words="")
    return msgspec.structs.replace(cell, words=words.lines(cell.words))


def _head(column: Column) -> Head:
    kind: Kind = "text"
    if column.type in ("choice", "tick"):
        kind = "choice"
    elif column.type == "date":
        kind = "date"
    elif column.type in ("number", "scale"):
        kind = "number"
    choices = column.choices if column.type == "choice" else (say("yes"),) if column.type == "tick" else ()
    return Head(column.title, kind, choices)


def _value(cell: Cell) -> str | float | None:
    if not cell.words:
        return None
    if cell.column.type == "date" and cell.kept:
        return cell.kept
    if cell.column.type in ("number", "scale") and (number := read_number(cell.kept)) is not None:
        return int(number) if number.is_integer() else number
    return cell.words


def _places(rows: Sequence[RowView], column: Column) -> dict[str, int | None]:
    """Each row's place in the order of a column; alike cells share one, empty ones have none."""
    places: dict[str, int | None] = {}
    before, place = "", -1
    for row in in_order(rows, column.key):
        cell = next(cell for cell in row.cells if cell.column.key == column.key)
        said = fold(cell.words).strip()
        if cell.withheld or not said:
            places[row.id] = None
            continue
        place += said != before
        before = said
        places[row.id] = place
    return places
