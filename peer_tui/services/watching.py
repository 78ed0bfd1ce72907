"""What other writers, sync tools and wrong clocks do to an open meeting, and what becomes of it here.

Nothing that was once seen is dropped while the program runs. Lines of others are taken in as they arrive; what vanishes
from the disk is written again into this writer's own log, as the same events: the union does no harm if it comes back.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

import msgspec

from peer_tui.domain.clock import event_id, milliseconds
from peer_tui.domain.events import Event, EventId, MeetingId, Unknown, WriterId
from peer_tui.domain.history import ids_in
from peer_tui.domain.redaction import without_redacted
from peer_tui.domain.words import say, say_number
from peer_tui.services import merging
from peer_tui.store.library import Library
from peer_tui.store.problem import vanished_problem
from peer_tui.store.shards import Shard, ShardReading, Stamp

if TYPE_CHECKING:
    from peer_tui.services.session import LiveSession

WRONG_BY = 60.0
"""Seconds between two clocks from which on it is said and corrected for."""
_STEADY = 30.0
"""A clock that is behind shows the same difference each time, within these seconds; a slow sync tool does not."""
_ARRIVALS = 3
"""How many arrivals in a row must show that a clock is behind: one late delivery looks the same."""
_PATIENCE = dt.timedelta(seconds=10)
"""How long what vanished from a file may take to come back: some sync tools empty a file before they fill it."""
_FOLLOWED = dt.timedelta(hours=26)
"""How far ahead another writer's ids may be for ours in the same meeting to follow them: a wrong half-day, or day."""
_FAR = dt.timedelta(hours=1)

Events = tuple[Event | Unknown, ...]


def beside_us(others: int) -> str:
    """That other runs of the program are open on this library; empty if none is."""
    if not others:
        return ""
    who = say_number(others, "Another peer-tui is", "{n} other peer-tui are")
    return say(
        "{who} open on this library; all can write, and each sees what the others write within a second.", who=who
    )


def missing(library: Library) -> str:
    """That a library which was here before is not; empty if it is here, or never was."""
    return vanished_problem(library.root).sentence if library.vanished() else ""


class Clocks:
    """How far the clocks of other devices are from this one, learned as their lines arrive; corrected for here only.

    What is recorded stays as it is: every device tells times by its own clock.
    """

    def __init__(self) -> None:
        self._samples: dict[str, deque[float]] = {}
        self._shift: dict[str, dt.timedelta] = {}
        self._said: set[str] = set()

    def heard(self, device: str, events: Sequence[Event], now: dt.datetime) -> str:
        """These arrived from a device just now; the sentence to say about its clock, if it is due."""
        samples = self._samples.setdefault(device, deque(maxlen=_ARRIVALS))
        samples.append(max((event.at - now).total_seconds() for event in events))
        off = _offset(samples)
        if not off:
            return ""
        for event in events:
            self._shift[event.id] = dt.timedelta(seconds=off)
        if device in self._said:
            return ""
        self._said.add(device)
        way = say("ahead of") if off > 0 else say("behind")
        return say(
            "The clock of another device ({device}) is {span} {way} this one. Its lines are shown here by "
            "this device's clock; nothing is lost. Please set the clock that is wrong.",
            device=device,
            span=_span(abs(off)),
            way=way,
        )

    def corrected(self, events: Events) -> Events:
        """The events with the times this device's clock would have given them."""
        if not self._shift:
            return events
        return tuple(self._shifted(event) for event in events)

    def _shifted(self, event: Event | Unknown) -> Event | Unknown:
        by = self._shift.get(event.id)
        if by is None or isinstance(event, Unknown):
            return event
        when = event.when - by if event.when is not None else None
        return msgspec.structs.replace(event, at=event.at - by, when=when)


def _offset(samples: Sequence[float]) -> float:
    """Seconds the other clock is ahead, negative behind; 0 if it may be right.

    A line takes time to arrive, so it never looks newer than it is: what is ahead is ahead for certain.
    """
    newest = max(samples)
    if newest > WRONG_BY:
        return newest
    enough = len(samples) == _ARRIVALS and newest - min(samples) <= _STEADY
    return newest if enough and newest < -WRONG_BY else 0.0


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    return (
        say("{minutes} min", minutes=minutes)
        if minutes < 120
        else say("{minutes} h {minutes_2} min", minutes=minutes // 60, minutes_2=minutes % 60)
    )


class Watch:
    """Keeps an open meeting in step with the disk."""

    def __init__(self, session: LiveSession) -> None:
        self._session = session
        self._library = session.workspace.library
        self._stamps: dict[MeetingId, Stamp] = {}
        self._unsettled: dict[MeetingId, dt.datetime] = {}
        """Since when a shard lacks what was once seen there, or has a file that is still arriving."""
        self._seen: dict[MeetingId, Events] = {}
        """What was read from a shard before."""
        self._said: set[str] = set()
        self._clocks = Clocks()
        self._ahead: EventId = ""
        """The last id in this meeting that is hours ahead of our clock; empty if there is none."""
        self._follow(key for event in session.events for key in ids_in(event))
        self._follow(session.workspace.about_to_write(session.opened.shards[session.id]))
        self._hear_of_the_future(session.events)

    def corrected(self, events: Events) -> Events:
        """The meeting's events with the times of wrong clocks put right."""
        return self._clocks.corrected(events)

    def placed(self, bodies: Sequence[Event]) -> Sequence[Event]:
        """New events with ids that stand after all that was seen in this meeting, also from a clock hours ahead.

        Without this, what is done after a line of such a clock would stand before it, and "next" would do nothing.
        """
        if not self._ahead:
            return bodies
        placed = []
        for body in bodies:
            if not body.id:
                # The workspace makes these ids too: nothing else that it makes one for may get the same.
                self._ahead = self._session.workspace.new_id(after=self._ahead)
                body = msgspec.structs.replace(body, id=self._ahead)
            placed.append(body)
        return placed

    def has_news(self) -> bool:
        """Whether another writer's file of this meeting changed since the last `take_in`.

        Nothing is read: it looks a folder up, and may be asked several times a second.
        """
        before = self._stamps.get(self._session.id)
        if before is None:
            return False
        stamp = self._library.stamp(self._session.opened.shards[self._session.id])
        # A shard that is gone is looked into once a second: it may be back in a moment.
        return bool(stamp) and self._others(stamp) != self._others(before)

    def take_in(self, meeting: MeetingId) -> bool:
        """Take in what others added to one of the meeting's shards since the last look; True if anything."""
        session = self._session
        shard = session.opened.shards[meeting] if meeting else session.opened.log
        stamp, before = self._library.stamp(shard), self._stamps.get(meeting)
        if not stamp and session.opened.events.get(meeting) and self._gone(meeting, shard):
            return False
        if before is not None and self._others(stamp) == self._others(before) and meeting not in self._unsettled:
            self._stamps[meeting] = stamp
            return False
        reading = session.workspace.read(shard)
        unread = meeting not in session.opened.events.loaded
        known = session.opened.events.get(meeting, ())
        have = {event.id for event in known}
        fresh = tuple(event for event in reading.events if event.id not in have)
        # The stamp is older than what was read, never newer.
        self._stamps[meeting] = stamp
        self._settle(meeting, shard, reading)
        self._tell(stamp, before, reading)
        if fresh:
            session.workspace.see(fresh)
            session.opened.events[meeting] = (*known, *fresh)
            if meeting == session.id:
                self._follow(key for event in fresh for key in ids_in(event))
            if before is not None:
                self._hear(fresh)
                for question in merging.asked_about(session, fresh):
                    self._say(question)
        return bool(fresh) or (unread and session.opened.reads_otherwise(meeting))

    # --- what vanished ----------------------------------------------------------------------------------------

    def _gone(self, meeting: MeetingId, shard: Shard) -> bool:
        """No log is left in a shard. True if that has been dealt with, and there is nothing to read."""
        if gone := missing(self._library):
            self._say(gone)
            return True
        if meeting in self._stamps and not self._stamps[meeting]:
            return True
        if not self._was_on_disk(meeting, shard):
            return True
        self._stamps[meeting] = ()
        self._write_again(shard, self._session.opened.events.get(meeting, ()))
        what = (
            say("this meeting")
            if meeting == self._session.id
            else say("the group")
            if not meeting
            else say("an earlier meeting")
        )
        self._library.say(
            say(
                "The folder of {what} had vanished from the library: a sync tool or a person removed it. It was made "
                "again, with every line that was known here.",
                what=what,
            )
        )
        return True

    def _was_on_disk(self, meeting: MeetingId, shard: Shard) -> bool:
        """Something of this shard has been saved before: it is not only on its way there for the first time."""
        waiting = {event.id for event in self._session.workspace.saver.waiting(shard)}
        return any(event.id not in waiting for event in self._session.opened.events.get(meeting, ()))

    def _settle(self, meeting: MeetingId, shard: Shard, reading: ShardReading) -> None:
        """Look again while a file is still arriving, or lacks what it held; write again what does not come back."""
        there = {event.id for event in reading.events}
        missing = tuple(event for event in self._seen.get(meeting, ()) if event.id not in there)
        self._seen[meeting] = (*reading.events, *missing)
        if not missing and not reading.arriving:
            self._unsettled.pop(meeting, None)
            return
        since = self._unsettled.setdefault(meeting, self._session.workspace.now())
        if not missing or self._session.workspace.now() - since < _PATIENCE:
            return
        self._unsettled.pop(meeting)
        self._write_again(shard, missing)
        self._say(
            say(
                "A file of another device became an older one, or vanished. The lines it held that were known here are "
                "kept: they are saved again in this device's own file."
            )
        )

    def _write_again(self, shard: Shard, events: Events) -> None:
        self._session.workspace.saver.save(shard, cast("tuple[Event, ...]", without_redacted(events)))

    # --- what arrived -----------------------------------------------------------------------------------------

    def _others(self, stamp: Stamp) -> Stamp:
        """The rows of a stamp that are not our own log: that one is ours alone to write."""
        ours = f"{self._session.workspace.writer}.json"
        return tuple(row for row in stamp if row[0] != ours)

    def _tell(self, stamp: Stamp, before: Stamp | None, reading: ShardReading) -> None:
        # Imported here: it knows the names that many sync tools give.
        from peer_tui.store.synced import tool_behind

        names = {row[0] for row in stamp} - {row[0] for row in before or ()}
        for name in sorted(names):
            tool = tool_behind(name)
            if tool:
                self._say(
                    say(
                        "A conflict copy made by {tool} ({name}) was read too; no line is lost or doubled.",
                        tool=tool,
                        name=name,
                    )
                )
        # What was damaged when the meeting was opened has been said with it.
        known = () if before is not None else self._session.opened.problems
        for problem in reading.problems:
            if problem in known:
                self._said.add(problem)
            else:
                self._say(problem)

    def _hear(self, fresh: Events) -> None:
        """Lines arrived while the meeting is open: learn how far their writers' clocks are from ours."""
        by_device: dict[str, list[Event]] = {}
        for event in fresh:
            if isinstance(event, Event) and not self._session.workspace.is_ours(event.by):
                by_device.setdefault(_device(event.by), []).append(event)
        for device, events in by_device.items():
            if words := self._clocks.heard(device, events, self._session.workspace.now()):
                self._say(words)

    def _hear_of_the_future(self, events: Events) -> None:
        """What is already on disk and was recorded later than now comes from a clock that is ahead."""
        now = self._session.workspace.now()
        soon = now + dt.timedelta(seconds=WRONG_BY)
        self._hear(tuple(event for event in events if isinstance(event, Event) and event.at > soon))

    def _follow(self, ids: Iterable[EventId]) -> None:
        """Note ids that are hours ahead of our clock: ours in this meeting have to stand after them."""
        now = self._session.workspace.now()
        near, far = (event_id(milliseconds(now + by), 0, "") for by in (_FAR, _FOLLOWED))
        self._ahead = max((key for key in ids if near < key < far and key > self._ahead), default=self._ahead)

    def _say(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            self._library.say(sentence)


def _device(writer: WriterId) -> str:
    return writer.rpartition("-")[0] or writer
