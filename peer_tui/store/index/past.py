"""The archive: meetings that were held, page by page, and what they can be chosen by. Each takes an open connection."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.events import EntryKind, MeetingId
from peer_tui.store.index.entries import KINDS, milliseconds
from peer_tui.store.index.reading import MEETING, as_meeting
from peer_tui.store.index.rows import PastFilter, PastRow
from peer_tui.store.index.words import storable

if TYPE_CHECKING:
    import sqlite3

_COUNTED = (
    "(SELECT count(*) FROM shards s CROSS JOIN entries e ON e.shard = s.id "
    "WHERE s.folder = m.folder AND s.meeting = m.meeting AND e.kind = {})"
)
_DECISIONS = _COUNTED.format(KINDS.index(EntryKind.DECISION))
_STEPS = _COUNTED.format(KINDS.index(EntryKind.STEP))

_EPOCH = dt.date(1970, 1, 1).toordinal()
_DAY = 86_400_000
"""Milliseconds."""


class PastChoices(msgspec.Struct, frozen=True):
    """What the meetings that were held can be chosen by."""

    years: tuple[int, ...] = ()
    """Newest first."""
    series: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


def page(
    connection: sqlite3.Connection, wanted: PastFilter, limit: int, after: tuple[dt.datetime, MeetingId] | None
) -> list[PastRow]:
    """Meetings that were held, the newest first."""
    where, values = _chosen(wanted)
    if after is not None:
        where.append("(m.starts, m.meeting) < (?, ?)")
        values += [milliseconds(after[0]), storable(after[1])]
    rows = connection.execute(
        f"SELECT {MEETING}, {_DECISIONS}, {_STEPS} FROM meetings m CROSS JOIN groups g ON g.folder = m.folder "
        f"WHERE {' AND '.join(where)} ORDER BY m.starts DESC, m.meeting DESC LIMIT ?",
        (*values, limit),
    ).fetchall()
    return [PastRow(as_meeting(*row[:-2]), row[-2], row[-1]) for row in rows]


def count(connection: sqlite3.Connection, wanted: PastFilter) -> int:
    """How many there are."""
    where, values = _chosen(wanted)
    (number,) = connection.execute(f"SELECT count(*) FROM meetings m WHERE {' AND '.join(where)}", values).fetchone()
    return int(number)


def choices(connection: sqlite3.Connection, wanted: PastFilter) -> PastChoices:
    """The years, series and kinds of meeting there are."""
    where, values = _chosen(PastFilter(group=wanted.group, without=wanted.without))
    rows = connection.execute(
        f"SELECT DISTINCT m.series, m.type FROM meetings m WHERE {' AND '.join(where)}", values
    ).fetchall()
    first, last = connection.execute(
        f"SELECT min(m.day), max(m.day) FROM meetings m WHERE {' AND '.join(where)}", values
    ).fetchone()
    if first is None:
        return PastChoices()
    return PastChoices(
        _years(connection, where, values, first, last),
        tuple(sorted({name for name, _ in rows if name})),
        tuple(sorted({kind for _, kind in rows if kind})),
    )


def _years(
    connection: sqlite3.Connection, where: list[str], values: list[object], first: int, last: int
) -> tuple[int, ...]:
    """The years in which a meeting was held, the newest first."""
    found = []
    for year in range(dt.date.fromordinal(last).year, dt.date.fromordinal(first).year - 1, -1):
        span = (dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal())
        held = connection.execute(
            f"SELECT 1 FROM meetings m WHERE {' AND '.join(where)} AND m.day BETWEEN ? AND ? LIMIT 1", (*values, *span)
        ).fetchone()
        if held is not None:
            found.append(year)
    return tuple(found)


def _chosen(wanted: PastFilter) -> tuple[list[str], list[object]]:
    where = ["m.state = 'ended'", "NOT m.hidden"]
    values: list[object] = []
    if wanted.group:
        where.append("m.folder = ?")
        values.append(storable(wanted.group))
    if wanted.year:
        first, last = dt.date(wanted.year, 1, 1), dt.date(wanted.year, 12, 31)
        where.append("m.day BETWEEN ? AND ?")
        values += [first.toordinal(), last.toordinal()]
        # The day is that of the meeting's own zone; its start, in whose order the table is read, lies near it.
        where.append("m.starts BETWEEN ? AND ?")
        values += [(first.toordinal() - 1 - _EPOCH) * _DAY, (last.toordinal() + 2 - _EPOCH) * _DAY]
    if wanted.series:
        where.append("m.series = ?")
        values.append(storable(wanted.series))
    if wanted.type:
        where.append("m.type = ?")
        values.append(storable(wanted.type))
    if wanted.without:
        where.append(f"m.folder NOT IN ({', '.join('?' * len(wanted.without))})")
        values += wanted.without
    return where, values
