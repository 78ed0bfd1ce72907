"""What the last goodbyes arranged for a meeting: its date, who convenes it, who facilitates and scribes (§1.1)."""

from __future__ import annotations

from dataclasses import dataclass

from peer_tui.domain.events import MeetingId
from peer_tui.domain.group import Group
from peer_tui.domain.people import short_names
from peer_tui.domain.wall_time import local_date, say_date, say_time
from peer_tui.domain.words import say


@dataclass(frozen=True, slots=True)
class Arranged:
    """Names as shown live; empty where nothing was said."""

    when: str = ""
    """`Wed 11 Dec 2024, 2:00 pm`."""
    other_day: bool = False
    """The meeting is planned for another time than the one that was arranged."""
    convener: str = ""
    facilitator: str = ""
    scribe: str = ""

    @property
    def words(self) -> str:
        """One sentence without its last stop, or nothing if nothing was arranged."""
        parts = [say("{convener} convenes", convener=self.convener)] if self.convener else []
        parts += [say("{facilitator} facilitates", facilitator=self.facilitator)] if self.facilitator else []
        parts += [say("{scribe} is scribe", scribe=self.scribe)] if self.scribe else []
        if self.other_day:
            parts.append(say("it was to be {when}", when=self.when))
        return say("Arranged last time: {parts}", parts=" · ".join(parts)) if parts else ""


def arranged(group: Group, meeting: MeetingId, hours: int = 12) -> Arranged:
    """What the previous meeting of the same series arranged for this one; all empty for a first meeting."""
    before, here = group.previous(meeting), group.meetings.get(meeting)
    if before is None or here is None or _first_since(group, meeting) != meeting:
        return Arranged()
    names = short_names(group.everybody)

    def name(person: str | None) -> str:
        known = group.person(person)
        return names.get(known.id, known.name) if known else ""

    when = ""
    if before.next_starts is not None:
        day = say_date(local_date(before.next_starts, before.zone))
        when = f"{day}, {say_time(before.next_starts, before.zone, hours)}"
    return Arranged(
        when, before.next_starts not in (None, here.starts), name(before.convener),
        name(before.next_roles.get("facilitator")), name(before.next_roles.get("scribe")),
    )  # fmt: skip


def _first_since(group: Group, meeting: MeetingId) -> MeetingId | None:
    """The first meeting of the series after the last one that was held: what was arranged is about that one."""
    before = group.previous(meeting)
    if before is None:
        return None
    return next((held.id for held in group.in_series(before.series) if held.starts > before.starts), None)
