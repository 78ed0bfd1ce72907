"""Another device's log without a byte in it: a save that was cut off there, or a sync tool that did not finish."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from peer_tui.store.library import Library
from peer_tui.store.recovery import Recovery

STILL_ARRIVING = dt.timedelta(days=1)
"""So long an empty file may be one that is still on its way here. Ours: sync tools finish within minutes."""


def is_empty(library: Library, path: Path, found: Recovery) -> bool:
    """Whether a log has 0 bytes on the disk, and no copy here holds a line of it."""
    if found.contents.whole or found.from_copy or found.lost:
        return False
    try:
        return library.files.on_disk(path).stat().st_size == 0
    except OSError:
        return False


def is_long_empty(library: Library, path: Path, found: Recovery, now: dt.datetime) -> bool:
    """Whether it is empty, and has been for longer than it takes to arrive.

    Args:
        library: where it lies.
        path: the log.
        found: what could be read of it.
        now: the present instant, aware.
    """
    if not is_empty(library, path, found):
        return False
    try:
        changed = library.files.on_disk(path).stat().st_mtime
    except OSError:
        return False
    return now.timestamp() - changed > STILL_ARRIVING.total_seconds()
