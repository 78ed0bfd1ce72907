"""Group goodbyes: the next meeting, and the end of this one."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.events.event import Event
from peer_tui.domain.events.kinds import PersonId


class NextMeetingSet(Event, tag="next meeting set"):
    """When the group meets next, UTC; None takes it back."""

    starts: dt.datetime | None


class ConvenerNamed(Event, tag="convener named"):
    """Who calls the next meeting together; None takes it back."""

    person: PersonId | None


class NextRoleGiven(Event, tag="next role given"):
    """Who facilitates or scribes next time."""

    role: str
    person: PersonId | None


class Ended(Event, tag="ended"):
    """The meeting is over; its minutes are a draft. The first one recorded since a reopening stands."""


class Reopened(Event, tag="reopened"):
    """An ended meeting goes on."""
