"""A TinyDB storage on a file that is always whole (`durable`), and never anybody else's."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import tinydb

from peer_tui.domain.words import say
from peer_tui.store.durable import is_full
from peer_tui.store.files import PLAIN, Files
from peer_tui.store.record import LOG

_TABLES = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])


class ChangedOnDisk(OSError):
    """The file is not the one we wrote last: a sync tool, a restore or a person put another in its place."""


class DurableStorage(tinydb.Storage):
    """A TinyDB storage that never leaves a broken file, and never overwrites one that it did not write.

    Args:
        path: the JSON file. It need not exist; its folder is made at the first write.
        begin: the tables a new file starts with.
        make_room: called when the disk is full; True if it made room and writing may be tried once more.
        files: how it lies on the disk.
    """

    def __init__(
        self,
        path: Path,
        begin: dict[str, Any] | None = None,
        make_room: Callable[[], bool] | None = None,
        files: Files = PLAIN,
    ) -> None:
        self.path = path
        self._begin = begin
        self._make_room = make_room
        self._files = files
        self.durable: bytes | None = files.read(path)
        """The bytes that last reached the disk: what `read` decodes, whatever a failed write left in memory."""
        self.attempted: bytes | None = None
        """The bytes of the last write, also of one that failed: they may have reached the disk all the same."""
        self._expected = self.durable

    def read(self) -> dict[str, Any] | None:
        """The tables as they last reached the disk, decoded afresh: nothing in memory is shared with the caller.

        Raises:
            msgspec.DecodeError: the file is not whole JSON. `log.Log` mends such a file before it reads one.
        """
        if self.durable is None:
            return None if self._begin is None else {name: dict(table) for name, table in self._begin.items()}
        tables = msgspec.json.decode(self.durable)
        return tables if isinstance(tables, dict) else None

    def write(self, data: dict[str, Any]) -> None:
        """Make `data` what the disk holds; returns when it does.

        Raises:
            ChangedOnDisk: the file is not the one this storage wrote; nothing was written.
            OSError: it did not reach the disk.
        """
        content = msgspec.json.format(msgspec.json.encode(data), indent=1)
        self.attempted = content
        try:
            self._files.write(self.path, content, before=self._check)
        except OSError as error:
            if not is_full(error) or self._make_room is None or not self._make_room():
                raise
            self._files.write(self.path, content, before=self._check)
        self.durable = self._expected = content

    def accept(self, raw: bytes | None) -> None:
        """Take the bytes now on disk as known: what they hold is safe, and the next write may replace them."""
        self._expected = raw

    def _check(self) -> None:
        # Whole bytes rather than size, time and number: a copy put back by a sync tool can agree in all of those, and
        # the file is small and in the machine's memory.
        if self._files.read(self.path) != self._expected:
            raise ChangedOnDisk(errno.ESTALE, say("another program changed the file"), str(self.path))


class AppendingStorage(DurableStorage):
    """A durable storage to which documents are only added.

    What is on disk already goes into the next file as the bytes it is: decoding and encoding a whole meeting again at
    every line would be a third of the time that saving takes. Its documents can therefore not be looked into here.
    """

    head: dict[str, Any] | None = None
    """What the head of the log is to say from the next write on; None: what it says."""

    def write(self, data: dict[str, Any]) -> None:
        """Make `data`, with the head it is to have, what the disk holds (`DurableStorage.write`)."""
        if self.head is not None:
            said = msgspec.json.decode(msgspec.json.encode(data.get(LOG, {})))
            first = said.get("1")
            data = {**data, LOG: {**said, "1": {**(first if isinstance(first, dict) else {}), **self.head}}}
        super().write(data)
        self.head = None

    def read(self) -> dict[str, Any] | None:
        """The tables as they last reached the disk, each document still as it is written there.

        Raises:
            msgspec.DecodeError: the file is not whole JSON.
        """
        if self.durable is None:
            return super().read()
        try:
            return _TABLES.decode(self.durable)
        except msgspec.ValidationError:  # a table that TinyDB did not make
            return super().read()
