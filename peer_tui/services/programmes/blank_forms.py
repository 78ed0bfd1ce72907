"""A form to be printed and filled in by hand: the evaluation that goes into the packets, a worksheet for the table.

What is handed in on paper is entered in batch (`evaluations.enter`); nothing on the sheet asks for a name.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from peer_tui.domain.characters import clean
from peer_tui.domain.programmes.definition import Form, Programme, Question
from peer_tui.domain.programmes.evaluating import HIGHEST, LOWEST
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import installed_language, say
from peer_tui.services.exported import Exported, Known, remember, write_private
from peer_tui.services.problems import WrongUse
from peer_tui.services.programmes.running import need_definition

if TYPE_CHECKING:
    from peer_tui.domain.programmes.book import Running
    from peer_tui.exchange.programme_report import Written
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

FORMATS = {"txt": say("plain text"), "md": "Markdown", "html": say("a web page"), "docx": say("a Word document")}
"""What a blank form can be written as, by the letters after the dot."""
_LISTED = "programme-blank"
_LINE = "_" * 60
_LINES_TO_WRITE_ON = {"long": 3}
"""Of a question that is answered in words; one for the others."""


def blank_form(running: Running, form: str, kind: str = "txt", occasion: str = "") -> str | bytes:
    """A form of the run's programme with nothing filled in, in one of the `FORMATS`.

    Args:
        running: the run, whose title and days stand on it.
        form: the form's word.
        kind: the format; anything else is plain text.
        occasion: which one, for a form that is filled in twice; empty leaves boxes for each.

    Raises:
        WrongUse: there is no such form.
        Problem: the programme's file cannot be used, or Word documents need something that is not installed.
    """
    from peer_tui.exchange import programme_report as writing

    programme = need_definition(running)
    page = _page(programme, running, _found(programme, form), occasion)
    match kind:
        case "md":
            return writing.page_to_markdown(page)
        case "html":
            return writing.page_to_html(page, installed_language())
        case "docx":
            from peer_tui.services.keeping import needs

            with needs("docx"):
                from peer_tui.exchange.programme_docx import page_to_docx

                return page_to_docx(page)
    return writing.page_to_text(page)


def _found(programme: Programme, key: str) -> Form:
    found = next((one for one in programme.forms if one.key == key.strip().casefold()), None)
    if found is None:
        known = tuple(one.key for one in programme.forms)
        raise WrongUse(
            say("“{title}” has no form “{form}”; it has {names}.", title=programme.title, form=clean(key)[:60],
                names=", ".join(known) or say("none")),
            choices=known,
        )  # fmt: skip
    return found


def _page(programme: Programme, running: Running, form: Form, occasion: str) -> Written:
    from peer_tui.exchange.programme_report import Written

    days = [say_date(running.anchors[one.key]) for one in programme.anchors if one.key in running.anchors]
    facts = [(say("Days"), " · ".join(days))] if days and not form.evaluation else []
    if form.occasions:
        facts.append((say("When"), say(occasion) if occasion else " ".join(f"[ ] {one}" for one in form.occasions)))
    return Written(
        title=f"{form.title}: {' '.join(clean(running.title).split())}",
        status=say("Please do not write your name on it.") if form.evaluation else "",
        facts=tuple(facts),
        sections=tuple(
            (section.title, "", "\n\n".join(_to_fill_in(question) for question in section.questions))
            for section in form.sections
        ),
        nothing="",
    )


def _to_fill_in(question: Question) -> str:
    """A question with room for its answer: lines of a paragraph, so that no box becomes an item of a list."""
    lines = [question.title]
    if question.type == "scale":
        lines.append("   ".join(f"[ ] {step}" for step in range(LOWEST, HIGHEST + 1)))
    elif question.type in ("choice", "choices"):
        lines += [f"[ ] {choice}" for choice in question.choices]
    elif question.type == "tick":
        lines.append(f"[ ] {say('yes')}   [ ] {say('no')}")
    else:
        lines += [_LINE] * _LINES_TO_WRITE_ON.get(question.type, 1)
    return "\n".join(lines)


def export_blank(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    form: str,
    kind: str = "html",
    place: Path | None = None,
    occasion: str = "",
) -> Path:
    """Write a blank form to a file for its owner only, and remember that it is there.

    Args:
        workspace: the library.
        opened: the group.
        running: the run.
        form: the form's word.
        kind: one of the `FORMATS`.
        place: a folder, or a file whose name has an ending; None for the folder of exports.
        occasion: as of `blank_form`.

    Raises:
        Problem: it could not be written, or another file stands there.
    """
    if kind not in FORMATS:
        raise WrongUse(
            say("A blank form is written as one of {formats}. Nothing was written.", formats=", ".join(FORMATS)),
            choices=tuple(FORMATS),
        )
    content = blank_form(running, form, kind, occasion)
    there = place or workspace.places.exports
    target = Known(workspace.places.state).place_for(there, f"{running.key}-{form}-blank.{kind}", opened.folder)
    path = write_private(target.parent, target.name, content)
    told = f"{_LISTED} {running.id} {form}"
    remember(workspace.places.state, path, Exported(str(path), opened.folder, "", kind, "", audience=told))
    return path
