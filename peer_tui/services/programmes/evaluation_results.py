"""What the forms of an evaluation say together, for a screen, a terminal or a page; nobody is named."""

from __future__ import annotations

from typing import NamedTuple

from peer_tui.domain.anonymous import KnownNames
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Form
from peer_tui.domain.programmes.evaluating import (
    Change,
    QuestionResult,
    Results,
    answer_words,
    changes,
    results_of,
)
from peer_tui.domain.programmes.repeated import repeated_words
from peer_tui.domain.words import say, say_number
from peer_tui.services.opened import OpenGroup
from peer_tui.services.programmes.evaluation_forms import evaluation_form
from peer_tui.services.programmes.evaluations_twice import read_alike, taken_out, taken_out_words


class Told(NamedTuple):
    """What the forms of one kind say: each occasion by itself, and the change between the first and the last."""

    form: Form
    occasions: tuple[Results, ...]
    """One for each occasion of the form; one for a form that has none."""
    changes: tuple[Change, ...] = ()
    earlier: tuple[str, ...] = ()
    """Sentences about forms that stand here for a question or an occasion the file no longer has."""
    alike: tuple[str, ...] = ()
    """Sentences about forms that count and read like others: whether each is somebody's own has to be said."""
    twice: str = ""
    """A sentence about forms that were typed in twice and count once; empty where there are none."""


def results(opened: OpenGroup, running: Running, form_key: str) -> Told:
    """What the forms of one kind say together.

    Raises:
        Problem: the programme has no such evaluation form.
    """
    form = evaluation_form(running, form_key)
    names = KnownNames(opened.group.people.values())
    # A form whose words were all removed at somebody's request says nothing any more.
    handed_in = [one for one in running.evaluations if one.part == form.key and any(one.texts.values())]
    occasions = tuple(
        results_of(form, [one.texts for one in handed_in if one.occasion == occasion], occasion, names)
        for occasion in form.occasions or ("",)
    )
    changed = changes(occasions[0], occasions[-1]) if len(occasions) > 1 else ()
    lost = [one for one in handed_in if one.occasion not in (form.occasions or ("",))]
    earlier = (
        (say_number(len(lost), "{n} form is of an occasion that the programme's file no longer has.",
                    "{n} forms are of an occasion that the programme's file no longer has."),)
        if lost
        else ()
    )  # fmt: skip
    alike = repeated_words(read_alike(running, form))
    return Told(form, occasions, changed, earlier, alike, taken_out_words(taken_out(running, form)))


def result_lines(told: Told, *, point_out: bool = True) -> list[str]:
    """Everything that is told of a form, line by line, for a terminal or a page.

    Args:
        told: what `results` gave.
        point_out: say beside a comment that it names somebody, and which forms read alike; False for what leaves the
            group.
    """
    lines = [told.form.title]
    for result in told.occasions:
        lines += ["", f"{result.occasion.capitalize()}: {result.words}" if result.occasion else result.words]
        section = ""
        for question in result.questions:
            if question.section != section:
                section = question.section
                lines.append(section)
            lines += question_lines(question, point_out=point_out)
    if told.changes:
        first, last = told.occasions[0].occasion, told.occasions[-1].occasion
        lines += ["", say("Change from {first} to {last}", first=first, last=last)]
        lines += [f"  {change.title}: {change.words}" for change in told.changes]
    pointed = [*told.alike, *([told.twice] if told.twice else [])] if point_out else []
    return [*lines, *told.earlier, *pointed]


def question_lines(question: QuestionResult, *, point_out: bool = True) -> list[str]:
    """One question: its figures on its line, its comments each on a line of its own."""
    figures = answer_words(question)
    if figures:
        return [f"  {question.title}: {figures}"]
    if not question.comments:
        return [f"  {question.title}: {say('nobody answered it')}"]
    lines = [f"  {question.title}"]
    for comment in question.comments:
        said = " / ".join(line for line in comment.text.split("\n") if line.strip())
        names = say(" ⚠ names {names}", names=", ".join(comment.names)) if comment.names and point_out else ""
        lines.append(f"    · {said}{names}")
    return lines
