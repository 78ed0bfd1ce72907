"""Every fact that can be recorded, one immutable struct each, tagged by its kind.

A meeting, a group and everything drawn on screen are folds of these events (`docs/architecture.md`, "Events").
An event is a fact about the past: it is never edited in place, it never depends on text being parsed again, and
every value in it is absolute, so that two writers who recorded the same thing twice do no harm.

Ids are strings: `EventId` orders events (see `domain.clock.event_id`); people, entries, groups, series, meetings,
priorities and agreement items carry ids of their own, which are the id of the event that first named them unless
a template gives a word of its own.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any, TypeAlias

import msgspec

from peer_tui.domain.bounds import bounded

EventId: TypeAlias = str
"""Hybrid logical time and writer: sorts as text in the order things happened."""

EntryId: TypeAlias = str
PersonId: TypeAlias = str
GroupId: TypeAlias = str
SeriesId: TypeAlias = str
MeetingId: TypeAlias = str
PriorityId: TypeAlias = str
ItemId: TypeAlias = str
"""One line of a Comfort / Discomfort Agreement."""
BlockKey: TypeAlias = str
"""A block's word in its template: `welcome`, `agreement`, `minutes`, `priorities`, `topics`, `steps`, `goodbyes`."""
WriterId: TypeAlias = str


class EntryKind(StrEnum):
    """What a captured line is filed as (`product.md` §3.5)."""

    NOTE = "note"
    DECISION = "decision"
    STEP = "next step"
    PROPOSAL = "proposal"
    MOTION = "motion"
    QUESTION = "question"
    PARKED = "parked"
    CELEBRATION = "celebration"
    LINK = "link"
    CORRECTION = "correction"
    ISSUE = "issue"
    RECOMMENDATION = "recommendation"
    LESSON = "lesson"
    REFLECTION = "reflection"
    LEARNING = "learning"
    COMMITMENT = "commitment"
    MEASURE = "measure"
    SUPPORT = "support"


class Side(StrEnum):
    """The two halves of a Comfort / Discomfort Agreement (ours: `product.md` §2.1)."""

    COMFORT = "comfort"
    DISCOMFORT = "discomfort"


class Progress(StrEnum):
    """How far a next step has come (`product.md` §3.9). Late and carried n× are derived, never stored."""

    NOT_STARTED = "not started"
    MOVED = "moved"
    STUCK = "stuck"
    DONE = "done"
    DROPPED = "dropped"


class Status(StrEnum):
    """A person's standing with the group (`product.md` §1.1)."""

    APPLICANT = "applicant"
    MEMBER = "confirmed member"
    EMAIL_LIST = "e-mail list"
    GUEST = "guest"
    FORMER = "former"


class Destination(StrEnum):
    """Where a parked item goes when it leaves the meeting (`product.md` §3.9)."""

    NEXT_AGENDA = "next agenda"
    NEXT_STEP = "next step"
    OWNER = "with owner"
    RESOLVED = "resolved"
    DROPPED = "dropped"


class Due(msgspec.Struct, frozen=True, omit_defaults=True):
    """When a next step is due: a date, or the reference *next meeting*; never both empty."""

    date: dt.date | None = None
    next_meeting: bool = False


class Filed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line as it was filed at Enter: what the preview said, and the line as typed.

    The fold never parses text again, so a second Ana or a newer grammar never changes old minutes. `text` is what the
    minutes show: sigil, resolved `@owner`, due words and done-when are cut out of it.
    """

    kind: EntryKind
    text: str
    typed: str = ""
    owner: PersonId | None = None
    """The lead. None while unclaimed."""
    helpers: tuple[PersonId, ...] = ()
    meant: str = ""
    """The name as typed, where it matched nobody or several people."""
    due: Due | None = None
    done_when: str = ""
    priority: PriorityId | None = None


class BlockPlan(msgspec.Struct, frozen=True, omit_defaults=True):
    """One block of an agenda. Minutes are whole; a flex block takes what the others leave."""

    key: BlockKey
    title: str
    job: str = "topics"
    """What the block does on screen: welcome, agreement, review, priorities, topics, steps, goodbyes, notes."""
    low: int = 0
    """Fewest minutes; equals `high` for a fixed block."""
    high: int = 0
    """Most minutes; 0 for a flex block."""
    flex: bool = False
    protected: bool = False
    """Its minutes are kept free whatever happens before it (Next Steps, Group goodbyes)."""
    say: str = ""
    ours: bool = False
    """The timing is our choice, not the programme's own page (`product.md` "(ours)")."""


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """The header every fact carries."""

    id: EventId = ""
    at: dt.datetime = dt.datetime.min.replace(tzinfo=dt.UTC)
    """When it was recorded, UTC."""
    when: dt.datetime | None = None
    """When it happened, UTC, if that is not when it was recorded."""
    by: WriterId = ""
    during: MeetingId | None = None
    """The meeting in which it was said, when that is not the shard it lies in."""
    act: EventId = ""
    """The first event of the act this belongs to, when one act recorded several."""

    @property
    def moment(self) -> dt.datetime:
        """When it happened, UTC: what clocks and minutes use."""
        return self.when or self.at


class Unknown(msgspec.Struct, frozen=True):
    """An event of a kind (or shape) this version does not know: kept value for value, folded as nothing."""

    id: EventId
    kind: str
    fields: dict[str, Any]


# --- a group and what outlives a meeting --------------------------------------------------------------------------


class GroupCreated(Event, tag="group created"):
    """A group began. Its template is a copy: editing it never changes the shipped one."""

    group: GroupId
    name: str
    zone: str
    """IANA zone, e.g. America/New_York."""
    template: str
    template_name: str
    blocks: tuple[BlockPlan, ...]
    minutes: int = 60
    """The slot of an ordinary meeting."""
    dates: str = "month first"
    """How 11/22 is read: `month first` or `day first`."""


class GroupRenamed(Event, tag="group renamed"):
    """The group chose another name."""

    name: str


class TemplateChanged(Event, tag="template changed"):
    """The group's own copy of its blocks, whole."""

    blocks: tuple[BlockPlan, ...]


class SeriesStarted(Event, tag="series started"):
    """A line of meetings whose minutes follow one another."""

    series: SeriesId
    name: str


class PersonAdded(Event, tag="person added"):
    """A person became known to the group. The only events that hold a name are the person events."""

    person: PersonId
    name: str
    """One free field: the name as the person wants it."""
    alias: str = ""
    pronouns: str = ""
    roles: tuple[str, ...] = ()
    status: Status = Status.MEMBER
    named: bool = True
    """False: counted only, named in no export (a guest who did not ask to be named)."""


class PersonChanged(Event, tag="person changed"):
    """The person's fields, whole, as they now stand."""

    person: PersonId
    name: str
    alias: str = ""
    pronouns: str = ""
    roles: tuple[str, ...] = ()
    status: Status = Status.MEMBER
    named: bool = True


class PeopleMerged(Event, tag="people merged"):
    """Two records were the same person."""

    kept: PersonId
    gone: PersonId


class PersonForgotten(Event, tag="person forgotten"):
    """A person asked to be forgotten: they are "a member" from here on and before; what was counted stays counted.

    It is recorded in every shard that names them; a later change of their fields changes nothing.
    """

    person: PersonId


class PriorityAdded(Event, tag="priority added"):
    """A long-lived priority of the group."""

    priority: PriorityId
    name: str
    lead: PersonId | None = None


class PriorityChanged(Event, tag="priority changed"):
    """The priority's fields, whole, as they now stand."""

    priority: PriorityId
    name: str
    lead: PersonId | None = None
    active: bool = True


class UpdateCollected(Event, tag="update collected"):
    """What a lead sent in before the meeting, to be read out if they are not here."""

    priority: PriorityId
    text: str
    meeting: MeetingId | None = None
    """The meeting it was collected for."""


# --- the Comfort / Discomfort Agreement ---------------------------------------------------------------------------


class AgreementProposed(Event, tag="agreement proposed"):
    """A new line, not yet adopted. Who proposed it is never recorded."""

    item: ItemId
    side: Side
    text: str


class AgreementAmended(Event, tag="agreement amended"):
    """New wording for a line; takes effect when adopted."""

    item: ItemId
    text: str


class AgreementRetired(Event, tag="agreement retired"):
    """A line the group no longer wants; takes effect when adopted and stays in the history."""

    item: ItemId


class AgreementAdopted(Event, tag="agreement adopted"):
    """The group consented to every open change: a new version. Also how a first version begins."""

    version: int
    items: tuple[ItemId, ...]
    """The whole of what is now agreed, in order."""


class AgreementAffirmed(Event, tag="agreement affirmed"):
    """Those present affirmed the agreement as it stands; the version does not change."""

    version: int


class AgreementSeen(Event, tag="agreement seen"):
    """People who arrived after the agreement block have now seen it."""

    people: tuple[PersonId, ...]


# --- planning a meeting -------------------------------------------------------------------------------------------


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
    """The parked line it was."""


class MeetingCancelled(Event, tag="meeting cancelled"):
    """The meeting will not be held."""


# --- the course of a meeting --------------------------------------------------------------------------------------


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


# --- minutes review -----------------------------------------------------------------------------------------------


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


# --- next steps and parked items ----------------------------------------------------------------------------------


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


# --- goodbyes -----------------------------------------------------------------------------------------------------


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


def _kinds() -> dict[str, type[Event]]:
    return {str(cls.__struct_config__.tag): cls for cls in Event.__subclasses__()}


KINDS: dict[str, type[Event]] = _kinds()
"""Every kind this version knows, by its tag."""


def encode(event: Event | Unknown) -> dict[str, Any]:
    """The event as plain JSON values, ready for a TinyDB document."""
    if isinstance(event, Unknown):
        return dict(event.fields)
    fields = msgspec.to_builtins(event)
    assert isinstance(fields, dict)
    return fields


def decode(fields: dict[str, Any]) -> Event | Unknown:
    """The event that `fields` records; `Unknown` if this version does not know its kind or its shape.

    Fields this version does not know are ignored here and stay in the log as they are.
    """
    kind = fields.get("kind")
    cls = KINDS.get(kind) if isinstance(kind, str) else None
    if cls is not None:
        try:
            return bounded(msgspec.convert(fields, cls))
        except (msgspec.ValidationError, OverflowError, ValueError):
            pass
    return Unknown(id=str(fields.get("id", "")), kind=str(kind), fields=dict(fields))
