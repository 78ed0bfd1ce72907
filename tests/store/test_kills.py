"""kill -9 at random moments of writing: what was acknowledged is there. A control shows that the harness sees loss."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import tinydb

from peer_tui.store.library import Library
from tests.store.conftest import SHARD, texts

KILLS = 24
CONTROL_KILLS = 60

WRITE = """
import datetime as dt, sys
from pathlib import Path
from peer_tui.domain import events as ev
from peer_tui.domain.clock import event_id
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
home, n = Path(sys.argv[1]), int(sys.argv[2])
library = Library(home / "library", home / "state")
shard = Shard("mapwc-7q2k", "2024/2024-11-13-1400-k3f9")
while True:
    n += 1
    at = dt.datetime(2024, 11, 13, 19, tzinfo=dt.UTC) + dt.timedelta(seconds=n)
    made = event_id(int(at.timestamp() * 1000), 0, library.writer)
    filed = ev.Filed(ev.EntryKind.NOTE, f"line {n}")
    library.append(shard, [ev.Captured(id=made, at=at, by=library.writer, entry=made, block="topics", filed=filed)])
    print(n, flush=True)
"""

# Stock TinyDB, as its own JSONStorage writes: in place. Each turn makes the file much shorter and then longer again.
STOCK = """
import sys, tinydb
base = tinydb.TinyDB(sys.argv[1])
kept = base.insert({"text": "kept"})
long = base.insert({"text": ""})
print(1, flush=True)
while True:
    for text in ("x" * 400_000, "y"):
        base.update({"text": text}, doc_ids=[long])
"""


def killed_writer(arguments: list[str], wait: float) -> list[int]:
    """Run a writer, kill it a while after its first acknowledgement, and give back all it acknowledged."""
    run = subprocess.Popen([sys.executable, "-c", *arguments], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    first = run.stdout.readline()
    time.sleep(wait)
    run.send_signal(signal.SIGKILL)
    rest = run.stdout.read()
    run.wait()
    return [int(number) for number in (first + rest).split("\n")[:-1]]


def test_check_16_check_54_twenty_four_kills_lose_nothing_acknowledged(tmp_path: Path) -> None:
    moments = random.Random(54)
    acknowledged: list[int] = []
    for kill in range(KILLS):
        last = acknowledged[-1] if acknowledged else 0
        acknowledged += killed_writer([WRITE, str(tmp_path), str(last)], moments.uniform(0, 0.06))
        library = Library(tmp_path / "library", tmp_path / "state")
        reading = library.read(SHARD)
        found = {int(text.split()[1]) for text in texts(reading.events)}
        assert set(acknowledged) <= found and reading.problems == (), kill
        (path,) = library.folder(SHARD).glob("*.json")
        with tinydb.TinyDB(path, access_mode="r") as stock:
            assert len(stock.table("events")) == len(found)
    assert len(acknowledged) > KILLS


def test_control_the_same_kills_break_a_file_that_is_written_in_place(tmp_path: Path) -> None:
    moments = random.Random(54)
    for kill in range(CONTROL_KILLS):
        path = tmp_path / f"{kill}.json"
        killed_writer([STOCK, str(path)], moments.uniform(0, 0.06))
        try:
            if json.loads(path.read_text())["_default"]["1"] != {"text": "kept"}:
                return
        except (ValueError, KeyError):
            return
    raise AssertionError("No kill broke a file written in place: this harness could not have seen a loss.")
