"""Taking minutes out: one meeting's to Markdown, and the minutes of 500 meetings as web pages with their list.

From the logs on the disk to the file on the disk: read, folded, drawn, written and remembered. What a format needs is
loaded once in a run of the program; that is measured apart, as a program that has just begun pays for it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

from bench.big import Big, open_home, told_by
from bench.figure import Figure, median, percentile_95
from peer_tui.services import keeping
from peer_tui.services.exporting_many import Wanted, export_many
from peer_tui.services.keeping import Telling
from peer_tui.services.workspace import Workspace

ONE_AT_MOST = 20.0
"""Milliseconds for one meeting."""
EACH_AT_MOST = 20.0
"""Milliseconds for each of many: 50 a second."""
MANY = 500
_CHOSEN = 60

_FIRST = """
import json, sys, time
from pathlib import Path
from bench.big import open_home
from peer_tui.services import keeping
room = open_home(Path(sys.argv[1]))
row = room.index.meetings(states=("ended",))[0]
minutes = keeping.minutes_of(room.open_group(row.folder), row.id)
began = time.perf_counter()
keeping.draw(minutes, "md")
print(json.dumps({"drawn": (time.perf_counter() - began) * 1_000}))
"""


def measure(folder: Path, big: Big) -> list[Figure]:
    """In milliseconds."""
    room = open_home(big.home)
    figures = [*_one(room, folder / "one"), _first(big), _many(room, folder / "many")]
    room.close()
    return figures


def _one(room: Workspace, folder: Path) -> list[Figure]:
    rows = random.Random(5).sample(room.index.meetings(states=("ended",)), _CHOSEN)
    groups = {row.folder: room.open_group(row.folder) for row in rows}
    for opened in groups.values():
        assert opened.group.meetings
    taken = [_taken(lambda row=row: keeping.write(room, groups[row.folder], row.id, "md", folder)) for row in rows]  # type: ignore[misc]
    name = "the minutes of a past meeting to a Markdown file"
    return [
        Figure(f"{name}: median", median(taken[1:]), "ms", ONE_AT_MOST),
        Figure(f"{name}: p95", percentile_95(taken[1:]), "ms", ONE_AT_MOST),
    ]


def _first(big: Big) -> Figure:
    taken = [told_by(_FIRST, str(big.home))["drawn"] for _ in range(3)]
    return Figure("the first minutes drawn in a run of the program", median(taken), "ms", 150)


def _many(room: Workspace, folder: Path) -> Figure:
    # The group with the most meetings; of a library with smaller groups, several.
    groups = room.open_groups()
    name = max(groups, key=lambda opened: len(opened.group.meetings)).glance.name
    wanted = Wanted(name)
    done = []

    def stop() -> bool:
        done.append(1)
        return len(done) > MANY

    began = time.perf_counter()
    many = export_many(room, wanted, Telling("html"), folder, stop=stop)
    taken = (time.perf_counter() - began) * 1_000
    assert many.written and many.index is not None
    return Figure(
        f"the minutes of {many.written:,} meetings as web pages: each", taken / many.written, "ms", EACH_AT_MOST
    )


def _taken(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1_000
