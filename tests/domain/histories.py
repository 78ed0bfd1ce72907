"""Small hand-made histories: a group and its meetings, told event by event.

`History` keeps the time and the ids; `say` records an event in the meeting that is on, `meeting` and `group` fold.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from peer_tui.domain.events import (
    AgreementAdopted,
    AgreementProposed,
    Arrived,
    BlockPlan,
    BlockStarted,
    CalledToOrder,
    Captured,
    DoorsOpened,
    Due,
    Ended,
    EntryKind,
    Event,
    Filed,
    GroupCreated,
    MeetingPlanned,
    PersonAdded,
    PriorityAdded,
    RoleGiven,
    SeriesStarted,
    Side,
    Status,
    StepAccepted,
)
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting

ZONE = "America/New_York"
LAST_START = dt.datetime(2024, 10, 9, 18, 0, tzinfo=dt.UTC)
"""Wed 9 Oct 2024, 2:00 pm EDT."""
START = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
"""Wed 13 Nov 2024, 2:00 pm EST."""

BLOCKS = (
    BlockPlan("welcome", "Welcome", "welcome", 3, 5),
    BlockPlan("agreement", "Comfort / Discomfort Agreement – introductions", "agreement", 3, 5),
    BlockPlan("minutes", "Minutes review", "review", 3, 5),
    BlockPlan("priorities", "Updates on Priorities", "priorities", 15, 15),
    BlockPlan("topics", "Current topics we are addressing", "topics", flex=True),
    BlockPlan("steps", "Next Steps", "steps", 15, 15, protected=True),
    BlockPlan("goodbyes", "Group goodbyes!", "goodbyes", 2, 2, protected=True),
)


class History:
    """A group with one or more meetings; ids and instants are given out in order."""

    def __init__(self) -> None:
        self.shards: dict[str, list[Event]] = {"": []}
        self.on = ""
        self.now = LAST_START - dt.timedelta(days=7)
        self.count = 0
        self.numbers = 0
        self.say(
            GroupCreated(
                group="g", name="Harbor Coalition", zone=ZONE, template="mapwc", template_name="MAPWC", blocks=BLOCKS
            )
        )
        self.say(SeriesStarted(series="monthly", name="Monthly"))
        for person, name in (("ana", "Ana Ruiz"), ("bo", "Bo Chen"), ("mei", "Mei Tan"), ("rain", "林小雨")):
            self.say(PersonAdded(person=person, name=name))
        self.say(PersonAdded(person="lee", name="Lee Visitor", status=Status.GUEST, named=False))
        self.say(PriorityAdded(priority="leg", name="Legislation", lead="ana"))
        self.say(PriorityAdded(priority="train", name="Training", lead="bo"))

    def say(self, event: Event, **fields: Any) -> str:
        """Record an event in the meeting that is on, and give its id."""
        self.count += 1
        self.now += dt.timedelta(seconds=1)
        event_id = f"{self.count:06}"
        by = fields.pop("by", "laptop-1")
        self.shards[self.on].append(msgspec.structs.replace(event, id=event_id, at=self.now, by=by, **fields))
        return event_id

    def at(self, start: dt.datetime, minutes: float = 0) -> None:
        """It is now so many minutes after `start`."""
        self.now = start + dt.timedelta(minutes=minutes)

    def plan(self, meeting: str, start: dt.datetime, title: str = "Coalition meeting", **fields: Any) -> None:
        """Put a meeting on the calendar; what is said from here on is said in it."""
        self.on = meeting
        self.shards[meeting] = []
        planned = {"series": "monthly", "zone": ZONE, "minutes": 60, "blocks": BLOCKS, **fields}
        self.say(MeetingPlanned(meeting=meeting, group="g", title=title, starts=start, **planned))

    def begin(self, start: dt.datetime, late: int = 4) -> None:
        """Doors open on time; called to order `late` minutes after."""
        self.at(start)
        self.say(DoorsOpened())
        self.say(RoleGiven(role="facilitator", person="bo"))
        self.say(RoleGiven(role="scribe", person="mei"))
        for person in ("ana", "bo", "mei"):
            self.say(Arrived(person=person))
        self.at(start, late)
        self.say(CalledToOrder())
        self.go("agreement")

    def go(self, block: str) -> None:
        """Move to a block."""
        self.say(BlockStarted(block=block))

    def write(self, kind: EntryKind, text: str, block: str = "topics", **fields: Any) -> str:
        """Capture a line and give its entry id."""
        entry = f"e{self.count + 1:05}"
        number = 0
        if kind is EntryKind.STEP:
            self.numbers += 1
            number = self.numbers
        filed = Filed(kind=kind, text=text, typed=text, **fields)
        self.say(Captured(entry=entry, block=block, filed=filed, number=number))
        return entry

    def step(self, text: str, owner: str | None = None, *, yes: bool = False, **fields: Any) -> str:
        """A next step; with `yes` its owner accepted it."""
        due = fields.pop("due", Due(date=dt.date(2024, 11, 22)))
        entry = self.write(EntryKind.STEP, text, fields.pop("block", "steps"), owner=owner, due=due, **fields)
        if yes:
            self.say(StepAccepted(step=entry, person=owner))
        return entry

    def end(self, start: dt.datetime, minutes: int = 60) -> None:
        """The meeting ends so many minutes after `start`."""
        self.at(start, minutes)
        self.now -= dt.timedelta(seconds=1)
        self.say(Ended())

    def adopt(self, version: int, *texts: str) -> None:
        """Adopt a first agreement of these comfort lines."""
        for text in texts:
            self.say(AgreementProposed(item=f"item {text}", side=Side.COMFORT, text=text))
        self.say(AgreementAdopted(version=version, items=tuple(f"item {text}" for text in texts)))

    def meeting(self, meeting: str = "") -> Meeting:
        """The meeting, folded; the one that is on unless another is named."""
        return Meeting.fold(self.shards[meeting or self.on])

    def group(self) -> Group:
        """The group, folded from all shards."""
        return Group.fold(list(self.shards.items()))
