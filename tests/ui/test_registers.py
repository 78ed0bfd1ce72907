"""The decision register and the parking lot by their keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.domain.events import Destination
from peer_tui.services import decision_register, parking_lot
from peer_tui.services.parking_lot import Show
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.choose_one import ChooseOne
from peer_tui.ui.screens.decisions import DecisionsScreen
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.parking_lot import ParkingLotScreen
from tests.ui.registers import beginning, put, two_groups


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return two_groups(tmp_path)


def harbor(workspace: Workspace) -> OpenGroup:
    return next(one for one in workspace.open_groups() if one.glance.name.startswith("Harbor"))


async def test_every_decision_with_where_it_came_from(workspace: Workspace) -> None:
    async with beginning(workspace, DecisionsScreen) as (app, pilot):
        assert "4 decisions · all groups" in app.text and "Bayside meets by phone" in app.text
        assert "Wed 11 Sep 2024" in app.text and "[/] [bold red]x[/]" in app.text and "\x1b" not in app.text
        await pilot.press("f")
        await put(pilot, "zoom")
        assert "1 decision · all groups · “zoom”" in app.text and "Bayside" not in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, MinutesScreen) and "11 Sep" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, DecisionsScreen) and "“zoom”" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert "4 decisions" in app.text, "Esc takes the words away first"


async def test_a_later_decision_stands_in_the_place_of_an_earlier_one(workspace: Workspace) -> None:
    async with beginning(workspace, lambda: DecisionsScreen(harbor(workspace))) as (app, pilot):
        await pilot.press("end", "r")
        await pilot.pause()
        assert isinstance(app.screen, ChooseOne) and "harbor hall" in app.text
        await pilot.press("end", "enter")
        await pilot.pause()
        assert "was replaced by “We meet in the harbor hall”" in app.flashed
        assert "REPLACED by “We meet in the harbor hall”, Wed 9 Oct 2024" in app.text
        assert "replaces “We meet by Zoom until spring”, Wed 11 Sep 2024" in app.text
        await pilot.press("n")
        await pilot.pause()
        assert app.screen.selected is not None and app.screen.selected.text == "We meet in the harbor hall"
        await pilot.press("h")
        assert "it holds" in app.flashed
        await pilot.press("end", "h")
        await pilot.pause()
        assert "holds again" in app.flashed and "REPLACED" not in app.text
        await pilot.press("home", "r")
        await pilot.pause()
        assert isinstance(app.screen, DecisionsScreen) and "select the earlier one" in app.flashed


async def test_no_two_decisions_stand_for_one_another(workspace: Workspace) -> None:
    opened = harbor(workspace)
    lines = decision_register.decisions(workspace, [opened]).lines
    new, old = lines[0], lines[-1]
    decision_register.replace(workspace, opened, old, new)
    from peer_tui.services.problems import Problem

    for one, other in ((new, old), (new, new)):
        with pytest.raises(Problem, match="one of them must hold"):
            decision_register.replace(workspace, opened, one, other)
    again = workspace.open_group(opened.folder)
    assert again.group.replaced == opened.group.replaced and again.group.replaced[old.entry].newer == new.entry


async def test_parked_items_are_placed_between_meetings(workspace: Workspace) -> None:
    async with beginning(workspace, ParkingLotScreen) as (app, pilot):
        assert "3 items · still waiting · all groups" in app.text
        assert app.text.count("→ no place yet") == 2 and "→ next agenda" in app.text
        await pilot.press("down", "a")  # a room with a ramp, of a draft
        await pilot.pause()
        assert "“a room with a ramp” → next agenda" in app.flashed and app.text.count("→ no place yet") == 1
        await pilot.press("z")
        await pilot.pause()
        assert "Undone" in app.flashed and app.text.count("→ no place yet") == 2
        await pilot.press("o")
        await put(pilot, "zebra")
        assert "Nobody in this group is called" in app.text
        await put(pilot, "bo by 22 nov")
        assert "with Bo Chen, comes back on Fri 22 Nov" in app.text
        await pilot.press("b")
        await put(pilot, "15 nov")
        assert "→ comes back on Fri 15 Nov" in app.text
        await pilot.press("x")
        await put(pilot, "")
        assert "A reason stays with it" in app.text
        await put(pilot, "the hall has one")
        assert "2 items" in app.text, "what is dropped waits no more"
        await pilot.press("v", "v")
        await pilot.pause()
        assert "dropped: the hall has one" in app.text and "everything ever parked" in app.text
        await pilot.press("f")
        await put(pilot, "pay eq")
        assert "1 item" in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, MinutesScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, ParkingLotScreen) and "“pay eq”" in app.text


async def test_a_parked_item_becomes_a_next_step(workspace: Workspace) -> None:
    async with beginning(workspace, lambda: ParkingLotScreen(harbor(workspace))) as (app, pilot):
        await pilot.press("p")
        await put(pilot, "@bo ask the hall about a ramp by 22 nov = an answer")
        assert "→ next step 3 ask the hall about a ramp" in app.flashed
        opened = app.screen.group_of(harbor(workspace).folder)  # type: ignore[attr-defined]
        step = next(one for one in opened.group.open_steps if "ramp" in one.text)
        assert (step.number, step.done_when) == (3, "an answer") and step.meeting
        assert opened.meeting(step.meeting).entries[step.id].after_end, "the draft tells of it"
        await pilot.press("z")
        await pilot.pause()
        assert all("ramp" not in one.text for one in opened.group.open_steps) and "→ no place yet" in app.text


def test_a_place_given_to_an_item_of_a_draft_closes_its_gap_and_approved_minutes_stay(workspace: Workspace) -> None:
    from peer_tui.services import approving, keeping

    opened = harbor(workspace)
    line = parking_lot.listed(workspace, [opened], Show.UNPLACED)[0]
    assert any("ramp" in gap for gap in keeping.gaps_of(opened, line.meeting))
    parking_lot.to_next_agenda(workspace, opened, line.entry)
    assert not any("ramp" in gap for gap in keeping.gaps_of(opened, line.meeting))
    early = next(one for one in parking_lot.listed(workspace, [opened], Show.WAITING) if "pay" in one.text)
    before = opened.meeting(early.meeting)
    del approving
    placed = parking_lot.settle(workspace, opened, early.entry, Destination.RESOLVED, "")
    assert placed.lies_in == "" and opened.meeting(early.meeting) == before, "it had a place: the record stays"
    assert "resolved" in placed.words
    fresh = workspace.open_group(opened.folder)
    assert fresh.group.parked == opened.group.parked and fresh.group == opened.group


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 12)])
@pytest.mark.parametrize("make", [DecisionsScreen, ParkingLotScreen])
async def test_at_any_size(workspace: Workspace, make: type[DecisionsScreen], size: tuple[int, int]) -> None:
    async with beginning(workspace, make, size) as (app, pilot):
        for key in ("g", "escape", "f", "escape", "v", "v", "v", "f1", "escape", "down", "enter"):
            await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, MinutesScreen)
