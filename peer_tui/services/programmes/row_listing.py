"""A register as a person reads it: its rows listed, one of them chosen, its columns named.

A row that became a next step says who takes it and by when as the step does; a row that names another one says what
that one goes by.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.programmes import finding_rows, registers
from peer_tui.domain.programmes.linked_rows import named_row, with_step
from peer_tui.domain.programmes.registers import RegisterView, RowView
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.programmes.kept import kept
from peer_tui.services.programmes.row_steps import step_cell, step_state
from peer_tui.services.programmes.running import need_definition, run_of
from peer_tui.services.programmes.typed import shown_typed

if TYPE_CHECKING:
    from peer_tui.domain.events import RowId
    from peer_tui.domain.programmes.book import Row, Running
    from peer_tui.domain.programmes.definition import Column, Programme, Register
    from peer_tui.services.opened import OpenGroup

_NAMED = 60
"""Characters of a name in a sentence."""


def register_rows(
    opened: OpenGroup,
    running: Running,
    register_key: str,
    find: str = "",
    only: Mapping[str, str] | None = None,
    sort: str = "",
    *,
    incomplete: bool = False,
) -> RegisterView:
    """A register as a person reads it.

    Args:
        opened: the group.
        running: the run.
        register_key: the register's word.
        find: only rows in which each of these words stands; `#3` is the row of that number.
        only: only rows with these words in these columns, by their word or title; empty for an empty cell.
        sort: the column to sort by, with `-` in front the other way round; empty for the order of adding.
        incomplete: only rows that lack something.

    Raises:
        WrongUse: there is no such register or column.
    """
    register = register_of(running, register_key)
    every = views_of(opened, run_of(opened, running.id), register)
    wanted = {column_named(register, name).key: words for name, words in (only or {}).items()}
    rows = finding_rows.found(finding_rows.only_with(every, wanted), find)
    if incomplete:
        rows = [row for row in rows if not row.complete]
    return RegisterView(register, tuple(finding_rows.in_order(rows, _sorted_by(register, sort))), len(every))


def choose_row(opened: OpenGroup, running: Running, register_key: str, words: str) -> RowView:
    """The row that is meant by its number (`3`, `#3`), or its name or the beginning of it.

    Raises:
        WrongUse: there is no such register, or several rows fit.
        Problem: there is no such row.
    """
    register = register_of(running, register_key)
    fitting = finding_rows.find_row(views_of(opened, run_of(opened, running.id), register), words)
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise Problem(say("There is no {row} “{words}” in {register}.", row=register.row,
                          words=clean(words).strip()[:_NAMED], register=register.title))  # fmt: skip
    raise WrongUse(
        say("Several rows fit; say which one is meant by its number."),
        choices=tuple(f"{row.number} {row.name[:_NAMED]}" for row in fitting),
    )


def register_of(running: Running, register_key: str) -> Register:
    """A register of the run's programme, by its word.

    Raises:
        WrongUse: there is none.
        Problem: the programme's file is gone; what was recorded is safe.
    """
    every = need_definition(running).registers
    found = next((one for one in every if one.key == register_key), None)
    if found is None:
        choices = tuple(one.key for one in every)
        raise WrongUse(say("There is no register “{key}” here.", key=clean(register_key)[:_NAMED]), choices=choices)
    return found


def row_of(opened: OpenGroup, running: Running, row_id: RowId) -> tuple[Register, Row]:
    """A row that stands in its register, as it is now.

    Raises:
        Problem: it was removed, or there is none.
    """
    row = run_of(opened, running.id).row(row_id)
    if row is None or row.removed:
        raise gone()
    return register_of(running, row.register), row


def column_named(register: Register, name: str) -> Column:
    """A column by its word or its title, whatever their case.

    Raises:
        WrongUse: there is none.
    """
    word = fold(name).strip()
    found = next((one for one in register.columns if word in (fold(one.key), fold(one.title))), None)
    if found is None:
        keys = tuple(column.key for column in register.columns)
        words = say("{register} has no column “{name}”.", register=register.title, name=clean(name).strip()[:_NAMED])
        raise WrongUse(words, choices=keys)
    return found


def shown_cell(
    opened: OpenGroup, programme: Programme, running: Running, register: Register, column: Column, text: str
) -> str:
    """What a person reads in a cell, of what it holds."""
    if column.type == "step":
        return step_cell(opened, text)
    named = named_row(programme, running, register, column, text)
    return named if named != text else shown_typed(opened, column, text)


# --- inside -------------------------------------------------------------------------------------------------------


def gone() -> Problem:
    """What is said of a row that was removed meanwhile."""
    return Problem(say("That row is not in its register any more: it was removed. Nothing was changed."))


def _sorted_by(register: Register, sort: str) -> str:
    name = sort.removeprefix("-").strip()
    if not name or name == finding_rows.NUMBER:
        return sort
    return f"{'-' if sort.startswith('-') else ''}{column_named(register, name).key}"


def views_of(opened: OpenGroup, running: Running, register: Register) -> list[RowView]:
    """Every row of a register, those that became next steps as their steps stand. The list is nobody's to change."""
    programme, running = need_definition(running), run_of(opened, running.id)
    what = ("rows", running.id, register.key)
    return kept(opened, programme, what, lambda: _views(opened, programme, running, register))


def _views(opened: OpenGroup, programme: Programme, running: Running, register: Register) -> list[RowView]:
    rows = {
        row.id: with_step(opened.group, register, row) if not row.removed else row
        for row in running.rows.get(register.key, {}).values()
    }
    settled = msgspec.structs.replace(running, rows={**running.rows, register.key: rows})

    def shown(column: Column, text: str) -> str:
        return shown_cell(opened, programme, running, register, column, text)

    return [
        _with_state(opened, view) if register.assigns and view.step else view
        for view in registers.views(register, settled, shown, opened.group.zone)
    ]


def _with_state(opened: OpenGroup, view: RowView) -> RowView:
    """A row that became a next step is as far as the step is."""
    state = step_state(opened, view.step)
    if state is None:
        return view
    words, closed = state
    return msgspec.structs.replace(view, status=words, closed=closed, advice=() if closed else view.advice)
