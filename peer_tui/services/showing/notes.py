"""Any other block: its sentence to begin with, and how much was written in it."""

from __future__ import annotations

from collections import Counter

from peer_tui.domain.naming import counted
from peer_tui.domain.parsed import kind_words
from peer_tui.domain.words import say
from peer_tui.services.session import LiveSession
from peer_tui.services.showing.rows import Row, told, way


def lines(session: LiveSession, *, width: int = 0, height: int = 0) -> list[Row]:
    """What to say, and what was written here so far."""
    block = session.meeting.block
    if block is None:
        return []
    kinds = Counter(kind_words(entry.filed).lower() for entry in session.meeting.lines(block.key))
    several = [f"{count} {kind}" for kind, count in kinds.items()] if len(kinds) > 1 else []
    rows = [Row(f"“{block.say}”", "accent")] if block.say else []
    return [
        *rows,
        *own_words(session),
        told(
            say("{lines} here", lines=counted(kinds.total(), "{n:,} line", "{n:,} lines", "no lines").capitalize()),
            *several,
        ),
    ]


def own_words(session: LiveSession) -> list[Row]:
    """The words that the programme of this meeting adds to the capture line, by themselves."""
    known = session.own_words
    if known is None or not known.words:
        return []
    words = " ".join(f"{word}:" for word in known.words)
    return [told(words, say("/own says what each becomes"), style="quiet")]


def hint(session: LiveSession) -> str:
    """How to go on."""
    return say("{key} goes on", key=way(session, "next"))
