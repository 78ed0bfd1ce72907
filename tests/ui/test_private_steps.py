"""A programme's own words and personal next steps on the screens: said before Enter, marked, shared by a key."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

import pytest

from peer_tui.services import planning
from peer_tui.services.programmes import meetings, running, starting
from peer_tui.ui.screens.next_steps import NextStepsScreen
from tests.ui.around import Around
from tests.ui.conftest import START, Desk

if TYPE_CHECKING:
    from peer_tui.ui.screens.place import PlaceScreen

PEOPLE = "Ana Ruiz\nBo Chen\n"


@pytest.fixture
def desk(tmp_path, clock, workspace) -> Desk:
    """A workshop at ten to two, doors closed."""
    opened = planning.new_group(workspace, "Harbor Peer Coalition", "career-workshop", "America/New_York", PEOPLE)
    run = starting.start(workspace, opened, "career-workshop")
    meeting = meetings.plan_meeting(workspace, opened, running.run_of(opened, run), "workshop", START)
    clock.set(START - dt.timedelta(minutes=10))
    return Desk(tmp_path, clock, workspace, opened, meeting)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_row_below_says_that_it_is_private_before_enter(desk: Desk, size: tuple[int, int]) -> None:
    async with desk.sit(size):
        await desk.enter("/go mystep")
        await desk.type("my: sell the car")
        assert desk.under().startswith("PRIVATE NEXT STEP · not in the minutes")
        await desk.press("enter")
        assert "PRIVATE NEXT STEP 1 sell the car" in " ".join(desk.screen().split()) or size[1] < 24
        assert desk.session.group.steps.steps[desk.session.our_lines()[-1]].withheld
        await desk.enter("/share 1")
        assert "shared" in desk.under()
        await desk.press("ctrl+z")
        assert desk.session.group.steps.steps[desk.session.our_lines()[-1]].withheld


async def test_an_edit_of_its_words_stays_private(desk: Desk) -> None:
    async with desk.sit():
        await desk.enter("/go mystep", "my: sell the car")
        await desk.press("up")
        assert desk.live.line.value == "my: sell the car"
        desk.live.line.value = "sell the bicycle"
        await desk.pilot.pause()
        assert desk.under().startswith("PRIVATE NEXT STEP")
        await desk.press("enter")
        step = desk.session.group.steps.steps[desk.session.our_lines()[-1]]
        assert (step.text, step.withheld) == ("sell the bicycle", True)


async def test_a_line_of_its_own_word_shows_its_name(desk: Desk) -> None:
    async with desk.sit():
        await desk.enter("/go stories", "path: [bold]an evening course[/]")
        assert "PATHWAY STEP [bold]an evening" in " ".join(desk.screen().split())


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_h_shares_it_and_z_takes_that_back(desk: Desk, size: tuple[int, int]) -> None:
    async with desk.sit():
        await desk.enter("/go mystep", "my: @ana sell the car by fri", "> @bo find a hall", "/end", "/end")
    app = Around(desk.workspace, cast("type[PlaceScreen]", NextStepsScreen))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert "private" in app.text and "h share" in app.text
        screen = cast(NextStepsScreen, app.screen)
        chosen = screen.selected
        assert chosen is not None and chosen.private
        await pilot.press("h")
        await pilot.pause()
        assert "stands in the group's record" in app.text
        await pilot.press("z")
        await pilot.pause()
        assert "Undone: the sharing" in app.text
        await pilot.press("down", "h")
        await pilot.pause()
        assert "nobody's personal step" in " ".join(app.text.split())
