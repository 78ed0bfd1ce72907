"""What people wrote in a run of a programme, each piece by itself: so that its words can be removed when somebody asks.

A piece is all wordings that one answer, note, section, comment or row ever had, also those that were taken back since.
It goes by a few letters that say nothing of when, by whom or beside what it was entered: comments of anonymous forms
stand here too, and those that are too few to be shown are not listed but found by their words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.events import (
    EvaluationEntered,
    Event,
    FormAnswered,
    ItemMarked,
    ProgrammeRenamed,
    ProgrammeStarted,
    ReportAnswered,
    ReportMarked,
    ReportSentOut,
    RowAdded,
    RowChanged,
    RowId,
    SectionWritten,
    Unknown,
    encode,
)
from peer_tui.domain.group import Group
from peer_tui.domain.programmes.book import Row, Running
from peer_tui.domain.programmes.definition import Form, Programme, Question, Register
from peer_tui.domain.programmes.registers import is_withheld
from peer_tui.domain.redaction import MARK, part_of, texts_of
from peer_tui.domain.words import say

IN_WORDS = ("text", "long", "person")
"""Types of questions and columns that are answered in a person's own words."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE = 5
_ONE_LINE = 70


class Written(msgspec.Struct, frozen=True):
    """One piece of what people wrote."""

    code: str
    """By which it is named: five letters and digits, always the same ones."""
    place: str
    """Where it stands, in words: `25 core questions · What do you hope to learn?`."""
    text: str
    """As it reads now, or read last."""
    parts: tuple[tuple[str, str], ...]
    """What a `Redacted` names to remove it, and the words that go, for each wording; none for a row."""
    row: RowId = ""
    """The row, for a piece that is one: what else its words stand in goes with it."""
    leave: str = ""
    """What stands in its place unless a mark is asked for: a run keeps a title."""
    listed: bool = True
    """False for a comment of too few forms: it is shown to nobody."""

    @property
    def line(self) -> str:
        """`k3f9a  Notes · Hold the match: we met in the library`."""
        return f"{self.code}  {self.shown}"

    @property
    def shown(self) -> str:
        """Where it stands and how it begins, on one line."""
        words = " ".join(clean(self.text).split())
        return f"{self.place}: {words if len(words) <= _ONE_LINE else words[: _ONE_LINE - 1] + '…'}"


class _Place(NamedTuple):
    """Where a piece stands, in words; what is left in its place; whether it is listed."""

    words: str
    leave: str = ""
    listed: bool = True


_Wording = tuple[Event, str, str]
"""An event, the way to the text in it, the text."""


def written_in(
    running: Running, events: Iterable[Event | Unknown], programme: Programme | None, group: Group
) -> list[Written]:
    """Everything people wrote in a run: its title, notes, answers, comments, rows, sections and what readers said.

    What is anonymous stands in the order of its letters; everything else as it was first written.

    Args:
        running: the run as it stands.
        events: those of the group's own log, from which what was removed is left out already.
        programme: what its file says; None where the file is gone.
        group: whose people are known by their ids, which are nobody's words.
    """
    pieces: dict[tuple[str, ...], list[_Wording]] = {}
    for event in events:
        if not isinstance(event, Event) or getattr(event, "programme", "") != running.id:
            continue
        for way, text in texts_of(encode(event)):
            key = None if group.person(text) is not None else _piece(event, way, running)
            if key is not None:
                pieces.setdefault(key, []).append((event, way, text))
    said: list[Written] = []
    comments: list[Written] = []
    for key, found in pieces.items():
        piece = _written(key, found, running, programme)
        if piece is not None:
            (comments if key[0] == "evaluation" else said).append(piece)
    return [*said, *sorted(comments, key=lambda one: (one.place, fold(one.text), one.code))]


def _piece(event: Event, way: str, running: Running) -> tuple[str, ...] | None:
    """What a text of an event is a wording of; None for one that is nobody's words."""
    match event:
        case ProgrammeStarted() | ProgrammeRenamed():
            return ("title",)
        case ItemMarked() if way == "note":
            return ("item", event.part)
        case FormAnswered() if way == "text":
            return ("form", event.part, event.question)
        case EvaluationEntered():
            # A form that was typed in twice is one: its words go with those of the one that counts.
            one = running.repeats.get(event.evaluation, event.evaluation)
            return ("evaluation", event.part, one, way.partition(".")[2])
        case RowAdded() | RowChanged():
            row = running.row(event.row)
            return ("row", row.register, row.id) if row is not None else None
        case SectionWritten() if way == "text":
            return ("section", event.part, event.section)
        case ReportSentOut() if way.startswith("others."):
            return ("reader", event.part, event.others[int(way.partition(".")[2])])
        case ReportAnswered() if way in ("reviewer", "text"):
            return ("reader" if way == "reviewer" else "answer", event.part, event.reviewer)
        case ReportMarked() if way == "text":
            return ("approved", event.part, event.id)
    return None


def _written(
    key: tuple[str, ...], found: list[_Wording], running: Running, programme: Programme | None
) -> Written | None:
    if key[0] == "row":
        return _row(key, running.row(key[2]), programme)
    place = _place(key, running, programme)
    if place is None:
        return None
    parts = tuple((part_of(event.id, way), text) for event, way, text in found)
    return Written(_code(key), place.words, found[-1][2], parts, leave=place.leave, listed=place.listed)


def _row(key: tuple[str, ...], row: Row | None, programme: Programme | None) -> Written | None:
    """A row by what it goes by, else by its first words; a name that is withheld is not told here either."""
    register = next((one for one in programme.registers if one.key == key[1]), None) if programme is not None else None
    if row is None or not any(row.texts.values()):
        return None
    return Written(_code(key), register.title if register is not None else key[1], _named(register, row), (), row.id)


def _named(register: Register | None, row: Row) -> str:
    if register is None:
        return ""
    told = {
        column.key: row.texts.get(column.key, "")
        for column in register.columns
        if column.type in ("text", "long") and not is_withheld(register, row, column)
    }
    return told.get(register.named_by) or next((text for text in told.values() if text), "")


def _place(key: tuple[str, ...], running: Running, programme: Programme | None) -> _Place | None:
    """Where a piece stands; None for what is nobody's words."""
    kind, part = key[0], key[1] if len(key) > 1 else ""
    match kind:
        case "title":
            return _Place(say("Title"), programme.title if programme is not None else MARK)
        case "item":
            items = programme.items if programme is not None else ()
            return _Place(say("Note · {line}", line=_title(items, part)))
        case "form":
            form = _form(programme, part)
            return _Place(f"{form.title if form is not None else part} · {_question(form, key[2])[0]}")
        case "evaluation":
            return _place_of_comment(key, running, programme)
    report = _title(programme.reports if programme is not None else (), part)
    match kind:
        case "reader":
            return _Place(say("{report} · a reader", report=report), MARK)
        case "answer":
            return _Place(say("{report} · what a reader answered", report=report))
        case "approved":
            return _Place(say("{report} · as it was approved", report=report), f"{MARK}:")
    sections = next((one.sections for one in (programme.reports if programme else ()) if one.key == part), ())
    return _Place(f"{report} · {_title(sections, key[2])}")


def _place_of_comment(key: tuple[str, ...], running: Running, programme: Programme | None) -> _Place | None:
    """Figures and choices of an anonymous form are nobody's words: only what was written is a piece."""
    form = _form(programme, key[1])
    title, question = _question(form, key[3])
    if question is not None and question.type not in IN_WORDS:
        return None
    together = _together(running, key[1], key[2])
    enough = form is not None and question is not None and together >= max(1, form.fewest)
    return _Place(f"{form.title if form is not None else key[1]} · {title}", listed=enough)


def _together(running: Running, form: str, evaluation: str) -> int:
    """How many sheets are shown together with this one: those of its occasion; none with one that was taken back."""
    sheets = [one for one in running.evaluations if one.part == form and any(one.texts.values())]
    found = next((one for one in sheets if one.id == evaluation), None)
    return sum(1 for one in sheets if one.occasion == found.occasion) if found is not None else 0


def _form(programme: Programme | None, key: str) -> Form | None:
    return next((form for form in programme.forms if form.key == key), None) if programme is not None else None


def _question(form: Form | None, key: str) -> tuple[str, Question | None]:
    found = next((one for one in form.questions if one.key == key), None) if form is not None else None
    return (found.title if found is not None else key), found


def _title(among: Iterable[msgspec.Struct], key: str) -> str:
    titles: Mapping[str, str] = {getattr(one, "key", ""): getattr(one, "title", "") for one in among}
    return titles.get(key) or key


def _code(key: tuple[str, ...]) -> str:
    """A few letters for a piece, from which nobody tells when it was entered, nor what was entered beside it."""
    number = int.from_bytes(hashlib.sha256("\n".join(key).encode("utf-8", "surrogatepass")).digest()[:8])
    letters = ""
    for _ in range(_CODE):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return letters
