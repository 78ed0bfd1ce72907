"""Standard input as lines of text: any bytes, any length, from a terminal, a pipe or a file."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable
from typing import BinaryIO

_AT_ONCE = 65_536
_LOOK = 0.25
"""Seconds between two looks for another writer's lines while somebody at a terminal is thinking."""
_LOOKS_A_TICK = 4
"""So many looks are one look at the clock: once a second."""


class Lines:
    """Reads lines; while it waits at a terminal it calls `look` four times a second and `tick` about once.

    A line's end may be LF or CR LF. Bytes that are not UTF-8 become U+FFFD.
    """

    def __init__(self, source: BinaryIO, tick: Callable[[], None], look: Callable[[], None]) -> None:
        self._source = source
        self._tick = tick
        self._look = look
        self._rest = b""
        self._over = False
        self._number = source.fileno() if _ticks(source) else -1

    def next(self) -> str | None:
        """The next line without its end; None at the end of input."""
        raw = self._from_terminal() if self._number >= 0 else self._source.readline()
        if not raw:
            return None
        return raw.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "replace")

    def _from_terminal(self) -> bytes:
        looks = 0
        while b"\n" not in self._rest and not self._over:
            if select.select([self._number], [], [], _LOOK)[0]:
                try:
                    more = os.read(self._number, _AT_ONCE)
                except OSError:  # the terminal was closed
                    more = b""
                self._rest += more
                self._over = not more
            else:
                looks += 1
                (self._look if looks % _LOOKS_A_TICK else self._tick)()
        end = self._rest.find(b"\n") + 1 or len(self._rest)
        line, self._rest = self._rest[:end], self._rest[end:]
        # At a terminal more may be typed after an end of input in the middle of a line.
        self._over = self._over and not line
        return line


def _ticks(source: BinaryIO) -> bool:
    """Whether this is a terminal that can be waited for with a time limit."""
    try:
        return source.isatty() and sys.platform != "win32"
    except ValueError:
        return False
