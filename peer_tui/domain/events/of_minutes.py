"""After a meeting: its minutes corrected, approved and sealed."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.events.event import Event
from peer_tui.domain.events.kinds import EntryId, EventId, ItemId, MeetingId, PersonId, WriterId


class CorrectionMade(Event, tag="correction made"):
    """In the earlier meeting's shard: a correction to its draft minutes, said `during` a later meeting."""

    entry: EntryId
    """The line in the later meeting that says it too."""
    text: str


class Approved(Event, tag="approved"):
    """In the earlier meeting's shard: the minutes stand approved, sealed. The first one recorded stands."""

    how: str
    """`as distributed` or `as corrected`."""
    seen: dict[WriterId, int]
    """How far the record was seen: each writer's running number."""
    seal: str
    """SHA-256 of the canonical record at that point (`domain.minutes.seal`)."""


class MinutesKept(Event, tag="minutes kept"):
    """In the meeting's shard: its minutes are past the group's time, and a person chose to keep them."""

    until: dt.date | None = None
    """When it is asked again; None for never."""


class Resealed(Event, tag="resealed"):
    """In the shard of approved minutes: words were removed from them on request, and what is left is sealed anew."""

    seal: str
    """SHA-256 of what the approved record is without the words (`domain.sealing`)."""
    seen: dict[WriterId, int]
    """How far the record that was approved goes: as in `Approved`."""
    covers: tuple[EventId, ...] = ()
    """The removals since the approval that this seal knows of."""
    reason: str = ""
    """Why, without any of the words."""


class MinutesReviewed(Event, tag="minutes reviewed"):
    """In the present meeting: what was done with an earlier meeting's minutes."""

    meeting: MeetingId
    outcome: str
    """`approved as distributed`, `approved as corrected` or `postponed`."""
    corrections: tuple[str, ...] = ()


class ReviewOpened(Event, tag="review opened"):
    """In the meeting's shard: the draft goes to these people, who may answer until a day. Silence is no answer.

    A later one stands for the whole round; answers that were given stay.
    """

    reviewers: tuple[PersonId, ...]
    deadline: dt.date | None = None


class ReviewAnswered(Event, tag="review answered"):
    """What a reviewer answered; the last answer of each holds."""

    person: PersonId
    answer: str
    """`ok` or `change`; empty takes an answer back."""
    text: str = ""
    """What they would have changed."""


class ReviewClosed(Event, tag="review closed"):
    """The draft is a draft again; who had answered what stays on record."""


class MinutesSent(Event, tag="minutes sent"):
    """The minutes went out to an audience, as a draft or approved."""

    audience: str
    """`members`, `public`, `funder` or `reviewers`."""
    how: str = ""
    """`copied`, a file's letters such as `md`, or `e-mail draft`."""


class Amended(Event, tag="amended"):
    """In the shard of approved minutes: a dated change. What was approved stays; edits of lines carry its `act`.

    `during` is the meeting in which the group decided on it, where there was one.
    """

    amendment: ItemId
    text: str
    """What was changed and why, as the minutes list it."""
