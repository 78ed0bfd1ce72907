"""Who was at which meetings: a line a person over the last ones, and one person's own over time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.events import Arrived, MeetingId, PersonId
from peer_tui.domain.held import Held
from peer_tui.domain.history import standing
from peer_tui.domain.wall_time import MONTHS, local_date
from peer_tui.domain.words import say

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup

LATELY = 12
"""Meetings that an attendance line looks at: a year of monthly ones."""
OVER_TIME = 48
"""Meetings that one person's attendance over time looks at."""


class Attended(msgspec.Struct, frozen=True):
    """A person's attendance over some meetings."""

    meetings: tuple[MeetingId, ...]
    """Those they were at, newest first."""
    of: int
    """How many meetings were looked at."""
    last: dt.date | None = None
    """The day of the newest one they were at."""

    def words(self, today: dt.date) -> str:
        """`9 of last 12, last 9 Oct`; the year where it is another."""
        if not self.of:
            return say("no meeting yet")
        if self.last is None:
            return say("0 of last {of}", of=self.of)
        year = "" if self.last.year == today.year else f" {self.last.year}"
        return say(
            "{number} of last {of}, last {day} {month}{year}",
            number=len(self.meetings),
            of=self.of,
            day=self.last.day,
            month=say(MONTHS[self.last.month - 1]),
            year=year,
        )


def held_meetings(opened: OpenGroup, limit: int = LATELY) -> list[Held]:
    """The last meetings that were held, newest first, without hidden ones."""
    ended = [held for held in opened.group.meetings.values() if held.state == "ended" and not held.hidden]
    return sorted(ended, key=lambda held: (held.starts, held.id), reverse=True)[:limit]


def attendance(opened: OpenGroup, limit: int = LATELY) -> dict[PersonId, Attended]:
    """Everybody's attendance at the last meetings. Each meeting that was not read yet is read.

    A person who was added twice and merged counts once.
    """
    meetings = held_meetings(opened, limit)
    at: dict[PersonId, list[Held]] = {person.id: [] for person in opened.group.everybody}
    for held in meetings:
        for person in present_at(opened, held.id):
            at.setdefault(person, []).append(held)
    return {
        person: Attended(
            tuple(held.id for held in those),
            len(meetings),
            local_date(those[0].starts, those[0].zone) if those else None,
        )
        for person, those in at.items()
    }


def present_at(opened: OpenGroup, meeting: MeetingId) -> set[PersonId]:
    """Who was at a meeting by name, through merges."""
    # Without folding the whole meeting: of a year's meetings that is most of the time.
    came = {event.person for event in standing(opened.events.get(meeting, ())).events if isinstance(event, Arrived)}
    known = (opened.group.person(person) for person in came)
    return {person.id for person in known if person is not None}


def over_time(opened: OpenGroup, person: PersonId, limit: int = OVER_TIME) -> list[tuple[Held, bool]]:
    """The last meetings, newest first, and whether a person was there."""
    return [(held, person in present_at(opened, held.id)) for held in held_meetings(opened, limit)]
