"""A group that is open: its fold, and its meetings' events, each read from disk when first asked for.

Where a group comes from is its source's affair (`services/sources.py`): the index, or a scan of its shards. Until its
whole fold is asked for, a group that comes from the index holds only what Today shows of it: its glance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import Protocol

import msgspec

from peer_tui.domain.events import Event, MeetingId, PersonId, Redone, Undone
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.outliving import OUTLIVING
from peer_tui.domain.people import short_names
from peer_tui.services.refolding import Events, followed, refolded
from peer_tui.store.shards import Shard


class WholeGroup(msgspec.Struct, frozen=True):
    """Everything that is known of a group at one moment."""

    group: Group
    shards: MutableMapping[MeetingId, Shard]
    """Where each meeting lies."""
    copies: dict[MeetingId, tuple[Shard, ...]]
    """Of a meeting that lies in several shards, because a folder was copied, all of these."""
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


class Loaded(msgspec.Struct):
    """What has been read of a group's events."""

    events: dict[MeetingId, Events]
    changed: set[MeetingId] = msgspec.field(default_factory=set)
    changes: int = 0


class EventsByMeeting(MutableMapping[MeetingId, Events]):
    """A group's events by meeting, the group's own log under the empty id. Each is read when it is first asked for.

    To walk through all of them reads all of them. It is made whenever it is asked for and never kept by its group: a
    group that nobody holds any more is then gone at once, and is not left for the garbage collector to find.
    """

    def __init__(
        self, known: Loaded, read: Callable[[MeetingId], Events], meetings: Callable[[], Iterable[MeetingId]]
    ) -> None:
        self._known = known
        self._read = read
        self._meetings = meetings

    @property
    def loaded(self) -> dict[MeetingId, Events]:
        """Those that have been read."""
        return self._known.events

    @property
    def changed(self) -> set[MeetingId]:
        """The meetings whose events are others than the group was last folded from."""
        return self._known.changed

    @property
    def changes(self) -> int:
        """How often events were put here: tells whether anything was since somebody last looked."""
        return self._known.changes

    def __getitem__(self, meeting: MeetingId) -> Events:
        if meeting not in self.loaded:
            self.loaded[meeting] = self._read(meeting)
        return self.loaded[meeting]

    def __setitem__(self, meeting: MeetingId, events: Events) -> None:
        self.loaded[meeting] = events
        self.changed.add(meeting)
        self._known.changes += 1

    def __delitem__(self, meeting: MeetingId) -> None:
        del self.loaded[meeting]
        self.changed.add(meeting)
        self._known.changes += 1

    def __contains__(self, meeting: object) -> bool:
        return meeting in self.loaded or meeting in set(self._meetings())

    def __iter__(self) -> Iterator[MeetingId]:
        return iter(dict.fromkeys((*self.loaded, *self._meetings())))

    def __len__(self) -> int:
        return len({*self.loaded, *self._meetings()})


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
        leads: how those who lead an open next step of the glance are called, where that is known.
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
        leads: Mapping[PersonId, str] | None = None,
    ) -> None:
        self.folder = folder
        self.log = log
        self.gaps = dict(gaps or {})
        self._loaded = Loaded(dict(events or {}))
        self._shards: MutableMapping[MeetingId, Shard] = dict(shards or {})
        self._copies: dict[MeetingId, tuple[Shard, ...]] = {}
        self._source = source
        self._glance = glance
        self._problems = problems
        self._leads = leads
        self._group = group
        self._folded = group
        """The fold of all that is known, as it was before `events.changed`."""
        self._outliving: dict[MeetingId, Events] | None = None
        self._log_is_folded = False
        """The group was folded from its own log as it was read here: more can be folded onto it."""

    # --- what there is ----------------------------------------------------------------------------------------

    @property
    def events(self) -> EventsByMeeting:
        """Its events by meeting."""
        return EventsByMeeting(self._loaded, self._read, self._meetings)

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
    def shards(self) -> MutableMapping[MeetingId, Shard]:
        """Where each meeting is written to."""
        self._settle()
        return self._shards

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about damage found while reading."""
        if self._glance is None:
            self._settle()
        return self._problems

    def names_of_leads(self) -> Mapping[PersonId, str]:
        """How everybody who leads an open next step is called on the screen: `short_names`, perhaps of others too."""
        if self.is_glanced and self._leads is not None:
            return self._leads
        return short_names(self.glance.everybody)

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
        self._shards, self._copies = whole.shards, whole.copies
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
        return self._source.read(self._copies.get(meeting, (first,)))

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

    def add(self, meeting: MeetingId, events: Sequence[Event]) -> None:
        """Take in new events of ours about a meeting, or of the group's own log for an empty id, and fold them."""
        if not meeting and not any(type(event) in OUTLIVING or isinstance(event, Undone | Redone) for event in events):
            # No fold of the group knows of it: a programme's facts are folded by who asks for them.
            self._loaded.events[meeting] = (*self.events.get(meeting, ()), *events)
            self._loaded.changes += 1
            return
        alone = not meeting and self._log_is_folded and not self.events.changed
        group = followed(self.group, events) if alone else None
        self.events[meeting] = (*self.events.get(meeting, ()), *events)
        if group is None:
            self.refold()
            return
        self._group = self._folded = group
        self.events.changed.clear()

    def refold(self) -> None:
        """Fold the group again after events were added."""
        self._settle()
        self._log_is_folded = self._log_is_folded or "" in self.events.changed
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
