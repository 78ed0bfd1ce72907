"""How events and folded groups lie in the index: packed, each with a checksum, since a cache may rot too.

What a group is folded from is kept by shard, so that a group can be folded again when one of its shards changed without
reading the others.
"""

from __future__ import annotations

import gc
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, reduce
from operator import or_
from typing import Any, TypeAlias

import msgspec

from peer_tui.domain.events import (
    Captured,
    EntryEdited,
    EntryId,
    EntryKind,
    Event,
    MeetingId,
    ProposalSettled,
    Redone,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepDefined,
    StepMarked,
    Undone,
    Unknown,
)
from peer_tui.domain.group import OUTLIVING, Group
from peer_tui.domain.history import act_of
from peer_tui.domain.step_book import Notes, Said, StepBook
from peer_tui.store.index.packed import PackedSteps, pack
from peer_tui.store.library import Shard

_KEPT = OUTLIVING | {Undone, Redone, ProposalSettled}
_OUTLIVES = frozenset({
    EntryKind.STEP, EntryKind.PARKED, EntryKind.DECISION, EntryKind.PROPOSAL, EntryKind.MOTION,
})  # fmt: skip
"""The kinds of line that a group, or the gaps of minutes still in draft, are told from."""
_AboutStep: TypeAlias = StepAssigned | StepDated | StepDefined | StepAccepted | StepMarked
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

    ids: list[EntryId]
    steps: list[bytes]
    """As `PackedSteps` takes them."""
    numbers: list[int]
    open: list[int]
    told: list[tuple[MeetingId, list[int]]] = []
    """As `Notes` holds it."""
    waiting: list[tuple[EntryId, list[tuple[_AboutStep, MeetingId]]]] = []
    """What was said of steps that nobody has promised yet."""
    removed: set[EntryId] = set()
    used: int = 0
    """Both as `Notes` holds them."""

    def book(self) -> StepBook:
        """The steps, none of them unpacked yet."""
        ids = self.ids
        told = {meeting: tuple([ids[place] for place in places]) for meeting, places in self.told}
        waiting: dict[EntryId, list[Said]] = {step: [*said] for step, said in self.waiting}
        numbers = dict(zip(ids, self.numbers, strict=True))
        notes = Notes(numbers, {ids[place] for place in self.open}, told, waiting, self.removed, self.used)
        return StepBook(PackedSteps(ids, self.steps), notes)


class StoredGroup(msgspec.Struct, array_like=True):
    """A folded group and what is told beside it."""

    group: Group
    """Without its steps, which stand below."""
    steps: StoredSteps
    shards: dict[MeetingId, tuple[str, str]] = {}
    sentences: list[str] = []
    """The gaps of all minutes, each sentence once: many drafts say the same of one another."""
    gaps: dict[MeetingId, list[int]] = {}
    problems: tuple[str, ...] = ()

    def whole(self) -> Group:
        """The group with its steps."""
        self.group.steps = self.steps.book()
        return self.group


def pack_group(
    group: Group,
    shards: Mapping[MeetingId, Shard],
    problems: Iterable[str],
    gaps: Mapping[MeetingId, Iterable[str]] | None = None,
) -> bytes:
    """A folded group for its row."""
    sentences: dict[str, int] = {}
    told = {
        meeting: [sentences.setdefault(sentence, len(sentences)) for sentence in lacks]
        for meeting, lacks in (gaps or {}).items()
    }
    where = {meeting: (shard.group, shard.meeting) for meeting, shard in shards.items()}
    stored = StoredGroup(group, _stored_steps(group.steps), where, list(sentences), told, tuple(problems))
    packed = msgspec.msgpack.encode(stored, enc_hook=_no_steps)
    return zlib.crc32(packed).to_bytes(_SUM, "big") + packed


def _stored_steps(book: StepBook) -> StoredSteps:
    notes = book.notes
    place = {key: number for number, key in enumerate(book.steps)}
    told = [(meeting, [place[key] for key in keys if key in place]) for meeting, keys in notes.told.items()]
    waiting: list[Any] = list(notes.waiting.items())
    return StoredSteps(
        list(place), pack(book.steps.values()), [notes.numbers[key] for key in place],
        sorted(place[key] for key in notes.open), told, waiting, notes.removed, notes.used,
    )  # fmt: skip


def unpack_group(packed: bytes) -> StoredGroup:
    """The group of a row.

    Raises:
        Damaged: it holds something else.
    """
    try:
        if zlib.crc32(memoryview(packed)[_SUM:]).to_bytes(_SUM, "big") != packed[:_SUM]:
            raise Damaged("a group")
        with _uncollected():
            return _group().decode(memoryview(packed)[_SUM:])
    except (msgspec.DecodeError, TypeError, ValueError) as error:
        raise Damaged("a group") from error


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
