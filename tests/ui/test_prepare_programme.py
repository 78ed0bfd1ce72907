"""Prepare for a programme's meeting: its agenda is compared with the template of its kind, not with the group's."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from peer_tui.services.programmes import meetings
from peer_tui.ui.screens.prepare import PrepareScreen
from tests.services.programmes.learners import SECOND, Learning
from tests.ui.around import Around


async def settle(pilot: Pilot[int]) -> None:
    for _ in range(3):
        await pilot.pause()


async def test_the_agenda_of_a_programmes_meeting_is_compared_with_its_own_template(tmp_path: Path) -> None:
    learning = Learning(tmp_path)
    meeting = meetings.plan_meeting(learning.workspace, learning.opened, learning.run, "learning", SECOND)
    before = learning.opened.group.blocks
    app = Around(learning.workspace, PrepareScreen(learning.opened, meeting))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert "as the template “Learning meeting”" in app.text
        await pilot.press("plus")
        await settle(pilot)
        assert "1 unlike the template “Learning meeting”" in app.text
        await pilot.press("c")
        await settle(pilot)
        assert "Unlike the template “Learning meeting”" in app.text and "“Welcome” has 3–6" in app.text
        await pilot.press("escape", "w")
        await settle(pilot)
        assert "This agenda is the programme's" in app.text
    assert learning.opened.group.blocks == before
    learning.workspace.close()
