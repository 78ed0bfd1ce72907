"""The minutes as a person takes them away: drawn from the record, as Markdown or plain text, in an owner-only file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from peer_tui.domain.meeting import Meeting
from peer_tui.domain.minutes import Minutes, gaps, make_minutes
from peer_tui.domain.wall_time import local_date
from peer_tui.paths import make_private
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup

FORMATS = {"md": "Markdown", "txt": "plain text"}


def minutes_of(opened: OpenGroup, meeting: str) -> Minutes:
    """The record of one of a group's meetings."""
    return make_minutes(opened.meeting(meeting), opened.group)


def gaps_of(opened: OpenGroup, meeting: str) -> list[str]:
    """What the record still lacks, in sentences."""
    return gaps(opened.meeting(meeting), opened.group)


def render(minutes: Minutes, form: str) -> str:
    """The minutes in a format: `md` or `txt`."""
    if form == "md":
        from peer_tui.exchange.markdown import to_markdown

        return to_markdown(minutes)
    from peer_tui.exchange.text import to_text

    return to_text(minutes)


def file_name(meeting: Meeting, form: str) -> str:
    """A file name that holds no person's words but the date: `minutes-2024-11-13-1400.md`."""
    from zoneinfo import ZoneInfo

    local = meeting.starts.astimezone(ZoneInfo(meeting.zone))
    return f"minutes-{local_date(meeting.starts, meeting.zone)}-{local:%H%M}.{form}"


def export(opened: OpenGroup, meeting: str, form: str, folder: Path) -> Path:
    """Write the minutes to a file for its owner only (0600); an earlier export of the same meeting is replaced whole.

    Raises:
        Problem: it could not be written.
    """
    text = render(minutes_of(opened, meeting), form)
    return write_private(folder, file_name(opened.meeting(meeting), form), text)


def write_private(folder: Path, name: str, text: str) -> Path:
    """Write a text file owner-only, whole or not at all.

    Raises:
        Problem: it could not be written.
    """
    target = folder / name
    try:
        make_private(folder)
        number, temporary = tempfile.mkstemp(dir=folder, prefix=".peer-tui-")
        try:
            with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.replace(temporary, target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Problem(f"{target} could not be written ({why}). The record itself is safe.") from error
    return target
