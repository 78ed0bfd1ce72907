"""Before a meeting: planned, moved, cancelled, its agenda and topics."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.events.event import Event
from peer_tui.domain.events.kinds import BlockPlan, EntryId, GroupId, MeetingId, PriorityId, SeriesId


class MeetingPlanned(Event, tag="meeting planned"):
    """A meeting is on the calendar."""

    meeting: MeetingId
    group: GroupId
    series: SeriesId
    title: str
    starts: dt.datetime
    """UTC."""
    zone: str
    minutes: int
    """The slot, in minutes."""
    blocks: tuple[BlockPlan, ...]
    type: str = "coalition meeting"
    platform: str = "Zoom"


class MeetingMoved(Event, tag="meeting moved"):
    """Another time or slot."""

    starts: dt.datetime
    minutes: int


class MeetingRenamed(Event, tag="meeting renamed"):
    """Another title."""

    title: str


class AgendaSet(Event, tag="agenda set"):
    """This meeting's blocks, whole."""

    blocks: tuple[BlockPlan, ...]


class TopicAdded(Event, tag="topic added"):
    """Something for the block of current topics."""

    topic: str
    text: str
    carried_from: MeetingId | None = None
    """The meeting it was parked or not reached in."""
    entry: EntryId | None = None
    """The parked line or next step it was."""


class MeetingCancelled(Event, tag="meeting cancelled"):
    """The meeting will not be held."""


class MeetingKindChosen(Event, tag="meeting kind chosen"):
    """What kind of meeting it is, e.g. `listening session` (`product.md` §1.1, Grant)."""

    type: str


class JoinLinkSet(Event, tag="join link set"):
    """Where to join; it goes to confirmed members only (`product.md` §1.1, Next meeting). Empty takes it back."""

    link: str


class TopicChanged(Event, tag="topic changed"):
    """A topic as it now stands, whole."""

    topic: str
    text: str
    under: PriorityId | None = None
    """It is told under this priority instead of in the block of current topics."""
    minutes: int = 0
    """How long it is to take; 0 for no time of its own."""
    entry: EntryId | None = None
    """The parked line or next step it was: whose words go when that line's are removed."""


class TopicRemoved(Event, tag="topic removed"):
    """A topic is not on this agenda after all. A parked line it came from stays parked."""

    topic: str


class TopicsOrdered(Event, tag="topics ordered"):
    """The order of the topics, whole; one that is not named stands after those that are."""

    topics: tuple[str, ...]


class UpdateAsked(Event, tag="update asked"):
    """In the meeting's shard: the lead of a priority was asked for an update."""

    priority: PriorityId
    how: str = ""
    """`copied` or `e-mail draft`."""


class AgendaSent(Event, tag="agenda sent"):
    """The agenda went out, or was copied or written to be sent."""

    audience: str
    """`members` or `public`."""
    how: str = ""
    """`copied`, `file` or `e-mail draft`."""


class MeetingDeleted(Event, tag="meeting deleted"):
    """The meeting is hidden everywhere; after 30 days a person is asked whether it may go for good."""

    reason: str = ""
    meeting: MeetingId = ""
    """In the group's own log: this meeting was let go for good, and stays hidden should its files come back."""


class MeetingRestored(Event, tag="meeting restored"):
    """A hidden meeting is shown again."""


class MeetingMerged(Event, tag="meeting merged"):
    """In the shard of a meeting that was planned twice: the other one stands for it."""

    kept: MeetingId


class WrittenUp(Event, tag="written up"):
    """The meeting was held without the program and is written up afterwards: its moments come from a person."""


class MeetingImported(Event, tag="meeting imported"):
    """What this meeting holds came from a file: bringing in the same file again adds nothing."""

    source: str
    """SHA-256 of what was read, as hexadecimal digits."""
    form: str = ""
    """What it was read as, e.g. `Markdown minutes`."""
