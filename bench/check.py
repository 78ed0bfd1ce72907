"""`peer-tui check` over the whole library, beside reading every file of it once."""

from __future__ import annotations

import time
from pathlib import Path

from bench.big import Big, open_home
from bench.figure import Figure
from peer_tui.services import checking


def measure(folder: Path, big: Big) -> list[Figure]:
    """Seconds."""
    room = open_home(big.home)
    began = time.perf_counter()
    for path in (big.home / "library" / "groups").rglob("*.json"):
        path.read_bytes()
    read = time.perf_counter() - began
    began = time.perf_counter()
    findings = checking.look(room)
    took = time.perf_counter() - began
    room.close()
    assert findings
    return [Figure(f"peer-tui check, {big.meetings:,} meetings", took, "s", 60, read, "reading every file once")]
