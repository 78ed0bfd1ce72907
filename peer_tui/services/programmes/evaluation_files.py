"""Filled-in evaluation forms read from a CSV file, one a line; a line that cannot be read costs that line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from peer_tui.domain.characters import fold
from peer_tui.domain.programmes.definition import Form, Question
from peer_tui.domain.words import say, say_number
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.evaluation_forms import checked, occasion_of

MOST_AT_ONCE = 2_000
"""Forms of one file; no meeting has more, and a wrong file may have."""

_OCCASION_COLUMNS = frozenset({"occasion", "when", "before or after"})


class Wrong(NamedTuple):
    """A line of a file that was not entered."""

    line: int
    words: str


class ReadForms(NamedTuple):
    """What a file holds, before anything is entered."""

    sheets: tuple[tuple[str, dict[str, str]], ...]
    """Each form's occasion and its answers."""
    wrong: tuple[Wrong, ...] = ()
    left_out: tuple[str, ...] = ()
    """Columns that are no question of the form: nothing of them is kept, e.g. times and addresses."""
    there: int = 0
    """How many more it holds that stood there already: the same table, brought in again as it grew."""

    @property
    def words(self) -> str:
        """`12 forms read; 1 line could not be; left out: Timestamp`."""
        parts = [say_number(len(self.sheets), "{n} form read", "{n} forms read")]
        if self.there:
            parts.append(
                say_number(self.there, "{n} that stood there already was left out",
                           "{n} that stood there already were left out")
            )  # fmt: skip
        if self.wrong:
            parts.append(say_number(len(self.wrong), "{n} line could not be", "{n} lines could not be"))
        if self.left_out:
            parts.append(say("left out: {columns}", columns=", ".join(self.left_out)))
        return "; ".join(parts)


def read_forms(form: Form, text: str, occasion: str = "") -> ReadForms:
    """Read a CSV file of filled-in forms: one a line, its first line the questions by their title or word.

    A line with an answer that does not fit is left out and said, all others are read. Columns that are no question
    (times, addresses, names) are not kept. A column `occasion` says for each line when it was filled in.

    Raises:
        Problem: the first line names no question of the form, or the occasion is missing.
    """
    # Imported here: only who brings a file needs it.
    from peer_tui.exchange.reading.csv_rows import rows_of

    rows = rows_of(text)
    header = rows[0].cells if rows else ()
    columns = [_column(form, cell) for cell in header]
    if not any(isinstance(one, Question) for one in columns):
        expected = ", ".join(question.key for question in form.questions)
        raise Problem(
            say("The first line of the file names no question of “{title}”. These are expected: {expected}. Nothing "
                "was entered.", title=form.title, expected=expected)
        )  # fmt: skip
    default = occasion_of(form, occasion) if occasion or (form.occasions and "occasion" not in columns) else ""
    sheets: list[tuple[str, dict[str, str]]] = []
    wrong: list[Wrong] = []
    for row in rows[1:]:
        if len(sheets) >= MOST_AT_ONCE:
            wrong.append(
                Wrong(row.line, say("more than {most} forms: this line and those after it", most=MOST_AT_ONCE))
            )
            break
        try:
            sheets.append(_sheet(form, columns, row.cells, default))
        except Problem as problem:
            wrong.append(Wrong(row.line, _of_a_line(problem.sentence)))
    left_out = tuple(dict.fromkeys(cell for cell, column in zip(header, columns, strict=True) if not column and cell))
    return ReadForms(tuple(sheets), tuple(wrong), left_out)


def _column(form: Form, cell: str) -> Question | str:
    """What a column holds: a question, the occasion, or nothing that is kept."""
    name = fold(cell).strip(" ?:.")
    for question in form.questions:
        if name and name in (fold(question.key), fold(question.title).strip(" ?:.")):
            return question
    return "occasion" if form.occasions and name in _OCCASION_COLUMNS else ""


def _sheet(
    form: Form, columns: Sequence[Question | str], cells: Sequence[str], default: str
) -> tuple[str, dict[str, str]]:
    if not cells:
        raise Problem(say("a quotation mark in it is never closed"))
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        raise Problem(say("it has more cells than the first line"))
    answers: dict[str, str] = {}
    occasion = default
    for column, cell in zip(columns, cells, strict=False):
        if isinstance(column, Question):
            # A spreadsheet puts an apostrophe before what it must not compute; it is no word of the person's.
            answers[column.key] = cell.removeprefix("'") if cell[1:2] in ("=", "+", "-", "@") else cell
        elif column == "occasion" and cell:
            occasion = occasion_of(form, cell)
    if form.occasions and not occasion:
        raise Problem(say("it does not say which of {names}", names=", ".join(form.occasions)))
    return occasion, checked(form, answers)


def _of_a_line(sentence: str) -> str:
    """A problem of one line: the file goes on, so that "Nothing was entered" would be wrong."""
    return sentence.removesuffix(say("Nothing was entered.")).strip()
