"""Who is here and who does what: arrivals, heads without a name, departures, roles now and next time.

One small fold an event; each changes the meeting it is given and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from peer_tui.domain.entries import Attendance
from peer_tui.domain.events import (
    AgreementSeen,
    Arrived,
    ConvenerNamed,
    Event,
    HeadsCounted,
    Left,
    NextMeetingSet,
    NextRoleGiven,
    RoleGiven,
)

if TYPE_CHECKING:
    from peer_tui.domain.meeting import Meeting


def _role(meeting: Meeting, event: RoleGiven) -> None:
    if event.person is None:
        meeting.roles.pop(event.role, None)
    else:
        meeting.roles[event.role] = event.person


def _arrived(meeting: Meeting, event: Arrived) -> None:
    known = meeting.attendance.get(event.person)
    if known is not None:
        known.left = None
        known.mode = event.mode or known.mode
        return
    seen = not _agreement_is_over(meeting)
    meeting.attendance[event.person] = Attendance(event.person, event.moment, None, event.mode, seen)


def _agreement_is_over(meeting: Meeting) -> bool:
    block = meeting.job("agreement")
    if block is None:
        return False
    current = meeting.current
    return meeting.visited(block.key) and (current is None or current.block != block.key)


def _heads(meeting: Meeting, event: HeadsCounted) -> None:
    meeting.heads.append(event)


def _left(meeting: Meeting, event: Left) -> None:
    known = meeting.attendance.get(event.person)
    if known is not None:
        known.left = event.moment


def _saw(meeting: Meeting, event: AgreementSeen) -> None:
    for person in event.people:
        if person in meeting.attendance:
            meeting.attendance[person].saw_agreement = True


def _next(meeting: Meeting, event: NextMeetingSet) -> None:
    meeting.next_starts = event.starts


def _convener(meeting: Meeting, event: ConvenerNamed) -> None:
    meeting.convener = event.person


def _next_role(meeting: Meeting, event: NextRoleGiven) -> None:
    if event.person is None:
        meeting.next_roles.pop(event.role, None)
    else:
        meeting.next_roles[event.role] = event.person


FOLDS: dict[type[Event], Callable[..., None]] = {
    RoleGiven: _role,
    Arrived: _arrived,
    HeadsCounted: _heads,
    Left: _left,
    AgreementSeen: _saw,
    NextMeetingSet: _next,
    ConvenerNamed: _convener,
    NextRoleGiven: _next_role,
}
"""The fold of each kind of event told here."""
