"""What the index answers: groups, meetings, next steps, decisions, parked items. Each takes an open connection."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from peer_tui.domain.events import Event, MeetingId
from peer_tui.domain.group import Group
from peer_tui.store.index.entries import instant
from peer_tui.store.index.folded import kept_of
from peer_tui.store.index.packed import Places
from peer_tui.store.index.rows import DecisionRow, GroupRow, MeetingRow, ParkedRow, StepRow, Whole
from peer_tui.store.index.stored import unpack_group
from peer_tui.store.index.words import storable
from peer_tui.store.shards import Shard

if TYPE_CHECKING:
    import sqlite3

_NAME_AT_LEAST = 4
"""Letters of a folder's date and time from which on they name a meeting."""
MEETING = (
    "m.meeting, m.folder, g.name, m.series, m.title, m.starts, m.zone, m.minutes, m.state, m.ended, m.approved, "
    "m.place, m.type"
)
"""What `as_meeting` makes a row of."""
_FROM_MEETINGS = f"SELECT {MEETING} FROM meetings m JOIN groups g ON g.folder = m.folder"
_ALL = -1
"""SQLite's way to say: without a limit."""


def groups(connection: sqlite3.Connection) -> list[GroupRow]:
    """Every group that has a name of its own, by its name."""
    rows = connection.execute("SELECT folder, digest FROM groups WHERE known AND digest IS NOT NULL").fetchall()
    read = [_group(folder, digest) for folder, digest in rows]
    return sorted(read, key=lambda row: (row.group.name.casefold(), row.folder))


def _group(folder: str, packed: bytes) -> GroupRow:
    stored = unpack_group(packed)
    told = stored.sentences
    gaps = {meeting: tuple(told[number] for number in numbers) for meeting, numbers in stored.gaps.items()}
    return GroupRow(folder, stored.whole(), gaps, Places(folder, stored.shards), stored.problems, stored.leads)


def whole(connection: sqlite3.Connection, folder: str) -> Whole | None:
    """One group, complete; None if the index does not hold it.

    One of which shards were read, and that was not folded since, is folded here.
    """
    row = connection.execute(
        "SELECT g.dirty, w.whole FROM groups g LEFT JOIN wholes w ON w.folder = g.folder WHERE g.folder = ?", (folder,)
    ).fetchone()
    if row is None:
        return None
    dirty, packed = row
    if dirty:
        events, lies_in, problems = kept_of(connection, folder)
        first = {meeting: shards[0] for meeting, shards in lies_in.items()}
        copies = {meeting: shards for meeting, shards in lies_in.items() if len(shards) > 1}
        return Whole(Group.fold(events.items()), first, copies, tuple(problems))
    if packed is None:
        return None
    stored = unpack_group(packed)
    several = {meeting: tuple(Shard(folder, place) for place in places) for meeting, places in stored.copies.items()}
    return Whole(stored.whole(), Places(folder, stored.shards), several, stored.problems)


def outliving(connection: sqlite3.Connection, folder: str) -> dict[MeetingId, tuple[Event, ...]]:
    """What a group is folded from, by meeting; the group's own log under the empty id."""
    return kept_of(connection, folder)[0]


# --- meetings -----------------------------------------------------------------------------------------------------


def meetings(
    connection: sqlite3.Connection, group: str, states: Sequence[str], limit: int, newest_first: bool
) -> list[MeetingRow]:
    """Meetings in order of their start."""
    where: list[str] = ["NOT m.hidden"]
    values: list[object] = []
    if group:
        where.append("m.folder = ?")
        values.append(storable(group))
    if states:
        where.append(f"m.state IN ({', '.join('?' * len(states))})")
        values += states
    order = "DESC" if newest_first else "ASC"
    return _meetings(connection, where, values, f"m.starts {order}, m.meeting {order}", limit)


def find_meetings(connection: sqlite3.Connection, words: str) -> list[MeetingRow]:
    """The meetings a person may call by these words: the id, its beginning, or the beginning of the folder's name."""
    wanted = storable(words)
    if not wanted:
        return []
    exact = _meetings(connection, ["m.meeting = ?"], [wanted], "m.starts DESC, m.folder")
    if exact:
        return exact
    end = f"{wanted}\U0010ffff"
    if len(words) < _NAME_AT_LEAST:
        return _meetings(connection, ["m.meeting >= ? AND m.meeting < ?"], [wanted, end], "m.starts DESC, m.folder")
    either = "(m.meeting >= ? AND m.meeting < ? OR m.name >= ? AND m.name < ?)"
    return _meetings(connection, [either], [wanted, end, wanted, end], "m.starts DESC, m.folder")


def last_ended(connection: sqlite3.Connection, group: str) -> MeetingRow | None:
    """The meeting that ended last."""
    where, values = ["m.ended IS NOT NULL", "NOT m.hidden"], []
    if group:
        where.append("m.folder = ?")
        values.append(storable(group))
    rows = _meetings(connection, where, values, "m.ended DESC, m.meeting DESC", 1)
    return rows[0] if rows else None


def _meetings(
    connection: sqlite3.Connection, where: list[str], values: Sequence[object], order: str, limit: int = 0
) -> list[MeetingRow]:
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    sql = f"{_FROM_MEETINGS}{condition} ORDER BY {order} LIMIT ?"
    return [as_meeting(*row) for row in connection.execute(sql, (*values, limit or _ALL)).fetchall()]


def as_meeting(
    meeting: str, folder: str, group: str, series: str, title: str, starts: int, zone: str, minutes: int, state: str,
    ended: int | None, approved: str, place: str | None, kind: str,
) -> MeetingRow:  # fmt: skip
    """The row of a meeting, of the columns `MEETING`."""
    return MeetingRow(
        meeting, folder, group, series, title, instant(starts), zone, minutes, state,
        None if ended is None else instant(ended), approved, _shard(folder, place),
        kind,
    )  # fmt: skip


def _shard(folder: str, place: str | None) -> Shard | None:
    return None if place is None else Shard(folder, place)


# --- registers ----------------------------------------------------------------------------------------------------


def steps(connection: sqlite3.Connection, group: str, open_only: bool, limit: int) -> list[StepRow]:
    """Next steps, the last promised first."""
    where = [*(["s.open"] if open_only else []), *(["s.folder = ?"] if group else [])]
    sql = (
        "SELECT s.folder, g.name, s.entry, s.label, s.text, s.done, s.owner, s.owner_name, s.helpers, s.meant, "
        "s.state, s.by_email, s.due, s.due_next, s.progress, s.reason, s.carried, s.open, s.meeting, s.at, g.zone, "
        "m.place FROM steps s JOIN groups g ON g.folder = s.folder "
        "LEFT JOIN meetings m ON m.folder = s.folder AND m.meeting = s.meeting"
        f"{_where(where)} ORDER BY s.at DESC, s.entry DESC LIMIT ?"
    )
    return [_step(row) for row in connection.execute(sql, (*_values(group), limit or _ALL)).fetchall()]


def _step(row: tuple[Any, ...]) -> StepRow:
    due = row[12]
    return StepRow(
        folder=row[0], group=row[1], entry=row[2], label=row[3], text=row[4], done_when=row[5], owner=row[6],
        owner_name=row[7], helpers=tuple(json.loads(row[8])), meant=row[9], state=row[10], by_email=bool(row[11]),
        due=None if due is None else dt.date.fromordinal(due), due_next_meeting=bool(row[13]), progress=row[14],
        reason=row[15], carried=row[16], open=bool(row[17]), meeting=row[18], at=instant(row[19]), zone=row[20],
        shard=_shard(row[0], row[21]),
    )  # fmt: skip


def decisions(connection: sqlite3.Connection, group: str, limit: int) -> list[DecisionRow]:
    """Decisions, the newest first."""
    where = ["e.kind != 0 AND e.kind = 1", "NOT coalesce(m.hidden, 0)", *(["s.folder = ?"] if group else [])]
    sql = (
        "SELECT s.folder, coalesce(g.name, ''), e.entry, e.text, e.id, coalesce(s.meeting, ''), coalesce(m.title, ''), "
        "m.starts, coalesce(m.zone, g.zone, 'UTC'), s.place "
        "FROM entries e CROSS JOIN shards s ON s.id = e.shard "
        "LEFT JOIN groups g ON g.folder = s.folder "
        "LEFT JOIN meetings m ON m.folder = s.folder AND m.meeting = s.meeting"
        f"{_where(where)} ORDER BY e.id DESC LIMIT ?"
    )
    rows = connection.execute(sql, (*_values(group), limit or _ALL)).fetchall()
    return [
        DecisionRow(
            folder, name, entry, text, instant(number >> 12), meeting, title,
            None if starts is None else instant(starts), zone, Shard(folder, place),
        )
        for folder, name, entry, text, number, meeting, title, starts, zone, place in rows
    ]  # fmt: skip


_PARKED_IN = {"unplaced": "p.destination = ''", "waiting": "p.destination IN ('', 'next agenda', 'with owner')"}


def parked(connection: sqlite3.Connection, group: str, which: str, limit: int) -> list[ParkedRow]:
    """Parked items, the newest first: `unplaced`, `waiting` for something, or all for an empty word."""
    where = [*([_PARKED_IN[which]] if which else []), *(["p.folder = ?"] if group else [])]
    sql = (
        "SELECT p.folder, g.name, p.entry, p.text, p.at, p.meeting, p.destination, m.place, p.owner_name, p.due, "
        "p.due_next, p.placed, p.reason, g.zone, coalesce(m.title, ''), m.starts FROM parked p "
        "JOIN groups g ON g.folder = p.folder LEFT JOIN meetings m ON m.folder = p.folder AND m.meeting = p.meeting"
        f"{_where(where)} ORDER BY p.at DESC, p.entry DESC LIMIT ?"
    )
    return [
        ParkedRow(
            folder, name, entry, text, instant(at), meeting, destination, _shard(folder, place), owner,
            None if due is None else dt.date.fromordinal(due), bool(due_next),
            None if placed is None else instant(placed), reason, zone, title,
            None if starts is None else instant(starts),
        )
        for (
            folder, name, entry, text, at, meeting, destination, place, owner, due, due_next, placed, reason, zone,
            title, starts,
        ) in connection.execute(
            sql, (*_values(group), limit or _ALL)
        ).fetchall()
    ]  # fmt: skip


def _where(conditions: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _values(group: str) -> tuple[str, ...]:
    return (storable(group),) if group else ()
