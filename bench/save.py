"""From Enter to durable on disk, in a meeting of 300 events.

Beside it, taken in turns: one append of 300 bytes with its flush (the least a program can do that keeps its word), and
TinyDB's own JSONStorage holding 10,000 entries in one file (what keeping everything in one file would cost).
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import tinydb

from bench import scenes
from bench.figure import Figure, median
from peer_tui.domain.events import Captured, EntryKind, Filed
from peer_tui.services.clock import ManualClock
from peer_tui.services.session import LiveSession

EVENTS = 300
_TURNS = 40
_IN_ONE_FILE = 10_000
_BARE_TURNS = 5
_LINE = b"x" * 299 + b"\n"


def measure(folder: Path) -> list[Figure]:
    """Medians in milliseconds."""
    session = _session(folder / "save")
    room, shard = session.workspace, session.opened.shards[session.id]
    plain = os.open(folder / "appended", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    ours, appended = [], []
    for turn in range(_TURNS):
        body = Captured(entry=room.new_id(), block="topics", filed=_filed(turn))
        event = room.stamp([body])
        ours.append(_taken(partial(room.library.append, shard, event)))
        appended.append(_taken(partial(_append, plain)))
    os.close(plain)
    room.close()
    saving, one_file = median(ours), _one_file(folder / "one_file.json")
    name = f"Enter to durable, {EVENTS} events"
    return [
        Figure(name, saving, "ms", 12, median(appended), "append of 300 bytes + fsync"),
        Figure(name, saving, "ms", 0.05, one_file, f"TinyDB, {_IN_ONE_FILE:,} entries in one file"),
    ]


def _session(home: Path) -> LiveSession:
    """A meeting with `EVENTS` lines and a few events more, open for writing by a program of its own."""
    clock = ManualClock(dt.datetime.now(dt.UTC))
    meeting = scenes.live_library(home, EVENTS)
    room = scenes.workspace(home, clock)
    session = LiveSession(room, room.open_groups()[0], meeting)
    assert len(session.events) >= EVENTS
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
