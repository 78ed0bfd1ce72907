"""Two and three programs on one meeting: real processes, nobody waits, nothing is lost (check 58, T8)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from peer_tui.store.library import Library
from peer_tui.store.writer import claim
from tests.store.conftest import SHARD, line, texts

ENTRIES = int(os.environ.get("PEER_TUI_TEST_ENTRIES", "1000"))
_WRITER = """
import sys, time
from pathlib import Path
from peer_tui.store.library import Library
from tests.store.conftest import SHARD, line
home, name, entries, together = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
library = Library(home / "library", home / "state")
print(library.writer, flush=True)
sys.stdin.readline()
longest = 0.0
seen = set()
for n in range(entries):
    began = time.monotonic()
    library.append(SHARD, [line(n, f"{name} {n}", writer=library.writer)])
    longest = max(longest, time.monotonic() - began)
    print("saved", n, flush=True)
end = time.monotonic() + 20
while time.monotonic() < end:
    events = library.read(SHARD).events
    seen = {event.by for event in events}
    if len(events) == entries * together:
        break
    time.sleep(0.05)
print("saw", len(events), len(seen), f"{longest:.3f}", flush=True)
"""
_HOLDER = """
import sys, time
from pathlib import Path
from peer_tui.store.library import Library
from tests.store.conftest import SHARD, line
library = Library(Path(sys.argv[1]) / "library", Path(sys.argv[1]) / "state")
library.append(SHARD, [line(1, "from the one that is killed")])
print(library.writer, flush=True)
time.sleep(60)
"""


def run(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=Path(__file__).parents[2], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("together", [2, 3])
def test_check_58_two_and_three_write_a_thousand_lines_each_and_none_is_lost(tmp_path: Path, together: int) -> None:
    programs = [run(_WRITER, tmp_path, f"writer {n}", ENTRIES, together) for n in range(together)]
    try:
        names = [program.stdout.readline().strip() for program in programs]  # type: ignore[union-attr]
        assert len(set(names)) == together and len({name.rpartition("-")[0] for name in names}) == 1
        for program in programs:
            program.stdin.write("go\n")  # type: ignore[union-attr]
            program.stdin.flush()  # type: ignore[union-attr]
        told = [program.communicate(timeout=240)[0].splitlines() for program in programs]
    finally:
        for program in programs:
            program.kill()
    library = Library(tmp_path / "library", tmp_path / "state")
    reading = library.read(SHARD)
    for lines in told:
        acknowledged = [row for row in lines if row.startswith("saved")]
        assert len(acknowledged) == ENTRIES
        _saw, events, writers, _longest = lines[-1].split()
        assert (int(events), int(writers)) == (ENTRIES * together, together)
    assert sorted(texts(reading.events)) == sorted(
        f"writer {n} {line_}" for n in range(together) for line_ in range(ENTRIES)
    )
    assert reading.problems == () and set(reading.running.values()) == {ENTRIES}


def test_check_58_a_slot_is_free_within_a_second_of_a_kill_and_a_lock_left_behind_blocks_nobody(tmp_path: Path) -> None:
    holder = run(_HOLDER, tmp_path)
    try:
        name = holder.stdout.readline().strip()  # type: ignore[union-attr]
        library = Library(tmp_path / "library", tmp_path / "state")
        assert library.writer != name and library.others() == 1
        holder.send_signal(signal.SIGKILL)
        holder.wait(10)
        began = time.monotonic()
        while library.others():
            assert time.monotonic() - began < 1
        other = claim(tmp_path / "state")
        assert time.monotonic() - began < 1 and other.id == name
        assert texts(library.read(SHARD).events) == ["from the one that is killed"]
        library.append(SHARD, [line(2)])
        other.release()
        library.release()
    finally:
        holder.kill()


def test_check_58_a_program_that_is_stopped_for_a_while_holds_nobody_up(tmp_path: Path) -> None:
    holder = run(_HOLDER, tmp_path)
    try:
        name = holder.stdout.readline().strip()  # type: ignore[union-attr]
        os.kill(holder.pid, signal.SIGSTOP)
        library = Library(tmp_path / "library", tmp_path / "state")
        began = time.monotonic()
        library.append(SHARD, [line(2)])
        assert time.monotonic() - began < 5 and library.writer != name
        os.kill(holder.pid, signal.SIGCONT)
        assert len(library.read(SHARD).events) == 2
        library.release()
    finally:
        holder.kill()


@pytest.mark.parametrize("left", [b"", b"12345\n"])
def test_lock_files_that_lie_about_are_no_locks(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "state").mkdir()
    for name in ("slot-1.lock", "slot-2.lock", "device.lock", "slot-x.lock"):
        (tmp_path / "state" / name).write_bytes(left)
    library = Library(tmp_path / "library", tmp_path / "state")
    library.append(SHARD, [line(1)])
    assert library.writer.endswith("-1") and library.others() == 0
    library.release()
