"""An opened library: its groups and meetings, the clock, and the way every fact takes to disk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

import msgspec

from peer_tui.domain.clock import AHEAD_AT_MOST, Clock, LogicalClock, event_id, milliseconds
from peer_tui.domain.events import Event, EventId, MeetingId, MeetingPlanned, Unknown, WriterId
from peer_tui.domain.group import Group, Held
from peer_tui.domain.meeting import Meeting
from peer_tui.paths import Places
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.saving import Saver
from peer_tui.settings import Settings
from peer_tui.store.files import PLAIN, Files
from peer_tui.store.library import Library, Shard, ShardReading


class OpenGroup(msgspec.Struct):
    """A group read from disk: its fold, and the events of each of its shards."""

    folder: str
    group: Group
    log: Shard
    shards: dict[MeetingId, Shard] = msgspec.field(default_factory=dict)
    events: dict[MeetingId, tuple[Event | Unknown, ...]] = msgspec.field(default_factory=dict)
    """By meeting; the group's own log under the empty id."""
    problems: tuple[str, ...] = ()
    """Sentences about damage found while reading."""

    def meeting(self, meeting: MeetingId) -> Meeting:
        """One of the group's meetings, folded."""
        return Meeting.fold(self.events.get(meeting, ()))

    def refold(self) -> None:
        """Fold the group again after events were added."""
        self.group = Group.fold(self.events.items())

    def without(self, meeting: MeetingId) -> Group:
        """The group as all but one meeting tell of it: what a live meeting's own events are folded onto."""
        return Group.fold((key, events) for key, events in self.events.items() if key != meeting)


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
        self._logical: LogicalClock | None = None
        self._readings: dict[Shard, ShardReading] = {}

    # --- time and identity ------------------------------------------------------------------------------------

    def now(self) -> dt.datetime:
        """The present instant: aware, UTC."""
        return self.clock.now()

    @property
    def writer(self) -> WriterId:
        """Who is writing: this device's id and this program's slot."""
        return self.library.writer

    def is_ours(self, writer: WriterId) -> bool:
        """Whether a writer is this device, in any slot."""
        return writer.rpartition("-")[0] == self.writer.rpartition("-")[0]

    def new_id(self) -> EventId:
        """A new id, greater than every id made or seen so far."""
        if self._logical is None:
            self._logical = LogicalClock(self.writer)
            # An earlier run that was given the same `--now` made ids in this very millisecond.
            self.see(event for reading in self._readings.values() for event in reading.events)
        return self._logical.next_id(self.now())

    def see(self, events: Iterable[Event | Unknown]) -> None:
        """Take note of ids made elsewhere, so that ours sort after them."""
        self.new_id()
        assert self._logical is not None
        now = self.now()
        # One id from a clock that is far ahead must not hide the others.
        believable = event_id(milliseconds(now + AHEAD_AT_MOST) + 1, 0, "")
        newest = max((event.id for event in events if event.id < believable), default="")
        if newest:
            self._logical.see(newest, now)

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
        if known is None or known.stamp != self.library.stamp(shard):
            known = self._readings[shard] = self.library.read(shard)
        waiting = self.saver.waiting(shard)
        if not waiting:
            return known
        union = {event.id: event for event in (*waiting, *known.events)}
        return msgspec.structs.replace(known, events=tuple(union[key] for key in sorted(union)))

    def stamp_of_others(self, shard: Shard) -> tuple[tuple[str, int, int], ...]:
        """What tells whether other writers changed a shard: our own log is ours alone to write."""
        ours = f"{self.writer}.json"
        return tuple(row for row in self.library.stamp(shard) if row[0] != ours)

    def open_groups(self) -> list[OpenGroup]:
        """Every group of the library, in the order of their names."""
        folders = {*self.library.groups(), *(shard.group for shard in self.saver.shards())}
        opened = [self.open_group(folder) for folder in sorted(folders)]
        return sorted((o for o in opened if o.group.id), key=lambda o: o.group.name.casefold())

    def open_group(self, folder: str) -> OpenGroup:
        """One group, read whole."""
        log = Shard(folder)
        reading = self.read(log)
        opened = OpenGroup(folder, Group(), log, events={"": reading.events})
        problems = list(reading.problems)
        on_the_way = {shard for shard in self.saver.shards() if shard.group == folder and shard.meeting}
        for shard in dict.fromkeys([*self.library.meetings(folder), *sorted(on_the_way)]):
            reading = self.read(shard)
            problems += reading.problems
            planned = next((e for e in reading.events if isinstance(e, MeetingPlanned)), None)
            if planned is not None:
                earlier = opened.events.get(planned.meeting, ())
                opened.events[planned.meeting] = (*earlier, *reading.events)
                opened.shards.setdefault(planned.meeting, shard)
        opened.problems = tuple(problems)
        opened.refold()
        return opened

    def find_group(self, name: str) -> OpenGroup:
        """The group of this name or unique beginning, whatever its case.

        Raises:
            Problem: there is none.
            WrongUse: several fit.
        """
        groups = self.open_groups()
        wanted = name.strip().casefold()
        exact = [g for g in groups if g.group.name.casefold() == wanted]
        fits = exact or [g for g in groups if g.group.name.casefold().startswith(wanted)]
        if len(fits) == 1:
            return fits[0]
        if not fits:
            known = ", ".join(g.group.name for g in groups) or "none yet"
            raise Problem(f"There is no group called “{name}”. Groups here: {known}.")
        choices = tuple(g.group.name for g in fits)
        raise WrongUse(f"“{name}” fits {len(fits)} groups: write more of its name.", choices=choices)

    def find_meeting(self, meeting: str) -> tuple[OpenGroup, Held]:
        """The meeting of this id, unique beginning of an id, or unique beginning of its folder's date.

        Raises:
            Problem: there is none.
            WrongUse: several fit.
        """
        fits = [
            (opened, held)
            for opened in self.open_groups()
            for held in opened.group.meetings.values()
            if _names(held, opened.shards.get(held.id), meeting)
        ]
        exact = [pair for pair in fits if pair[1].id == meeting]
        fits = exact or fits
        if len(fits) == 1:
            return fits[0]
        if not fits:
            raise Problem(f"There is no meeting “{meeting}”. `peer-tui list` shows them.")
        choices = tuple(f"{held.id}  {held.title}" for _, held in fits)
        raise WrongUse(f"“{meeting}” fits {len(fits)} meetings: write more of its id.", choices=choices)

    # --- writing ----------------------------------------------------------------------------------------------

    def save(self, shard: Shard, events: Sequence[Event]) -> None:
        """Hand events to the writer thread."""
        self.saver.save(shard, events)

    def record(self, opened: OpenGroup, meeting: MeetingId, bodies: Sequence[Event]) -> list[Event]:
        """Record one act about a meeting (or the group, for an empty id) and fold it in."""
        events = self.stamp(bodies)
        shard = opened.shards[meeting] if meeting else opened.log
        self.save(shard, events)
        opened.events[meeting] = (*opened.events.get(meeting, ()), *events)
        opened.refold()
        return events

    def close(self) -> None:
        """Write what is still waiting, then free the writer's slot."""
        self.saver.close()
        self.library.release()

    def _tell(self) -> None:
        for listener in list(self.listeners):
            listener()


def _names(held: Held, shard: Shard | None, words: str) -> bool:
    """Whether a person may call a meeting by these words: its id, or how its folder begins (its date and time)."""
    if held.id.startswith(words):
        return True
    folder = shard.meeting.rpartition("/")[2] if shard else ""
    return len(words) >= 4 and folder.startswith(words)
