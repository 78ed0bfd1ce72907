"""Off the record: times only are recorded; anything else typed meanwhile is held nowhere (`product.md` §3.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from peer_tui.domain.events import OffRecordEnded, OffRecordStarted
from peer_tui.domain.words import say
from peer_tui.services.said import Said

if TYPE_CHECKING:
    from peer_tui.services.session import LiveSession

_TELLING = 3
"""Letters from which on what was typed tells anybody something."""


def off(session: LiveSession, rest: str = "") -> Said:
    """Nothing is written from here; `rest` is the half-typed line, kept in memory only."""
    session.drafting.hold(rest)
    session.record(OffRecordStarted())
    return Said(say("OFF THE RECORD — nothing is being saved"), line="")


def on(session: LiveSession, rest: str = "") -> Said:
    """`/on`: writing goes on; what was typed meanwhile is gone, the half-typed line from before comes back."""
    if not session.meeting.is_off_record:
        return Said(say("This is on the record."))
    session.record(OffRecordEnded())
    return Said(say("On the record again"), line=session.drafting.give_back())


def toggle(session: LiveSession, rest: str = "") -> Said:
    """`/off` and its key, both ways."""
    return on(session) if session.meeting.is_off_record else off(session, rest)


def unsaid(said: Said, line: str) -> Said:
    """An answer that repeats nothing of what was typed: in plain mode answers may go to a file.

    For a command that was given while off the record and recorded nothing: `/find` and what follows it, a name that is
    nobody's.
    """
    typed = line.strip()
    for part in (typed, typed.partition(" ")[2].strip(), typed.lstrip("+-/ ").strip()):
        if len(part) >= _TELLING:
            said = replace(said, words=said.words.replace(part, "…"))
    return said
