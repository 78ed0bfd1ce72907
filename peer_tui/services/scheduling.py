"""The one line that plans a meeting: "wed 13 nov 2pm", read as it is typed and said back as a sentence."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from peer_tui.domain.agenda import lay_out
from peer_tui.domain.dates import parse_when
from peer_tui.domain.wall_time import local_date, local_time, say_date, say_span, say_time, zone_letters
from peer_tui.services.today import countdown
from peer_tui.services.workspace import OpenGroup, Workspace

EXAMPLE = "wed 13 nov 2pm"
_LENGTH = re.compile(r"(?:\bfor )?\b([0-9]{1,4}) ?min(?:utes?|s)?\b\.?", re.IGNORECASE)
_NOON = dt.time(12)


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """What a line that plans a meeting says."""

    words: str
    """A sentence: when that is, or what is missing."""
    starts: dt.datetime | None = None
    """UTC; None while the line cannot be used."""
    minutes: int = 0
    warning: str = ""
    """Why to look twice: the same time again, or a time that has passed. It can be planned all the same."""


def read_planned(workspace: Workspace, opened: OpenGroup, text: str, moving: str = "") -> PlannedLine:
    """What the line means for this group, now.

    Without a time, that of the group's last meeting counts. "90 min" anywhere in it sets the length. `moving` is the
    meeting that is moved: it does not count as one that is planned for then already, and its length is kept.
    """
    group, now = opened.group, workspace.now()
    mine = group.meetings.get(moving)
    found = _LENGTH.search(text)
    minutes = int(found[1]) if found else mine.minutes if mine else group.minutes
    when = f"{text[: found.start()]} {text[found.end() :]}" if found else text
    if not when.strip():
        return PlannedLine(f"When? E.g. {EXAMPLE}, in {group.zone}")
    today = local_date(now, group.zone)
    starts = parse_when(when, today, group.zone, _usual_time(opened), group.dates)
    if starts is None:
        if parse_when(when, today, group.zone, _NOON, group.dates) is not None:
            return PlannedLine(f"At what time? E.g. {EXAMPLE}")
        return PlannedLine(f"No day and time in that yet. E.g. {EXAMPLE}")
    if not 1 <= minutes <= 24 * 60:
        return PlannedLine("A meeting lasts from 1 minute to 24 hours.")
    hours = workspace.settings.hours
    span = say_span(starts, starts + dt.timedelta(minutes=minutes), group.zone, hours)
    letters = zone_letters(starts, group.zone)
    words = f"{say_date(starts, group.zone)}, {span} {letters} · {countdown(starts, now)}"
    agenda = lay_out(group.blocks, minutes, starts)
    if mine is None:
        words += f" · {agenda.words}"
    return PlannedLine(words, starts, minutes, _warning(opened, starts, now, moving, hours))


def _usual_time(opened: OpenGroup) -> dt.time | None:
    meetings = [held for held in opened.group.meetings.values() if held.state != "cancelled"]
    if not meetings:
        return None
    last = max(meetings, key=lambda held: held.starts)
    return local_time(last.starts, opened.group.zone).time()


def _warning(opened: OpenGroup, starts: dt.datetime, now: dt.datetime, moving: str, hours: int) -> str:
    group = opened.group
    others = [held for held in group.meetings.values() if held.state != "cancelled" and held.id != moving]
    if any(held.starts == starts for held in others):
        return f"{group.name} has a meeting at that very time already."
    same_day = [h for h in others if local_date(h.starts, group.zone) == local_date(starts, group.zone)]
    if same_day:
        return f"{group.name} meets that day already, at {say_time(same_day[0].starts, group.zone, hours)}."
    return "That is in the past." if starts < now else ""
