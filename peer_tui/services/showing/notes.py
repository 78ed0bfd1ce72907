"""Any other block: its sentence to begin with, and how much was written in it."""

from __future__ import annotations

from collections import Counter

from peer_tui.domain.naming import counted
from peer_tui.domain.parsed import KIND_WORDS
from peer_tui.services.session import LiveSession
from peer_tui.services.showing.rows import Row, told, way


def lines(session: LiveSession, *, width: int = 0, height: int = 0) -> list[Row]:
    """What to say, and what was written here so far."""
    block = session.meeting.block
    if block is None:
        return []
    kinds = Counter(KIND_WORDS[entry.filed.kind].lower() for entry in session.meeting.lines(block.key))
    several = [f"{count} {kind}" for kind, count in kinds.items()] if len(kinds) > 1 else []
    rows = [Row(f"“{block.say}”", "accent")] if block.say else []
    return [*rows, told(f"{counted(kinds.total(), 'line').capitalize()} here", *several)]


def hint(session: LiveSession) -> str:
    """How to go on."""
    return f"{way(session, 'next')} goes on"
