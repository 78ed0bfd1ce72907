"""How the store's files are read and written: one door, so that they can lie sealed on the disk.

A path here is what a file is called. What lies on the disk under that name is decided by the `Files` that is used: the
bytes as they are, or (`sealing.SealedFiles`) their sealed form in a file of a longer name beside it.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from pathlib import Path

from peer_tui.domain.words import say
from peer_tui.store.durable import read_bytes, replace_file, temporaries

SEALED = ".age"
"""What the name of a sealed file ends in."""
_NAMED_BY_US = re.compile(r"\.json(\.last|\.[0-9a-f]{12})?$")
_BEHIND = ".json"
"""A sync tool puts its mark before the last ending: `A.json.age` becomes `A.json.conflict.age`, still a log."""


class Locked(OSError):
    """A file is there and whole, and none of the keys at hand opens it."""

    def __init__(
        self, path: Path, why: str = say("it is encrypted, and this library is not opened with a key")
    ) -> None:
        super().__init__(errno.EINVAL, why, str(path))


class Files:
    """Files as they are."""

    sealed = False
    """Whether what lies on the disk can be read by nobody without a key: then nothing derived may lie there open."""
    notices: tuple[str, ...] = ()
    """Sentences for the scribe about the keys, for the first screen to say."""

    def read(self, path: Path) -> bytes | None:
        """The file's contents; None if there is no such file. Changes nothing.

        Raises:
            Locked: it lies here sealed.
            OSError: it is there and cannot be read.
        """
        content = read_bytes(path)
        if content is None and sealed_form(path).exists():
            raise Locked(path)
        return content

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
        for temp in temporaries(path):
            content = _left_in(temp)
            if content:
                return content
        return None

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
        """What the file of this name on the disk is called here: without the ending of a sealed one.

        A file that only another key opens is therefore not overlooked; reading it says so.
        """
        return open_name(name)

    def on_disk(self, path: Path) -> Path:
        """The file that lies on the disk for this path: what can be measured, named to a person, or taken along."""
        return path


PLAIN = Files()
"""Files as they are."""


def sealed_form(path: Path) -> Path:
    """Where the sealed form of a file lies. The other way round: `open_name`."""
    name = path.name
    odd = name.removesuffix(_BEHIND)
    return path.with_name(odd if odd != name and odd.endswith(SEALED) else name + SEALED)


def open_name(name: str) -> str:
    """The name of a file, from the name that it or its sealed form has on the disk.

    A log's sealed conflict copy, `A.json.conflict.age`, is called `A.json.conflict.age.json`: it stays a log.
    """
    if not name.endswith(SEALED):
        return name
    bare = name.removesuffix(SEALED)
    return name + _BEHIND if ".json" in bare and not _NAMED_BY_US.search(bare) else bare


def _left_in(temp: Path) -> bytes | None:
    try:
        return read_bytes(temp)
    except OSError:
        if temp.is_file() and not temp.is_symlink():
            raise
        return None  # a folder or a link stands there: nothing that a save of ours left
