"""The rows of a programme's registers: added, changed, removed.

What a row lacks is said beside it and stops nobody. How rows are listed stands in `row_listing.py`, and how one becomes
a next step in `row_steps.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.events import EntryId, Event, EventId, MeetingId, RowAdded, RowChanged, RowId, RowRemoved
from peer_tui.domain.history import act_of
from peer_tui.domain.programmes import finding_rows
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Column, Register
from peer_tui.domain.programmes.linked_rows import named_register, with_step
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.row_listing import (
    choose_row,
    column_named,
    gone,
    register_of,
    register_rows,
    row_of,
    shown_cell,
    views_of,
)
from peer_tui.services.programmes.row_steps import changes_of_step
from peer_tui.services.programmes.running import need_definition, run_of
from peer_tui.services.programmes.typed import LONGEST, read_typed

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

__all__ = [
    "add_row",
    "change_row",
    "choose_row",
    "column_named",
    "register_of",
    "register_rows",
    "remove_row",
    "row_of",
    "shown_cell",
]


def add_row(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    register_key: str,
    texts: Mapping[str, str],
    entry: EntryId = "",
    meeting: MeetingId = "",
) -> RowId:
    """Add a row; whatever it lacks may follow.

    Args:
        workspace: the library.
        opened: the group.
        running: the run.
        register_key: the register's word.
        texts: what was typed for each column, by its word or title.
        entry: the captured line it comes from; what does not fit its column is then kept as it was said.
        meeting: the meeting it was said in; empty for none.

    Raises:
        WrongUse: there is no such register or column.
        Problem: nothing was typed, or something does not fit. Nothing was changed.
    """
    register = register_of(running, register_key)
    cells = _cells(workspace, opened, running, register, texts, lenient=bool(entry))
    cells = {key: text for key, text in cells.items() if text}
    if not cells:
        raise Problem(say("Type a word or two of the {row}. Nothing was added.", row=register.row))
    if meeting:
        cells |= {one.key: meeting for one in register.columns if one.type == "meeting" and one.key not in cells}
    row = workspace.new_id()
    added = RowAdded(programme=running.id, part=register.key, row=row, texts=cells, entry=entry, during=meeting)
    workspace.record(opened, "", [added])
    return row


def change_row(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    row_id: RowId,
    texts: Mapping[str, str],
    meeting: MeetingId = "",
) -> EventId:
    """Change some cells of a row; an empty text empties the cell. Who takes its next step, and by when, follows.

    Args:
        workspace: the library.
        opened: the group.
        running: the run.
        row_id: the row.
        texts: what was typed for each column that changes, by its word or title.
        meeting: the meeting it was said in; empty for none.

    Returns:
        The act, for taking it back; empty where everything stood so already.

    Raises:
        WrongUse: there is no such column.
        Problem: the row is gone, or something does not fit. Nothing was changed.
    """
    register, row = row_of(opened, running, row_id)
    shown = with_step(opened.group, register, row)
    cells = {
        key: text
        for key, text in _cells(workspace, opened, running, register, texts).items()
        if text != shown.texts.get(key, "")
    }
    if not cells:
        return ""
    left = {**row.texts, **cells}
    if not any(left.values()):
        raise Problem(say("That would leave nothing of the {row}: remove it instead. Nothing was changed.",
                          row=register.row))  # fmt: skip
    bodies: list[Event] = [RowChanged(programme=running.id, row=row.id, texts=cells, during=meeting)]
    bodies += [msgspec.structs.replace(body, during=meeting) for body in changes_of_step(opened, register, row, cells)]
    return act_of(workspace.record(opened, "", bodies)[0])


def remove_row(
    workspace: Workspace, opened: OpenGroup, running: Running, row_id: RowId, removed: bool = True
) -> EventId:
    """A row does not stand in its register any more; with `removed` false it does again. Its next step stays.

    Returns:
        The act, for taking it back; empty where it stood so already.

    Raises:
        Problem: there is no such row.
    """
    row = run_of(opened, running.id).row(row_id)
    if row is None:
        raise gone()
    if row.removed == removed:
        return ""
    return act_of(workspace.record(opened, "", [RowRemoved(programme=running.id, row=row.id, removed=removed)])[0])


# --- inside -------------------------------------------------------------------------------------------------------


def _cells(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    register: Register,
    texts: Mapping[str, str],
    *,
    lenient: bool = False,
) -> dict[str, str]:
    """What was typed, as it is kept, by the columns' words."""
    cells = {}
    for name, words in texts.items():
        column = column_named(register, name)
        try:
            cells[column.key] = _cell(workspace, opened, running, register, column, words)
        except Problem as problem:
            if not lenient:
                raise Problem(f"{column.title}: {problem.sentence}", choices=problem.choices) from problem
            cells[column.key] = clean(words, keep_lines=column.type == "long").strip()[:LONGEST]
    return cells


def _cell(
    workspace: Workspace, opened: OpenGroup, running: Running, register: Register, column: Column, words: str
) -> str:
    other = named_register(need_definition(running), register, column)
    if other is not None:
        return _row_meant(opened, running, other, words)
    return read_typed(workspace, opened, column, words)


def _row_meant(opened: OpenGroup, running: Running, register: Register, words: str) -> str:
    """The row that is named, by its id; what names none, or several, stays as it was typed."""
    said = clean(words).strip()
    run = run_of(opened, running.id)
    if said in run.rows.get(register.key, {}):
        return said
    fitting = finding_rows.find_row(views_of(opened, run, register), said)
    return fitting[0].id if len(fitting) == 1 else said[:LONGEST]
