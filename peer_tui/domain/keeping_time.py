"""How long a group keeps its minutes, and of which meetings that time is over (`profile.Profile.keep_months`).

Nothing is ever deleted by itself: when the time is over, a person is asked.
"""

from __future__ import annotations

import calendar
import datetime as dt

from peer_tui.domain.group import Group
from peer_tui.domain.held import Held
from peer_tui.domain.profile import profile_of
from peer_tui.domain.wall_time import local_date


def asked_on(group: Group, held: Held) -> dt.date | None:
    """The day from which a person is asked about a meeting's minutes, in the group's zone; None for never."""
    months = profile_of(group).keep_months
    if not months or held.state != "ended" or held.hidden or held.kept_until == dt.date.max:
        return None
    over = local_date(until(held.ended or held.starts, months), group.zone)
    return max(over, held.kept_until) if held.kept_until is not None else over


def past_their_time(group: Group, now: dt.datetime) -> list[Held]:
    """The meetings whose minutes a person should be asked about, the oldest first. None where they are kept for ever.

    It asks nothing of a meeting but its row, so it can be asked of a group's glance as well.
    """
    if not profile_of(group).keep_months:
        return []
    today = local_date(now, group.zone)
    days = ((asked_on(group, held), held) for held in group.meetings.values())
    return sorted((held for day, held in days if day is not None and day <= today), key=lambda h: (h.starts, h.id))


def asked_first(group: Group) -> Held | None:
    """The meeting whose minutes are asked about before all others'; None where nobody is ever asked."""
    if not profile_of(group).keep_months:
        return None
    days = [(day, held.starts, held.id) for held in group.meetings.values() if (day := asked_on(group, held))]
    return group.meetings[min(days)[2]] if days else None


def until(ended: dt.datetime, months: int) -> dt.datetime:
    """So many months after a meeting: the 31st of a shorter month is its last day. At most the last day there is."""
    count = ended.year * 12 + ended.month - 1 + months
    year, month = count // 12, count % 12 + 1
    if year > dt.MAXYEAR:
        return dt.datetime.max.replace(tzinfo=dt.UTC)
    return ended.replace(year=year, month=month, day=min(ended.day, calendar.monthrange(year, month)[1]))
