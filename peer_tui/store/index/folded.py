"""What a folded group leaves in the index: its digest, itself whole, and a row for each meeting, step and parked item.

Only rows that read otherwise than before are written.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from peer_tui.domain.events import Event, MeetingId, PersonId
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held, Parked
from peer_tui.domain.steps import Step
from peer_tui.domain.wall_time import local_date
from peer_tui.store.index.entries import milliseconds
from peer_tui.store.index.pruning import digest, gaps_of_drafts, names_of_leads
from peer_tui.store.index.stored import Damaged, pack_group, unpack_events
from peer_tui.store.index.words import folded_words, storable
from peer_tui.store.shards import Shard

if TYPE_CHECKING:
    import sqlite3

_MEETINGS = (
    "folder, meeting, place, name, series, title, starts, day, zone, minutes, state, ended, approved, type, hidden, "
    "scribe"
)
_STEPS = (
    "folder, entry, label, number, text, done, owner, owner_name, owner_key, helpers, meant, state, by_email, due, "
    "due_next, progress, reason, carried, open, meeting, at"
)
_PARKED = "folder, entry, text, meeting, at, destination, owner_name, due, due_next, placed, reason"

Kept = dict[MeetingId, tuple[Event, ...]]
"""What a group is folded from, by meeting; the group's own log under the empty id."""


def kept_of(connection: sqlite3.Connection, folder: str) -> tuple[Kept, dict[MeetingId, tuple[Shard, ...]], list[str]]:
    """What a group is folded from, where each meeting lies, and what is damaged in its files.

    A meeting that lies in two shards (a copied folder) is both of them together. A shard in which no meeting was
    planned takes no part.
    """
    rows = connection.execute(
        "SELECT place, meeting, problems, events FROM shards JOIN kept ON kept.shard = shards.id WHERE folder = ?",
        (folder,),
    ).fetchall()
    events: Kept = {"": ()}
    shards: dict[MeetingId, tuple[Shard, ...]] = {}
    problems: list[str] = []
    # The group's own log, then its meetings, newest folder first: the order in which a library lists them.
    rows.sort(key=lambda row: (row[0] == "", *row[0].partition("/")[::2]), reverse=True)
    for place, meeting, told, packed in rows:
        problems += _told(told)
        if meeting is None:
            continue
        events[meeting] = (*events.get(meeting, ()), *unpack_events(packed))
        if place:
            shards[meeting] = (*shards.get(meeting, ()), Shard(folder, place))
    return events, shards, problems


def _told(problems: str) -> list[str]:
    try:
        return [str(problem) for problem in json.loads(problems)]
    except (ValueError, TypeError) as error:
        raise Damaged("the problems of a shard") from error


def write_group(connection: sqlite3.Connection, folder: str) -> None:
    """Fold a group from what is kept of its shards, and write what that leaves. It is then not dirty any more."""
    events, shards, problems = kept_of(connection, folder)
    group = Group.fold(events.items())
    small = digest(group)
    here = {meeting: shard for meeting, shard in shards.items() if meeting in small.meetings}
    connection.execute(
        "UPDATE groups SET known = ?, name = ?, key = ?, zone = ?, dirty = 0, digest = ? WHERE folder = ?",
        (
            bool(group.id), storable(group.name), _key(group.name), storable(group.zone),
            pack_group(small, here, problems, gaps_of_drafts(group, events), names_of_leads(group)),
            folder,
        ),
    )  # fmt: skip
    connection.execute(
        "INSERT OR REPLACE INTO wholes (folder, whole) VALUES (?, ?)", (folder, pack_group(group, shards, problems))
    )
    known = bool(group.id)
    _renew(connection, "meetings", _MEETINGS, folder, (_meeting(folder, h, group, shards) for h in _each(group, known)))
    steps = group.steps.steps.values() if known else ()
    _renew(connection, "steps", _STEPS, folder, _steps(folder, steps, group))
    parked = group.parked.values() if known else ()
    _renew(connection, "parked", _PARKED, folder, (_parked(folder, one, group) for one in parked))


def remove_group(connection: sqlite3.Connection, folder: str) -> None:
    """A group of which no shard is left is in the index no more."""
    for table in ("groups", "wholes", "meetings", "steps", "parked"):
        connection.execute(f"DELETE FROM {table} WHERE folder = ?", (folder,))


def _each(group: Group, known: bool) -> Iterable[Held]:
    return group.meetings.values() if known else ()


def _renew(
    connection: sqlite3.Connection, table: str, columns: str, folder: str, rows: Iterable[tuple[object, ...]]
) -> None:
    """Make these the rows of a group in a table; the second column tells them apart."""
    before = {
        row[1]: row
        for row in connection.execute(f"SELECT {columns} FROM {table} WHERE folder = ?", (folder,)).fetchall()
    }
    after = {row[1]: row for row in rows}
    key = columns.split(", ")[1]
    connection.executemany(
        f"DELETE FROM {table} WHERE folder = ? AND {key} = ?", [(folder, one) for one in before if one not in after]
    )
    marks = ", ".join("?" * len(columns.split(", ")))
    connection.executemany(
        f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({marks})",
        [row for one, row in after.items() if before.get(str(one)) != row],
    )


def _meeting(
    folder: str, held: Held, group: Group, shards: Mapping[MeetingId, tuple[Shard, ...]]
) -> tuple[object, ...]:
    shard = shards[held.id][0] if held.id in shards else None
    return (
        folder, storable(held.id), shard.meeting if shard else None, shard.meeting.rpartition("/")[2] if shard else "",
        storable(group.series.get(held.series, "")), storable(held.title), milliseconds(held.starts),
        local_date(held.starts, held.zone).toordinal(), storable(held.zone), held.minutes, held.state,
        None if held.ended is None else milliseconds(held.ended), held.approved, storable(held.type), int(held.hidden),
        _key(_name(group, held.roles.get("scribe"))),
    )  # fmt: skip


def _steps(folder: str, steps: Iterable[Step], group: Group) -> Iterator[tuple[object, ...]]:
    at_next: dict[MeetingId, dt.date | None] = {}
    for step in steps:
        due = step.due.date if step.due is not None else None
        if step.due is not None and step.due.next_meeting:
            # Many steps were promised for the same next meeting.
            if step.dated_in not in at_next:
                at_next[step.dated_in] = group.due_on(step)
            due = at_next[step.dated_in]
        yield _step(folder, step, group, due)


def _step(folder: str, step: Step, group: Group, due: dt.date | None) -> tuple[object, ...]:
    owner = _name(group, step.owner)
    return (
        folder, storable(step.id), storable(step.label), step.number, storable(step.text), storable(step.done_when),
        None if step.owner is None else storable(step.owner), owner, _key(owner),
        json.dumps([_name(group, helper) for helper in step.helpers]), storable(step.meant), step.owner_state,
        int(step.by_email), None if due is None else due.toordinal(),
        int(step.due is not None and step.due.next_meeting), str(step.progress), storable(step.reason), step.carried,
        int(step.open), storable(step.meeting), milliseconds(step.at),
    )  # fmt: skip


def _parked(folder: str, parked: Parked, group: Group) -> tuple[object, ...]:
    placed = parked.placed
    due = placed.due if placed is not None else None
    return (
        folder, storable(parked.id), storable(parked.text), storable(parked.meeting), milliseconds(parked.at),
        "" if placed is None else str(placed.destination), _name(group, placed.owner if placed else None),
        due.date.toordinal() if due is not None and due.date is not None else None,
        int(due is not None and due.next_meeting), None if placed is None else milliseconds(placed.moment),
        storable(placed.reason) if placed is not None else "",
    )  # fmt: skip


def _name(group: Group, person: PersonId | None) -> str:
    known = group.person(person)
    return storable(known.name) if known is not None else ""


def _key(name: str) -> str:
    """A name for filters: each of its words, folded, with a space before it."""
    return "".join(f" {word}" for word in folded_words(name))
