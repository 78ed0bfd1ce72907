"""When garbage is looked for: seldom, and between pictures rather than while somebody waits for one."""

from __future__ import annotations

import gc

EVERY = 60.0
"""Seconds between two looks at everything: some ten milliseconds, once a minute."""
_YOUNG, _MIDDLE, _OLD = 100_000, 50, 50
"""A screen makes some ten thousand objects; with Python's own 700 everything was looked through while it was drawn,
and every fifth past meeting took twice as long to open."""


def look_seldom() -> None:
    """What stands now is never looked through again; what comes is, but seldom."""
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    gc.enable()


def look_now() -> int:
    """Look through everything that came since; how much of it was let go."""
    return gc.collect()
