"""The decision register across meetings: every decision in its exact words, where it came from, what replaced it.

A decision is never changed afterwards. That a later one stands in its place is a fact of the group, and can be taken
back: both stay on record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.events import DecisionReplaced, EntryId, EntryKind, MeetingId
from peer_tui.domain.wall_time import say_date
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
        """What stands in its place, to be put behind its text; empty while it holds."""
        newer = self.replaced_by
        return f" · replaced by “{newer.text}”{f', {newer.day}' if newer.day else ''}" if newer is not None else ""


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
    from peer_tui.store.index import Query

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
        raise Problem("That one was itself replaced by this decision: one of them must hold. Nothing was changed.")
    fact = DecisionReplaced(entry=older.entry, made_in=older.meeting, newer=newer.entry, newer_in=newer.meeting)
    workspace.record(opened, "", [fact])
    return f"“{_short(older.text)}” was replaced by “{_short(newer.text)}” of {newer.day}."


def holds_again(workspace: Workspace, opened: OpenGroup, line: DecisionLine) -> str:
    """Nothing stands in the place of a decision any more.

    Raises:
        Problem: nothing did.
    """
    if line.entry not in opened.glance.replaced:
        raise Problem("Nothing replaces that decision: it holds.")
    workspace.record(opened, "", [DecisionReplaced(entry=line.entry)])
    return f"“{_short(line.text)}” holds again."


# --- what became of them ------------------------------------------------------------------------------------------


def _line(opened: OpenGroup, row: Found) -> DecisionLine:
    replaced = opened.glance.replaced
    fact = replaced.get(row.entry)
    older = [one for one in replaced.values() if one.newer == row.entry]
    return DecisionLine(
        row.group, row.text, row.at, row.starts, row.zone, row.title, row.meeting, row.entry, opened.folder, row.marks,
        _other(opened, fact.newer or "", fact.newer_in) if fact is not None else None,
        tuple(_other(opened, one.entry, one.made_in) for one in older),
    )  # fmt: skip


def _other(opened: OpenGroup, entry: EntryId, meeting: MeetingId) -> Other:
    held = opened.group.meetings.get(meeting)
    line = opened.meeting(meeting).entries.get(entry) if held is not None and not held.hidden else None
    if held is None or line is None:
        return Other(entry, "", "a decision that is not here any more", "")
    return Other(entry, meeting, line.filed.text, say_date(held.starts, held.zone))


def _short(text: str) -> str:
    told = clean(text).strip()
    return told if len(told) <= _SHOWN else f"{told[: _SHOWN - 1]}…"
