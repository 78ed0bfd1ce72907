"""A row of a register becomes an ordinary next step, linked both ways (`product.md` §1.3, Workplan).

The row's column of type `step` holds the step's id; who takes it and by when is then what the step says, and changing
them in the row changes the step. So Next steps, Today, reminders and the next meeting tell of it like of any other.

Where the step lies: one that is made on the day of its meeting, before the minutes are approved, stands in that
meeting's minutes. Any other lies in the group's own log and names in `during` the meeting it came from, or the last one
of the programme that has begun, so that the next one asks after it.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from peer_tui.domain.characters import clean
from peer_tui.domain.events import (
    Captured,
    Due,
    EntryId,
    EntryKind,
    Event,
    EventId,
    Filed,
    MeetingId,
    PersonId,
    RowChanged,
    RowId,
    StepAssigned,
    StepDated,
    StepDefined,
)
from peer_tui.domain.history import act_of
from peer_tui.domain.programmes.book import Row, Running
from peer_tui.domain.programmes.definition import Register
from peer_tui.domain.programmes.linked_rows import BY, WHO, step_of_row
from peer_tui.domain.programmes.registers import column_of, is_withheld, step_columns
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.meetings import meetings_of

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

SUCCESS = "success"
"""The column that says what done looks like; a step is made from it, from `who`, `by` and what its row goes by."""
_LONGEST = 2_000
"""Characters of a step's text."""
_SHORT = 60


class MadeStep(NamedTuple):
    """A next step that was made from a row."""

    step: EntryId
    label: str
    """Its number, as every list shows it."""
    words: str
    """What was done, in a sentence."""
    acts: tuple[tuple[MeetingId, EventId], ...]
    """What takes it back: each act with the shard it lies in (`services/taking_back.py`)."""


def row_to_step(workspace: Workspace, opened: OpenGroup, running: Running, row_id: RowId) -> MadeStep:
    """Make a next step of a row: its name is what is to be done, `who` leads, `by` is when, `success` shows it is done.

    Nobody has said yes yet: whoever is named is asked. A name the group does not know is kept as who was meant.

    Raises:
        Problem: the row is gone, cannot become one, is one already, or has no words. Nothing was changed.
    """
    from peer_tui.services.programmes.row_listing import row_of

    register, row = row_of(opened, running, row_id)
    column = _refusing(opened, register, row)
    filed = _filed(opened, register, row)
    if not filed.text:
        raise Problem(say("What is to be done? The {row} has no words yet. Nothing was changed.", row=register.row))
    group = opened.group
    step, number = workspace.new_id(), group.steps.highest + 1
    meeting, in_minutes = _where(workspace, opened, running, register, row)
    captured = Captured(entry=step, block="", filed=filed, number=number, during="" if in_minutes else meeting)
    linked = RowChanged(programme=running.id, row=row.id, texts={column: step})
    acts: tuple[tuple[MeetingId, EventId], ...]
    if in_minutes:
        first = workspace.record(opened, meeting, [captured])
        second = workspace.record(opened, "", [linked])
        acts = ((meeting, act_of(first[0])), ("", act_of(second[0])))
    else:
        acts = (("", act_of(workspace.record(opened, "", [captured, linked])[0])),)
    made = opened.group.steps.steps[step]
    short = filed.text if len(filed.text) <= _SHORT else f"{filed.text[: _SHORT - 1]}…"
    said = say("Next step {label}: {text}{who}", label=made.label, text=short, who=_asked(opened, filed))
    return MadeStep(step, made.label, said, acts)


def step_cell(opened: OpenGroup, text: str) -> str:
    """A next step in a cell: `#4 · moved`; of one that is gone, that it is."""
    if not text:
        return ""
    state = step_state(opened, text)
    if state is None:
        return say("a next step that is gone")
    return f"#{opened.group.steps.steps[text].label} · {state[0]}"


def step_state(opened: OpenGroup, step_id: EntryId) -> tuple[str, bool] | None:
    """How far a next step is, in words, and whether it is done or dropped; None where it is gone."""
    step = opened.group.steps.steps.get(step_id)
    return None if step is None else (say(step.progress), not step.open)


def changes_of_step(opened: OpenGroup, register: Register, row: Row, cells: dict[str, str]) -> list[Event]:
    """What some changed cells of a row change of its next step, as facts; none where it has no step."""
    step = step_of_row(opened.group, register, row)
    if step is None:
        return []
    bodies: list[Event] = []
    if WHO in cells:
        owner, meant = _who(opened, cells[WHO])
        bodies.append(StepAssigned(step=step.id, owner=owner, meant=meant))
    if BY in cells:
        day = _day(cells[BY])
        bodies.append(StepDated(step=step.id, due=Due(date=day) if day is not None else None))
    if SUCCESS in cells:
        bodies.append(StepDefined(step=step.id, done_when=_one_line(cells[SUCCESS])))
    return bodies


# --- inside -------------------------------------------------------------------------------------------------------


def _refusing(opened: OpenGroup, register: Register, row: Row) -> str:
    """The column the step goes to.

    Raises:
        Problem: this row cannot become a next step.
    """
    columns = step_columns(register)
    if not register.assigns or not columns:
        raise Problem(say("Rows of {register} do not become next steps. Nothing was changed.", register=register.title))
    known = step_of_row(opened.group, register, row)
    if known is not None:
        raise Problem(say("That {row} is next step {label} already.", row=register.row, label=known.label))
    key, choices = register.only_with or ("", ())
    if key and row.texts.get(key, "") not in choices:
        column = column_of(register, key)
        raise Problem(
            say("Only rows with {choices} under “{column}” become next steps. Nothing was changed.",
                choices=say(" or ").join(choices), column=column.title if column is not None else key)
        )  # fmt: skip
    return columns[0]


def _filed(opened: OpenGroup, register: Register, row: Row) -> Filed:
    texts = dict(row.texts)
    for column in register.columns:
        if is_withheld(register, row, column):
            texts.pop(column.key, None)
    owner, meant = _who(opened, texts.get(WHO, ""))
    day = _day(texts.get(BY, ""))
    return Filed(
        kind=EntryKind.STEP,
        text=_one_line(texts.get(register.named_by, "")),
        owner=owner,
        meant=meant,
        due=Due(date=day) if day is not None else None,
        done_when=_one_line(texts.get(SUCCESS, "")),
    )


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())[:_LONGEST]


def _who(opened: OpenGroup, text: str) -> tuple[PersonId | None, str]:
    """Who is named in a cell: a person the group knows, or a name as it was typed."""
    known = opened.group.person(text) if text else None
    return (known.id, "") if known is not None else (None, _one_line(text))


def _day(text: str) -> dt.date | None:
    with suppress(ValueError):
        return dt.date.fromisoformat(text)
    return None


def _asked(opened: OpenGroup, filed: Filed) -> str:
    known = opened.group.person(filed.owner)
    if known is not None:
        return say(" · asked {name}", name=clean(known.name).strip())
    return say(" · unclaimed (meant: {name})", name=filed.meant) if filed.meant else say(" · unclaimed")


def _where(
    workspace: Workspace, opened: OpenGroup, running: Running, register: Register, row: Row
) -> tuple[MeetingId, bool]:
    """The meeting a step belongs to (empty for none yet), and whether it stands in that meeting's own minutes."""
    now = workspace.now()
    begun = [held for _, held in meetings_of(opened, running) if held.state in ("unfinished", "ended")]
    named = {row.texts.get(column.key, "") for column in register.columns if column.type == "meeting"}
    came_from = next((held for held in begun if held.id in named), None)
    held = came_from or (begun[-1] if begun else None)
    if held is None:
        return "", False
    same_day = local_date(now, opened.group.zone) == local_date(held.starts, opened.group.zone)
    # Off the record nothing is written into the minutes, from here neither.
    return held.id, same_day and not held.approved and not opened.meeting(held.id).is_off_record
