"""Lines with given words, over everything this group has captured."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.characters import fold
from peer_tui.domain.parsed import KIND_WORDS
from peer_tui.domain.wall_time import say_date
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession

AT_MOST = 20
"""Lines shown; the newest ones."""


def find(session: LiveSession, rest: str) -> Said:
    """`/find housing`: the newest lines that hold every one of these words, whatever their case and accents."""
    wanted = fold(rest).split()
    if not wanted:
        return refused("Find which words? E.g. /find housing", "/find ")
    found: list[tuple[dt.datetime, str]] = []
    for meeting in session.group.meetings.values():
        day = say_date(meeting.starts, meeting.zone)
        folded = session.meeting if meeting.id == session.id else session.opened.meeting(meeting.id)
        for entry in folded.lines():
            if all(word in fold(entry.filed.text) for word in wanted):
                found.append((entry.at, f"{day} · {KIND_WORDS[entry.filed.kind]} {entry.filed.text}"))
    newest = sorted(found, reverse=True)
    lines = tuple(line for _, line in newest[:AT_MOST])
    more = f", the newest {AT_MOST} shown" if len(newest) > AT_MOST else ""
    return Said(
        f"{len(newest)} line{'s' if len(newest) != 1 else ''} with “{rest.strip()}”{more}", lines=lines, pane="find"
    )
