"""Every place between meetings over facts no peer-tui would record: nothing raises, nothing steers the terminal."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain import events as ev
from peer_tui.services.clock import ManualClock
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from peer_tui.ui.places import PLACES
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.minutes_lines import MinutesLinesScreen
from peer_tui.ui.screens.minutes_look import MinutesLookScreen
from peer_tui.ui.screens.minutes_review import MinutesReviewScreen
from peer_tui.ui.screens.place import PlaceScreen
from peer_tui.ui.screens.prepare import PrepareScreen
from peer_tui.ui.screens.small_groups import SmallGroupsScreen
from tests.domain.any_facts import facts
from tests.domain.histories import START
from tests.domain.test_any_facts_converge import ALL, told_of
from tests.store.hostile_files import lay, log_of, rows_of
from tests.ui.around import Around
from tests.ui.conftest import places_in
from tests.ui.test_hostile_screens import walk

TOLD = st.lists(st.tuples(st.sampled_from(["", "m1", "m2", "m3"]), facts(*ALL)), min_size=30, max_size=60)
KEYS = ("down", "down", "enter", "escape", "end", "right", "2", "3", "f1", "escape")


def made_of(home: Path, told: list[tuple[str, ev.Event]]) -> Workspace:
    """A library that holds these facts beside an ordinary history."""
    at = places_in(home)
    library = Library(at.library, at.state)
    for number, (meeting, events) in enumerate(told_of(told).items()):
        name = f"2024/2024-11-13-140{number}-k3f9" if meeting else ""
        lay(library, Shard("harbor-7q2k", name), log_of(rows_of(events)))
    return Workspace(at, ManualClock(START.replace(month=12, day=1)), Settings(), threaded=False)


SCREENS: dict[str, Any] = {place.word: place.make for place in PLACES}
SCREENS |= {
    "prepare": lambda opened: PrepareScreen(opened, "m3"), "minutes": lambda opened: MinutesScreen(opened, "m1"),
    "lines": lambda opened: MinutesLinesScreen(opened, "m1"),
    "review": lambda opened: MinutesReviewScreen(opened, "m1"),
    "look": lambda opened: MinutesLookScreen(opened, "m1"), "small groups": SmallGroupsScreen,
}  # fmt: skip


@pytest.mark.parametrize("name", SCREENS)
@given(told=TOLD)
@settings(max_examples=2, deadline=None, derandomize=True)
def test_no_place_falls_over_what_a_log_may_hold(name: str, told: list[tuple[str, ev.Event]]) -> None:
    asyncio.run(_look_at(name, told))


async def _look_at(name: str, told: list[tuple[str, ev.Event]]) -> None:
    with tempfile.TemporaryDirectory() as home:
        workspace = made_of(Path(home), told)
        try:
            groups = workspace.open_groups()
            first = SCREENS[name](groups[0])
            assert isinstance(first, PlaceScreen)
            app = Around(workspace, first)
            async with app.run_test(size=(80, 24), notifications=True) as pilot:
                await walk(app, pilot, (80, 24), KEYS)
        finally:
            workspace.close()
