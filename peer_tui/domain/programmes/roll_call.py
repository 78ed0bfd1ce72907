"""The roll-call: what became of the assignments since the last meeting (`product.md` §1.4).

An assignment is an ordinary next step of an earlier meeting; the roll-call is how this meeting tells of them: done,
moved, stuck or not started, each with one sentence to share. Whoever came on is celebrated, not only who is done.
Everything here is drawn from the facts of next steps, so it is the same after a restart and on every device.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from peer_tui.domain.between import told_before
from peer_tui.domain.events import EntryId, MeetingId, Progress
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held
from peer_tui.domain.steps import Step, StepMoment
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import say, say_number

CALLED = (Progress.DONE, Progress.MOVED, Progress.STUCK, Progress.NOT_STARTED)
"""What a roll-call asks for, in the order of its words."""
_PROGRESS = frozenset(str(progress) for progress in Progress)


class Assignment(NamedTuple):
    """One assignment, and what was told of it."""

    step: Step
    said: Progress | None
    """None while it waits to be called."""
    share: str = ""
    """The one sentence that goes with it, in the words of whoever said it."""
    between: bool = False
    """It was told between the two meetings, not in this one."""

    @property
    def celebrated(self) -> bool:
        """It moved, or it is done."""
        return self.said in (Progress.DONE, Progress.MOVED)


class RollCall(NamedTuple):
    """The assignments a meeting hears of: those that wait first; each part person by person."""

    assignments: tuple[Assignment, ...]

    @property
    def waiting(self) -> tuple[Assignment, ...]:
        """Those that nobody was asked about yet."""
        return tuple(one for one in self.assignments if one.said is None)

    @property
    def celebrated(self) -> tuple[Assignment, ...]:
        """Those to celebrate: what moved counts as well as what is done."""
        return tuple(one for one in self.assignments if one.celebrated)

    def of(self, said: Progress) -> tuple[Assignment, ...]:
        """Those of which this was told."""
        return tuple(one for one in self.assignments if one.said is said)

    @property
    def tally(self) -> str:
        """`2 done · 1 moved · 1 to be called`; never who."""
        numbers = ((said, len(self.of(said))) for said in (*CALLED, Progress.DROPPED))
        parts = [tally_words(said, number) for said, number in numbers if number]
        if self.waiting:
            parts.append(say_number(len(self.waiting), "{n} to be called", "{n} to be called"))
        return " · ".join(parts) or say("no assignments yet")


def tally_words(said: Progress, number: int) -> str:
    """`2 done`, `1 moved`."""
    match said:
        case Progress.DONE:
            return say_number(number, "{n} done", "{n} done")
        case Progress.MOVED:
            return say_number(number, "{n} moved", "{n} moved")
        case Progress.STUCK:
            return say_number(number, "{n} stuck", "{n} stuck")
        case Progress.DROPPED:
            return say_number(number, "{n} dropped", "{n} dropped")
        case _:
            return say_number(number, "{n} not started", "{n} not started")


def roll_call(
    group: Group, meeting: MeetingId, also: Collection[MeetingId] = (), rows: Collection[EntryId] = ()
) -> RollCall:
    """What a meeting hears of the assignments of earlier meetings.

    Those are the next steps of earlier meetings of its series that are still open, or of which something was told in
    this meeting or since the one before it. A personal next step is nobody's assignment unless its owner shared it.

    Args:
        group: the group.
        meeting: the meeting that hears of them.
        also: other meetings of its programme, whatever their series.
        rows: next steps that rows of its programme became, also those that were promised in no meeting.
    """
    here = group.meetings.get(meeting)
    if here is None:
        return RollCall(())
    since = told_before(group, meeting)
    between = {told.step.id: told.moment for told in since}
    known = [*group.steps.open, *group.steps.told_in(meeting), *(told.step for told in since)]
    found = []
    for step in {step.id: step for step in known}.values():
        if step.meeting == meeting or step.withheld or not _is_called(step, here, group, also, rows):
            continue
        told = _told_here(step, meeting) or between.get(step.id)
        if told is not None:
            found.append(Assignment(step, Progress(told.words), told.text, told.meeting != meeting))
        elif step.open:
            found.append(Assignment(step, None))
    return RollCall(tuple(_person_by_person(found)))


def _person_by_person(found: list[Assignment]) -> list[Assignment]:
    """Whoever is called tells of all of theirs: people in the order of their first promise, those of nobody last."""
    first: dict[str, dt.datetime] = {}
    for one in sorted(found, key=lambda one: one.step.at):
        first.setdefault(one.step.owner or "", one.step.at)

    def place(one: Assignment) -> tuple[bool, bool, dt.datetime, str, dt.datetime, EntryId]:
        owner = one.step.owner or ""
        return one.said is not None, not owner, first[owner], owner, one.step.at, one.step.id

    return sorted(found, key=place)


def _is_called(step: Step, here: Held, group: Group, also: Collection[MeetingId], rows: Collection[EntryId]) -> bool:
    """Whether a step of another meeting is an assignment here."""
    promised = group.meetings.get(step.meeting)
    if promised is None:
        return step.id in rows
    if promised.starts > here.starts:
        return False
    return promised.series == here.series or promised.id in also or step.id in rows


def told_in(group: Group, meetings: Collection[MeetingId]) -> dict[MeetingId, RollCall]:
    """What was told of assignments in each of these meetings, in the order in which they began; others are left out.

    For what came of a whole programme: only marks count that were made in the room.
    """
    calls = {}
    known = [held for key in meetings if (held := group.meetings.get(key)) is not None and not held.hidden]
    for held in sorted(known, key=lambda held: (held.starts, held.id)):
        found = []
        for step in group.steps.told_in(held.id):
            told = _told_here(step, held.id)
            if told is not None and step.meeting != held.id and not step.withheld:
                found.append(Assignment(step, Progress(told.words), told.text))
        if found:
            calls[held.id] = RollCall(tuple(found))
    return calls


def _told_here(step: Step, meeting: MeetingId) -> StepMoment | None:
    """The last mark that was made in a meeting."""
    marks = [moment for moment in step.life if moment.meeting == meeting and moment.words in _PROGRESS]
    return marks[-1] if marks else None


def roll_call_lines(group: Group, meetings: Collection[MeetingId]) -> list[str]:
    """What each roll-call came to, a line a meeting: `Wed 8 Apr 2026: 2 done · 1 moved`; never who, nor any words."""
    calls = told_in(group, meetings)
    return [
        f"{say_date(group.meetings[key].starts, group.meetings[key].zone)}: {call.tally}" for key, call in calls.items()
    ]
