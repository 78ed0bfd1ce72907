"""Search: the newest lines that hold every word asked for.

With FTS5 the rows come newest first from the table of words itself. Without it the same rows are looked through one by
one, which finds the same and takes longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from peer_tui.domain.events import EntryKind
from peer_tui.store.index.entries import KINDS, PER_MILLISECOND, instant
from peer_tui.store.index.query import Query, written_by
from peer_tui.store.index.rows import Hit
from peer_tui.store.index.words import folded_words, storable
from peer_tui.store.shards import Shard

if TYPE_CHECKING:
    import sqlite3

_COLUMNS = (
    "e.id, e.entry, e.kind, e.text, e.done, s.folder, s.place, coalesce(s.meeting, ''), coalesce(g.name, ''), "
    "coalesce(m.title, ''), m.starts, coalesce(m.zone, g.zone, 'UTC'), coalesce(t.label, ''), "
    "coalesce(t.owner_name, ''), coalesce(t.progress, ''), e.writer"
)
_JOINS = (
    " CROSS JOIN shards s ON s.id = e.shard LEFT JOIN groups g ON g.folder = s.folder"
    " LEFT JOIN meetings m ON m.folder = s.folder AND m.meeting = s.meeting"
    " LEFT JOIN steps t ON t.folder = s.folder AND t.entry = e.entry"
)
_OPEN = (
    "(SELECT folder, entry, at FROM steps WHERE open"
    " UNION ALL SELECT folder, entry, at FROM parked WHERE destination = '')"
)
_LED = "(SELECT folder, entry, at FROM steps WHERE owner IS NOT NULL)"
_NEAR = 8
"""Milliseconds by which a line may stand later than it was entered, where its own were full."""
_MANY = 200
"""Rows fetched at a time where each must be looked at."""


_LOOK = 20_000
"""Steps of SQLite between two looks whether anybody still waits for the answer."""


def search(
    connection: sqlite3.Connection, query: Query, limit: int, full_text: bool, stop: Callable[[], bool] | None = None
) -> list[Hit]:
    """The newest lines that fit, at most `limit`; `stop` is asked now and then, and True ends it with nothing.

    Raises:
        sqlite3.OperationalError: it was stopped.
    """
    if stop is None:
        return _search(connection, query, limit, full_text)
    connection.set_progress_handler(lambda: int(stop()), _LOOK)
    try:
        return _search(connection, query, limit, full_text)
    finally:
        connection.set_progress_handler(None, 0)


def _search(connection: sqlite3.Connection, query: Query, limit: int, full_text: bool) -> list[Hit]:
    writers = dict(connection.execute("SELECT id, writer FROM writers").fetchall())
    groups = _groups(connection, query)
    if groups == [] or not _is_anybody(connection, query, writers):
        return []
    where, values = _filters(query, groups, writers)
    if (query.open or query.owner) and not (query.terms and full_text):
        where.append("s.folder = c.folder")
    if query.terms and full_text:
        source = "words w CROSS JOIN entries e ON e.id = w.rowid"
        where, values, order = ["w.words MATCH ?", *where], [query.match, *values], "w.rowid"
    else:
        source, order = _source(query), "e.id"
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    sql = f"SELECT {_COLUMNS} FROM {source}{_JOINS}{condition} ORDER BY {order} DESC"
    if full_text or not query.terms:
        rows = connection.execute(f"{sql} LIMIT ?", (*values, limit)).fetchall()
    else:
        rows = list(_looked_through(connection, sql, values, query, limit))
    return [_hit(row, query, writers) for row in rows]


def _groups(connection: sqlite3.Connection, query: Query) -> list[str] | None:
    """The folders of the groups that are meant; None for all. Asked first: a name that fits none needs no look."""
    if not query.group:
        return None
    rows = connection.execute("SELECT folder, key FROM groups").fetchall()
    return [folder for folder, key in rows if all(f" {word}" in key for word in query.group)]


def _is_anybody(connection: sqlite3.Connection, query: Query, writers: dict[int, str]) -> bool:
    """Whether there is a writer or a scribe for each `by:`; otherwise every line would be looked at for nothing."""
    for by in query.by:
        if any(written_by(by, writer, query.me) for writer in writers.values()):
            continue
        words = [f" {word}" for word in folded_words(by)] if by not in ("me", "others") else []
        scribe = " AND ".join("instr(scribe, ?) > 0" for _ in words) or "0"
        if connection.execute(f"SELECT 1 FROM meetings WHERE {scribe} LIMIT 1", words).fetchone() is None:
            return False
    return True


def _by(by: str, writers: dict[int, str], me: str) -> tuple[str, list[object]]:
    """What a `by:` asks of a line: a device, or the scribe of its meeting."""
    meant = [number for number, writer in writers.items() if written_by(by, writer, me)]
    device = f"e.writer IN ({', '.join(map(str, meant))})" if meant else "0"
    if by in ("me", "others"):
        return device, []
    words = folded_words(by)
    scribe = " AND ".join("instr(coalesce(m.scribe, ''), ?) > 0" for _ in words)
    return f"({device} OR ({scribe}))", [f" {word}" for word in words]


def _filters(query: Query, groups: list[str] | None, writers: dict[int, str]) -> tuple[list[str], list[object]]:
    where: list[str] = ["NOT coalesce(m.hidden, 0)"]
    values: list[object] = []
    if query.kinds:
        if EntryKind.NOTE not in query.kinds:
            where.append("e.kind != 0")  # so that notes, which are most lines, are passed over
        where.append(f"e.kind IN ({', '.join('?' * len(query.kinds))})")
        values += [KINDS.index(kind) for kind in query.kinds]
    if query.folder:
        where.append("s.folder = ?")
        values.append(storable(query.folder))
    if groups is not None:
        where.append(f"s.folder IN ({', '.join('?' * len(groups))})")
        values += groups
    for word in query.owner:
        where.append("instr(t.owner_key, ?) > 0")
        values.append(f" {word}")
    for by in query.by:
        condition, names = _by(by, writers, query.me)
        where.append(condition)
        values += names
    # A line whose meeting is not known counts as of the day it was entered.
    day = "coalesce(m.day, e.id / 4096 / 86400000 + 719163)"
    if query.before is not None:
        where.append(f"{day} < ?")
        values.append(query.before.toordinal())
    if query.after is not None:
        where.append(f"{day} >= ?")
        values.append(query.after.toordinal())
    if query.open:
        where.append(
            "(t.open OR EXISTS (SELECT 1 FROM parked p WHERE p.folder = s.folder AND p.entry = e.entry"
            " AND p.destination = ''))"
        )
    return where, values


def _source(query: Query) -> str:
    """Where to look without a word to look for: the few lines that are open or led by somebody, else all."""
    if not (query.open or query.owner):
        return "entries e"
    first = f"c.at * {PER_MILLISECOND}"
    return (
        f"{_OPEN if query.open else _LED} c CROSS JOIN entries e ON e.id BETWEEN {first} "
        f"AND {first} + {_NEAR * PER_MILLISECOND - 1} AND e.entry = c.entry"
    )


def _looked_through(
    connection: sqlite3.Connection, sql: str, values: list[object], query: Query, limit: int
) -> Iterator[tuple[Any, ...]]:
    cursor = connection.execute(sql, values)
    try:
        left = limit
        while left > 0 and (rows := cursor.fetchmany(_MANY)):
            for row in rows:
                if left > 0 and query.finds(row[3], row[4]):
                    left -= 1
                    yield row
    finally:
        cursor.close()


def _hit(row: tuple[Any, ...], query: Query, writers: dict[int, str]) -> Hit:
    number, entry, kind, text, done, folder, place, meeting, group, title, starts, zone, label, owner, progress, by = (
        row
    )
    return Hit(
        entry, KINDS[kind], text, done, query.marks(text), query.marks(done), instant(number >> 12), folder, group,
        meeting, title, None if starts is None else instant(starts), zone, label, owner, progress, Shard(folder, place),
        writers.get(by, ""),
    )  # fmt: skip
