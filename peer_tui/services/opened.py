"""A group that is open: its fold, and its meetings' events, each read from disk when first asked for.

Where a group comes from is its source's affair (`services/sources.py`): the index, or a scan of its shards. Until its
whole fold is asked for, a group that comes from the index holds only what Today shows of it: its glance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Protocol

import msgspec

from peer_tui.domain.events import MeetingId
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.services.refolding import Events, refolded
from peer_tui.store.library import Shard


class WholeGroup(msgspec.Struct, frozen=True):
    """Everything that is known of a group at one moment."""

    group: Group
    shards: dict[MeetingId, tuple[Shard, ...]]
    """Where each meeting lies. A folder that was copied makes two shards of one meeting."""
    events: dict[MeetingId, Events] = msgspec.field(default_factory=dict)
    """Of the shards that were read for it; the group's own log under the empty id."""
    problems: tuple[str, ...] = ()
    """Sentences about damage found while reading."""


class Source(Protocol):
    """Where a group comes from."""

    def whole(self) -> WholeGroup:
        """The group as it stands now."""
        ...

    def outliving(self) -> dict[MeetingId, Events]:
        """What the group is folded from where a meeting's own events were not read."""
        ...

    def read(self, shards: Iterable[Shard]) -> Events:
        """The events that lie in these shards, united."""
        ...


class EventsByMeeting(MutableMapping[MeetingId, Events]):
    """A group's events by meeting, the group's own log under the empty id. Each is read when it is first asked for.

    To walk through all of them reads all of them; `loaded` are those that have been read.
    """

    def __init__(
        self,
        loaded: Mapping[MeetingId, Events],
        read: Callable[[MeetingId], Events],
        known: Callable[[], Iterable[MeetingId]],
    ) -> None:
        self.loaded: dict[MeetingId, Events] = dict(loaded)
        self.changed: set[MeetingId] = set()
        """The meetings whose events are others than the group was last folded from."""
        self.changes = 0
        """How often events were put here: tells whether anything was since somebody last looked."""
        self._read = read
        self._known = known

    def __getitem__(self, meeting: MeetingId) -> Events:
        if meeting not in self.loaded:
            self.loaded[meeting] = self._read(meeting)
        return self.loaded[meeting]

    def __setitem__(self, meeting: MeetingId, events: Events) -> None:
        self.loaded[meeting] = events
        self.changed.add(meeting)
        self.changes += 1

    def __delitem__(self, meeting: MeetingId) -> None:
        del self.loaded[meeting]
        self.changed.add(meeting)
        self.changes += 1

    def __contains__(self, meeting: object) -> bool:
        return meeting in self.loaded or meeting in set(self._known())

    def __iter__(self) -> Iterator[MeetingId]:
        return iter(dict.fromkeys((*self.loaded, *self._known())))

    def __len__(self) -> int:
        return len({*self.loaded, *self._known()})


class OpenGroup:
    """A group of the library, open.

    Args:
        folder: its folder's name.
        group: its fold; None to have `source` make it when it is first asked for.
        log: the shard of its own log.
        shards: where its meetings lie, as far as that is known.
        events: events that have been read already, by meeting.
        source: where the rest comes from; None for a group that has nothing else.
        glance: what Today shows of it, where that is known before the whole.
        gaps: what the minutes of its drafts lack, where that is known: by meeting, in sentences.
        problems: sentences about damage, as far as they are known.
    """

    def __init__(
        self,
        folder: str,
        group: Group | None,
        log: Shard,
        shards: Mapping[MeetingId, Shard] | None = None,
        events: Mapping[MeetingId, Events] | None = None,
        *,
        source: Source | None = None,
        glance: Group | None = None,
        gaps: Mapping[MeetingId, tuple[str, ...]] | None = None,
        problems: tuple[str, ...] = (),
    ) -> None:
        self.folder = folder
        self.log = log
        self.gaps = dict(gaps or {})
        self.events = EventsByMeeting(events or {}, self._read, self._meetings)
        self._shards = dict(shards or {})
        self._further: dict[MeetingId, tuple[Shard, ...]] = {}
        self._source = source
        self._glance = glance
        self._problems = problems
        self._group = group
        self._folded = group
        """The fold of all that is known, as it was before `events.changed`."""
        self._outliving: dict[MeetingId, Events] | None = None

    # --- what there is ----------------------------------------------------------------------------------------

    @property
    def glance(self) -> Group:
        """What Today shows: its own facts, open steps, and the meetings those and the reader need. Not to be changed.

        Where the whole group is at hand, this is it.
        """
        return self._glance if self._group is None and self._glance is not None else self.group

    @property
    def is_glanced(self) -> bool:
        """Only the glance is known yet."""
        return self._group is None and self._glance is not None

    @property
    def group(self) -> Group:
        """The whole fold."""
        self._settle()
        assert self._group is not None
        return self._group

    @group.setter
    def group(self, group: Group) -> None:
        self._group = group

    @property
    def shards(self) -> dict[MeetingId, Shard]:
        """Where each meeting is written to."""
        self._settle()
        return self._shards

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about damage found while reading."""
        if self._glance is None:
            self._settle()
        return self._problems

    def meeting(self, meeting: MeetingId) -> Meeting:
        """One of the group's meetings, folded."""
        return Meeting.fold(self.events.get(meeting, ()))

    def _settle(self) -> None:
        """Have the whole group read, once."""
        if self._group is not None:
            return
        assert self._source is not None
        whole = self._source.whole()
        self._group = self._folded = whole.group
        self._shards = {meeting: shards[0] for meeting, shards in whole.shards.items()}
        self._further = {meeting: shards[1:] for meeting, shards in whole.shards.items() if len(shards) > 1}
        self._problems = whole.problems
        for meeting, events in whole.events.items():
            self.events.loaded[meeting] = events

    def _read(self, meeting: MeetingId) -> Events:
        if self._source is None:
            raise KeyError(meeting)
        if meeting and meeting not in self._shards:
            self._settle()
            if meeting not in self._shards:
                raise KeyError(meeting)
            if meeting in self.events.loaded:
                return self.events.loaded[meeting]
        first = self._shards[meeting] if meeting else self.log
        return self._source.read((first, *self._further.get(meeting, ())))

    def _meetings(self) -> Iterable[MeetingId]:
        if self._source is None:
            return ()
        return ("", *self.shards)

    def reads_otherwise(self, meeting: MeetingId) -> bool:
        """Whether a meeting that was read only now is another than the one the group was folded from.

        It was approved since, corrected or reopened. True is said once: the next fold takes it in.
        """
        alone = Group.fold([(meeting, self.events.get(meeting, ()))])
        if alone.meetings.get(meeting) == self.group.meetings.get(meeting):
            return False
        self.events.changed.add(meeting)
        return True

    # --- folding ----------------------------------------------------------------------------------------------

    def refold(self) -> None:
        """Fold the group again after events were added."""
        self._settle()
        self._group = self._folded = self._fold()
        self.events.changed.clear()

    def without(self, meeting: MeetingId) -> Group:
        """The group as all but one meeting tell of it: what a live meeting's own events are folded onto."""
        self._settle()
        return self._fold(meeting)

    def _fold(self, leave_out: MeetingId | None = None) -> Group:
        """All that is known, folded, but for one meeting."""
        assert self._folded is not None
        apart = self.events.changed | ({leave_out} if leave_out is not None else set())
        changed = {meeting: self.events.get(meeting, ()) for meeting in apart}
        return refolded(self._folded, changed, self._every, leave_out)

    def _every(self) -> dict[MeetingId, Events]:
        if self._outliving is None:
            self._outliving = self._source.outliving() if self._source is not None else {}
        # What was read is newer than what the index knows.
        return {**self._outliving, **self.events.loaded}
