"""How times are said: on a clock of 12 or 24 hours, and where a travelling scribe is (`product.md` §3.10)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from peer_tui.domain.wall_time import local_time
from peer_tui.domain.words import say

if TYPE_CHECKING:
    from peer_tui.domain.group import Group
    from peer_tui.services.workspace import Workspace


def hours_of(workspace: Workspace, group: Group) -> int:
    """12 or 24: how times of this group are said, as the group chose or else as the person did."""
    chosen = group.settings.get("hours", "")
    return int(chosen) if chosen in ("12", "24") else workspace.settings.hours


def own_time(instant: dt.datetime, zone: str, hours: int = 12) -> str:
    """The time where the scribe is, `11:00 am PST here`, if the clocks there differ from the group's; else empty.

    A travelling scribe reads the group's time first (`product.md` §3.10). A machine that is set to UTC says nothing
    of where anybody is: servers are, and so is every machine that was never told.
    """
    try:
        own = instant.astimezone()
    except (OSError, OverflowError, ValueError):
        return ""
    there = local_time(instant, zone)
    if own.utcoffset() == there.utcoffset() or own.tzname() in (None, "UTC"):
        return ""
    short = f"{own.hour}:{own.minute:02}" if hours == 24 else f"{own.hour % 12 or 12}:{own.minute:02}"
    half = "" if hours == 24 else f" {say('am') if own.hour < 12 else say('pm')}"
    days = (own.date() - there.date()).days
    day = f", {say('a day later') if days > 0 else say('a day earlier')}" if days else ""
    return say("{short}{half} {tzname} here{day}", short=short, half=half, tzname=own.tzname(), day=day)
