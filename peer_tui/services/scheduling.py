"""The one line that plans a meeting: "wed 13 nov 2pm", read as it is typed and said back as a sentence."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peer_tui.domain.agenda import lay_out
from peer_tui.domain.dates import parse_when
from peer_tui.domain.wall_time import local_date, local_time, say_date, say_span, say_time, zone_letters
from peer_tui.domain.words import say
from peer_tui.services.own_time import hours_of, own_time
from peer_tui.services.suggesting import next_of
from peer_tui.services.today.when import countdown
from peer_tui.services.workspace import OpenGroup, Workspace

if TYPE_CHECKING:
    from peer_tui.services.templates import Template

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


def read_planned(
    workspace: Workspace, opened: OpenGroup, text: str, moving: str = "", held: bool = False,
    template: Template | None = None,
) -> PlannedLine:  # fmt: skip
    """What the line means for this group, now.

    Without a time, that of the group's last meeting counts. "90 min" anywhere in it sets the length.

    Args:
        workspace: the opened library.
        opened: the group.
        text: what was typed; nothing means the time its series would meet next, which is suggested, never assumed.
        moving: the meeting that is moved: it does not count as one that is planned for then already, and its length
            is kept.
        held: it was held already and is written up: the day before now is meant, and the future is wrong.
        template: what kind of meeting it will be, with its length and blocks; None for the group's own.
    """
    group, now = opened.group, workspace.now()
    mine = group.meetings.get(moving)
    found = _LENGTH.search(text)
    usual_length = template.minutes if template is not None else group.minutes
    minutes = int(found[1]) if found else mine.minutes if mine else usual_length
    when = f"{text[: found.start()]} {text[found.end() :]}" if found else text
    hours = hours_of(workspace, group)
    if not when.strip():
        return _suggestion(opened, now, minutes if found else 0, hours, may=not moving and not held)
    today, usual = local_date(now, group.zone), _usual_time(opened)
    starts = parse_when(when, today, group.zone, usual, group.dates)
    if held and starts is not None and starts > now:
        starts = _before_now(opened, when, today, now) or starts
    if starts is None:
        if parse_when(when, today, group.zone, _NOON, group.dates) is not None:
            return PlannedLine(say("At what time? E.g. {example}", example=EXAMPLE))
        return PlannedLine(say("No day and time in that yet. E.g. {example}", example=EXAMPLE))
    if not 1 <= minutes <= 24 * 60:
        return PlannedLine(say("A meeting lasts from 1 minute to 24 hours."))
    span = say_span(starts, starts + dt.timedelta(minutes=minutes), group.zone, hours)
    letters = zone_letters(starts, group.zone)
    own = own_time(starts, group.zone, hours)
    words = f"{say_date(starts, group.zone)}, {span} {letters}{f' ({own})' if own else ''} · {countdown(starts, now)}"
    if mine is None and not held:
        blocks = template.blocks if template is not None else group.blocks
        words += f" · {lay_out(blocks, minutes, starts).words}"
    words += _comes_twice(starts, group.zone, hours)
    if held and starts > now:
        return PlannedLine(say("{words} · that is still to come; p plans it", words=words))
    warning = _warning(opened, starts, now, moving, hours, held) or _skipped(opened, when, today, starts, hours)
    return PlannedLine(words, starts, minutes, warning)


def _suggestion(opened: OpenGroup, now: dt.datetime, minutes: int, hours: int, *, may: bool) -> PlannedLine:
    """Nothing was typed: what could be, and when the group would meet if it met as before."""
    ask = say("When? E.g. {example}, in {zone}", example=EXAMPLE, zone=opened.group.zone)
    found = next_of(opened.group, now, hours) if may else None
    if found is None:
        return PlannedLine(ask)
    words = say("{ask} · as before it would be {words}", ask=ask, words=found.words)
    return PlannedLine(
        words, found.starts, minutes or found.minutes, say("As before it would be {words}.", words=found.words)
    )


def _before_now(opened: OpenGroup, when: str, today: dt.date, now: dt.datetime) -> dt.datetime | None:
    """The same words as they were meant lately: of "wed" the last one, of "9 oct" this year's."""
    group = opened.group
    for days in (7, 30, 364):
        day = today - dt.timedelta(days=days)
        starts = parse_when(when, day, group.zone, _usual_time(opened), group.dates)
        if starts is not None and starts <= now:
            return starts
    return None


def _skipped(opened: OpenGroup, when: str, today: dt.date, starts: dt.datetime, hours: int) -> str:
    """A time of day that no clock shows that day, because the clocks go forward."""
    zone = opened.group.zone
    # The same words on clocks that never change say what was typed.
    typed = parse_when(when, today, "UTC", _usual_time(opened), opened.group.dates)
    if typed is None or typed.time() == local_time(starts, zone).time():
        return ""
    return say(
        "There is no {time} that day: the clocks in {zone} go forward. It would be {time_2} {zone_2}.",
        time=say_time(typed, "UTC", hours),
        zone=zone,
        time_2=say_time(starts, zone, hours),
        zone_2=zone_letters(starts, zone),
    )


def _comes_twice(starts: dt.datetime, zone: str, hours: int) -> str:
    """A time of day that comes twice, because the clocks go back."""
    local = local_time(starts, zone)
    if local.replace(fold=1).utcoffset() == local.replace(fold=0).utcoffset():
        return ""
    return " · " + say("{time} comes twice that night; the first is meant", time=say_time(starts, zone, hours))


def _usual_time(opened: OpenGroup) -> dt.time | None:
    meetings = [held for held in opened.group.shown if held.state != "cancelled"]
    if not meetings:
        return None
    last = meetings[-1]
    return local_time(last.starts, opened.group.zone).time()


def _warning(opened: OpenGroup, starts: dt.datetime, now: dt.datetime, moving: str, hours: int, held: bool) -> str:
    group = opened.group
    others = [one for one in group.shown if one.state != "cancelled" and one.id != moving]
    if any(one.starts == starts for one in others):
        return say("{name} has a meeting at that very time already.", name=group.name)
    same_day = [h for h in others if local_date(h.starts, group.zone) == local_date(starts, group.zone)]
    if same_day:
        return say(
            "{name} meets that day already, at {time}.",
            name=group.name,
            time=say_time(same_day[0].starts, group.zone, hours),
        )
    return say("That is in the past.") if starts < now and not held else ""
