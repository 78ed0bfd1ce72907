"""The pictures' scenes: the golden run's group at each block, with a clock that stands still."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from peer_tui.services.clock import ManualClock
from peer_tui.services.practice import make_practice
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.ui.app import PeerApp
from tests.golden.play import beats
from tests.plain.meetings import STARTS, home_places

BLOCKS = {
    "welcome": "14:01",
    "agreement": "14:06",
    "review": "14:11",
    "priorities": "14:21",
    "topics": "14:36",
    "steps": "14:45",
    "goodbyes": "14:57",
}
"""The wall time up to which the golden run is played for a picture of each block."""


def practice(home: Path, theme: str, until: str = "") -> tuple[PeerApp, LiveSession]:
    """The practice library, its meeting played up to a wall time (or its doors closed), and the app over it."""
    clock = ManualClock(STARTS - dt.timedelta(minutes=10))
    workspace = Workspace(home_places(home), clock, Settings(theme=theme), threaded=False)
    meeting = make_practice(workspace, STARTS)
    opened, held = workspace.find_meeting(meeting)
    session = LiveSession(workspace, opened, held.id)
    if until:
        session.do("next")
        for moment, lines in beats(until):
            clock.set(moment)
            for line in lines:
                session.typed(line)
                session.enter(line)
        clock.advance(dt.timedelta(seconds=20))
    return PeerApp(workspace, meeting if until and until < "15:00" else None, practice=True), session
