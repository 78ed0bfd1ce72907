"""Errors at the real system calls of a real process that writes a log (strace): a part of T7.

The process appends lines and tells each one that is saved; refused, it tries again as the program does. Only calls that
touch the meeting's folder are made to fail, so that Python itself starts.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from peer_tui.store.durable import temporary
from peer_tui.store.library import Library
from peer_tui.store.record import examine
from peer_tui.store.recovery import last_copy
from tests.store.conftest import SHARD, line, texts
from tests.store.faults.frame import ROOT, Say, need, sample

CALLS = ("openat", "write", "fsync", "rename", "unlink", "close", "read", "getdents64")
ERRORS = ("EIO", "ENOSPC", "EINTR")
LINES = 4

WRITER = """
import sys
from pathlib import Path
from peer_tui.store.durable import SaveProblem
from peer_tui.store.library import Library
from tests.store.conftest import SHARD, line
home = Path(sys.argv[1])
library = Library(home / "library", home / "state")
for number in range(10, 10 + int(sys.argv[2])):
    for _ in range(9):
        try:
            library.append(SHARD, [line(number)])
        except SaveProblem:
            continue
        print(number, flush=True)
        break
library.close(SHARD)
print("end", flush=True)
"""


def run(points: int | None, folder: Path, say: Say = print) -> tuple[int, int, str]:
    """Let real calls fail, one in each run; how many points, how many of them lost something, and the first in words.

    Raises:
        Missing: there is no strace here.
    """
    need("strace")
    prepared = folder / "prepared"
    library = Library(prepared / "library", prepared / "state")
    library.append(SHARD, [line(1)])
    name = f"{library.writer}.json"
    library.close(SHARD)
    library.release()
    faults = sample(list(_faults(_calls(prepared, folder, name))), points)
    lost, first = 0, ""
    for number, (call, place, error) in enumerate(faults, start=1):
        wrong = _tried(prepared, folder, name, f"inject={call}:error={error}:when={place}")
        lost += bool(wrong)
        first = first or (f"{error} at {call} {place}: {wrong}" if wrong else "")
        if number % 50 == 0:
            say(f"T7: {number} of {len(faults)} faults at real calls")
    return len(faults), lost, first


def _faults(calls: dict[str, int]) -> Iterator[tuple[str, str, str]]:
    for call, count in calls.items():
        for place in range(1, count + 1):
            for error in ERRORS:
                yield call, str(place), error
            # This call, and the two after it: a disk that needs a moment.
            yield call, f"{place}..{place + 2}", "EIO"


def _calls(prepared: Path, folder: Path, name: str) -> dict[str, int]:
    """How often each call is made on the meeting's folder when nothing fails."""
    home = folder / "counted"
    shutil.copytree(prepared, home)
    traced = folder / "trace"
    _traced(home, name, "-o", str(traced), "-e", f"trace={','.join(CALLS)}")
    found = re.findall(r"^\d+ +(\w+)\(", traced.read_text(errors="replace"), re.MULTILINE)
    return {call: found.count(call) for call in CALLS if call in found}


def _traced(home: Path, name: str, *options: str) -> list[str]:
    """Run the writer under strace; what it said."""
    library = Library(home / "library", home / "state")
    log = library.folder(SHARD) / name
    copy = last_copy(log)
    watched = [log.parent, log, temporary(log), copy, temporary(copy)]
    paths = [part for path in watched for part in ("-P", str(path))]
    command = ["strace", "-f", "-qq", *paths, *options, sys.executable, "-c", WRITER, str(home), str(LINES)]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, check=False)
    return done.stdout.split()


def _tried(prepared: Path, folder: Path, name: str, inject: str) -> str:
    """One run with one fault; what went wrong, if anything."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(prepared, home)
    said = _traced(home, name, "-o", str(folder / "trace"), "-e", inject)
    if said[-1:] != ["end"]:
        return f"the writer ended after saying {said}"
    if len(said) != LINES + 1:
        return f"of {LINES} lines only {len(said) - 1} could be saved although the disk healed"
    library = Library(home / "library", home / "state")
    reading = library.read(SHARD)
    expected = ["line 1", *(f"line {number}" for number in said[:-1])]
    if texts(reading.events) != expected or reading.problems:
        return f"read: {texts(reading.events)} {reading.problems}"
    contents = examine((library.folder(SHARD) / name).read_bytes(), name)
    return "" if contents.healthy and len(contents.by_key()) == len(contents.whole) else "the log is not whole"
