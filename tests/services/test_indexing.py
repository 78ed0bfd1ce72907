"""The sweep that keeps the index up to date, and a library that is read for the first time."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from peer_tui.services import indexing, opening, planning
from peer_tui.services.opening import SMALL, is_small
from peer_tui.services.session import LiveSession
from peer_tui.services.today import today_lines
from peer_tui.services.workspace import Workspace
from peer_tui.store.index import Index
from peer_tui.store.shards import Shard, ShardReading
from tests.services.libraries import PEOPLE, invent, opened_at

NOW = dt.datetime(2024, 3, 5, 19, 0, tzinfo=dt.UTC)


def until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def large(home: Path, meetings: int = SMALL + 4) -> None:
    """A library with more meetings than are read at once."""
    workspace = opened_at(home, NOW)
    opened = planning.new_group(workspace, "Harbor", "mapwc", "America/New_York", PEOPLE)
    for number in range(meetings):
        planning.plan(workspace, opened, NOW + dt.timedelta(days=number, hours=1), title=f"Meeting {number}")
    workspace.close()
    for log in home.rglob("*.json*"):
        # Written long ago: a log that changed within the last seconds is read again by every sweep.
        os.utime(log, (NOW.timestamp(), NOW.timestamp()))


def watch_reading(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The shards that are read from now on."""
    read: list[object] = []
    real = workspace.library.read

    def watched(shard: Shard, *more: Any) -> ShardReading:
        read.append(shard)
        return real(shard, *more)

    monkeypatch.setattr(workspace.library, "read", watched)
    return read


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("large")
    large(home)
    return home


@pytest.fixture
def home(many: Path, tmp_path: Path) -> Path:
    """A large library without an index."""
    shutil.copytree(many / "library", tmp_path / "library")
    return tmp_path


def test_a_small_library_is_read_and_leaves_no_index(tmp_path: Path) -> None:
    now = invent(tmp_path, 1)
    workspace = opened_at(tmp_path, now)
    assert is_small(workspace) and workspace.open_groups() and today_lines(workspace, workspace.open_groups())
    assert workspace.index.state == "absent" and not workspace.places.cache.exists()
    workspace.close()


def test_a_command_brings_the_index_of_a_large_library_up_to_date_and_says_how_far_it_is(home: Path) -> None:
    workspace = opened_at(home, NOW)
    told: list[tuple[int, int]] = []
    workspace.waiting = lambda: _Telling(told)  # type: ignore[assignment, return-value]
    (opened,) = workspace.open_groups()
    assert workspace.index.state == "ready" and len(opened.group.meetings) == SMALL + 4
    assert told[-1] == (SMALL + 5, SMALL + 5)
    workspace.close()


class _Telling:
    def __init__(self, told: list[tuple[int, int]]) -> None:
        self._told = told

    def __enter__(self) -> Callable[[int, int], None]:
        return lambda read, of: self._told.append((read, of))

    def __exit__(self, *_: object) -> None:
        return None


def test_while_another_run_holds_the_index_a_command_reads_the_files(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, workspace = opened_at(home, NOW), opened_at(home, NOW)
    held = holder.index._opened()
    assert held is not None and held.take()
    (opened,) = workspace.open_groups()
    assert workspace.index.state == "absent" and len(opened.group.meetings) == SMALL + 4
    held.release()
    workspace.close()
    holder.close()


def test_the_screens_do_not_wait_for_a_large_library(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screens = opened_at(home, NOW, screens=True)
    read = watch_reading(screens, monkeypatch)
    (opened,) = screens.open_groups()
    assert len(read) == 1 and opened.glance.name == "Harbor" and opened.is_glanced
    assert indexing.is_first_reading(screens)
    # A meeting can be held meanwhile: its group alone is read.
    session = LiveSession(screens, opened, next(iter(opened.group.meetings)))
    assert session.enter("said while the library was being read").done and len(read) > SMALL
    screens.close()


def test_the_sweep_in_the_background_builds_the_index_and_tells(home: Path) -> None:
    screens = opened_at(home, NOW, screens=True)
    screens.open_groups()
    assert screens.index.state == "absent", "nothing is swept before it is started"
    screens.indexing.start()
    until(lambda: screens.indexing.rounds > 0)
    assert screens.index.state == "ready" and not indexing.is_first_reading(screens)
    assert any("Meeting 3" in line.what for line in today_lines(screens, screens.open_groups()))
    before = screens.indexing.rounds
    other = opened_at(home, NOW)
    planning.plan(other, other.open_groups()[0], NOW + dt.timedelta(hours=3), title="Planned elsewhere")
    other.close()
    screens.indexing.ask()
    until(lambda: screens.indexing.rounds > before)
    assert any("Planned elsewhere" in line.what for line in today_lines(screens, screens.open_groups()))
    screens.close()


def test_progress_is_told_only_while_a_library_is_read_for_the_first_time(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens = opened_at(home, NOW, screens=True)
    seen: list[indexing.Progress | None] = []
    real = Index.refresh

    def watched(self: Index, *, progress: Callable[[int, int], None], **more: object) -> object:
        def tell(read: int, of: int) -> None:
            progress(read, of)
            seen.append(screens.indexing.progress)

        return real(self, progress=tell, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Index, "refresh", watched)
    screens.indexing.sweep()
    assert (
        seen[-1] is not None
        and seen[-1].words == f"Reading the library for the first time: {SMALL + 5} of {SMALL + 5} meetings"
    )
    assert screens.indexing.progress is None
    seen.clear()
    planning.plan(screens, screens.open_groups()[0], NOW + dt.timedelta(hours=5))
    assert screens.saver.flush()
    screens.indexing.sweep()
    assert seen and set(seen) == {None}
    screens.close()


def test_leaving_stops_a_first_reading_at_once_and_the_next_run_goes_on_from_there(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from peer_tui.store.index import building, refreshing

    monkeypatch.setattr(refreshing, "SLICE", 4)
    real = building.Builder.take

    def slowly(self: building.Builder, *given: object) -> None:
        time.sleep(0.05)
        real(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(building.Builder, "take", slowly)
    screens = opened_at(home, NOW, screens=True)
    screens.indexing.start()
    until(lambda: screens.indexing.progress is not None)
    began = time.monotonic()
    screens.close()
    assert time.monotonic() - began < 0.5
    thread = screens.indexing._thread
    assert thread is not None
    thread.join(5)
    assert not thread.is_alive() and screens.index.state != "ready"
    again = opened_at(home, NOW)
    left = again.index.refresh()
    assert left.finished and 0 < left.read < SMALL + 5
    again.close()


def test_there_is_no_sweep_in_the_background_where_no_screens_are(tmp_path: Path) -> None:
    workspace = opened_at(tmp_path, NOW)
    workspace.indexing.start()
    assert workspace.indexing._thread is None
    workspace.close()


def test_a_fault_of_a_sweep_ends_neither_the_thread_nor_the_program(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "EVERY", 0.05)
    tries: list[int] = []

    def fails(self: Index, **_: object) -> object:
        tries.append(1)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Index, "refresh", fails)
    screens = opened_at(home, NOW, screens=True)
    screens.indexing.start()
    until(lambda: len(tries) > 2)
    screens.close()


# --- what vanished ------------------------------------------------------------------------------------------------


def test_many_meetings_that_vanished_are_said_and_kept_until_they_are_back(home: Path) -> None:
    workspace = opened_at(home, NOW)
    workspace.indexing.sweep()
    meetings = home / "library" / "groups" / workspace.library.groups()[0] / "meetings"
    (year,) = meetings.iterdir()
    kept = home / "kept"
    kept.mkdir()
    for folder in sorted(year.iterdir())[:20]:
        shutil.move(folder, kept / folder.name)
    for _ in range(2):
        workspace.indexing.sweep()
        (line,) = [line for line in today_lines(workspace, workspace.open_groups()) if line.kind == "damage"]
        assert line.what.startswith(f"20 of {SMALL + 4} meetings have vanished from the library folder. Nothing was")
        assert "`peer-tui restore`" in line.what and "--accept-missing" in line.what
    assert len(workspace.open_groups()[0].glance.meetings) == SMALL + 4, "what is known of them is kept"
    for folder in kept.iterdir():
        shutil.move(folder, year / folder.name)
    workspace.indexing.sweep()
    assert not workspace.indexing.vanished
    workspace.close()


def test_many_meetings_that_were_meant_to_go_are_said_no_more(home: Path) -> None:
    workspace = opened_at(home, NOW)
    workspace.indexing.sweep()
    shutil.rmtree(next((home / "library" / "groups").iterdir()) / "meetings")
    workspace.indexing.sweep()
    workspace.indexing.sweep()
    assert workspace.indexing.vanished
    assert workspace.index.accept_vanished()
    workspace.indexing.sweep()
    assert not workspace.indexing.vanished
    workspace.close()


def test_one_meeting_that_vanished_is_said_for_the_rest_of_the_run(home: Path) -> None:
    workspace = opened_at(home, NOW)
    workspace.indexing.sweep()
    (year,) = (next((home / "library" / "groups").iterdir()) / "meetings").iterdir()
    shutil.rmtree(sorted(year.iterdir())[0])
    for _ in range(3):
        workspace.indexing.sweep()
        assert workspace.indexing.vanished[0].startswith("A meeting has vanished from the library folder.")
    assert len(workspace.open_groups()[0].group.meetings) == SMALL + 3
    workspace.close()


# --- finding ------------------------------------------------------------------------------------------------------


def test_a_meeting_is_found_by_its_date_and_its_id_in_the_index_as_on_disk(home: Path) -> None:
    workspace = opened_at(home, NOW)
    opened, held = workspace.find_meeting("2024-03-05-1500")
    assert opened.is_glanced is False and held.title == "Meeting 0"
    assert workspace.find_meeting(held.id)[1] == held
    with pytest.raises(opening.WrongUse):
        workspace.find_meeting("2024-04")
    with pytest.raises(opening.Problem):
        workspace.find_meeting("2031")
    workspace.close()


def test_the_screens_find_a_meeting_that_another_program_planned_a_moment_ago(home: Path) -> None:
    screens, other = opened_at(home, NOW, screens=True), opened_at(home, NOW)
    screens.indexing.sweep()
    meeting = planning.plan(other, other.open_groups()[0], NOW + dt.timedelta(hours=4), title="Just planned")
    other.close()
    assert screens.find_meeting(meeting)[1].title == "Just planned"
    screens.close()


def test_a_group_is_found_by_its_name_without_reading_a_large_library(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = opened_at(home, NOW)
    read = watch_reading(workspace, monkeypatch)
    opened = workspace.find_group("har")
    assert len(read) == 1 and workspace.index.state == "absent"
    assert len(opened.group.meetings) == SMALL + 4
    workspace.close()
