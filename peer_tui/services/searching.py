"""Lines found by words: from the index, newest first.

What the index does not know yet is read from its shards and found in the same way, so that every answer is current.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from peer_tui.domain.entries import Entry
from peer_tui.domain.events import EntryId, EntryKind, MeetingId, WriterId
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.parsed import KIND_WORDS
from peer_tui.domain.people import Person
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import say
from peer_tui.services.listing import to_milliseconds
from peer_tui.services.opened import OpenGroup
from peer_tui.services.opening import is_small
from peer_tui.services.problems import WrongUse
from peer_tui.services.sources import FromIndex, meeting_in, united
from peer_tui.services.workspace import Workspace
from peer_tui.store.shards import Shard

if TYPE_CHECKING:
    from peer_tui.store.index import Hit
    from peer_tui.store.index.query import Query

AT_MOST = 50
"""Lines found, unless more are asked for."""
PLAIN = say("There is no index to look into, so every line was read for this; that takes longer in a large library.")

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
    folder: str = ""
    """The folder of its group."""
    by: WriterId = ""
    """Which device wrote it down."""
    private: bool = False
    """It is somebody's personal next step: it stands in nothing that the group gives out."""

    @property
    def day(self) -> str:
        """The day of its meeting, in words."""
        return say_date(self.starts or self.at, self.zone)

    @property
    def kind_words(self) -> str:
        """Its kind, as the capture line says it, and a next step's number."""
        words = f"{KIND_WORDS[self.kind]} {self.number}".strip()
        return say("PRIVATE {kind}", kind=words) if self.private else words


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
    from peer_tui.store.index.query import Query

    wrong = Query.parse(words).misunderstood
    if wrong:
        raise WrongUse(" ".join(what_is_possible(name, value) for name, value in wrong))
    groups = [workspace.find_group(group)] if group else workspace.open_groups()
    query = Query.parse(words, folder=groups[0].folder if group else "", me=workspace.device)
    answer = searched(workspace, groups, query, limit)
    return replace(answer, notice=answer.notice or _unclosed(query))


def _unclosed(query: Query) -> str:
    if not query.unclosed:
        return ""
    return say("The quote is not closed: “{unclosed}” was looked for as one phrase.", unclosed=query.unclosed)


def find_in(workspace: Workspace, opened: OpenGroup, words: str, limit: int = AT_MOST) -> tuple[Found, ...]:
    """The newest lines of one open group with words that begin like each of these; filters count too."""
    from peer_tui.store.index.query import Query

    # Nobody types the end of every word during a meeting. A filter's value is no word, and stays as it is.
    asked = " ".join(word if word.endswith(('"', "*")) or _is_filter(word) else f"{word}*" for word in words.split())
    return searched(workspace, [opened], Query.parse(asked, folder=opened.folder, me=workspace.device), limit).lines


def _is_filter(word: str) -> bool:
    from peer_tui.store.index.query import FILTERS

    name, colon, value = word.partition(":")
    return bool(colon and value) and name.lower() in FILTERS


def what_is_possible(name: str, value: str) -> str:
    """A filter that means nothing, named, with what it may be."""
    match name.lower():
        case "kind":
            kinds = ", ".join(f"kind:{kind.value.replace(' ', '-')}" for kind in EntryKind)
            may_be = say("there is {kinds}, or several with commas between them", kinds=kinds)
        case "is":
            may_be = say("there is is:open alone, for next steps to be done and parked items without a place")
        case "before" | "after":
            may_be = say("it takes a year, month or day: {name}:2024, {name}:2024-11, {name}:2024-11-13", name=name)
        case "by":
            may_be = say("it takes me, others, the beginning of a device's id, or the scribe's name, as in by:mei")
        case _:
            may_be = say("it takes the beginning of a name, as in {name}:ana", name=name)
    return say(
        "“{name}:{value}” means nothing: {may_be}. To find these words themselves: '\"{name}:{value}\"'",
        name=name,
        value=value,
        may_be=may_be,
    )


def searched(workspace: Workspace, groups: Sequence[OpenGroup], query: Query, limit: int) -> Answer:
    """The newest lines of these groups that are what a query asks for."""
    index = workspace.index
    if query.empty:
        return Answer(())
    if index.state != "ready":
        found = [line for opened in groups for line in found_in(lines_of(workspace, opened, None), query)]
        shown = with_private(groups, newest(found, limit))
        return Answer(shown, "" if is_small(workspace) else index.why or PLAIN)
    # Where a sweep comes round all the time, only what was written here may be newer than the index.
    looked_at = [one for one in groups if not workspace.screens or one.folder in workspace.written]
    newer = {opened.folder: newer_shards(workspace, opened) for opened in looked_at}
    others = {shard for shards in newer.values() for shard in shards}
    hits = index.search(query, limit + _lines_in(workspace, others))
    found = [of_hit(hit) for hit in hits if hit.shard not in others]
    for opened in looked_at:
        if newer[opened.folder]:
            found += found_in(lines_of(workspace, opened, newer[opened.folder]), query)
    return Answer(with_private(groups, newest(found, limit)), index.why)


def with_private(groups: Sequence[OpenGroup], found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The lines with those marked that are somebody's personal next steps; only groups with programmes have any."""
    known = {opened.folder: opened for opened in groups if opened.glance.programmes}

    def is_private(line: Found) -> bool:
        if line.kind is not EntryKind.STEP or line.folder not in known:
            return False
        step = known[line.folder].group.steps.steps.get(line.entry)
        return step is not None and step.withheld

    return tuple(replace(line, private=True) if is_private(line) else line for line in found) if known else found


def newer_shards(workspace: Workspace, opened: OpenGroup) -> list[Shard]:
    """The shards of a group that the index does not know as they are."""
    return FromIndex(workspace, workspace.index, opened.folder).newer()


def _lines_in(workspace: Workspace, shards: Iterable[Shard]) -> int:
    """How many hits at most may lie in these shards, and be left out because they are read themselves."""
    return sum(len(workspace.read(shard).events) for shard in shards)


def newest(found: Iterable[Found], limit: int) -> tuple[Found, ...]:
    """The newest of these lines, the newest first."""
    return tuple(sorted(found, key=lambda line: (line.at, line.entry), reverse=True)[:limit])


def of_hit(hit: Hit) -> Found:
    """What the index found, as a line."""
    return Found(
        hit.group, hit.kind, hit.text, hit.done_when, hit.spans, hit.done_spans, hit.at, hit.starts, hit.zone,
        hit.title, hit.meeting, hit.entry, hit.label, hit.owner, hit.folder, hit.by,
    )  # fmt: skip


# --- looking through the shards -----------------------------------------------------------------------------------


class Line(NamedTuple):
    """A line of a meeting, and what its group knows of it."""

    opened: OpenGroup
    meeting: Meeting
    entry: Entry
    number: str
    """A next step's number as shown."""
    owner: str
    """Who leads a next step."""
    scribe: str
    """Who was the scribe of its meeting."""
    open: bool
    """A next step that is still to be done, or a parked item without a place."""


def lines_of(workspace: Workspace, opened: OpenGroup, only: Sequence[Shard] | None) -> list[Line]:
    """The lines of a group, read from its shards; of these shards alone where they are named."""
    group = opened.group
    lines = []
    for meeting, entry in _lines(workspace, opened, only):
        held = group.meetings.get(meeting.id)
        if held is not None and held.hidden:
            continue
        step, parked = group.steps.steps.get(entry.id), group.parked.get(entry.id)
        owner = group.person(step.owner if step is not None else None)
        scribe = group.person(held.roles.get("scribe") if held is not None else None)
        is_open = bool(step and step.open) or bool(parked and parked.placed is None)
        number = step.label if step is not None else ""
        lines.append(Line(opened, meeting, entry, number, _name(owner), _name(scribe), is_open))
    return lines


def _name(person: Person | None) -> str:
    return person.name if person is not None else ""


def found_in(lines: Iterable[Line], query: Query) -> Iterator[Found]:
    """The lines that fit, as they are shown."""
    for line in lines:
        if _fits(query, line):
            filed, meeting = line.entry.filed, line.meeting
            yield Found(
                line.opened.glance.name, filed.kind, filed.text, filed.done_when, query.marks(filed.text),
                query.marks(filed.done_when), to_milliseconds(line.entry.at), meeting.starts if meeting.id else None,
                meeting.zone if meeting.id else line.opened.glance.zone, meeting.title, meeting.id, line.entry.id,
                line.number, line.owner, line.opened.folder, line.entry.by,
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


def _fits(query: Query, line: Line) -> bool:
    """Whether a line is what is asked for, as the index would say."""
    filed, meeting = line.entry.filed, line.meeting
    day = local_date(meeting.starts, meeting.zone) if meeting.id else line.entry.at.date()
    checks: tuple[Callable[[], bool], ...] = (
        lambda: query.folder in ("", line.opened.folder),
        lambda: not query.kinds or filed.kind in query.kinds,
        lambda: query.before is None or day < query.before,
        lambda: query.after is None or day >= query.after,
        lambda: _named(query.group, line.opened.glance.name),
        lambda: _named(query.owner, line.owner),
        lambda: all(_is_by(by, line, query.me) for by in query.by),
        lambda: not query.open or line.open,
        lambda: query.finds(filed.text, filed.done_when),
    )
    return all(check() for check in checks)


def _is_by(by: str, line: Line, me: str) -> bool:
    from peer_tui.store.index.query import written_by
    from peer_tui.store.index.words import folded_words

    return written_by(by, line.entry.by, me) or (by not in ("me", "others") and _named(folded_words(by), line.scribe))


def _named(wanted: Sequence[str], name: str) -> bool:
    """Whether each of these is the beginning of a word of a name; all of them folded."""
    from peer_tui.store.index.words import folded_words

    words = "".join(f" {word}" for word in folded_words(name))
    return all(f" {one}" in words for one in wanted)
