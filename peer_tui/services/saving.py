"""Saving while people go on typing: a queue, and one thread that empties it onto the disk.

An event counts as saved when the disk has answered, never before. What could not be saved stays in the queue, in
order, is tried again every few seconds and with the next save, and is never dropped.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

from peer_tui.domain.clock import Clock
from peer_tui.domain.events import Event, EventId
from peer_tui.domain.words import say
from peer_tui.store.durable import SaveProblem
from peer_tui.store.library import Library
from peer_tui.store.problem import said_at_the_end
from peer_tui.store.shards import Shard

State = Literal["saved", "saving", "not saved"]

RETRY_EVERY = 3.0
"""Seconds between tries while saving fails."""


class Saver:
    """The one that writes.

    Args:
        library: where to.
        on_change: called after every change of what the properties say, from whichever thread made it.
        threaded: False writes within `save` itself, for programs that have nobody typing.
        clock: tells `saved_at`; without one it stays None.
        retry_every: seconds between tries while saving fails.
    """

    def __init__(
        self,
        library: Library,
        on_change: Callable[[], None] | None = None,
        threaded: bool = True,
        *,
        clock: Clock | None = None,
        retry_every: float = RETRY_EVERY,
    ) -> None:
        self._library = library
        self._on_change = on_change
        self._clock = clock
        self._retry_every = retry_every
        self.when_ended: Callable[[Shard], None] | None = None
        """Called on the writing thread when a meeting has ended and all of it is on disk: its backup."""
        self._queue: list[tuple[Shard, tuple[Event, ...]]] = []
        self._ending: list[Shard] = []
        self._changed = threading.Condition()
        self._writing = threading.Lock()
        self._asked = False
        self._closing = False
        self._rounds = 0
        self._problem = ""
        self._disk_full = False
        self._saved_at: dt.datetime | None = None
        self._kept: set[EventId] = set()
        self.kept_in: Path | None = None
        """The folder in which unsaved events were last saved elsewhere, if any were."""
        self._thread: threading.Thread | None = None
        if threaded:
            # A daemon: a disk that never answers must not keep the program from ending. `close` waits for the rest.
            self._thread = threading.Thread(target=self._run, name="peer-tui saver", daemon=True)
            self._thread.start()

    @property
    def state(self) -> State:
        """What the header says."""
        with self._changed:
            return "not saved" if self._problem else "saving" if self._queue else "saved"

    @property
    def saved_at(self) -> dt.datetime | None:
        """When the disk last answered, UTC; None if it has not yet."""
        return self._saved_at

    @property
    def pending(self) -> int:
        """How many events are not yet on disk."""
        return len(self.unsaved())

    @property
    def problem(self) -> str:
        """Why saving fails, what is safe and what to do; empty while it does not fail."""
        return self._problem

    @property
    def problem_at_the_end(self) -> str:
        """The same, said by a program that ends: it keeps nothing in memory and tries nothing again."""
        return said_at_the_end(self._problem)

    @property
    def disk_full(self) -> bool:
        """Saving fails because there is no room left, not even the reserve."""
        return self._disk_full

    @property
    def warning(self) -> str:
        """The disk is full and the reserve is being used up: a sentence; empty otherwise."""
        return self._library.reserve

    def take_notices(self) -> list[str]:
        """Sentences about files that were mended or united since last asked; each is given once."""
        return self._library.take_notices()

    def unsaved(self) -> list[Event]:
        """The events that are not yet on disk, in order: to be counted, copied or saved elsewhere."""
        with self._changed:
            return [event for _shard, events in self._queue for event in events]

    def homeless(self) -> list[Event]:
        """The events that are neither on disk in the library nor saved elsewhere: they end with the program."""
        return [event for event in self.unsaved() if event.id not in self._kept]

    def note_kept(self, folder: Path, events: Iterable[EventId]) -> None:
        """These events lie in a folder of the person's choice now. The library is tried again all the same."""
        with self._changed:
            self._kept.update(events)
            self.kept_in = folder
        self._tell()

    def waiting(self, shard: Shard) -> list[Event]:
        """The events of one shard that are not yet on disk, in order."""
        with self._changed:
            return [event for where, events in self._queue if where == shard for event in events]

    def shards(self) -> list[Shard]:
        """The shards that have events which are not yet on disk."""
        with self._changed:
            return list(dict.fromkeys(shard for shard, _events in self._queue))

    def change_waiting(self, change: Callable[[Iterable[Event]], Iterable[Event]]) -> None:
        """Pass what is not yet on disk through `change`, shard by shard: words that were removed are not written."""
        with self._changed:
            self._queue = [(shard, tuple(change(events))) for shard, events in self._queue]

    def saved(self, event_id: EventId) -> bool:
        """The event is on disk, as far as this saver was given it."""
        return all(event.id != event_id for event in self.unsaved())

    def save(self, shard: Shard, events: Sequence[Event]) -> None:
        """Queue the events of one act: they reach the disk together or not at all. Returns at once if threaded."""
        if not events:
            return
        with self._changed:
            self._queue.append((shard, tuple(events)))
        self._tell()
        self._ask()

    def finish(self, shard: Shard) -> None:
        """A meeting ended: once its events are on disk, its last good copy is made new."""
        with self._changed:
            self._ending.append(shard)
        self._ask()

    def flush(self, timeout: float | None = None) -> bool:
        """Try again now, and wait until all is on disk; True if it is.

        Args:
            timeout: seconds to wait at most. None waits until all is saved or one more try has failed.
        """
        with self._changed:
            # A round that is already under way may have begun before the last save: the one after it is ours.
            enough = self._rounds + (2 if self._writing.locked() else 1)
        self._ask()
        with self._changed:

            def over() -> bool:
                return self._idle() or (timeout is None and self._rounds >= enough) or self._thread is None

            self._changed.wait_for(over, timeout)
            return not self._queue

    def close(self, timeout: float = 5.0) -> None:
        """End the thread after one more try, waiting for it at most `timeout` seconds. What is unsaved stays known.

        Saving afterwards writes within `save` itself.
        """
        with self._changed:
            self._closing = True
            thread = self._thread
            self._changed.notify_all()
        if thread is None:
            self._write_all()
        else:
            thread.join(timeout)

    def _ask(self) -> None:
        if self._thread is None:
            self._write_all()
            return
        with self._changed:
            self._asked = True
            self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                waiting = self._retry_every if not self._idle() else None
                self._changed.wait_for(lambda: self._asked or self._closing, waiting)
                self._asked = False
                closing = self._closing
                if closing:
                    # From here on `save` writes by itself: nothing is queued for a thread that is gone.
                    self._thread = None
            self._write_all()
            if closing:
                return

    def _idle(self) -> bool:
        return not self._queue and not self._ending

    def _write_all(self) -> None:
        """One round: every shard in the order of its oldest unsaved event; one that fails does not hold up others."""
        with self._writing:
            said, wrote = self._problem, False
            problem: SaveProblem | None = None
            failed: set[Shard] = set()
            while batch := self._next_batch(failed):
                shard, acts = batch
                trouble = self._write(shard, acts)
                if trouble is None:
                    wrote = True
                else:
                    problem = trouble
                    failed.add(shard)
            self._end_shards(failed)
            with self._changed:
                self._problem = problem.sentence if problem else ""
                self._disk_full = problem.disk_full if problem else False
                self._rounds += 1
                self._changed.notify_all()
            changed = wrote or said != self._problem
        if changed:
            self._tell()

    def _next_batch(self, failed: set[Shard]) -> tuple[Shard, list[tuple[Shard, tuple[Event, ...]]]] | None:
        with self._changed:
            for shard, _events in self._queue:
                if shard not in failed:
                    return shard, [act for act in self._queue if act[0] == shard]
        return None

    def _write(self, shard: Shard, acts: list[tuple[Shard, tuple[Event, ...]]]) -> SaveProblem | None:
        """Write a shard's acts together; what went wrong, if anything."""
        try:
            self._library.append(shard, [event for _shard, events in acts for event in events])
        except SaveProblem as problem:
            return problem
        except Exception as error:  # a fault of ours must not end the thread and with it all saving
            return SaveProblem(
                say(
                    "A fault in peer-tui kept this from being saved ({name}). Your lines are kept in "
                    "memory and tried again every few seconds. Save a copy elsewhere.",
                    name=type(error).__name__,
                )
            )
        now = self._clock.now() if self._clock is not None else None
        with self._changed:
            written = {id(act) for act in acts}
            self._queue = [act for act in self._queue if id(act) not in written]
            self._saved_at = now or self._saved_at
        return None

    def _end_shards(self, failed: set[Shard]) -> None:
        with self._changed:
            ending = [shard for shard in self._ending if shard not in failed]
            self._ending = [shard for shard in self._ending if shard in failed]
        for shard in ending:
            self._library.close(shard)
            if self.when_ended is not None:
                # What follows an ended meeting must not end the saving of others.
                with contextlib.suppress(Exception):
                    self.when_ended(shard)

    def _tell(self) -> None:
        # A screen that is gone, or a fault in it, must not end the saving.
        if self._on_change is not None:
            with contextlib.suppress(Exception):
                self._on_change()
