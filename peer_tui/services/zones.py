"""Time zones for a person who is asked for one: the machine's own, and suggestions for what they type."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from peer_tui.domain.characters import fold
from peer_tui.domain.wall_time import is_zone, say_time
from peer_tui.domain.words import say

_CALLED = {
    "America/New_York": "eastern est edt et us boston massachusetts washington atlanta florida",
    "America/Chicago": "central cst cdt ct us texas illinois minnesota",
    "America/Denver": "mountain mst mdt mt us colorado utah",
    "America/Phoenix": "arizona us",
    "America/Los_Angeles": "pacific pst pdt pt us california seattle san francisco portland",
    "America/Anchorage": "alaska akst akdt us",
    "Pacific/Honolulu": "hawaii hst us",
    "America/Puerto_Rico": "atlantic ast san juan",
    "Europe/London": "gmt bst uk england britain",
    "Europe/Berlin": "cet cest germany",
    "UTC": "gmt utc universal",
}
"""What people call the zones that most groups of this kind live in; they come first among suggestions."""


def machine_zone() -> str:
    """The zone this machine is set to, by its IANA name; `UTC` where it does not say."""
    try:
        # Imported here: only the first-run questions ask for it.
        from pendulum.tz.local_timezone import get_local_timezone

        name = str(get_local_timezone().name)
    except (OSError, RuntimeError, ValueError, KeyError):
        return "UTC"
    return name if is_zone(name) and "/" in name else "UTC"


@lru_cache(maxsize=1)
def _every() -> tuple[str, ...]:
    from zoneinfo import available_timezones

    areas = ("America/", "Europe/", "Africa/", "Asia/", "Australia/", "Atlantic/", "Pacific/", "Indian/", "Antarctica/")
    return tuple(sorted(name for name in available_timezones() if name.startswith(areas)))


def suggest_zones(words: str, most: int = 5) -> list[str]:
    """Zones that what was typed may mean: a city, a name people use ("eastern"), or part of the IANA name."""
    wanted = fold(words.strip()).replace("_", " ")
    if not wanted:
        return list(_CALLED)[:most]
    begins, holds = [], []
    for name in (*_CALLED, *_every()):
        shown = fold(name).replace("_", " ")
        called = _CALLED.get(name, "").split()
        if wanted in called or shown.startswith(wanted) or shown.rpartition("/")[2].startswith(wanted):
            begins.append(name)
        elif wanted in shown or any(word.startswith(wanted) for word in called):
            holds.append(name)
    return list(dict.fromkeys([*begins, *holds]))[:most]


def zone_named(words: str) -> str:
    """The zone that what was typed names without doubt, by its IANA name; empty if none or several fit."""
    typed = words.strip()
    wanted = fold(typed).replace(" ", "_")
    exact = [name for name in ("UTC", *_every()) if fold(name) == wanted]
    if exact:
        return exact[0]
    if typed and all(c.isalnum() or c in "/_+-" for c in typed) and is_zone(typed):
        return typed
    found = suggest_zones(typed, 2) if typed else []
    called = [name for name, names in _CALLED.items() if fold(typed) in names.split()]
    return called[0] if len(called) == 1 else found[0] if len(found) == 1 else ""


def time_there(now: dt.datetime, zone: str, hours: int = 12) -> str:
    """`it is now 2:05 pm there`."""
    return say("it is now {time} there", time=say_time(now, zone, hours))
