"""The Comfort / Discomfort Agreement as people take it away: to read, copy or print, as it stands or stood on a day."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

from peer_tui.domain.agreement_page import AgreementPage, agreement_page
from peer_tui.domain.dates import parse_due
from peer_tui.domain.wall_time import local_date, wall_to_utc
from peer_tui.domain.words import say
from peer_tui.services.exported import Exported, Known, remember, write_private
from peer_tui.services.problems import Problem

if TYPE_CHECKING:
    from peer_tui.domain.group import Group
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

FORMATS = {"txt": say("plain text"), "md": say("Markdown")}
"""What the agreement can be written as, by the letters after the dot."""
_YEAR = re.compile(r"[0-9]{4}")
_LISTED = "agreement"
"""In the list of written files, where others say for whom they are, with the day behind it: `agreement 2024-11-13`."""


def read_day(workspace: Workspace, group: Group, words: str) -> dt.date | None:
    """The day that words mean, the last one that was called so; None for no words: the agreement as it stands.

    Raises:
        Problem: they mean no day.
    """
    if not words.strip():
        return None
    today = local_date(workspace.now(), group.zone)
    due = parse_due(words, today, group.dates)
    if due is not None and due.date is not None and due.date > today and not _YEAR.search(words):
        # Due dates without a year are ahead; what is looked back at is behind.
        due = parse_due(words, today - dt.timedelta(days=366), group.dates)
    if due is None or due.date is None:
        raise Problem(
            say("“{words}” is no day. Write it like 13 nov 2024. Nothing was written.", words=words.strip()[:40])
        )
    return due.date


def page_of(group: Group, day: dt.date | None = None) -> AgreementPage:
    """The agreement as it stands, or as it stood at the end of a day."""
    if day is None:
        return agreement_page(group)
    after = wall_to_utc(day + dt.timedelta(days=1), dt.time(), group.zone) if day < dt.date.max else None
    return agreement_page(group, after - dt.timedelta(microseconds=1) if after else None)


def render(page: AgreementPage, form: str) -> str:
    """The page in one of the `FORMATS`; anything else is plain text."""
    from peer_tui.exchange.agreement import agreement_markdown, agreement_text

    return agreement_markdown(page) if form == "md" else agreement_text(page)


def write(
    workspace: Workspace, opened: OpenGroup, form: str, day: dt.date | None = None, folder: Path | None = None
) -> Path:
    """Write it to a file for its owner only, and remember that it is there.

    Args:
        workspace: the library.
        opened: the group.
        form: one of the `FORMATS`.
        day: as it stood at the end of this day; None for as it stands.
        folder: where to; None is the folder of exports.

    Raises:
        Problem: it could not be written.
    """
    there = folder or workspace.places.exports
    shown = day or local_date(workspace.now(), opened.group.zone)
    state = workspace.places.state
    place = Known(state).free(there / f"agreement-{shown}.{form}", opened.folder, "")
    path = write_private(there, place.name, render(page_of(opened.group, day), form))
    listed = f"{_LISTED} {day}" if day else _LISTED
    remember(state, path, Exported(str(path), opened.folder, "", form, "", audience=listed))
    return path


def is_ours(one: Exported) -> bool:
    """Whether a file in the list of written files is an agreement."""
    return one.audience.partition(" ")[0] == _LISTED


def draw_again(group: Group, one: Exported) -> str | None:
    """A file that was written earlier, as it would be written now; None if its entry cannot be read."""
    day = one.audience.partition(" ")[2]
    try:
        return render(page_of(group, dt.date.fromisoformat(day) if day else None), one.form)
    except ValueError:
        return None
