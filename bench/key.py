"""From a key to its character on the live capture line with 300 entries, beside a bare Input.

Each key is a letter that stands nowhere else on the screen, written when the terminal has been still for a while, after
a random gap, so that it falls anywhere in the program's own rhythm. Both programs take turns.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

from bench import scenes
from bench.figure import Figure, median, percentile_95
from bench.terminal import BARE, BARE_MARKER, Terminal, peer_tui

ENTRIES = 300
SLOWEST_MS = 16
_TURNS = 6
_KEYS = 40
LETTERS = "".join(chr(code) for code in range(0x100, 0x17F) if code not in (0x131, 0x149))
"""Letters of one cell that no line of the scene holds."""
_STILL = 0.03


def measure(folder: Path) -> list[Figure]:
    """The median beside the bare app's, and the slowest 5 % on their own, in milliseconds."""
    home = folder / "key"
    meeting = scenes.live_library(home, ENTRIES)
    ours: list[float] = []
    bare: list[float] = []
    with Terminal(peer_tui("run", meeting), home) as live, Terminal(BARE, home) as plain:
        live.until(scenes.LIVE_MARKER)
        plain.until(BARE_MARKER)
        for turn in range(_TURNS + 1):
            for terminal, taken in ((live, ours), (plain, bare)):
                times = list(_typed(terminal))
                taken += times if turn else []  # the first line warms both up
    name = f"key to paint, {ENTRIES} entries"
    return [
        Figure(name, median(ours), "ms", 2, median(bare), "bare Input"),
        Figure(f"{name}: slowest 5 %", percentile_95(ours), "ms", SLOWEST_MS),
    ]


def _typed(terminal: Terminal) -> Iterator[float]:
    """Type a line key by key and take it back again; how long each key took to be painted."""
    terminal.drain(0.2)
    letters = random.sample(LETTERS, _KEYS)
    for letter in letters:
        time.sleep(random.uniform(0.005, 0.06))
        terminal.drain(_STILL)
        began = time.perf_counter()
        terminal.write(letter)
        yield (terminal.until(letter) - began) * 1_000
    terminal.write("\x7f" * len(letters))
    terminal.drain(0.2)
