"""Failing disks: every call fails once, a full disk, a reserve; nothing acknowledged is lost, nothing saved twice."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import tinydb

from peer_tui.store.durable import (
    BALLAST_BYTES,
    Ballast,
    SaveProblem,
    replace_file,
    temporary,
)
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from peer_tui.store.storage import ChangedOnDisk, DurableStorage
from tests.store.conftest import SHARD, Disk, line, texts

Opener = Callable[[], Library]
CALLS = ["open", "write", "fsync", "close", "replace"]


def problem_of(act: Callable[[], None]) -> SaveProblem | None:
    """What went wrong in saving, if anything."""
    try:
        act()
    except SaveProblem as problem:
        return problem
    return None


def test_file_and_folder_are_flushed_in_the_order_that_survives_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = DurableStorage(tmp_path / "new" / "a.json")
    storage.write({"events": {}})
    done: list[str] = []
    for call in ("write", "fsync", "replace"):
        real = getattr(os, call)

        def noted(*given: object, call: str = call, real: Callable[..., object] = real) -> object:
            folder = call == "fsync" and stat.S_ISDIR(os.fstat(given[0]).st_mode)  # type: ignore[arg-type]
            done.append("fsync folder" if folder else call)
            return real(*given)

        monkeypatch.setattr(f"peer_tui.store.durable.os.{call}", noted)
    storage.write({"events": {"1": {}}})
    assert done == ["write", "fsync", "replace", "fsync folder"]
    done.clear()
    DurableStorage(tmp_path / "x" / "y" / "a.json").write({"events": {}})
    assert done == ["fsync folder", "fsync folder", "write", "fsync", "replace", "fsync folder"]


def test_reading_decodes_afresh_so_a_failed_write_changes_nothing(tmp_path: Path, disk: Disk) -> None:
    storage = DurableStorage(tmp_path / "a.json")
    table = tinydb.TinyDB(storage=lambda: storage).table("events", cache_size=0)
    table.insert({"text": "original"})
    disk.fail("replace", errno.EIO)
    with pytest.raises(OSError, match="Input/output"):
        table.update({"text": "CHANGED"})
    assert table.all() == [{"text": "original"}]
    assert (tmp_path / "a.json").read_bytes() == storage.durable
    assert not temporary(tmp_path / "a.json").exists()


def test_a_file_that_another_program_wrote_is_not_replaced(tmp_path: Path) -> None:
    storage = DurableStorage(tmp_path / "a.json")
    storage.write({"events": {}})
    (tmp_path / "a.json").write_bytes(b"theirs")
    with pytest.raises(ChangedOnDisk):
        storage.write({"events": {"1": {}}})
    assert (tmp_path / "a.json").read_bytes() == b"theirs"


def test_short_writes_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr("peer_tui.store.durable.os.write", lambda fd, part: real(fd, bytes(part[:7])))
    replace_file(tmp_path / "a", b"x" * 1000)
    assert (tmp_path / "a").read_bytes() == b"x" * 1000


def test_a_failed_flush_is_answered_with_a_new_file(open_library: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    flushed: list[int] = []
    real = os.fsync
    broken = [True]

    def failing(fd: int) -> None:
        flushed.append(os.fstat(fd).st_ino)
        if broken.pop() if broken else False:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(fd)

    # Another file holds the abandoned one's number on disk, so that a new file cannot be given the same.
    removed: list[Path] = []
    unlink = Path.unlink
    monkeypatch.setattr(
        Path,
        "unlink",
        lambda self, missing_ok=False: (os.link(self, f"{self}.held"), removed.append(self), unlink(self))[2],
    )
    monkeypatch.setattr("peer_tui.store.durable.os.fsync", failing)
    with pytest.raises(SaveProblem):
        library.append(SHARD, [line(2)])
    library.append(SHARD, [line(2)])
    assert removed and flushed.count(flushed[0]) == 1
    assert texts(library.read(SHARD).events) == ["line 1", "line 2"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("number", [errno.EIO, errno.EROFS, errno.EACCES])
def test_check_59_a_failing_call_is_a_sentence_and_the_retry_saves_once(
    open_library: Opener, disk: Disk, call: str, number: int
) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    spare = 0
    while True:
        disk.fail(call, number, spare)
        problem = problem_of(lambda: library.append(SHARD, [line(2), line(3)]))
        assert problem is None or ("kept in memory" in problem.sentence and not problem.disk_full)
        disk.heal()
        seen = texts(library.read(SHARD).events)
        assert seen in (["line 1"], ["line 1", "line 2", "line 3"])
        library.append(SHARD, [line(2), line(3)])
        reading = library.read(SHARD)
        assert texts(reading.events) == ["line 1", "line 2", "line 3"] and reading.problems == ()
        assert reading.running == {library.writer: 3}
        if problem is None:
            break
        spare += 1
        path = library.folder(SHARD) / f"{library.writer}.json"
        library.close(SHARD)
        path.unlink()
        path.with_name(path.name + ".last").unlink()
        library.append(SHARD, [line(1)])
    assert spare >= 1


@pytest.mark.parametrize("call", CALLS)
def test_check_59_a_disk_that_fails_from_the_start(open_library: Opener, disk: Disk, call: str) -> None:
    library = open_library()
    library.writer  # noqa: B018 - the slot is taken while the state folder still can be written
    disk.fail(call, errno.EROFS)
    for _ in range(2):
        with pytest.raises(SaveProblem, match="read-only"):
            library.append(SHARD, [line(1)])
    disk.heal()
    library.append(SHARD, [line(1)])
    assert texts(library.read(SHARD).events) == ["line 1"]


def test_a_file_in_the_place_of_the_library_is_said(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("mine")
    library = Library(tmp_path / "library", tmp_path / "state")
    with pytest.raises(SaveProblem, match="A file stands where a folder is needed"):
        library.append(SHARD, [line(1)])
    assert (tmp_path / "library").read_text() == "mine" and library.groups() == []
    (tmp_path / "library").unlink()
    library.append(SHARD, [line(1)])
    assert texts(library.read(SHARD).events) == ["line 1"]
    library.release()


def test_a_state_folder_that_cannot_be_written_does_not_stop_saving(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    one, two = (Library(tmp_path / "library", tmp_path / "state") for _ in range(2))
    one.append(SHARD, [line(1)])
    two.append(SHARD, [line(2)])
    assert one.writer != two.writer
    assert texts(one.read(SHARD).events) == ["line 1", "line 2"]
    assert "cannot be written" in one.take_notices()[0]


def test_a_full_disk_first_uses_up_the_reserve(open_library: Opener, tmp_path: Path, disk: Disk) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    ballast = next((tmp_path / "library").glob("ballast-*"))
    assert ballast.stat().st_size == BALLAST_BYTES
    real = os.write

    def full(fd: int, part: bytes) -> int:
        if ballast.exists():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(fd, part)

    disk._patch.setattr("peer_tui.store.durable.os.write", full)
    disk._patch.setattr("peer_tui.store.reserve.shutil.disk_usage", lambda path: type("", (), {"free": 700_000})())
    library.append(SHARD, [line(2)])
    assert library.reserve == "Disk full: writing goes on in the reserve, room for about 1000 more lines."
    disk.fail("write", errno.ENOSPC)
    with pytest.raises(SaveProblem) as caught:
        library.append(SHARD, [line(3)])
    assert caught.value.disk_full and "disk is full" in caught.value.sentence
    disk.heal()
    library.append(SHARD, [line(3)])
    assert texts(library.read(SHARD).events) == ["line 1", "line 2", "line 3"]
    assert library.reserve == "" and ballast.exists()


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A real disk of two megabytes."""
    place = tmp_path / "tiny"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("NOT TESTED: a really full disk. It needs the right to mount a tmpfs.")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_really_full_disk_accepts_a_hundred_more_lines_and_recovers(tiny: Path, tmp_path: Path) -> None:
    library = Library(tiny / "library", tmp_path / "state")
    library.append(SHARD, [line(1)])
    filler = tiny / "filler"
    with filler.open("wb", buffering=0) as out, contextlib.suppress(OSError):
        while True:
            out.write(b"x" * 4096)
    saved, problem = 1, None
    while problem is None and saved < 5000:
        problem = problem_of(partial(library.append, SHARD, [line(saved + 1)]))
        if problem is None:
            saved += 1
            assert library.reserve
    assert saved > 100 and problem is not None and problem.disk_full
    assert texts(library.read(SHARD).events) == [f"line {n}" for n in range(1, saved + 1)]
    filler.unlink()
    library.append(SHARD, [line(saved + 1), line(saved + 2)])
    reading = library.read(SHARD)
    assert len(reading.events) == saved + 2 and reading.problems == ()
    library.release()


def test_ballast_without_room_is_no_error_and_leaves_nothing(tmp_path: Path, disk: Disk) -> None:
    disk.fail("write", errno.ENOSPC)
    ballast = Ballast(tmp_path / "ballast-x")
    ballast.ensure()
    assert list(tmp_path.iterdir()) == [] and not ballast.release()


def test_the_group_log_and_a_meeting_have_their_own_numbers(open_library: Opener) -> None:
    library = open_library()
    library.append(Shard("mapwc-7q2k"), [line(1)])
    library.append(SHARD, [line(2)])
    assert library.read(Shard("mapwc-7q2k")).running == library.read(SHARD).running == {library.writer: 1}
