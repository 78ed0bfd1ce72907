"""How each meeting went, kept beside its lines: who came, and how long each block took.

What a report over years needs of a meeting, so that none of them has to be read for it.
"""

from __future__ import annotations

import datetime as dt
import zlib
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.events import BlockKey, MeetingId, PersonId
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.report import time_used
from peer_tui.store.index.entries import instant
from peer_tui.store.index.stored import Damaged
from peer_tui.store.index.words import storable

if TYPE_CHECKING:
    import sqlite3


class BlockTime(msgspec.Struct, frozen=True, array_like=True):
    """A block of a meeting: what was planned for it, and what it took."""

    key: BlockKey
    title: str
    job: str
    shortest: int
    """Minutes planned at least; 0 for a block that takes what is left."""
    longest: int
    """Minutes planned at most; 0 for a block that takes what is left."""
    seconds: int
    """What it took, without pauses; 0 for one that was not reached."""


class Course(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a meeting that was called to order."""

    blocks: tuple[BlockTime, ...]
    people: tuple[PersonId, ...]
    """Everybody with a name who came, in the order in which they arrived."""
    heads: int
    """How many came without a name, e.g. by phone."""
    seconds: int
    """From the call to order to the end; 0 while it has not ended."""


class CourseRow(msgspec.Struct, frozen=True):
    """One meeting that was held, and how it went."""

    meeting: MeetingId
    folder: str
    """The folder of its group."""
    series: str
    title: str
    type: str
    starts: dt.datetime
    zone: str
    minutes: int
    """Planned for it."""
    course: Course


def course_of(meeting: Meeting) -> Course | None:
    """How a meeting went; None for one that was not called to order."""
    if meeting.called is None:
        return None
    spent = time_used(meeting)
    blocks = tuple(
        BlockTime(plan.key, plan.title, plan.job, plan.low, plan.high, spent.get(plan.key, 0))
        for plan in meeting.blocks
    )
    people = sorted(meeting.attendance.values(), key=lambda who: who.arrived)
    seconds = int((meeting.ended - meeting.called).total_seconds()) if meeting.ended is not None else 0
    return Course(blocks, tuple(who.person for who in people), meeting.heads_count, max(0, seconds))


def write_course(connection: sqlite3.Connection, shard: int, course: Course | None) -> None:
    """Make this the course of the meeting in a shard."""
    connection.execute("DELETE FROM courses WHERE shard = ?", (shard,))
    packed = packed_course(course)
    if packed is not None:
        connection.execute("INSERT INTO courses (shard, course, sum) VALUES (?, ?, ?)", (shard, *packed))


def packed_course(course: Course | None) -> tuple[bytes, int] | None:
    """A course for its row, with its checksum; None where there is none."""
    if course is None:
        return None
    packed = msgspec.msgpack.encode(course)
    return packed, zlib.crc32(packed)


def courses(connection: sqlite3.Connection, group: str, first: int | None, last: int | None) -> list[CourseRow]:
    """Meetings that have ended and are not hidden, in order of their start.

    Args:
        connection: to the database.
        group: the folder of a group; empty for all.
        first: the first day of their start, as an ordinal; None for no bound.
        last: the last one.
    """
    where = ["m.state = 'ended'", "NOT m.hidden"]
    values: list[object] = []
    for condition, value in (("m.folder = ?", storable(group) or None), ("m.day >= ?", first), ("m.day <= ?", last)):
        if value is not None:
            where.append(condition)
            values.append(value)
    rows = connection.execute(
        "SELECT m.meeting, m.folder, m.series, m.title, m.type, m.starts, m.zone, m.minutes, c.course, c.sum "
        "FROM meetings m CROSS JOIN shards s ON s.folder = m.folder AND s.meeting = m.meeting "
        f"CROSS JOIN courses c ON c.shard = s.id WHERE {' AND '.join(where)} ORDER BY m.starts, m.meeting",
        values,
    ).fetchall()
    return [
        CourseRow(meeting, folder, series, title, kind, instant(starts), zone, minutes, _unpacked(packed, told))
        for meeting, folder, series, title, kind, starts, zone, minutes, packed, told in rows
    ]


def _unpacked(packed: bytes, told: int) -> Course:
    if zlib.crc32(packed) != told:
        raise Damaged("the course of a meeting")
    return _course().decode(packed)


@cache
def _course() -> msgspec.msgpack.Decoder[Course]:
    return msgspec.msgpack.Decoder(Course)
