"""The program with a store that says "saved" at once and writes later: the control of T4 and T5.

As TinyDB's CachingMiddleware does, what is written waits in memory, here until the fiftieth write.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from peer_tui.cli import main
from peer_tui.store import durable, files

EVERY = 50

_waiting: dict[Path, bytes] = {}
_count = 0


def write_later(path: Path, content: bytes, *, flush: bool = True, before: Callable[[], None] | None = None) -> None:
    """In the place of `durable.replace_file`."""
    global _count
    _count += 1
    _waiting[path] = content
    if _count % EVERY == 0:
        for known, last in _waiting.items():
            durable.replace_file(known, last)
        _waiting.clear()


if __name__ == "__main__":
    files.replace_file = write_later
    sys.argv[0] = "peer-tui"
    sys.exit(main())
