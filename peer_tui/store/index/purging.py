"""After words were removed from the library: making sure that no file of the index holds them.

A deleted row stays in SQLite's files until its pages are written anew, and a deleted word in the full-text table until
its segments are merged. So the shards are read again, the words merged, and the whole database written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from peer_tui.store.index.building import Builder
from peer_tui.store.index.place import Place
from peer_tui.store.index.sweep import on_disk
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard

if TYPE_CHECKING:
    import sqlite3

_SMALL = 64 << 20
"""Bytes of a database that may be written anew where it is: that takes as much memory, and room for it twice."""
_WAIT = 10.0
"""Seconds to wait for another run that is refreshing."""


def purge(library: Library, place: Place, shards: Sequence[Shard]) -> bool:
    """Read these shards again and write the index anew; True if no file under CACHE holds what they held before.

    Raises:
        sqlite3.Error, OSError, Damaged: the database is damaged, or cannot be written.
    """
    if place.in_memory and not place.current():
        return True
    if not place.take(_WAIT):
        return False
    name = place.current()
    if name:
        with place.writing(name) as connection:
            _read_again(library, place, connection, shards)
            if place.in_memory:
                return True
            clean = (place.cache / name).stat().st_size <= _SMALL and _write_anew(connection)
        if not clean:
            # It is large, or somebody is reading an older state of it, which therefore stays on the disk: a copy takes
            # its place. Where files may be removed while they are open, nobody who reads the old one notices.
            _replace(place, name)
    return _remove_others(place)


def _read_again(library: Library, place: Place, connection: sqlite3.Connection, shards: Iterable[Shard]) -> None:
    builder = Builder(library, connection, place.transaction, place.full_text)
    wanted: dict[str, set[str]] = {}
    for shard in shards:
        wanted.setdefault(shard.group, set()).add(shard.meeting)
    for folder, meetings in wanted.items():
        changed = [found for found in on_disk(library, folder) if found.shard.meeting in meetings]
        if changed:
            # Read as if just changed: the next refresh looks at them once more.
            builder.take(changed, changed[0].newest)
    for folder in builder.dirty():
        builder.fold(folder)
    if place.full_text:
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")


def _write_anew(connection: sqlite3.Connection) -> bool:
    """Write every page anew and empty the log of changes; False if a reader stands in the way."""
    import sqlite3

    connection.execute("PRAGMA busy_timeout=500")
    try:
        connection.execute("VACUUM")
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    return not busy


def _replace(place: Place, name: str) -> None:
    """Publish a copy of a database that holds nothing but what its tables hold."""
    number = max(int(old[6:-7]) for old in place.names()) + 1
    fresh = f"index-{number}.sqlite"
    with place.writing(name) as connection:
        connection.execute("VACUUM INTO ?", (str(place.cache / fresh),))
    with suppress(OSError):
        (place.cache / fresh).chmod(0o600)
    with place.writing(fresh):
        place.publish(fresh)


def _remove_others(place: Place) -> bool:
    """Remove every database but the published one; False if one of them is still there."""
    current = place.current()
    removed = [place.remove(name) for name in place.names() if name != current]
    return all(removed)
