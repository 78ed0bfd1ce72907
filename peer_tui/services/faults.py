"""A fault of the program itself: where it happened is kept for a report, what people wrote is not."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from pathlib import Path

from peer_tui import __version__
from peer_tui.paths import make_private

REPORT = "last-fault.txt"


def keep_report(error: BaseException, state: Path) -> Path | None:
    """Write where a fault happened, without the values that were at hand, to an owner-only file; None if that failed.

    The fault's own message is left out as well: it may hold a line of somebody's minutes.
    """
    lines = [f"peer-tui {__version__}", f"{type(error).__name__}"]
    lines += [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    path = state / REPORT
    try:
        make_private(state)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write("\n".join(lines) + "\n")
    except OSError:
        return None
    return path


def keep_threads_from_telling(state: Path) -> None:
    """From here on a fault in a thread, or while something is thrown away, is a report and nothing on the terminal.

    Python itself would print it there with its message and the lines around it, over the screen.
    """
    threading.excepthook = lambda fault: _keep(fault.exc_value, state)
    sys.unraisablehook = lambda fault: _keep(fault.exc_value, state)


def _keep(error: BaseException | None, state: Path) -> None:
    if error is not None:
        keep_report(error, state)
