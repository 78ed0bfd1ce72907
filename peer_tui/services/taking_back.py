"""An act that was done between meetings is taken back: what it recorded holds no longer, and nothing is erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from peer_tui.domain.events import Event, EventId, MeetingId, Undone
from peer_tui.domain.history import FOR_EVER, act_of, in_order, taken_back

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace


def recorded(opened: OpenGroup, *meetings: MeetingId) -> dict[MeetingId, int]:
    """How many facts each of these shards holds by now; an empty id is the group's own log."""
    return {meeting: len(opened.events.get(meeting, ())) for meeting in meetings}


def acts_since(opened: OpenGroup, before: Mapping[MeetingId, int]) -> list[tuple[MeetingId, EventId]]:
    """The acts that were recorded since `recorded` told how many facts there were, each with the shard it lies in."""
    new = ((meeting, event) for meeting, known in before.items() for event in opened.events.get(meeting, ())[known:])
    return list(dict.fromkeys((meeting, act_of(event)) for meeting, event in new if isinstance(event, Event)))


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
