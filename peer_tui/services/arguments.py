"""What a person gave on the command line, read into what the services take; a sentence where it cannot be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from peer_tui.domain.dates import parse_when
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace

_LARGEST_FILE = 1_000_000
"""Bytes. A list of people is a page or two; a path given by mistake may be anything."""


def read_people(path: Path) -> str:
    """The text of a people file.

    Raises:
        Problem: it cannot be read, is far too large, or is not UTF-8; names the file, and the line where there is one.
    """
    try:
        with path.expanduser().open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        # ValueError: a NUL in the path.
        why = getattr(error, "strerror", None) or str(error)
        raise Problem(say("{path} could not be read ({why}); nothing was made.", path=path, why=why)) from error
    if len(raw) > _LARGEST_FILE:
        raise Problem(say("{path} is far too large for a list of people, one a line; nothing was made.", path=path))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Problem(
            say(
                "{path}, line {line}: this is not UTF-8 text; save it as UTF-8. Nothing was made.", path=path, line=line
            )
        ) from error


def read_when(workspace: Workspace, opened: OpenGroup, words: str) -> dt.datetime:
    """The instant, UTC, that a day and a time on the group's clocks mean.

    Raises:
        Problem: the words say no such instant.
    """
    group = opened.group
    today = local_date(workspace.now(), group.zone)
    try:
        starts = parse_when(words, today, group.zone, None, group.dates)
    except (ValueError, OverflowError):  # a day at the very edge of the calendar
        starts = None
    if starts is None or not 1970 <= starts.year < 9999:
        raise Problem(
            say("“{words}” is not a day and a time. Write it like 2024-11-13 14:00. Nothing was planned.", words=words)
        )
    return starts
