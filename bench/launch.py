"""From starting the program to Today on screen, beside a bare Textual app started the same way by the same Python."""

from __future__ import annotations

from pathlib import Path

from bench import scenes
from bench.figure import Figure, median
from bench.terminal import BARE, BARE_MARKER, Terminal, peer_tui

_TURNS = 7


def measure(folder: Path) -> list[Figure]:
    """Medians in milliseconds, taken in turns, after one start of each that warms the disk up."""
    home = folder / "launch"
    scenes.quiet_library(home)
    ours, bare = [], []
    for _ in range(_TURNS + 1):
        ours.append(_started(peer_tui(), scenes.MARKER, home))
        bare.append(_started(BARE, BARE_MARKER, home))
    return [Figure("launch to Today painted", median(ours[1:]), "ms", 1.4, median(bare[1:]), "bare Textual app")]


def _started(command: list[str], marker: str, home: Path) -> float:
    with Terminal(command, home) as terminal:
        return (terminal.until(marker) - terminal.began) * 1_000
