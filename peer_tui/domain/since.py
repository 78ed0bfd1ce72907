"""Since last time: what came to be between two meetings of a series (`product.md` §3.7 c).

Next steps that were done, moved, stuck, new, dropped, and those still open; decisions; what was parked and where it
went; what changed in the agreement. Nobody who proposed or objected is named, here as everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from peer_tui.domain.agreement import Change, change_between
from peer_tui.domain.events import EntryId, EntryKind, MeetingId, Progress
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held, Parked
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.steps import Step

_PROGRESS = frozenset(str(progress) for progress in Progress)


class Decided(msgspec.Struct, frozen=True):
    """A decision of one of the meetings."""

    entry: EntryId
    meeting: MeetingId
    text: str


class Since(msgspec.Struct, frozen=True):
    """What came to be after one meeting, up to the end of another. Each list is in the order it came about."""

    first: MeetingId
    """The earlier meeting: what was done in it is left out."""
    last: MeetingId
    until: dt.datetime
    """Up to when it is told, UTC."""
    done: tuple[Step, ...] = ()
    moved: tuple[Step, ...] = ()
    stuck: tuple[Step, ...] = ()
    dropped: tuple[Step, ...] = ()
    promised: tuple[Step, ...] = ()
    """New ones, whatever became of them since."""
    waiting: tuple[Step, ...] = ()
    """Promised before, and still open with nothing told of them."""
    decisions: tuple[Decided, ...] = ()
    parked: tuple[Parked, ...] = ()
    """Parked since."""
    placed: tuple[Parked, ...] = ()
    """Parked before, and given a place since."""
    agreement: Change = Change()

    @property
    def nothing(self) -> bool:
        """Nothing came to be, and nothing waits."""
        lists = (
            self.done, self.moved, self.stuck, self.dropped, self.promised, self.waiting, self.decisions, self.parked,
            self.placed,
        )  # fmt: skip
        return not any(lists) and not self.agreement


def since(group: Group, first: Held, last: Held, meetings: Iterable[Meeting], now: dt.datetime) -> Since:
    """What came to be after `first`, up to the end of `last`, or to now where that one has not ended.

    Args:
        group: the group they belong to.
        first: the earlier meeting.
        last: the later one, of the same series.
        meetings: the meetings of the series after `first`, up to `last`, for their decisions.
        now: the present instant, UTC.
    """
    after, until = first.ended or first.starts, last.ended or now
    ids = {held.id for held in group.in_series(first.series)}
    known = group.steps.steps.values()
    steps = [step for step in known if step.meeting in ids and step.at <= until and not step.withheld]
    steps.sort(key=lambda step: (step.at, step.id))
    told = {step.id: _told(step, after, until) for step in steps}
    parked = [one for one in group.parked.values() if one.meeting in ids and one.at <= until]
    parked.sort(key=lambda one: (one.at, one.id))

    def marked(progress: Progress) -> tuple[Step, ...]:
        return tuple(step for step in steps if told[step.id] == progress)

    return Since(
        first.id,
        last.id,
        until,
        marked(Progress.DONE),
        marked(Progress.MOVED),
        marked(Progress.STUCK),
        marked(Progress.DROPPED),
        tuple(step for step in steps if step.at > after),
        tuple(step for step in steps if step.at <= after and not told[step.id] and _was_open(step, until)),
        tuple(
            Decided(entry.id, meeting.id, entry.filed.text)
            for meeting in sorted(meetings, key=lambda one: (one.starts, one.id))
            for entry in meeting.of_kind(EntryKind.DECISION)
        ),
        tuple(one for one in parked if one.at > after),
        tuple(one for one in parked if one.at <= after and one.placed and after < one.placed.moment <= until),
        _agreement(group, after, until),
    )


def _told(step: Step, after: dt.datetime, until: dt.datetime) -> str:
    """How far a step was last said to have come in that time; empty where nothing was said."""
    marks = [moment.words for moment in step.life if moment.words in _PROGRESS and after < moment.at <= until]
    return marks[-1] if marks else ""


def _was_open(step: Step, until: dt.datetime) -> bool:
    """Whether a step was still to be done then."""
    marks = [moment.words for moment in step.life if moment.words in _PROGRESS and moment.at <= until]
    return not marks or marks[-1] not in (Progress.DONE, Progress.DROPPED)


def _agreement(group: Group, after: dt.datetime, until: dt.datetime) -> Change:
    before, now = group.agreement.as_of(after), group.agreement.as_of(until)
    return change_between(before.lines if before else (), now.lines if now else ())
