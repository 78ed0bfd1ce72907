"""What programmes want done this week, on Today; and that a group without one pays nothing for it."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from peer_tui.domain.events import ProgrammeId
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.opened import OpenGroup
from peer_tui.services.programmes import checklist, running, starting
from peer_tui.services.today import SECTIONS, TodayLine, today_lines
from peer_tui.services.today.programmes import due
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.conftest import places_in

ASSIGNED = dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC)
DAYS = {"assignment": dt.date(2026, 3, 2), "first": dt.date(2026, 4, 27), "last": dt.date(2026, 4, 28)}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace(places_in(tmp_path), ManualClock(ASSIGNED), Settings(), threaded=False)
    yield made
    made.close()


@pytest.fixture
def opened(workspace: Workspace) -> OpenGroup:
    return planning.new_group(workspace, "Harbor Peer Coalition", "blank", "America/New_York", "Ana Ruiz")


@pytest.fixture
def run(workspace: Workspace, opened: OpenGroup) -> ProgrammeId:
    return starting.start(workspace, opened, "peer-match", "Harbor and [/] Lake", DAYS)


def on(workspace: Workspace, opened: OpenGroup, day: str) -> list[TodayLine]:
    workspace.clock.set(dt.datetime.fromisoformat(f"{day}T15:00:00+00:00"))  # type: ignore[attr-defined]
    return [line for line in today_lines(workspace, [opened]) if line.kind == "programme"]


def test_a_few_lines_of_each_programme_the_most_urgent_first(
    workspace: Workspace, opened: OpenGroup, run: ProgrammeId
) -> None:
    lines = on(workspace, opened, "2026-03-10")
    assert [line.urgent for line in lines] == [True, True, True]
    assert lines[0].more == ("OVERDUE, by 9 Mar · Harbor and [/] Lake",)
    assert lines[-1].more == ("OVERDUE, by 9 Mar · Harbor and [/] Lake · and 4 more this week",)
    assert {(line.enter, line.programme) for line in lines} == {("programme", run)}
    assert len({line.key for line in lines}) == 3 and "programme" in SECTIONS


def test_what_is_ticked_goes_and_what_is_due_later_waits(
    workspace: Workspace, opened: OpenGroup, run: ProgrammeId
) -> None:
    for item in running.need_definition(running.run_of(opened, run)).items[:7]:
        checklist.mark(workspace, opened, running.run_of(opened, run), item.key, "done")
    assert on(workspace, opened, "2026-03-10") == []
    (first, *_) = on(workspace, opened, "2026-03-30")
    assert first.more[0].startswith("now, 30 Mar – 6 Apr · ") and not first.urgent


def test_each_line_says_what_enter_opens_the_form_the_report_or_the_line_itself(
    workspace: Workspace, opened: OpenGroup, run: ProgrammeId
) -> None:
    items = {item.key: item for item in running.need_definition(running.run_of(opened, run)).items}
    found: dict[str, TodayLine] = {}
    for day in ("2026-03-02", "2026-03-16", "2026-03-30", "2026-04-20", "2026-04-28", "2026-05-12", "2026-05-26"):
        for line in on(workspace, opened, day):
            found[line.part.removeprefix("item:")] = line
            checklist.mark(workspace, opened, running.run_of(opened, run), line.part.removeprefix("item:"), "done")
    assert set(found) <= set(items)
    for key, line in found.items():
        about = items[key]
        wanted = "form" if about.form else "report" if about.report else "meetings" if about.meeting else "checklist"
        assert wanted in line.does, line
    assert {line.does for line in found.values()} == {
        "opens the form", "opens the report", "opens its meetings", "opens the checklist",
    }  # fmt: skip


def test_two_reminders_of_one_programme_are_two_lines(
    workspace: Workspace, opened: OpenGroup, monkeypatch: pytest.MonkeyPatch
) -> None:
    starting.start(workspace, opened, "peer-match", "Ridge")
    monkeypatch.setattr("peer_tui.domain.programmes.warnings.reassess", lambda *_: "It is time to look again.")
    lines = on(workspace, opened, "2026-03-02")
    assert [line.part for line in lines] == ["days", "forms"]
    assert len({line.key for line in lines}) == 2


def test_a_closed_programme_wants_nothing(workspace: Workspace, opened: OpenGroup, run: ProgrammeId) -> None:
    starting.close(workspace, opened, running.run_of(opened, run))
    assert on(workspace, opened, "2026-03-10") == []


def test_the_group_is_named_where_there_are_several(workspace: Workspace, opened: OpenGroup, run: ProgrammeId) -> None:
    other = planning.new_group(workspace, "Lake", "blank", "UTC", "Bo Chen")
    assert due(workspace, [opened, other])[0].more[0].endswith("Harbor and [/] Lake · Harbor Peer Coalition")


def test_what_is_overdue_in_any_programme_comes_first(
    workspace: Workspace, opened: OpenGroup, run: ProgrammeId
) -> None:
    """The newest programme stands first among its group's, but its lines are not overdue."""
    workspace.clock.set(dt.datetime(2026, 3, 10, 15, tzinfo=dt.UTC))  # type: ignore[attr-defined]
    starting.start(workspace, opened, "peer-match", "Ridge", {"assignment": dt.date(2026, 3, 9)})
    lines = on(workspace, opened, "2026-03-10")
    assert [line.urgent for line in lines] == [True] * 3 + [False] * 3


def test_a_reminder_to_look_again_at_what_was_written(workspace: Workspace, opened: OpenGroup) -> None:
    starting.start(workspace, opened, "peer-learning", "Ridge", {"first": dt.date(2026, 1, 5)})
    plan = next(run for run in running.runs(opened) if run.title == "Ridge")
    for item in running.need_definition(plan).items:
        checklist.mark(workspace, opened, running.run_of(opened, plan.id), item.key, "done")
    assert on(workspace, opened, "2026-06-01") == []
    (line,) = on(workspace, opened, "2026-06-02")
    assert "look again" in line.what and line.more == ("Ridge",)


def test_a_programme_none_of_whose_days_is_known_says_so_until_one_is(workspace: Workspace, opened: OpenGroup) -> None:
    made = starting.start(workspace, opened, "peer-match", "Ridge")
    (line,) = on(workspace, opened, "2026-03-02")
    assert line.what == "None of its days is set yet, so nothing is due." and line.more == ("Ridge",)
    assert not line.urgent and line.programme == made
    starting.set_day(workspace, opened, running.run_of(opened, made), "last", dt.date(2026, 9, 1))
    assert on(workspace, opened, "2026-03-02") == []


def test_a_programme_whose_file_is_gone_is_said(
    workspace: Workspace, opened: OpenGroup, run: ProgrammeId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("peer_tui.services.programmes.files._files", dict)
    (line,) = due(workspace, [opened])
    assert "peer-match" in line.what and "is safe" in line.what and line.urgent


def test_only_the_glance_is_read_of_a_group_from_the_index(
    workspace: Workspace, opened: OpenGroup, run: ProgrammeId, tmp_path: Path
) -> None:
    """The first page needs the group's own log and the file, not the whole group."""
    workspace.saver.flush()
    again = Workspace(places_in(tmp_path), workspace.clock, Settings(), threaded=False)
    assert again.index.refresh(now_ns=2**62).finished
    (group,) = again.open_groups()
    assert group.is_glanced and group.glance.programmes == {run: True}
    assert due(again, [group]) and group.is_glanced
    again.close()


def test_a_group_without_a_programme_costs_nothing(workspace: Workspace, opened: OpenGroup) -> None:
    groups = [opened] * 50
    due(workspace, groups)
    best = min(_timed(workspace, groups) for _ in range(20))
    assert best < 0.001, f"{best * 1000:.3f} ms for fifty groups"


def _timed(workspace: Workspace, groups: list[OpenGroup]) -> float:
    begun = time.perf_counter()
    assert due(workspace, groups) == []
    return time.perf_counter() - begun


def test_today_imports_nothing_of_programmes_by_itself() -> None:
    import subprocess

    code = "import sys, peer_tui.services.today as t; print([m for m in sys.modules if '.programmes.' in m])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "[]"
