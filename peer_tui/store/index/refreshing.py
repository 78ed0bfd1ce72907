"""One refresh: sweep, read what changed, fold its groups; a new database is published when it is complete."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from peer_tui.store.index.building import SLICE, Builder
from peer_tui.store.index.place import Place
from peer_tui.store.index.rows import Refreshed
from peer_tui.store.index.sweep import Changed, Known, Swept, on_disk, sweep
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard

if TYPE_CHECKING:
    import sqlite3

MANY = 5
"""Meetings that may vanish between two refreshes without a question."""
SHARE = 0.1
"""The part of the library that may vanish without a question."""
FEWEST = 3
"""Meetings a library must have had for a question to be asked."""


class Refresh:
    """One refresh of an index.

    Args:
        library: what is indexed.
        place: where the index lies.
        progress: told how many shards of how many were read.
        stop: asked between slices; True ends it.
        only: the groups to look at; None for all.
        now_ns: what the time is for files; None to ask the disk.
        thorough: list every folder, also one that was not changed itself.
    """

    def __init__(
        self,
        library: Library,
        place: Place,
        progress: Callable[[int, int], None],
        stop: Callable[[], bool],
        only: Collection[str] | None,
        now_ns: int | None,
        thorough: bool = True,
    ) -> None:
        self._library = library
        self._place = place
        self._progress = progress
        self._stop = stop
        self._only = only
        self._now_ns = now_ns
        self._thorough = thorough

    def go(self) -> Refreshed:
        """Do it.

        Raises:
            sqlite3.Error, OSError, Damaged: the database is damaged, or cannot be written.
        """
        if not self._place.take():
            return Refreshed(finished=False, held_elsewhere=True)
        if not self._place.begun:
            self._place.begun = True
            if self._library.others() == 0:
                self._place.remove_old()
        name = self._place.current()
        if name:
            with self._place.writing(name) as connection:
                return self._bring_up_to_date(connection, self._only)
        name = self._place.next_name()
        with self._place.writing(name) as connection:
            # A database that is only being built must hold every group before it is published.
            done = self._bring_up_to_date(connection, None)
            if done.finished:
                connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('finished', 1)")
        if done.finished:
            self._place.publish(name)
        return done

    def accept_vanished(self) -> bool:
        """Drop every shard that is gone from the disk.

        Raises:
            sqlite3.Error, OSError, Damaged: as for `go`.
        """
        name = self._place.current()
        if not name or not self._place.take(_WAIT):
            return False
        with self._place.writing(name) as connection:
            builder = self._builder(connection)
            found = sweep(self._library, connection)
            builder.drop(found.missing)
            self._read(builder, self._once_more(builder.again))
            for folder in builder.dirty():
                builder.fold(folder)
        return True

    def _builder(self, connection: sqlite3.Connection) -> Builder:
        return Builder(self._library, connection, self._place.transaction, self._place.full_text, self._instant())

    def _bring_up_to_date(self, connection: sqlite3.Connection, only: Collection[str] | None) -> Refreshed:
        builder = self._builder(connection)
        found = sweep(self._library, connection, only, self._stop, thorough=self._thorough)
        if not found.finished:
            return Refreshed(finished=False)
        if found.moved:
            builder.move(found.moved)
        vanished = self._vanish(builder, found, connection)
        finished = self._read(builder, found.changed)
        if finished and builder.again:
            finished = self._read(builder, self._once_more(builder.again))
        if finished:
            for folder in builder.dirty():
                if self._stop():
                    finished = False
                    break
                builder.fold(folder)
        return Refreshed(tuple(sorted(builder.touched)), tuple(vanished), builder.read, finished)

    def _read(self, builder: Builder, changes: Mapping[str, list[Changed]]) -> bool:
        """Read what changed, group by group, and fold each; False if it was stopped."""
        total = sum(len(changed) for changed in changes.values())
        done = 0
        for folder, changed in changes.items():
            # The oldest first: lines come to lie one behind the other, on full pages.
            ordered = changed[::-1]
            for start in range(0, len(ordered), SLICE):
                if self._stop():
                    return False
                builder.take(ordered[start : start + SLICE], self._instant())
                done += len(ordered[start : start + SLICE])
                self._progress(done, total)
                time.sleep(0)
            if folder in builder.dirty():
                builder.fold(folder)
        return True

    def _instant(self) -> int:
        return self._place.instant() if self._now_ns is None else self._now_ns

    def _once_more(self, shards: Collection[Shard]) -> dict[str, list[Changed]]:
        """The same shards as if they had changed."""
        again: dict[str, list[Changed]] = {}
        for folder in sorted({shard.group for shard in shards}):
            found = [row for row in on_disk(self._library, folder) if row.shard in shards]
            if found:
                again[folder] = found
        return again

    def _vanish(self, builder: Builder, found: Swept, connection: sqlite3.Connection) -> list[Shard]:
        """Drop the rows of a few shards that are gone, keep those of many; the shards to speak of."""
        if found.back:
            builder.set_gone(found.back, False)
        fresh = [known for known in found.missing if not known.gone]
        kept = [known for known in found.missing if known.gone]
        if fresh and (kept or _is_much(fresh, connection)):
            builder.set_gone(fresh, True)
        elif fresh:
            builder.drop(fresh)
        return [known.shard for known in (*kept, *fresh)]


_WAIT = 10.0
"""Seconds to wait for another run that is refreshing."""


def _is_much(gone: list[Known], connection: sqlite3.Connection) -> bool:
    """Whether so much is gone at once that nobody can have meant it: a disk not there, a folder emptied by a sync."""
    (had,) = connection.execute("SELECT count(*) FROM shards WHERE place != '' AND NOT gone").fetchone()
    meetings = sum(bool(known.shard.meeting) for known in gone)
    return had >= FEWEST and (meetings > MANY or meetings > SHARE * had)
