"""How events and folded groups lie in the index: packed, each with a checksum, since a cache may rot too.

What a group is folded from is kept by shard, so that a group can be folded again when one of its shards changed without
reading the others.
"""

from __future__ import annotations

import gc
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, reduce
from operator import or_
from typing import Any, TypeAlias

import msgspec

from peer_tui.domain.agreement import AgreedLine, AgreementMoment
from peer_tui.domain.events import (
    Captured,
    EntryEdited,
    EntryId,
    EntryKind,
    Event,
    EventId,
    MeetingId,
    PersonId,
    ProposalSettled,
    Redone,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepDefined,
    StepMarked,
    StepReminded,
    StepSnoozed,
    Undone,
    Unknown,
)
from peer_tui.domain.group import Group
from peer_tui.domain.held import Answer, Held, Parked, Review
from peer_tui.domain.history import act_of
from peer_tui.domain.outliving import OUTLIVING
from peer_tui.domain.people import Person
from peer_tui.domain.step_book import Notes, Said, StepBook
from peer_tui.domain.steps import Step, StepMoment
from peer_tui.store.index.packed import Packed, StoredMany, pack
from peer_tui.store.shards import Shard

_KEPT = OUTLIVING | {Undone, Redone, ProposalSettled}
_OUTLIVES = frozenset({
    EntryKind.STEP, EntryKind.PARKED, EntryKind.DECISION, EntryKind.PROPOSAL, EntryKind.MOTION,
})  # fmt: skip
"""The kinds of line that a group, or the gaps of minutes still in draft, are told from."""
_AboutStep: TypeAlias = StepAssigned | StepDated | StepDefined | StepAccepted | StepMarked | StepSnoozed | StepReminded
_SUM = 4
"""Bytes of the checksum in front of what is packed."""


class Damaged(Exception):
    """What the index holds is not what was put there."""


def kept(events: Iterable[Event | Unknown]) -> tuple[Event, ...]:
    """Of a shard's events those that its group is folded from, and the gaps of its minutes are told from.

    Acts that were taken back stay, with what took them back: whether they hold is for all shards of a meeting together
    to say. A line that never was more than a note, and was never taken back, is left out with its edits.
    """
    known = [event for event in events if type(event) in _KEPT]
    undone = {event.target for event in known if isinstance(event, Undone)}
    captured: set[EntryId] = set()
    needed: set[EntryId] = set()
    for event in known:
        if isinstance(event, Captured | EntryEdited):
            if event.filed.kind in _OUTLIVES or (undone and act_of(event) in undone):
                needed.add(event.entry)
            if isinstance(event, Captured):
                captured.add(event.entry)
    return tuple(
        event
        for event in known
        if isinstance(event, Event)
        and (
            not isinstance(event, Captured | EntryEdited)
            or event.entry in needed
            or event.entry not in captured  # an edit of a line that lies elsewhere
        )
    )


def pack_events(events: Iterable[Event]) -> bytes:
    """The events of a shard, for its row."""
    return zlib.compress(msgspec.msgpack.encode(list(events)), 1)


def unpack_events(packed: bytes) -> tuple[Event, ...]:
    """The events of a row.

    Raises:
        Damaged: it holds something else.
    """
    try:
        return tuple(_events().decode(zlib.decompress(packed)))
    except (zlib.error, msgspec.DecodeError, TypeError, ValueError) as error:
        raise Damaged("the events of a shard") from error


@cache
def _events() -> msgspec.msgpack.Decoder[list[Event]]:
    return msgspec.msgpack.Decoder(list[reduce(or_, sorted(_KEPT, key=lambda kind: kind.__name__))])  # type: ignore[misc]


class StoredSteps(msgspec.Struct, array_like=True):
    """A group's next steps; each is called by its place among them."""

    steps: StoredMany
    numbers: list[int]
    open: list[int]
    told: StoredMany
    waiting: StoredMany
    """What was said of steps that nobody has promised yet: mostly nothing."""
    removed: set[EntryId]
    used: int
    newest: EventId
    """These, and `told`, as `Notes` holds them."""

    def book(self) -> StepBook:
        """The steps, none of them unpacked yet."""
        ids = self.steps.ids
        said = Packed(self.waiting, list[tuple[_AboutStep, MeetingId]])
        waiting: dict[EntryId, list[Said]] = {step: [*about] for step, about in said.items()}
        numbers = dict(zip(ids, self.numbers, strict=True))
        told = Packed(self.told, tuple[EntryId, ...])
        notes = Notes(numbers, {ids[place] for place in self.open}, told, waiting, self.removed, self.used, self.newest)
        return StepBook(Packed(self.steps, Step), notes)


class StoredGroup(msgspec.Struct, array_like=True):
    """A folded group and what is told beside it."""

    group: Group
    """Without what stands below."""
    steps: StoredSteps
    people: StoredMany
    meetings: StoredMany
    parked: StoredMany
    shards: dict[MeetingId, str] = {}
    """The folder of each meeting."""
    copies: dict[MeetingId, tuple[str, ...]] = {}
    """The folders of a meeting that lies in several, the first among them."""
    sentences: list[str] = []
    """The gaps of all minutes, each sentence once: many drafts say the same of one another."""
    gaps: dict[MeetingId, list[int]] = {}
    problems: tuple[str, ...] = ()
    leads: dict[PersonId, str] = {}
    """What those who lead an open next step are called on the first screen."""

    def whole(self) -> Group:
        """The group with its steps, people, meetings and what was parked; of these none is unpacked yet."""
        self.group.steps = self.steps.book()
        self.group.people = Packed(self.people, Person)
        self.group.meetings = Packed(self.meetings, Held)
        self.group.parked = Packed(self.parked, Parked)
        return self.group


def pack_group(
    group: Group,
    shards: Mapping[MeetingId, Sequence[Shard]],
    problems: Iterable[str],
    gaps: Mapping[MeetingId, Iterable[str]] | None = None,
    leads: Mapping[PersonId, str] | None = None,
) -> bytes:
    """A folded group for its row.

    Args:
        group: the group.
        shards: where each of its meetings lies.
        problems: sentences about damage found in its files.
        gaps: what minutes lack, by meeting, in sentences.
        leads: what those who lead an open next step are called on the first screen.
    """
    sentences: dict[str, int] = {}
    told = {
        meeting: [sentences.setdefault(sentence, len(sentences)) for sentence in lacks]
        for meeting, lacks in (gaps or {}).items()
    }
    bare = msgspec.structs.replace(group, people={}, meetings={}, parked={})
    stored = StoredGroup(
        bare, _stored_steps(group.steps), pack(group.people), pack(group.meetings), pack(group.parked),
        {meeting: several[0].meeting for meeting, several in shards.items()},
        {meeting: tuple(shard.meeting for shard in several) for meeting, several in shards.items() if len(several) > 1},
        list(sentences), told, tuple(problems), {**(leads or {})},
    )  # fmt: skip
    packed = msgspec.msgpack.encode(stored, enc_hook=_no_steps)
    return zlib.crc32(packed, _shape()).to_bytes(_SUM, "big") + packed


def _stored_steps(book: StepBook) -> StoredSteps:
    notes = book.notes
    place = {key: number for number, key in enumerate(book.steps)}
    return StoredSteps(
        pack(book.steps), [notes.numbers[key] for key in place], sorted(place[key] for key in notes.open),
        pack(notes.told), pack(notes.waiting), notes.removed, notes.used, notes.newest,
    )  # fmt: skip


def unpack_group(packed: bytes) -> StoredGroup:
    """The group of a row.

    Raises:
        Damaged: it holds something else.
    """
    told = memoryview(packed)[_SUM:]
    try:
        if zlib.crc32(told, _shape()).to_bytes(_SUM, "big") != packed[:_SUM]:
            raise Damaged("a group")
        with _uncollected():
            return _group().decode(told)
    except (msgspec.DecodeError, TypeError, ValueError) as error:
        raise Damaged("a group") from error


BY_PLACE: tuple[type[Any], ...] = (
    StoredGroup, StoredSteps, StoredMany, Held, Review, Answer, Parked, Person, Step, StepMoment, AgreedLine,
    AgreementMoment,
)  # fmt: skip
"""Everything of a group that is stored without the names of its fields, each by its place only."""


@cache
def _shape() -> int:
    """What the checksums begin with: another one where a version has other fields, or has them in another order.

    What another version stored is then told from its checksum, and never read with its fields in each other's places.
    """
    return zlib.crc32(repr([(kind.__name__, kind.__match_args__) for kind in BY_PLACE]).encode())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, which would look through thousands of new objects again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@cache
def _group() -> msgspec.msgpack.Decoder[StoredGroup]:
    return msgspec.msgpack.Decoder(StoredGroup, dec_hook=_empty_book)


def _no_steps(value: object) -> None:
    assert isinstance(value, StepBook)


def _empty_book(kind: type, value: object) -> StepBook:
    return StepBook()
