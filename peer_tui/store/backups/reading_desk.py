"""Where a log's bytes from elsewhere are read, or made, as they lie on this library's disk: in a folder of its own."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from peer_tui.domain.words import say
from peer_tui.paths import make_private
from peer_tui.store.backups.archives import BrokenArchive, file_name
from peer_tui.store.files import SEALED, Files


class Desk:
    """Reads and makes sealed bytes through the library's own door. What lies open passes through untouched.

    Only sealed bytes are ever laid on it, so a library that is sealed leaves nothing readable behind.
    """

    def __init__(self, files: Files, folder: Path) -> None:
        self._files = files
        self._folder = folder

    def opened(self, name: str, raw: bytes) -> bytes:
        """What a log's member says, whether it lies sealed or not.

        Raises:
            BrokenArchive: it is sealed for other keys than this library's.
        """
        if not name.endswith(SEALED):
            return raw
        place = self._place(name)
        sealed = self._files.on_disk(place)
        if not sealed.name.endswith(SEALED):
            raise BrokenArchive(say("{name} is sealed, and this library is not: its key is not known here.", name=name))
        try:
            sealed.write_bytes(raw)
            content = self._files.read(place)
        except OSError as error:
            raise BrokenArchive(say("{name} is sealed for other keys than this library's.", name=name)) from error
        finally:
            sealed.unlink(missing_ok=True)
        return content or b""

    def readable(self, name: str, raw: bytes) -> bytes | None:
        """The same; None where no key at hand opens it."""
        try:
            return self.opened(name, raw)
        except BrokenArchive:
            return None

    def sealed(self, name: str, content: bytes) -> bytes:
        """The same content as it would lie on the disk: sealed again, if the member's name says that it was.

        Raises:
            OSError: it cannot be made.
        """
        if not name.endswith(SEALED):
            return content
        place = self._place(name)
        try:
            self._files.write(place, content, flush=False)
            return self._files.on_disk(place).read_bytes()
        finally:
            self._files.remove(place)

    def _place(self, name: str) -> Path:
        make_private(self._folder)
        return self._folder / file_name(name)


@contextlib.contextmanager
def desk(files: Files, state: Path) -> Iterator[Desk]:
    """A desk below STATE, cleared afterwards; it is made when something is first laid on it."""
    folder = state / f"desk-{secrets.token_hex(4)}"
    try:
        yield Desk(files, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
