"""The golden run through the Textual screen: the same script, typed on the capture line, gives the same minutes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from peer_tui.services import keeping
from peer_tui.services.clock import ManualClock
from peer_tui.services.practice import make_practice
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.ui.app import PeerApp
from peer_tui.ui.screens.live import LiveScreen
from tests.golden.play import beats
from tests.plain.meetings import STARTS, home_places

GOLDEN = Path(__file__).parent
TYPED_BY_HAND = 12
"""Lines up to this length are typed letter by letter; longer ones arrive as a paste of one line, as from a chat."""


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
async def test_the_golden_run_on_the_screen_gives_the_expected_minutes(tmp_path: Path, size: tuple[int, int]) -> None:
    clock = ManualClock(STARTS - dt.timedelta(minutes=10))
    workspace = Workspace(home_places(tmp_path), clock, Settings(), threaded=False)
    meeting = make_practice(workspace, STARTS)
    app = PeerApp(workspace, meeting, practice=True)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        for moment, lines in beats():
            clock.set(moment)
            app.ticker.tick()
            for line in lines:
                await _type(pilot, app, line)
        await pilot.pause()
        assert not isinstance(app.screen, LiveScreen), "the meeting has ended"
    opened, held = workspace.find_meeting(meeting)
    for form in ("md", "txt"):
        minutes = keeping.render(keeping.minutes_of(opened, held.id), form)
        assert minutes == (GOLDEN / f"expected.{form}").read_text(encoding="utf-8")
    workspace.close()


async def _type(pilot: Pilot[int], app: PeerApp, line: str) -> None:
    live = app.screen
    assert isinstance(live, LiveScreen), "the meeting goes on"
    assert app.focused is live.line, "the capture line keeps the focus"
    if live.line.value:
        # An undone line comes back to be corrected; the script lets it go.
        await pilot.press("ctrl+u")
    if line == "/next":
        await pilot.press("ctrl+n")
        return
    if len(line) <= TYPED_BY_HAND and line.isascii():
        for letter in line:
            app.post_message(events.Key(letter if letter.isalnum() else "", letter))
        await pilot.pause()
    elif line:
        live.line.post_message(events.Paste(line))
        await pilot.pause()
    assert live.line.value == line
    await pilot.press("enter")
