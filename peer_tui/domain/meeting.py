"""Meeting: the fold of one meeting's events.

The fold sorts by id and applies in order, so any order of arrival gives the same meeting. It is total and never hides
words: a line whose block is unknown stands under "Other notes", an edit whose line has not arrived yet stands as a
line itself (`docs/architecture.md`, "Events").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from peer_tui.domain.agreement import Agreement
from peer_tui.domain.entries import Attendance, Entry
from peer_tui.domain.events import (
    Amended,
    Approved,
    BlockKey,
    BlockPlan,
    BlockStarted,
    Captured,
    CorrectionMade,
    EntryEdited,
    EntryId,
    EntryKind,
    Event,
    EventId,
    GroupId,
    HeadsCounted,
    MeetingId,
    MinutesReviewed,
    ParkedPlaced,
    PersonId,
    PriorityId,
    Redacted,
    Resealed,
    SeriesId,
    Unknown,
)
from peer_tui.domain.folding import FOLDS
from peer_tui.domain.folding.approval import unseen
from peer_tui.domain.held import Review
from peer_tui.domain.history import act_of, standing
from peer_tui.domain.step_book import StepBook
from peer_tui.domain.timing import Course, Span
from peer_tui.domain.topics import Topic

__all__ = ["NEVER", "Attendance", "Entry", "Meeting", "MeetingState"]

NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
"""The start of a meeting whose plan is not known."""

MeetingState = str
"""planned, doors open, in session, ended or cancelled."""


class Meeting(msgspec.Struct):
    """A meeting as it stands. Screens read it; only the fold writes it."""

    id: MeetingId = ""
    group: GroupId = ""
    series: SeriesId = ""
    title: str = ""
    type: str = "coalition meeting"
    platform: str = ""
    starts: dt.datetime = NEVER
    zone: str = "UTC"
    minutes: int = 60
    blocks: tuple[BlockPlan, ...] = ()
    state: MeetingState = "planned"
    opened: dt.datetime | None = None
    called: dt.datetime | None = None
    ended: dt.datetime | None = None
    agreed_end: dt.datetime | None = None
    limits: dict[BlockKey, int] = msgspec.field(default_factory=dict)
    spans: list[Span] = msgspec.field(default_factory=list)
    pauses: list[tuple[dt.datetime, dt.datetime | None]] = msgspec.field(default_factory=list)
    off_record: list[tuple[dt.datetime, dt.datetime | None]] = msgspec.field(default_factory=list)
    skipped: set[BlockKey] = msgspec.field(default_factory=set)
    entries: dict[EntryId, Entry] = msgspec.field(default_factory=dict)
    attendance: dict[PersonId, Attendance] = msgspec.field(default_factory=dict)
    heads: list[HeadsCounted] = msgspec.field(default_factory=list)
    roles: dict[str, PersonId] = msgspec.field(default_factory=dict)
    agreement: Agreement = msgspec.field(default_factory=Agreement)
    """Only what this meeting's own events say of the agreement."""
    steps: StepBook = msgspec.field(default_factory=StepBook)
    """The next steps promised here, as this meeting's own events leave them."""
    parked: dict[EntryId, ParkedPlaced] = msgspec.field(default_factory=dict)
    topics: list[Topic] = msgspec.field(default_factory=list)
    """The topics of its agenda, in order."""
    topics_removed: dict[str, Topic] = msgspec.field(default_factory=dict)
    """Topics that were taken off this agenda, by id: nothing puts them on it again by itself."""
    reviews: list[MinutesReviewed] = msgspec.field(default_factory=list)
    corrections: list[CorrectionMade] = msgspec.field(default_factory=list)
    """To this meeting's own minutes, made in later meetings."""
    approved: Approved | None = None
    resealed: Resealed | None = None
    """Words were removed from the approved minutes since: the newest seal."""
    amendments: list[Amended] = msgspec.field(default_factory=list)
    """Dated changes since the approval, oldest first."""
    review: Review | None = None
    """The review round of the draft; None while there was none."""
    written_up: dt.datetime | None = None
    """When it was written up, if it was held without the program, UTC."""
    unseen: frozenset[EventId] = frozenset()
    """Lines and edits that the approval did not see and no amendment took in."""
    next_starts: dt.datetime | None = None
    convener: PersonId | None = None
    next_roles: dict[str, PersonId] = msgspec.field(default_factory=dict)
    moved_on: list[BlockStarted] = msgspec.field(default_factory=list)
    """Starts whose `left` was no longer current: "already moved on"."""
    also: list[Event] = msgspec.field(default_factory=list)
    """Later ends, calls to order and approvals; the first one stands."""
    unknown: int = 0
    """Events of kinds this version does not know."""

    # --- where we are -----------------------------------------------------------------------------------------

    @property
    def current(self) -> Span | None:
        """The span that is open now."""
        return self.spans[-1] if self.spans and self.spans[-1].end is None else None

    @property
    def block(self) -> BlockPlan | None:
        """The block that is on now."""
        return self.plan(self.current.block) if self.current else None

    @property
    def paused(self) -> bool:
        """In a comfort break or a discomfort pause."""
        return bool(self.pauses) and self.pauses[-1][1] is None

    @property
    def is_off_record(self) -> bool:
        """Nothing is being written."""
        return bool(self.off_record) and self.off_record[-1][1] is None

    @property
    def live(self) -> bool:
        """Doors open or in session."""
        return self.state in ("doors open", "in session")

    def plan(self, key: BlockKey) -> BlockPlan | None:
        """The block with this key."""
        return next((block for block in self.blocks if block.key == key), None)

    def job(self, job: str) -> BlockPlan | None:
        """The first block that does this job."""
        return next((block for block in self.blocks if block.job == job), None)

    def next_block(self) -> BlockPlan | None:
        """The block after the current one."""
        keys = [block.key for block in self.blocks]
        if self.current is None or self.current.block not in keys:
            return self.blocks[0] if self.blocks and self.current is None else None
        place = keys.index(self.current.block) + 1
        return self.blocks[place] if place < len(self.blocks) else None

    def visited(self, key: BlockKey) -> bool:
        """Whether the meeting has been in this block."""
        return any(span.block == key for span in self.spans)

    def course(self, items: tuple[PriorityId, ...] = ()) -> Course:
        """The facts of time, for the block clock; `items` are the priorities that share the priorities block."""
        return Course(
            blocks=self.blocks,
            starts=self.starts,
            ends=self.agreed_end or self.starts + dt.timedelta(minutes=self.minutes),
            limits=dict(self.limits),
            spans=tuple(self.spans),
            pauses=tuple(self.pauses),
            called=self.called,
            ended=self.ended,
            skipped=frozenset(self.skipped),
            items=items,
        )

    # --- what was written -------------------------------------------------------------------------------------

    def lines(self, block: BlockKey | None = None) -> list[Entry]:
        """Lines in the order they were entered, of one block or all."""
        chosen = [e for e in self.entries.values() if block is None or e.block == block]
        return sorted(chosen, key=lambda entry: (entry.at, entry.id))

    def of_kind(self, *kinds: EntryKind) -> list[Entry]:
        """Lines of these kinds, in the order they were entered."""
        return [entry for entry in self.lines() if entry.filed.kind in kinds]

    @property
    def unplaced(self) -> list[Entry]:
        """Parked lines that have not been given a destination."""
        return [entry for entry in self.of_kind(EntryKind.PARKED) if entry.id not in self.parked]

    def amends(self, event: Event) -> bool:
        """Whether an event is part of an amendment of the approved minutes."""
        return any(act_of(made) == act_of(event) for made in self.amendments)

    # --- who is here ------------------------------------------------------------------------------------------

    @property
    def here(self) -> frozenset[PersonId]:
        """People who arrived and have not left."""
        return frozenset(key for key, who in self.attendance.items() if who.left is None)

    @property
    def heads_count(self) -> int:
        """People without a name, e.g. by phone."""
        return max(0, sum(heads.count for heads in self.heads))

    @property
    def not_seen_agreement(self) -> list[PersonId]:
        """People here who arrived after the agreement block and have not seen the agreement."""
        return [key for key, who in self.attendance.items() if not who.saw_agreement and who.left is None]

    @classmethod
    def fold(cls, events: Iterable[Event | Unknown]) -> Meeting:
        """The meeting that a shard's events tell of, in any order of arrival."""
        meeting = cls()
        given = tuple(events)
        held = standing(given)
        meeting.unseen = unseen(given, held.events)
        meeting.unknown = len(held.unknown)
        for event in held.events:
            apply = FOLDS.get(type(event))
            if apply is not None:
                apply(meeting, event)
            meeting.agreement.apply(event, meeting.id)
            if event.id not in meeting.unseen or _is_beside(meeting, event):
                meeting.steps.apply(event, meeting.id)
        for entry in held.contested:
            if entry in meeting.entries:
                meeting.entries[entry].contested = True
        meeting._remove(event for event in held.events if isinstance(event, Redacted))
        meeting.steps.number_once()
        return meeting

    def _remove(self, removals: Iterable[Redacted]) -> None:
        """What was removed and left nothing is shown nowhere; what left a mark stands with it."""
        for removal in removals:
            known = self.entries.get(removal.target)
            if removal.leave:
                if known is not None:
                    known.redacted = True
                continue
            self.entries.pop(removal.target, None)
            self.parked.pop(removal.target, None)
            self.topics = [topic for topic in self.topics if removal.target not in (topic.topic, topic.entry)]
            self.topics_removed.pop(removal.target, None)


def _is_beside(meeting: Meeting, event: Event) -> bool:
    """Whether an event is about a line that stands beside the approved minutes, and so changes nothing of them."""
    entry = meeting.entries.get(event.entry) if isinstance(event, Captured | EntryEdited) else None
    return entry is None or entry.after_approval
