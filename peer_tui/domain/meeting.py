"""Meeting: the fold of one meeting's events.

The fold sorts by id and applies in order, so any order of arrival gives the same meeting. It is total and never hides
words: a line whose block is unknown stands under "Other notes", an edit whose line has not arrived yet stands as a
line itself (`docs/architecture.md`, "Events").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import msgspec

from peer_tui.domain.agreement import Agreement
from peer_tui.domain.events import (
    AgendaSet,
    AgreementSeen,
    Approved,
    Arrived,
    BlockKey,
    BlockPlan,
    BlockSkipped,
    BlockStarted,
    CalledToOrder,
    Captured,
    ConvenerNamed,
    CorrectionMade,
    DoorsOpened,
    Ended,
    EntryEdited,
    EntryId,
    EntryKind,
    Event,
    Extended,
    Filed,
    FingersShown,
    GroupId,
    HeadsCounted,
    ItemStarted,
    Left,
    MeetingCancelled,
    MeetingId,
    MeetingMoved,
    MeetingPlanned,
    MeetingRenamed,
    MinutesReviewed,
    NextMeetingSet,
    NextRoleGiven,
    OffRecordEnded,
    OffRecordStarted,
    ParkedPlaced,
    Paused,
    PersonId,
    PriorityId,
    ProposalSettled,
    Reopened,
    Resumed,
    RoleGiven,
    SeriesId,
    StoodAside,
    TopicAdded,
    Unknown,
    WriterId,
)
from peer_tui.domain.history import standing
from peer_tui.domain.steps import StepBook
from peer_tui.domain.timing import Course, Span

NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
"""The start of a meeting whose plan is not known."""

OTHER_NOTES: BlockKey = ""
"""Where lines stand whose block is unknown."""

MeetingState = str
"""planned, doors open, in session, ended or cancelled."""


class Entry(msgspec.Struct):
    """A captured line as it stands."""

    id: EntryId
    block: BlockKey
    filed: Filed
    at: dt.datetime
    """When Enter was pressed, UTC; edits keep it."""
    by: WriterId
    number: int = 0
    history: tuple[Filed, ...] = ()
    """What it was before, oldest first."""
    fingers: tuple[int, ...] = ()
    """How many showed 0, 1, … 5 fingers; empty if nobody asked."""
    aside: int = 0
    outcome: str = ""
    """A proposal's outcome."""
    after_end: bool = False
    """Added after the meeting ended."""
    contested: bool = False
    """Taken back by its writer after another writer had written about it."""
    item: PriorityId | None = None
    """The priority that was up when it was said, or the one it names."""


class Attendance(msgspec.Struct):
    """One person at one meeting."""

    person: PersonId
    arrived: dt.datetime
    left: dt.datetime | None = None
    mode: str = ""
    saw_agreement: bool = True
    """False if they arrived after the agreement block and have not been shown it since."""


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
    topics: list[TopicAdded] = msgspec.field(default_factory=list)
    reviews: list[MinutesReviewed] = msgspec.field(default_factory=list)
    corrections: list[CorrectionMade] = msgspec.field(default_factory=list)
    """To this meeting's own minutes, made in later meetings."""
    approved: Approved | None = None
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
        held = standing(events)
        meeting.unknown = len(held.unknown)
        for event in held.events:
            apply = _FOLDS.get(type(event))
            if apply is not None:
                apply(meeting, event)
            meeting.agreement.apply(event, meeting.id)
            meeting.steps.apply(event, meeting.id)
        for entry in held.contested:
            if entry in meeting.entries:
                meeting.entries[entry].contested = True
        meeting.steps.number_once()
        return meeting


# --- one small fold an event --------------------------------------------------------------------------------------


def _planned(meeting: Meeting, event: MeetingPlanned) -> None:
    meeting.id, meeting.group, meeting.series = event.meeting, event.group, event.series
    meeting.title, meeting.type, meeting.platform = event.title, event.type, event.platform
    meeting.starts, meeting.zone, meeting.minutes = event.starts, event.zone, event.minutes
    meeting.blocks = event.blocks


def _moved(meeting: Meeting, event: MeetingMoved) -> None:
    meeting.starts, meeting.minutes = event.starts, event.minutes


def _renamed(meeting: Meeting, event: MeetingRenamed) -> None:
    meeting.title = event.title


def _agenda(meeting: Meeting, event: AgendaSet) -> None:
    meeting.blocks = event.blocks


def _topic(meeting: Meeting, event: TopicAdded) -> None:
    meeting.topics.append(event)


def _cancelled(meeting: Meeting, event: MeetingCancelled) -> None:
    if meeting.called is None and (meeting.live or meeting.state == "planned"):
        meeting.state = "cancelled"
        _close_span(meeting, event.moment)


def _doors(meeting: Meeting, event: DoorsOpened) -> None:
    """The doors of a cancelled meeting were opened all the same: it is held."""
    if meeting.state not in ("planned", "cancelled"):
        return
    meeting.opened = meeting.opened or event.moment
    meeting.state = "in session" if meeting.called else "doors open"
    if meeting.blocks and meeting.current is None:
        _open_span(meeting, meeting.spans[-1].block if meeting.spans else meeting.blocks[0].key, None, event.moment)


def _called(meeting: Meeting, event: CalledToOrder) -> None:
    if meeting.called is not None or meeting.ended is not None:
        meeting.also.append(event)
        return
    meeting.called, meeting.state = event.moment, "in session"


def _started(meeting: Meeting, event: BlockStarted) -> None:
    if meeting.ended is not None:
        meeting.moved_on.append(event)
        return
    current = meeting.current
    if current is not None and event.left is not None and event.left != current.block:
        meeting.moved_on.append(event)
        return
    meeting.skipped.discard(event.block)
    if current is not None and current.block == event.block and current.item is None:
        return
    _open_span(meeting, event.block, None, event.moment)
    if meeting.state == "planned":
        meeting.state = "in session"


def _item(meeting: Meeting, event: ItemStarted) -> None:
    current = meeting.current
    if current is None or current.block != event.block or current.item == event.item:
        return
    _open_span(meeting, event.block, event.item, event.moment)


def _open_span(meeting: Meeting, block: BlockKey, item: PriorityId | None, moment: dt.datetime) -> None:
    moment = _close_span(meeting, moment)
    meeting.spans.append(Span(block, item, moment, None))


def _close_span(meeting: Meeting, moment: dt.datetime) -> dt.datetime:
    """Close the open span, never before it began, and say when it closed."""
    if meeting.spans:
        last = meeting.spans[-1]
        moment = max(moment, last.end or last.start)
        if last.end is None:
            meeting.spans[-1] = Span(last.block, last.item, last.start, moment)
    return moment


def _skipped(meeting: Meeting, event: BlockSkipped) -> None:
    meeting.skipped.add(event.block)


def _extended(meeting: Meeting, event: Extended) -> None:
    meeting.limits[event.block] = event.seconds
    meeting.limits.update(event.limits)
    if event.ends is not None:
        meeting.agreed_end = event.ends


def _paused(meeting: Meeting, event: Paused) -> None:
    if not meeting.paused and meeting.ended is None:
        meeting.pauses.append((event.moment, None))


def _resumed(meeting: Meeting, event: Resumed) -> None:
    _close_last(meeting.pauses, event.moment)


def _off(meeting: Meeting, event: OffRecordStarted) -> None:
    if not meeting.is_off_record and meeting.ended is None:
        meeting.off_record.append((event.moment, None))


def _on(meeting: Meeting, event: OffRecordEnded) -> None:
    _close_last(meeting.off_record, event.moment)


def _close_last(stretches: list[tuple[dt.datetime, dt.datetime | None]], moment: dt.datetime) -> None:
    if stretches and stretches[-1][1] is None:
        start = stretches[-1][0]
        stretches[-1] = (start, max(start, moment))


def _role(meeting: Meeting, event: RoleGiven) -> None:
    if event.person is None:
        meeting.roles.pop(event.role, None)
    else:
        meeting.roles[event.role] = event.person


def _arrived(meeting: Meeting, event: Arrived) -> None:
    known = meeting.attendance.get(event.person)
    if known is not None:
        known.left = None
        known.mode = event.mode or known.mode
        return
    seen = not _agreement_is_over(meeting)
    meeting.attendance[event.person] = Attendance(event.person, event.moment, None, event.mode, seen)


def _agreement_is_over(meeting: Meeting) -> bool:
    block = meeting.job("agreement")
    if block is None:
        return False
    current = meeting.current
    return meeting.visited(block.key) and (current is None or current.block != block.key)


def _heads(meeting: Meeting, event: HeadsCounted) -> None:
    meeting.heads.append(event)


def _left(meeting: Meeting, event: Left) -> None:
    known = meeting.attendance.get(event.person)
    if known is not None:
        known.left = event.moment


def _saw(meeting: Meeting, event: AgreementSeen) -> None:
    for person in event.people:
        if person in meeting.attendance:
            meeting.attendance[person].saw_agreement = True


def _captured(meeting: Meeting, event: Captured) -> None:
    known = meeting.entries.get(event.entry)
    block = event.block if meeting.plan(event.block) or not meeting.blocks else OTHER_NOTES
    entry = Entry(event.entry, block, event.filed, event.moment, event.by, event.number, item=event.filed.priority)
    entry.after_end = meeting.ended is not None
    if known is not None:
        entry.filed, entry.number, entry.history = known.filed, known.number or event.number, (event.filed,)
    meeting.entries[event.entry] = entry


def _edited(meeting: Meeting, event: EntryEdited) -> None:
    entry = meeting.entries.get(event.entry)
    if entry is None:
        block = event.block if meeting.plan(event.block) else OTHER_NOTES
        meeting.entries[event.entry] = Entry(event.entry, block, event.filed, event.moment, event.by, event.number)
        return
    entry.history = (*entry.history, entry.filed)
    entry.filed = event.filed
    entry.number = entry.number or event.number
    if event.filed.priority is not None:
        entry.item = event.filed.priority
    if event.block and meeting.plan(event.block):
        entry.block = event.block


def _fingers(meeting: Meeting, event: FingersShown) -> None:
    if entry := meeting.entries.get(event.entry):
        entry.fingers = event.counts


def _aside(meeting: Meeting, event: StoodAside) -> None:
    if entry := meeting.entries.get(event.entry):
        entry.aside = event.count


def _settled(meeting: Meeting, event: ProposalSettled) -> None:
    entry = meeting.entries.get(event.entry)
    if entry is None:
        return
    entry.outcome = event.outcome
    if event.outcome == "agreed" and entry.filed.kind is not EntryKind.DECISION:
        entry.history = (*entry.history, entry.filed)
        entry.filed = as_kind(entry.filed, EntryKind.DECISION)


def as_kind(filed: Filed, kind: EntryKind) -> Filed:
    """The same words under another kind."""
    return msgspec.structs.replace(filed, kind=kind)


def _reviewed(meeting: Meeting, event: MinutesReviewed) -> None:
    meeting.reviews.append(event)


def _corrected(meeting: Meeting, event: CorrectionMade) -> None:
    """A correction whose words were changed since stands once, as it reads now; without words it is withdrawn."""
    meeting.corrections = [known for known in meeting.corrections if known.entry != event.entry]
    if event.text:
        meeting.corrections.append(event)


def _approved(meeting: Meeting, event: Approved) -> None:
    if meeting.approved is None:
        meeting.approved = event
    else:
        meeting.also.append(event)


def _placed(meeting: Meeting, event: ParkedPlaced) -> None:
    meeting.parked[event.entry] = event


def _next(meeting: Meeting, event: NextMeetingSet) -> None:
    meeting.next_starts = event.starts


def _convener(meeting: Meeting, event: ConvenerNamed) -> None:
    meeting.convener = event.person


def _next_role(meeting: Meeting, event: NextRoleGiven) -> None:
    if event.person is None:
        meeting.next_roles.pop(event.role, None)
    else:
        meeting.next_roles[event.role] = event.person


def _ended(meeting: Meeting, event: Ended) -> None:
    if meeting.ended is not None:
        meeting.also.append(event)
        return
    _close_last(meeting.pauses, event.moment)
    _close_last(meeting.off_record, event.moment)
    meeting.ended = _close_span(meeting, event.moment)
    meeting.state = "ended"


def _reopened(meeting: Meeting, event: Reopened) -> None:
    if meeting.ended is None or meeting.approved is not None:
        return
    meeting.ended, meeting.state = None, "in session"
    if meeting.spans:
        last = meeting.spans[-1]
        _open_span(meeting, last.block, last.item, event.moment)
        keys = [block.key for block in meeting.blocks]
        here = keys.index(last.block) if last.block in keys else len(keys)
        meeting.skipped.difference_update(keys[here + 1 :])


_FOLDS: dict[type[Event], Callable[..., None]] = {
    MeetingPlanned: _planned,
    MeetingMoved: _moved,
    MeetingRenamed: _renamed,
    AgendaSet: _agenda,
    TopicAdded: _topic,
    MeetingCancelled: _cancelled,
    DoorsOpened: _doors,
    CalledToOrder: _called,
    BlockStarted: _started,
    ItemStarted: _item,
    BlockSkipped: _skipped,
    Extended: _extended,
    Paused: _paused,
    Resumed: _resumed,
    OffRecordStarted: _off,
    OffRecordEnded: _on,
    RoleGiven: _role,
    Arrived: _arrived,
    HeadsCounted: _heads,
    Left: _left,
    AgreementSeen: _saw,
    Captured: _captured,
    EntryEdited: _edited,
    FingersShown: _fingers,
    StoodAside: _aside,
    ProposalSettled: _settled,
    MinutesReviewed: _reviewed,
    CorrectionMade: _corrected,
    Approved: _approved,
    ParkedPlaced: _placed,
    NextMeetingSet: _next,
    ConvenerNamed: _convener,
    NextRoleGiven: _next_role,
    Ended: _ended,
    Reopened: _reopened,
}
