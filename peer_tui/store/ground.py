"""The ground a library stands on: whether it is there, and that nothing is written where it is missing.

A vanished library is not made again: a second, nearly empty one at a mount point would hide the real one.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

from peer_tui.domain.words import say
from peer_tui.store.durable import give_up_ground, make_folder, stand_on


class Ground:
    """Whether the library at `root` is there.

    Args:
        root: the LIBRARY folder.
        state: the STATE folder, in which it is remembered that the library was here.
        device: says this device's id, without taking a slot; empty before anything was written here.
    """

    def __init__(self, root: Path, state: Path, device: Callable[[], str]) -> None:
        self._root = root
        self._state = state
        self._device = device
        self._known = False
        self._remembered = False
        give_up_ground(root)

    def know(self) -> None:
        """It was seen in this run."""
        self._known = True

    def vanished(self) -> bool:
        """The library was here before, in this run or an earlier one, and is not: unplugged, not mounted, or moved."""
        if (self._root / "groups").exists():
            return False
        if not self._known and not self._seen_before().exists():
            return False
        # The groups alone are gone, the folder is the same one: a sync tool or a person removed them.
        return not ((self._root / "quarantine").exists() or (self._root / f"ballast-{self._device()}").exists())

    def stand(self) -> None:
        """The folder all groups stand in is there, made if need be; from here on nothing is made where it is missing.

        Raises:
            OSError: it cannot be made.
        """
        groups = self._root / "groups"
        if not groups.exists():
            give_up_ground(self._root)
            make_folder(groups)
        self._known = True
        stand_on(self._root, groups)

    def leave(self) -> None:
        """Writing is over: whoever begins anew may make the library again."""
        give_up_ground(self._root)

    def remember(self) -> None:
        """This library holds something: when it is missing another time, it has vanished."""
        if not self._remembered:
            try:
                make_folder(self._state)
                os.close(os.open(self._seen_before(), os.O_WRONLY | os.O_CREAT, 0o600))
                self._remembered = True
            except OSError:  # then only this run will know
                pass

    def refuse_links(self, folder: Path) -> None:
        """Nothing is written through a link: it may lead out of the library.

        Raises:
            OSError: the folder, or one above it in the library, is a link.
        """
        place = str(self._root)
        for part in folder.relative_to(self._root).parts:
            place = os.path.join(place, part)
            if os.path.islink(place):
                raise OSError(errno.ELOOP, say("a link to another place"), place)

    def _seen_before(self) -> Path:
        return self._state / "library-seen"
