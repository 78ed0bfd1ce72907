"""The lines of a shard in the index: one row each, and their words in the full-text table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from peer_tui.domain.entries import Entry
from peer_tui.domain.events import CalledToOrder, Captured, EntryEdited, EntryKind, Event, Unknown
from peer_tui.domain.meeting import Meeting
from peer_tui.store.index.words import as_indexed, storable

if TYPE_CHECKING:
    import sqlite3

PER_MILLISECOND = 4096
"""How many lines may have been entered in one millisecond."""
KINDS: tuple[EntryKind, ...] = (
    EntryKind.NOTE, EntryKind.DECISION, EntryKind.STEP, EntryKind.PROPOSAL, EntryKind.MOTION, EntryKind.QUESTION,
    EntryKind.PARKED, EntryKind.CELEBRATION, EntryKind.LINK, EntryKind.CORRECTION, EntryKind.ISSUE,
    EntryKind.RECOMMENDATION, EntryKind.LESSON, EntryKind.REFLECTION, EntryKind.LEARNING, EntryKind.COMMITMENT,
    EntryKind.MEASURE, EntryKind.SUPPORT,
)  # fmt: skip
"""What the numbers in the column `kind` mean; an index of the table counts on the first."""
_NUMBER = {kind: number for number, kind in enumerate(KINDS)}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND = dt.timedelta(milliseconds=1)


class Row(NamedTuple):
    """A line as it is stored."""

    at: int
    """When it was entered, in milliseconds since 1970."""
    kind: int
    entry: str
    text: str
    done: str
    by: str
    """Who wrote it down."""


def meeting_of(events: Iterable[Event | Unknown]) -> Meeting | None:
    """The meeting that a shard's events tell of; None where they tell of no line and of no call to order."""
    told = tuple(events)
    if not any(isinstance(event, Captured | EntryEdited | CalledToOrder) for event in told):
        return None
    return Meeting.fold(told)


def lines_in(meeting: Meeting) -> list[Row]:
    """Its lines, in the order they were entered."""
    return [_row(entry) for entry in meeting.lines()]


def milliseconds(instant: dt.datetime) -> int:
    """Whole milliseconds since 1970."""
    return (instant - _EPOCH) // _MILLISECOND


def instant(milliseconds: int) -> dt.datetime:
    """The instant so many milliseconds after 1970 began, UTC."""
    return _EPOCH + milliseconds * _MILLISECOND


def write_lines(connection: sqlite3.Connection, shard: int, rows: Iterable[Row], full_text: bool) -> bool:
    """Make these the lines of a shard; only those that changed are written. True if any did."""
    old = {
        entry: (number, Row(number // PER_MILLISECOND, kind, entry, text, done, by))
        for number, kind, entry, text, done, by in connection.execute(
            "SELECT e.id, e.kind, e.entry, e.text, e.done, w.writer FROM entries e "
            "JOIN writers w ON w.id = e.writer WHERE e.shard = ?",
            (shard,),
        ).fetchall()
    }
    fresh = []
    for row in rows:
        before = old[row.entry][1] if row.entry in old else None
        # A line may stand a little later than it was entered, where its millisecond was full.
        if before is not None and before[1:] == row[1:] and before.at == row.at:
            del old[row.entry]
        else:
            fresh.append(row)
    _remove(connection, ((number, row) for number, row in old.values()), full_text)
    _insert(connection, shard, fresh, full_text)
    return bool(old or fresh)


def _remove(connection: sqlite3.Connection, rows: Iterator[tuple[int, Row]], full_text: bool) -> None:
    gone = list(rows)
    connection.executemany("DELETE FROM entries WHERE id = ?", [(number,) for number, _ in gone])
    if full_text:
        # A table without contents of its own must be told what it was given.
        connection.executemany(
            "INSERT INTO words (words, rowid, text, done) VALUES ('delete', ?, ?, ?)",
            [(number, as_indexed(row.text), as_indexed(row.done)) for number, row in gone],
        )


def _insert(connection: sqlite3.Connection, shard: int, rows: list[Row], full_text: bool) -> None:
    if not rows:
        return
    numbers = _numbers(connection, [row.at for row in rows])
    writers = {by: _writer(connection, by) for by in {row.by for row in rows}}
    connection.executemany(
        "INSERT INTO entries (id, shard, kind, entry, text, done, writer) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (number, shard, row.kind, row.entry, row.text, row.done, writers[row.by])
            for number, row in zip(numbers, rows, strict=True)
        ],
    )
    if full_text:
        connection.executemany(
            "INSERT INTO words (rowid, text, done) VALUES (?, ?, ?)",
            [(number, as_indexed(row.text), as_indexed(row.done)) for number, row in zip(numbers, rows, strict=True)],
        )


def _writer(connection: sqlite3.Connection, by: str) -> int:
    """The number of a writer."""
    connection.execute("INSERT OR IGNORE INTO writers (writer) VALUES (?)", (by,))
    (number,) = connection.execute("SELECT id FROM writers WHERE writer = ?", (by,)).fetchone()
    return int(number)


def _numbers(connection: sqlite3.Connection, instants: list[int]) -> list[int]:
    """A free place for each line in its millisecond, later lines behind earlier ones; in a later one if it is full."""
    numbers: list[int] = []
    taken: dict[int, int] = {}
    alone = _used(connection, min(instants), max(instants)) == 0
    for at in instants:
        while True:
            if at not in taken:
                taken[at] = 0 if alone else _used(connection, at, at)
            if taken[at] < PER_MILLISECOND:
                break
            at += 1
            alone = False
        numbers.append(at * PER_MILLISECOND + taken[at])
        taken[at] += 1
    return numbers


def _used(connection: sqlite3.Connection, first: int, last: int) -> int:
    """The places used up in a millisecond; of several milliseconds only: 0 if none is used in any of them."""
    (highest,) = connection.execute(
        "SELECT max(id) FROM entries WHERE id BETWEEN ? AND ?",
        (first * PER_MILLISECOND, (last + 1) * PER_MILLISECOND - 1),
    ).fetchone()
    return 0 if highest is None else int(highest) - first * PER_MILLISECOND + 1


def _row(entry: Entry) -> Row:
    return Row(
        milliseconds(entry.at), _NUMBER[entry.filed.kind], storable(entry.id), storable(entry.filed.text),
        storable(entry.filed.done_when), storable(entry.by),
    )  # fmt: skip
