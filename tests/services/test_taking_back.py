"""Acts taken back: what was recorded since a moment, act by act, each in the shard it lies in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.services import planning
from peer_tui.services.taking_back import acts_since, recorded, take_back
from peer_tui.services.workspace import OpenGroup, Workspace
from tests.ui.around import at, make_group, make_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00"))


@pytest.fixture
def opened(workspace: Workspace) -> OpenGroup:
    return make_group(workspace)


def test_what_was_recorded_since_is_told_act_by_act(workspace: Workspace, opened: OpenGroup) -> None:
    meeting = planning.plan(workspace, opened, at(13, "14:00"))
    held = opened.group.meetings[meeting]
    before = recorded(opened, "", meeting)
    assert acts_since(opened, before) == [] and before[""] > 1 and before[meeting] >= 1
    planning.add_priority(workspace, opened, "Housing")
    planning.move(workspace, opened, held, held.starts + dt.timedelta(days=1), 60)
    acts = acts_since(opened, before)
    assert [where for where, _ in acts] == ["", meeting]
    assert [priority.name for priority in opened.group.active_priorities] == ["Legislation", "Training", "Housing"]
    assert all(take_back(workspace, opened, act, where) for where, act in acts)
    assert not any(take_back(workspace, opened, act, where) for where, act in acts), "a second time"
    assert opened.group.meetings[meeting].starts == held.starts
    assert [priority.name for priority in opened.group.active_priorities] == ["Legislation", "Training"]


def test_several_facts_of_one_act_are_one_act(workspace: Workspace, opened: OpenGroup) -> None:
    before = recorded(opened, "")
    bodies = [event for event in opened.events[""] if type(event).__name__ == "PersonAdded"][:2]
    made = workspace.record(opened, "", bodies)
    assert len(made) == 2 and acts_since(opened, before) == [("", made[0].id)]


def test_a_shard_that_was_not_asked_for_is_not_told(workspace: Workspace, opened: OpenGroup) -> None:
    meeting = planning.plan(workspace, opened, at(13, "14:00"))
    before = recorded(opened, meeting)
    planning.add_priority(workspace, opened, "Housing")
    assert acts_since(opened, before) == []
