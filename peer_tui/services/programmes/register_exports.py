"""A register as people take it away: Markdown, a table, or one page to browse, in a file for its owner only.

A name that is withheld stands in none of them, nor in the name of the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from peer_tui.domain.dates import say_day
from peer_tui.domain.naming import Audience, Naming, Privacy, usual_privacy
from peer_tui.domain.programmes.register_page import RegisterPage, page_of
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import installed_language, say
from peer_tui.services.exported import Exported, Known, remember, write_private
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.rows import register_rows
from peer_tui.services.programmes.running import need_definition, run_of

if TYPE_CHECKING:
    from peer_tui.domain.programmes.book import Running
    from peer_tui.domain.programmes.registers import RegisterView
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

FORMATS = {"md": "Markdown", "csv": say("a table for a spreadsheet"), "html": say("a web page to browse")}
"""What a register can be written as, by the letters after the dot."""
_LISTED = "register"
"""In the list of written files, where others say for whom they are, with run and register behind it."""
_PART = "part"
"""Behind those: only some rows were written, chosen by words that the list does not keep."""


def export_register(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    register_key: str,
    form: str,
    place: Path | None = None,
    *,
    find: str = "",
    only: Mapping[str, str] | None = None,
    sort: str = "",
    incomplete: bool = False,
    privacy: Privacy | None = None,
) -> Path:
    """Write a register, or some of its rows, to a file for its owner only, and remember that it is there.

    Args:
        workspace: the library.
        opened: the group.
        running: the run.
        register_key: the register's word.
        form: one of the `FORMATS`.
        place: a folder, or a file whose name has an ending; None for the folder of exports.
        find: only rows in which these words stand, as `register_rows` takes them, with the next three.
        only: by column.
        sort: the order.
        incomplete: only rows that lack something.
        privacy: whom it names; None is what is usual for the group.

    Raises:
        WrongUse: there is no such register or column.
        Problem: it could not be written, or another file stands there. Nothing was written.
    """
    if form not in FORMATS:
        raise Problem(
            say("A register is written as one of {formats}. Nothing was written.", formats=", ".join(FORMATS))
        )  # fmt: skip
    view = register_rows(opened, running, register_key, find, only, sort, incomplete=incomplete)
    now, group = workspace.now(), opened.group
    level = privacy or usual_privacy(group, Audience.MEMBERS)
    content = _render(_page(opened, running, view, level, now), form)
    there = place or workspace.places.exports
    state = workspace.places.state
    usual = f"{running.key}-{register_key}-{local_date(now, group.zone)}.{form}"
    target = Known(state).place_for(there, usual, opened.folder)
    path = write_private(target.parent, target.name, content)
    chosen = f" {_PART}" if find.strip() or only or incomplete else f" all {sort}".rstrip()
    listed = f"{_LISTED} {running.id} {register_key}{chosen}"
    remember(state, path, Exported(str(path), opened.folder, "", form, "", int(level), audience=listed))
    return path


def is_ours(one: Exported) -> bool:
    """Whether a file in the list of written files is a register."""
    return one.audience.partition(" ")[0] == _LISTED


def draw_again(workspace: Workspace, opened: OpenGroup, one: Exported) -> str | None:
    """A file that was written earlier, as it would be written now; None if it cannot be drawn, as one of some rows."""
    _, run, key, chosen, sort = (*one.audience.split(" "), "", "", "", "")[:5]
    if chosen == _PART or one.form not in FORMATS:
        return None
    try:
        running = run_of(opened, run)
        view = register_rows(opened, running, key, sort=sort)
        level = Privacy(one.privacy) if one.privacy else usual_privacy(opened.group, Audience.MEMBERS)
        return _render(_page(opened, running, view, level, workspace.now()), one.form)
    except (Problem, ValueError):
        return None


def _page(opened: OpenGroup, running: Running, view: RegisterView, level: Privacy, now: dt.datetime) -> RegisterPage:
    group = opened.group
    made = say_day(local_date(now, group.zone), dt.date.min)
    rows = run_of(opened, running.id).standing_rows(view.register.key)
    words = need_definition(running).words
    nameless = any(one.word == view.register.word and not one.names for one in words)
    return page_of(view, rows, Naming(group, level), programme=running.title, made=made, nameless=nameless)


def _render(page: RegisterPage, form: str) -> str:
    from peer_tui.exchange import register_pages

    if form == "csv":
        return register_pages.page_to_csv(page)
    if form == "html":
        return register_pages.page_to_html(page, installed_language())
    return register_pages.page_to_markdown(page)
