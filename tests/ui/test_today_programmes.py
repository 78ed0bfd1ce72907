"""From a programme's line on Today to where the item is: its form, its report, its meetings, or its checklist."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.domain.programmes.definition import Item
from peer_tui.services.planning import new_group
from peer_tui.services.programmes import checklist, running, starting
from peer_tui.ui.screens.programme_views.checklist import CheckListView
from peer_tui.ui.screens.programme_views.form import FormView
from peer_tui.ui.screens.programme_views.meetings import MeetingsView
from peer_tui.ui.screens.programme_views.report import ReportView
from peer_tui.ui.screens.programmes import ProgrammesScreen
from peer_tui.ui.screens.today import TodayScreen
from tests.ui.around import EASTERN, Around, at, make_workspace
from tests.ui.programme_desk import GOLDEN, SIZES, Desk, Whole


def today_with_only(home: Path, item: str, day: dt.date) -> Desk:
    """Today on a day on which of the whole checklist only one line is open."""
    desk = Desk(home, "peer-match", "Harbor visits Lakeside", GOLDEN)
    for one in running.need_definition(desk.run).items:
        if one.key != item:
            checklist.mark(desk.workspace, desk.opened, desk.run, one.key, "done")
    clock = desk.workspace.clock
    clock.set(dt.datetime.combine(day, dt.time(9), EASTERN))  # type: ignore[attr-defined]
    desk.app = Whole(desk.workspace)
    return desk


def item_of(kind: str) -> str:
    from peer_tui.services.programmes.files import load_programme

    items = load_programme("peer-match").items
    return next(one.key for one in items if kind in _about(one))


def _about(item: Item) -> list[str]:
    return [kind for kind in ("form", "report", "meeting") if getattr(item, kind)] or [""]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("kind", "view", "footer"),
    [
        ("form", FormView, "opens the form"),
        ("report", ReportView, "opens the report"),
        ("meeting", MeetingsView, "opens its meetings"),
        ("", CheckListView, "opens the checklist"),
    ],
)
async def test_enter_opens_where_the_item_is_and_esc_leads_to_its_line(
    tmp_path: Path, kind: str, view: type, footer: str, size: tuple[int, int]
) -> None:
    item = item_of(kind)
    desk = today_with_only(tmp_path, item, dt.date(2026, 7, 20))
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.settle()
        assert isinstance(desk.app.screen, TodayScreen)
        for _ in range(12):
            line = desk.app.screen.selected
            if line is not None and line.kind == "programme":
                break
            await desk.press("down")
        assert footer in desk.words and "PROGRAMMES, DUE THIS WEEK" in desk.words.upper()
        before = len(desk.opened.events[""])
        await desk.press("enter")
        screen = desk.app.screen
        assert isinstance(screen, ProgrammesScreen) and isinstance(screen.view, view)
        assert len(screen.opened.events[""]) == before, "nothing is ticked by looking at it"
        if kind in ("form", "report"):
            await desk.press("escape")
        if kind != "meeting":
            assert isinstance(screen.view, CheckListView) and screen.rows.selected == item
        await desk.press("escape")
        await desk.press("escape")
        assert isinstance(desk.app.screen, TodayScreen)


async def test_a_programme_without_days_opens_its_days(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    starting.start(desk.workspace, desk.opened, "peer-match", "Ridge")
    desk.app = Whole(desk.workspace)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.settle()
        screen = desk.app.screen
        assert isinstance(screen, TodayScreen)
        while screen.selected is None or screen.selected.kind != "programme":
            await desk.press("down")
        await desk.press("enter")
        assert isinstance(desk.app.screen, ProgrammesScreen) and desk.app.screen.view.part == "days"  # type: ignore[attr-defined]


async def test_a_programme_that_comes_while_today_stands_is_shown(tmp_path: Path) -> None:
    room = make_workspace(tmp_path, at(1, "12:00", 10))
    opened = new_group(room, "Harbor Peers", "career-workshop", "America/New_York", "Ana Ruiz\n")
    app = Around(room)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        before = set(screen.lines)
        starting.start(room, screen.groups[0], "career-workshop")
        assert opened.folder == screen.groups[0].folder
        screen.read()
        await pilot.pause()
        assert "programme" in {line.kind for key, line in screen.lines.items() if key not in before}
        assert screen.query_one("#lines").display
