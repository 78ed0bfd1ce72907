"""Journey (c) of `product.md` §3.7: a facilitator looks at the next meeting, prepares it, and sends the agenda."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.services import planning, rota
from peer_tui.services.choosing import choose
from peer_tui.services.workspace import Workspace
from peer_tui.ui.screens.prepare import PrepareScreen
from peer_tui.ui.screens.today import TodayScreen
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace, set_clock, type_words

LINK = "https://zoom.example/j/987"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 10))


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_from_today_to_both_agendas_in_about_forty_keys(workspace: Workspace, size: tuple[int, int]) -> None:
    opened = make_group(workspace)
    choose(workspace, opened, "link", LINK)
    people = {person.name: person.id for person in opened.group.everybody}
    rota.set_rota(workspace, opened, "facilitator", [people["Mei Tan"], people["Bo Chen"]])
    meeting = planning.plan(workspace, opened, at(13, "14:00"))
    hold(workspace, opened, 9, 10, [*LAST_TIME, "/place 1 next agenda"])
    hold(workspace, opened, 16, 10, ["nothing new about the letter"])
    hold(workspace, opened, 30, 10, ["nothing new about it again"])
    set_clock(workspace, at(7, "10:00"))
    keys = 0
    app = Around(workspace, TodayScreen)

    async def press(*names: str) -> None:
        nonlocal keys
        keys += len(names)
        await pilot.press(*names)
        await pilot.pause()

    def shown() -> str:
        return " ".join(app.text.replace("│", " ").split())

    def copied() -> str:
        return (workspace.places.exports / "last-copy.txt").read_text()

    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert "in 6 days" in shown()
        await press("e")
        assert isinstance(app.screen, PrepareScreen)

        # What was carried twice stands among the topics, each with where it came from.
        await press("3")
        assert "draft a letter · next step 2 · carried 2× · carried from Wed 9 Oct 2024" in shown()
        await press("a")
        await type_words(pilot, "Retreat 8 min")
        await press("enter")

        # The lead is asked, and answers.
        await press("2", "k")
        await pilot.pause(0.3)
        assert "Hello Ana Ruiz," in copied()
        await press("i")
        await type_words(pilot, "hearing moved")
        await press("enter", "enter")
        assert "1 of 2 collected" in shown()

        # Who facilitates, and a minute less for the priorities.
        await press("4", "y")
        assert "Facilitator Mei" in shown()
        await press("1", "down", "down", "down", "minus")
        assert "60 of 60 min" in shown() and "flex 14 min" in shown()

        # Both agendas go out.
        await press("5", "c")
        await pilot.pause(0.3)
        assert LINK in copied() and "Retreat (8 min)" in copied() and "Facilitator: Mei Tan" in copied()
        await press("down", "c")
        await pilot.pause(0.3)
        assert LINK not in copied() and "Retreat (8 min)" in copied() and "Ana Ruiz" not in copied()
        await press("escape")
        assert isinstance(app.screen, TodayScreen)
    assert keys <= 40
    known = workspace.open_group(opened.folder)
    assert known.group.meetings[meeting].sent == ("members", "public")
    assert [topic.text for topic in known.meeting(meeting).topics][-1] == "Retreat"
