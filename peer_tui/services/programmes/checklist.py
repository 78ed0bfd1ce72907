"""The lines of a programme's checklist are ticked, found not needed, and opened again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from peer_tui.domain.characters import clean
from peer_tui.domain.events import Event, EventId, FormSent, ItemMarked
from peer_tui.domain.history import act_of
from peer_tui.domain.programmes.book import Mark, Running
from peer_tui.domain.programmes.definition import Item
from peer_tui.domain.programmes.standing import DONE, NOT_NEEDED, OPEN
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.programmes.running import need_definition

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

PROGRESS = (DONE, NOT_NEEDED, OPEN)
NOTE_AT_MOST = 2_000
"""Characters."""


def mark(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    item_key: str,
    progress: str,
    day: dt.date | None = None,
    note: str = "",
) -> EventId:
    """Mark a line of the checklist. Of a line about a form, `done` says that the form was sent.

    Args:
        workspace: the library.
        opened: the group.
        running: the run.
        item_key: the line's word.
        progress: `done`, `not needed` or `open`.
        day: when it was done, if that is not today.
        note: what a person notes with it; empty keeps the note there is.

    Returns:
        The act, for taking it back; empty where it stood so already.

    Raises:
        WrongUse: there is no such line, or no such progress.
        Problem: the day is still ahead, or the note too long. Nothing was changed.
    """
    item = _item(running, item_key)
    if progress not in PROGRESS:
        raise WrongUse(say("A line is “done”, “not needed” or “open”, not “{word}”.", word=progress[:60]))
    if day is not None and day > local_date(workspace.now(), opened.group.zone):
        raise Problem(say("That day is still ahead; a line is ticked when it is done. Nothing was changed."))
    words = clean(note).strip()
    if len(words) > NOTE_AT_MOST:
        raise Problem(say("A note of at most {most} characters is expected. Nothing was changed.", most=NOTE_AT_MOST))
    known = running.marks.get(item.key)
    words = words or (known.note if known is not None else "")
    bodies: list[Event] = []
    if not _stands(known, progress, day, words):
        bodies.append(ItemMarked(programme=running.id, part=item.key, progress=progress, day=day, note=words))
    sent = item.form in running.sent
    if item.form and progress != NOT_NEEDED and sent != (progress == DONE):
        bodies.append(FormSent(programme=running.id, part=item.form, sent=progress == DONE))
    return act_of(workspace.record(opened, "", bodies)[0]) if bodies else ""


def _item(running: Running, key: str) -> Item:
    items = need_definition(running).items
    found = next((item for item in items if item.key == key), None)
    if found is None:
        raise WrongUse(
            say("There is no line “{key}” in this checklist.", key=key[:60]), choices=tuple(item.key for item in items)
        )
    return found


def _stands(known: Mark | None, progress: str, day: dt.date | None, note: str) -> bool:
    """Whether a line is marked so already."""
    if known is None:
        return progress == OPEN and not note
    return (known.progress, known.note) == (progress, note) and day in (None, known.day)
