"""Next steps and parked items: who, by when, how far, where to."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.events.event import Event
from peer_tui.domain.events.kinds import Destination, Due, EntryId, MeetingId, PersonId, Progress


class StepAssigned(Event, tag="step assigned"):
    """Who leads it, whole. None is unclaimed. The owner is asked until they say yes."""

    step: EntryId
    owner: PersonId | None
    helpers: tuple[PersonId, ...] = ()
    meant: str = ""
    by_email: bool = False
    """They will be asked by e-mail, not in the meeting."""


class StepDated(Event, tag="step dated"):
    """Its due date, or none. A changed date is "re-dated", never "moved"."""

    step: EntryId
    due: Due | None
    counted_from: MeetingId = ""
    """The meeting after which *next meeting* is meant, where it was said between two of them."""


class StepDefined(Event, tag="step defined"):
    """What done looks like."""

    step: EntryId
    done_when: str


class StepAccepted(Event, tag="step accepted"):
    """The owner said yes, out loud or in chat."""

    step: EntryId
    person: PersonId | None = None


class StepMarked(Event, tag="step marked"):
    """How far it has come."""

    step: EntryId
    progress: Progress
    reason: str = ""


class ParkedPlaced(Event, tag="parked placed"):
    """Where a parked item goes from here."""

    entry: EntryId
    destination: Destination
    owner: PersonId | None = None
    due: Due | None = None
    reason: str = ""
    """Why it was dropped, or how it was resolved, where that was said."""


class StepSnoozed(Event, tag="step snoozed"):
    """Nobody wants to be told of it before this day; None wakes it."""

    step: EntryId
    until: dt.date | None


class StepReminded(Event, tag="step reminded"):
    """A reminder for its owner was copied or drafted."""

    step: EntryId
    how: str = ""
    """`copied` or `e-mail draft`."""
