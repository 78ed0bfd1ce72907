"""Which of the program's own backups are kept, by the day in their names: 7 days, 5 weeks, 12 months.

    2024-11-13.zip         what changed on that day: every log of it whole, so it needs no other backup
    2024-11-13-full.zip    the whole library as it was on that day; one is made every week

Each archive can be restored by itself, and restoring is a union, so that any that are left bring back what they hold,
in any order. Files of other names were made by a person: they are never touched.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

DAYS, WEEKS, MONTHS = 7, 5, 12
FULL_EVERY = dt.timedelta(days=7)

_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(-full)?\.zip")


class Own(msgspec.Struct, frozen=True, order=True):
    """One of the program's own backups; the newest sorts last, and of one day the full one."""

    day: dt.date
    full: bool
    path: Path


def own_backups(folder: Path) -> list[Own]:
    """The program's own backups in a folder, the oldest first. None if the folder cannot be read."""
    found = []
    try:
        for path in folder.iterdir():
            match = _NAME.fullmatch(path.name)
            if match and path.is_file():
                try:
                    found.append(Own(dt.date.fromisoformat(match.group(1)), bool(match.group(2)), path))
                except ValueError:
                    continue
    except OSError:
        return []
    return sorted(found)


def kept(backups: Iterable[Own], today: dt.date) -> set[Own]:
    """Those to keep: the newest, all of the last 7 days, and the best one of each of 5 weeks and of 12 months."""
    newest_first = sorted(backups, reverse=True)
    keep = {one for one in newest_first if (today - one.day).days < DAYS}
    keep.update(newest_first[:1])
    keep.update([one for one in newest_first if one.full][:1])
    keep.update(_best(newest_first, WEEKS, lambda one: (one.day.isocalendar().year, one.day.isocalendar().week)))
    keep.update(_best(newest_first, MONTHS, lambda one: (one.day.year, one.day.month)))
    return keep


def too_old(one: Own, today: dt.date) -> bool:
    """Older than any backup is kept."""
    return (today - one.day).days > 31 * MONTHS


def full_due(backups: Iterable[Own], today: dt.date) -> bool:
    """No whole backup was made within the week. One from a day to come, by another clock, does not count."""
    return not any(one.full and dt.timedelta(0) <= today - one.day < FULL_EVERY for one in backups)


def _best(newest_first: list[Own], most: int, period: Callable[[Own], tuple[int, int]]) -> list[Own]:
    """Of each of the latest periods in which there was a backup, the newest full one, or else the newest."""
    best: dict[tuple[int, int], Own] = {}
    for one in newest_first:
        known = best.get(period(one))
        if known is None or (one.full and not known.full):
            best[period(one)] = one
    return [best[key] for key in sorted(best, reverse=True)[:most]]
