"""What changed on the disk is noticed, also where a folder that was not changed is not listed again."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from peer_tui.domain.events import EntryKind
from peer_tui.domain.group import Group
from peer_tui.store.index import Index, sweep
from peer_tui.store.index.building import Builder
from peer_tui.store.shards import Shard
from tests.store.index.conftest import Town, folded

LATER = 60 * 1_000_000_000


def settled(town: Town) -> Shard:
    """A meeting that was indexed long after its folder was changed last."""
    meeting = town.meeting(town.group())
    town.write(meeting, "a line")
    town.index.refresh(now_ns=time.time_ns() + LATER)
    assert town.index.stale(meeting.group) == [] == town.index.stale(meeting.group, thorough=False)
    return meeting


def log_of(town: Town, shard: Shard) -> Path:
    return next(town.library.folder(shard).glob("*.json"))


def later(path: Path) -> None:
    """The time of a file or folder moves on, as it would a second after."""
    at = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(at, at))


def as_it_was(folder: Path, act: Callable[[], object]) -> None:
    """Do something that leaves the folder's own time as it is."""
    before = folder.stat().st_mtime_ns
    act()
    os.utime(folder, ns=(before, before))


def arrives(folder: Path) -> None:
    shutil.copy(next(folder.glob("*.json")), folder / "zzzzzz-9.json")


def goes(folder: Path) -> None:
    next(folder.glob("*.json")).unlink()


def is_replaced(folder: Path) -> None:
    path = next(folder.glob("*.json"))
    (folder / "x").write_bytes(path.read_bytes() + b" ")
    (folder / "x").replace(path)


@pytest.mark.parametrize("act", [arrives, goes, is_replaced])
@pytest.mark.parametrize("thorough", [True, False])
def test_a_log_that_comes_goes_or_is_replaced_is_noticed(
    town: Town, act: Callable[[Path], None], thorough: bool
) -> None:
    meeting = settled(town)
    act(town.library.folder(meeting))
    later(town.library.folder(meeting))
    assert town.index.stale(meeting.group, thorough=thorough) == [meeting]


def test_a_log_written_where_it_stands_is_noticed_by_whoever_looks_at_each_and_by_the_next_refresh(town: Town) -> None:
    meeting = settled(town)
    folder = town.library.folder(meeting)
    path = log_of(town, meeting)
    as_it_was(folder, lambda: path.write_bytes(path.read_bytes() + b" "))
    assert town.index.stale(meeting.group) == [meeting]
    assert town.index.stale(meeting.group, thorough=False) == []
    assert town.index.refresh(now_ns=time.time_ns() + 2 * LATER).read == 1


def test_the_group_s_own_log_is_always_looked_at(town: Town) -> None:
    group = Shard(settled(town).group)
    path = log_of(town, group)
    as_it_was(town.library.folder(group), lambda: path.write_bytes(path.read_bytes() + b" "))
    assert town.index.stale(group.group, thorough=False) == [group]


def test_a_folder_changed_just_before_it_was_looked_at_is_listed_again(town: Town) -> None:
    """Another log may have come within the same tick of the disk's clock."""
    meeting = town.meeting(town.group())
    folder = town.library.folder(meeting)
    old = time.time_ns() - 10 * LATER
    os.utime(log_of(town, meeting), ns=(old, old))  # the log itself is old, as one that was synced
    town.index.refresh(now_ns=folder.stat().st_mtime_ns + 1_000_000)
    as_it_was(folder, lambda: arrives(folder))
    assert meeting in town.index.stale(meeting.group, thorough=False)


def test_a_folder_in_which_something_else_was_done_is_trusted_again_after_a_refresh(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = settled(town)
    folder = town.library.folder(meeting)
    (folder / ".temporary").write_text("x")
    later(folder)
    listed: list[str] = []
    real = sweep.stamp_of
    monkeypatch.setattr(sweep, "stamp_of", lambda path, files: (listed.append(path), real(path, files))[1])
    assert town.index.stale(meeting.group) == [] and listed == [str(folder)]
    assert town.index.refresh(now_ns=time.time_ns() + 2 * LATER).read == 0
    listed.clear()
    assert town.index.stale(meeting.group) == [] and listed == []


def test_where_folders_tell_nothing_by_their_time_each_is_listed(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = settled(town)
    folder = town.library.folder(meeting)
    as_it_was(folder, lambda: arrives(folder))
    assert town.index.stale(meeting.group) == []
    monkeypatch.setattr(sweep.os, "name", "nt")
    assert town.index.stale(meeting.group) == [meeting]


def test_a_disk_that_does_not_date_its_folders_is_listed_whole_now_and_then(town: Town) -> None:
    meeting = settled(town)
    folder = town.library.folder(meeting)
    as_it_was(folder, lambda: arrives(folder))
    reads = [town.index.refresh(now_ns=time.time_ns() + 2 * LATER).read for _ in range(10)]
    assert sum(reads) == 1 and reads[0] == 0
    another = Index(town.library, town.home / "cache", town.home / "state")
    as_it_was(folder, lambda: goes(folder))
    assert another.refresh(now_ns=time.time_ns() + 2 * LATER).read == 1, "a run of the program begins with all of them"


def test_a_quick_refresh_reads_what_was_written_where_it_stood_and_what_is_new(town: Town) -> None:
    meeting = settled(town)
    folder, path = town.library.folder(meeting), log_of(town, meeting)
    as_it_was(folder, lambda: path.write_bytes(path.read_bytes() + b" "))
    assert town.index.refresh(now_ns=time.time_ns() + 2 * LATER).read == 1
    town.meeting(Shard(meeting.group), day=9)
    assert town.index.refresh(now_ns=time.time_ns() + 2 * LATER).read == 1
    shutil.rmtree(folder)
    assert town.index.refresh(now_ns=time.time_ns() + 2 * LATER).vanished == (meeting,)


@pytest.mark.parametrize("name", [b"two\nlines 1 2.json", b"half \xff character.json"])
def test_a_log_s_name_may_be_anything_a_disk_takes(town: Town, name: bytes) -> None:
    meeting = town.meeting(town.group())
    folder = town.library.folder(meeting)
    original = log_of(town, meeting).read_bytes()
    Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_bytes(original)
    (folder / "two").touch()
    town.index.refresh(now_ns=time.time_ns() + LATER)
    assert town.index.state == "ready" and not town.index.why
    assert town.index.stale(meeting.group) == [] and town.index.refresh(now_ns=time.time_ns() + LATER).read == 0


@pytest.mark.parametrize("thorough", [True, False])
def test_a_new_meeting_beside_those_that_are_settled_is_noticed(town: Town, thorough: bool) -> None:
    meeting = settled(town)
    year = town.library.folder(meeting).parent
    (year / ".hidden").mkdir()
    assert town.index.stale(meeting.group, thorough=thorough) == []
    (year / "a file").touch()
    assert town.index.stale(meeting.group, thorough=thorough) == []
    new = town.meeting(Shard(meeting.group), day=9)
    in_another_year = town.meeting(Shard(meeting.group), day=400)
    assert town.index.stale(meeting.group, thorough=thorough) == [in_another_year, new]
    assert meeting not in town.index.stale(meeting.group, thorough=thorough)


@pytest.mark.parametrize("level", ["meetings", "year", "meeting"])
def test_what_lies_behind_a_link_is_not_looked_at(town: Town, level: str) -> None:
    """Links in a library are not followed: the very same folder behind one counts as gone."""
    meeting = settled(town)
    folder = town.library.folder(meeting)
    path = {"meetings": folder.parents[1], "year": folder.parent, "meeting": folder}[level]
    elsewhere = town.home / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert town.index.stale(meeting.group, thorough=False) == [meeting] == town.index.stale(meeting.group)


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="what is open cannot be told here")
def test_no_folder_stays_open(town: Town) -> None:
    meeting = settled(town)
    shutil.rmtree(town.library.folder(meeting))
    (town.library.folder(meeting).parents[1] / "2020").symlink_to(town.home)
    before = len(os.listdir("/dev/fd"))
    for _ in range(5):
        assert town.index.stale(meeting.group) == [meeting]
    assert len(os.listdir("/dev/fd")) == before


def test_a_group_that_was_read_and_not_folded_is_told_as_its_shards_are(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program may end between the two."""
    meeting = settled(town)
    town.write(meeting, "bring the lists", EntryKind.STEP, number=1)
    town.meeting(Shard(meeting.group), day=9)
    with monkeypatch.context() as patched:
        patched.setattr(Builder, "fold", lambda self, folder: None)
        assert town.index.refresh(now_ns=time.time_ns() + LATER).read == 2
    for thorough in (True, False):
        assert town.index.stale(meeting.group, thorough=thorough) == [Shard(meeting.group)]
    whole = town.index.whole(meeting.group)
    assert whole is not None and whole.group == Group.fold(folded(town.library, meeting.group).items())
    assert [step.text for step in whole.group.open_steps] == ["bring the lists"]
    assert set(whole.shards.values()) == set(town.library.meetings(meeting.group))
    assert town.index.refresh(now_ns=time.time_ns() + LATER).changed_groups == (meeting.group,)
    assert town.index.stale(meeting.group) == [] and town.index.whole(meeting.group) == whole
