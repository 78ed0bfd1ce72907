"""The whole life of one invented group: its people and priorities, and meeting after meeting, as events."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from bench.invented.words import FAMILY_NAMES, FIRST_NAMES, PLACES, ROLES, Speaker
from peer_tui.domain import events as ev
from peer_tui.domain.clock import LogicalClock
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.minutes import seal
from peer_tui.services.templates import load_template
from peer_tui.store.shards import Shard

ZONE = "America/New_York"
WEEK = dt.timedelta(days=7)
PEOPLE = 40
WRITERS = 3
"""The scribe's laptop, a second scribe's, and the facilitator's."""
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_PARTING = (0.80, 0.14, 0.06)
"""How much of what is recorded each writer records, where all of them write."""
_WRITING = (0.70, 0.25, 0.05)
"""How often one, two and all three of them write in a meeting."""
_STEPS_OPEN_AT_MOST = 12

Logs = dict[ev.WriterId, list[ev.Event]]
"""What each writer wrote in one shard, in order."""


class Made(NamedTuple):
    """One shard, ready to be written."""

    shard: Shard
    logs: Logs


class InventedGroup:
    """Makes one group's shards, oldest first: its own log, then each meeting, the last one only planned.

    Args:
        number: which group this is, from 0.
        meetings: how many, a week apart.
        entries: lines in each meeting.
        seed: the same seed gives the same group, to the byte.
        until: the last meeting is planned for the week after this instant.
    """

    def __init__(self, number: int, meetings: int, entries: int, seed: int, until: dt.datetime) -> None:
        self._seed = random.Random(f"{seed} {number}")
        self._speaker = Speaker(self._seed)
        self.folder = f"group-{number + 1:03d}-{self._letters(4)}"
        self.name = f"{PLACES[number % len(PLACES)]} Peer Coalition {number // len(PLACES) + 1}".removesuffix(" 1")
        self._meetings, self._entries = meetings, entries
        self._now = until - WEEK * (meetings - 1) - dt.timedelta(days=3)
        self._clocks = [LogicalClock(f"{self._letters(6)}-1") for _ in range(WRITERS)]
        self._template = load_template("mapwc")
        self._logs: Logs = {}
        self._people: list[ev.PersonId] = []
        self._priorities: list[ev.PriorityId] = []
        self._open: list[tuple[ev.EntryId, ev.PersonId]] = []
        self._number = 0
        self._writing = 1

    def shards(self) -> Iterator[Made]:
        """Every shard, each once and whole."""
        self._found()
        yield Made(Shard(self.folder), self._taken())
        last: tuple[Shard, Logs, ev.MeetingId] | None = None
        for count in range(self._meetings):
            starts = self._now + dt.timedelta(days=3)
            shard = Shard(self.folder, f"{starts:%Y}/{starts:%Y-%m-%d-%H%M}-{self._letters(4)}")
            meeting = self._plan(starts)
            if count < self._meetings - 1:
                self._hold(meeting, starts, last)
            if last is not None:
                yield Made(last[0], last[1])
            last = shard, self._taken(), meeting
            self._now = starts + WEEK - dt.timedelta(days=3)
        if last is not None:
            yield Made(last[0], last[1])

    # --- writing ----------------------------------------------------------------------------------------------

    def _letters(self, count: int) -> str:
        return "".join(self._seed.choice(_LETTERS) for _ in range(count))

    def _taken(self) -> Logs:
        logs, self._logs = self._logs, {}
        return logs

    def _write(self, event: ev.Event, writer: int = 0, into: Logs | None = None) -> str:
        """Give an event its header and put it into a log; its id."""
        clock = self._clocks[writer]
        key = clock.next_id(self._now)
        for other in self._clocks:
            other.see(key, self._now)
        made = msgspec.structs.replace(event, id=key, at=self._now, by=clock.writer)
        logs = self._logs if into is None else into
        logs.setdefault(clock.writer, []).append(made)
        return key

    def _fresh(self) -> str:
        """An id for something that is named in the same event."""
        return self._clocks[0].next_id(self._now)

    def _any_writer(self) -> int:
        return self._seed.choices(range(self._writing), _PARTING[: self._writing])[0]

    # --- what happens -----------------------------------------------------------------------------------------

    def _found(self) -> None:
        chosen = self._template
        self._group, self._series = self._fresh(), self._fresh()
        self._write(
            ev.GroupCreated(
                group=self._group, name=self.name, zone=ZONE, template=chosen.name, template_name=chosen.title,
                blocks=chosen.blocks, minutes=chosen.minutes,
            )
        )  # fmt: skip
        self._write(ev.SeriesStarted(series=self._series, name=self.name))
        names = [f"{first} {family}" for first in FIRST_NAMES for family in FAMILY_NAMES]
        for name in self._seed.sample(names, PEOPLE):
            self._people.append(self._fresh())
            self._write(ev.PersonAdded(person=self._people[-1], name=name, roles=(self._seed.choice(ROLES),)))
        for name in ("Legislation", "Training", "Outreach", "Wellness"):
            self._priorities.append(self._fresh())
            lead = self._seed.choice(self._people)
            self._write(ev.PriorityAdded(priority=self._priorities[-1], name=name, lead=lead))
        items = []
        for side, text in ((ev.Side.COMFORT, "Passing is fine."), (ev.Side.DISCOMFORT, "Anyone may ask for a pause.")):
            items.append(self._fresh())
            self._write(ev.AgreementProposed(item=items[-1], side=side, text=text))
        self._write(ev.AgreementAdopted(version=1, items=tuple(items)))

    def _plan(self, starts: dt.datetime) -> ev.MeetingId:
        meeting = self._fresh()
        self._write(
            ev.MeetingPlanned(
                meeting=meeting, group=self._group, series=self._series, title=self.name, starts=starts, zone=ZONE,
                minutes=self._template.minutes, blocks=self._template.blocks,
            )
        )  # fmt: skip
        return meeting

    def _hold(self, meeting: ev.MeetingId, starts: dt.datetime, last: tuple[Shard, Logs, ev.MeetingId] | None) -> None:
        """The whole meeting, from the doors to the goodbyes."""
        self._now = starts - dt.timedelta(minutes=4)
        self._writing = self._seed.choices(range(1, WRITERS + 1), _WRITING)[0]
        self._write(ev.DoorsOpened())
        here = self._seed.sample(self._people, self._seed.randrange(6, 16))
        for person in here:
            self._pass(seconds=9)
            self._write(ev.Arrived(person=person), self._any_writer())
        self._write(ev.RoleGiven(role="facilitator", person=here[0]))
        self._write(ev.RoleGiven(role="scribe", person=here[1]))
        self._now = starts + dt.timedelta(minutes=5)
        left: str | None = None
        for place, block in enumerate(self._template.blocks):
            self._write(ev.BlockStarted(block=block.key, left=left))
            if place == 1:
                self._write(ev.CalledToOrder())
                self._write(ev.AgreementAffirmed(version=1))
            if block.job == "review" and last is not None:
                self._approve(last, meeting)
            self._lines(block, here)
            left = block.key
        self._write(ev.NextMeetingSet(starts=starts + WEEK))
        self._write(ev.ConvenerNamed(person=here[0]))
        self._pass(minutes=1)
        self._write(ev.Ended())

    def _pass(self, minutes: float = 0, seconds: float = 0) -> None:
        self._now += dt.timedelta(minutes=minutes, seconds=seconds + self._seed.random())

    def _approve(self, last: tuple[Shard, Logs, ev.MeetingId], meeting: ev.MeetingId) -> None:
        """The last meeting's minutes, in its own shard, sealed as they stand."""
        _shard, logs, earlier = last
        record = Meeting.fold(event for log in logs.values() for event in log)
        seen = {writer: len(log) for writer, log in logs.items()}
        how = "as distributed"
        self._write(ev.Approved(how=how, seen=seen, seal=seal(record), during=meeting), into=logs)
        self._write(ev.MinutesReviewed(meeting=earlier, outcome=f"approved {how}"))

    def _lines(self, block: ev.BlockPlan, here: list[ev.PersonId]) -> None:
        """This block's share of the lines."""
        share = {"priorities": 0.3, "topics": 0.4, "steps": 0.15}.get(block.job, 0.0375)
        count = round(self._entries * share)
        if block.job == "steps":
            self._last_times(here)
        for _ in range(count):
            self._pass(seconds=40 * 60 / max(1, self._entries))
            self._line(block, here)

    def _line(self, block: ev.BlockPlan, here: list[ev.PersonId]) -> None:
        kind = self._kind(block)
        say = self._speaker
        text = {
            ev.EntryKind.NOTE: say.note, ev.EntryKind.DECISION: say.decision, ev.EntryKind.STEP: say.step,
            ev.EntryKind.QUESTION: say.question, ev.EntryKind.PARKED: say.parked,
            ev.EntryKind.CELEBRATION: say.celebration, ev.EntryKind.LINK: say.link,
        }[kind]()  # fmt: skip
        entry, writer = self._fresh(), self._any_writer()
        filed = ev.Filed(kind, text, text)
        if kind is ev.EntryKind.STEP:
            owner = self._seed.choice(here)
            filed = msgspec.structs.replace(
                filed, owner=owner, done_when=say.done_when(), due=ev.Due(next_meeting=True), typed=f"> {text}"
            )
            self._number += 1
            self._open.append((entry, owner))
        number = self._number if kind is ev.EntryKind.STEP else 0
        self._write(ev.Captured(entry=entry, block=block.key, filed=filed, number=number), writer)
        if kind is ev.EntryKind.STEP and self._seed.random() < 0.7:
            self._write(ev.StepAccepted(step=entry, person=filed.owner))
        if kind is ev.EntryKind.PARKED:
            self._write(ev.ParkedPlaced(entry=entry, destination=ev.Destination.NEXT_AGENDA))
        elif kind is ev.EntryKind.NOTE and self._seed.random() < 0.04:
            better = msgspec.structs.replace(filed, text=f"{text}, as was said")
            self._write(ev.EntryEdited(entry=entry, filed=better), writer)

    def _kind(self, block: ev.BlockPlan) -> ev.EntryKind:
        kinds = ev.EntryKind
        if block.job == "steps":
            return kinds.STEP if self._seed.random() < 0.5 else kinds.NOTE
        if block.job == "topics":
            some = (kinds.NOTE, kinds.DECISION, kinds.QUESTION, kinds.PARKED, kinds.LINK)
            return self._seed.choices(some, (70, 12, 8, 6, 4))[0]
        if block.job == "goodbyes":
            return kinds.CELEBRATION
        return kinds.NOTE

    def _last_times(self, here: list[ev.PersonId]) -> None:
        """Next steps of earlier meetings: most are done within three weeks, some move, a few are dropped."""
        still: list[tuple[ev.EntryId, ev.PersonId]] = []
        for place, (step, owner) in enumerate(self._open):
            fate = self._seed.random()
            if fate < 0.5:
                self._write(ev.StepMarked(step=step, progress=ev.Progress.DONE))
            elif len(self._open) - place > _STEPS_OPEN_AT_MOST:
                self._write(ev.StepMarked(step=step, progress=ev.Progress.DROPPED, reason="Nobody has time for it now"))
            else:
                if fate < 0.7:
                    self._write(ev.StepMarked(step=step, progress=ev.Progress.MOVED))
                elif fate < 0.75:
                    self._write(ev.StepAssigned(step=step, owner=self._seed.choice(here)))
                still.append((step, owner))
        self._open = still
