"""The parking lot across meetings: what is parked, since when, from which meeting, and where it goes (§2.5, §3.9).

An item is placed between meetings too. While the minutes of its meeting are a draft, the place belongs into them;
afterwards it is a fact of the group, and the approved minutes stay as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import msgspec

from peer_tui.domain.capture import parse
from peer_tui.domain.characters import clean, fold
from peer_tui.domain.dates import parse_due, say_day, split_due
from peer_tui.domain.events import (
    Captured,
    Destination,
    EntryId,
    Event,
    EventId,
    MeetingId,
    ParkedPlaced,
    Undone,
)
from peer_tui.domain.held import Parked
from peer_tui.domain.history import act_of
from peer_tui.domain.parsed import Entry, Surroundings
from peer_tui.domain.people import match
from peer_tui.domain.profile import profile_of
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import marked, say
from peer_tui.services.listing import to_milliseconds
from peer_tui.services.opened import OpenGroup
from peer_tui.services.opening import is_in_index
from peer_tui.services.problems import Problem
from peer_tui.services.step_words import whom
from peer_tui.services.workspace import Workspace

LONGEST = 10_000
"""Characters of a reason that are kept."""
_EVERY = 1_000_000
"""More rows than any library has."""
_WAITING = ("", str(Destination.NEXT_AGENDA), str(Destination.OWNER))
"""Where an item still waits for somebody; resolved, dropped or a next step, it waits no more."""


class Show(StrEnum):
    """Which parked items are listed."""

    WAITING = marked("still waiting")
    UNPLACED = marked("without a place")
    EVERYTHING = marked("everything ever parked")

    @property
    def following(self) -> Show:
        """The next one, round and round."""
        every = tuple(Show)
        return every[(every.index(self) + 1) % len(every)]


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
    owner: str = ""
    """The name of who keeps it."""
    due: dt.date | None = None
    """When it comes back."""
    due_next_meeting: bool = False
    """It comes back at the next meeting."""
    placed: dt.datetime | None = None
    """When it was given its place, UTC."""
    reason: str = ""
    """Why it was dropped, or how it was resolved."""
    title: str = ""
    """Of the meeting it was parked in; empty where that is not known."""
    starts: dt.datetime | None = None
    folder: str = ""
    """The folder of its group."""

    @property
    def key(self) -> str:
        """Tells it from every other one."""
        return f"{self.folder}/{self.entry}"

    @property
    def day(self) -> str:
        """The day it was parked on, in words."""
        return say_date(self.at, self.zone)

    def place_words(self, today: dt.date) -> str:
        """Where it goes: `no place yet`, `next agenda`, `with Bo Chen, comes back by Fri 22 Nov`."""
        back = (
            say("comes back at the next meeting")
            if self.due_next_meeting
            else say("comes back on {day}", day=say_day(self.due, today))
            if self.due
            else ""
        )
        if self.destination == Destination.OWNER:
            parts = [
                say("with {owner}", owner=self.owner) if self.owner else "",
                back,
            ]
            return ", ".join(part for part in parts if part) or say("with its owner")
        late = f", {back}" if back and self.destination == Destination.NEXT_AGENDA else ""
        reason = f": {self.reason}" if self.reason else ""
        return f"{say(self.destination)}{late}{reason}" if self.destination else say("no place yet")

    def is_late(self, today: dt.date) -> bool:
        """It was to come back before today, and still waits."""
        return self.due is not None and self.due < today and self.destination in _WAITING


class Placed(NamedTuple):
    """What was done with an item."""

    words: str
    """A sentence that says so."""
    lies_in: MeetingId
    """The meeting whose minutes tell of it; empty for the group's own log."""
    act: EventId


# --- the register -------------------------------------------------------------------------------------------------


def parked(workspace: Workspace, group: str = "", *, everything: bool = False, limit: int = 0) -> list[ParkedLine]:
    """The register of parked items, newest first: those without a place, or all; `limit` 0 for all.

    Raises:
        Problem: there is no such group.
    """
    groups = [workspace.find_group(group)] if group else workspace.open_groups()
    return listed(workspace, groups, Show.EVERYTHING if everything else Show.UNPLACED, limit)


def listed(workspace: Workspace, groups: Sequence[OpenGroup], show: Show, limit: int = 0) -> list[ParkedLine]:
    """The parked items of these groups, newest first; `limit` 0 for all."""
    known = {opened.folder: opened for opened in groups if is_in_index(workspace, opened)}
    rows = [row for opened in groups if opened.folder not in known for row in _read(opened, show)]
    rows += _indexed(workspace, known, show, limit, all_of_them=len(known) == len(workspace.library.groups()))
    rows.sort(key=lambda row: (row.at, row.entry), reverse=True)
    return rows[: limit or _EVERY]


def holding(lines: Sequence[ParkedLine], words: str) -> list[ParkedLine]:
    """The items in which every one of these words begins a word somewhere: text, group, owner, meeting, place."""
    wanted = [f" {word}" if word.isascii() else word for word in fold(words).split()]
    return [line for line in lines if all(word in _found_by(line) for word in wanted)]


def _found_by(line: ParkedLine) -> str:
    told = (line.text, line.group, line.owner, line.title, say(line.destination) or say("no place"), line.reason)
    return f" {fold(' '.join(told))}"


def _indexed(
    workspace: Workspace, known: Mapping[str, OpenGroup], show: Show, limit: int, *, all_of_them: bool
) -> list[ParkedLine]:
    """Those of groups that stand in the index; of all groups at once where there are no others."""
    lines = []
    for folder in [""] if all_of_them and len(known) > 1 else known:
        for row in workspace.index.parked(
            group=folder, unplaced_only=show is Show.UNPLACED, waiting=show is Show.WAITING, limit=limit
        ):
            if row.folder in known:
                group = known[row.folder].glance
                lines.append(
                    ParkedLine(
                        group.name, row.text, row.at, group.zone, row.meeting, row.entry, row.destination, row.owner,
                        row.due, row.due_next_meeting, row.placed, row.reason, row.title, row.starts, row.folder,
                    )
                )  # fmt: skip
    return lines


def _read(opened: OpenGroup, show: Show) -> list[ParkedLine]:
    """Those of a group that was read."""
    lines = [line_of(opened, one) for one in opened.group.parked.values()]
    if show is Show.EVERYTHING:
        return lines
    wanted = _WAITING if show is Show.WAITING else ("",)
    return [line for line in lines if line.destination in wanted]


def line_of(opened: OpenGroup, one: Parked) -> ParkedLine:
    """A parked item as its group knows it."""
    group = opened.group
    placed = one.placed
    due = placed.due if placed is not None else None
    owner = group.person(placed.owner) if placed is not None else None
    held = group.meetings.get(one.meeting)
    return ParkedLine(
        group.name, one.text, to_milliseconds(one.at), group.zone, one.meeting, one.id,
        str(placed.destination) if placed else "", owner.name if owner is not None else "",
        due.date if due is not None else None, due is not None and due.next_meeting,
        to_milliseconds(placed.moment) if placed is not None else None, placed.reason if placed is not None else "",
        held.title if held is not None else "", to_milliseconds(held.starts) if held is not None else None,
        opened.folder,
    )  # fmt: skip


# --- what becomes of an item --------------------------------------------------------------------------------------


def to_next_agenda(workspace: Workspace, opened: OpenGroup, entry: EntryId) -> Placed:
    """It goes on the next agenda of its series.

    Raises:
        Problem: it is not parked any more.
    """
    return _placed(workspace, opened, entry, ParkedPlaced(entry=entry, destination=Destination.NEXT_AGENDA))


def to_somebody(workspace: Workspace, opened: OpenGroup, entry: EntryId, words: str) -> Placed:
    """Somebody keeps it, it comes back on a day, or both: `bo by 22 nov`, `@bo`, `by 2w`, `22 nov`.

    Raises:
        Problem: it is not parked any more, or the words name nobody and no day.
    """
    _known(opened, entry)
    group, said = opened.group, words.strip()
    today, dates = local_date(workspace.now(), group.zone), profile_of(group).dates
    name, due = split_due(said, today, dates)
    if due is None and (whole := parse_due(said.removeprefix("by ").strip(), today, dates)) is not None:
        name, due = "", whole
    name = name.strip().lstrip("@")
    found = match(name, group.everybody) if name else None
    if found is not None and found.person is None:
        raise Problem(whom(name, found.candidates))
    if found is None and due is None:
        raise Problem(say("With whom, or back when? E.g. bo by 22 nov, or 2w. Nothing was changed."))
    owner = found.person.id if found is not None and found.person is not None else None
    return _placed(
        workspace, opened, entry, ParkedPlaced(entry=entry, destination=Destination.OWNER, owner=owner, due=due)
    )


def settle(workspace: Workspace, opened: OpenGroup, entry: EntryId, destination: Destination, reason: str) -> Placed:
    """It is resolved, or dropped; a reason stays with it.

    Raises:
        Problem: it is not parked any more, or it is dropped without a reason.
    """
    told = clean(reason).strip()[:LONGEST]
    if destination is Destination.DROPPED and not told:
        raise Problem(say("Why is it dropped? A reason stays with it. Nothing was changed."))
    return _placed(workspace, opened, entry, ParkedPlaced(entry=entry, destination=destination, reason=told))


def to_next_step(workspace: Workspace, opened: OpenGroup, entry: EntryId, words: str) -> Placed:
    """It becomes a next step: `@bo ask the board by fri = an answer`, read as at the capture line.

    Raises:
        Problem: it is not parked any more, or the words are empty or name nobody who is known.
    """
    known, group = _known(opened, entry), opened.group
    around = Surroundings(
        local_date(workspace.now(), group.zone), group.everybody, dates=profile_of(group).dates,
        priorities=tuple((one.id, one.name) for one in group.active_priorities),
    )  # fmt: skip
    parsed = parse(f"> {words.strip().removeprefix('>').strip()}", around)
    if not isinstance(parsed, Entry) or not parsed.filed.text.strip():
        raise Problem(say("What is to be done? E.g. @bo ask the board by fri = an answer. Nothing was changed."))
    if parsed.filed.meant and parsed.filed.owner is None:
        raise Problem(whom(parsed.filed.meant, parsed.candidates))
    number = group.steps.highest + 1
    step = Captured(entry=workspace.new_id(), block="", filed=parsed.filed, number=number, during=known.meeting)
    words = say(
        "“{text}” → next step {number} {filed_text}",
        text=_short(known.text),
        number=number,
        filed_text=_short(parsed.filed.text),
    )
    if _draft(opened, known):
        # As a line that was left out of these minutes, beside the parked one.
        line = opened.meeting(known.meeting).entries.get(entry)
        step = msgspec.structs.replace(step, during="", block=line.block if line is not None else "")
    return _recorded(
        workspace, opened, known, [step, ParkedPlaced(entry=entry, destination=Destination.NEXT_STEP)], words
    )


def take_back(workspace: Workspace, opened: OpenGroup, placed: Placed) -> str:
    """Take back what was done with an item here.

    Raises:
        Problem: the minutes it stands in were approved since.
    """
    held = opened.group.meetings.get(placed.lies_in)
    if held is not None and held.approved:
        raise Problem(
            say("The minutes were approved since with the place it had: give it another. Nothing was changed.")
        )
    workspace.record(opened, placed.lies_in, [Undone(target=placed.act)])
    return say("Undone: the item is where it was before.")


def _placed(workspace: Workspace, opened: OpenGroup, entry: EntryId, placed: ParkedPlaced) -> Placed:
    known = _known(opened, entry)
    done = _recorded(workspace, opened, known, [placed], "")
    line = line_of(opened, opened.group.parked[entry])
    where = line.place_words(local_date(workspace.now(), opened.group.zone))
    return done._replace(words=f"“{_short(known.text)}” → {where}")


def _recorded(workspace: Workspace, opened: OpenGroup, known: Parked, bodies: list[Event], words: str) -> Placed:
    lies_in = known.meeting if _draft(opened, known) else ""
    recorded = workspace.record(opened, lies_in, bodies)
    return Placed(words, lies_in, act_of(recorded[0]))


def _known(opened: OpenGroup, entry: EntryId) -> Parked:
    known = opened.group.parked.get(entry)
    if known is None:
        raise Problem(say("That item is not parked any more: its line was removed, or is filed otherwise."))
    return known


def _draft(opened: OpenGroup, known: Parked) -> bool:
    """The minutes of its meeting are a draft that says of it that it has no place: it is mended there."""
    held = opened.group.meetings.get(known.meeting)
    return held is not None and held.state == "ended" and not held.approved and known.placed is None


def _short(text: str) -> str:
    told = clean(text).strip()
    return told if len(told) <= 60 else f"{told[:59]}…"
