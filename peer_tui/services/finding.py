"""Lines with given words, over everything this group has captured."""

from __future__ import annotations

from peer_tui.domain.characters import fold
from peer_tui.domain.dates import say_date
from peer_tui.domain.events import Captured, EntryEdited
from peer_tui.domain.history import standing
from peer_tui.domain.parsed import KIND_WORDS
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession

AT_MOST = 20
"""Lines shown; the newest ones."""


def find(session: LiveSession, rest: str) -> Said:
    """`/find housing`: the newest lines that hold every one of these words, whatever their case and accents."""
    wanted = fold(rest).split()
    if not wanted:
        return refused("Find which words? E.g. /find housing", "/find ")
    found: dict[str, tuple[str, str]] = {}
    for meeting, events in session.opened.events.items():
        held = session.group.meetings.get(meeting)
        day = say_date(held.starts, held.zone) if held else ""
        for event in standing(events).events:
            if isinstance(event, Captured | EntryEdited):
                found.pop(event.entry, None)
                if all(word in fold(event.filed.text) for word in wanted):
                    found[event.entry] = (event.id, f"{day} · {KIND_WORDS[event.filed.kind]} {event.filed.text}")
    newest = sorted(found.values(), reverse=True)
    lines = tuple(line for _, line in newest[:AT_MOST])
    more = f", the newest {AT_MOST} shown" if len(newest) > AT_MOST else ""
    return Said(
        f"{len(newest)} line{'s' if len(newest) != 1 else ''} with “{rest.strip()}”{more}", lines=lines, pane="find"
    )
