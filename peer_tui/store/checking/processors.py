"""The same work on many parts, over all the machine's processors where that is worth it and can be done safely."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

_WORTH_IT = 5
"""From how many parts on: below, starting other processes takes longer than they save."""

_work: Callable[[object], object] | None = None
"""What a process that was just split off is to do: it is there with everything it refers to, keys in memory too."""


def over_processors(work: Callable[[Part], Result], parts: Sequence[Part]) -> Iterator[Result]:
    """What `work` makes of each part, in the order of the parts.

    Splitting the process in two is safe only while it has one thread, and is done only where systems do it well; in any
    other case the parts are done one after the other.
    """
    processors = os.cpu_count() or 1
    if sys.platform != "linux" or processors < 2 or len(parts) < _WORTH_IT or threading.active_count() > 1:
        yield from map(work, parts)
        return
    # Imported here: only a large library needs it.
    import multiprocessing

    global _work
    _work = work  # type: ignore[assignment]
    try:
        with multiprocessing.get_context("fork").Pool(min(processors, len(parts))) as pool:
            yield from pool.imap(_do, parts)
    finally:
        _work = None


def _do(part: object) -> object:
    assert _work is not None
    return _work(part)
