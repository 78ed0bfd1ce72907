"""F2 and the palette lead to every place; the screens of one group turn to the next."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.widgets import Static

from peer_tui.services import planning
from peer_tui.services.workspace import Workspace
from peer_tui.ui import places
from peer_tui.ui.places import PLACES, Place
from peer_tui.ui.screens.deleted import DeletedScreen
from peer_tui.ui.screens.go_to import GoTo, PlaceCommands
from peer_tui.ui.screens.group_place import GroupPlace
from peer_tui.ui.screens.place import Act, PlaceScreen
from peer_tui.ui.screens.today import TodayScreen
from tests.ui.around import Around, at, make_group, make_workspace


class Turning(GroupPlace):
    """A place of a group that says whose it is."""

    PLACE = "peer-tui · Turning"
    ACTS = (Act("z", "z", "zoom [in]", "zoom", "Look [closer]."),)
    zoomed = 0

    def compose_body(self) -> ComposeResult:
        yield Static(id="whose", markup=False)

    def draw(self) -> None:
        self.query_one("#whose", Static).update(f"of {self.opened.glance.name}")
        super().draw()

    def action_zoom(self) -> None:
        Turning.zoomed += 1


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 10))


def test_every_place_has_a_letter_of_its_own_and_can_be_made(workspace: Workspace) -> None:
    opened = make_group(workspace)
    assert len({place.key for place in PLACES}) == len(PLACES) == len({place.word for place in PLACES})
    for place in PLACES:
        assert len(place.key) == 1 and place.help.endswith(".") and place.word
        screen = place.make(opened)
        assert isinstance(screen, PlaceScreen)
        assert isinstance(screen, GroupPlace) or not place.of_a_group


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_f2_lists_the_places_and_a_letter_goes_there(workspace: Workspace, size: tuple[int, int]) -> None:
    make_group(workspace)
    app = Around(workspace)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(app.screen, GoTo)
        for place in PLACES:
            assert place.word in app.text
            assert size == (60, 20) or place.help in app.text, "each says what it is for, where there is room"
        await pilot.press("escape")
        assert isinstance(app.screen, TodayScreen)
        await pilot.press("f2", "x")
        await pilot.pause()
        assert isinstance(app.screen, DeletedScreen)
        await pilot.press("f2", "enter")
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)


async def test_today_names_the_other_places_in_a_row(workspace: Workspace) -> None:
    make_group(workspace)
    app = Around(workspace)
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await pilot.pause()
        row = next(line for line in app.text.splitlines() if line.strip().startswith("F2"))
        first = next(place for place in PLACES if place.word != "Today")
        assert f"{first.key} {first.word}" in row and len(row) <= 60


async def test_without_a_group_only_places_that_need_none_are_offered(workspace: Workspace) -> None:
    app = Around(workspace, DeletedScreen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("f2")
        await pilot.pause()
        assert "Deleted meetings" in app.text
        assert not [place for place in PLACES if place.of_a_group and f" {place.word} " in app.text]


async def test_a_place_of_a_group_begins_with_the_one_that_was_looked_at(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Harbor", "Mill", "Quay"):
        planning.new_group(workspace, name, "mapwc", "America/New_York")
    turning = Place("1", "Turning", "A test.", "turning:Turning", True)
    monkeypatch.setattr(Place, "make", lambda self, opened: Turning(opened))
    monkeypatch.setattr("peer_tui.ui.places.PLACES", (turning,))
    mill = next(opened for opened in workspace.open_groups() if opened.glance.name == "Mill")
    app = Around(workspace, Turning(mill))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert "of Mill" in app.text
        await pilot.press("tab")
        await pilot.pause()
        assert "of Quay" in app.text
        await pilot.press("f2", "1")
        await pilot.pause()
        assert "of Quay" in app.text
        await pilot.press("tab", "tab")
        await pilot.pause()
        assert "of Mill" in app.text


async def test_a_single_group_has_no_next_one(workspace: Workspace) -> None:
    make_group(workspace)
    app = Around(workspace, Turning(None))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("tab")
        await pilot.pause()
        assert "There is no other group in this library." in app.text and "of Harbor Peer Coalition" in app.text


async def test_check_81_the_palette_has_every_act_and_place_of_a_screen(workspace: Workspace) -> None:
    make_group(workspace)
    app = Around(workspace, Turning(None))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        offered = [name for name, _, _ in PlaceCommands(app.screen)._commands()]
        assert "zoom [in]" in offered and "Leave" in offered and "Theme" in offered
        for place in places.PLACES:
            assert f"Go to: {place.word}" in offered
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"zoom")
        await pilot.pause(0.3)
        assert "Look [closer]." in app.text
        await pilot.press("enter")
        await pilot.pause(0.3)
        await pilot.pause()
        assert Turning.zoomed == 1
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"deleted")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert isinstance(app.screen, DeletedScreen)
