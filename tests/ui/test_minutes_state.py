"""What stands above a record of minutes: the first gaps whole, the others counted, in as many lines as have room."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.services import planning, previewing
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.minutes_state import MinutesState
from tests.ui.around import at, hold, make_group, make_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 10))


@pytest.fixture
def opened(workspace: Workspace) -> OpenGroup:
    return make_group(workspace)


def state_of(workspace: Workspace, opened: OpenGroup, meeting: str) -> MinutesState:
    preview = previewing.preview_of(workspace, meeting)
    return MinutesState(workspace, opened, meeting, previewing.draw(opened, meeting, preview), preview)


def test_three_gaps_stand_whole_and_one_where_there_is_little_room(workspace: Workspace, opened: OpenGroup) -> None:
    meeting = hold(workspace, opened, 9, 10, [f"> write letter {n}" for n in range(1, 6)])
    state = state_of(workspace, opened, meeting)
    lines = state.look(60, short=False).plain.split("\n")
    count = int(lines[0].split()[0])
    assert count >= 5 and lines[0].startswith(f"{count} gaps: Next step 1 “write letter 1” is unclaimed.")
    assert lines[2] == f"  … and {count - 2} more: g shows them", "two are said, the others counted"
    short = state.look(60, short=True).plain.split("\n")
    assert short[0] == lines[0] and len(short) == len(lines) - 2
    assert all(len(line) <= 30 for line in state.look(30, short=False).plain.split("\n"))


def test_a_meeting_that_was_cancelled_has_nothing_to_look_at(workspace: Workspace, opened: OpenGroup) -> None:
    meeting = planning.plan(workspace, opened, at(13, "14:00"))
    planning.cancel(workspace, opened, opened.group.meetings[meeting])
    state = state_of(workspace, opened, meeting)
    assert state.review == "" and "no minutes to review" in state.look(60, short=False).plain


@pytest.mark.parametrize("hostile", ["[/] [bold]x", "\x1b[31mred \u202e", "x" * 10_000])
def test_what_people_wrote_is_said_in_its_lines(workspace: Workspace, opened: OpenGroup, hostile: str) -> None:
    meeting = hold(workspace, opened, 9, 10, [f"> {hostile}"])
    said = state_of(workspace, opened, meeting).look(60, short=False).plain
    assert "\x1b" not in said and all(len(line) <= 60 for line in said.split("\n"))
