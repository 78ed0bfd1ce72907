"""From a key to its character while every flush of the disk takes half a second: typing must never wait for it.

Lines are typed and entered one after the other, so that something is being saved all the time; each line asks for two
flushes. Each key is a letter that stands nowhere else on the screen.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from bench import scenes
from bench.figure import Figure, median, percentile_95
from bench.key import LETTERS
from bench.terminal import Terminal

ENTRIES = 60
FLUSH_SECONDS = 0.5
SLOWEST_MS = 50
SAVING = "saving…"
"""What the screen says meanwhile."""
_LINES = 6
_KEYS = 20
"""A line: typed within a second, which is what saving the line before it takes."""
_SLOW = f"""
import sys, time
from peer_tui.store import durable
flush = durable.flush_file
def slowly(fd):
    time.sleep({FLUSH_SECONDS})
    flush(fd)
durable.flush_file = slowly
"""
_ON_THE_SCREENS_THREAD = """
from peer_tui.services import saving
begin = saving.Saver.__init__
def without_thread(saver, library, on_change=None, threaded=True, **options):
    begin(saver, library, on_change, False, **options)
saving.Saver.__init__ = without_thread
"""
_START = "from peer_tui.cli import main\nsys.argv[0] = 'peer-tui'\nsys.exit(main())"


def measure(folder: Path) -> list[Figure]:
    """The slowest 5 % of the keys, and the median, in milliseconds."""
    took = typed(folder / "slow-disk")
    name = f"key to paint while each flush takes {FLUSH_SECONDS * 1_000:.0f} ms"
    return [
        Figure(f"{name}: slowest 5 %", percentile_95(took), "ms", SLOWEST_MS),
        Figure(f"{name}: median", median(took), "ms", SLOWEST_MS),
    ]


def typed(home: Path, *, keys: int = _LINES * _KEYS, threaded: bool = True) -> list[float]:
    """Type so many keys; how long each took to be painted, in milliseconds. Returns when all lines are saved.

    Args:
        home: where the library is made.
        keys: how many; at most 120.
        threaded: False saves on the thread that draws the screen, as a simpler program would.
    """
    meeting = scenes.live_library(home, ENTRIES)
    code = _SLOW + ("" if threaded else _ON_THE_SCREENS_THREAD) + _START
    took: list[float] = []
    chance = random.Random(17)
    letters = chance.sample(LETTERS, keys)
    with Terminal([sys.executable, "-c", code, "run", meeting], home) as terminal:
        terminal.until(scenes.LIVE_MARKER)
        terminal.drain(0.3)
        # Something to be saved from the first key on.
        terminal.write("the first line\r")
        if threaded:
            terminal.until(SAVING)
        for number, letter in enumerate(letters, start=1):
            time.sleep(chance.uniform(0.005, 0.06))
            terminal.drain(0)
            began = time.perf_counter()
            terminal.write(letter)
            took.append((terminal.until(letter) - began) * 1_000)
            if number % _KEYS == 0:
                terminal.write("\r")
                terminal.drain(0.02)
        terminal.drain_for(4 * FLUSH_SECONDS)
    return took
