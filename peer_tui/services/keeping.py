"""The minutes as a person takes them away: drawn from the record, in a format of theirs, in an owner-only file."""

from __future__ import annotations

from pathlib import Path

from peer_tui.domain.meeting import Meeting
from peer_tui.domain.minutes import Minutes, gaps, make_minutes
from peer_tui.domain.wall_time import local_time
from peer_tui.services.exported import remember, write_text
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup

FORMATS = {"md": "Markdown", "txt": "plain text", "html": "a web page", "eml": "an e-mail draft"}
"""What minutes can be written as, by the letters after the dot."""


def minutes_of(opened: OpenGroup, meeting: str) -> Minutes:
    """The record of one of a group's meetings."""
    return make_minutes(opened.meeting(meeting), opened.group)


def gaps_of(opened: OpenGroup, meeting: str) -> list[str]:
    """What the record still lacks, in sentences."""
    return gaps(opened.meeting(meeting), opened.group)


def render(minutes: Minutes, form: str) -> str:
    """The minutes in one of the `FORMATS`."""
    match form:
        case "md":
            from peer_tui.exchange.markdown import to_markdown

            return to_markdown(minutes)
        case "html":
            from peer_tui.exchange.html import to_html

            return to_html(minutes)
        case "eml":
            from peer_tui.exchange.mail import to_mail

            return to_mail(minutes)
    from peer_tui.exchange.text import to_text

    return to_text(minutes)


def file_name(meeting: Meeting, form: str) -> str:
    """A file name that holds no person's words but the date: `minutes-2024-11-13-1400.md`."""
    local = local_time(meeting.starts, meeting.zone)
    return f"minutes-{local.date()}-{local:%H%M}.{form}"


def export(opened: OpenGroup, meeting: str, form: str, folder: Path, state: Path | None = None) -> Path:
    """Write the minutes to a file for its owner only (0600); an earlier export of the same meeting is replaced whole.

    Args:
        opened: the group.
        meeting: the meeting's id.
        form: one of the `FORMATS`.
        folder: where to.
        state: the STATE folder: the file is remembered there, so that words which are removed later go from it too.

    Raises:
        Problem: it could not be written.
    """
    text = render(minutes_of(opened, meeting), form)
    path = write_private(folder, file_name(opened.meeting(meeting), form), text)
    if state is not None:
        remember(state, path, opened.folder, meeting, form)
    return path


def write_private(folder: Path, name: str, text: str) -> Path:
    """Write a text file owner-only, whole or not at all.

    Raises:
        Problem: it could not be written.
    """
    target = folder / name
    try:
        write_text(target, text)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Problem(f"{target} could not be written ({why}). The record itself is safe.") from error
    return target
