"""What became of next steps in the month between two meetings, as the next meeting hears of it (`product.md` §3.9).

A step that was marked between meetings was marked in none of them. The next meeting of its series shows it in Minutes
review, and its minutes tell of it: movement is celebrated there as if it had been told in the room.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from peer_tui.domain.events import MeetingId, Progress
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held
from peer_tui.domain.steps import BETWEEN, Step, StepMoment
from peer_tui.domain.words import marked

BETWEEN_MEETINGS = marked("between meetings")
"""Where something was told that was told in no meeting, in words."""
_PROGRESS = frozenset(str(progress) for progress in Progress)
_LONGEST = dt.timedelta(days=3 * 366)
"""What was told longer ago than this before a meeting is no news there, however long the group did not meet."""
_UNENDED = dt.timedelta(days=62)
"""So long after its start a meeting that nobody ended still hears of what was marked."""


class ToldBetween(NamedTuple):
    """A next step that was marked since the last meeting."""

    step: Step
    moment: StepMoment
    """Its last mark before the meeting ended."""


def told_before(group: Group, meeting: MeetingId) -> list[ToldBetween]:
    """The next steps of earlier meetings of the series that were marked between the meeting before and this one's end.

    In the order in which they were promised; nothing for the first meeting of a series. Somebody's personal one is not
    the meeting's to hear of, unless it is shared.
    """
    here = group.meetings.get(meeting)
    if here is None:
        return []
    until = here.ended or _later(here.starts, _UNENDED)
    found = group.steps.told_between(_later(here.starts, -_LONGEST), until)
    before = _before(group, here) if found else None
    if before is None or before.ended is None:
        return []
    told = []
    for step in found:
        promised = group.meetings.get(step.meeting)
        if promised is None or promised.series != here.series or promised.starts >= here.starts or step.withheld:
            continue
        marks = [
            moment
            for moment in step.life
            if moment.meeting == BETWEEN and moment.words in _PROGRESS and before.ended < moment.at <= until
        ]
        if marks:
            told.append(ToldBetween(step, marks[-1]))
    return told


def _before(group: Group, here: Held) -> Held | None:
    """As `Group.previous`, without putting ten years of meetings in order."""
    return max(
        (
            held
            for held in group.meetings.values()
            if held.series == here.series and held.starts < here.starts and held.state == "ended" and not held.hidden
        ),
        key=lambda held: (held.starts, held.id),
        default=None,
    )


def _later(at: dt.datetime, by: dt.timedelta) -> dt.datetime:
    try:
        return at + by
    except OverflowError:
        return at
