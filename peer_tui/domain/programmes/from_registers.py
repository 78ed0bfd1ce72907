"""What a report takes from a programme's days, forms and registers."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from peer_tui.domain.characters import clean
from peer_tui.domain.naming import Part, Privacy
from peer_tui.domain.programmes.book import Row
from peer_tui.domain.programmes.definition import Column, Register
from peer_tui.domain.programmes.linked_rows import as_told, named_row
from peer_tui.domain.programmes.material import Material, Told, is_private, keeps_no_names, without_names
from peer_tui.domain.programmes.register_page import names_hidden_in
from peer_tui.domain.programmes.sources import Source, ticked
from peer_tui.domain.redaction import A_MEMBER
from peer_tui.domain.rows import state_words
from peer_tui.domain.stand_ins import initials
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import say


def days(_: Source, material: Material) -> Told:
    """The days of the run that are known."""
    known = material.running.anchors
    lines = [f"- {one.title}: {say_date(known[one.key])}" for one in material.programme.anchors if one.key in known]
    return [("", lines)]


def answers(source: Source, material: Material) -> Told:
    """What was answered in a form, or to one question or section of it; what is known beforehand where nobody did."""
    form = next((form for form in material.programme.forms if form.key == source.part and not form.evaluation), None)
    if form is None:
        return
    for section in form.sections:
        for question in section.questions:
            if source.within and source.within not in (question.key, section.key):
                continue
            found = material.running.answers.get((form.key, question.key))
            texts = [found.text, *found.others] if found is not None else []
            texts = [text for text in texts if text] or [material.prefilled.get((form.key, question.key), "")]
            lines = [
                line if line.startswith("- ") else f"- {line}"
                for text in texts
                for line in material.several_lines(_cell(question.type, text, material)).split("\n")
                if line.strip()
            ]
            yield question.title, lines


def rows(source: Source, material: Material) -> Told:
    """The rows of a register, or those with a choice, a line each."""
    register = next((one for one in material.programme.registers if one.key == source.part), None)
    if register is None:
        return
    standing = material.running.standing_rows(register.key)
    told = [as_told(material.group, register, row) for row in standing]
    chosen = [row for row in told if _is_chosen(row, source, register)]
    lines = [said for row in chosen if (said := _row_line(row, source.shown, register, material))]
    if lines and keeps_no_names(register.word, material):
        everybody = material.everybody()
        lines = [without_names(line, everybody) for line in lines]
    label = source.choice[:1].upper() + source.choice[1:] if source.choice and not ticked(source.choice) else ""
    yield label or register.title, lines


def _is_chosen(row: Row, source: Source, register: Register) -> bool:
    if register.private and not ticked(row.texts.get("share", "")):
        return False
    if not source.within:
        return True
    there = row.texts.get(source.within, "")
    return ticked(there) if ticked(source.choice) else there == source.choice


def _row_line(row: Row, shown: tuple[str, ...], register: Register, material: Material) -> str:
    columns = {column.key: column for column in register.columns}
    cells = {key: _row_cell(row, column, register, material) for key, column in columns.items()}
    # A name that is withheld is in none of the row's other words either.
    hidden = names_hidden_in(register, row, material.naming)
    if hidden is not None:
        cells = {key: without_names(text, hidden) for key, text in cells.items()}
    if shown:
        return _joined([cells.get(key, "") for key in shown])
    name = cells.get(register.named_by, "")
    others = [
        column.title if column.type == "tick" else f"{column.title}: {cells[column.key]}"
        for column in register.columns
        if column.key != register.named_by and cells[column.key] and not column.personal
    ]
    return _joined([name, "; ".join(others)])


def _joined(cells: list[str]) -> str:
    said = [cell for cell in cells if cell]
    return f"- {' — '.join((said[0], ' · '.join(said[1:])) if said[1:] else said)}" if said else ""


def _row_cell(row: Row, column: Column, register: Register, material: Material) -> str:
    """One cell as this report may tell it; empty where it may not."""
    text = named_row(material.programme, material.running, register, column, row.texts.get(column.key, ""))
    if not text or (column.withheld_by and ticked(row.texts.get(column.withheld_by, ""))):
        return ""
    personal = column.personal or column.type == "person"
    if personal and material.naming.privacy.hides and material.group.person(text) is None:
        by_initials = material.naming.privacy is Privacy.INITIALS and "@" not in text and not _is_number(text)
        return initials(clean(text)) if by_initials and column.type in ("text", "person") else ""
    if column.type == "tick":
        return column.title if ticked(text) else ""
    return material.words(_cell(column.type, text, material).replace("\n", " "))


def _is_number(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= 4


def _cell(kind: str, text: str, material: Material) -> str:
    """A stored cell or answer in words: days, people, next steps and meetings are stored otherwise than said."""
    if kind == "date":
        with suppress(ValueError):
            return say_date(dt.date.fromisoformat(text))
    if kind == "tick":
        return say("yes") if ticked(text) else ""
    if kind == "person" and material.group.person(text) is not None:
        return material.naming.name(text, Part.OWNER)
    if kind == "person" and text and material.naming.privacy.hides:
        return A_MEMBER  # a name that the group does not know
    if kind == "step" and (step := material.group.steps.steps.get(text)) is not None:
        return "" if is_private(step, material.shared) else f"{step.text} ({state_words(step, material.naming)})"
    if kind == "meeting" and (held := material.group.meetings.get(text)) is not None:
        return f"{held.title}, {say_date(local_date(held.starts, held.zone))}"
    return text
