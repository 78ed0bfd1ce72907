"""What a live meeting costs while nobody types: its clock ticks and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

from bench import scenes
from bench.figure import Figure, Skipped
from bench.terminal import Terminal, peer_tui

_SECONDS = 12.0
_SETTLING = 3.0


def measure(folder: Path) -> list[Figure | Skipped]:
    """Percent of one processor, over twelve seconds, children not counted: there are none."""
    if not Path("/proc/self/stat").exists():
        return [Skipped("idle", "needs /proc")]
    home = folder / "idle"
    meeting = scenes.live_library(home)
    with Terminal(peer_tui("run", meeting), home) as live:
        live.until(scenes.LIVE_MARKER)
        live.drain_for(_SETTLING)
        before = _processor_seconds(live.pid)
        live.drain_for(_SECONDS)
        used = _processor_seconds(live.pid) - before
    return [Figure("idle live meeting, one processor", used / _SECONDS * 100, "%", 1.5)]


def _processor_seconds(pid: int) -> float:
    # The program's name stands in brackets and may hold spaces; user and system time are fields 14 and 15.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
