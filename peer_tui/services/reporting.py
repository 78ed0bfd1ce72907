"""Reports over the meetings of a group, or of all: attendance, where the minutes went, what became of promises.

Nobody is named in any of it: names are also taken out of the titles of blocks (`product.md` §2.9). What the index knows
of a meeting is asked there; a meeting that it does not know, or that is newer on disk, is read, up to `READ_AT_MOST`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.events import EntryKind, MeetingId, PersonId, Status
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held
from peer_tui.domain.naming import Naming, Privacy, counted
from peer_tui.domain.report import (
    BlockFacts,
    MeetingFacts,
    Report,
    StepFacts,
    Stretch,
    report_of,
    say_short_day,
    step_facts,
    time_used,
)
from peer_tui.domain.report_pictures import Picture, pictures
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import as_programs_read, say
from peer_tui.services.opened import OpenGroup
from peer_tui.services.step_lines import due_dates
from peer_tui.services.workspace import Workspace

if TYPE_CHECKING:
    from peer_tui.store.index.courses import CourseRow

READ_AT_MOST = 120
"""Meetings that are read one by one, the newest, where the index does not know them: a quarter of a second."""
FORMS = {"html": say("a page with pictures"), "md": say("Markdown"), "csv": say("a spreadsheet"), "json": say("data")}
"""In what a report is written, and what that is in words."""
_LISTED = "report"
"""What the list of written files calls one."""
_EVERY = 1_000_000
"""More meetings than any library has."""


class Told(msgspec.Struct, frozen=True):
    """A report as it is shown: over which groups and days, and its pictures."""

    title: str
    """`Harbor Peer Coalition`, or `All groups`."""
    days: str
    """`12 meetings, 11 Dec 2023 – 13 Nov 2024`."""
    made: str
    """The day it was made on."""
    pictures: tuple[Picture, ...]
    notice: str = ""
    """A sentence about meetings that were left out; empty if none was."""


def tell(
    workspace: Workspace, groups: Sequence[OpenGroup], stretch: Stretch, *, title: str = "", form: str = ""
) -> Told:
    """The report over some meetings of these groups, drawn as pictures.

    Args:
        workspace: the opened library.
        groups: whose meetings.
        stretch: which of them.
        title: what stands over it; without one the group's name.
        form: one of the `FORMS` that it is told for: as `json`, for a program, its words are English in every language.
    """
    with as_programs_read(form == "json"):
        return _told(workspace, groups, stretch, title)


def _told(workspace: Workspace, groups: Sequence[OpenGroup], stretch: Stretch, title: str) -> Told:
    report, unread = gather(workspace, groups, stretch)
    name = clean(title) or (clean(groups[0].glance.name) if len(groups) == 1 else say("All groups"))
    notice = ""
    if unread:
        notice = say(
            "{earlier_meetings} left out: the index does not know them yet, and only the last "
            "{read_at_most} are read without it.",
            earlier_meetings=counted(unread, "{n:,} earlier meeting", "{n:,} earlier meetings", "no earlier meetings"),
            read_at_most=READ_AT_MOST,
        )
    zone = groups[0].glance.zone if groups else "UTC"
    made = say_date(local_date(workspace.now(), zone))
    return Told(name, _days(report), made, pictures(report), notice)


def _days(report: Report) -> str:
    if not report.meetings:
        return say("no meeting that was held")
    first, last = (say_short_day(report.meetings[at].day) for at in (0, -1))
    said = counted(len(report.meetings), "{n:,} meeting", "{n:,} meetings", "no meetings")
    return f"{said}, {first}" if first == last else f"{said}, {first} – {last}"


# --- gathering ----------------------------------------------------------------------------------------------------


def gather(workspace: Workspace, groups: Iterable[OpenGroup], stretch: Stretch) -> tuple[Report, int]:
    """The facts of the meetings that were held, and how many earlier ones were left out unread."""
    chosen = [(opened, held) for opened in groups for held in _held(opened, stretch)]
    chosen.sort(key=lambda pair: (pair[1].starts, pair[1].id), reverse=True)
    if stretch.last:
        chosen = chosen[: stretch.last]
    of_group: dict[str, list[Held]] = {}
    opened_by = {opened.folder: opened for opened, _ in chosen}
    for opened, held in chosen:
        of_group.setdefault(opened.folder, []).append(held)
    meetings: list[MeetingFacts] = []
    steps: list[StepFacts] = []
    unread = 0
    room = READ_AT_MOST
    for folder, those in of_group.items():
        opened = opened_by[folder]
        known = KnownMeetings(workspace, opened)
        for held in those:
            facts = known.facts(held) or (_read(opened, held, known.naming) if room > 0 else None)
            if facts is None:
                unread += 1
            else:
                room -= held.id not in known.courses
                meetings.append(facts)
        steps += _steps(opened, {held.id for held in those}, workspace.now())
    return report_of(meetings, steps), unread


def _held(opened: OpenGroup, stretch: Stretch) -> list[Held]:
    return [
        held
        for held in opened.group.meetings.values()
        if held.state == "ended" and not held.hidden and stretch.holds(local_date(held.starts, held.zone))
    ]


def _steps(opened: OpenGroup, meetings: set[MeetingId], now: dt.datetime) -> list[StepFacts]:
    group = opened.group
    due_on = due_dates(group)
    today = local_date(now, group.zone)
    return [
        step_facts(step, due_on(step), group.zone, today)
        for step in group.steps.steps.values()
        if step.meeting in meetings and not step.withheld
    ]


class Attended(msgspec.Struct, frozen=True):
    """Who came to a meeting, and how many decisions it made."""

    people: tuple[PersonId, ...]
    heads: int
    """Counted without a name."""
    decisions: int


class KnownMeetings:
    """What the index knows of a group's meetings, without those that are newer on disk."""

    def __init__(self, workspace: Workspace, opened: OpenGroup) -> None:
        self.naming = Naming(opened.group, Privacy.NO_NAMES)
        self._opened = opened
        self.courses: dict[MeetingId, CourseRow] = {}
        self._decisions: dict[MeetingId, int] = {}
        index = workspace.index
        if index.state != "ready":
            return
        from peer_tui.store.index import PastFilter

        folder = opened.folder
        newer = {*index.stale(folder), *(shard for shard in workspace.saver.shards() if shard.group == folder)}
        past = index.past(PastFilter(folder), _EVERY, None)
        self._decisions = {row.meeting.id: row.decisions for row in past}
        self.courses = {
            row.meeting: row
            for row in index.courses(group=folder)
            if opened.shards.get(row.meeting) not in newer and row.meeting in self._decisions
        }

    def attended(self, held: Held) -> Attended:
        """Who came to a meeting: as the index knows it, or read from its own log."""
        row = self.courses.get(held.id)
        if row is not None:
            return Attended(row.course.people, row.course.heads, self._decisions[held.id])
        meeting = self._opened.meeting(held.id)
        return Attended(tuple(meeting.attendance), meeting.heads_count, len(meeting.of_kind(EntryKind.DECISION)))

    def facts(self, held: Held) -> MeetingFacts | None:
        """A meeting as the index knows it; None if it does not."""
        row = self.courses.get(held.id)
        if row is None:
            return None
        blocks = tuple(
            BlockFacts(self.naming.words(block.title), block.shortest, block.longest, block.seconds)
            for block in row.course.blocks
        )
        return _facts(
            self._opened.group, held, row.course.people, row.course.heads, row.course.seconds,
            self._decisions[held.id], blocks,
        )  # fmt: skip


def _read(opened: OpenGroup, held: Held, naming: Naming) -> MeetingFacts:
    """A meeting as its own log tells it."""
    meeting = opened.meeting(held.id)
    spent = time_used(meeting)
    blocks = tuple(
        BlockFacts(naming.words(plan.title), plan.low, plan.high, spent.get(plan.key, 0)) for plan in meeting.blocks
    )
    seconds = 0
    if meeting.called is not None and meeting.ended is not None:
        seconds = max(0, int((meeting.ended - meeting.called).total_seconds()))
    decisions = len(meeting.of_kind(EntryKind.DECISION))
    return _facts(opened.group, held, meeting.attendance, meeting.heads_count, seconds, decisions, blocks)


def _facts(
    group: Group, held: Held, people: Iterable[PersonId], heads: int, seconds: int, decisions: int,
    blocks: tuple[BlockFacts, ...],
) -> MeetingFacts:  # fmt: skip
    # A person who was added twice and merged counts once, as in the minutes.
    came = {(known.id if (known := group.person(key)) else key): known for key in people}
    guests = sum(1 for known in came.values() if known is not None and known.status is Status.GUEST)
    return MeetingFacts(
        held.id, clean(group.name), local_date(held.starts, held.zone), held.minutes, seconds, len(came) - guests,
        guests, heads, decisions, blocks,
    )  # fmt: skip


# --- writing it down ----------------------------------------------------------------------------------------------


def render(told: Told, form: str, language: str = "en") -> str:
    """The report in one of the `FORMS`."""
    from peer_tui.exchange import report as writing
    from peer_tui.exchange.report_html import report_to_html

    heading = (
        say("Report · {title}", title=told.title),
        say("{days}. Made {made}; nobody is named in it.", days=told.days, made=told.made),
        told.notice,
    )
    match form:
        case "html":
            return report_to_html(*heading, told.pictures, language)
        case "csv":
            return writing.report_to_csv(told.pictures)
        case "json":
            return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"
        case _:
            return writing.report_to_markdown(*heading, told.pictures)


def write(workspace: Workspace, told: Told, form: str, folder: str, place: Path | None = None) -> Path:
    """Write a report to a file for its owner only, and remember that it is there.

    Args:
        workspace: the library.
        told: the report.
        form: one of the `FORMS`.
        folder: the folder of its group in the library; empty for several groups.
        place: a folder, or a file whose name has an ending; None for the folder of exports.

    Raises:
        Problem: it could not be written, or another file stands there.
    """
    from peer_tui.services.exported import Exported, Known, remember, write_private

    state = workspace.places.state
    there = place or workspace.places.exports
    usual = f"report-{local_date(workspace.now(), 'UTC')}.{form}"
    target = Known(state).place_for(there, usual, folder)
    path = write_private(target.parent, target.name, render(told, form))
    remember(state, path, Exported(str(path), folder, "", form, "", audience=_LISTED))
    return path
