"""LiveSession: the one place a live meeting changes.

A screen (or plain mode) hands it what a person typed or asked for, and draws what it holds: the meeting, the group, the
block clock, the stack, what is saved. It holds no widget; kill the screen, make another one: nothing is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from peer_tui.domain.capture import parse
from peer_tui.domain.events import (
    BlockKey,
    BlockPlan,
    EntryId,
    EntryKind,
    Event,
    EventId,
    MeetingId,
    PersonId,
    PriorityId,
    Redone,
    RowAdded,
    RowChanged,
    RowRemoved,
    Undone,
    Unknown,
)
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.parsed import Command, Parsed, Surroundings
from peer_tui.domain.paste import parse_pasted
from peer_tui.domain.people import short_names
from peer_tui.domain.reading import Reading, read_clock
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.services.drafting import Begun, Drafting
from peer_tui.services.own_time import hours_of
from peer_tui.services.recovering import dated, last_recorded, last_told
from peer_tui.services.removing import taken_in
from peer_tui.services.said import Said
from peer_tui.services.voices import Voices
from peer_tui.services.watching import Watch
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.store.drafts import drop_ephemera, read_ephemera, write_ephemera

if TYPE_CHECKING:
    # Not at run time: a meeting of no programme needs nothing of it.
    from peer_tui.services.programmes.own_words import OwnWords

OF_ROWS = (RowAdded, RowChanged, RowRemoved, Undone, Redone)
"""What a line of this meeting does in the group's own log."""
_DRAFTS_WATCHED = 10
"""Earlier minutes that are looked at once a second, from the one under review on."""


class LiveSession:
    """One meeting, open for writing."""

    def __init__(self, workspace: Workspace, opened: OpenGroup, meeting: MeetingId) -> None:
        self.workspace = workspace
        self.opened = opened
        self.id = meeting
        self.told: dt.datetime | None = None
        """While a meeting is written up afterwards: when what is entered now was said (`services/writing_up.py`)."""
        self.drafting = Drafting(self)
        self.asked_twice = ""
        """What was asked for once and waits for a second press: anything else takes it back."""
        self.opens_links = False
        """A screen is there from which a browser can be opened; in plain mode an address is only printed."""
        self.just_named: EntryId | None = None
        """The next step that was captured by the last line: a bare `y` means that its owner says yes."""
        self.last_answer = Said()
        self.walked: set[EntryId] = set()
        """Steps passed over on this walk through Next Steps."""
        self.strangers: list[str] = []
        """Pasted names the group does not know: offered as guests, never silently added."""
        self.listeners: list[Callable[[], None]] = []
        self.awake = self.now()
        """When the program was last seen awake; `timekeeping.woke` moves it on."""
        self.fell_asleep: dt.datetime | None = None
        """When it was last awake before a sleep that outlasted the meeting's end."""
        # Ids of ours must be new in the logs they go to, and sort after what was read. The index's whole group has
        # told of its people, steps and meetings already; the events of ten years of shards need not be read for that.
        for log in {"", meeting, *opened.events.loaded}:
            workspace.see(opened.events.get(log, ()))
        for shard in (opened.log, opened.shards[meeting]):
            workspace.about_to_write(shard)
        self._base = opened.without(meeting)
        self._own: tuple[tuple[Event | Unknown, ...] | None, OwnWords | None] = (None, None)
        """The group's own log as it was, and the words it told of: looked up again when it says more."""
        self.watch = Watch(self)
        self.voices = Voices.from_json(read_ephemera(workspace.places.state, meeting, workspace.library.files))
        self._refold()

    # --- what there is ----------------------------------------------------------------------------------------

    @property
    def events(self) -> tuple[Event | Unknown, ...]:
        """The meeting's own events."""
        return self.opened.events.get(self.id, ())

    def now(self) -> dt.datetime:
        """The present instant, or the one that is being written about: aware, UTC."""
        return self.told or self.workspace.now()

    @property
    def zone(self) -> str:
        """The group's zone: wall-clock times are shown in it."""
        return self.meeting.zone

    @property
    def hours(self) -> int:
        """12 or 24: how times are said in this group."""
        return hours_of(self.workspace, self.group)

    @property
    def today(self) -> dt.date:
        """The group's local date."""
        return local_date(self.now(), self.zone)

    @property
    def items(self) -> tuple[PriorityId, ...]:
        """The priorities that share the priorities block, in order."""
        return tuple(priority.id for priority in self.group.active_priorities)

    def reading(self) -> Reading:
        """Everything the header says about time, now. A meeting that is written up has no clock that runs."""
        span = self.meeting.current if self.told else None
        return read_clock(self.meeting.course(self.items), span.start if span else self.now(), self.zone)

    def name(self, person: PersonId | None) -> str:
        """A person's name as shown live: the shortest form that is theirs alone."""
        known = self.group.person(person)
        if known is None:
            return say("nobody") if person is None else say("a member")
        return self._names.get(known.id, known.name)

    @property
    def next_date(self) -> dt.date | None:
        """The local date the series meets next, if it is known."""
        starts = self.meeting.next_starts or self.group.after(self.id)
        return local_date(starts, self.zone) if starts else None

    @property
    def block(self) -> BlockPlan | None:
        """The block a line typed now belongs to."""
        if self.begun is not None:
            return self.meeting.plan(self.begun.block)
        return self.meeting.block

    def block_before(self, key: BlockKey) -> BlockPlan | None:
        """The block that was on before this one, or stands before it on the agenda."""
        visited = [span.block for span in self.meeting.spans]
        before = next((k for k in reversed(visited) if k != key), None)
        if before is None:
            keys = [block.key for block in self.meeting.blocks]
            place = keys.index(key) - 1 if key in keys else -1
            before = keys[place] if place >= 0 else None
        return self.meeting.plan(before) if before else None

    def our_lines(self) -> list[EntryId]:
        """Lines this device wrote and whose words were not removed, oldest first."""
        ours = [e for e in self.meeting.entries.values() if self.workspace.is_ours(e.by) and not e.redacted]
        return [entry.id for entry in sorted(ours, key=lambda e: (e.at, e.id))]

    def surroundings(self) -> Surroundings:
        """What a line is read against now."""
        block = self.block
        last = self.our_lines()[-1:]
        return Surroundings(
            today=self.today,
            people=self.group.everybody,
            here=self.meeting.here,
            priorities=tuple((p.id, p.name) for p in self.group.active_priorities),
            dates=self.group.dates,
            next_meeting=self.next_date,
            block=block,
            previous_block=self.block_before(block.key) if block else None,
            last_kind=self.meeting.entries[last[0]].filed.kind if last else None,
            own=self.own_words.words if self.own_words is not None else {},
        )

    @property
    def own_words(self) -> OwnWords | None:
        """The words that the programme of this meeting adds to the capture line; None where it belongs to none."""
        if not self.group.programmes:
            return None
        log = self.opened.events.get("", ())
        if self._own[0] is not log:
            from peer_tui.services.programmes.own_words import words_in

            self._own = (log, words_in(self.opened, self.id))
        return self._own[1]

    # --- the capture line -------------------------------------------------------------------------------------

    def read(self, line: str) -> Parsed:
        """What a line is, read against the meeting as it stands."""
        return parse(line, self.surroundings())

    def read_pasted(self, line: str) -> Parsed:
        """What a pasted line is: what would run or change something is a note."""
        return parse_pasted(line, self.surroundings())

    def preview(self, line: str) -> str:
        """How the line would be filed, in words, before Enter."""
        from peer_tui.services.capturing import preview

        return preview(self, line)

    def enter(self, line: str) -> Said:
        """Enter was pressed on a line. It is kept, done, or said why not; never lost."""
        from peer_tui.services.capturing import enter
        from peer_tui.services.privately import unsaid

        before, off = len(self.events), self.meeting.is_off_record
        said = enter(self, line)
        if off and len(self.events) == before:
            said = unsaid(said, line)
        self.drafting.entered(said.line or "")
        self.last_answer = said
        return said

    def do(self, verb: str, rest: str = "") -> Said:
        """Do a verb by its word, as a key or the palette does; a half-typed line stays in the capture line.

        Only going off the record and coming back change what the capture line holds.
        """
        from peer_tui.services.performing import perform

        waiting, was_off = self.drafting.text, self.meeting.is_off_record
        said = perform(self, Command(f"/{verb} {rest}".rstrip(), verb, rest))
        if waiting and self.meeting.is_off_record is was_off:
            said = replace(said, line=waiting)
        self.last_answer = said
        return said

    def typed(self, text: str) -> None:
        """The capture line holds this now: a line belongs to the block in which its first character was typed."""
        self.drafting.typed(text)

    def keep_draft(self, text: str, *, wait: bool = True) -> None:
        """Keep the half-typed line in a small file, so that a crash loses at most the last two seconds of it."""
        self.drafting.keep(text, wait=wait)

    def restore_draft(self) -> str:
        """The half-typed line that a crash left behind, or nothing; dropped if it was entered after all."""
        return self.drafting.restore()

    @property
    def begun(self) -> Begun | None:
        """The line that is being typed now, if one is."""
        return self.drafting.begun

    @begun.setter
    def begun(self, begun: Begun | None) -> None:
        self.drafting.begun = begun

    # --- change -----------------------------------------------------------------------------------------------

    def record(self, *bodies: Event, act: EventId = "") -> list[Event]:
        """Record one act in this meeting and fold it in."""
        events = self.workspace.stamp(self.watch.placed(dated(bodies, self.told)), act=act)
        self.workspace.save(self.opened.shards[self.id], events)
        self.opened.events[self.id] = (*self.events, *events)
        self._refold()
        return events

    def record_elsewhere(self, meeting: MeetingId, *bodies: Event, act: EventId = "") -> None:
        """Record something about an earlier meeting, or the group (for an empty id), said during this one."""
        during = [msgspec.structs.replace(body, during=self.id) for body in dated(bodies, self.told)]
        shard = self.opened.shards[meeting] if meeting else self.opened.log
        self.workspace.see(self.opened.events.get(meeting, ()))
        self.workspace.about_to_write(shard)
        events = self.workspace.stamp(during, act=act)
        self.workspace.save(shard, events)
        kept = (*self.opened.events.get(meeting, ()), *events)
        if not meeting and all(isinstance(event, OF_ROWS) for event in events):
            # Nothing of it is folded into the group: ten years of meetings need not be folded again for a row.
            self.opened.events.loaded[meeting] = kept
            self._refold()
            return
        self.opened.events[meeting] = kept
        self._base = self.opened.without(self.id)
        self._refold()

    def keep_voices(self) -> None:
        """Keep the stack in its one owner-only file; nothing of it is kept once the meeting is over."""
        if self.meeting.ended is None:
            with suppress(OSError):
                write_ephemera(
                    self.workspace.places.state, self.id, self.voices.to_json(), self.workspace.library.files
                )

    def forget_voices(self) -> None:
        """The meeting is over: nobody's turn count is kept."""
        self.voices = Voices()
        with suppress(OSError):
            drop_ephemera(self.workspace.places.state, self.id, self.workspace.library.files)

    @property
    def has_news(self) -> bool:
        """Whether another writer changed this meeting since the last `refresh`, by a look at its folder alone."""
        return self.watch.has_news()

    def refresh(self) -> bool:
        """Read what other writers have added since; True if there was anything."""
        self.drafting.settle()
        fresh = [meeting for meeting in self._watched() if self.watch.take_in(meeting)]
        if fresh:
            taken_in(self.workspace, self.opened, fresh)
        if not fresh and self._known == self.opened.events.changes:
            return False
        if fresh != [self.id]:
            self._base = self.opened.without(self.id)
        self._refold()
        return True

    def _watched(self) -> list[MeetingId]:
        """What may change during a meeting: itself, the group's own log, and the drafts that are reviewed next."""
        return [self.id, "", *(held.id for held in self.group.unapproved(self.id)[:_DRAFTS_WATCHED])]

    @property
    def last_recorded(self) -> dt.datetime:
        """When the last thing since the doors opened was recorded; now, if nothing was. Never later than now."""
        return last_recorded(self.meeting, self.events, self.now())

    def _refold(self) -> None:
        events = self.watch.corrected(self.events)
        self.meeting = Meeting.fold(events)
        self.group: Group = self._base.copy()
        self.group.fold_in([(self.id, events)])
        self.opened.group = self.group
        self._known = self.opened.events.changes
        """How often events had been put into the group: a screen beside this one may put some there."""
        self._names = short_names(self.group.everybody)
        self.told = last_told(self.meeting, events, self.told)
        if self.meeting.ended is not None:
            self.forget_voices()
        for listener in list(self.listeners):
            listener()

    # --- small questions the acts share -----------------------------------------------------------------------

    def last_line(self, *kinds: EntryKind) -> EntryId | None:
        """The last line this device wrote, of these kinds or any."""
        for entry in reversed(self.our_lines()):
            if not kinds or self.meeting.entries[entry].filed.kind in kinds:
                return entry
        return None
