"""When the owner of a next step is to be reminded: half-way to its date, and two days before it (ours).

A reminder invites to tell how it goes; it blames nobody. "It moved" is as good an answer as "done".
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from peer_tui.domain.steps import Step
from peer_tui.domain.words import marked

DAYS_BEFORE = 2
"""Days before its date of the second reminder."""


class Nudge(StrEnum):
    """Why somebody is reminded now."""

    HALF_WAY = marked("half-way")
    SOON = marked("two days before")
    AFTER = marked("its date has passed")


def nudge(step: Step, due: dt.date | None, since: dt.date, reminded: dt.date | None, today: dt.date) -> Nudge | None:
    """Why the owner of a step is to be reminded today; None if they are not.

    Each reminder is due from its day on until one was sent; who was reminded later than that day is left in peace. A
    date that was given only two days ahead, or less, is reminded of once it has passed.

    Args:
        step: the step.
        due: its date, *next meeting* resolved.
        since: the day on which it got its owner and its date.
        reminded: the day of the last reminder.
        today: the group's date.
    """
    if not step.open or step.owner is None or due is None or step.sleeps(today):
        return None
    days = {Nudge.AFTER: due + dt.timedelta(days=1)} if due < dt.date.max else {}
    soon = due - dt.timedelta(days=DAYS_BEFORE) if due - dt.date.min > dt.timedelta(days=DAYS_BEFORE) else due
    if since < soon:
        days |= {Nudge.SOON: soon, Nudge.HALF_WAY: since + (due - since) // 2}
    # Of two that fall on one day the later kind is meant.
    why = max((why for why, day in days.items() if day <= today), key=days.__getitem__, default=None)
    return why if why is not None and (reminded is None or reminded < days[why]) else None
