"""What others write to a meeting while its screen is open: another window, another device of the group."""

from __future__ import annotations

from peer_tui.domain.events import MeetingId
from peer_tui.services.workspace import OpenGroup, Workspace


class Meanwhile:
    """Tells whether others wrote to a meeting since it was last asked.

    Args:
        workspace: the library.
        meeting: the meeting; empty for the group's own log.
    """

    def __init__(self, workspace: Workspace, meeting: MeetingId) -> None:
        self._workspace = workspace
        self._meeting = meeting
        self._stamp: object = None
        """The sizes and times of the meeting's logs, as they were when they were last compared."""

    def came(self, opened: OpenGroup) -> bool:
        """Whether the meeting's logs hold what `opened` does not know. Until what is ours is on disk it does not ask.

        A meeting whose logs have not changed costs a look at their times, and no reading.
        """
        shard = opened.shards.get(self._meeting) if self._meeting else opened.log
        if shard is None or self._workspace.saver.waiting(shard):
            return False
        stamp = self._workspace.library.stamp(shard)
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        known = {event.id for event in opened.events.get(self._meeting, ())}
        return any(event.id not in known for event in self._workspace.read(shard).events)
