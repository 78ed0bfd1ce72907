"""The roll-call in the live meeting: the assignment at hand is asked about; a typed line or a letter answers it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from peer_tui.services.programmes import meetings, roll_call
from peer_tui.services.session import LiveSession
from peer_tui.ui.app import PeerApp
from peer_tui.ui.screens.live import LiveScreen
from peer_tui.ui.widgets.block_pane import BlockPane
from tests.services.programmes.learners import SECOND, Learning, all_of

SIZES = [(80, 24), (60, 20)]


class Screen:
    """The live screen of a learning meeting, at its roll-call."""

    def __init__(self, pilot: Pilot[int], live: LiveScreen) -> None:
        self.pilot = pilot
        self.live = live

    @property
    def session(self) -> LiveSession:
        return self.live.session

    @property
    def text(self) -> str:
        return "\n".join(strip.text.rstrip() for strip in self.live._compositor.render_strips())

    async def enter(self, line: str) -> None:
        self.live.line.put(line)
        await self.pilot.pause()
        await self.pilot.press("enter")
        await self.pilot.pause()

    def told(self) -> dict[str, tuple[str, str]]:
        call = roll_call.call_of(self.session)
        return {one.step.label: (str(one.said), one.share) for one in call.assignments if one.said is not None}


@contextlib.asynccontextmanager
async def at_roll_call(home: Path, size: tuple[int, int]) -> AsyncIterator[Screen]:
    learning = Learning(home)
    learning.hold_charter()
    meeting = meetings.plan_meeting(learning.workspace, learning.opened, learning.run, "learning", SECOND)
    learning.set_clock(SECOND + dt.timedelta(minutes=1))
    session = LiveSession(learning.workspace, learning.opened, meeting)
    all_of(session, "/next", "+ana", "+bo", "/next", "/go roll")
    app = PeerApp(learning.workspace, meeting)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await pilot.pause()
        live = app.screen_stack[0]
        assert isinstance(live, LiveScreen)
        yield Screen(pilot, live)
    learning.workspace.close()


@pytest.mark.parametrize("size", SIZES)
async def test_lines_answer_what_is_asked_and_the_preview_says_so(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_roll_call(tmp_path, size) as screen:
        assert "visit two intake desks" in screen.text and "Ana" in screen.text
        screen.live.line.put("m one desk so far")
        await screen.pilot.pause()
        assert "moved" in screen.live.box.under.plain and "one desk so far" in screen.live.box.under.plain
        await screen.pilot.press("enter")
        await screen.pilot.pause()
        assert "write a shared sheet" in screen.text
        await screen.enter("")
        assert "ask the state" in screen.text
        await screen.enter("n")
        assert screen.told() == {"1": ("moved", "one desk so far"), "3": ("not started", "")}
        await screen.pilot.press("ctrl+z")
        await screen.pilot.pause()
        assert screen.told() == {"1": ("moved", "one desk so far")}


@pytest.mark.parametrize("size", SIZES)
async def test_letters_mark_assignments_in_the_pane(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_roll_call(tmp_path, size) as screen:
        pane = screen.live.query_one(BlockPane)
        await screen.pilot.press("tab")
        await screen.pilot.pause()
        assert pane.has_focus and pane.selected == "1"
        await screen.pilot.press("d", "m")
        await screen.pilot.pause()
        assert screen.told() == {"1": ("done", ""), "2": ("moved", "")}
        assert pane.selected == "3"


@pytest.mark.parametrize("size", SIZES)
async def test_small_groups_of_those_here_are_shown_and_put_away(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_roll_call(tmp_path, size) as screen:
        await screen.enter("/groups 2")
        await screen.pilot.app.workers.wait_for_complete()
        await screen.pilot.pause()
        assert "Small groups" in screen.text and "Group 1: " in screen.text and "Group 2: " in screen.text
        await screen.pilot.press("escape")
        await screen.pilot.pause()
        assert "Group 1: " not in screen.text


async def test_own_shows_the_words_of_the_programme_and_not_every_verb(tmp_path: Path) -> None:
    async with at_roll_call(tmp_path, (80, 24)) as screen:
        await screen.enter("/own")
        assert "Words of this programme" in screen.text and "measure:" in screen.text
        assert "every verb" not in screen.text
