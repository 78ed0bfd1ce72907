"""The course of a meeting: blocks and time, who is here, what was written down, what was taken back."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.events.event import Event
from peer_tui.domain.events.kinds import BlockKey, EntryId, EventId, Filed, PersonId, PriorityId


class DoorsOpened(Event, tag="doors opened"):
    """The welcome conversation began."""


class CalledToOrder(Event, tag="called to order"):
    """The first block after the welcome began. The first one recorded stands."""


class BlockStarted(Event, tag="block started"):
    """The meeting moved to a block. One whose `left` is no longer current is kept and shown as "already moved on"."""

    block: BlockKey
    left: BlockKey | None = None


class ItemStarted(Event, tag="item started"):
    """Within a block, the meeting turned to one priority."""

    block: BlockKey
    item: PriorityId
    left: PriorityId | None = None


class BlockSkipped(Event, tag="block skipped"):
    """The block was not reached; it is offered as a topic next time."""

    block: BlockKey


class Extended(Event, tag="extended"):
    """The group gave a block more time. All values are what holds afterwards."""

    block: BlockKey
    seconds: int
    """The block's longest time now."""
    paid: dict[str, int] = {}
    """Who paid, in seconds: `slack`, `end`, or a block's key."""
    ends: dt.datetime | None = None
    """The meeting's agreed end now, UTC."""
    limits: dict[BlockKey, int] = {}
    """Longest time now, in seconds, of protected blocks that gave some up."""
    agreed: bool = False
    """The group said yes to a later end."""


class Paused(Event, tag="paused"):
    """A comfort break or a discomfort pause: the block clock stops, the meeting's end does not."""


class Resumed(Event, tag="resumed"):
    """The pause ended."""


class OffRecordStarted(Event, tag="off the record"):
    """Nothing is written from here. Only the time is recorded."""


class OffRecordEnded(Event, tag="on the record"):
    """Writing goes on."""


class RoleGiven(Event, tag="role given"):
    """Who is facilitator, scribe, timekeeper or hand-watcher from here on; None for nobody."""

    role: str
    person: PersonId | None = None


class Arrived(Event, tag="arrived"):
    """A person is here."""

    person: PersonId
    mode: str = ""
    """`room` or `phone`; empty for online."""


class HeadsCounted(Event, tag="heads counted"):
    """People without a name who joined, e.g. by phone."""

    count: int
    mode: str = "phone"


class Left(Event, tag="left"):
    """A person went; they were still present."""

    person: PersonId


class Captured(Event, tag="captured"):
    """A line the scribe wrote down, in the block in which its first character was typed."""

    entry: EntryId
    block: BlockKey
    filed: Filed
    number: int = 0
    """A next step's number, for ever; 0 for other kinds."""


class EntryEdited(Event, tag="entry edited"):
    """A line as it now stands: edited, retagged or moved. The line keeps its time; what it was stays in its history."""

    entry: EntryId
    filed: Filed
    block: BlockKey = ""
    """Another block, or empty for where it is."""
    number: int = 0


class FingersShown(Event, tag="fingers shown"):
    """A consensus check on a proposal, as counts of 0 to 5 fingers. No names."""

    entry: EntryId
    counts: tuple[int, int, int, int, int, int]


class StoodAside(Event, tag="stood aside"):
    """How many stand aside. A count, no names."""

    entry: EntryId
    count: int


class ProposalSettled(Event, tag="proposal settled"):
    """What became of a proposal: `agreed` (it is now a decision) or `held`."""

    entry: EntryId
    outcome: str


class Redacted(Event, tag="redacted"):
    """Words were removed on request, for ever: this cannot be undone, and carries none of them.

    It is recorded in every shard that holds something about the target, so that each shard alone is closed
    (`domain.redaction`).
    """

    target: str
    """The line, topic, agreement item or person they were about, the id of the one event that held them, or a part of
    that event (`domain.redaction.part_of`)."""
    leave: str = ""
    """What stands in their place: nothing, `[removed at request]`, or the words with a name replaced."""
    reason: str = ""


class Undone(Event, tag="undone"):
    """An act is taken back: its first event and every event that names it."""

    target: EventId


class Redone(Event, tag="redone"):
    """An act that was taken back holds again."""

    target: EventId
