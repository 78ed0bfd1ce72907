"""T17: while every flush of the disk takes half a second, nobody who types waits for it, and every line is saved.

Measured in a pseudo-terminal, key by key (`bench.slow_disk`, which gives the figure). A point is a key; it counts as
lost where it had to wait for the disk. In the control lines are saved on the thread that draws the screen.
"""

from __future__ import annotations

import time
from pathlib import Path

from bench.figure import median, percentile_95
from bench.slow_disk import FLUSH_SECONDS, typed
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.store.faults.frame import Outcome, Say

NAME = "T17"
WHAT = "keys while each flush takes 500 ms: none waits for the disk"
FULL = 120
SUBSET = 40
CONTROL = "saved on the screen's thread"
CONTROL_SUBSET = 40
WAITED_MS = 0.8 * FLUSH_SECONDS * 1_000
"""A key that took so long waited for a flush, however busy the machine is otherwise."""


def run(points: int | None, seed: int, folder: Path, control: bool = False, say: Say = print) -> Outcome:
    """Type `points` keys while lines are being saved to a slow disk."""
    began = time.monotonic()
    home = folder / "home"
    took = typed(home, keys=FULL if points is None else min(points, FULL), threaded=not control)
    waited = sum(each >= WAITED_MS for each in took)
    unreadable = _problems(home)
    notes = f"key to paint: median {median(took):.0f} ms, slowest 5 % {percentile_95(took):.0f} ms"
    name = f"{NAME} control" if control else NAME
    return Outcome(name, WHAT, len(took), waited, unreadable, notes, time.monotonic() - began)


def _problems(home: Path) -> int:
    """Files of the library that are not whole afterwards."""
    library = Library(home / "library", home / "state")
    shards = [shard for group in library.groups() for shard in (Shard(group), *library.meetings(group))]
    return sum(bool(library.read(shard).problems) for shard in shards)
