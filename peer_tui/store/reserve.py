"""The reserve: what lets writing go on for a while on a full disk, and the sentence that says so."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from peer_tui.domain.words import say
from peer_tui.store.durable import BALLAST_BYTES, Ballast

_LINE_BYTES = 700
"""What one more line asks of a nearly full disk: the log is there twice while it is being replaced."""
_ROOM_AGAIN = 3 * BALLAST_BYTES
"""Bytes free on the disk from which on the reserve is laid in again."""


class Reserve:
    """This device's ballast in the library at `root`.

    Args:
        root: the LIBRARY folder.
        device: says the id of this device, as it writes.
    """

    def __init__(self, root: Path, device: Callable[[], str]) -> None:
        self._root = root
        self._device = device
        self.told = ""
        """While the disk is full and the reserve is being used up: a sentence that says so. Empty otherwise."""

    def lay_in(self) -> None:
        """Lay it in, unless it is being used up."""
        if not self.told:
            self._ballast().ensure()

    def give_up(self) -> bool:
        """The disk is full: give it up, once; False if there was none."""
        if not self._ballast().release():
            return False
        self._tell()
        return True

    def refill(self) -> None:
        """Something was saved. Where the reserve is used up, lay it in again once there is room; say what is left."""
        if not self.told:
            return
        if self._free() > _ROOM_AGAIN:
            self._ballast().ensure()
        if self._ballast().path.exists():
            self.told = ""
        else:
            self._tell()

    def _tell(self) -> None:
        lines = self._free() // _LINE_BYTES
        self.told = say("Disk full: writing goes on in the reserve, room for about {lines} more lines.", lines=lines)

    def _ballast(self) -> Ballast:
        return Ballast(self._root / f"ballast-{self._device()}")

    def _free(self) -> int:
        try:
            return shutil.disk_usage(self._root).free
        except OSError:
            return 0
