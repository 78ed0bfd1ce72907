"""Decisions after the meeting that made them: which later one replaced one, and when one comes back."""

from __future__ import annotations

import datetime as dt

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


class DecisionComesBack(Event, tag="decision comes back"):
    """A decision will be looked at again: from that day on it is offered for an agenda. None takes the day back."""

    entry: EntryId
    made_in: MeetingId = ""
    """The meeting that made it."""
    day: dt.date | None = None
