"""`/own`: the words that the programme of this meeting adds to the capture line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_tui.domain.parsed import KIND_WORDS
from peer_tui.domain.words import say, say_number
from peer_tui.services.said import Said
from peer_tui.services.session import LiveSession

if TYPE_CHECKING:
    from peer_tui.domain.programmes.capture_words import OwnWord


def why_not(session: LiveSession) -> str:
    """Why there are none."""
    return "" if session.own_words is not None and session.own_words.words else NONE


NONE = say("This meeting belongs to no programme with words of its own.")


def own(session: LiveSession, rest: str = "") -> Said:
    """Each word with what becomes of a line that begins with it."""
    known = session.own_words
    if known is None or not known.words:
        return Said(NONE)
    lines = tuple(f"{f'{word.word}:':<14} {told(word)}" for word in known.words.values())
    return Said(say_number(len(lines), "{n} word of this programme", "{n} words of this programme"),
                lines=lines, pane="own")  # fmt: skip


def told(word: OwnWord) -> str:
    """What becomes of a line: its name, the row it adds, and what else is to be known."""
    parts = [word.title or KIND_WORDS[word.kind].lower()]
    parts += [word.help] if word.help else []
    parts += [say("adds a row to “{list}”", list=word.list)] if word.register else []
    parts += [say("behind “ / ” also: {words}", words=", ".join(one.key for one in word.others))] if word.others else []
    parts += [say("private")] if word.private and not word.help else []
    parts += [say("without names")] if not word.names and not word.help else []
    return " · ".join(parts)
