"""What a report over meetings counts: who came (as numbers), where the minutes went, what became of what was promised.

Nobody is named and no line of a meeting is quoted (`product.md` §2.9, §2.10): a report is made of numbers, days and the
titles of blocks. Everything here is pure; `services/reporting.py` gathers the facts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Generic, TypeVar

import msgspec

from peer_tui.domain.characters import fold
from peer_tui.domain.events import BlockKey, MeetingId, Progress
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.steps import Step
from peer_tui.domain.timing import actual, position_at
from peer_tui.domain.wall_time import MONTHS, local_date
from peer_tui.domain.words import marked, say

SINGLY = 24
"""More meetings than this are told by the quarter, not one by one: no screen shows more bars at once."""
_HALF_A_MINUTE = 30
Number = TypeVar("Number", int, float)


class Fate(StrEnum):
    """What became of a next step. Each has exactly one, so that the counts add up to what was promised."""

    ON_TIME = marked("on time")
    """Marked done by its date, that day included."""
    LATER = marked("later")
    """Marked done after its date."""
    DONE = marked("done, no date")
    """Done; it never had a date that could be kept."""
    OPEN = marked("open")
    DROPPED = marked("dropped")


class BlockFacts(msgspec.Struct, frozen=True):
    """A block of one meeting: what was planned and what it took."""

    title: str
    low: int
    """Minutes planned at least; 0 for a block that takes what is left."""
    high: int
    """Minutes planned at most; 0 for a block that takes what is left."""
    seconds: int
    """What it took, pauses left out; 0 where it was not reached."""


class MeetingFacts(msgspec.Struct, frozen=True):
    """One meeting that was held, in numbers."""

    id: MeetingId
    group: str
    """The name of its group."""
    day: dt.date
    """On the wall where it was held."""
    minutes: int
    """Planned for it."""
    seconds: int
    """From the call to order to the end, pauses included; 0 where no clock ran."""
    members: int
    """Who came by name and is no guest; whoever left early was still there."""
    guests: int
    heads: int
    """Counted without a name, e.g. by phone."""
    decisions: int
    blocks: tuple[BlockFacts, ...] = ()

    @property
    def present(self) -> int:
        """Everybody who was there."""
        return self.members + self.guests + self.heads

    @property
    def timed(self) -> bool:
        """A clock ran: how long its blocks took is known."""
        return any(block.seconds for block in self.blocks)


class StepFacts(msgspec.Struct, frozen=True):
    """One next step, in the terms of a report."""

    meeting: MeetingId
    """Where it was promised."""
    fate: Fate
    moved: bool = False
    """It was ever told as moved: counted apart, whatever its fate."""
    overdue: bool = False
    """Open, and its date is past."""


def time_used(meeting: Meeting) -> Mapping[BlockKey, int]:
    """Seconds on the clock of each block, pauses left out.

    As on the block clock, the welcome's clock begins at the planned start where the doors opened a little earlier.
    """
    course = meeting.course()
    return actual(course) if meeting.ended is None else position_at(course, meeting.ended).spent


def step_facts(step: Step, due: dt.date | None, zone: str, today: dt.date) -> StepFacts:
    """What a report says of a next step.

    The day it was marked done is the only day that is known: it counts, also where the thing itself was done before.

    Args:
        step: the step.
        due: its date, with *next meeting* resolved.
        zone: where the group's days begin.
        today: the day of the report.
    """
    moved = any(moment.words == Progress.MOVED for moment in step.life)
    if step.progress is Progress.DROPPED:
        return StepFacts(step.meeting, Fate.DROPPED, moved)
    if step.progress is not Progress.DONE:
        return StepFacts(step.meeting, Fate.OPEN, moved, due is not None and due < today)
    told = [moment.at for moment in step.life if moment.words == Progress.DONE]
    if due is None or not told:
        return StepFacts(step.meeting, Fate.DONE, moved)
    return StepFacts(step.meeting, Fate.ON_TIME if local_date(max(told), zone) <= due else Fate.LATER, moved)


# --- which meetings -----------------------------------------------------------------------------------------------


class Stretch(msgspec.Struct, frozen=True):
    """Which meetings a report is about."""

    last: int = 0
    """Only so many, the newest; 0 for all."""
    since: dt.date | None = None
    """The first day; None for no bound."""
    until: dt.date | None = None
    """The last day, included."""

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in it."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Report(msgspec.Struct, frozen=True):
    """Meetings in order of their days, and the next steps that were promised in them."""

    meetings: tuple[MeetingFacts, ...] = ()
    steps: tuple[StepFacts, ...] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of the groups whose meetings these are."""
        return tuple(dict.fromkeys(meeting.group for meeting in self.meetings))


def report_of(meetings: Iterable[MeetingFacts], steps: Iterable[StepFacts]) -> Report:
    """The report over these meetings; next steps that were promised elsewhere are left out."""
    held = sorted(meetings, key=lambda one: (one.day, one.group, one.id))
    here = {one.id for one in held}
    return Report(tuple(held), tuple(step for step in steps if step.meeting in here))


# --- numbers over several meetings --------------------------------------------------------------------------------


class Middle(msgspec.Struct, Generic[Number], frozen=True):
    """The middle of some numbers, and how far they reach."""

    median: float
    fewest: Number
    most: Number


def middle(numbers: Sequence[Number]) -> Middle[Number] | None:
    """The median with the range; of an even count the mean of the two in the middle. None for no numbers."""
    if not numbers:
        return None
    ordered = sorted(numbers)
    half = len(ordered) // 2
    median = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return Middle(float(median), ordered[0], ordered[-1])


def whole_minutes(seconds: float) -> int:
    """Minutes, rounded to the nearest; half a minute is one."""
    return int((seconds + _HALF_A_MINUTE) // 60)


class Period(msgspec.Struct, frozen=True):
    """What one bar of a picture stands for: a meeting, or the meetings of a quarter."""

    label: str
    """`13 Nov 2024`, `Oct–Dec 2024`; with the group's name where several groups are told of."""
    meetings: tuple[MeetingFacts, ...]


def periods(report: Report) -> tuple[Period, ...]:
    """The meetings one by one, or by the quarter of the calendar where they are many."""
    if len(report.meetings) <= SINGLY:
        several = len(report.groups) > 1
        return tuple(
            Period(say_short_day(one.day) + (f" · {one.group}" if several else ""), (one,)) for one in report.meetings
        )
    quarters: dict[tuple[int, int], list[MeetingFacts]] = {}
    for one in report.meetings:
        quarters.setdefault((one.day.year, (one.day.month - 1) // 3), []).append(one)
    return tuple(
        Period(f"{say(MONTHS[quarter * 3])}–{say(MONTHS[quarter * 3 + 2])} {year}", tuple(held))
        for (year, quarter), held in quarters.items()
    )


def say_short_day(day: dt.date) -> str:
    """`13 Nov 2024`."""
    return say("{day} {month} {year}", day=day.day, month=say(MONTHS[day.month - 1]), year=day.year)


class BlockTimes(msgspec.Struct, frozen=True):
    """Blocks of one title over several meetings."""

    title: str
    reached: int
    """In how many meetings it was reached."""
    missed: int
    """In how many it stood on the agenda, and was not."""
    low: int
    """Minutes planned at least, the median; 0 with `high` 0 for one that takes what is left."""
    high: int
    """Minutes planned at most, the median."""
    took: Middle[int] | None
    """Seconds, of the meetings that reached it; None where none did."""
    over: int
    """How often it took longer than was planned at most."""


def block_times(meetings: Iterable[MeetingFacts]) -> tuple[BlockTimes, ...]:
    """Planned against actual time by the title of the block, in the order of the agendas; only where a clock ran."""
    found: dict[str, list[BlockFacts]] = {}
    places: dict[str, list[int]] = {}
    for meeting in meetings:
        if not meeting.timed:
            continue
        for place, block in enumerate(meeting.blocks):
            found.setdefault(fold(block.title), []).append(block)
            places.setdefault(fold(block.title), []).append(place)
    order = sorted(found, key=lambda key: sum(places[key]) / len(places[key]))
    return tuple(_times(found[key]) for key in order)


def _times(blocks: Sequence[BlockFacts]) -> BlockTimes:
    reached = [block for block in blocks if block.seconds]
    low, high = (middle([getattr(block, name) for block in blocks]) for name in ("low", "high"))
    return BlockTimes(
        blocks[-1].title,
        len(reached),
        len(blocks) - len(reached),
        int(low.median) if low else 0,
        int(high.median) if high else 0,
        middle([block.seconds for block in reached]),
        sum(1 for block in reached if block.high and block.seconds > block.high * 60),
    )


class Promises(msgspec.Struct, frozen=True):
    """The next steps of some meetings."""

    promised: int
    fates: dict[Fate, int]
    """How many of each; they add up to `promised`."""
    overdue: int
    """Of the open ones, those whose date is past."""
    moved: int
    """Ever told as moved, whatever became of them."""


def promises(steps: Iterable[StepFacts], meetings: Collection[MeetingId]) -> Promises:
    """What became of the next steps that were promised in these meetings."""
    those = [step for step in steps if step.meeting in meetings]
    fates = {fate: sum(1 for step in those if step.fate is fate) for fate in Fate}
    return Promises(len(those), fates, sum(step.overdue for step in those), sum(step.moved for step in those))
