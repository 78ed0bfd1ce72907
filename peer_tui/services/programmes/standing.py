"""Where a group's runs stand: what has to be looked up in meetings is looked up here, then the domain says it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

import msgspec

from peer_tui.domain.meeting import Meeting
from peer_tui.domain.programmes import forms
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Programme
from peer_tui.domain.programmes.linked_rows import all_as_told
from peer_tui.domain.programmes.seen import MeetingSeen, Seen
from peer_tui.domain.programmes.standing import Standing, standing
from peer_tui.domain.timing import Course, actual
from peer_tui.domain.wall_time import local_date
from peer_tui.services.own_time import hours_of
from peer_tui.services.programmes.kept import kept
from peer_tui.services.programmes.meetings import meetings_of
from peer_tui.services.programmes.running import need_definition, run_of

if TYPE_CHECKING:
    from peer_tui.domain.events import MeetingId
    from peer_tui.domain.held import Held
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.refolding import Events
    from peer_tui.services.workspace import Workspace


def where_it_stands(workspace: Workspace, opened: OpenGroup, running: Running) -> Standing:
    """Where a run stands now: its stages, checklist, what is due this week, its hours, and advice.

    Raises:
        Problem: its programme's file is gone or cannot be used; what was recorded is safe.
    """
    programme, running = need_definition(running), run_of(opened, running.id)
    today = local_date(workspace.now(), opened.group.zone)

    def draw() -> Standing:
        seen = seen_of(workspace, opened, programme, running)
        return standing(programme, all_as_told(opened.group, programme, running), today, seen)

    return kept(opened, programme, ("stands", running.id, today, hours_of(workspace, opened.group)), draw)


def seen_of(workspace: Workspace, opened: OpenGroup, programme: Programme, running: Running) -> Seen:
    """What is looked up in a run's meetings: only those are read that were held."""
    captured: Counter[str] = Counter()
    meetings = []
    for kind, held in meetings_of(opened, running):
        looked = _Looked()
        if held.state in ("ended", "unfinished"):
            looked = _looked_at(opened, held.id)
            captured.update(looked.captured)
        meetings.append(_seen(kind, held, looked.spent))
    filled = forms.all_filled(programme, running, opened.group, hours_of(workspace, opened.group))
    return Seen(tuple(meetings), captured, filled, opened.group.zone)


class _Looked(NamedTuple):
    """What was found in one meeting."""

    events: Events = ()
    """Of what it was read."""
    spent: dt.timedelta = dt.timedelta()
    captured: Mapping[str, int] = MappingProxyType({})


_LOOKED: WeakKeyDictionary[OpenGroup, dict[MeetingId, _Looked]] = WeakKeyDictionary()
"""What was found in the meetings of each open group, until there is more in them."""


def _looked_at(opened: OpenGroup, meeting: MeetingId) -> _Looked:
    kept = _LOOKED.setdefault(opened, {})
    events = opened.events.get(meeting, ())
    known = kept.get(meeting)
    if known is None or known.events is not events:
        folded = opened.meeting(meeting)
        known = kept[meeting] = _Looked(events, actual_time(folded.course()), _counted(folded))
    return known


def actual_time(course: Course) -> dt.timedelta:
    """How long a meeting took, from its call to order to its end, without pauses; nothing before it ended."""
    if course.ended is None:
        return dt.timedelta()
    begun = course.called or course.starts
    spans = [span for span in course.spans if (span.end or course.ended) > begun]
    if not spans:  # a meeting that was written up or brought in
        return max(course.ended - begun, dt.timedelta())
    clipped = tuple(msgspec.structs.replace(span, start=max(span.start, begun)) for span in spans)
    return dt.timedelta(seconds=sum(actual(msgspec.structs.replace(course, spans=clipped)).values()))


def _seen(kind: str, held: Held, spent: dt.timedelta) -> MeetingSeen:
    return MeetingSeen(held.id, kind, held.starts, local_date(held.starts, held.zone), held.state, spent)


def _counted(meeting: Meeting) -> Counter[str]:
    """Its lines by kind, and by the programme's own word where they were captured with one."""
    captured: Counter[str] = Counter()
    for entry in meeting.lines():
        if entry.redacted:
            continue
        captured[entry.filed.kind.value] += 1
        if entry.filed.word and entry.filed.word != entry.filed.kind.value:
            captured[entry.filed.word] += 1
    return captured
