"""Where the index lies, and who opens it how.

    CACHE/index              names the database that is read: replaced by renaming, so that it always names a whole one
    CACHE/index-N.sqlite     the databases: that one, and perhaps one that is being built, and older ones
    CACHE/index-N.sqlite.spoiled   a run of the program found that one damaged
    STATE/index.lock         held by the one run that writes

A database that another run may have open is never removed: older ones go when the program is next alone. A sealed
library has its index in memory, and nothing of it in CACHE.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from peer_tui.paths import make_private
from peer_tui.store.durable import replace_file
from peer_tui.store.index import schema
from peer_tui.store.indexed import POINTER

if TYPE_CHECKING:
    import sqlite3

    from filelock import BaseFileLock

IN_MEMORY = ":memory:"
_NAME = re.compile(r"index-(\d{1,9})\.sqlite")
_WAIT = 5.0
"""Seconds to wait for a database that another run is writing to."""
_PAGE = 8_192
"""Bytes of a page: a folded group of ten years is read in a third of the time that pages of half the size take."""
_PAGES = -16_000
"""Memory for a writer's pages, in KiB (negative: SQLite's way to say so)."""


class Place:
    """The databases of one library's index.

    Args:
        cache: the CACHE folder.
        state: the STATE folder, which holds the lock.
        in_memory: nothing is to lie in CACHE.
        full_text: SQLite has FTS5.
    """

    def __init__(self, cache: Path, state: Path, *, in_memory: bool, full_text: bool) -> None:
        self.cache = cache
        self.state = state
        self.in_memory = in_memory
        self.full_text = full_text
        self._held: BaseFileLock | None = None
        self._own = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._guard = threading.RLock()
        self._shared: sqlite3.Connection | None = None
        self._seen: tuple[int, int, int] | None = None
        self._current = ""
        self._spoiled: set[str] = set()
        self._closed = False
        self.begun = False
        """A refresh has looked for older databases to remove."""

    # --- which database ----------------------------------------------------------------------------------------

    def current(self) -> str:
        """The name of the database that is published and can be read by this version; empty if there is none."""
        if self.in_memory:
            return IN_MEMORY if self._shared is not None and self._current else ""
        try:
            stat = os.stat(self.cache / POINTER)
        except OSError:
            self._seen, self._current = None, ""
            return ""
        seen = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        if seen != self._seen:
            self._current, self._seen = self._published(), seen
        return "" if self._current in self._spoiled else self._current

    def publish(self, name: str) -> None:
        """Let everybody read this database from now on.

        Raises:
            OSError: the pointer could not be written; the one before it is still read.
        """
        if self.in_memory:
            self._current = name
            return
        replace_file(self.cache / POINTER, f"{name}\n{schema.signature(self.full_text)}\n".encode(), flush=False)

    def distrust(self, name: str) -> None:
        """This database was found damaged: it is read no more, by nobody, and the next refresh builds another."""
        self._spoiled.add(name)
        if self.in_memory:
            self.forget_memory()
        elif name:
            with suppress(OSError):
                (self.cache / f"{name}.spoiled").touch(mode=0o600)

    def was_spoiled(self) -> bool:
        """A database was found damaged, and none has taken its place yet."""
        return not self.current() and any((self.cache / f"{name}.spoiled").exists() for name in self.names())

    def next_name(self) -> str:
        """The name for a database to be built beside those there are; that of one whose building was interrupted."""
        if self.in_memory:
            return IN_MEMORY
        numbers = sorted(self._numbers())
        newest = f"index-{numbers[-1]}.sqlite" if numbers else ""
        if newest and newest != self.current() and newest not in self._spoiled and self._can_go_on(newest):
            return newest
        # A name that was given up is not used again: connections to what lay there may still be open.
        spoiled = [int(match[1]) for name in self._spoiled if (match := _NAME.fullmatch(name))]
        return f"index-{max((*numbers, *spoiled), default=0) + 1}.sqlite"

    def remove_old(self) -> None:
        """Remove every database but the published one and one that is being built. Only for a run that is alone."""
        if self.in_memory:
            return
        keep = {self.current(), self.next_name()}
        for number in self._numbers():
            if (name := f"index-{number}.sqlite") not in keep:
                self.remove(name)

    def remove(self, name: str) -> bool:
        """Remove one database with all that belongs to it; False if something of it could not be removed."""
        gone = True
        for ending in ("", "-wal", "-shm", "-journal", ".spoiled"):
            try:
                (self.cache / f"{name}{ending}").unlink(missing_ok=True)
            except OSError:
                gone = False
        return gone

    def clear_if_sealed(self) -> None:
        """Leave nothing in CACHE of a library that has been sealed since: what lies there can be read by anybody."""
        if self.in_memory:
            for name in self.names():
                self.remove(name)
            with suppress(OSError):
                (self.cache / POINTER).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """Every database in CACHE, whole or not."""
        return [f"index-{number}.sqlite" for number in sorted(self._numbers())]

    def _published(self) -> str:
        try:
            name, sign = (self.cache / POINTER).read_text(encoding="utf-8", errors="replace").split("\n")[:2]
        except (OSError, ValueError):
            return ""
        if not _NAME.fullmatch(name) or sign != schema.signature(self.full_text):
            return ""
        there = (self.cache / name).is_file() and not (self.cache / f"{name}.spoiled").exists()
        return name if there else ""

    def _numbers(self) -> set[int]:
        """The numbers in use, also those of which only a part is left."""
        found = set()
        with suppress(OSError):
            for name in os.listdir(self.cache):
                if match := _NAME.match(name):
                    found.add(int(match[1]))
        return found

    def _can_go_on(self, name: str) -> bool:
        """Whether its building was interrupted and may go on: it is ours, and whole as far as it goes."""
        import sqlite3

        if (self.cache / f"{name}.spoiled").exists() or not (self.cache / name).is_file():
            return False
        try:
            connection = self._connect(name, writing=True)
        except sqlite3.Error:
            return False
        try:
            rows = dict(connection.execute("SELECT key, value FROM meta").fetchall())
            return rows.get("schema") == schema.signature(self.full_text) and "finished" not in rows
        except sqlite3.Error:
            return False
        finally:
            connection.close()

    # --- opening -----------------------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection of this thread to the published database; None if there is none.

        Raises:
            sqlite3.Error: it cannot be opened or read.
        """
        if self.in_memory:
            with self._guard:
                yield self._shared if self._current else None
            return
        name = self.current()
        yield self._of_this_thread(name) if name and not self._closed else None

    @contextmanager
    def writing(self, name: str) -> Iterator[sqlite3.Connection]:
        """A connection to write a database with; made with its tables if there is none. The lock must be held.

        Raises:
            sqlite3.Error, OSError: it cannot be written.
        """
        if self.in_memory:
            with self._guard:
                if self._shared is None:
                    self._shared = self._connect(name, writing=True)
                    schema.create(self._shared, self.full_text)
            yield self._shared
            return
        make_private(self.cache)
        os.close(os.open(self.cache / name, os.O_RDWR | os.O_CREAT, 0o600))
        connection = self._connect(name, writing=True)
        try:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                schema.create(connection, self.full_text)
            yield connection
        finally:
            connection.close()

    @contextmanager
    def transaction(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Everything done within is written, or nothing."""
        with self._guard if self.in_memory else _NOTHING:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                with suppress(Exception):
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def forget_memory(self) -> None:
        """Drop the index that lies in memory."""
        with self._guard:
            if self._shared is not None:
                self._shared.close()
            self._shared, self._current = None, ""
            self._spoiled.discard(IN_MEMORY)

    def close(self) -> None:
        """Close every connection, whatever its thread, but one that is writing: it keeps the lock until it ends."""
        self._closed = True
        with self._guard:
            for connection in self._open:
                with suppress(Exception):
                    connection.close()
            self._open.clear()
        self.forget_memory()

    def _of_this_thread(self, name: str) -> sqlite3.Connection:
        if getattr(self._own, "name", "") != name:
            old: sqlite3.Connection | None = getattr(self._own, "connection", None)
            self._own.name = ""
            if old is not None:
                old.close()
            fresh = self._connect(name, writing=False)
            with self._guard:
                if old in self._open:
                    self._open.remove(old)
                self._open.append(fresh)
            self._own.name, self._own.connection = name, fresh
        connection: sqlite3.Connection = self._own.connection
        return connection

    def _connect(self, name: str, *, writing: bool) -> sqlite3.Connection:
        import sqlite3

        if self.in_memory:
            return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        uri = f"file:{quote(str(self.cache / name))}?mode=rw"
        connection = sqlite3.connect(
            uri, uri=True, timeout=_WAIT, isolation_level=None, check_same_thread=False, cached_statements=64
        )
        try:
            connection.execute("PRAGMA temp_store=MEMORY")
            # Otherwise SQLite may index a whole table for one question.
            connection.execute("PRAGMA automatic_index=OFF")
            if writing:
                connection.execute(f"PRAGMA page_size={_PAGE}")  # of a new database; says nothing to an old one
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=OFF")
                connection.execute(f"PRAGMA cache_size={_PAGES}")
            else:
                connection.execute("PRAGMA query_only=ON")
        except BaseException:
            connection.close()
            raise
        return connection

    # --- who writes --------------------------------------------------------------------------------------------

    @property
    def lock_file(self) -> Path:
        """The lock, which is never removed."""
        return self.state / "index.lock"

    def take(self, wait: float = 0) -> bool:
        """Become the one that writes; False if another run is.

        Raises:
            OSError: STATE cannot be written.
        """
        if self.in_memory:  # nobody else has it
            return True
        from filelock import FileLock, Timeout

        make_private(self.state)
        lock = FileLock(self.lock_file, mode=0o600, thread_local=False, fallback_to_soft=False)
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            return False
        self._held = lock
        return True

    def release(self) -> None:
        """Let another run write."""
        if self._held is not None:
            self._held.release(force=True)
            self._held = None

    def instant(self) -> int:
        """What the time is for files, in nanoseconds: that of a file touched now. 0 where it cannot be told."""
        with suppress(OSError):
            self.lock_file.touch(mode=0o600)
            return os.stat(self.lock_file).st_mtime_ns
        return 0


class _Nothing:
    """A guard where none is needed."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *raised: object) -> None:
        return None


_NOTHING = _Nothing()
