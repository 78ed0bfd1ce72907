"""A programme's form as people take it away: as a text, and as a file for its owner only."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Form
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import installed_language, say
from peer_tui.services.exported import Exported, Known, remember, write_private
from peer_tui.services.own_time import hours_of
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.form_lines import FormLine, form_lines, form_of

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

FORMATS = ("md", "txt", "html")
_LISTED = "programme-form"
"""In the list of written files, where others say for whom they are, with run and form behind it."""


def form_text(opened: OpenGroup, running: Running, form_key: str, kind: str = "md", hours: int = 12) -> str:
    """The form as a text to send, every question with its answer; unanswered ones have an empty place.

    Args:
        opened: the group.
        running: the run.
        form_key: the form's word.
        kind: `md`, `txt` or `html`.
        hours: 12 or 24, how times are said.

    Raises:
        WrongUse: there is no such form.
        Problem: there is no such kind of text.
    """
    form = form_of(running, form_key)
    lines = form_lines(opened, running, form_key, hours)
    writers = {"md": _markdown, "txt": _plain, "html": _html}
    if kind not in writers:
        raise Problem(say("A form is written as .md, .txt or .html."))
    return "\n".join(writers[kind](form, running, lines)) + "\n"


def _answers(line: FormLine) -> Iterator[str]:
    """Everything that was answered at a question."""
    yield from (text for text in (line.text, *line.others) if text)


def _markdown(form: Form, running: Running, lines: list[FormLine]) -> Iterator[str]:
    from peer_tui.exchange.markdown import escape

    yield f"# {escape(form.title)}"
    yield ""
    yield escape(running.title)
    for line in lines:
        yield ""
        if line.question is None:
            yield f"## {escape(line.title)}"
            continue
        yield f"**{escape(line.title)}**"
        yield ""
        for text in list(_answers(line)) or [_empty()]:
            # Two spaces at the end of a line keep the line's end.
            yield "  \n".join(escape(part) for part in text.split("\n"))


def _plain(form: Form, running: Running, lines: list[FormLine]) -> Iterator[str]:
    from peer_tui.domain.characters import visible

    yield visible(form.title)
    yield visible(running.title)
    for line in lines:
        yield ""
        if line.question is None:
            yield visible(line.title).upper()
            continue
        yield visible(line.title)
        for text in list(_answers(line)) or [_empty()]:
            yield from (f"  {visible(part)}" for part in text.split("\n"))


def _html(form: Form, running: Running, lines: list[FormLine]) -> Iterator[str]:
    yield "<!doctype html>"
    yield f'<html lang="{html.escape(installed_language())}">'
    yield f'<head><meta charset="utf-8"><title>{html.escape(form.title)}</title></head>'
    yield f"<body><h1>{html.escape(form.title)}</h1><p><bdi>{html.escape(running.title)}</bdi></p>"
    for line in lines:
        if line.question is None:
            yield f"<h2>{html.escape(line.title)}</h2>"
            continue
        yield f"<h3>{html.escape(line.title)}</h3>"
        for text in list(_answers(line)) or [_empty()]:
            yield "<p><bdi>" + "<br>".join(html.escape(part) for part in text.split("\n")) + "</bdi></p>"
    yield "</body></html>"


def _empty() -> str:
    return say("(not answered yet)")


def write_form(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    form_key: str,
    kind: str = "md",
    place: Path | None = None,
) -> Path:
    """Write a form to a file for its owner only, and remember that it is there.

    Args:
        workspace: the library.
        opened: the group.
        running: the run.
        form_key: the form's word.
        kind: one of the `FORMATS`.
        place: a folder, or a file whose name has an ending; None for the folder of exports.

    Raises:
        WrongUse: there is no such form.
        Problem: it could not be written, or another file stands there.
    """
    content = form_text(opened, running, form_key, kind, hours_of(workspace, opened.group))
    state, there = workspace.places.state, place or workspace.places.exports
    usual = f"{running.key}-{form_key}-{local_date(workspace.now(), opened.group.zone)}.{kind}"
    target = Known(state).place_for(there, usual, opened.folder)
    path = write_private(target.parent, target.name, content)
    listed = f"{_LISTED} {running.id} {form_key}"
    remember(state, path, Exported(str(path), opened.folder, "", kind, "", audience=listed))
    return path


def is_ours(one: Exported) -> bool:
    """Whether a file in the list of written files is a programme's form."""
    return one.audience.partition(" ")[0] == _LISTED


def draw_again(workspace: Workspace, opened: OpenGroup, one: Exported) -> str | None:
    """A file that was written earlier, as it would be written now; None if it cannot be drawn."""
    from peer_tui.services.programmes.running import run_of

    _, run, form = (*one.audience.split(" "), "", "")[:3]
    try:
        return form_text(opened, run_of(opened, run), form, one.form, hours_of(workspace, opened.group))
    except Problem:
        return None
