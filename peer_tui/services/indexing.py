"""Keeping the index up to date: by a sweep in the background while somebody sits before screens, or by waiting for one.

The sweep begins after the first picture stands, comes back every half minute, and at once when a meeting has ended. It
reads; what it finds reaches the screens with their next tick.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from peer_tui.domain.naming import counted
from peer_tui.domain.words import say, say_number
from peer_tui.services.removing import settle_and_tell

if TYPE_CHECKING:
    from peer_tui.services.workspace import Workspace
    from peer_tui.store.index import Refreshed
    from peer_tui.store.shards import Shard

EVERY = 30.0
"""Seconds from one sweep to the next."""
PATIENCE = 0.2
"""Seconds that leaving the program waits for a sweep to stop."""
_FIRST = ("absent", "building")
"""How the index stands until the library was read once."""


class Progress(NamedTuple):
    """How far the library has been read for the first time."""

    read: int
    of: int
    """Meetings."""

    @property
    def words(self) -> str:
        """A sentence without its last stop."""
        return say(
            "Reading the library for the first time: {read:,} of {meetings}",
            read=self.read,
            meetings=counted(self.of, "{n:,} meeting", "{n:,} meetings", "no meetings"),
        )


class Indexing:
    """The one that refreshes the index of an opened library. Its properties may be read from any thread."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.rounds = 0
        """Counts what a reader would see: raised when groups read otherwise than before, or files have vanished."""
        self.progress: Progress | None = None
        """While a library is read for the first time."""
        self._told: Counter[Shard] = Counter()
        """How often each vanished shard was reported."""
        self._known = 0
        """Meetings the index knew when the last ones vanished."""
        self._asked = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    # --- the sweep --------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Sweep in the background from now on; does nothing where no screens are, or a second time."""
        if self._workspace.screens and self._thread is None and not self._stopping.is_set():
            # A daemon: a disk that never answers must not keep the program from ending.
            self._thread = threading.Thread(target=self._run, name="peer-tui index", daemon=True)
            self._thread.start()

    def ask(self) -> None:
        """Sweep at once, if there is a sweep in the background."""
        self._asked.set()

    def stop(self, patience: float = PATIENCE) -> None:
        """End the sweep; what it has read so far is kept. Waits at most `patience` seconds."""
        self._stopping.set()
        self._asked.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(patience)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._asked.clear()
            # A disk that fails a sweep may answer the next one; a fault here must not end the program.
            with suppress(Exception):
                self.sweep()
            self._asked.wait(EVERY)

    def sweep(self) -> Refreshed:
        """Compare what the index knows with what is on disk, and read what changed.

        Raises:
            OSError: the disk does not answer.
        """
        first = self._workspace.index.state != "ready"

        def tell(read: int, of: int) -> None:
            if first and of:
                self.progress = Progress(read, of)

        try:
            done = self._workspace.index.refresh(progress=tell, stop=self._stopping.is_set)
        finally:
            self.progress = None
        self._note(done, first)
        settle_and_tell(self._workspace)
        return done

    def bring_up_to_date(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Sweep now and wait for it, for a command that prints what there is.

        Where another run of the program is at it, or there can be no index, nothing is waited for: whoever asks is
        answered from the files.
        """
        if self._workspace.index.state != "unavailable":
            self._note(self._workspace.index.refresh(progress=progress), False)

    # --- what vanished ----------------------------------------------------------------------------------------

    @property
    def vanished(self) -> tuple[str, ...]:
        """What is not in the library folder any more, as sentences; nothing where all is there."""
        meetings = sum(1 for shard in self._told if shard.meeting)
        if not meetings:
            return ()
        return (
            say_number(
                meetings,
                "A meeting has vanished from the library folder. Nothing was deleted elsewhere: `peer-tui restore` "
                "brings it back from a backup; `peer-tui check --accept-missing` if that was meant.",
                "{n} of {known:,} meetings have vanished from the library folder. Nothing was deleted elsewhere: "
                "`peer-tui restore` brings them back from a backup; "
                "`peer-tui check --accept-missing` if that was meant.",
                known=self._known,
            ),
        )

    def _note(self, done: Refreshed, first: bool) -> None:
        before = set(self._told)
        if not done.held_elsewhere:
            library = self._workspace.library
            for shard in list(self._told):
                # Many are reported until they are back or it was said that they were meant to go; a few only once.
                if shard not in done.vanished and (self._told[shard] > 1 or library.stamp(shard)):
                    del self._told[shard]
            self._told.update(done.vanished)
        if set(self._told) - before:
            there = sum(1 for folder in library.groups() for _ in library.meetings(folder))
            self._known = there + sum(1 for shard in self._told if shard.meeting)
        if done.changed_groups or set(self._told) != before or (first and done.finished):
            self.rounds += 1


def is_first_reading(workspace: Workspace) -> bool:
    """Whether the screens still wait for a library that is too large to be read at once."""
    from peer_tui.services.opening import is_small

    if not workspace.screens or (workspace.is_indexed and workspace.index.state not in _FIRST):
        return False
    return not is_small(workspace) and workspace.index.state in _FIRST


def sweep(workspace: Workspace) -> Refreshed:
    """Bring the index up to date now, on this thread.

    Raises:
        OSError: the disk does not answer.
    """
    return workspace.indexing.sweep()
