"""What a big library costs beside an empty one: until Today stands, in memory, and when any meeting is opened."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from pathlib import Path

from bench.big import MARKER, Big, open_home, told_by
from bench.figure import Figure, median, percentile_95
from bench.terminal import Terminal, peer_tui
from peer_tui.domain.held import Held
from peer_tui.services import keeping
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace

OPENED = 50
"""Meetings opened, chosen by chance."""
_TURNS = 9
_MEGABYTE = 1 << 20

_MEMORY = """
import json, sys
from pathlib import Path
from bench.big import open_home
from peer_tui.services.today import today_lines
def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmRSS"))
room = open_home(Path(sys.argv[1]))
lines = today_lines(room, room.open_groups())
shown = resident()
room.index.refresh()
print(json.dumps({"shown": shown, "swept": resident()}))
"""


def measure(folder: Path, big: Big) -> list[Figure]:
    """Launch as a ratio; opening and the sweep in milliseconds; memory in megabytes."""
    return [*_launch(big), *_opening(big), _freshness(big), *_memory(big)]


def _launch(big: Big) -> list[Figure]:
    large, empty = [], []
    for _ in range(_TURNS + 1):
        large.append(_started(big.home))
        empty.append(_started(big.empty))
    name = f"launch to Today, {big.meetings:,} meetings"
    return [Figure(name, median(large[1:]), "ms", 1.1, median(empty[1:]), "the same with an empty library")]


def _started(home: Path) -> float:
    with Terminal(peer_tui(), home) as terminal:
        return (terminal.until(MARKER) - terminal.began) * 1_000


def _opening(big: Big) -> list[Figure]:
    room = open_home(big.home)
    room.screens = True  # as the screens open a meeting
    # As the program does once its first picture stands.
    gc.freeze()
    rows = random.Random(3).sample(room.index.meetings(states=("ended",)), OPENED)
    past = [_taken(lambda row=row: _read_minutes(room, row.folder, row.id)) for row in rows]  # type: ignore[misc]
    planned = room.index.meetings(states=("planned",))[:OPENED]
    live = [_taken(lambda row=row: _go_live(room, row.folder, row.id)) for row in planned]  # type: ignore[misc]
    room.close()
    figures = _both("opening the minutes of a past meeting", past[1:])
    if len(live) > 2:
        figures += _both("opening a planned meeting live", live[1:])
    return figures


def _both(name: str, taken: list[float]) -> list[Figure]:
    return [Figure(f"{name}: median", median(taken), "ms", 20), Figure(f"{name}: p95", percentile_95(taken), "ms", 20)]


def _read_minutes(room: Workspace, folder: str, meeting: str) -> object:
    return keeping.minutes_of(room.open_group(folder), meeting)


def _go_live(room: Workspace, folder: str, meeting: str) -> Held | None:
    session = LiveSession(room, room.open_group(folder), meeting)
    return session.group.meetings.get(meeting)


def _freshness(big: Big) -> Figure:
    room = open_home(big.home)
    room.open_groups()
    taken = [_taken(room.index.refresh) for _ in range(3)]
    room.close()
    return Figure(f"background check of {big.meetings:,} meetings", median(taken), "ms", 500)


def _memory(big: Big) -> list[Figure]:
    large, empty = told_by(_MEMORY, str(big.home)), told_by(_MEMORY, str(big.empty))
    return [
        Figure(f"memory added {when}", (large[which] - empty[which]) / _MEGABYTE, "MB", 40)
        for which, when in (("shown", "when Today stands"), ("swept", "after the background check"))
    ]


def _taken(act: Callable[[], object]) -> float:
    """How many milliseconds an act takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1_000
