"""What plain mode prints when a block begins, and when another priority or next step is at hand.

The words are those of the screen (`services/showing`); only how one comes to a line differs: typed, never by a key.
"""

from __future__ import annotations

from itertools import takewhile

from peer_tui.domain.words import say
from peer_tui.services.saying import block_say
from peer_tui.services.session import LiveSession
from peer_tui.services.showing import Row, printed, shown


def block_lines(session: LiveSession) -> list[str]:
    """The block that is on, whole: its title and time, the sentence to read out, its content, what can be done.

    Nothing once the meeting has ended.
    """
    if session.meeting.ended is not None:
        return []
    block, content, reading = session.meeting.block, shown(session), session.reading()
    where = say("item {number} of {count}", number=reading.number, count=reading.count) if reading.number else ""
    words = (where, content.title, reading.words, reading.ends_words)
    lines = [f"== {' · '.join(part for part in words if part)} =="]
    sentence = block_say(block, session.group) if block is not None else ""
    if sentence and not any(sentence in row.text for row in content.rows):
        lines.append(say("Say: “{sentence}”", sentence=sentence))
    return [*lines, *printed(content.rows), *_hint(content.hint)]


def item_lines(session: LiveSession) -> list[str]:
    """The priority that is up: its lead, what they sent in, its open steps, what comes next."""
    current = session.meeting.current
    if current is None or current.item not in session.group.priorities:
        return []
    return _beginning(session)


def step_lines(session: LiveSession) -> list[str]:
    """How many next steps are claimed, the one at hand and what to ask about it."""
    return _beginning(session)


def _beginning(session: LiveSession) -> list[str]:
    """The block's content down to its first list, which was told when the block began."""
    content = shown(session)
    rows: list[Row] = [*content.rows[:1], *takewhile(lambda row: row.style != "strong", content.rows[1:])]
    return [*printed(rows), *_hint(content.hint)]


def _hint(words: str) -> list[str]:
    return [say("Now possible: {words}", words=words)] if words else []
