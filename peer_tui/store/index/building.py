"""Filling the index: what a sweep found changed is read, the groups it belongs to are folded again.

It goes in slices, each one transaction: another run reads meanwhile, a kill loses one slice, and what was read is not
read again. A group whose shards were read is marked until it has been folded.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from peer_tui.domain.events import Event, MeetingId, MeetingPlanned, Unknown
from peer_tui.store.index import stored
from peer_tui.store.index.courses import Course, course_of, write_course
from peer_tui.store.index.entries import Row, lines_in, meeting_of, write_lines
from peer_tui.store.index.folded import remove_group, write_group
from peer_tui.store.index.sweep import SETTLED, Changed, Known
from peer_tui.store.index.words import storable
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard, ShardReading

if TYPE_CHECKING:
    import sqlite3

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
SLICE = 50
"""Shards read between two writes."""


class _Read(NamedTuple):
    """A shard as it was read, ready to be written."""

    changed: Changed
    meeting: MeetingId | None
    fresh: bool
    above: int
    """When its folder was changed; 0 where another change may have left the same time."""
    reading: bytes
    """Tells whether it reads otherwise than before."""
    problems: str
    kept: bytes
    lines: list[Row]
    course: Course | None


class Builder:
    """Writes one database; the lock is held by whoever makes one.

    Args:
        library: what is indexed.
        connection: to the database.
        transaction: what makes a transaction of it.
        full_text: the database has a table of words.
        begun: what the time was for files, in nanoseconds, before the disk was looked at; 0 if unknown.
    """

    def __init__(
        self,
        library: Library,
        connection: sqlite3.Connection,
        transaction: Callable[[sqlite3.Connection], AbstractContextManager[None]],
        full_text: bool,
        begun: int = 0,
    ) -> None:
        self._library = library
        self._connection = connection
        self._transaction = transaction
        self._full_text = full_text
        self._begun = begun
        self.touched: set[str] = set()
        """Groups of which something reads otherwise than before."""
        self.read = 0
        self.again: list[Shard] = []
        """Shards to be read again, as another that held the same meeting does so no more."""

    def take(self, shards: list[Changed], instant: int) -> None:
        """Read some shards of one group and write them; `instant` is what the time was for files, 0 if unknown."""
        known = self._known(shards[0].shard.group)
        reads = []
        for changed in shards:
            one = self._read(changed, instant)
            before = known.get(changed.shard.meeting)
            reads.append((one, before, before is None or before[1] != one.reading))
            self.read += 1
        with self._transaction(self._connection):
            for one, before, differs in reads:
                self._write(one, before, differs)

    def drop(self, shards: Iterable[Known]) -> None:
        """These shards are not in the library any more."""
        with self._transaction(self._connection):
            for known in shards:
                self._again(known.shard.group, known.id)
                write_lines(self._connection, known.id, (), self._full_text)
                write_course(self._connection, known.id, None)
                self._connection.execute("DELETE FROM kept WHERE shard = ?", (known.id,))
                self._connection.execute("DELETE FROM shards WHERE id = ?", (known.id,))
                self._mark(known.shard.group)

    def set_gone(self, shards: Iterable[Known], gone: bool) -> None:
        """These shards are not on the disk, or are there again; what is known of them stays."""
        with self._transaction(self._connection):
            self._connection.executemany(
                "UPDATE shards SET gone = ? WHERE id = ?", [(int(gone), known.id) for known in shards]
            )

    def move(self, shards: Iterable[tuple[Known, int]]) -> None:
        """The folders of these shards were changed at these times, the logs in them were not."""
        with self._transaction(self._connection):
            self._connection.executemany(
                "UPDATE shards SET above = ? WHERE id = ?",
                [(self._settled(above), known.id) for known, above in shards if known.above != self._settled(above)],
            )

    def dirty(self) -> list[str]:
        """The groups to be folded again."""
        rows = self._connection.execute("SELECT folder FROM groups WHERE dirty ORDER BY folder").fetchall()
        return [folder for (folder,) in rows]

    def fold(self, folder: str) -> None:
        """Fold a group again."""
        with self._transaction(self._connection):
            left = self._connection.execute("SELECT 1 FROM shards WHERE folder = ? LIMIT 1", (folder,)).fetchone()
            if left is None:
                remove_group(self._connection, folder)
            else:
                write_group(self._connection, folder)
        self.touched.add(folder)
        time.sleep(0)

    def _settled(self, above: int) -> int:
        """When a folder was changed; 0 where a change after it was looked at may have left the same time."""
        return above if self._begun - above >= SETTLED else 0

    # --- one shard ---------------------------------------------------------------------------------------------

    def _known(self, folder: str) -> dict[str, tuple[int, bytes, MeetingId | None]]:
        rows = self._connection.execute("SELECT place, id, reading, meeting FROM shards WHERE folder = ?", (folder,))
        return {place: (number, reading, meeting) for place, number, reading, meeting in rows.fetchall()}

    def _read(self, changed: Changed, instant: int) -> _Read:
        reading = self._library.read(changed.shard, _EPOCH + dt.timedelta(microseconds=instant // 1000))
        meeting = _meeting_of(changed.shard, reading.events)
        return _Read(
            changed,
            meeting,
            abs(instant - changed.newest) < SETTLED or bool(reading.arriving),
            self._settled(changed.above),
            fingerprint(reading),
            json.dumps(reading.problems),
            stored.pack_events(stored.kept(reading.events)),
            *_told(reading.events),
        )

    def _write(self, one: _Read, before: tuple[int, bytes, MeetingId | None] | None, differs: bool) -> None:
        shard = one.changed.shard
        if before is not None and not differs:
            self._connection.execute(
                "UPDATE shards SET stamp = ?, fresh = ?, gone = 0, above = ? WHERE id = ?",
                (one.changed.stamp, one.fresh, one.above, before[0]),
            )
            return
        if before is not None and before[2] != one.meeting:
            self._again(shard.group, before[0])
        number = self._row(one, before[0] if before else None)
        self._connection.execute("INSERT OR REPLACE INTO kept (shard, events) VALUES (?, ?)", (number, one.kept))
        write_lines(self._connection, number, one.lines, self._full_text)
        write_course(self._connection, number, one.course)
        if one.meeting is not None:
            self._unite(shard.group, one.meeting)
        self._mark(shard.group)

    def _row(self, one: _Read, number: int | None) -> int:
        shard = one.changed.shard
        cursor = self._connection.execute(
            "INSERT OR REPLACE INTO shards (id, folder, place, meeting, stamp, fresh, gone, above, reading, problems) "
            "VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?)",
            (
                number, shard.group, shard.meeting, None if one.meeting is None else storable(one.meeting),
                one.changed.stamp, one.fresh, one.above, one.reading, one.problems,
            ),
        )  # fmt: skip
        return number if number is not None else int(cursor.lastrowid or 0)

    def _mark(self, folder: str) -> None:
        self._connection.execute(
            "INSERT INTO groups (folder, dirty) VALUES (?, 1) ON CONFLICT (folder) DO UPDATE SET dirty = 1", (folder,)
        )

    # --- a meeting in several shards ---------------------------------------------------------------------------

    def _unite(self, folder: str, meeting: MeetingId) -> None:
        """What a meeting left that lies in several shards (a copied folder) stands once, with the first of them."""
        rows = self._connection.execute(
            "SELECT id, place FROM shards WHERE folder = ? AND meeting = ? ORDER BY id", (folder, storable(meeting))
        ).fetchall()
        if len(rows) < 2:
            return
        union: dict[str, Event | Unknown] = {}
        for _number, place in rows:
            union.update((event.id, event) for event in self._library.read(Shard(folder, place)).events)
        for at, (number, _place) in enumerate(rows):
            events = tuple(union.values()) if at == 0 else ()
            packed = stored.pack_events(stored.kept(events))
            self._connection.execute("UPDATE kept SET events = ? WHERE shard = ?", (packed, number))
            lines, course = _told(events)
            write_lines(self._connection, number, lines, self._full_text)
            write_course(self._connection, number, course)

    def _again(self, folder: str, number: int) -> None:
        """A shard leaves its meeting: others that hold the meeting too are to be read again."""
        others = self._connection.execute(
            "SELECT id, place FROM shards WHERE folder = ? AND id != ? AND meeting = "
            "(SELECT meeting FROM shards WHERE id = ?)",
            (folder, number, number),
        ).fetchall()
        for other, place in others:
            self.again.append(Shard(folder, place))
            # Should the program end before that, the next refresh does it.
            self._connection.execute("UPDATE shards SET stamp = '', reading = x'' WHERE id = ?", (other,))


def _told(events: Iterable[Event | Unknown]) -> tuple[list[Row], Course | None]:
    """What is kept of a meeting beside what its group is folded from: its lines, and how it went."""
    meeting = meeting_of(events)
    return (lines_in(meeting), course_of(meeting)) if meeting is not None else ([], None)


def _meeting_of(shard: Shard, events: Iterable[Event | Unknown]) -> MeetingId | None:
    """The meeting a shard is about; empty for a group's own log, None where nobody planned one."""
    if not shard.meeting:
        return ""
    return next((event.meeting for event in events if isinstance(event, MeetingPlanned)), None)


def fingerprint(reading: ShardReading) -> bytes:
    """Equal for equal readings."""
    told = msgspec.msgpack.encode((reading.events, reading.problems))
    return hashlib.blake2b(told, digest_size=16).digest()
