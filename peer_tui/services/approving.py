"""Minutes approved by a meeting, and written down afterwards (`product.md` §2.2, §3.9).

Minutes are approved where the group meets, in Minutes review: nothing else approves them, least of all silence. What
stands here records that a meeting did so which nobody scribed with the program, or whose scribe forgot the key: it asks
which meeting, or on which day.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from peer_tui.domain.canonical import seal
from peer_tui.domain.characters import clean
from peer_tui.domain.dates import parse_due
from peer_tui.domain.events import Approved, Event, MeetingId, MinutesReviewed
from peer_tui.domain.held import Held
from peer_tui.domain.wall_time import local_date, say_date, wall_to_utc
from peer_tui.domain.words import marked, say
from peer_tui.services.problems import Problem
from peer_tui.services.reviewing import seen_by
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace


class Decided(NamedTuple):
    """Where and when a group decided something about its minutes."""

    at: dt.datetime
    """UTC; noon of the day where only the day is known."""
    held: Held | None = None
    """The meeting, where it is in the library."""

    def words(self, zone: str) -> str:
        """`in the meeting of Wed 13 Nov 2024`, `on Wed 13 Nov 2024`."""
        if self.held is not None:
            return say("in the meeting of {date}", date=say_date(self.held.starts, self.held.zone))
        return say("on {date}", date=say_date(self.at, zone))


def meetings_since(opened: OpenGroup, meeting: MeetingId) -> list[Held]:
    """The later meetings of the series that were held, the newest first."""
    here = opened.group.meetings.get(meeting)
    if here is None:
        return []
    later = [
        held
        for held in opened.group.in_series(here.series)
        if held.starts > here.starts and held.state in ("ended", "unfinished")
    ]
    return later[::-1]


def read_decided(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, words: str) -> Decided:
    """Which meeting or day is meant; nothing means the newest meeting of the series since.

    Raises:
        Problem: no day can be read, or none that lies between the meeting and today.
    """
    here, since = opened.group.meetings[meeting], meetings_since(opened, meeting)
    said = words.strip()
    if not said:
        if since:
            return Decided(_moment(since[0]), since[0])
        raise Problem(say("On which day did the group approve them? E.g. 13 nov. Nothing was changed."))
    first, today = local_date(here.starts, here.zone), local_date(workspace.now(), here.zone)
    due = parse_due(said, first, opened.group.dates) if said.casefold() != "today" else None
    day = today if said.casefold() == "today" else due.date if due is not None else None
    if day is None:
        raise Problem(say("“{said}” says no day. Write it like 13 nov. Nothing was changed.", said=clean(said)[:60]))
    if day < first:
        raise Problem(say("{date} was before the meeting itself. Nothing was changed.", date=say_date(day)))
    if day > today:
        raise Problem(say("{date} is still to come. Nothing was changed.", date=say_date(day)))
    for held in since:
        if local_date(held.starts, held.zone) == day:
            return Decided(_moment(held), held)
    return Decided(_noon(day, here.zone))


def approve(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, decided: Decided) -> str:
    """Record that the group approved these minutes then, and seal them; says so.

    Raises:
        Problem: the minutes are approved already, the meeting has not ended, or something is not on disk yet.
    """
    session = LiveSession(workspace, opened, meeting)
    session.refresh()  # what another device wrote belongs to what is sealed
    folded = session.meeting
    if folded.approved is not None:
        raise Problem(
            say("These minutes were approved {how} already. Nothing was changed.", how=say(folded.approved.how))
        )
    if folded.state != "ended":
        raise Problem(say("The meeting has not ended: there are no minutes to approve yet. Nothing was changed."))
    how = marked("as corrected") if folded.corrections else marked("as distributed")
    seen = seen_by(workspace, opened, meeting)
    held = decided.held
    at = min(decided.at, workspace.now())
    said = Approved(how=how, seen=seen, seal=seal(folded), when=at, during=held.id if held is not None else None)
    workspace.record(opened, meeting, [said])
    if held is not None and not held.approved:
        told = tuple(one.text for one in folded.corrections if one.during == held.id)
        noted: Event = MinutesReviewed(meeting=meeting, outcome=f"approved {how}", corrections=told, when=at)
        workspace.record(opened, held.id, [noted])
    return say(
        "Approved {how} {zone}. The text is sealed: from now on it is amended, not changed.",
        how=say(how),
        zone=decided.words(folded.zone),
    )


def _moment(held: Held) -> dt.datetime:
    return held.ended or held.starts


def _noon(day: dt.date, zone: str) -> dt.datetime:
    return wall_to_utc(day, dt.time(12), zone)
