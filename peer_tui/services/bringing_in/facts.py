"""The facts of one meeting that is brought in: its plan, its course, who was there, its lines, what was arranged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.dates import parse_when
from peer_tui.domain.events import (
    AgendaSet,
    Arrived,
    BlockKey,
    BlockPlan,
    BlockSkipped,
    BlockStarted,
    CalledToOrder,
    Captured,
    ConvenerNamed,
    CorrectionMade,
    Ended,
    EntryKind,
    Event,
    HeadsCounted,
    Left,
    MeetingId,
    MeetingImported,
    MeetingPlanned,
    NextMeetingSet,
    NextRoleGiven,
    PersonId,
    Progress,
    RoleGiven,
    StepMarked,
    TopicAdded,
)
from peer_tui.domain.held import Held
from peer_tui.domain.people import Person
from peer_tui.domain.wall_time import local_date, local_time, wall_to_utc
from peer_tui.services.bringing_in.blocks import blocks_for
from peer_tui.services.bringing_in.lines import Surely, filed_as, more_on
from peer_tui.services.bringing_in.looking import title_for
from peer_tui.services.bringing_in.plan import Item, Plan

if TYPE_CHECKING:
    from peer_tui.services.workspace import OpenGroup, Workspace

_LONGEST = dt.timedelta(hours=24)
ADDED_AFTER = "added after the meeting"


class Facts:
    """The facts of one meeting that is brought in."""

    def __init__(
        self, workspace: Workspace, opened: OpenGroup, plan: Plan, meeting: MeetingId, people: Mapping[str, Person]
    ) -> None:
        assert plan.starts is not None
        self.workspace, self.opened, self.plan, self.meeting, self.people = workspace, opened, plan, meeting, people
        self.group = opened.group
        self.held: Held | None = plan.held
        self.zone = opened.group.zone
        self.starts = plan.starts
        self.day = local_date(self.starts, "UTC" if plan.understood.utc else self.zone)
        everybody = {person.id: person for person in (*self.group.everybody, *people.values())}
        self.known = Surely(self.group, tuple(everybody.values()), local_date(self.starts, self.zone))
        self.number = self.group.steps.highest
        self.numbers = set(self.group.steps.notes.numbers.values())
        self.ended = self._ended()

    # --- the two kinds ----------------------------------------------------------------------------------------

    def minutes(self) -> list[Event]:
        """The minutes of a meeting that was held."""
        was_held = self.held is not None and self.held.state == "ended"
        own = self.opened.meeting(self.meeting).blocks if self.held is not None else self.group.blocks
        blocks, keys = blocks_for(self.plan.understood.blocks, own)
        facts: list[Event] = []
        if self.held is None:
            facts.append(self._planned(blocks))
        elif blocks != own:
            facts.append(AgendaSet(blocks=blocks))
        if not was_held:
            facts.append(CalledToOrder(when=self.starts))
            facts += self._course(keys)
        facts += [*self._roles(), *self._attendance()]
        early = [item for item in self.plan.kept if ADDED_AFTER not in item.read.notes]
        late = [item for item in self.plan.kept if ADDED_AFTER in item.read.notes]
        for item in early:
            facts += self._line(item, keys)
        facts += self._arranged()
        if not was_held:
            facts.append(Ended(when=self.ended))
        for item in late:
            facts += self._line(item, keys)
        facts += self._corrections()
        facts.append(MeetingImported(source=self.plan.source, form=str(self.plan.understood.form)))
        return facts

    def agenda(self) -> list[Event]:
        """The agenda of a meeting to come."""
        own = self.opened.meeting(self.meeting).blocks if self.held is not None else self.group.blocks
        read = self.plan.understood.blocks
        blocks, keys = blocks_for(read, own, agenda=True)
        facts: list[Event] = [self._planned(blocks)] if self.held is None else [AgendaSet(blocks=blocks)]
        for block, _ in zip(read, keys, strict=False):
            facts += [
                TopicAdded(topic=self.workspace.new_id(), text=clean(text).strip())
                for text in block.items
                if clean(text).strip()
            ]
        facts.append(MeetingImported(source=self.plan.source, form=str(self.plan.understood.form)))
        return facts

    # --- the course -------------------------------------------------------------------------------------------

    def _planned(self, blocks: tuple[BlockPlan, ...]) -> MeetingPlanned:
        told = self.plan.understood
        series = self._series(told.title)
        minutes = max(1, int((self.ended - self.starts).total_seconds() // 60))
        if told.ended is None or self.plan.is_agenda:
            minutes = sum(block.minutes for block in told.blocks) if self.plan.is_agenda else self.group.minutes
        return MeetingPlanned(
            meeting=self.meeting, group=self.group.id, series=series,
            title=title_for(told, self.group.name) or self.group.series[series], starts=self.starts, zone=self.zone,
            minutes=min(max(1, minutes), 24 * 60), blocks=blocks,
            type=clean(told.kind).strip()[:80] or "coalition meeting", platform=clean(told.platform).strip()[:120],
        )  # fmt: skip

    def _series(self, title: str) -> str:
        """The series of this name; else the group's first."""
        wanted = " ".join(fold(title).split())
        named = [key for key, name in self.group.series.items() if " ".join(fold(name).split()) == wanted]
        return named[0] if named else next(iter(self.group.series))

    def _ended(self) -> dt.datetime:
        """When the meeting ended: as the text says, else after the usual time. A smaller time is of the next day."""
        told = self.plan.understood.ended
        if told is None:
            ends = self.starts + dt.timedelta(minutes=self.held.minutes if self.held else self.group.minutes)
        else:
            zone = "UTC" if self.plan.understood.utc else self.zone
            ends = wall_to_utc(self.day, told, zone)
            if ends < self.starts:
                ends += dt.timedelta(days=1)
            if not dt.timedelta(0) <= ends - self.starts <= _LONGEST:
                ends = self.starts
        return min(ends, max(self.workspace.now(), self.starts))

    def _instant(self, at: dt.datetime | None) -> dt.datetime:
        """When something was said, UTC, within the meeting; its beginning where the text does not say."""
        if at is None:
            return self.starts
        try:
            day = at.date() if at.year > 1 else self.day + (at.date() - dt.date.min)
        except OverflowError:
            return self.starts
        zone = "UTC" if self.plan.understood.utc else self.zone
        return min(max(wall_to_utc(day, at.time(), zone), self.starts), max(self.ended, self.starts))

    def _course(self, keys: list[BlockKey]) -> Iterator[Event]:
        """Blocks whose beginning the text tells, and those it says were not reached."""
        left: BlockKey | None = None
        for block, key in zip(self.plan.understood.blocks, keys, strict=False):
            if block.began is not None and key and key != left:
                yield BlockStarted(block=key, left=left, when=self._instant(block.began))
                left = key
            if not block.reached and key:
                yield BlockSkipped(block=key)

    def _roles(self) -> Iterator[Event]:
        given = self.opened.meeting(self.meeting).roles if self.held is not None else {}
        for role, name in (("facilitator", self.plan.understood.facilitator), ("scribe", self.plan.understood.scribe)):
            person = self._who(name)
            if person is not None and role not in given:
                yield RoleGiven(role=role, person=person, when=self.starts)

    def _who(self, name: str) -> PersonId | None:
        if not name:
            return None
        read = self.people.get(name)
        return read.id if read is not None else self.known.who(name)

    def _attendance(self) -> Iterator[Event]:
        there = set(self.opened.meeting(self.meeting).attendance) if self.held is not None else set()
        counting = not there and (self.held is None or self.held.state == "planned")
        unnamed: dict[str, int] = {}
        for one in self.plan.people:
            person = self.people.get(one.read.name)
            if not one.present:
                continue
            if person is None:
                mode = "guest" if one.read.guest else one.read.mode
                unnamed[mode] = unnamed.get(mode, 0) + 1
            elif person.id not in there:
                there.add(person.id)
                yield Arrived(person=person.id, mode=one.read.mode, when=self._instant(one.read.joined))
                gone = self._instant(one.read.left) if one.read.left is not None else None
                if gone is not None and gone < self.ended - dt.timedelta(minutes=1):
                    yield Left(person=person.id, when=gone)
        if counting:
            for mode, count in self.plan.understood.heads:
                unnamed[mode] = unnamed.get(mode, 0) + count
            for mode, count in unnamed.items():
                if 0 < count <= 100_000:
                    yield HeadsCounted(count=count, mode=mode, when=self.starts)

    # --- lines ------------------------------------------------------------------------------------------------

    def _line(self, item: Item, keys: list[BlockKey]) -> Iterator[Event]:
        read = item.read
        at = self._instant(read.at)
        if read.number and item.kind is EntryKind.NOTE and (known := self._earlier(item)) is not None:
            yield from known
            return
        filed = filed_as(item, self.known)
        if not filed.text:
            return
        entry = self.workspace.new_id()
        block = keys[read.block] if 0 <= read.block < len(keys) else ""
        if not block and filed.kind is EntryKind.STEP:
            own = self.opened.meeting(self.meeting).blocks if self.held is not None else self.group.blocks
            block = next((one.key for one in own if one.job == "steps"), "")
        number = self._number(read.number) if filed.kind is EntryKind.STEP else 0
        yield Captured(entry=entry, block=block, filed=filed, number=number, when=at)
        yield from more_on(entry, item, filed, self.known, at, done=self.plan.steps_done)

    def _number(self, wanted: int) -> int:
        """The number a step had in the text, where nobody has it here; else the next free one."""
        free = wanted > self.number or (
            wanted > 0 and wanted not in self.numbers and not self.group.steps.notes.used
        )  # fmt: skip
        number = wanted if free and wanted < 1_000_000 else self.number + 1
        self.numbers.add(number)
        self.number = max(self.number, number)
        return number

    def _earlier(self, item: Item) -> list[Event] | None:
        """What the text says of a step of an earlier meeting, where the group knows that step; else None.

        What was told of it since stands: only a step of which nothing newer is known is marked.
        """
        step = next((one for one in self.group.steps.steps.values() if one.number == item.read.number), None)
        if step is None or fold(step.text) != fold(_without_notes(item.read.done_when, step.text)):
            return None
        word, _, reason = item.read.state.partition(": ")
        progress = next((one for one in Progress if one == word), None)
        newer = any(moment.at > self.ended for moment in step.life)
        if progress is None or newer or not step.open or step.meeting == self.meeting:
            return []
        return [StepMarked(step=step.id, progress=progress, reason=clean(reason).strip(), when=self.ended)]

    def _corrections(self) -> Iterator[Event]:
        known = {fold(one.text) for one in self.opened.meeting(self.meeting).corrections} if self.held else set()
        for text in self.plan.understood.corrections:
            if fold(text) not in known:
                yield CorrectionMade(entry=self.workspace.new_id(), text=clean(text).strip())

    def _arranged(self) -> Iterator[Event]:
        """What was arranged for next time, as far as the words say a day and people the group knows."""
        told, group = self.plan.understood, self.group
        if told.next_meeting:
            rest = told.next_meeting.partition(" ")[2]
            for words in (rest, told.next_meeting):
                starts = parse_when(words, self.known.day, self.zone, self._same_time(), group.dates)
                if starts is not None and starts > self.starts:
                    yield NextMeetingSet(starts=starts, when=self.ended)
                    break
        if (person := self._who(told.convener)) is not None:
            yield ConvenerNamed(person=person, when=self.ended)
        for role, name in (("facilitator", told.next_facilitator), ("scribe", told.next_scribe)):
            if (person := self._who(name)) is not None:
                yield NextRoleGiven(role=role, person=person, when=self.ended)

    def _same_time(self) -> dt.time:
        return local_time(self.starts, self.zone).time().replace(tzinfo=None)


def _without_notes(words: str, text: str) -> str:
    """A step's words as a table told them, without a priority behind them."""
    return text if words.startswith(f"{text} (") else words
