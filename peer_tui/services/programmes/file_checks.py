"""Whether the parts of a programme's file fit together: every word names a part that is there, without circles.

Each check raises `ProgrammeProblem` with the file, the field and what was expected.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from peer_tui.domain.events import EntryKind
from peer_tui.domain.programmes.definition import Need, Offset, Programme, Stage
from peer_tui.domain.programmes.evidence import REPORT_STATES
from peer_tui.domain.words import say
from peer_tui.services.programmes.checks_of_forms import answers_from, check_form, check_register, check_report
from peer_tui.services.programmes.file_places import LETTERS, capture_words, circle, maybe, one_of, stage_of, unlike
from peer_tui.services.programmes.toml_reading import Place

NEEDS = ("form", "register", "item", "meeting", "report", "evaluation", "anchor", "captured")
"""What can be evidence for a stage."""
DRAWINGS = ("groups", "role-play")


class Keyed(Protocol):
    """A part of a programme, with the word it is known by."""

    @property
    def key(self) -> str:
        """Its word."""
        ...


def check(programme: Programme, place: Place, templates: Collection[str]) -> None:
    """Whether everything fits together.

    Args:
        programme: as it was read.
        place: the file.
        templates: the words of the templates there are.

    Raises:
        ProgrammeProblem: something does not.
    """
    for name, parts in _parts(programme).items():
        unlike([part.key for part in parts], place, name)
    _anchors(programme, place)
    for number, window in enumerate(programme.windows, start=1):
        here = place.at(f"window {number}")
        for name, offset in (("opens", window.opens), ("aim", window.aim), ("due", window.due)):
            _offset(offset, programme, here.at(name))
    _items(programme, place)
    for number, stage in enumerate(programme.stages, start=1):
        _stage(stage, programme, place.at(f"stage {number}"))
    for number, form in enumerate(programme.forms, start=1):
        check_form(form, programme, place.at(f"form {number}"))
    circle(answers_from(programme), place.at("from_what"))
    for number, register in enumerate(programme.registers, start=1):
        check_register(register, programme, place.at(f"register {number}"))
    for number, kind in enumerate(programme.meetings, start=1):
        here = place.at(f"meeting {number}")
        one_of(kind.template, templates, here.at("template"))
        stage_of(kind.stage, programme, here)
        _offset(kind.day, programme, here.at("day"))
        maybe(kind.asks_after, (one.key for one in programme.registers), here.at("asks_after"))
    _words(programme, place)
    for number, report in enumerate(programme.reports, start=1):
        check_report(report, programme, place.at(f"report {number}"))
    _rest(programme, place)


def _parts(programme: Programme) -> Mapping[str, Sequence[Keyed]]:
    """Everything that has a key, by what the file calls it."""
    return {
        "anchor": programme.anchors, "window": programme.windows, "item": programme.items, "stage": programme.stages,
        "form": programme.forms, "register": programme.registers, "meeting": programme.meetings,
        "report": programme.reports, "letter": programme.letters, "card": programme.cards,
    }  # fmt: skip


def _offset(offset: Offset | None, programme: Programme, place: Place) -> None:
    if offset is not None:
        one_of(offset.anchor, (anchor.key for anchor in programme.anchors), place)


def _anchors(programme: Programme, place: Place) -> None:
    keys = [anchor.key for anchor in programme.anchors]
    for number, anchor in enumerate(programme.anchors, start=1):
        maybe(anchor.not_before, keys, place.at(f"anchor {number}", "not_before"))
    circle({anchor.key: [anchor.not_before] for anchor in programme.anchors}, place.at("not_before"))


def _items(programme: Programme, place: Place) -> None:
    for number, item in enumerate(programme.items, start=1):
        here = place.at(f"item {number}")
        maybe(item.window, (one.key for one in programme.windows), here.at("window"))
        stage_of(item.stage, programme, here)
        maybe(item.form, (one.key for one in programme.forms if not one.evaluation), here.at("form"))
        maybe(item.report, (one.key for one in programme.reports), here.at("report"))
        one_of(item.report_at, REPORT_STATES[1:], here.at("report_at"))
        maybe(item.meeting, (one.key for one in programme.meetings), here.at("meeting"))


def _stage(stage: Stage, programme: Programme, place: Place) -> None:
    for number, need in enumerate(stage.needs, start=1):
        here = place.at(f"need {number}")
        one_of(need.kind, NEEDS, here.at("kind"))
        one_of(need.part, _needed_parts(need, programme), here.at("part"))
        if need.question:
            one_of(need.question, _needed_questions(need, programme), here.at("question"))


def _needed_parts(need: Need, programme: Programme) -> list[str]:
    if need.kind == "captured":
        return capture_words(programme)
    if need.kind in ("form", "evaluation"):
        return [form.key for form in programme.forms if form.evaluation == (need.kind == "evaluation")]
    return [part.key for part in _parts(programme)[need.kind]]


def _needed_questions(need: Need, programme: Programme) -> list[str]:
    """What `question` can narrow a piece of evidence to: a question, a column, or when an evaluation was filled in."""
    if need.kind == "form":
        return [one.key for form in programme.forms if form.key == need.part for one in form.questions]
    if need.kind == "register":
        return [one.key for part in programme.registers if part.key == need.part for one in part.columns]
    if need.kind == "evaluation":
        return [occasion for form in programme.forms if form.key == need.part for occasion in form.occasions]
    return []


def _words(programme: Programme, place: Place) -> None:
    # A register may have the word of a [[word]]: then one line does both (`domain/programmes/capture_words.py`).
    taken: set[tuple[str, str]] = set()
    words = [
        *((f"word {number}", one.word, one.kind) for number, one in enumerate(programme.words, start=1)),
        *((f"register {n}", one.word, "note") for n, one in enumerate(programme.registers, start=1) if one.word),
    ]
    for name, word, kind in words:
        here = place.at(name)
        if not word or not set(word) <= LETTERS - set("0123456789"):
            raise here.at("word").problem(say("small letters a to z are expected, without the colon"))
        if (name.split()[0], word) in taken:
            raise here.at("word").problem(say("a word that no other has is expected, not “{key}” again", key=word))
        taken.add((name.split()[0], word))
        one_of(kind, (one.value for one in EntryKind), here.at("kind"))


def _rest(programme: Programme, place: Place) -> None:
    anchors = [anchor.key for anchor in programme.anchors]
    for number, advice in enumerate(programme.advice, start=1):
        here = place.at(f"advice {number}")
        one_of(advice.begins, anchors, here.at("begins"))
        one_of(advice.ends, anchors, here.at("ends"))
        if advice.most and advice.most < advice.least:
            raise here.at("most").problem(say("no fewer days than least are expected"))
    for number, letter in enumerate(programme.letters, start=1):
        here = place.at(f"letter {number}")
        maybe(letter.register, (one.key for one in programme.registers), here.at("register"))
        maybe(letter.item, (one.key for one in programme.items), here.at("item"))
    for drawing in programme.drawings:
        one_of(drawing, DRAWINGS, place.at("drawings"))
    if programme.hours is not None and programme.hours[0] > programme.hours[1]:
        raise place.at("hours").problem(say("the fewer hours first are expected"))
