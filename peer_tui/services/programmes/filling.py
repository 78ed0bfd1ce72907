"""A programme's forms are filled in: questions answered, a form sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_tui.domain.events import EventId, FormAnswered, FormSent
from peer_tui.domain.history import act_of
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Form, Question
from peer_tui.domain.words import say
from peer_tui.services.problems import WrongUse
from peer_tui.services.programmes.form_files import form_text as form_text
from peer_tui.services.programmes.form_files import write_form as write_form
from peer_tui.services.programmes.form_lines import FormLine as FormLine
from peer_tui.services.programmes.form_lines import form_lines as form_lines
from peer_tui.services.programmes.form_lines import form_of as form_of
from peer_tui.services.programmes.form_lines import progress as progress
from peer_tui.services.programmes.running import run_of
from peer_tui.services.programmes.typed import read_typed

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace


def answer(
    workspace: Workspace, opened: OpenGroup, running: Running, form_key: str, question_key: str, text: str
) -> EventId:
    """Answer a question; an empty text takes the answer back, so that what is known beforehand shows again.

    Returns:
        The act, for taking it back; empty where that was the answer already.

    Raises:
        WrongUse: there is no such form or question.
        Problem: the text does not fit the question. Nothing was changed.
    """
    form = form_of(running, form_key)
    question = _question(form, question_key)
    words = read_typed(workspace, opened, question, text)
    known = run_of(opened, running.id).answers.get((form.key, question.key))
    stands = known is not None and known.text == words and not known.others
    if stands or (known is None and not words):
        return ""
    body = FormAnswered(
        programme=running.id, part=form.key, question=question.key, text=words, before=known.id if known else ""
    )
    return act_of(workspace.record(opened, "", [body])[0])


def mark_sent(
    workspace: Workspace, opened: OpenGroup, running: Running, form_key: str, how: str = "", sent: bool = True
) -> EventId:
    """The form went out as it stands: its line of the checklist is done. With `sent` false it did not after all.

    Args:
        workspace: the library.
        opened: the group.
        running: the run.
        form_key: the form's word.
        how: `copied`, `file`, `e-mail draft`, or empty where a person only says so.
        sent: whether it went out.

    Raises:
        WrongUse: there is no such form.
    """
    form = form_of(running, form_key)
    if not sent and form.key not in running.sent:
        return ""
    body = FormSent(programme=running.id, part=form.key, how=how, sent=sent)
    return act_of(workspace.record(opened, "", [body])[0])


def _question(form: Form, key: str) -> Question:
    found = next((one for one in form.questions if one.key == key), None)
    if found is None:
        raise WrongUse(
            say("“{title}” has no question “{key}”.", title=form.title, key=key[:60]),
            choices=tuple(one.key for one in form.questions),
        )
    return found
