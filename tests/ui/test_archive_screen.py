"""The archive by its keys: pages, filters said in words, the record and the way back, and since last time."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.services import archive, planning
from peer_tui.services.workspace import Workspace
from peer_tui.ui.screens.archive import ArchiveScreen
from peer_tui.ui.screens.choose_one import ChooseOne
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.since import SinceScreen
from peer_tui.ui.widgets.row_list import RowList
from tests.ui.around import at, hold, make_group, make_workspace
from tests.ui.registers import Beginning, beginning, two_groups


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return two_groups(tmp_path)


def rows(app: Beginning) -> list[str]:
    listed = app.screen_stack[0].query_one(RowList)
    return [str(listed.get_option_at_index(n).prompt) for n in range(listed.option_count)]


async def test_past_meetings_newest_first_with_what_came_of_each(workspace: Workspace) -> None:
    async with beginning(workspace, ArchiveScreen) as (app, _):
        told = rows(app)
        assert len(told) == 3 and "Thu 10 Oct 2024" in told[0] and "Wed 11 Sep 2024" in told[2]
        assert "Bayside Circle" in told[0] and "1 decision · draft" in told[0]
        assert "Harbor Peer Coalition" in told[1] and "2 decisions · 1 next step · draft" in told[1]
        assert "3 meetings · all groups · all years" in app.text
        assert "13 Nov" not in app.text, "what is planned is not past"


async def test_filters_have_a_key_each_and_are_said_in_words(workspace: Workspace) -> None:
    other = next(one for one in workspace.open_groups() if one.glance.name == "Bayside Circle")
    async with beginning(workspace, ArchiveScreen) as (app, pilot):
        await pilot.press("g")
        assert isinstance(app.screen, ChooseOne)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert len(rows(app)) == 1 and "1 meeting · Bayside Circle · all years" in app.text
        await pilot.press("y", "down", "enter")
        await pilot.pause()
        assert "1 meeting · Bayside Circle · 2024" in app.text
        await pilot.press("k", "down", "enter")
        await pilot.pause()
        kind = other.group.meetings[next(iter(other.group.meetings))].type
        assert f"Bayside Circle · 2024 · {kind}" in app.text
        await pilot.press("c")
        await pilot.pause()
        assert len(rows(app)) == 3 and "all groups · all years" in app.text
        await pilot.press("e", "down", "enter")
        await pilot.pause()
        assert "series " in app.text and len(rows(app)) in (1, 2)


async def test_enter_opens_the_record_and_esc_leads_back_to_the_same_row(workspace: Workspace) -> None:
    async with beginning(workspace, ArchiveScreen) as (app, pilot):
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, MinutesScreen) and "Summary: decisions" in app.text
        assert app.text.index("We meet by Zoom until spring") < app.text.index("Summary: next steps")
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert "We meet in the harbor hall" in app.text and "Wed 9 Oct 2024" in app.text
        await pilot.press("right_square_bracket")
        assert "No meeting of this series was held after" in app.text
        await pilot.press("left_square_bracket")
        await pilot.pause()
        assert "Wed 11 Sep 2024" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, ArchiveScreen)
        assert app.screen.selected is not None and "11 Sep" in app.screen.selected.day
        await pilot.press("escape")
        await pilot.pause()
        assert app.asked[-1] == ("today", ""), "from the archive itself Esc leads home"


async def test_since_last_time_from_the_archive_and_from_the_minutes(workspace: Workspace) -> None:
    async with beginning(workspace, ArchiveScreen) as (app, pilot):
        await pilot.press("down", "s")
        await pilot.pause()
        assert isinstance(app.screen, SinceScreen)
        for words in ("from Wed 11 Sep 2024 to Wed 9 Oct 2024", "We meet in the harbor hall", "Parked since"):
            assert words in app.text
        await pilot.press("left_square_bracket")
        await pilot.pause()
        assert "No meeting of this series was held before that" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, ArchiveScreen)
        await pilot.press("down", "s")
        await pilot.pause()
        assert "was held before this one" in app.flashed
        await pilot.press("up", "enter")
        await pilot.pause()
        await pilot.press("b")
        await pilot.pause()
        assert isinstance(app.screen, SinceScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, MinutesScreen)


async def test_pages_are_turned_at_the_end_of_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "PAGE", 2)
    workspace = make_workspace(tmp_path, at(1, "12:00", 1))
    opened = make_group(workspace)
    for month in range(2, 7):
        hold(workspace, opened, 7, month, [f"! decided {month}"])
    async with beginning(workspace, ArchiveScreen) as (app, pilot):
        assert len(rows(app)) == 3 and "and 3 older" in rows(app)[-1] and "5 meetings" in app.text
        await pilot.press("end", "enter")
        await pilot.pause()
        assert len(rows(app)) == 5 and "and 1 older" in rows(app)[-1]
        await pilot.press("end", "down")
        await pilot.pause()
        assert len(rows(app)) == 5 and all("decision" in row for row in rows(app))
        assert len(set(rows(app))) == 5


async def test_an_empty_archive_says_what_to_do(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, at(1, "12:00", 1))
    make_group(workspace)
    async with beginning(workspace, ArchiveScreen) as (app, pilot):
        assert "No meeting has been held yet" in app.text
        await pilot.press("enter", "s", "y", "e", "k", "g", "c")
        await pilot.pause()
        assert isinstance(app.screen, ArchiveScreen)


async def test_a_hidden_meeting_is_not_there(workspace: Workspace) -> None:
    from peer_tui.services import deleting

    opened = next(one for one in workspace.open_groups() if one.glance.name == "Bayside Circle")
    deleting.delete(workspace, opened, next(iter(opened.group.meetings.values())))
    async with beginning(workspace, ArchiveScreen) as (app, _):
        assert len(rows(app)) == 2 and "Bayside" not in app.text


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 12), (120, 40)])
async def test_at_any_size(workspace: Workspace, size: tuple[int, int]) -> None:
    opened = next(one for one in workspace.open_groups() if one.glance.name == "Bayside Circle")
    planning.rename(
        workspace, opened, next(iter(opened.group.meetings.values())), "[/] [bold] \x1b[31m 林小雨 " + "long " * 30
    )
    async with beginning(workspace, ArchiveScreen, size) as (app, pilot):
        assert "[bold]" in app.text and "\x1b" not in app.text
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, MinutesScreen)
