"""A group that chose a clock of 24 hours reads no `pm` anywhere, whatever the person's own setting is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from peer_tui.services import choosing, planning
from peer_tui.ui.app import PeerApp
from peer_tui.ui.places import PLACES
from tests.ui.around import Around, at, hold, make_group, make_workspace, set_clock

HALF_OF_THE_DAY = re.compile(r"\d ?(am|pm)\b")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.word)
async def test_every_place_follows_the_groups_choice(tmp_path: Path, place: object) -> None:
    workspace = make_workspace(tmp_path, at(1, "12:00", 10))
    opened = make_group(workspace)
    hold(workspace, opened, 9, 10, ["! Meet monthly", "> write to the board @ana"])
    planning.plan(workspace, opened, at(13, "14:00"))
    deleted = planning.plan(workspace, opened, at(20, "16:00"))
    from peer_tui.services import deleting

    deleting.delete(workspace, opened, opened.group.meetings[deleted])
    choosing.choose(workspace, opened, "hours", "24")
    set_clock(workspace, at(12, "15:00"))
    app = Around(workspace, place.make(opened))  # type: ignore[attr-defined]
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.pause()
        assert not HALF_OF_THE_DAY.search(app.text), app.text


async def test_the_live_screen_follows_it_too(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, at(1, "12:00", 10))
    opened = make_group(workspace)
    meeting = planning.plan(workspace, opened, at(13, "14:00"))
    set_clock(workspace, at(13, "13:55"))
    texts = []
    for hours in ("12", "24"):
        choosing.choose(workspace, opened, "hours", hours)
        app = PeerApp(workspace, meeting)
        async with app.run_test(size=(100, 30), notifications=True) as pilot:
            await pilot.pause()
            await pilot.press(*"note one", "enter")
            await pilot.pause()
            texts.append("\n".join(strip.text for strip in app.screen._compositor.render_strips()))
    assert "1:55" in texts[0] and "13:55" not in texts[0]
    assert "13:55" in texts[1] and not HALF_OF_THE_DAY.search(texts[1]), texts[1]
