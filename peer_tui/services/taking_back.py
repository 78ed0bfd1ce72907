"""An act that was done between meetings is taken back: what it recorded holds no longer, and nothing is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_tui.domain.events import Event, EventId, MeetingId, Undone
from peer_tui.domain.history import FOR_EVER, act_of, in_order, taken_back

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace


def take_back(workspace: Workspace, opened: OpenGroup, act: EventId, meeting: MeetingId = "") -> bool:
    """Take an act of this device back; False where it was taken back already, cannot be, or is not there.

    Args:
        workspace: the library.
        opened: the group.
        act: the act, as `workspace.record` gave it to its events.
        meeting: the meeting in whose shard it lies; empty for the group's own log.
    """
    events = [event for event in in_order(opened.events.get(meeting, ())) if isinstance(event, Event)]
    own = [event for event in events if act_of(event) == act]
    if not own or act in taken_back(events) or any(isinstance(event, FOR_EVER) for event in own):
        return False
    if not all(workspace.is_ours(event.by) for event in own):
        return False
    workspace.record(opened, meeting, [Undone(target=act)])
    return True
