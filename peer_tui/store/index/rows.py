"""What the index answers with: plain rows, instants aware and in UTC, ids as the events give them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, MutableMapping

import msgspec

from peer_tui.domain.events import EntryId, EntryKind, MeetingId, PersonId, WriterId
from peer_tui.domain.group import Group
from peer_tui.store.shards import Shard


class GroupRow(msgspec.Struct, frozen=True):
    """A group as far as the first screen needs it."""

    folder: str
    group: Group
    """Pruned (`pruning.digest`): open next steps, meetings that wait for somebody and those that their dates depend on,
    parked items without a place, people, priorities, agreement. `Group.due_on` and `person` answer as the whole does.
    """
    gaps: Mapping[MeetingId, tuple[str, ...]]
    """What the minutes of each ended meeting that is still a draft lack, in sentences."""
    shards: Mapping[MeetingId, Shard]
    """Where the meetings of the pruned group lie."""
    problems: tuple[str, ...]
    """Sentences about damage found in the group's files."""
    leads: Mapping[PersonId, str]
    """The shortest form, that is nobody else's, of the name of everybody who leads an open next step."""


class Whole(msgspec.Struct, frozen=True):
    """One group, complete. Each call gives one of its own: it may be folded further."""

    group: Group
    shards: MutableMapping[MeetingId, Shard]
    """Where each meeting lies."""
    copies: dict[MeetingId, tuple[Shard, ...]]
    """Of a meeting that lies in several shards, because a folder was copied, all of these."""
    problems: tuple[str, ...]


class MeetingRow(msgspec.Struct, frozen=True):
    """One meeting."""

    id: MeetingId
    folder: str
    """The folder of its group."""
    group: str
    """The group's name."""
    series: str
    """The name of its series; empty if unknown."""
    title: str
    starts: dt.datetime
    zone: str
    minutes: int
    state: str
    """planned, unfinished, ended or cancelled."""
    ended: dt.datetime | None
    approved: str
    """`as distributed`, `as corrected`, or empty while the minutes are a draft."""
    shard: Shard | None
    """Where it lies; None where its own folder is missing and only another speaks of it."""
    type: str = "coalition meeting"
    """What kind of meeting it is."""


class PastRow(msgspec.Struct, frozen=True):
    """A meeting that was held, and how much came of it."""

    meeting: MeetingRow
    decisions: int
    steps: int
    """Next steps promised in it."""


class PastFilter(msgspec.Struct, frozen=True):
    """Which of the meetings that were held; empty for all."""

    group: str = ""
    """The folder of a group."""
    year: int = 0
    """Of the day it started on, where it was held."""
    series: str = ""
    """The name of a series."""
    type: str = ""
    """What kind of meeting."""
    without: tuple[str, ...] = ()
    """The folders of groups to leave out."""


class StepRow(msgspec.Struct, frozen=True):
    """One next step as it stands now."""

    folder: str
    group: str
    entry: EntryId
    label: str
    """Its number as shown."""
    text: str
    done_when: str
    owner: PersonId | None
    owner_name: str
    """Empty while unclaimed."""
    helpers: tuple[str, ...]
    """Names."""
    meant: str
    state: str
    """unclaimed, asked or accepted."""
    by_email: bool
    due: dt.date | None
    """*Next meeting* is resolved."""
    due_next_meeting: bool
    progress: str
    reason: str
    carried: int
    open: bool
    meeting: MeetingId
    """Where it was promised."""
    at: dt.datetime
    zone: str
    """The group's zone: whether it is late depends on the day there."""
    shard: Shard | None


class DecisionRow(msgspec.Struct, frozen=True):
    """One decision, in its exact words."""

    folder: str
    group: str
    entry: EntryId
    text: str
    at: dt.datetime
    meeting: MeetingId
    title: str
    starts: dt.datetime | None
    zone: str
    shard: Shard


class ParkedRow(msgspec.Struct, frozen=True):
    """One parked item."""

    folder: str
    group: str
    entry: EntryId
    text: str
    at: dt.datetime
    meeting: MeetingId
    destination: str
    """Where it went; empty while it has no place."""
    shard: Shard | None
    owner: str = ""
    """The name of who keeps it."""
    due: dt.date | None = None
    """When it comes back."""
    due_next_meeting: bool = False
    placed: dt.datetime | None = None
    """When it was given its place."""
    reason: str = ""
    zone: str = "UTC"
    title: str = ""
    """Of the meeting it was parked in; empty where that is not known."""
    starts: dt.datetime | None = None


Spans = tuple[tuple[int, int], ...]
"""Stretches of a text, start and end in characters, in order and without overlap."""


class Hit(msgspec.Struct, frozen=True):
    """A line that a search found."""

    entry: EntryId
    kind: EntryKind
    text: str
    done_when: str
    spans: Spans
    """What was found in the text."""
    done_spans: Spans
    """What was found in `done_when`."""
    at: dt.datetime
    folder: str
    group: str
    meeting: MeetingId
    """Empty for a line whose meeting is not known: its shard tells where it lies."""
    title: str
    starts: dt.datetime | None
    """None where the meeting is not known."""
    zone: str
    label: str
    """A next step's number as shown."""
    owner: str
    """The name of who leads a next step."""
    progress: str
    """How far a next step has come; empty for other kinds."""
    shard: Shard
    by: WriterId = ""
    """Who wrote it down."""


class Refreshed(msgspec.Struct, frozen=True):
    """What a refresh did."""

    changed_groups: tuple[str, ...] = ()
    """Folders of the groups that read otherwise than before."""
    vanished: tuple[Shard, ...] = ()
    """Shards that were indexed and are gone from the disk: of a few, named once; of many, until they are back or
    `Index.accept_vanished` is called, and what is known of them is kept as long."""
    read: int = 0
    """Shards that were read."""
    finished: bool = True
    """False if it was stopped or could not go on; the next one takes up where it ended."""
    held_elsewhere: bool = False
    """Another run of the program is refreshing this index: nothing was done here."""
