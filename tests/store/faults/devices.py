"""Random histories of three devices that write in the same meetings and now and then hear of one another.

Each device acts on what it knows: it edits lines it has seen, takes back its own acts, removes words, moves on, assigns
steps. Its clock is skewed. What it hears is another writer's log as it was at some moment, whole, as a synced folder
delivers it; logs go missing for a while, and arrive twice.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable

import msgspec

from peer_tui.domain import events as ev
from peer_tui.domain.clock import LogicalClock
from peer_tui.domain.history import last_act, last_undone
from tests.domain.histories import BLOCKS, ZONE

WRITERS = ("aaaaaa-1", "bbbbbb-1", "cccccc-2")
GROUP, EARLIER, MEETING = "", "m1", "m2"
"""The three shards: the group's own log, an ended meeting, and the one that is on."""
SHARDS = (GROUP, EARLIER, MEETING)
SKEWS = (0.0, -300.0, 300.0, 43_200.0, -3_600.0, 61.0)
"""Seconds by which a device's clock may be wrong: minutes, an hour, half a day."""
START = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
KINDS = (
    *(ev.EntryKind.NOTE, ev.EntryKind.NOTE, ev.EntryKind.DECISION, ev.EntryKind.STEP, ev.EntryKind.PARKED),
    *(ev.EntryKind.QUESTION, ev.EntryKind.PROPOSAL, ev.EntryKind.CELEBRATION, ev.EntryKind.CORRECTION),
)
PEOPLE = ("ana", "bo", "mei", "lee")

Any_ = ev.Event | ev.Unknown
Logs = dict[tuple[str, str], tuple[Any_, ...]]
"""By shard and writer: what that writer wrote there, in order."""


class Device:
    """One device: its log in each shard, and what it has heard."""

    def __init__(self, writer: str, skew: float) -> None:
        self.writer = writer
        self.skew = dt.timedelta(seconds=skew)
        self.clock = LogicalClock(writer)
        self.wrote: dict[str, list[Any_]] = {shard: [] for shard in SHARDS}
        self.knows: dict[str, dict[str, Any_]] = {shard: {} for shard in SHARDS}

    def say(self, shard: str, now: dt.datetime, *bodies: ev.Event) -> None:
        """Record one act."""
        told = now + self.skew
        ids = [self.clock.next_id(told) for _ in bodies]
        for body, key in zip(bodies, ids, strict=True):
            act = ids[0] if len(bodies) > 1 else ""
            event = msgspec.structs.replace(body, id=key, at=told, by=self.writer, act=act)
            self.wrote[shard].append(event)
            self.knows[shard][key] = event

    def say_strange(self, shard: str, now: dt.datetime, words: str) -> None:
        """Record something of a kind that no version of today knows."""
        key = self.clock.next_id(now + self.skew)
        fields = {"id": key, "kind": "sketch drawn", "by": self.writer, "text": words}
        event = ev.Unknown(key, "sketch drawn", fields)
        self.wrote[shard].append(event)
        self.knows[shard][key] = event

    def hear(self, shard: str, events: Iterable[Any_], now: dt.datetime) -> None:
        """Another writer's log arrived, perhaps an old copy of it."""
        for event in events:
            self.knows[shard].setdefault(event.id, event)
            self.clock.see(event.id, now + self.skew)

    def known(self, shard: str, *kinds: type[ev.Event]) -> list[ev.Event]:
        """The events it knows of these kinds, by id."""
        known = self.knows[shard]
        return [
            event for key in sorted(known) if isinstance(event := known[key], kinds) and isinstance(event, ev.Event)
        ]


class History:
    """Three devices and what they did, decided by a source of chance."""

    def __init__(self, chance: random.Random, acts: int = 60) -> None:
        self.chance = chance
        self.now = START - dt.timedelta(days=30)
        self.devices = [Device(writer, chance.choice(SKEWS)) for writer in WRITERS]
        self.count = 0
        self._found()
        weights = [weight for _, weight in _ACTS]
        acting = [act for act, _ in _ACTS]
        for act in chance.choices(acting, weights, k=acts):
            self.now += dt.timedelta(seconds=chance.choice((0.0, 0.001, 1.0, 7.0, 60.0)))
            act(self, chance.choice(self.devices))

    @property
    def logs(self) -> Logs:
        """Every log as it lies on its own device at the end."""
        return {(shard, device.writer): tuple(device.wrote[shard]) for shard in SHARDS for device in self.devices}

    def words(self) -> str:
        """Words that stand nowhere else."""
        self.count += 1
        return f"words{self.count:04d}"

    def _found(self) -> None:
        """The group, its people and its meetings: planned on the first device, which all have heard of."""
        first = self.devices[0]
        group = ev.GroupCreated(group="g", name="Harbor", zone=ZONE, template="t", template_name="T", blocks=BLOCKS)
        people = [ev.PersonAdded(person=person, name=person.title()) for person in PEOPLE]
        first.say(GROUP, self.now, group, ev.SeriesStarted(series="s", name="Monthly"), *people)
        first.say(GROUP, self.now, ev.PriorityAdded(priority="leg", name="Legislation"))
        for meeting, starts in ((EARLIER, START - dt.timedelta(days=28)), (MEETING, START)):
            planned = {"meeting": meeting, "group": "g", "series": "s", "title": "Coalition", "zone": ZONE}
            first.say(meeting, self.now, ev.MeetingPlanned(**planned, starts=starts, minutes=60, blocks=BLOCKS))
        first.say(EARLIER, self.now, ev.DoorsOpened())
        self.now = START
        for other in self.devices[1:]:
            for shard in SHARDS:
                other.hear(shard, first.wrote[shard], self.now)


# --- what a device does ---------------------------------------------------------------------------------------------


def _capture(history: History, device: Device) -> None:
    chance = history.chance
    shard = EARLIER if chance.random() < 0.1 else MEETING
    bodies: list[ev.Event] = []
    for _ in range(1 if chance.random() < 0.85 else 3):
        kind, text = chance.choice(KINDS), history.words()
        number = chance.randrange(1, 6) if kind is ev.EntryKind.STEP else 0
        filed = ev.Filed(kind, text, text, owner=chance.choice((None, *PEOPLE)), meant=chance.choice(("", "sam")))
        block = chance.choice((*(block.key for block in BLOCKS), "unheard of"))
        bodies.append(ev.Captured(entry=f"e-{text}", block=block, filed=filed, number=number))
    device.say(shard, history.now, *bodies)


def _some_line(history: History, device: Device, shard: str = MEETING) -> ev.Captured | None:
    lines = [event for event in device.known(shard, ev.Captured) if isinstance(event, ev.Captured)]
    return history.chance.choice(lines) if lines else None


def _edit(history: History, device: Device) -> None:
    line = _some_line(history, device)
    if line is not None:
        text = history.words()
        kind = line.filed.kind if history.chance.random() < 0.7 else history.chance.choice(KINDS)
        filed = msgspec.structs.replace(line.filed, kind=kind, text=text, typed=text)
        device.say(MEETING, history.now, ev.EntryEdited(entry=line.entry, filed=filed, number=line.number))


def _undo(history: History, device: Device) -> None:
    events = [event for event in device.knows[MEETING].values() if not isinstance(event, ev.MeetingPlanned)]
    target = last_act(events, frozenset({device.writer}))
    if target is not None:
        device.say(MEETING, history.now, ev.Undone(target=target))


def _redo(history: History, device: Device) -> None:
    target = last_undone(device.knows[MEETING].values(), frozenset({device.writer}))
    if target is not None:
        device.say(MEETING, history.now, ev.Redone(target=target))


def _move(history: History, device: Device) -> None:
    started = [event for event in device.known(MEETING, ev.BlockStarted) if isinstance(event, ev.BlockStarted)]
    left = started[-1].block if started else None
    block = history.chance.choice(BLOCKS).key
    choices: tuple[ev.Event, ...] = (
        *(ev.DoorsOpened(), ev.CalledToOrder(), ev.BlockStarted(block=block, left=left), ev.BlockStarted(block=block)),
        *(ev.ItemStarted(block="priorities", item="leg"), ev.BlockSkipped(block=block), ev.Paused(), ev.Resumed()),
        *(ev.OffRecordStarted(), ev.OffRecordEnded(), ev.Ended(), ev.Reopened()),
        ev.Extended(block=block, seconds=history.chance.randrange(60, 1_200), paid={"slack": 60}),
    )
    device.say(MEETING, history.now, history.chance.choice(choices))


def _people(history: History, device: Device) -> None:
    chance = history.chance
    person = chance.choice((*PEOPLE, "nobody knows"))
    choices: tuple[ev.Event, ...] = (
        *(ev.Arrived(person=person), ev.Left(person=person), ev.HeadsCounted(count=chance.randrange(-2, 4))),
        *(ev.RoleGiven(role="scribe", person=person), ev.AgreementSeen(people=(person,)), ev.Arrived(person=person)),
    )
    device.say(MEETING, history.now, chance.choice(choices))
    if chance.random() < 0.2:
        device.say(
            GROUP, history.now, ev.PersonAdded(person=f"p-{history.words()}", name="Sam", status=ev.Status.GUEST)
        )


def _step(history: History, device: Device) -> None:
    line = _some_line(history, device)
    if line is None:
        return
    chance, step = history.chance, line.entry
    choices: tuple[ev.Event, ...] = (
        *(ev.StepAssigned(step=step, owner=chance.choice(PEOPLE)), ev.StepAccepted(step=step, person="bo")),
        ev.StepDated(step=step, due=ev.Due(date=dt.date(2024, 11, chance.randrange(14, 30)))),
        *(
            ev.StepDefined(step=step, done_when="sent"),
            ev.StepMarked(step=step, progress=chance.choice([*ev.Progress])),
        ),
        ev.ParkedPlaced(entry=step, destination=chance.choice([*ev.Destination])),
        *(ev.FingersShown(entry=step, counts=(0, 0, 1, 2, 0, 4)), ev.ProposalSettled(entry=step, outcome="agreed")),
    )
    device.say(MEETING, history.now, chance.choice(choices))


def _group(history: History, device: Device) -> None:
    chance = history.chance
    item = f"item-{history.words()}"
    choices: tuple[ev.Event, ...] = (
        ev.AgreementProposed(item=item, side=ev.Side.COMFORT, text=f"agreed {item}"),
        *(ev.AgreementAdopted(version=chance.randrange(1, 4), items=(item,)), ev.AgreementAffirmed(version=1)),
        *(ev.NextMeetingSet(starts=START + dt.timedelta(days=28)), ev.NextMeetingSet(starts=None)),
    )
    device.say(MEETING, history.now, chance.choice(choices))
    others: tuple[ev.Event, ...] = (
        ev.UpdateCollected(priority="leg", text=history.words()),
        ev.PriorityChanged(priority="leg", name=f"Legislation {chance.randrange(3)}", lead=chance.choice(PEOPLE)),
        *(ev.GroupRenamed(name=f"Harbor {chance.randrange(3)}"), ev.PeopleMerged(kept="ana", gone="lee")),
    )
    device.say(GROUP, history.now, chance.choice(others))


def _review(history: History, device: Device) -> None:
    chance, text = history.chance, history.words()
    shard_event: tuple[ev.Event, ...] = (
        ev.CorrectionMade(entry=f"e-{text}", text=text, during=MEETING),
        ev.Approved(how="as distributed", seen={}, seal="", during=MEETING),
        *(ev.Ended(), ev.Reopened()),
    )
    device.say(EARLIER, history.now, chance.choice(shard_event))


def _redact(history: History, device: Device) -> None:
    line = _some_line(history, device)
    if line is not None:
        leave = history.chance.choice(("", "[removed at request]"))
        device.say(MEETING, history.now, ev.Redacted(target=line.entry, leave=leave))


def _strange(history: History, device: Device) -> None:
    device.say_strange(history.chance.choice(SHARDS), history.now, history.words())


def _hear(history: History, device: Device) -> None:
    """Some logs of some others arrive, whole or as they were a while ago."""
    for other in history.devices:
        for shard in SHARDS:
            if other is not device and history.chance.random() < 0.5:
                wrote = other.wrote[shard]
                upto = len(wrote) if history.chance.random() < 0.7 else history.chance.randrange(len(wrote) + 1)
                device.hear(shard, wrote[:upto], history.now)


_ACTS: tuple[tuple[Callable[[History, Device], None], int], ...] = (
    *((_capture, 30), (_edit, 10), (_undo, 6), (_redo, 3), (_move, 8), (_people, 6), (_step, 8)),
    *((_group, 4), (_review, 3), (_redact, 2), (_strange, 2), (_hear, 18)),
)
"""What is done, and how often beside the others."""
