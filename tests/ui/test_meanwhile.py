"""What others write while Prepare or the minutes are open: it is taken in, and nothing of theirs is written over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from peer_tui.domain import agenda
from peer_tui.domain.events import MeetingId
from peer_tui.services import approving, line_editing, planning
from peer_tui.services.deleting import delete
from peer_tui.services.minutes_lines import lines_of
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.minutes_lines import MinutesLinesScreen
from peer_tui.ui.screens.prepare import PrepareScreen
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace, set_clock


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = make_workspace(tmp_path, at(1, "12:00", 9))
    opened = make_group(made)
    hold(made, opened, 9, 10, LAST_TIME)
    planning.plan(made, opened, at(13, "14:00"))
    set_clock(made, at(12, "9:00"))
    return made


@pytest.fixture
def other(workspace: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """The same library in another window."""
    made = make_workspace(tmp_path, at(12, "9:01"))
    yield made
    made.close()


def meetings(workspace: Workspace) -> tuple[OpenGroup, MeetingId, MeetingId]:
    """The group, the meeting that was held, and the one that is planned."""
    [opened] = workspace.open_groups()
    held, planned = opened.group.shown
    return opened, held.id, planned.id


async def test_blocks_that_another_window_added_are_not_written_over(workspace: Workspace, other: Workspace) -> None:
    opened, _, planned = meetings(workspace)
    app = Around(workspace, PrepareScreen(opened, planned))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        theirs, _, _ = meetings(other)
        blocks = agenda.add(theirs.meeting(planned).blocks, "Guest talk", 5, "welcome")
        planning.set_agenda(other, theirs, planned, blocks)
        app.ticker.tick()
        await pilot.pause()
        assert "Guest talk" in app.text and "Somebody else changed this meeting" in app.text
        await pilot.press("plus")
        await pilot.pause()
        assert "Guest talk" in [block.title for block in workspace.open_group(opened.folder).meeting(planned).blocks]


async def test_own_changes_are_not_said_to_be_somebody_elses(workspace: Workspace) -> None:
    opened, _, planned = meetings(workspace)
    app = Around(workspace, PrepareScreen(opened, planned))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("plus")
        app.ticker.tick()
        await pilot.pause()
        assert "one minute more" in app.text and "Somebody else" not in app.text


@pytest.mark.parametrize("what", ["cancelled", "deleted"])
async def test_a_meeting_that_is_gone_meanwhile_is_said_to_be(
    workspace: Workspace, other: Workspace, what: str
) -> None:
    opened, _, planned = meetings(workspace)
    app = Around(workspace, PrepareScreen(opened, planned))
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await pilot.pause()
        theirs, _, _ = meetings(other)
        gone = planning.cancel if what == "cancelled" else delete
        gone(other, theirs, theirs.group.meetings[planned])
        app.ticker.tick()
        await pilot.pause()
        assert f"This meeting was {what}" in " ".join(app.text.split())


async def test_an_open_question_is_not_disturbed(workspace: Workspace, other: Workspace) -> None:
    opened, _, planned = meetings(workspace)
    app = Around(workspace, PrepareScreen(opened, planned))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("a", *"Break")
        theirs, _, _ = meetings(other)
        planning.set_agenda(other, theirs, planned, agenda.add(theirs.meeting(planned).blocks, "Guest talk", 5))
        app.ticker.tick()
        await pilot.press(*" 7", "enter")
        await pilot.pause()
        app.ticker.tick()
        await pilot.pause()
        titles = [block.title for block in workspace.open_group(opened.folder).meeting(planned).blocks]
        assert "Break" in titles and "Guest talk" in titles


async def test_a_correction_and_an_approval_elsewhere_show_on_the_minutes(
    workspace: Workspace, other: Workspace
) -> None:
    opened, held, _ = meetings(workspace)
    app = Around(workspace, MinutesScreen(opened, held))
    async with app.run_test(size=(80, 40), notifications=True) as pilot:
        await pilot.pause()
        theirs, _, _ = meetings(other)
        decision = next(one.entry for one in lines_of(other, theirs, held) if one.label == "DECISION 1")
        line_editing.reword(other, theirs, held, decision, "We write it together")
        app.ticker.tick()
        await pilot.pause()
        assert "We write it together" in app.text and "These minutes were changed" in app.text
        approving.approve(other, theirs, held, approving.Decided(other.now()))
        app.ticker.tick()
        await pilot.pause()
        assert "Approved as distributed" in app.text and "were approved in another window" in app.text


async def test_lines_of_minutes_approved_elsewhere_are_amended_and_no_longer_corrected(
    workspace: Workspace, other: Workspace
) -> None:
    opened, held, _ = meetings(workspace)
    app = Around(workspace, MinutesLinesScreen(opened, held))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert "Enter wording" in app.text
        theirs, _, _ = meetings(other)
        approving.approve(other, theirs, held, approving.Decided(other.now()))
        app.ticker.tick()
        await pilot.pause()
        assert "Enter amend" in app.text
