"""On Today: decisions whose day to be looked at again has come, or comes within a week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from peer_tui.domain.dates import say_day
from peer_tui.domain.events import DecisionComesBack
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import say
from peer_tui.services.today.follow import SOON
from peer_tui.services.today.lines import TodayLine
from peer_tui.services.workspace import OpenGroup, Workspace


def to_look_at_again(workspace: Workspace, groups: Sequence[OpenGroup]) -> list[TodayLine]:
    """One line a decision, the earliest day first; none once a meeting of its series was held since that day."""
    found: list[tuple[dt.date, TodayLine]] = []
    for opened in groups:
        if not opened.glance.coming_back:
            continue
        today = local_date(workspace.now(), opened.glance.zone)
        for fact in opened.glance.coming_back.values():
            if fact.day is not None and (fact.day - today).days <= SOON and _waits(opened, fact, fact.day):
                line = _line(opened, fact, fact.day, today)
                found += [(fact.day, line)] if line is not None else []
    return [line for _, line in sorted(found, key=lambda pair: (pair[0], pair[1].what))]


def _waits(opened: OpenGroup, fact: DecisionComesBack, day: dt.date) -> bool:
    group = opened.glance
    held = group.meetings.get(fact.made_in)
    if held is None or held.hidden or fact.entry in group.replaced:
        return False
    return not any(
        other.state == "ended"
        and not other.hidden
        and other.series == held.series
        and local_date(other.starts, other.zone) >= day
        for other in group.meetings.values()
    )


def _line(opened: OpenGroup, fact: DecisionComesBack, day: dt.date, today: dt.date) -> TodayLine | None:
    decision = opened.meeting(fact.made_in).entries.get(fact.entry)
    if decision is None or not decision.filed.text:
        return None
    held = opened.glance.meetings[fact.made_in]
    more = say(
        "comes back {day} · decided on {date} · {group}",
        day=say_day(day, today),
        date=say_date(held.starts, held.zone),
        group=opened.glance.name,
    )
    return TodayLine(
        "decided", decision.filed.text, (more,), "minutes", say("opens the minutes it was decided in"),
        opened=opened, meeting=fact.made_in, line=fact.entry,
    )  # fmt: skip
