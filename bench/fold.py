"""Folding a meeting of 1,000 events: what every line typed costs before the screen can show it."""

from __future__ import annotations

import time
from pathlib import Path

from bench import scenes
from bench.figure import Figure, median
from peer_tui.domain.meeting import Meeting

EVENTS = 1_000
_ROUNDS = 5
_FOLDS = 11


def measure(folder: Path) -> list[Figure]:
    """The best of several medians, in milliseconds: what the code costs, not what else the machine was doing."""
    events = scenes.long_meeting(folder / "fold", EVENTS)
    medians = []
    for _ in range(_ROUNDS):
        taken = []
        for _ in range(_FOLDS):
            began = time.perf_counter()
            Meeting.fold(events)
            taken.append((time.perf_counter() - began) * 1_000)
        medians.append(median(taken))
    return [Figure(f"folding a meeting of {len(events):,} events", min(medians), "ms", 10)]
