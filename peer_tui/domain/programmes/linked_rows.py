"""What a row says through something else: who takes it as its next step says, and rows of other registers by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.programmes.book import Row, Running
from peer_tui.domain.programmes.definition import Column, Programme, Register
from peer_tui.domain.programmes.registers import column_of, status_of, step_columns

if TYPE_CHECKING:
    from peer_tui.domain.group import Group
    from peer_tui.domain.steps import Step

WHO, BY = "who", "by"
"""The columns that say what the next step of a row says."""
OF = "of"
"""The column by which a reading names its measure."""


def step_of_row(group: Group, register: Register, row: Row) -> Step | None:
    """The next step a row became; None where it has none, or its line is gone."""
    if not register.assigns:
        return None
    keys = (row.texts.get(key, "") for key in step_columns(register))
    return next((step for key in keys if key and (step := group.steps.steps.get(key)) is not None), None)


def with_step(group: Group, register: Register, row: Row) -> Row:
    """The row with who takes it and by when as its next step says; the same row where it has none."""
    step = step_of_row(group, register, row)
    if step is None:
        return row
    told = {}
    if column_of(register, WHO) is not None:
        told[WHO] = step.owner or step.meant
    if column_of(register, BY) is not None:
        day = group.due_on(step)
        told[BY] = day.isoformat() if day is not None else ""
    return msgspec.structs.replace(row, texts={**row.texts, **told})


def as_told(group: Group, register: Register, row: Row) -> Row:
    """The row as a list or report tells it: with what its next step says, and a status where nobody gave one.

    A row whose words were all removed at somebody's request stays without any: it stands nowhere any more.
    """
    if not any(row.texts.values()):
        return row
    told = with_step(group, register, row)
    status = status_of(register, told)
    return msgspec.structs.replace(told, texts={**told.texts, register.status: status}) if status else told


def all_as_told(group: Group, programme: Programme, running: Running) -> Running:
    """The run with every row as a list or report tells it: what it lacks is then what its register says it lacks."""
    registers = {register.key: register for register in programme.registers}
    rows = {
        key: {row.id: as_told(group, registers[key], row) if key in registers else row for row in there.values()}
        for key, there in running.rows.items()
    }
    return msgspec.structs.replace(running, rows=rows)


def named_register(programme: Programme, register: Register, column: Column) -> Register | None:
    """The register whose rows a column names; None for a column that names none."""
    key = column.row_of or (register.readings_of if column.key == OF else "")
    return next((one for one in programme.registers if one.key == key), None) if key else None


def named_row(programme: Programme, running: Running, register: Register, column: Column, text: str) -> str:
    """What a cell says that may name a row of another register: what that row goes by; else the text as it is."""
    other = named_register(programme, register, column) if text else None
    known = running.rows.get(other.key, {}).get(text) if other is not None else None
    return known.texts.get(other.named_by, "") or text if other is not None and known is not None else text
