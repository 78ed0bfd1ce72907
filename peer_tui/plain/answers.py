"""What plain mode prints after a line: what was filed, once it is on disk, and what was said to it."""

from __future__ import annotations

from peer_tui.domain.events import EntryKind
from peer_tui.domain.meeting import Entry
from peer_tui.domain.parsed import kind_words
from peer_tui.domain.wall_time import say_short_time
from peer_tui.domain.words import say
from peer_tui.services import stepping
from peer_tui.services.said import Said
from peer_tui.services.session import LiveSession


def entry_line(session: LiveSession, entry: Entry) -> str:
    """A line of the minutes as it stands: `2:21 DECISION We submit written testimony`."""
    at = say_short_time(entry.at, session.zone, session.hours)
    words = kind_words(entry.filed)
    step = session.group.steps.steps.get(entry.id) if entry.filed.kind is EntryKind.STEP else None
    return f"{at} {words} {stepping.describe(session, step) if step else entry.filed.text}"


def what_was_said(session: LiveSession, said: Said, filed: Entry | None) -> str:
    """The answer without what the line printed before it has told already."""
    if filed is None:
        return said.words
    first, *more = said.words.split(" · ")
    if not first.startswith(kind_words(filed.filed)):
        return said.words
    told = entry_line(session, filed).split(" · ")
    return " · ".join(words for words in more if words not in told)


def copy_lines(pieces: tuple[str, ...]) -> list[str]:
    """Pieces for the chat, each between marks, to be copied by hand or by a script."""
    lines: list[str] = []
    for number, piece in enumerate(pieces, start=1):
        lines += [
            say("--- copy for the chat {number}/{number_2} ---", number=number, number_2=len(pieces)),
            *piece.split("\n"),
            say("--- end of copy ---"),
        ]
    return lines
