"""What the two screens of counts share: the same keys, the report copied and written, and why it could not be."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.grant import GrantScreen
from peer_tui.ui.screens.picture_place import PICTURE_ACTS, TABLE, PicturePlace
from peer_tui.ui.screens.reports import ReportsScreen
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace, set_clock

BOTH = [GrantScreen, ReportsScreen]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 9))


@pytest.fixture
def opened(workspace: Workspace) -> OpenGroup:
    made = make_group(workspace)
    hold(workspace, made, 11, 9, ["+ana ruiz", "+bo", *LAST_TIME])
    set_clock(workspace, at(15, "12:00"))
    return made


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    for _ in range(3):
        await pilot.pause()


@pytest.mark.parametrize("kind", BOTH)
async def test_the_report_that_is_shown_is_copied_as_markdown(
    workspace: Workspace, opened: OpenGroup, kind: type[PicturePlace]
) -> None:
    screen = kind(opened)
    app = Around(workspace, screen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "c")
        (copied,) = app.copied
        assert copied == screen.rendered("md") and copied.startswith("# ")
        assert all(picture.title in copied for picture in screen.pictures)
        assert screen.REPORT in app.text


@pytest.mark.parametrize("kind", BOTH)
async def test_the_same_keys_turn_the_pages(workspace: Workspace, opened: OpenGroup, kind: type[PicturePlace]) -> None:
    assert set(PICTURE_ACTS) | {TABLE} <= set(kind.ACTS)
    screen = kind(opened)
    app = Around(workspace, screen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot)
        pane = screen.query_one("#pictures")
        tops = [screen.query_one(f"#{key}").virtual_region.y for key in screen.KEYS]
        assert screen.focused is pane and pane.scroll_offset.y == 0 and len(tops) == len(screen.pictures)
        await press(pilot, "n")
        assert pane.scroll_offset.y == min(top for top in tops if top > 0)
        await press(pilot, "n")
        assert pane.scroll_offset.y > min(top for top in tops if top > 0)
        await press(pilot, *("p" for _ in tops), "p")
        assert pane.scroll_offset.y == 0, "what stands above the first picture is reached again"
        assert ("t", "table") in screen.footer()
        await press(pilot, "t")
        assert screen.table and ("t", "bars") in screen.footer()


@pytest.mark.parametrize("kind", BOTH)
async def test_what_cannot_be_written_is_said_and_esc_writes_nothing(
    workspace: Workspace, opened: OpenGroup, kind: type[PicturePlace]
) -> None:
    exports = workspace.places.exports
    app = Around(workspace, kind(opened))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "w")
        assert kind.WRITE_AS in app.text
        await press(pilot, "escape")
        assert kind.WRITE_AS not in app.text and not exports.exists()
        exports.parent.mkdir(parents=True, exist_ok=True)
        exports.write_text("a file where the folder should be")
        await press(pilot, "w", "enter")
        assert "could not be written" in app.text
