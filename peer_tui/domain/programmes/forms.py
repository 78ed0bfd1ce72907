"""Forms: what is answered, what is known beforehand, and what is still open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from peer_tui.domain.group import Group
from peer_tui.domain.held import Held
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.days import day_of, say_days
from peer_tui.domain.programmes.definition import Column, Form, Programme, Question
from peer_tui.domain.programmes.run_meetings import meetings_of
from peer_tui.domain.programmes.sources import ticked
from peer_tui.domain.wall_time import say_date, say_time

Filled = Mapping[tuple[str, str], str]
"""What is known beforehand of questions nobody answered, by form and question."""

_DEEPEST = 10
"""Answers that are filled in from answers: no file goes further."""


def progress(form: Form, running: Running, filled: Filled, stage: str = "") -> tuple[int, int]:
    """How many questions are answered or filled in from what is known, and how many there are.

    Args:
        form: the form.
        running: the run.
        filled: what is known beforehand (`all_filled`).
        stage: only the questions of this stage count, where the form has some; empty for all.
    """
    asked = [question for question in form.questions if question.stage == stage] if stage else []
    asked = asked or list(form.questions)
    answered = [one for one in asked if text_of(form, one, running, filled)]
    return len(answered), len(asked)


def text_of(form: Form, question: Question, running: Running, filled: Filled) -> str:
    """What stands at a question: its answer, else what is known beforehand; empty for nothing."""
    return running.answer(form.key, question.key) or filled.get((form.key, question.key), "")


def gaps(form: Form, running: Running, filled: Filled) -> list[Question]:
    """The questions nobody answered yet, without those that can only be answered afterwards."""
    return [one for one in form.questions if not one.later and not text_of(form, one, running, filled)]


def all_filled(programme: Programme, running: Running, group: Group, hours: int = 12) -> dict[tuple[str, str], str]:
    """What is known beforehand of every question of every form.

    Args:
        programme: as its file says.
        running: the run.
        group: its group, for people and meetings.
        hours: 12 or 24, how times are said.
    """
    filling = _Filling(programme, running, group, hours)
    return {
        (form.key, question.key): known
        for form in programme.forms
        for question in form.questions
        if question.from_what and (known := filling.of(question.from_what))
    }


class _Filling:
    """Answers what questions are filled in from."""

    def __init__(self, programme: Programme, running: Running, group: Group, hours: int) -> None:
        self.programme = programme
        self.running = running
        self.group = group
        self.hours = hours

    def of(self, from_what: str, deep: int = 0) -> str:
        """The words for `anchor:first`, `rows:team` …; empty where nothing is known."""
        what, _, part = from_what.partition(":")
        first, _, second = part.partition(".")
        match what:
            case "title":
                return self.running.title
            case "anchor" if part in self.running.anchors:
                return self.running.anchors[part].isoformat()
            case "dates":
                return self._dates(first, second)
            case "role":
                return self._role(part)
            case "rows":
                rows = self.running.standing_rows(first)
                return str(len(rows)) if rows else ""
            case "column":
                return ", ".join(dict.fromkeys(self._cells(first, second)))
            case "sizes":
                return self._sizes(first, second)
            case "meeting" | "ends":
                return self._when(part, ends=what == "ends")
            case "answer" if deep < _DEEPEST:
                return self.running.answer(first, second) or self._other_answer(first, second, deep)
        return ""

    def _dates(self, first: str, last: str) -> str:
        days = [self.running.anchors[anchor] for anchor in (first, last) if anchor in self.running.anchors]
        return say_days(*days) if days else ""

    def _role(self, role: str) -> str:
        """Who has a role in the programme's meetings, the newest first."""
        for held in reversed(self._meetings()):
            if (person := self.group.person(held.roles.get(role))) is not None:
                return person.name
        return ""

    def _meetings(self, kind: str = "") -> list[Held]:
        return [held for part, held in meetings_of(self.running, self.group) if not kind or part == kind]

    def _when(self, kind: str, *, ends: bool) -> str:
        held = self._meetings(kind)
        if not held:
            return ""
        one = held[-1] if ends else held[0]
        at = one.starts
        if ends:
            at = one.ended or one.starts + dt.timedelta(minutes=one.minutes)
        return f"{say_date(at, one.zone)}, {say_time(at, one.zone, self.hours)}"

    def _column(self, register: str, column: str) -> Column | None:
        columns = (one for part in self.programme.registers if part.key == register for one in part.columns)
        return next((one for one in columns if one.key == column), None)

    def _cells(self, register: str, column: str) -> Iterator[str]:
        about = self._column(register, column)
        for row in self.running.standing_rows(register):
            text = row.texts.get(column, "")
            if about is not None and about.type == "person" and (person := self.group.person(text)) is not None:
                text = person.name
            if text:
                yield text

    def _sizes(self, register: str, column: str) -> str:
        about = self._column(register, column)
        cells = list(self._cells(register, column))
        if about is not None and about.type == "tick":
            count = sum(map(ticked, cells))
            return str(count) if count else ""
        counts = {choice: cells.count(choice) for choice in dict.fromkeys(cells)}
        return ", ".join(f"{count} {choice}" for choice, count in counts.items())

    def _other_answer(self, form: str, question: str, deep: int) -> str:
        asked = (one for part in self.programme.forms if part.key == form for one in part.questions)
        about = next((one for one in asked if one.key == question), None)
        return self.of(about.from_what, deep + 1) if about is not None and about.from_what else ""


def meeting_day(programme: Programme, running: Running, kind: str) -> dt.date | None:
    """The day proposed for a meeting of this kind; None where the file proposes none, or not yet."""
    found = next((one for one in programme.meetings if one.key == kind), None)
    return day_of(found.day, running.anchors) if found is not None else None
