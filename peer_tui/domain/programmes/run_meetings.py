"""The meetings of a run, as its group knows them."""

from __future__ import annotations

from collections.abc import Mapping

from peer_tui.domain.events import MeetingId
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held
from peer_tui.domain.programmes.book import Running


def meetings_of(running: Running, group: Group, *, cancelled: bool = False) -> list[tuple[str, Held]]:
    """The run's meetings with the word of their kind, in order of their start.

    Neither deleted ones are among them nor, unless they are asked for, cancelled ones; of one that was planned twice,
    the one that stands for both.
    """
    found: dict[MeetingId, tuple[str, Held]] = {}
    for meeting, kind in running.meetings.items():
        held = stands_for(group.meetings, meeting)
        if held is None or held.hidden or (held.state == "cancelled" and not cancelled):
            continue
        # What was said of a meeting itself counts before what was said of its double.
        if held.id not in found or held.id == meeting:
            found[held.id] = (kind, held)
    return sorted(found.values(), key=lambda pair: (pair[1].starts, pair[1].id))


def stands_for(known: Mapping[MeetingId, Held], meeting: MeetingId) -> Held | None:
    """The meeting of this id, or the one that stands for it; None if the group knows neither."""
    seen: set[MeetingId] = set()
    while meeting not in seen and meeting in known and known[meeting].stands_for:
        seen.add(meeting)
        meeting = known[meeting].stands_for
    return known.get(meeting)
