"""The evaluation forms of a programme that runs, and what one that is filled in says, checked."""

from __future__ import annotations

from collections.abc import Mapping

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.programmes.anonymous_answers import read_answer
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Form
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.running import definition


def evaluation_forms(running: Running) -> tuple[Form, ...]:
    """The evaluation forms of a programme that runs; none where its file is gone."""
    programme = definition(running)
    return tuple(form for form in programme.forms if form.evaluation) if programme is not None else ()


def evaluation_form(running: Running, form_key: str) -> Form:
    """An evaluation form by its word, its title, or the beginning of one of them.

    Raises:
        Problem: the programme has none such.
    """
    forms = evaluation_forms(running)
    wanted = fold(form_key).strip()
    exact = [form for form in forms if wanted in (fold(form.key), fold(form.title))]
    fits = exact or [
        form for form in forms if wanted and any(fold(name).startswith(wanted) for name in (form.key, form.title))
    ]
    if len(fits) == 1:
        return fits[0]
    if not forms:
        raise Problem(say("“{programme}” has no evaluation form. Nothing was entered.", programme=running.title))
    names = ", ".join(form.key for form in forms)
    raise Problem(say("Which evaluation form? There are: {names}.", names=names), choices=tuple(f.title for f in forms))


def occasion_of(form: Form, words: str) -> str:
    """An occasion of a form by its word or the beginning of it; empty for a form that has none.

    Raises:
        Problem: it is not said, or not one of them.
    """
    wanted = fold(words).strip()
    if not form.occasions:
        return ""
    fits = [one for one in form.occasions if wanted and fold(one).startswith(wanted)]
    if len(fits) != 1:
        names = say(" or ").join(form.occasions)
        raise Problem(
            say("“{title}” is filled in several times: say which, {names}. Nothing was entered.", title=form.title,
                names=names)
        )  # fmt: skip
    return fits[0]


def checked(form: Form, texts: Mapping[str, str]) -> dict[str, str]:
    """The answers of one form as they are kept.

    Raises:
        Problem: one does not fit its question, its question is not known, or nothing is filled in.
    """
    known = {question.key: question for question in form.questions}
    kept: dict[str, str] = {}
    for key, typed in texts.items():
        if key not in known:
            raise Problem(
                say("“{title}” has no question “{key}”. Nothing was entered.", title=form.title, key=clean(key)[:60])
            )
        answer = read_answer(known[key], typed)
        if answer.wrong:
            raise Problem(
                say("“{typed}” is no answer to “{question}”: {wrong} is expected. Nothing was entered.",
                    typed=clean(typed)[:60], question=known[key].title, wrong=answer.wrong)
            )  # fmt: skip
        if answer.text:
            kept[key] = answer.text
    if not kept:
        raise Problem(say("Nothing is filled in on this form, so nothing was entered."))
    return kept
