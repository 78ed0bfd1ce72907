"""How the store's files are read and written: one door, so that they can lie sealed on the disk.

A path here is what a file is called. What lies on the disk under that name is decided by the `Files` that is used: the
bytes as they are, or their sealed form in a file of a longer name beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from peer_tui.store.durable import read_bytes, replace_file, temporary


class Files:
    """Files as they are."""

    sealed = False
    """Whether what lies on the disk can be read by nobody without a key: then nothing derived may lie there open."""

    def read(self, path: Path) -> bytes | None:
        """The file's contents; None if there is no such file. Changes nothing.

        Raises:
            OSError: it is there and cannot be read.
        """
        return read_bytes(path)

    def write(
        self, path: Path, content: bytes, *, flush: bool = True, before: Callable[[], None] | None = None
    ) -> None:
        """Make `content` what is in the file, wholly or not at all (`durable.replace_file`).

        Raises:
            OSError: the file is as it was, or, when only the flushing of its folder failed, already the new one.
        """
        replace_file(path, content, flush=flush, before=before)

    def left(self, path: Path) -> bytes | None:
        """What a kill in the midst of writing this file left beside it; None if nothing, or nothing readable.

        Raises:
            OSError: it is there and cannot be read.
        """
        return read_bytes(temporary(path))

    def exists(self, path: Path) -> bool:
        """Whether there is such a file."""
        return path.exists()

    def remove(self, path: Path) -> None:
        """Remove the file; nothing if there is none.

        Raises:
            OSError: it is there and cannot be removed.
        """
        path.unlink(missing_ok=True)

    def called(self, name: str) -> str:
        """What the file of this name on the disk is called here: the same, unless it lies sealed."""
        return name

    def on_disk(self, path: Path) -> Path:
        """The file that lies on the disk for this path: what can be measured, named to a person, or taken along."""
        return path


PLAIN = Files()
"""Files as they are."""
