"""Journey (c) of `product.md` §3.7, its first half: a facilitator looks back before preparing the next meeting."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from peer_tui.services import planning
from peer_tui.ui.screens.archive import ArchiveScreen
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.next_steps import NextStepsScreen
from peer_tui.ui.screens.parking_lot import ParkingLotScreen
from peer_tui.ui.screens.prepare import PrepareScreen
from peer_tui.ui.screens.search import SearchScreen
from peer_tui.ui.screens.since import SinceScreen
from peer_tui.ui.screens.today import TodayScreen
from tests.ui.around import Around, at, hold, make_group, make_workspace, set_clock, type_words
from tests.ui.registers import put, until

LAST = [
    "! Housing letters go out in pairs",
    "> @bo call about housing by nm = called",
    "> @mei book the hall by 4 nov",
    "/done 1",
    "~ pay equity survey",
]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_what_was_decided_promised_and_parked_is_looked_at_before_the_agenda(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    workspace = make_workspace(tmp_path, at(1, "12:00", 9))
    opened = make_group(workspace)
    hold(workspace, opened, 11, 9, ["! We ask about housing in every hearing", "> @bo list the hearings = a list"])
    hold(workspace, opened, 9, 10, LAST)
    meeting = planning.plan(workspace, opened, at(13, "14:00"))
    set_clock(workspace, at(7, "10:00"))
    app = Around(workspace, TodayScreen)
    keys = 0

    async def press(*names: str) -> None:
        nonlocal keys
        keys += len(names)
        await pilot.press(*names)
        await pilot.pause()

    def shown() -> str:
        return " ".join(app.text.replace("│", " ").split())

    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert "in 6 days" in shown()

        # The last meeting's minutes, decisions first.
        await press("f2", "a")
        assert isinstance(app.screen, ArchiveScreen) and "2 meetings" in shown()
        await press("enter")
        assert isinstance(app.screen, MinutesScreen)
        text = "\n".join(row.words.plain for row in _paper(app))
        decided, promised = text.index("Housing letters go out in pairs"), text.index("book the hall")
        assert decided < promised < text.index("Parking lot")

        # What came to be since the meeting before.
        await press("b")
        assert isinstance(app.screen, SinceScreen)
        assert "from Wed 11 Sep 2024 to Wed 9 Oct 2024" in shown() and "Housing letters" in shown()
        assert "list the hearings" in app.screen.told.text and "pay equity survey" in app.screen.told.text
        await press("escape", "escape")
        assert isinstance(app.screen, ArchiveScreen), "Esc leads back to where the record was opened from"

        # Everything that was ever decided about housing.
        await press("f2", "f")
        keys += len("kind:decision hous")
        await type_words(pilot, "kind:decision hous")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen) and len(app.screen.answer.lines) == 2)
        assert "We ask about housing in every hearing" in shown() and "Housing letters" in shown()
        await press("down", "down", "enter")
        assert isinstance(app.screen, MinutesScreen) and "11 Sep 2024" in shown()
        await press("escape")
        assert app.screen.query_one("#words", Input).value == "kind:decision hous"

        # Open steps by person, and what is parked and waits for its return.
        await press("f2", "s")
        assert isinstance(app.screen, NextStepsScreen) and "by person" in shown() and "1 late" in shown()
        await press("f2", "l")
        assert isinstance(app.screen, ParkingLotScreen) and "→ no place yet" in shown()
        await press("a")
        assert "→ next agenda" in shown()
        await press("escape")
        assert isinstance(app.screen, TodayScreen)

        # The agenda begins with it.
        await press("e")
        assert isinstance(app.screen, PrepareScreen)
        await press("3")
        assert "pay equity survey" in shown() and "carried from Wed 9 Oct" in shown()
        assert opened.folder and keys <= 40, keys
        assert any(topic.text == "pay equity survey" for topic in app.screen.opened.meeting(meeting).topics)


async def test_an_item_that_comes_back_on_a_day_is_on_the_agenda_after_that_day(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, at(1, "12:00", 10))
    opened = make_group(workspace)
    hold(workspace, opened, 9, 10, ["~ bus fares", "~ a second hall"])
    set_clock(workspace, at(12, "9:00", 10))
    app = Around(workspace, ParkingLotScreen)
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        for words in ("10 nov", "20 nov"):
            await pilot.press("b")
            await put(pilot, words)
            await pilot.press("down")
        assert "comes back on Sun 10 Nov" in app.text and "comes back on Wed 20 Nov" in app.text
    set_clock(workspace, at(11, "9:00"))
    opened = workspace.open_group(opened.folder)
    meeting = planning.plan(workspace, opened, at(13, "14:00"))
    parked = [topic.text for topic in opened.meeting(meeting).topics if topic.entry is not None]
    first = next(one for one in opened.group.parked.values() if one.placed and one.placed.due.date.day == 10)
    assert parked == [first.text], "what comes back on the twentieth waits"


def _paper(app: Around) -> list[object]:
    from peer_tui.ui.widgets.minutes_paper import lay_out

    screen = app.screen
    assert isinstance(screen, MinutesScreen)
    return lay_out(screen.minutes, 80)  # type: ignore[return-value]
