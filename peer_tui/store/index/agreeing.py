"""Whether the index says what the logs say: told by reading some of them again, and by counting what it holds.

A row that is missing, or that was changed behind the index's back, leaves the times and sizes of the logs as they
were; only a comparison shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from peer_tui.domain.naming import counted
from peer_tui.domain.words import say
from peer_tui.store.index.building import fingerprint
from peer_tui.store.index.courses import Course, course_of, packed_course
from peer_tui.store.index.entries import Row, lines_in, meeting_of
from peer_tui.store.index.stored import kept, pack_events, unpack_events, unpack_group
from peer_tui.store.index.words import as_indexed, folded_words
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard

if TYPE_CHECKING:
    import sqlite3

WHOLE_UP_TO = 128 << 20
"""Bytes of a database of which every page is looked at. Of a larger one, which a slow disk takes a minute to read,
only those that the comparison needs."""
_NAMED = 3
"""Meetings a sentence names at most."""
_Line: TypeAlias = tuple[str, int, str, str, str]
"""A line without its place: entry, kind, text, when it is done, who wrote it down."""


def disagreements(library: Library, connection: sqlite3.Connection, full_text: bool, sample: int) -> list[str]:
    """What the index holds otherwise than the logs, in sentences; nothing if it agrees.

    What changed in the library since it was indexed is no disagreement: the next refresh takes it in.

    Raises:
        sqlite3.DatabaseError, Damaged: the database itself is damaged.
    """
    _must_be_sound(connection)
    return [*_of_shards(library, connection, full_text, sample), *_of_groups(connection), *_of_nobody(connection)]


def _must_be_sound(connection: sqlite3.Connection) -> None:
    import sqlite3

    (size,) = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    if size > WHOLE_UP_TO:
        return
    ((found, *_),) = connection.execute("PRAGMA quick_check(1)").fetchall()
    if found != "ok":
        raise sqlite3.DatabaseError(str(found))


def _of_shards(library: Library, connection: sqlite3.Connection, full_text: bool, sample: int) -> Iterator[str]:
    """Some shards are read again: do their lines, their words and what is kept of them stand as they must?"""
    # A meeting that lies in several shards stands with the first of them: none of these is looked at.
    rows = connection.execute(
        "SELECT id, folder, place, reading FROM shards s WHERE NOT gone AND NOT EXISTS (SELECT 1 FROM shards o "
        "WHERE o.folder = s.folder AND o.meeting = s.meeting AND o.id != s.id) ORDER BY folder, place"
    ).fetchall()
    wrong: list[str] = []
    looked = 0
    for number, folder, place, read in _spread(rows, sample):
        shard = Shard(folder, place)
        reading = library.read(shard)
        if fingerprint(reading) != read:
            continue
        looked += 1
        meeting = meeting_of(reading.events)
        lines = lines_in(meeting) if meeting is not None else []
        (packed,) = connection.execute("SELECT events FROM kept WHERE shard = ?", (number,)).fetchone() or (None,)
        if (
            packed is None
            or unpack_events(packed) != unpack_events(pack_events(kept(reading.events)))
            or not _stand(connection, number, lines)
            or not _went(connection, number, course_of(meeting) if meeting is not None else None)
            or (full_text and not _are_found(connection, number, lines))
        ):
            wrong.append(f"{folder}/{place}" if place else folder)
    if wrong:
        named = ", ".join(wrong[:_NAMED])
        more = " " + say("and {number} more", number=len(wrong) - _NAMED) if len(wrong) > _NAMED else ""
        yield say(
            "Of {looked} logs that were compared, {number} read otherwise in the index: {named}{more}.",
            looked=looked,
            number=len(wrong),
            named=named,
            more=more,
        )


def _spread(rows: list[tuple[int, str, str, bytes]], sample: int) -> Iterable[tuple[int, str, str, bytes]]:
    """So many of the rows, evenly spread, always the same of the same library."""
    if len(rows) <= sample:
        return rows
    return [rows[place * len(rows) // sample] for place in range(sample)]


def _stand(connection: sqlite3.Connection, shard: int, lines: Iterable[Row]) -> bool:
    """Whether the rows of a shard are just its lines."""
    held: Counter[_Line] = Counter(
        connection.execute(
            "SELECT e.entry, e.kind, e.text, e.done, w.writer FROM entries e LEFT JOIN writers w ON w.id = e.writer "
            "WHERE e.shard = ?",
            (shard,),
        ).fetchall()
    )
    return held == Counter((row.entry, row.kind, row.text, row.done, row.by) for row in lines)


def _went(connection: sqlite3.Connection, shard: int, course: Course | None) -> bool:
    """Whether what is kept of how a meeting went is just so."""
    row = connection.execute("SELECT course, sum FROM courses WHERE shard = ?", (shard,)).fetchone()
    return bool(row == packed_course(course))


def _are_found(connection: sqlite3.Connection, shard: int, lines: Iterable[Row]) -> bool:
    """Whether a search for a word of the shard's first line that has one finds that line."""
    for row in lines:
        words = folded_words(as_indexed(row.text))
        if words:
            sql = (
                "SELECT 1 FROM words WHERE words MATCH ? AND rowid IN "
                "(SELECT id FROM entries WHERE shard = ? AND entry = ?)"
            )
            return connection.execute(sql, (f'"{words[0]}"', shard, row.entry)).fetchone() is not None
    return True


def _of_groups(connection: sqlite3.Connection) -> Iterator[str]:
    """As many meetings, next steps and parked items must stand in the registers as the folded groups have."""
    rows = connection.execute(
        "SELECT g.folder, g.name, w.whole FROM groups g LEFT JOIN wholes w ON w.folder = g.folder "
        "WHERE g.known AND NOT g.dirty ORDER BY g.folder"
    ).fetchall()
    for folder, name, whole in rows:
        if whole is None:
            yield say("“{name}” is not in the index as a whole.", name=name)
            continue
        group = unpack_group(whole).whole()
        counts = {"meetings": len(group.meetings), "steps": len(group.steps.steps), "parked": len(group.parked)}
        for table, many in counts.items():
            (held,) = connection.execute(f"SELECT count(*) FROM {table} WHERE folder = ?", (folder,)).fetchone()
            if held != many:
                what = {"meetings": "meetings", "steps": say("next steps"), "parked": say("parked items")}[table]
                yield say(
                    "The index lists {meeting:,} of the {many:,} {what} of “{name}”.",
                    meeting=held,
                    many=many,
                    what=what,
                    name=name,
                )


def _of_nobody(connection: sqlite3.Connection) -> Iterator[str]:
    """Lines of shards that the index does not know."""
    (stray,) = connection.execute("SELECT count(*) FROM entries WHERE shard NOT IN (SELECT id FROM shards)").fetchone()
    if stray:
        yield say(
            "The index holds {lines} of meetings that it does not know.",
            lines=counted(stray, "{n:,} line", "{n:,} lines", "no lines"),
        )
