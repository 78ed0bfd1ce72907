"""The newest 50 lines that hold the words, from the index, beside ripgrep over the same files and TinyDB's `search()`.

ripgrep finds lines of JSON, not records, and does not put them in order: it is the least that reading files costs.
TinyDB gets every entry in one file, already opened, as it wants to be used; in a library of more than 2,500 meetings it
gets the entries of 2,500 of them only, since more would take gigabytes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import msgspec
import tinydb

from bench.big import Big, open_home
from bench.figure import Figure, Skipped, median
from peer_tui.domain.events import Captured
from peer_tui.services.workspace import Workspace
from peer_tui.store.index.query import Query
from peer_tui.store.shards import Shard

QUESTIONS = {"two words": ("hearing riverbrook", "hearing.*riverbrook|riverbrook.*hearing"),
             "a phrase": ('"peer bill"', "peer bill"),
             "a beginning": ("badgerh*", r"\bbadgerh")}  # fmt: skip
"""What is asked of the index, and the pattern that says the same to the others."""
IN_ONE_FILE_AT_MOST = 2_500
_TURNS = 7


def measure(folder: Path, big: Big) -> list[Figure | Skipped]:
    """Medians in milliseconds."""
    room = open_home(big.home)
    asked = {name: Query.parse(words) for name, (words, _pattern) in QUESTIONS.items()}
    ours = {name: _median(lambda query=query: room.index.search(query, 50)) for name, query in asked.items()}  # type: ignore[misc]
    assert all(room.index.search(query, 50) for query in asked.values())
    figures = [*_beside_ripgrep(big, ours), _beside_tinydb(folder, room, big, ours)]
    room.close()
    return figures


def _beside_ripgrep(big: Big, ours: dict[str, float]) -> Iterator[Figure | Skipped]:
    program = shutil.which("rg")
    for name, (_words, pattern) in QUESTIONS.items():
        title = f"search {name}, newest 50 of {big.meetings:,} meetings"
        if program is None:
            yield Skipped(title, "ripgrep (rg) is not installed")
            continue
        command = [program, "--ignore-case", "--no-heading", "--glob", "*.json", pattern, str(big.home / "library")]
        taken = _median(lambda command=command: subprocess.run(command, check=True, capture_output=True))  # type: ignore[misc]
        yield Figure(title, ours[name], "ms", 0.1, taken, "ripgrep over the same files")


def _beside_tinydb(folder: Path, room: Workspace, big: Big, ours: dict[str, float]) -> Figure:
    path = folder / "one file.json"
    most = min(big.meetings, IN_ONE_FILE_AT_MOST)
    rows = {str(number): {"text": text} for number, text in enumerate(_entries(room, most), start=1)}
    path.write_bytes(msgspec.json.encode({"_default": rows}))
    asked = tinydb.where("text").search(QUESTIONS["two words"][1], flags=re.IGNORECASE)
    with tinydb.TinyDB(path, access_mode="r") as database:
        database.clear_cache()
        taken = _once(lambda: database.search(asked))
    against = f"TinyDB search() over one file of {len(rows):,} entries"
    return Figure(
        f"search two words, newest 50 of {big.meetings:,} meetings", ours["two words"], "ms", 0.01, taken, against
    )


def _entries(room: Workspace, meetings: int) -> Iterator[str]:
    shards = (shard for folder in room.library.groups() for shard in room.library.meetings(folder))
    for shard in islice(shards, meetings):
        yield from _words(room, shard)


def _words(room: Workspace, shard: Shard) -> Iterator[str]:
    return (event.filed.text for event in room.library.read(shard).events if isinstance(event, Captured))


def _median(act: Callable[[], object]) -> float:
    return median([_once(act) for _ in range(_TURNS)])


def _once(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1_000
