"""A decision with a day to be looked at again: in the register, on Today and on the next agenda (§3.7 c)."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.domain.events import MeetingId
from peer_tui.domain.topics import Topic
from peer_tui.services import decision_register, planning, prefilling
from peer_tui.services.goodbyes import confirm_end
from peer_tui.services.moving import go_next, open_doors
from peer_tui.services.problems import Problem
from peer_tui.services.session import LiveSession
from peer_tui.services.today import today_lines
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.decisions import DecisionsScreen
from tests.ui.around import Around, at, hold, make_group, make_workspace, set_clock


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 9))


def again_in(opened: OpenGroup, meeting: MeetingId) -> list[Topic]:
    """The topics of a meeting that are decisions to be looked at again."""
    return [topic for topic in opened.meeting(meeting).topics if topic.text.startswith("Look at it again")]


async def test_b_gives_a_decision_its_day_and_an_empty_line_takes_it_back(workspace: Workspace) -> None:
    opened = make_group(workspace)
    hold(workspace, opened, 9, 10, ["! Meet online only"])
    app = Around(workspace, DecisionsScreen(opened))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("b", *"yesterday", "enter")
        assert "still to come" in app.text or "no day" in app.text
        await pilot.press(*["backspace"] * 20, *"13 nov", "enter")
        await pilot.pause()
        assert "comes back Wed 13 Nov 2024" in app.text
        await pilot.press("b", *["backspace"] * 20, "enter")
        await pilot.pause()
        assert "comes back Wed" not in app.text and "does not come back" in app.text


def test_it_is_offered_for_the_next_agenda_and_stands_on_today_until_then(workspace: Workspace) -> None:
    opened = make_group(workspace)
    hold(workspace, opened, 9, 10, ["! Meet online only", "! Send letters"])
    line = next(one for one in decision_register.listed(workspace) if one.text == "Meet online only")
    decision_register.comes_back(workspace, opened, line, "12 nov")
    assert not [one for one in today_lines(workspace, [opened]) if one.kind == "decided"], "five weeks ahead"
    set_clock(workspace, at(8, "12:00"))
    (today,) = [one for one in today_lines(workspace, [opened]) if one.kind == "decided"]
    assert today.what == "Meet online only" and "decided on Wed 9 Oct 2024" in today.more[0]
    meeting = planning.plan(workspace, opened, at(13, "14:00"))
    (topic,) = again_in(opened, meeting)
    assert topic.text == "Look at it again: Meet online only" and topic.entry == line.entry
    assert prefilling.refresh_topics(workspace, opened, meeting) == [], "it comes once"
    set_clock(workspace, at(14, "12:00"))
    (today,) = [one for one in today_lines(workspace, [opened]) if one.kind == "decided"]
    session = LiveSession(workspace, opened, meeting)
    open_doors(session)
    for _ in opened.meeting(meeting).blocks:
        go_next(session)
    confirm_end(session)
    assert not [one for one in today_lines(workspace, [opened]) if one.kind == "decided"], "it was on that agenda"
    set_clock(workspace, at(16, "12:00"))
    later = planning.plan(workspace, opened, at(11, "14:00", 12))
    assert not again_in(opened, later), "it does not come on every agenda from then on"


def test_one_that_was_replaced_does_not_come_back(workspace: Workspace) -> None:
    opened = make_group(workspace)
    hold(workspace, opened, 9, 10, ["! Meet online only"])
    (old,) = decision_register.listed(workspace)
    decision_register.comes_back(workspace, opened, old, "12 nov")
    set_clock(workspace, at(20, "12:00", 10))
    hold(workspace, opened, 21, 10, ["! Meet in the hall"])
    new = next(one for one in decision_register.listed(workspace) if one.text == "Meet in the hall")
    decision_register.replace(workspace, opened, old, new)
    set_clock(workspace, at(12, "12:00"))
    assert not [one for one in today_lines(workspace, [opened]) if one.kind == "decided"]
    assert not again_in(opened, planning.plan(workspace, opened, at(13, "14:00")))
    with pytest.raises(Problem, match="let that one come back"):
        decision_register.comes_back(workspace, opened, old, "1 dec")
    assert "replaced by" in decision_register.listed(workspace)[1].became


def test_the_day_survives_a_restart_and_the_index(workspace: Workspace, tmp_path: Path) -> None:
    opened = make_group(workspace)
    hold(workspace, opened, 9, 10, ["! Meet online only"])
    (line,) = decision_register.listed(workspace)
    decision_register.comes_back(workspace, opened, line, "in 6 months")
    workspace.indexing.sweep()
    again = make_workspace(tmp_path, at(10, "12:00", 10))
    (line,) = decision_register.listed(again)
    assert line.back_on is not None and (line.back_on.year, line.back_on.month) == (2025, 4)
    assert line.became == " · comes back 2025-04-09"
