"""Whether a programme's forms, registers and reports name questions, columns and parts that are there."""

from __future__ import annotations

from collections.abc import Sequence

from peer_tui.domain.programmes.definition import Form, Programme, Question, Register, Report
from peer_tui.domain.programmes.sources import KINDS, NEEDING_A_PART, source_of
from peer_tui.domain.words import say
from peer_tui.services.programmes.file_places import capture_words, maybe, one_of, stage_of, unlike
from peer_tui.services.programmes.toml_reading import Place, shown

TYPES = ("text", "long", "number", "date", "choice", "choices", "tick", "scale", "person")
"""What a question may be answered with."""
COLUMN_TYPES = (*TYPES, "step", "meeting")
OCCASIONS = ("before", "after")
PREFILLED = (
    "title", "anchor", "role", "rows", "column", "answer", "sizes", "meeting", "ends", "dates",
)  # fmt: skip
"""What a question can be filled in from beforehand; behind each but `title` a colon and a part."""
_PRIVACY = 5


def check_form(form: Form, programme: Programme, place: Place) -> None:
    """A form: its sections and questions, and what they are filled in from."""
    stage_of(form.stage, programme, place)
    maybe(form.topics_for, (one.key for one in programme.meetings), place.at("topics_for"))
    for occasion in form.occasions:
        one_of(occasion, OCCASIONS, place.at("occasions"))
    unlike([section.key for section in form.sections], place, "section")
    numbered = [
        (question, place.at(f"section {number}", f"question {count}"))
        for number, section in enumerate(form.sections, start=1)
        for count, question in enumerate(section.questions, start=1)
    ]
    if not numbered:
        raise place.at("section").problem(say("at least one section with a question is expected"))
    seen: set[str] = set()
    for question, here in numbered:
        unlike([question.key], here, "")
        if question.key in seen:
            key = question.key
            raise here.at("key").problem(say("a word that no other has is expected, not “{key}” again", key=key))
        seen.add(question.key)
        _typed(question.type, question.choices, TYPES, here)
        if form.evaluation and question.type == "person":
            raise here.at("type").problem(say("an evaluation is handed in without names: it asks for no person"))
        stage_of(question.stage, programme, here)
        _prefilled(question, programme, here.at("from_what"))


def _typed(type_: str, choices: Sequence[str], types: Sequence[str], place: Place) -> None:
    one_of(type_, types, place.at("type"))
    if type_ in ("choice", "choices") and not choices:
        raise place.at("choices").problem(say("the choices there are, are expected"))


def _prefilled(question: Question, programme: Programme, place: Place) -> None:
    if not question.from_what:
        return
    what, _, part = question.from_what.partition(":")
    one_of(what, PREFILLED, place)
    first, _, second = part.partition(".")
    if what == "anchor":
        one_of(part, (one.key for one in programme.anchors), place)
    elif what == "dates":
        for anchor in (first, second):
            one_of(anchor, (one.key for one in programme.anchors), place)
    elif what in ("rows", "column", "sizes"):
        one_of(first, (one.key for one in programme.registers), place)
        if what != "rows":
            columns = next(one.columns for one in programme.registers if one.key == first)
            one_of(second, (column.key for column in columns), place)
    elif what in ("meeting", "ends"):
        one_of(part, (one.key for one in programme.meetings), place)
    elif what == "answer":
        one_of(first, (one.key for one in programme.forms), place)
        questions = next(one.questions for one in programme.forms if one.key == first)
        one_of(second, (one.key for one in questions), place)


def answers_from(programme: Programme) -> dict[str, list[str]]:
    """Which answers are filled in from which others."""
    return {
        f"{form.key}.{question.key}": [question.from_what.removeprefix("answer:")]
        for form in programme.forms
        for question in form.questions
        if question.from_what.startswith("answer:")
    }


def check_register(register: Register, programme: Programme, place: Place) -> None:
    """A register: its columns, and what is told of them."""
    stage_of(register.stage, programme, place)
    unlike([column.key for column in register.columns], place, "column")
    columns = {column.key: column for column in register.columns}
    one_of(register.named_by, columns, place.at("named_by"))
    for number, column in enumerate(register.columns, start=1):
        here = place.at(f"column {number}")
        _typed(column.type, column.choices, COLUMN_TYPES, here)
        ticks = [one.key for one in register.columns if one.type == "tick"]
        maybe(column.withheld_by, ticks, here.at("withheld_by"))
        maybe(column.row_of, (one.key for one in programme.registers), here.at("row_of"))
        if column.months is not None and column.months[0] > column.months[1]:
            raise here.at("months").problem(say("the fewer months first are expected"))
    chosen = {key: column.choices for key, column in columns.items() if column.type == "choice"}
    maybe(register.status, chosen, place.at("status"))
    maybe(register.closed, chosen.get(register.status, ()), place.at("closed"))
    _columns_by_key(register, place)
    for word in register.gathers:
        one_of(word, capture_words(programme), place.at("gathers"))
    for kind in register.gathers_from:
        one_of(kind, (one.key for one in programme.meetings), place.at("gathers_from"))
    maybe(register.readings_of, (one.key for one in programme.registers), place.at("readings_of"))
    if register.only_with is not None:
        sorted_by, choices = register.only_with
        one_of(sorted_by, chosen, place.at("only_with"))
        for choice in choices:
            one_of(choice, chosen[sorted_by], place.at("only_with"))
    if (mirror := register.mirror) is not None:
        one_of(mirror.side, chosen, place.at("mirror", "side"))
        one_of(mirror.role, columns, place.at("mirror", "role"))
        for name, side in (("asking", mirror.asking), ("answering", mirror.answering)):
            one_of(side, chosen[mirror.side], place.at("mirror", name))
    for number, row in enumerate(register.starts, start=1):
        for key, cell in row.items():
            here = place.at(f"start {number}", shown(key))
            one_of(key, columns, here)
            if key in chosen and cell:
                one_of(cell, chosen[key], here)


def _columns_by_key(register: Register, place: Place) -> None:
    """What a register is to do is done with columns of these keys and types: without them it would silently do nothing.

    Which columns are read by their key is told in the guide to writing a programme.
    """
    kinds = {column.key: column.type for column in register.columns}
    if register.assigns and "step" not in kinds.values():
        raise place.at("assigns").problem(say("a column of type “step” is expected, for the next step a row becomes"))
    if register.readings_of:
        for key in ("of", "day", "value"):
            if key not in kinds:
                words = say("a column “{key}” is expected: a reading has “of”, “day” and “value”", key=key)
                raise place.at("readings_of").problem(words)
    if register.private and kinds.get("share") != "tick":
        raise place.at("private").problem(say("a column “share” of type “tick” is expected, for rows that may go out"))


def check_report(report: Report, programme: Programme, place: Place) -> None:
    """A report: its sections, and what each is drawn from."""
    stage_of(report.stage, programme, place)
    if not 1 <= report.names <= _PRIVACY:
        raise place.at("names").problem(say("a number from 1 to {most} is expected", most=_PRIVACY))
    unlike([section.key for section in report.sections], place, "section")
    for number, section in enumerate(report.sections, start=1):
        for source in section.sources:
            _source(source, programme, place.at(f"section {number}", "sources"))


def _source(written: str, programme: Programme, place: Place) -> None:
    source = source_of(written)
    one_of(source.kind, KINDS, place)
    if source.kind in NEEDING_A_PART and not source.part:
        raise place.problem(say("a part is expected behind “{kind}:”", kind=source.kind))
    if source.kind == "words":
        one_of(source.part, capture_words(programme), place)
    elif source.kind in ("form", "evaluation"):
        forms = {form.key: form for form in programme.forms if form.evaluation == (source.kind == "evaluation")}
        one_of(source.part, forms, place)
        form = forms[source.part]
        parts = [section.key for section in form.sections] + [question.key for question in form.questions]
        maybe(source.within, parts, place)
    elif source.kind == "steps":
        maybe(source.part, [*(kind.key for kind in programme.meetings), *capture_words(programme)], place)
    elif source.kind in ("rows", "measures") and source.part:
        registers = {register.key: register for register in programme.registers}
        one_of(source.part, registers, place)
        columns = {column.key: column for column in registers[source.part].columns}
        for key in (source.within, *source.shown):
            maybe(key, columns, place)
        if source.choice and source.within and (choices := columns[source.within].choices):
            one_of(source.choice, choices, place)
