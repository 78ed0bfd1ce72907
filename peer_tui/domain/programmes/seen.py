"""What has to be looked up in a run's meetings and group before it can be said where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from peer_tui.domain.events import MeetingId


class MeetingSeen(msgspec.Struct, frozen=True):
    """One meeting of the run, neither cancelled nor hidden."""

    id: MeetingId
    kind: str
    """The word the programme has for such a meeting."""
    starts: dt.datetime
    """UTC."""
    day: dt.date
    """In the group's zone."""
    state: str
    """`planned`, `unfinished` or `ended`."""
    spent: dt.timedelta = dt.timedelta()
    """From its call to order to its end, without pauses."""


class Seen(msgspec.Struct, frozen=True):
    """What was looked up."""

    meetings: tuple[MeetingSeen, ...] = ()
    """In order of their start."""
    captured: Mapping[str, int] = msgspec.field(default_factory=dict)
    """How many lines its meetings hold, by kind and by the programme's own word."""
    filled: Mapping[tuple[str, str], str] = msgspec.field(default_factory=dict)
    """What is known beforehand of its forms' questions (`forms.all_filled`)."""

    zone: str = "UTC"
    """The group's zone: whose day it was when something was recorded."""

    def held(self, kind: str) -> int:
        """How many meetings of this kind were held."""
        return sum(one.kind == kind and one.state == "ended" for one in self.meetings)
