"""What a person chooses for minutes that the group has kept as long as it wanted (`domain.keeping_time`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_tui.domain.events import EventId, MinutesKept
from peer_tui.domain.history import act_of
from peer_tui.domain.keeping_time import past_their_time, until
from peer_tui.domain.wall_time import local_date

if TYPE_CHECKING:
    from peer_tui.domain.held import Held
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

__all__ = ["ask_in_a_year", "keep", "past_their_time"]


def keep(workspace: Workspace, opened: OpenGroup, held: Held) -> EventId:
    """These minutes are kept, and nobody is asked about them again; the act."""
    return act_of(workspace.record(opened, held.id, [MinutesKept()])[0])


def ask_in_a_year(workspace: Workspace, opened: OpenGroup, held: Held) -> EventId:
    """They are kept for now: it is asked again in a year; the act."""
    then = local_date(until(workspace.now(), 12), opened.group.zone)
    return act_of(workspace.record(opened, held.id, [MinutesKept(until=then)])[0])
