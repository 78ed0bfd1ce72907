"""How far a command is that takes a while: one line on standard error, at a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from peer_tui.commands.shared import at_terminal
from peer_tui.domain.words import say

_AFTER = 0.5
"""Seconds for which nothing is shown: most libraries are done before."""
_EVERY = 0.1
_WIDTH = 24


@contextmanager
def progress_line(words: str) -> Iterator[Callable[[int, int], None]]:
    """Gives what is to be called with how many of how many are done; where nobody would see it, nothing is shown."""
    if not at_terminal(sys.stderr):
        yield lambda done, total: None
        return
    began = said = time.monotonic()
    shown = False

    def tell(done: int, total: int) -> None:
        nonlocal said, shown
        now = time.monotonic()
        if now - began < _AFTER or (now - said < _EVERY and done < total):
            return
        said, shown = now, True
        filled = _WIDTH * done // max(total, 1)
        print(
            f"\r{words} {'█' * filled}{'·' * (_WIDTH - filled)} "
            + say("{done:,} of {total:,}", done=done, total=total),
            end="",
            file=sys.stderr,
            flush=True,
        )

    try:
        yield tell
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
