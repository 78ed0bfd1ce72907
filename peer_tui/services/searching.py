"""Lines found by words, and the registers of decisions and parked items: from the index, newest first.

What the index does not know yet is read from its shards and found in the same way, so that every answer is current.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peer_tui.domain.entries import Entry
from peer_tui.domain.events import EntryId, EntryKind, MeetingId
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.parsed import KIND_WORDS
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.services.listing import to_milliseconds
from peer_tui.services.opened import OpenGroup
from peer_tui.services.opening import is_in_index, is_small
from peer_tui.services.problems import WrongUse
from peer_tui.services.sources import FromIndex, meeting_in, united
from peer_tui.services.workspace import Workspace
from peer_tui.store.library import Shard

if TYPE_CHECKING:
    from peer_tui.store.index import Hit, Query

AT_MOST = 50
"""Lines found, unless more are asked for."""
PLAIN = "There is no index to look into, so every line was read for this; that takes longer in a large library."

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A line that was found."""

    group: str
    kind: EntryKind
    text: str
    done_when: str
    marks: Spans
    """What was found in `text`: stretches of it, first and last place in characters."""
    done_marks: Spans
    """What was found in `done_when`."""
    at: dt.datetime
    """When it was entered, UTC."""
    starts: dt.datetime | None
    """When its meeting starts, UTC; None where the meeting is not known."""
    zone: str
    title: str
    meeting: MeetingId
    entry: EntryId
    number: str
    """A next step's number as shown."""
    owner: str
    """Who leads a next step."""

    @property
    def day(self) -> str:
        """The day of its meeting, in words."""
        return say_date(self.starts or self.at, self.zone)

    @property
    def kind_words(self) -> str:
        """Its kind, as the capture line says it, and a next step's number."""
        return f"{KIND_WORDS[self.kind]} {self.number}".strip()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found."""

    lines: tuple[Found, ...]
    notice: str = ""
    """How it was found, where that was not the usual way: a sentence."""


def search(workspace: Workspace, words: str, group: str = "", limit: int = AT_MOST) -> Answer:
    """The newest lines that hold all of these words; filters such as `kind:decision` and `after:2024-10` count too.

    Args:
        workspace: the opened library.
        words: as typed (`Query.parse`).
        group: only in the group of this name; empty for all.
        limit: how many at most.

    Raises:
        Problem: there is no such group.
        WrongUse: a filter's value means nothing.
    """
    from peer_tui.store.index import Query

    wrong = Query.parse(words).misunderstood
    if wrong:
        raise WrongUse(" ".join(_what_is_possible(name, value) for name, value in wrong))
    groups = [workspace.find_group(group)] if group else workspace.open_groups()
    query = Query.parse(words, folder=groups[0].folder if group else "")
    return _search(workspace, groups, query, limit)


def find_in(workspace: Workspace, opened: OpenGroup, words: str, limit: int = AT_MOST) -> tuple[Found, ...]:
    """The newest lines of one open group with words that begin like each of these; filters count too."""
    from peer_tui.store.index import Query

    # Nobody types the end of every word during a meeting. A filter's value is no word, and stays as it is.
    asked = " ".join(word if word.endswith(('"', "*")) or _is_filter(word) else f"{word}*" for word in words.split())
    return _search(workspace, [opened], Query.parse(asked, folder=opened.folder), limit).lines


def _is_filter(word: str) -> bool:
    from peer_tui.store.index.query import FILTERS

    name, colon, value = word.partition(":")
    return bool(colon and value) and name.lower() in FILTERS


def _what_is_possible(name: str, value: str) -> str:
    """A filter that means nothing, named, with what it may be."""
    match name.lower():
        case "kind":
            kinds = ", ".join(f"kind:{kind.value.replace(' ', '-')}" for kind in EntryKind)
            may_be = f"there is {kinds}, or several with commas between them"
        case "is":
            may_be = "there is is:open alone, for next steps to be done and parked items without a place"
        case "before" | "after":
            may_be = f"it takes a year, month or day: {name}:2024, {name}:2024-11, {name}:2024-11-13"
        case _:
            may_be = f"it takes the beginning of a name, as in {name}:ana"
    return f"“{name}:{value}” means nothing: {may_be}. To find these words themselves: '\"{name}:{value}\"'"


def _search(workspace: Workspace, groups: Sequence[OpenGroup], query: Query, limit: int) -> Answer:
    index = workspace.index
    if query.empty:
        return Answer(())
    if index.state != "ready":
        found = [line for opened in groups for line in _looked_through(workspace, opened, query, None)]
        return Answer(_newest(found, limit), "" if is_small(workspace) else index.why or PLAIN)
    newer = {opened.folder: _newer(workspace, opened) for opened in groups}
    others = {shard for shards in newer.values() for shard in shards}
    hits = index.search(query, limit + _lines_in(workspace, others))
    found = [_found(hit) for hit in hits if hit.shard not in others]
    for opened in groups:
        if newer[opened.folder]:
            found += _looked_through(workspace, opened, query, newer[opened.folder])
    return Answer(_newest(found, limit), index.why)


def _newer(workspace: Workspace, opened: OpenGroup) -> list[Shard]:
    """The shards of a group that the index does not know as they are."""
    return FromIndex(workspace, workspace.index, opened.folder).newer()


def _lines_in(workspace: Workspace, shards: Iterable[Shard]) -> int:
    """How many hits at most may lie in these shards, and be left out because they are read themselves."""
    return sum(len(workspace.read(shard).events) for shard in shards)


def _newest(found: Iterable[Found], limit: int) -> tuple[Found, ...]:
    return tuple(sorted(found, key=lambda line: (line.at, line.entry), reverse=True)[:limit])


def _found(hit: Hit) -> Found:
    return Found(
        hit.group, hit.kind, hit.text, hit.done_when, hit.spans, hit.done_spans, hit.at, hit.starts, hit.zone,
        hit.title, hit.meeting, hit.entry, hit.label, hit.owner,
    )  # fmt: skip


# --- looking through the shards -----------------------------------------------------------------------------------


def _looked_through(
    workspace: Workspace, opened: OpenGroup, query: Query, only: Sequence[Shard] | None
) -> Iterator[Found]:
    """The lines of a group that fit, from its shards; of these shards alone where they are named."""
    group = opened.group
    for meeting, entry in _lines(workspace, opened, only):
        if _fits(query, group, meeting, entry):
            step = group.steps.steps.get(entry.id)
            owner = group.person(step.owner) if step is not None else None
            yield Found(
                group.name, entry.filed.kind, entry.filed.text, entry.filed.done_when, query.marks(entry.filed.text),
                query.marks(entry.filed.done_when), to_milliseconds(entry.at), meeting.starts if meeting.id else None,
                meeting.zone if meeting.id else group.zone, meeting.title, meeting.id, entry.id,
                step.label if step is not None else "", owner.name if owner is not None else "",
            )  # fmt: skip


def _lines(workspace: Workspace, opened: OpenGroup, only: Sequence[Shard] | None) -> Iterator[tuple[Meeting, Entry]]:
    shards = [Shard(opened.folder), *workspace.library.meetings(opened.folder)] if only is None else only
    by_meeting: dict[str, list[Shard]] = {}
    for shard in shards:
        by_meeting.setdefault(meeting_in(workspace.read(shard)) or f"/{shard.meeting}", []).append(shard)
    for several in by_meeting.values():
        meeting = Meeting.fold(united(workspace, several))
        for entry in meeting.lines():
            yield meeting, entry


def _fits(query: Query, group: Group, meeting: Meeting, entry: Entry) -> bool:
    """Whether a line is what is asked for, as the index would say."""
    filed = entry.filed
    step = group.steps.steps.get(entry.id)
    parked = group.parked.get(entry.id)
    owner = group.person(step.owner) if step is not None else None
    day = local_date(meeting.starts, meeting.zone) if meeting.id else entry.at.date()
    checks: tuple[Callable[[], bool], ...] = (
        lambda: not query.kinds or filed.kind in query.kinds,
        lambda: query.before is None or day < query.before,
        lambda: query.after is None or day >= query.after,
        lambda: _named(query.group, group.name),
        lambda: _named(query.owner, owner.name if owner is not None else ""),
        lambda: not query.open or bool(step and step.open) or bool(parked and parked.placed is None),
        lambda: query.finds(filed.text, filed.done_when),
    )
    return all(check() for check in checks)


def _named(wanted: Sequence[str], name: str) -> bool:
    """Whether each of these is the beginning of a word of a name; all of them folded."""
    from peer_tui.store.index.words import folded_words

    words = "".join(f" {word}" for word in folded_words(name))
    return all(f" {one}" in words for one in wanted)


# --- registers ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ParkedLine:
    """A parked item and where it went."""

    group: str
    text: str
    at: dt.datetime
    """When it was parked, UTC."""
    zone: str
    meeting: MeetingId
    entry: EntryId
    destination: str
    """Empty while it has no place."""

    @property
    def day(self) -> str:
        """The day it was parked on, in words."""
        return say_date(self.at, self.zone)


def decisions(workspace: Workspace, group: str = "", limit: int = 0) -> tuple[Found, ...]:
    """The register of decisions in their exact words, newest first; `limit` 0 for all.

    Raises:
        Problem: there is no such group.
    """
    from peer_tui.store.index import Query

    groups = [workspace.find_group(group)] if group else workspace.open_groups()
    query = Query(kinds=(EntryKind.DECISION,), folder=groups[0].folder if group else "")
    return _search(workspace, groups, query, limit or _EVERY).lines


def parked(workspace: Workspace, group: str = "", *, everything: bool = False, limit: int = 0) -> list[ParkedLine]:
    """The register of parked items, newest first: those without a place, or all; `limit` 0 for all.

    Raises:
        Problem: there is no such group.
    """
    groups = [workspace.find_group(group)] if group else workspace.open_groups()
    rows = [row for opened in groups for row in _parked_in(workspace, opened, everything)]
    rows.sort(key=lambda row: (row.at, row.entry), reverse=True)
    return rows[: limit or _EVERY]


def _parked_in(workspace: Workspace, opened: OpenGroup, everything: bool) -> list[ParkedLine]:
    zone, name = opened.glance.zone, opened.glance.name
    if is_in_index(workspace, opened):
        return [
            ParkedLine(name, row.text, row.at, zone, row.meeting, row.entry, row.destination)
            for row in workspace.index.parked(group=opened.folder, unplaced_only=not everything)
        ]
    return [
        ParkedLine(
            name, one.text, to_milliseconds(one.at), zone, one.meeting, one.id,
            str(one.placed.destination) if one.placed else "",
        )
        for one in opened.group.parked.values()
        if everything or one.placed is None
    ]  # fmt: skip


_EVERY = 1_000_000
"""More rows than any library has."""
