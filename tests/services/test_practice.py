"""The practice library: what it comes to on the day at hand, and that nothing of it touches anything else."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from pathlib import Path

import pytest

from peer_tui.domain.wall_time import local_date
from peer_tui.services.clock import ManualClock, SystemClock
from peer_tui.services.moving import open_doors
from peer_tui.services.practice import make_practice, next_start, practice_workspace
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup
from tests.plain.meetings import STARTS, open_workspace


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> OpenGroup:
    workspace = open_workspace(tmp_path_factory.mktemp("practice"), STARTS - dt.timedelta(minutes=10))
    make_practice(workspace, STARTS)
    (group,) = workspace.open_groups()
    workspace.close()
    return group


def test_it_has_eighteen_people_five_priorities_and_four_meetings(opened: OpenGroup) -> None:
    group = opened.group
    assert len(group.everybody) == 18
    assert [person.name for person in group.everybody if person.alias] == ["林小雨"]
    assert len(group.active_priorities) == 5
    assert all(priority.lead and priority.updates for priority in group.active_priorities)
    meetings = sorted(group.meetings.values(), key=lambda held: held.starts)
    assert [held.state for held in meetings] == ["ended", "ended", "ended", "planned"]
    assert [held.approved for held in meetings] == ["as distributed", "as distributed", "", ""]
    assert list(group.series.values()) == ["Coalition meetings"]
    assert opened.problems == ()


def test_its_next_steps_and_its_agreement(opened: OpenGroup) -> None:
    group, today = opened.group, local_date(STARTS, opened.group.zone)
    due = {step.number: (group.due_on(step) or today) - today for step in group.open_steps}
    assert {number: days.days for number, days in due.items()} == {1: 7, 4: 0, 5: 21, 6: -12}
    assert {step.number: step.carried for step in group.open_steps} == {1: 2, 4: 0, 5: 0, 6: 0}
    assert all(step.accepted for step in group.open_steps)
    assert group.agreement.version == 3


def test_no_block_was_left_out_and_what_waits_is_on_the_agenda(opened: OpenGroup) -> None:
    for held in opened.group.meetings.values():
        assert held.skipped == ()
    planned = next(held for held in opened.group.meetings.values() if held.state == "planned")
    assert [topic.text for topic in opened.meeting(planned.id).topics] == [
        "Pay equity survey: who would run it?",
        "gather sample job descriptions from five sites",
    ], "what is due back, and the next step that was carried twice"
    assert opened.group.previous(planned.id) is not None


def test_it_is_the_same_story_on_any_day(tmp_path: Path) -> None:
    at_hand = dt.datetime(2027, 3, 16, 3, 55, tzinfo=dt.UTC)  # 11:55 pm the day before, two days after a clock change
    workspace = open_workspace(tmp_path, at_hand - dt.timedelta(minutes=5))
    began = time.perf_counter()
    meeting = make_practice(workspace, at_hand)
    assert time.perf_counter() - began < 10, "it is made while somebody waits"
    opened, held = workspace.find_meeting(meeting)
    assert (held.starts, held.state, held.title) == (at_hand, "planned", "Coalition meeting")
    assert sorted(step.number for step in opened.group.open_steps) == [1, 4, 5, 6]
    workspace.close()


def test_the_demo_begins_within_five_minutes_and_leaves_nothing_behind() -> None:
    now = dt.datetime(2026, 11, 21, 22, 13, 7, tzinfo=dt.UTC)
    assert next_start(now) == dt.datetime(2026, 11, 21, 22, 15, tzinfo=dt.UTC)
    assert next_start(dt.datetime(2026, 11, 21, 22, 14, 1, tzinfo=dt.UTC)) == next_start(next_start(now))
    assert next_start(next_start(now)) == dt.datetime(2026, 11, 21, 22, 20, tzinfo=dt.UTC)
    with practice_workspace(ManualClock(now), threaded=False) as (workspace, opened, meeting):
        home = workspace.places.library.parent
        assert opened.group.meetings[meeting].starts == next_start(now)
        assert {workspace.places.state.parent, workspace.places.exports.parent} == {home}
        assert home.exists()
    assert not home.exists()


def test_a_practice_library_that_was_cut_short_while_it_was_made_is_not_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from peer_tui.services import goodbyes, practice

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    now = SystemClock().now()
    with monkeypatch.context() as patch:
        patch.setattr(goodbyes, "confirm_end", lambda session: session.workspace.saver.flush() and 1 / 0)
        with pytest.raises(ZeroDivisionError):
            practice._begun(ManualClock(now), False)
    (half,) = tmp_path.iterdir()
    with practice_workspace(ManualClock(now), threaded=False, resume=True) as (_, opened, meeting):
        assert opened.group.meetings[meeting].state == "planned"
        assert opened.group.meetings[meeting].starts == next_start(now)
    assert list(tmp_path.iterdir()) == [half]


def test_one_that_was_cut_short_soon_after_the_doors_opened_is_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its index was read before the meeting began, and was not swept again."""
    from peer_tui.services import practice

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    now = SystemClock().now()
    workspace = practice._begun(ManualClock(now), True)
    workspace.index.refresh(now_ns=2**62)
    (group,) = workspace.open_groups()
    meeting = max(group.glance.meetings.values(), key=lambda held: held.starts).id
    session = LiveSession(workspace, group, meeting)
    open_doors(session)
    session.enter("! Housing comes first")
    workspace.saver.flush()
    workspace.close()
    with practice_workspace(ManualClock(now), resume=True) as (again, opened, resumed):
        assert again.places.library == workspace.places.library and resumed == meeting
        assert opened.meeting(meeting).state == "doors open"
        assert opened.glance.meetings[meeting].state == "unfinished", "and Today says so at once"


def test_after_a_fault_the_practice_library_is_kept_and_named() -> None:
    homes: list[Path] = []

    def break_off() -> None:
        with practice_workspace(ManualClock(STARTS), threaded=False) as (workspace, _, _):
            homes.append(workspace.places.library.parent)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as fault:
        break_off()
    (home,) = homes
    assert home.exists()
    assert str(home) in fault.value.__notes__[0]
    shutil.rmtree(home)


def test_a_practice_library_with_a_fresh_fault_report_is_kept() -> None:
    from peer_tui.services.faults import keep_report

    with practice_workspace(ManualClock(STARTS), threaded=False) as (workspace, _, _):
        home = workspace.places.library.parent
        report = keep_report(ZeroDivisionError(), workspace.places.state)
    assert report is not None and report.is_file() and home in report.parents
    shutil.rmtree(home)


def test_a_practice_meeting_ended_by_a_signal_is_kept_and_one_left_is_not() -> None:
    homes: list[Path] = []

    def leave(code: int) -> None:
        with practice_workspace(ManualClock(STARTS), threaded=False) as (workspace, _, _):
            homes.append(workspace.places.library.parent)
            raise SystemExit(code)

    for code, kept in ((129, True), (143, True), (0, False), (1, False)):
        with pytest.raises(SystemExit):
            leave(code)
        assert homes[-1].exists() is kept, code
        shutil.rmtree(homes[-1], ignore_errors=True)
