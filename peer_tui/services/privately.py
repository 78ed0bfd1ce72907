"""Off the record: times only are recorded; anything else typed meanwhile is held nowhere (`product.md` §3.10)."""

from __future__ import annotations

from peer_tui.domain.events import OffRecordEnded, OffRecordStarted
from peer_tui.services.said import Said
from peer_tui.services.session import LiveSession


def off(session: LiveSession, rest: str = "") -> Said:
    """`/off`: nothing is written from here."""
    if session.meeting.is_off_record:
        return Said("Off the record already · /on goes back")
    session.record(OffRecordStarted())
    return Said("OFF THE RECORD — nothing is being saved")


def on(session: LiveSession, rest: str = "") -> Said:
    """`/on`: writing goes on; what was typed meanwhile is gone, the half-typed line from before comes back."""
    if not session.meeting.is_off_record:
        return Said("This is on the record.")
    session.record(OffRecordEnded())
    return Said("On the record again", line=session.held_line() or None)


def toggle(session: LiveSession, rest: str = "") -> Said:
    """One key both ways; `rest` is the half-typed line, kept in memory only."""
    if session.meeting.is_off_record:
        return on(session)
    session.hold_line(rest)
    return off(session)
