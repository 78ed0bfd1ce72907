"""Evaluation forms that are handed in without names: entered in batch, read in from a file, told together.

A form becomes one fact that names nobody (`product.md` §4, check 75). It is never shown by itself again: what is told
is what all of them say together (`domain/programmes/evaluating.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from peer_tui.domain.events import EvaluationEntered, EvaluationId, EvaluationWithdrawn
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Form
from peer_tui.domain.words import say, say_number
from peer_tui.services.opened import OpenGroup
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.evaluation_files import ReadForms, Wrong, read_forms
from peer_tui.services.programmes.evaluation_forms import checked, evaluation_form, evaluation_forms, occasion_of
from peer_tui.services.programmes.evaluation_results import Told, question_lines, result_lines, results
from peer_tui.services.programmes.evaluations_twice import (
    count_all,
    read_alike,
    take_repeats_out,
    taken_out,
)
from peer_tui.services.workspace import Workspace

__all__ = [
    "ReadForms",
    "Told",
    "Wrong",
    "checked",
    "count_all",
    "enter",
    "enter_file",
    "enter_many",
    "evaluation_form",
    "evaluation_forms",
    "last_entered",
    "occasion_of",
    "question_lines",
    "read_alike",
    "read_forms",
    "result_lines",
    "results",
    "take_repeats_out",
    "taken_out",
    "withdraw",
]

FEWEST_ALIKE = 3
"""Forms of a file that stand there already from which on it counts as the same table, if it holds all that count."""

# --- entering -----------------------------------------------------------------------------------------------------


def enter(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    form_key: str,
    texts: Mapping[str, str],
    occasion: str = "",
) -> EvaluationId:
    """Enter one form as it was handed in: answers by the question's word, as typed; what was left empty is left out.

    Raises:
        Problem: an answer does not fit its question, nothing is filled in, or the occasion is not one of the form's.
    """
    return enter_many(workspace, opened, running, form_key, [texts], occasion)[0]


def enter_many(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    form_key: str,
    sheets: Sequence[Mapping[str, str]],
    occasion: str = "",
) -> list[EvaluationId]:
    """Enter several forms in one act.

    Raises:
        Problem: as `enter`; then none of them is entered.
    """
    form = evaluation_form(running, form_key)
    said = occasion_of(form, occasion)
    return _record(workspace, opened, running, form, [(said, checked(form, texts)) for texts in sheets])


def _record(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    form: Form,
    sheets: Sequence[tuple[str, dict[str, str]]],
) -> list[EvaluationId]:
    bodies = [
        EvaluationEntered(
            programme=running.id, part=form.key, evaluation=workspace.new_id(), texts=texts, occasion=occasion
        )
        for occasion, texts in sheets
    ]
    if bodies:
        workspace.record(opened, "", bodies)
    return [body.evaluation for body in bodies]


def withdraw(workspace: Workspace, opened: OpenGroup, running: Running, evaluation: EvaluationId) -> None:
    """Take out a form that was entered by mistake, or twice.

    Raises:
        Problem: it is not there.
    """
    if not any(one.id == evaluation for one in running.evaluations):
        raise Problem(say("That form is not there any more. Nothing was changed."))
    workspace.record(opened, "", [EvaluationWithdrawn(programme=running.id, evaluation=evaluation)])


def last_entered(workspace: Workspace, running: Running, form_key: str) -> EvaluationId | None:
    """The form this device entered last: the one a person means who mistyped. None where there is none."""
    # An id ends with who made it (`domain.clock.event_id`).
    known = [one.id for one in running.evaluations if one.part == form_key]
    return max((key for key in known if workspace.is_ours(key.split("-", 2)[-1])), default=None)


# --- from a file --------------------------------------------------------------------------------------------------


def enter_file(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    form_key: str,
    text: str,
    occasion: str = "",
    *,
    again: bool = False,
) -> ReadForms:
    """Enter every form of a CSV file that can be read, in one act; what could not be is told.

    Of a table that was brought in before and has grown since, only the new forms are entered.

    Args:
        workspace: the library.
        opened: the group.
        running: the run of the programme.
        form_key: the evaluation form.
        text: what the file holds.
        occasion: for forms that are filled in several times, which one.
        again: enter all of it, also what stands there already.

    Raises:
        Problem: none of it can be read, or all of it stands there already.
    """
    form = evaluation_form(running, form_key)
    read = read_forms(form, text, occasion)
    if not read.sheets:
        first = read.wrong[0] if read.wrong else None
        why = say("line {line}: {words}", line=first.line, words=first.words) if first else say("it holds no form")
        raise Problem(say("Nothing was entered from the file: {why}", why=why))
    fresh = read.sheets if again else _not_there(running, form, read)
    if not fresh:
        raise Problem(
            say_number(
                len(read.sheets),
                "The {n} form of this file stands there already, word for word. Nothing was entered.",
                "All {n} forms of this file stand there already, word for word. Nothing was entered.",
            )
        )
    _record(workspace, opened, running, form, fresh)
    return read._replace(sheets=fresh, there=len(read.sheets) - len(fresh))


def _not_there(running: Running, form: Form, read: ReadForms) -> tuple[tuple[str, dict[str, str]], ...]:
    """The forms of a file that are to be entered.

    None where all of them stand there already; where the file holds everything that stands there, and more, it is the
    same table, grown: only what is new. Any other file may be alike by chance and is entered whole. A form that was
    taken out, because it repeats another, stands there as well, in that one's place: it is not brought back.
    """
    occasions = {occasion for occasion, _ in read.sheets}
    there = [
        one for one in (*running.evaluations, *running.taken_out) if one.part == form.key and one.occasion in occasions
    ]
    missing = {running.repeats.get(one.id, one.id) for one in there}
    left = [(one.occasion, one.texts) for one in there]
    fresh = []
    for sheet in read.sheets:
        if sheet in left:
            place = left.index(sheet)
            del left[place]
            found = there.pop(place)
            missing.discard(running.repeats.get(found.id, found.id))
        else:
            fresh.append(sheet)
    grown = not missing and len(read.sheets) - len(fresh) >= FEWEST_ALIKE
    return tuple(fresh) if grown or not fresh else read.sheets
