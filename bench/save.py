"""From Enter to durable on disk, in meetings of 60, 300 and 1,000 events, and how often the disk is asked to flush.

Beside it, at 300 events and taken in turns: one append of 300 bytes with its flush (the least a program can do that
keeps its word), and TinyDB's own JSONStorage holding 10,000 entries in one file (what keeping everything in one file
would cost).
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest import mock

import tinydb

from bench import scenes
from bench.figure import Figure, median, percentile_95
from peer_tui.domain.events import Captured, EntryKind, Filed
from peer_tui.services.clock import ManualClock
from peer_tui.services.session import LiveSession

EVENTS = 300
SLOWEST_MS = {60: 3, 300: 5, 1_000: 12}
"""Events in the meeting, and what all but the slowest 5 % of the lines must stay under."""
FLUSHES = 2
"""A line is asked to be flushed twice: its file, and the folder the file is put into."""
_TURNS = 60
_IN_ONE_FILE = 10_000
_BARE_TURNS = 5
_LINE = b"x" * 299 + b"\n"


def measure(folder: Path) -> list[Figure]:
    """The slowest 5 % and the flushes a line; medians beside their baselines. Milliseconds."""
    figures = []
    for events, limit in SLOWEST_MS.items():
        ours, appended, flushes = _saved(folder / f"save {events}", events)
        figures.append(Figure(f"Enter to durable, {events:,} events: p95", percentile_95(ours), "ms", limit))
        if events == EVENTS:
            figures += _beside(folder, median(ours), median(appended))
            figures.append(Figure("flushes a line", flushes, "", FLUSHES))
    return figures


def _beside(folder: Path, saving: float, append: float) -> list[Figure]:
    name, one_file = f"Enter to durable, {EVENTS} events", _one_file(folder / "one_file.json")
    return [
        Figure(name, saving, "ms", 12, append, "append of 300 bytes + fsync"),
        Figure(name, saving, "ms", 0.05, one_file, f"TinyDB, {_IN_ONE_FILE:,} entries in one file"),
    ]


def _saved(home: Path, events: int) -> tuple[list[float], list[float], float]:
    """Milliseconds of each line and of each plain append, taken in turns, and how many flushes a line took."""
    session = _session(home, events)
    room, shard = session.workspace, session.opened.shards[session.id]
    plain = os.open(home / "appended", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    ours, appended, flushes = [], [], 0
    with mock.patch("peer_tui.store.durable.os.fsync", side_effect=os.fsync) as flush:
        for turn in range(_TURNS):
            body = Captured(entry=room.new_id(), block="topics", filed=_filed(turn))
            event = room.stamp([body])
            before = flush.call_count
            ours.append(_taken(partial(room.library.append, shard, event)))
            flushes += flush.call_count - before
            appended.append(_taken(partial(_append, plain)))
    os.close(plain)
    room.close()
    return ours, appended, flushes / _TURNS


def _session(home: Path, events: int) -> LiveSession:
    """A meeting with so many lines and a few events more, open for writing by a program of its own."""
    clock = ManualClock(dt.datetime.now(dt.UTC))
    meeting = scenes.live_library(home, events)
    room = scenes.workspace(home, clock)
    session = LiveSession(room, room.open_groups()[0], meeting)
    assert len(session.events) >= events
    # The first line of a run opens the log and copies it; what is measured are the lines after it.
    session.enter("the line before")
    return session


def _filed(turn: int) -> Filed:
    text = f"The committee hears the peer bill on the 20th, room {turn}"
    return Filed(EntryKind.NOTE, text, text)


def _append(file: int) -> None:
    os.write(file, _LINE)
    os.fsync(file)


def _one_file(path: Path) -> float:
    """The median milliseconds of one insert into a database that holds everything."""
    with tinydb.TinyDB(path) as database:
        database.insert_multiple({"kind": "captured", "text": f"line {n}: " + "x" * 260} for n in range(_IN_ONE_FILE))
        taken = [
            _taken(partial(database.insert, {"kind": "captured", "text": f"new line {turn} " + "x" * 260}))
            for turn in range(_BARE_TURNS)
        ]
    return median(taken)


def _taken(act: Callable[[], object]) -> float:
    """How many milliseconds an act takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1_000
