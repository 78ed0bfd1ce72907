"""`peer-tui check`: is everything that was written still here, and can more be written?

Read-only, apart from small files that are written, flushed, renamed, locked and removed again, because only that shows
whether the library can really be written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from peer_tui.store.checking.findings import Finding, Level, named, worst
from peer_tui.store.checking.folders import folders as look_at_folders
from peer_tui.store.checking.leftovers import leftovers as look_at_leftovers
from peer_tui.store.checking.logs import logs as look_at_logs
from peer_tui.store.checking.writing import writing as look_at_writing
from peer_tui.store.durable import PROMISE
from peer_tui.store.library import Library

__all__ = ["Finding", "Level", "check", "named", "worst"]


def check(
    library: Library, now: dt.datetime | None = None, progress: Callable[[int, int], None] | None = None
) -> list[Finding]:
    """Look at the whole library; never raises for what it finds there.

    Args:
        library: which.
        now: the present instant, aware; without it no clock is judged.
        progress: told how many meetings of how many are read.
    """
    return [
        *look_at_writing(library),
        *look_at_folders(library),
        *look_at_logs(library, now, progress),
        *look_at_leftovers(library),
        *([Finding("warning", PROMISE, "writing")] if PROMISE else []),
    ]
