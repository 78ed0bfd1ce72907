"""An opened library: its groups and meetings, the clock, and the way every fact takes to disk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.clock import AHEAD_AT_MOST, Clock, LogicalClock, event_id, milliseconds
from peer_tui.domain.events import Event, EventId, MeetingId, Unknown, WriterId
from peer_tui.domain.history import ids_in
from peer_tui.domain.redaction import without_redacted
from peer_tui.paths import Places
from peer_tui.services import opening
from peer_tui.services.opened import OpenGroup
from peer_tui.services.saving import Saver
from peer_tui.settings import Settings
from peer_tui.store.files import PLAIN, Files
from peer_tui.store.indexed import has_index
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard, ShardReading, Stamp

if TYPE_CHECKING:
    from peer_tui.domain.held import Held
    from peer_tui.services.indexing import Indexing
    from peer_tui.store.index import Index

__all__ = ["OpenGroup", "Workspace"]


class Workspace:
    """An opened library. One for the whole run of the program."""

    def __init__(
        self, places: Places, clock: Clock, settings: Settings, *, threaded: bool = True, files: Files = PLAIN
    ) -> None:
        self.places = places
        self.clock = clock
        self.settings = settings
        self.warnings: list[str] = []
        """Sentences about settings that could not be used, for the first screen to say."""
        self.library = Library(places.library, places.state, files)
        self.listeners: list[Callable[[], None]] = []
        self.saver = Saver(self.library, self._tell, threaded, clock=clock)
        self.saver.when_ended = self._ended
        self.screens = threaded
        """Somebody sits before screens: what is shown at once may be what the index knew a moment ago."""
        self.written: set[str] = set()
        """The folders of the groups that this run has written to."""
        self.usual_zone = "UTC"
        """The zone in which most groups of the library meet, as far as they were opened."""
        self.nameless: tuple[OpenGroup, ...] = ()
        """The groups left out when all were last opened: nothing that could be read tells their name."""
        self.opened: tuple[OpenGroup, ...] = ()
        """The other ones, for a command; the screens keep their own."""
        self.settled: dict[Shard, Stamp] = {}
        """The shards with removals in which, as they were then, no log of ours held any of the words."""
        self.waiting: Callable[[], AbstractContextManager[Callable[[int, int], None] | None]] = nullcontext
        """Around the reading that a command has to wait for: gives what is told how many of how many are read."""
        self._ids = LogicalClock("")
        """Makes every id of this run; who writes it is known once the first is asked for."""
        self._readings: dict[Shard, ShardReading] = {}
        self._left: dict[Shard, list[EventId]] = {}
        """Of each shard that was about to be written to: the ids of what lies beside its logs."""
        self._index: Index | None = None
        self._indexing: Indexing | None = None

    # --- time and identity ------------------------------------------------------------------------------------

    def now(self) -> dt.datetime:
        """The present instant: aware, UTC."""
        return self.clock.now()

    @property
    def writer(self) -> WriterId:
        """Who is writing: this device's id and this program's slot."""
        return self.library.writer

    @property
    def device(self) -> str:
        """This device's id, known without taking a slot to write in."""
        return self.library.device

    def is_ours(self, writer: WriterId) -> bool:
        """Whether a writer is this device, in any slot."""
        return writer.rpartition("-")[0] == self.writer.rpartition("-")[0]

    def new_id(self, after: EventId = "") -> EventId:
        """A new id, greater than every id made or seen so far, and given to nothing else.

        Args:
            after: an id that lies so far ahead that those of this run do not follow it; this one does.
        """
        if not self._ids.writer:
            # An earlier run that was given the same `--now` made ids in this very millisecond.
            self.see(event for reading in self._readings.values() for event in reading.events)
        self._ids.writer = self.writer
        return self._ids.next_id(self.now(), after)

    def see(self, events: Iterable[Event | Unknown]) -> None:
        """Take note of ids made elsewhere, so that ours sort after them."""
        self.see_ids(key for event in events for key in ids_in(event))

    def see_ids(self, ids: Iterable[EventId]) -> None:
        """Take note of ids, of events or of what they made: people, meetings, lines."""
        now = self.now()
        # Of the believable ones the newest is enough; of those from a clock that is far ahead, or was, each must be
        # known: ours may come to it one day.
        believable = event_id(milliseconds(now + AHEAD_AT_MOST) + 1, 0, "")
        newest = ""
        for key in ids:
            if key >= believable:
                self._ids.see(key, now)
            elif key > newest:
                newest = key
        if newest:
            self._ids.see(newest, now)

    def stamp(self, bodies: Sequence[Event], *, act: EventId = "") -> list[Event]:
        """The bodies of one act as events: with ids, the time, who wrote them, and the act they belong to."""
        now = self.now()
        ids = [body.id or self.new_id() for body in bodies]
        act = act or (ids[0] if len(bodies) > 1 else "")
        return [
            msgspec.structs.replace(body, id=key, at=now, by=self.writer, act=act)
            for key, body in zip(ids, bodies, strict=True)
        ]

    # --- reading ----------------------------------------------------------------------------------------------

    def read(self, shard: Shard) -> ShardReading:
        """A shard's events: what is on disk, read again if it changed since, and what is still on its way there."""
        known = self._readings.get(shard)
        if known is None or known.arriving or known.stamp != self.library.stamp(shard):
            known = self._readings[shard] = self.library.read(shard, self.now())
        waiting = self.saver.waiting(shard)
        if not waiting:
            return known
        union = {event.id: event for event in (*waiting, *known.events)}
        return msgspec.structs.replace(known, events=without_redacted(union[key] for key in sorted(union)))

    @property
    def is_indexed(self) -> bool:
        """Whether there may be an index to ask. Where there is none yet, Today is painted without loading one."""
        return self._index is not None or has_index(self.places.cache)

    @property
    def index(self) -> Index:
        """What was derived from the library's files, for lists, registers and search; it may lag behind them."""
        if self._index is None:
            from peer_tui.store.index import Index

            self._index = Index(self.library, self.places.cache, self.places.state)
        return self._index

    @property
    def indexing(self) -> Indexing:
        """What keeps the index up to date."""
        if self._indexing is None:
            from peer_tui.services.indexing import Indexing

            self._indexing = Indexing(self)
        return self._indexing

    def open_groups(self) -> list[OpenGroup]:
        """Every group of the library, in the order of their names."""
        return opening.open_groups(self)

    def open_group(self, folder: str) -> OpenGroup:
        """One group, as it is on disk now."""
        return opening.open_group(self, folder)

    def find_group(self, name: str) -> OpenGroup:
        """The group of this name or unique beginning, whatever its case.

        Raises:
            Problem: there is none.
            WrongUse: several fit.
        """
        return opening.find_group(self, name)

    def find_meeting(self, meeting: str) -> tuple[OpenGroup, Held]:
        """The meeting of this id, unique beginning of an id, or unique beginning of its folder's date.

        Raises:
            Problem: there is none.
            WrongUse: several fit.
        """
        return opening.find_meeting(self, meeting)

    # --- writing ----------------------------------------------------------------------------------------------

    def save(self, shard: Shard, events: Sequence[Event]) -> None:
        """Hand events to the writer thread."""
        self.written.add(shard.group)
        self.saver.save(shard, events)

    def about_to_write(self, shard: Shard) -> Sequence[EventId]:
        """What is recorded in this shard from here on gets ids that nothing in it has, also nothing half-written.

        Returns:
            The ids of what was half-written there.
        """
        if shard not in self._left:
            self._left[shard] = self.library.left_ids(shard)
            self.see_ids(self._left[shard])
        return self._left[shard]

    def record(self, opened: OpenGroup, meeting: MeetingId, bodies: Sequence[Event]) -> list[Event]:
        """Record one act about a meeting (or the group, for an empty id) and fold it in."""
        shard = opened.shards[meeting] if meeting else opened.log
        # No event of ours may get an id that one in the same log has already.
        self.see(opened.events.get(meeting, ()))
        self.about_to_write(shard)
        events = self.stamp(bodies)
        self.save(shard, events)
        opened.add(meeting, events)
        return events

    def close(self) -> None:
        """Write what is still waiting, then free the writer's slot."""
        if self._indexing is not None:
            self._indexing.stop()
        self.saver.close()
        self.library.release()
        if self._index is not None:
            self._index.close()

    def _ended(self, shard: Shard) -> None:
        """A meeting ended and is on disk whole; told on the writing thread."""
        from peer_tui.services.backing_up import when_ended

        if self._indexing is not None:
            self._indexing.ask()
        when_ended(self)(shard)

    def bring_up_to_date(self) -> None:
        """Read what the index does not know yet, and wait for it."""
        with self.waiting() as progress:
            self.indexing.bring_up_to_date(progress)

    def _tell(self) -> None:
        for listener in list(self.listeners):
            listener()
