"""Earlier meetings whose minutes something in this meeting was written to: corrections and approval."""

from __future__ import annotations

from collections.abc import Iterable

from peer_tui.domain.events import Captured, EntryEdited, EntryKind, Event, MeetingId, MinutesReviewed, Unknown
from peer_tui.services.session import LiveSession


def touched_by(session: LiveSession, act: Iterable[Event | Unknown]) -> list[MeetingId]:
    """The earlier meetings that an act of this one may have written to.

    Only corrections and what is said of earlier minutes are written there; then those are among them that this meeting
    reviewed, that carry the correction, and that are still drafts. Others are left unread, however many there are.
    """
    act = list(act)
    reviewed = [event.meeting for event in act if isinstance(event, MinutesReviewed)]
    lines = {event.entry for event in act if isinstance(event, Captured | EntryEdited)}
    corrections = {
        event.entry
        for event in session.events
        if isinstance(event, Captured | EntryEdited)
        and event.entry in lines
        and event.filed.kind is EntryKind.CORRECTION
    }
    found = [*session.opened.events.loaded, *reviewed]
    if corrections:
        found += [held.id for held in session.group.meetings.values() if corrections & held.corrected.keys()]
        found += [held.id for held in session.group.unapproved(session.id)]
    return [meeting for meeting in dict.fromkeys(found) if meeting not in ("", session.id)]
