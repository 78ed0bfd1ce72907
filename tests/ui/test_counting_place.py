"""What is counted beside a list: of the group that is shown, also after turning to another, and as it stands now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from peer_tui.services.workspace import Workspace
from peer_tui.ui.screens.agreement import AgreementScreen
from peer_tui.ui.screens.counting_place import CountingPlace
from peer_tui.ui.screens.people import PeopleScreen
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 10))


@pytest.mark.parametrize("kind", [AgreementScreen, PeopleScreen])
async def test_each_group_is_counted_when_its_list_stands(workspace: Workspace, kind: type[CountingPlace[Any]]) -> None:
    first, second = make_group(workspace), make_group(workspace, "River Peers")
    hold(workspace, first, 9, 10, ["+ana ruiz", *LAST_TIME])
    screen = kind(first)
    app = Around(workspace, screen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert screen.counted == screen.count()
        await pilot.press("tab")
        await pilot.pause()
        assert screen.opened.folder == second.folder and screen.counted is not None
        assert screen._last is not None and screen._last[0][0] == second.folder


async def test_it_is_counted_again_when_the_group_has_changed(workspace: Workspace) -> None:
    opened = make_group(workspace)
    screen = PeopleScreen(opened)
    app = Around(workspace, screen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        before = screen.counted
        assert before is not None and screen.counted is before, "counted once"
        hold(workspace, opened, 9, 10, ["+ana ruiz"])
        assert screen.counted != before
