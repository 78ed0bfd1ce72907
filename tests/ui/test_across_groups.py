"""Lists across groups: what the index finds later is taken in, and nothing is read while somebody is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.across_groups import AcrossGroups
from peer_tui.ui.screens.archive import ArchiveScreen
from peer_tui.ui.screens.decisions import DecisionsScreen
from peer_tui.ui.screens.next_steps import NextStepsScreen
from peer_tui.ui.screens.parking_lot import ParkingLotScreen
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace, type_words

LISTS = [ArchiveScreen, DecisionsScreen, NextStepsScreen, ParkingLotScreen]
FOUND_IN = {DecisionsScreen: ("testimony", "1 decision"), NextStepsScreen: ("library", "1 next step"),
            ParkingLotScreen: ("equity", "1 item")}  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 10))


@pytest.fixture
def opened(workspace: Workspace) -> OpenGroup:
    made = make_group(workspace)
    hold(workspace, made, 9, 10, LAST_TIME)
    return made


@pytest.mark.parametrize("kind", LISTS)
async def test_what_the_index_finds_later_is_taken_in(
    workspace: Workspace, opened: OpenGroup, kind: type[AcrossGroups]
) -> None:
    screen = kind(None)
    app = Around(workspace, screen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert [group.glance.name for group in screen.groups] == ["Harbor Peer Coalition"]
        make_group(workspace, "River Peers")
        screen.tick()
        assert len(screen.groups) == 1, "no sweep, no reading"
        workspace.indexing.rounds += 1
        screen.ask("A question", lambda words: None)
        screen.tick()
        assert len(screen.groups) == 1, "whoever types is not disturbed"
        await pilot.press("escape")
        screen.tick()
        assert {group.glance.name for group in screen.groups} == {"Harbor Peer Coalition", "River Peers"}


@pytest.mark.parametrize("kind", FOUND_IN)
async def test_words_narrow_the_list_letter_by_letter_and_esc_lets_go_of_them_first(
    workspace: Workspace, opened: OpenGroup, kind: type[AcrossGroups]
) -> None:
    words, told = FOUND_IN[kind]  # type: ignore[index]
    screen = kind(None)
    app = Around(workspace, screen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("slash")
        await type_words(pilot, f"{words} ")
        assert screen.asking.is_open and screen.found == told and told in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert screen.words.strip() == words and screen.query_one("#rows, #steps").has_focus
        await pilot.press("escape")
        assert screen.words == "" and app.asked == [], "the words first"
        await pilot.press("escape")
        assert app.asked == [("today", "")]
