"""The model of a disk, fed with hand-made traces: what it says may be left after a power cut, and what it excludes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.store.faults.crash_model import Disk, Tree

ROOT = Path("/disk")
ACKS = Path("/acks")


def hexed(text: str) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in text.encode()) + '"'


def left(tmp_path: Path, *calls: str, flushing: bool = True) -> list[Tree]:
    """The states after the last of some calls: `NAME ARGUMENT …`, paths and data in apostrophes."""
    trace = tmp_path / "trace"
    told = []
    for call in calls:
        words, _, answer = call.partition(" = ")
        name, _, rest = words.partition(" ")
        pieces = [hexed(piece[1:-1]) if piece.startswith("'") else piece for piece in rest.split(", ")]
        told.append(f"77 {name}({', '.join(pieces)}) = {answer or 0}")
    trace.write_text("\n".join(told), encoding="ascii")
    disk = Disk(ROOT, flushing)
    for _ in disk.read(trace, ACKS):
        pass
    return disk.states(random.Random(1), 1_000)


MAKE = ("openat AT_FDCWD, '/disk/a.tmp', O_WRONLY|O_CREAT|O_EXCL, 0600 = 3", "write 3, 'new', 3 = 3")
PUT = ("close 3", "rename '/disk/a.tmp', '/disk/a'")
OPEN_ROOT = "openat AT_FDCWD, '/disk', O_RDONLY|O_DIRECTORY = 4"


def test_a_file_replaced_with_both_flushes_is_there_and_nothing_else(tmp_path: Path) -> None:
    assert left(tmp_path, *MAKE, "fsync 3", *PUT, OPEN_ROOT, "fsync 4") == [{"a": b"new"}]


def test_without_the_flush_of_its_folder_the_name_may_be_the_old_one_or_missing(tmp_path: Path) -> None:
    states = left(tmp_path, *MAKE, "fsync 3", *PUT)
    assert {"a": b"new"} in states
    assert {} in states
    assert {"a.tmp": b"new"} in states
    assert {"a.tmp": b"new", "a": b"new"} in states, "the rename may be kept before the making of the old name"


def test_without_the_flush_of_the_file_its_data_may_be_missing_or_zeros(tmp_path: Path) -> None:
    states = left(tmp_path, *MAKE, *PUT, OPEN_ROOT, "fsync 4")
    assert sorted(state["a"] or b"" for state in states) == [b"", b"\0\0\0", b"new"]


def test_unflushed_data_is_cut_at_blocks(tmp_path: Path) -> None:
    data = "x" * 1300
    states = left(
        tmp_path, "openat AT_FDCWD, '/disk/a', O_WRONLY|O_CREAT, 0600 = 3", f"write 3, '{data}', 1300 = 1300",
        OPEN_ROOT, "fsync 4",
    )  # fmt: skip
    kept = {state["a"] for state in states}
    assert {b"x" * 512, b"x" * 1024, b"x" * 512 + bytes(788), bytes(1024) + b"x" * 276} <= kept


def test_the_flushes_can_be_left_out_of_account(tmp_path: Path) -> None:
    assert {} in left(tmp_path, *MAKE, "fsync 3", *PUT, OPEN_ROOT, "fsync 4", flushing=False)


def test_what_was_there_at_the_beginning_is_flushed(tmp_path: Path) -> None:
    (tmp_path / "disk" / "b").mkdir(parents=True)
    (tmp_path / "disk" / "b" / "old").write_bytes(b"old")
    disk = Disk(tmp_path / "disk")
    disk.begin_with(tmp_path / "disk")
    assert disk.states(random.Random(1), 10) == [{"b": None, "b/old": b"old"}]


def test_acknowledgements_are_read_and_other_files_are_not_looked_at(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    name = "".join(f"\\x{byte:02x}" for byte in b"/acks")
    trace.write_text(f"77 write(5<{name}>, {hexed('one' + chr(10))}, 4) = 4\n77 unlink({hexed('/else')}) = 0\n")
    disk = Disk(ROOT)
    assert len(list(disk.read(trace, ACKS))) == 1
    assert (disk.acks, disk.changes) == (["one"], [])


def test_a_call_the_model_does_not_know_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="sendfile"):
        left(tmp_path, MAKE[0], "sendfile 3, 5, NULL, 9 = 9")


def test_a_flush_on_another_thread_covers_only_what_was_there_when_it_began(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    lines = [
        f"77 openat(AT_FDCWD, {hexed('/disk')}, O_RDONLY|O_DIRECTORY) = 4",
        f"77 mkdir({hexed('/disk/early')}, 0700) = 0",
        "78 fsync(4 <unfinished ...>",
        f"77 mkdir({hexed('/disk/late')}, 0700 <unfinished ...>",
        "78 <... fsync resumed>) = 0",
        "77 <... mkdir resumed>) = 0",
    ]
    trace.write_text("\n".join(lines), encoding="ascii")
    disk = Disk(ROOT)
    for _ in disk.read(trace, ACKS):
        pass
    assert disk.states(random.Random(1), 10) == [{"early": None, "late": None}, {"early": None}]
