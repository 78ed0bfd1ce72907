"""Which meeting is meant where none is named."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.held import Held
from peer_tui.domain.wall_time import local_date, say_date, say_time
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.workspace import OpenGroup, Workspace


def choose_meeting(workspace: Workspace) -> tuple[OpenGroup, Held]:
    """The meeting to run when none is named.

    The unfinished one, else the next planned, else the newest planned in the past.

    Raises:
        Problem: nothing is planned.
        WrongUse: two fit equally.
    """
    every = [(o, held) for o in workspace.open_groups() for held in o.glance.meetings.values() if not held.hidden]
    unfinished = [pair for pair in every if pair[1].state == "unfinished"]
    if unfinished:
        return _only(unfinished, "unfinished")
    planned = [pair for pair in every if pair[1].state == "planned"]
    if not planned:
        raise Problem(say('No meeting is planned. `peer-tui plan GROUP --at "2024-11-13 14:00"` plans one.'))
    # A meeting that should have begun a few minutes ago is still the next one.
    ahead = [pair for pair in planned if _may_begin(pair[1], workspace.now())]
    if ahead:
        first = min(pair[1].starts for pair in ahead)
        return _only([pair for pair in ahead if pair[1].starts == first], say("planned for the same time"))
    newest = max(pair[1].starts for pair in planned)
    return _only([pair for pair in planned if pair[1].starts == newest], say("planned for the same time"))


def _may_begin(held: Held, now: dt.datetime) -> bool:
    return held.starts + dt.timedelta(minutes=held.minutes) > now


def _only(pairs: list[tuple[OpenGroup, Held]], how: str) -> tuple[OpenGroup, Held]:
    if len(pairs) == 1:
        return pairs[0]
    choices = tuple(
        f"{held.id}  {say_date(local_date(held.starts, held.zone))}, {say_time(held.starts, held.zone)}  "
        f"{opened.glance.name} · {held.title}"
        for opened, held in pairs
    )
    raise WrongUse(
        say("{number} meetings are {how}; say which: peer-tui run MEETING", number=len(pairs), how=how), choices=choices
    )
