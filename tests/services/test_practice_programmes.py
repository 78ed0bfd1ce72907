"""The practice libraries with a programme half-way through: what each comes to on the day at hand."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from peer_tui.domain.programmes.standing import Standing
from peer_tui.services import practice
from peer_tui.services.clock import ManualClock
from peer_tui.services.opened import OpenGroup
from peer_tui.services.practice import next_start, practice_workspace
from peer_tui.services.practising_programmes import PROGRAMMES, make_programme_practice
from peer_tui.services.programmes import meetings, running
from peer_tui.services.programmes.standing import where_it_stands
from peer_tui.services.today import today_lines
from peer_tui.services.workspace import Workspace
from tests.plain.meetings import open_workspace

DAYS = (
    dt.datetime(2026, 4, 27, 14, tzinfo=dt.UTC),
    dt.datetime(2028, 2, 29, 23, 55, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 1, 6, 30, tzinfo=dt.UTC),
)
"""An ordinary one, a leap day shortly before midnight, and the hour that comes twice."""


def made(tmp_path: Path, key: str, at_hand: dt.datetime) -> tuple[Workspace, OpenGroup, str, Standing]:
    workspace = open_workspace(tmp_path, at_hand - dt.timedelta(minutes=5))
    meeting = make_programme_practice(workspace, key, at_hand)
    (opened,) = workspace.open_groups()
    (run,) = running.runs(opened)
    return workspace, opened, meeting, where_it_stands(workspace, opened, run)


@pytest.mark.parametrize("at_hand", DAYS, ids=["ordinary", "leap", "twice"])
@pytest.mark.parametrize("key", PROGRAMMES)
def test_each_is_half_way_through_with_a_meeting_about_to_begin(tmp_path: Path, key: str, at_hand: dt.datetime) -> None:
    workspace, opened, meeting, found = made(tmp_path, key, at_hand)
    done, every = found.counts
    assert 0 < done < every and found.due, "there is something to do this week"
    assert any(one.done for one in found.stages) or any(one.missing for one in found.stages)
    assert not found.warnings
    held = opened.group.meetings[meeting]
    assert (held.starts, held.state) == (at_hand, "planned")
    belongs = meetings.programme_of(opened, meeting)
    assert belongs is not None and belongs[1].key == key
    lines = today_lines(workspace, [opened])
    assert lines[0].kind == "next" and any(line.kind == "programme" for line in lines)
    assert opened.problems == ()
    workspace.close()


def test_the_peer_match_stands_before_its_first_day(tmp_path: Path) -> None:
    workspace, opened, _, found = made(tmp_path, "peer-match", DAYS[0])
    assert found.counts == (14, 21)
    assert [one.item.key for one in found.due] == ["packet-materials", "collect-evaluations", "honoraria"]
    assert [one.done for one in found.stages][:2] == [False, True]
    (run,) = running.runs(opened)
    assert len(run.standing_rows("team")) == 5 and "logistics" in run.sent
    workspace.close()


def test_the_training_lacks_who_administers_one_issue(tmp_path: Path) -> None:
    workspace, opened, _, found = made(tmp_path, "peer-training", DAYS[0])
    assert found.stages[0].missing and "administers" in found.stages[0].missing[0]
    assert found.hours_words == "1 h 53 of 6–8 h"
    (run,) = running.runs(opened)
    assert len(run.evaluations) == 6 and {one.occasion for one in run.evaluations} == {"before"}
    workspace.close()


def test_the_learning_group_has_assignments_and_readings(tmp_path: Path) -> None:
    workspace, opened, _, _ = made(tmp_path, "peer-learning", DAYS[0])
    (run,) = running.runs(opened)
    assert len(opened.group.open_steps) == 3 and len(run.standing_rows("readings")) == 3
    assert all(row.texts["of"] == run.standing_rows("measures")[0].id for row in run.standing_rows("readings"))
    workspace.close()


def test_the_workshop_proposes_the_topics_nobody_wrote_about(tmp_path: Path) -> None:
    workspace, opened, meeting, _ = made(tmp_path, "career-workshop", DAYS[0])
    topics = [topic.text for topic in opened.meeting(meeting).topics]
    assert "Disclosure" in topics and len(topics) == 6
    workspace.close()


def test_the_library_is_deleted_and_one_kind_is_not_gone_on_with_as_another(tmp_path: Path) -> None:
    clock = ManualClock(DAYS[0])
    with practice_workspace(clock, threaded=False, programme="peer-match") as (workspace, opened, meeting):
        home = workspace.places.library.parent
        assert opened.glance.name == "Lakeside Family Partners"
        assert opened.group.meetings[meeting].starts == next_start(DAYS[0])
        assert home.name.startswith("peer-tui-practice-peer-match-")
        assert home in practice._left_over("peer-match")
        assert home not in practice._left_over("") and home not in practice._left_over("peer-learning")
    assert not home.exists()


@pytest.mark.parametrize("key", PROGRAMMES)
def test_in_plain_mode_its_meeting_is_run_at_once(tmp_path: Path, key: str) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "peer_tui", "demo", "--plain", "--programme", key, "--now", "2026-04-27T14:00:00Z"],
        input="/next\na line\n/end\n/end\n",
        env={**os.environ, "PEER_TUI_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert "Agenda" in told.stdout and "Ended" in told.stdout and told.stderr == ""
    assert not list(tmp_path.rglob("*.json")), "nothing of it touches the library"


def test_on_the_screen_its_place_is_opened_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    from peer_tui.commands import running as command
    from peer_tui.commands.group import commands
    from peer_tui.ui import app

    seen: list[tuple[object, ...]] = []

    def on_screen(workspace: Workspace, start: None, practice: bool, programme: tuple[OpenGroup, str]) -> int:
        seen.append((start, practice, running.run_of(*programme).key))
        return 0

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(command, "need_terminal", lambda: None)
    monkeypatch.setattr(app, "run_app", on_screen)
    arguments = ["demo", "--programme", "career-workshop", "--now", "2026-04-27T14:00:00Z"]
    with pytest.raises(SystemExit) as left:
        commands.main(arguments, prog_name="peer-tui")
    assert left.value.code == 0 and seen == [(None, True, "career-workshop")]
    assert not list(tmp_path.iterdir())
