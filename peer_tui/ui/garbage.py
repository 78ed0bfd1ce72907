"""When garbage is looked for: while nobody waits for anything, and hardly ever while a screen is drawn.

Left to itself Python looks for objects that only hold one another whenever some hundred new ones stand, whatever is
being done. A screen makes ten thousand of them: every fifth past meeting would take twice as long to open.
"""

from __future__ import annotations

import gc

STILL = 2
"""Seconds without a key after which nobody waits, and what is new is looked at: some milliseconds."""
LONG_STILL = 20
"""Seconds without a key after which everything is looked at: up to a tenth of a second, which a key might meet."""
EVERY = 60
"""Seconds from one look at everything to the next, while nobody does anything."""
OVERDUE = 600
"""Seconds after which everything is looked at in the next short pause, for somebody who never makes a long one."""
_NEW, _KEPT = 1, 2
"""How far is looked (`gc.collect`): at what came since the last look, or at all."""
_BACKSTOP = 300_000
"""So many new objects are not waited with: somebody who types without a pause for many minutes makes as many."""


class Garbage:
    """Looks for garbage in the pauses. It is told of every second and of every key; it knows no time of its own."""

    def __init__(self) -> None:
        self._seconds_still = 0
        self._seconds_since_all = 0
        self._before: tuple[int, int, int] | None = None
        self._has_ended = False

    def begin(self) -> None:
        """What stands now is never looked through; from here on it is looked only in pauses. Nothing after `end`."""
        if self._has_ended:
            return  # a program that is left at once settles when it has gone
        self._before = gc.get_threshold()
        gc.freeze()
        gc.set_threshold(_BACKSTOP, *self._before[1:])
        gc.enable()

    def somebody_waits(self) -> None:
        """A key, a click or a paste has come: what it asks for is done first."""
        self._seconds_still = 0

    def second_passed(self) -> None:
        """Look, if this is a pause, or has been one for long."""
        if self._before is None:
            return
        self._seconds_still += 1
        self._seconds_since_all += 1
        is_short = self._seconds_still == STILL
        if self._seconds_still % EVERY == LONG_STILL or (is_short and self._seconds_since_all >= OVERDUE):
            self._seconds_since_all = 0
            gc.collect(_KEPT)
        elif is_short:
            gc.collect(_NEW)

    def end(self) -> None:
        """As it was before `begin`: other programs of the same process go on as they did."""
        self._has_ended = True
        if self._before is not None:
            gc.set_threshold(*self._before)
            gc.unfreeze()
            self._before = None
