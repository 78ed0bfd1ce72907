"""The decision register: every decision in its exact words, where it came from, what replaced it, when it comes back.

A decision is never changed afterwards. That a later one stands in its place is a fact of the group, and can be taken
back: both stay on record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.dates import parse_due, say_day
from peer_tui.domain.events import DecisionComesBack, DecisionReplaced, EntryId, EntryKind, MeetingId
from peer_tui.domain.profile import profile_of
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import say
from peer_tui.services.looking import said_of
from peer_tui.services.opened import OpenGroup
from peer_tui.services.problems import Problem
from peer_tui.services.searching import Found, Spans, searched
from peer_tui.services.workspace import Workspace

MOST = 200
"""Decisions that are listed; of more, words find some."""
_EVERY = 1_000_000
"""More than any library has."""
_SHOWN = 60
"""Characters of a decision in a sentence."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another decision that one is told of with."""

    entry: EntryId
    meeting: MeetingId
    text: str
    day: str
    """Of its meeting; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision as it was made, and what became of it."""

    group: str
    text: str
    at: dt.datetime
    """When it was written down, UTC."""
    starts: dt.datetime | None
    """When its meeting starts, UTC; None where the meeting is not known."""
    zone: str
    title: str
    """Of its meeting."""
    meeting: MeetingId
    entry: EntryId
    folder: str
    """The folder of its group."""
    marks: Spans = ()
    """What was looked for: stretches of the text, first and last place in characters."""
    replaced_by: Other | None = None
    """The decision that stands in its place; None while it holds."""
    replaces: tuple[Other, ...] = ()
    """The decisions in whose place it stands."""
    back_on: dt.date | None = None
    """The day from which on it is offered for an agenda again; None while nobody said one."""

    @property
    def key(self) -> str:
        """Tells it from every other one."""
        return f"{self.folder}/{self.entry}"

    @property
    def day(self) -> str:
        """The day of its meeting, in words."""
        return say_date(self.starts or self.at, self.zone)

    @property
    def became(self) -> str:
        """What stands in its place, or when it comes back, to be put behind its text; empty while it simply holds."""
        newer = self.replaced_by
        if newer is not None:
            return " · " + say(
                "replaced by “{text}”{words}", text=newer.text, words=f", {newer.day}" if newer.day else ""
            )
        return " · " + say("comes back {day}", day=f"{self.back_on:%Y-%m-%d}") if self.back_on is not None else ""


@dataclass(frozen=True, slots=True)
class Register:
    """Decisions, the newest first."""

    lines: tuple[DecisionLine, ...]
    more: bool = False
    """There are more than are listed."""
    notice: str = ""
    """What of the words was not understood, in a sentence."""


def decisions(
    workspace: Workspace, groups: Sequence[OpenGroup], words: str = "", folder: str = "", limit: int = MOST
) -> Register:
    """The decisions in which these words stand, the newest first; with filters, as a search takes them.

    Args:
        workspace: the opened library.
        groups: all its groups.
        words: as typed so far; empty for every decision.
        folder: the folder of the only group; empty for all.
        limit: how many at most.
    """
    from peer_tui.store.index.query import Query

    query = Query.parse(words, typing=True, folder=folder, me=workspace.device)
    wanted = tuple(opened for opened in groups if folder in ("", opened.folder))
    of_decisions = msgspec.structs.replace(query, kinds=(EntryKind.DECISION,), open=False)
    found = searched(workspace, wanted, of_decisions, limit + 1).lines
    by_folder = {opened.folder: opened for opened in groups}
    lines = tuple(_line(by_folder[row.folder], row) for row in found[:limit] if row.folder in by_folder)
    return Register(lines, len(found) > limit, said_of(query))


def listed(workspace: Workspace, group: str = "", limit: int = 0) -> tuple[DecisionLine, ...]:
    """The decisions of a group or of all, the newest first; `limit` 0 for all.

    Raises:
        Problem: there is no such group.
    """
    groups = [workspace.find_group(group)] if group else workspace.open_groups()
    return decisions(workspace, groups, folder=groups[0].folder if group else "", limit=limit or _EVERY).lines


def later_than(workspace: Workspace, groups: Sequence[OpenGroup], line: DecisionLine) -> list[DecisionLine]:
    """The decisions of the same group that were made after one: those that could stand in its place, newest first."""
    every = decisions(workspace, groups, folder=line.folder).lines
    return [other for other in every if (other.at, other.entry) > (line.at, line.entry)]


def replace(workspace: Workspace, opened: OpenGroup, older: DecisionLine, newer: DecisionLine) -> str:
    """A later decision stands in the place of an earlier one.

    Raises:
        Problem: the two stand for one another already, or are one and the same.
    """
    seen, at = {older.entry}, newer.entry
    while at in opened.glance.replaced and at not in seen:
        seen.add(at)
        at = opened.glance.replaced[at].newer or ""
    if at == older.entry or newer.entry == older.entry:
        raise Problem(say("That one was itself replaced by this decision: one of them must hold. Nothing was changed."))
    fact = DecisionReplaced(entry=older.entry, made_in=older.meeting, newer=newer.entry, newer_in=newer.meeting)
    workspace.record(opened, "", [fact])
    return say(
        "“{text}” was replaced by “{newer_text}” of {day}.",
        text=_short(older.text),
        newer_text=_short(newer.text),
        day=newer.day,
    )


def holds_again(workspace: Workspace, opened: OpenGroup, line: DecisionLine) -> str:
    """Nothing stands in the place of a decision any more.

    Raises:
        Problem: nothing did.
    """
    if line.entry not in opened.glance.replaced:
        raise Problem(say("Nothing replaces that decision: it holds."))
    workspace.record(opened, "", [DecisionReplaced(entry=line.entry)])
    return say("“{text}” holds again.", text=_short(line.text))


def comes_back(workspace: Workspace, opened: OpenGroup, line: DecisionLine, words: str) -> str:
    """A decision will be looked at again on a day, `in 6 months` or `13 may`; no words take the day back.

    From then on it stands on Today and is offered for the next agenda of its series. It holds until then, and after.

    Raises:
        Problem: the words are no day, or it was replaced.
    """
    told = " ".join(clean(words).split())
    if not told:
        if line.entry not in opened.glance.coming_back:
            raise Problem(say("No day was said for that decision: it simply holds."))
        workspace.record(opened, "", [DecisionComesBack(entry=line.entry, made_in=line.meeting)])
        return say("“{text}” does not come back by itself any more.", text=_short(line.text))
    if line.entry in opened.glance.replaced:
        raise Problem(say("Another decision stands in its place: let that one come back. Nothing was changed."))
    today = local_date(workspace.now(), opened.group.zone)
    due = parse_due(told, today, profile_of(opened.group).dates)
    if due is None or due.date is None:
        raise Problem(say("That is no day. E.g. in 6 months, or 13 may. Nothing was changed."))
    if due.date <= today:
        raise Problem(say("A decision comes back on a day that is still to come. Nothing was changed."))
    workspace.record(opened, "", [DecisionComesBack(entry=line.entry, made_in=line.meeting, day=due.date)])
    return say("“{text}” comes back {day}.", text=_short(line.text), day=say_day(due.date, today))


# --- what became of them ------------------------------------------------------------------------------------------


def _line(opened: OpenGroup, row: Found) -> DecisionLine:
    replaced = opened.glance.replaced
    fact = replaced.get(row.entry)
    older = [one for one in replaced.values() if one.newer == row.entry]
    return DecisionLine(
        row.group, row.text, row.at, row.starts, row.zone, row.title, row.meeting, row.entry, opened.folder, row.marks,
        _other(opened, fact.newer or "", fact.newer_in) if fact is not None else None,
        tuple(_other(opened, one.entry, one.made_in) for one in older),
        back.day if (back := opened.glance.coming_back.get(row.entry)) is not None else None,
    )  # fmt: skip


def _other(opened: OpenGroup, entry: EntryId, meeting: MeetingId) -> Other:
    held = opened.group.meetings.get(meeting)
    line = opened.meeting(meeting).entries.get(entry) if held is not None and not held.hidden else None
    if held is None or line is None:
        return Other(entry, "", say("a decision that is not here any more"), "")
    return Other(entry, meeting, line.filed.text, say_date(held.starts, held.zone))


def _short(text: str) -> str:
    told = clean(text).strip()
    return told if len(told) <= _SHOWN else f"{told[: _SHOWN - 1]}…"
