"""Where an open group comes from: a scan of its shards, or the index with what is newer on disk laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from peer_tui.domain.events import EventId, MeetingId, MeetingPlanned
from peer_tui.domain.group import Group
from peer_tui.services.opened import WholeGroup
from peer_tui.services.refolding import Events, refolded
from peer_tui.store.shards import Shard, ShardReading

if TYPE_CHECKING:
    from peer_tui.services.workspace import Workspace
    from peer_tui.store.index import Index


class Scan:
    """A group read whole from its shards."""

    def __init__(self, workspace: Workspace, folder: str) -> None:
        self._workspace = workspace
        self._folder = folder

    def whole(self) -> WholeGroup:
        """Every shard, read and folded. A shard that tells of no meeting is left out."""
        workspace = self._workspace
        own = workspace.read(Shard(self._folder))
        shards: dict[MeetingId, tuple[Shard, ...]] = {}
        events: dict[MeetingId, Events] = {"": own.events}
        problems = list(own.problems)
        on_the_way = sorted(shard for shard in workspace.saver.shards() if shard.group == self._folder)
        for shard in dict.fromkeys([*workspace.library.meetings(self._folder), *on_the_way]):
            if not shard.meeting:
                continue
            reading = workspace.read(shard)
            problems += reading.problems
            meeting = meeting_in(reading)
            if meeting is not None:
                events[meeting] = (*events.get(meeting, ()), *reading.events)
                shards[meeting] = (*shards.get(meeting, ()), shard)
        first, copies = told_apart(shards)
        return WholeGroup(Group.fold(events.items()), first, copies, events, tuple(problems))

    def outliving(self) -> dict[MeetingId, Events]:
        """Nothing: every event was read."""
        return {}

    def read(self, shards: Iterable[Shard]) -> Events:
        """The events that lie in these shards."""
        return united(self._workspace, shards)


class FromIndex:
    """A group from the index, with the shards that changed since laid over it."""

    def __init__(self, workspace: Workspace, index: Index, folder: str) -> None:
        self._workspace = workspace
        self._index = index
        self._folder = folder

    def newer(self) -> list[Shard]:
        """The shards that are others than the index knows them, and those with events on their way to the disk."""
        waiting = [shard for shard in self._workspace.saver.shards() if shard.group == self._folder]
        # Where a sweep comes round all the time, what it alone finds out may wait for it.
        found = self._index.stale(self._folder, thorough=not self._workspace.screens)
        return list(dict.fromkeys([*found, *waiting]))

    def whole(self) -> WholeGroup:
        """The fold that the index keeps; folded again where something is newer than it."""
        newer = self.newer()
        known = self._index.whole(self._folder)
        if known is None:
            return Scan(self._workspace, self._folder).whole()
        self._workspace.see_ids(_ids_in(known.group))
        if not newer:
            return WholeGroup(known.group, known.shards, known.copies, {}, known.problems)
        shards = {meeting: (shard,) for meeting, shard in known.shards.items()} | known.copies
        changed, problems = self._read_again(newer, shards)
        group = refolded(known.group, changed, lambda: {**self.outliving(), **changed})
        first, copies = told_apart(shards)
        return WholeGroup(group, first, copies, changed, tuple(dict.fromkeys([*known.problems, *problems])))

    def _read_again(
        self, newer: Iterable[Shard], shards: dict[MeetingId, tuple[Shard, ...]]
    ) -> tuple[dict[MeetingId, Events], list[str]]:
        """The meetings that these shards tell of, each read whole; where a meeting lies is added to `shards`.

        A shard that has nothing to say any more takes nothing away: what becomes of vanished files is said elsewhere.
        """
        lies_in = {shard: meeting for meeting, several in shards.items() for shard in several}
        meetings: dict[MeetingId, None] = {}
        problems: list[str] = []
        for shard in newer:
            reading = self._workspace.read(shard)
            problems += reading.problems
            meeting = lies_in.get(shard) or (meeting_in(reading) if shard.meeting else "")
            if not reading.events or meeting is None:
                continue
            meetings[meeting] = None
            if shard.meeting and shard not in shards.get(meeting, ()):
                shards[meeting] = (*shards.get(meeting, ()), shard)
        own = Shard(self._folder)
        return {meeting: self.read(shards[meeting] if meeting else (own,)) for meeting in meetings}, problems

    def outliving(self) -> dict[MeetingId, Events]:
        """What the index folds the group from."""
        return self._index.outliving(self._folder)

    def read(self, shards: Iterable[Shard]) -> Events:
        """The events that lie in these shards."""
        return united(self._workspace, shards)


def told_apart(
    shards: Mapping[MeetingId, tuple[Shard, ...]],
) -> tuple[dict[MeetingId, Shard], dict[MeetingId, tuple[Shard, ...]]]:
    """Where each meeting lies, and all the shards of those that lie in several."""
    first = {meeting: several[0] for meeting, several in shards.items()}
    return first, {meeting: several for meeting, several in shards.items() if len(several) > 1}


def _ids_in(group: Group) -> Iterator[EventId]:
    """The ids of what a group knows: none of its own that is made from now on may be one of them."""
    kinds: tuple[Iterable[EventId], ...] = (
        group.series, group.people, group.priorities, group.meetings, group.steps.steps, group.parked,
        group.agreement.items,
    )  # fmt: skip
    return chain.from_iterable(kinds)


def meeting_in(reading: ShardReading) -> MeetingId | None:
    """Which meeting a shard is about; None if it does not tell."""
    return next((event.meeting for event in reading.events if isinstance(event, MeetingPlanned)), None)


def united(workspace: Workspace, shards: Iterable[Shard]) -> Events:
    """The events of several shards, one after the other; whoever folds them puts them in order."""
    return tuple(event for shard in shards for event in workspace.read(shard).events)
