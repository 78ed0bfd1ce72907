"""Decisions after the meeting that made them: which later one stands in the place of an earlier one."""

from __future__ import annotations

from peer_tui.domain.events.event import Event
from peer_tui.domain.events.kinds import EntryId, MeetingId


class DecisionReplaced(Event, tag="decision replaced"):
    """A later decision stands in the place of an earlier one, which stays on record as it was made."""

    entry: EntryId
    """The earlier decision."""
    made_in: MeetingId = ""
    """The meeting that made it."""
    newer: EntryId | None = None
    """The later one; None where nothing replaces it any more."""
    newer_in: MeetingId = ""
    """The meeting that made the later one."""
