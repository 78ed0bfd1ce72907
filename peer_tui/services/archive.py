"""The archive: every meeting that was held, by group, year, series and kind, a page at a time.

A library of ten years is never read for it: the index gives a page. Groups that are newer on disk than the index knows
them, and libraries too small for one, are read as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peer_tui.domain.events import EntryKind, MeetingId
from peer_tui.domain.held import Held
from peer_tui.domain.naming import counted
from peer_tui.domain.wall_time import local_date, say_date, say_time
from peer_tui.domain.words import say
from peer_tui.services.listing import to_milliseconds
from peer_tui.services.opened import OpenGroup
from peer_tui.services.opening import is_in_index
from peer_tui.services.workspace import Workspace

if TYPE_CHECKING:
    from peer_tui.store.index import MeetingRow, PastFilter

_EVERY = 1_000_000
"""More meetings than any library has."""
PAGE = 60
"""Meetings of a page: more than any screen shows at once."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the past meetings; empty for all."""

    group: str = ""
    """The folder of a group."""
    year: int = 0
    """Of the day it was held on, where it was held."""
    series: str = ""
    """The name of a series."""
    kind: str = ""
    """What kind of meeting."""

    @property
    def all(self) -> bool:
        """Nothing is left out."""
        return self == Wanted()


@dataclass(frozen=True, slots=True)
class PastMeeting:
    """A meeting that was held."""

    folder: str
    """The folder of its group."""
    group: str
    id: MeetingId
    series: str
    title: str
    kind: str
    starts: dt.datetime
    """UTC."""
    zone: str
    minutes: int
    approved: str
    """`as distributed`, `as corrected`, or empty while the minutes are a draft."""
    decisions: int
    steps: int
    """Next steps promised in it."""

    @property
    def day(self) -> str:
        """`Wed 13 Nov 2024`."""
        return say_date(self.starts, self.zone)

    def time(self, hours: int) -> str:
        """`2:00 pm`."""
        return say_time(self.starts, self.zone, hours)

    @property
    def minutes_are(self) -> str:
        """`draft`, `approved as corrected`."""
        return say("approved {how}", how=say(self.approved)) if self.approved else say("draft")

    @property
    def came_of_it(self) -> str:
        """`2 decisions · 6 next steps`."""
        parts = [counted(self.decisions, "{n:,} decision", "{n:,} decisions", "no decisions")] if self.decisions else []
        parts += [counted(self.steps, "{n:,} next step", "{n:,} next steps", "no next steps")] if self.steps else []
        return " · ".join(parts)

    @property
    def facts(self) -> str:
        """`2 decisions · 6 next steps · minutes draft`."""
        return " · ".join(
            part for part in (self.came_of_it, say("minutes {minutes_are}", minutes_are=self.minutes_are)) if part
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What the past meetings can be chosen by."""

    years: tuple[int, ...] = ()
    """Newest first."""
    series: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def past(
    workspace: Workspace, groups: Sequence[OpenGroup], wanted: Wanted | None = None, limit: int = PAGE,
    after: PastMeeting | None = None,
) -> list[PastMeeting]:  # fmt: skip
    """A page of the meetings that were held, the newest first.

    Args:
        workspace: the opened library.
        groups: all its groups.
        wanted: which meetings; None for all.
        limit: how many at most.
        after: the last meeting of the page before; None for the first page.
    """
    wanted = wanted or Wanted()
    known, read = _apart(workspace, groups)
    found: list[PastMeeting] = []
    if known:
        at = (after.starts, after.id) if after is not None else None
        rows = workspace.index.past(_filter(wanted, read), limit, at)
        found = [_of_row(row.meeting, row.decisions, row.steps) for row in rows]
    held = [(opened, one) for opened in read for one in _held(opened, wanted)]
    if after is not None:
        held = [row for row in held if _key(row[1]) < _at(after)]
    held.sort(key=lambda row: _key(row[1]), reverse=True)
    # Only those of the page are read: how much came of a meeting stands in its own log.
    found += [_of_held(opened, one) for opened, one in held[:limit]]
    return sorted(found, key=_at, reverse=True)[:limit]


def every_past(workspace: Workspace, group: str, year: int, series: str, kind: str) -> list[PastMeeting]:
    """Every meeting that was held and fits, the newest first; series and kind whatever their case.

    Raises:
        Problem: there is no such group.
    """
    groups = [workspace.find_group(group)] if group else workspace.open_groups()
    there = choices(workspace, groups, groups[0].folder if group else "")
    wanted = Wanted(groups[0].folder if group else "", year, _called(series, there.series), _called(kind, there.kinds))
    return past(workspace, groups, wanted, limit=_EVERY)


def _called(name: str, names: Sequence[str]) -> str:
    return next((one for one in names if one.casefold() == name.strip().casefold()), name.strip())


def count(workspace: Workspace, groups: Sequence[OpenGroup], wanted: Wanted | None = None) -> int:
    """How many meetings were held."""
    wanted = wanted or Wanted()
    known, read = _apart(workspace, groups)
    indexed = workspace.index.count_past(_filter(wanted, read)) if known else 0
    return indexed + sum(1 for opened in read for _ in _held(opened, wanted))


def choices(workspace: Workspace, groups: Sequence[OpenGroup], group: str = "") -> Choices:
    """The years, series and kinds of the meetings that were held, of one group (its folder) or of all."""
    known, read = _apart(workspace, groups)
    here = Wanted(group=group)
    told = workspace.index.past_choices(_filter(here, read)) if known else None
    years = set(told.years) if told is not None else set()
    series = set(told.series) if told is not None else set()
    kinds = set(told.types) if told is not None else set()
    for opened in read:
        for held in _held(opened, here):
            years.add(local_date(held.starts, held.zone).year)
            series.add(opened.group.series.get(held.series, ""))
            kinds.add(held.type)
    return Choices(tuple(sorted(years, reverse=True)), tuple(sorted(series - {""})), tuple(sorted(kinds - {""})))


def beside(opened: OpenGroup, meeting: MeetingId, by: int) -> Held | None:
    """The meeting of the same series that was held so many places after this one, or before it; None at an end."""
    here = opened.group.meetings.get(meeting)
    if here is None:
        return None
    series = [held for held in opened.group.in_series(here.series) if held.state == "ended" or held.id == meeting]
    place = next((n for n, held in enumerate(series) if held.id == meeting), None)
    if place is None or not 0 <= place + by < len(series):
        return None
    return series[place + by]


def say_wanted(wanted: Wanted, groups: Sequence[OpenGroup]) -> str:
    """Which meetings are shown, in words: `Harbor Peer Coalition · 2024 · listening session`."""
    name = next((opened.glance.name for opened in groups if opened.folder == wanted.group), "")
    if not name and len(groups) == 1:
        name = groups[0].glance.name
    parts = [name or say("all groups"), str(wanted.year) if wanted.year else say("all years")]
    parts += [say("series {series}", series=wanted.series)] if wanted.series else []
    parts += [say(wanted.kind)] if wanted.kind else []
    return " · ".join(parts)


# --- where they come from -----------------------------------------------------------------------------------------


def _apart(workspace: Workspace, groups: Sequence[OpenGroup]) -> tuple[list[OpenGroup], list[OpenGroup]]:
    """The groups that stand in the index as they are on disk, and the others."""
    known = [opened for opened in groups if is_in_index(workspace, opened)]
    return known, [opened for opened in groups if not is_in_index(workspace, opened)]


def _filter(wanted: Wanted, read: Sequence[OpenGroup]) -> PastFilter:
    from peer_tui.store.index import PastFilter

    return PastFilter(wanted.group, wanted.year, wanted.series, wanted.kind, tuple(opened.folder for opened in read))


def _held(opened: OpenGroup, wanted: Wanted) -> list[Held]:
    """The meetings of a group that fit, in no order."""
    if wanted.group not in ("", opened.folder):
        return []
    series = opened.group.series
    return [
        held
        for held in opened.group.meetings.values()
        if held.state == "ended"
        and not held.hidden
        and (not wanted.year or local_date(held.starts, held.zone).year == wanted.year)
        and wanted.series in ("", series.get(held.series, ""))
        and wanted.kind in ("", held.type)
    ]


def _key(held: Held) -> tuple[dt.datetime, MeetingId]:
    return to_milliseconds(held.starts), held.id


def _at(meeting: PastMeeting) -> tuple[dt.datetime, MeetingId]:
    return meeting.starts, meeting.id


def _of_row(row: MeetingRow, decisions: int, steps: int) -> PastMeeting:
    return PastMeeting(
        row.folder, row.group, row.id, row.series, row.title, row.type, row.starts, row.zone, row.minutes, row.approved,
        decisions, steps,
    )  # fmt: skip


def _of_held(opened: OpenGroup, held: Held) -> PastMeeting:
    group = opened.group
    entries = opened.meeting(held.id).entries.values()
    decisions, steps = (
        sum(1 for entry in entries if entry.filed.kind is kind) for kind in (EntryKind.DECISION, EntryKind.STEP)
    )
    return PastMeeting(
        opened.folder, group.name, held.id, group.series.get(held.series, ""), held.title, held.type,
        to_milliseconds(held.starts), held.zone, held.minutes, held.approved, decisions, steps,
    )  # fmt: skip
