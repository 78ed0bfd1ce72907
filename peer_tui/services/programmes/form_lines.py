"""A programme's form line by line: each question with its answer, or with what is known beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.programmes import forms
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Form, Question
from peer_tui.domain.words import say
from peer_tui.services.own_time import hours_of
from peer_tui.services.problems import WrongUse
from peer_tui.services.programmes.running import need_definition
from peer_tui.services.programmes.typed import shown_typed

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace


class FormLine(msgspec.Struct, frozen=True):
    """A heading of a form, or a question with what stands there."""

    title: str
    section: str
    """The section's word."""
    question: Question | None = None
    """None for a heading."""
    text: str = ""
    """The answer as a person reads it; empty where there is none."""
    kept: str = ""
    """The answer as it is kept: what a line to change it begins with."""
    prefilled: bool = False
    """Nobody answered it: this is what is known beforehand."""
    others: tuple[str, ...] = ()
    """Other answers, given without knowing of this one; the next answer settles it."""

    @property
    def key(self) -> str:
        """The question's word; empty for a heading."""
        return self.question.key if self.question is not None else ""


def form_of(running: Running, form_key: str) -> Form:
    """A worksheet of the run's programme.

    Raises:
        WrongUse: there is none, or it is an evaluation, which is entered without names.
    """
    programme = need_definition(running)
    found = next((form for form in programme.forms if form.key == form_key), None)
    if found is None or found.evaluation:
        choices = tuple(form.key for form in programme.forms if not form.evaluation)
        if found is not None:
            raise WrongUse(say("“{title}” is an evaluation: its forms are entered as they are handed in.",
                               title=found.title), choices=choices)  # fmt: skip
        raise WrongUse(say("There is no form “{key}”.", key=form_key[:60]), choices=choices)
    return found


def form_lines(opened: OpenGroup, running: Running, form_key: str, hours: int = 12) -> list[FormLine]:
    """The form as it stands, section by section: each heading, then its questions.

    Args:
        opened: the group.
        running: the run.
        form_key: the form's word.
        hours: 12 or 24, how times are said.

    Raises:
        WrongUse: there is no such form.
    """
    form = form_of(running, form_key)
    filled = forms.all_filled(need_definition(running), running, opened.group, hours)
    lines: list[FormLine] = []
    for section in form.sections:
        lines.append(FormLine(section.title, section.key))
        lines += [_line(opened, running, form, section.key, one, filled) for one in section.questions]
    return lines


def _line(
    opened: OpenGroup, running: Running, form: Form, section: str, question: Question, filled: forms.Filled
) -> FormLine:
    known = running.answers.get((form.key, question.key))
    kept = known.text if known is not None else ""
    beforehand = filled.get((form.key, question.key), "") if not kept else ""
    shown = shown_typed(opened, question, kept or beforehand)
    others = tuple(shown_typed(opened, question, other) for other in known.others) if known is not None else ()
    return FormLine(question.title, section, question, shown, kept, bool(beforehand), others)


def progress(workspace: Workspace, opened: OpenGroup, running: Running, form_key: str) -> tuple[int, int]:
    """How many questions of a form have an answer, given or known beforehand, and how many there are."""
    programme = need_definition(running)
    filled = forms.all_filled(programme, running, opened.group, hours_of(workspace, opened.group))
    return forms.progress(form_of(running, form_key), running, filled)
