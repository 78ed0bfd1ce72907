"""Writing so that at every instant the file on disk is whole: the one place that knows the platforms.

A file is encoded, written to a temporary file beside it, flushed to the disk, put in the place of the old one in one
step, and then the folder is flushed. A power cut or a kill leaves the old file or the new one, never a mixture. After a
failed flush the temporary file is thrown away and a new one is written from memory: asking the same file twice would
be answered "done" although it is not. What each platform cannot promise is said by `PROMISE`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path

from peer_tui.paths import make_private

BALLAST_BYTES = 1 << 20
"""How much room is kept for writing on when the disk is full."""
_REPLACE_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 0.95)
"""Seconds between tries to replace a file that a virus scanner or sync tool holds open (Windows): 2.5 s in all."""
_HELD_OPEN = (5, 32, 33)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_BINARY = getattr(os, "O_BINARY", 0)
_ONLY_THE_FILE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | _BINARY

PROMISE = (
    "Windows cannot flush a folder: after a power cut a file saved in the last seconds may be the one before it."
    if sys.platform == "win32"
    else ""
)
"""What this platform cannot promise, in a sentence; empty if it promises everything."""


class SaveProblem(Exception):
    """Something could not be saved; it is still in memory.

    Attributes:
        sentence: what happened, what is safe and what to do, for the scribe.
        disk_full: there is no room left, not even the reserve.
    """

    def __init__(self, sentence: str, *, disk_full: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.disk_full = disk_full


def is_full(error: OSError) -> bool:
    """The disk, or this person's share of it, has no room."""
    return error.errno in _FULL


def read_bytes(path: Path) -> bytes | None:
    """The file's bytes; None if there is no such file. Opens, reads whole, closes; changes nothing.

    Raises:
        OSError: it is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def temporary(path: Path) -> Path:
    """Where the next contents of `path` are written before they take its place: at most one such file a path."""
    return path.with_name(f".{path.name}.tmp")


def replace_file(path: Path, content: bytes, *, flush: bool = True, before: Callable[[], None] | None = None) -> None:
    """Make `content` what is in `path`, wholly or not at all; owner-only; missing folders are made.

    Args:
        path: the file.
        content: all of its bytes.
        flush: wait until file and folder have reached the disk. Without it a kill does no harm, a power cut may.
        before: called when all is ready and only the replacing is left; raising calls it off.

    Raises:
        OSError: the file is as it was, or, when only the flushing of its folder failed, already the new one.
    """
    temp = temporary(path)
    try:
        _write_new(temp, content, flush)
        if before is not None:
            before()
        _put_in_place(temp, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temp.unlink()
        raise
    if flush:
        flush_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make an owner-only folder and those above it that are missing, and flush each into the one above it.

    Raises:
        OSError: it cannot be made, or a file stands where the folder should be.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    make_private(folder)
    for place in missing:
        flush_folder(place.parent)


def flush_file(fd: int) -> None:
    """Wait until what was written has reached the disk itself."""
    if sys.platform == "darwin":
        # macOS answers fsync as soon as the drive has taken the bytes into its memory.
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
            return
    os.fsync(fd)


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder have reached the disk. Nothing on Windows, which cannot."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        flush_file(fd)
    except OSError as error:
        # Some network and FUSE file systems know no flush of folders; they say so in these words.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(fd)


class Ballast:
    """One megabyte of random bytes in the library, given up when the disk is full so that a meeting can go on."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ensure(self) -> None:
        """Lay it in if it is not there. A disk without room for it is no error: there is then no reserve."""
        try:
            if self.path.stat().st_size == BALLAST_BYTES:
                return
        except OSError:
            pass
        with contextlib.suppress(OSError):
            replace_file(self.path, secrets.token_bytes(BALLAST_BYTES))

    def release(self) -> bool:
        """Give it up; False if there was none."""
        try:
            self.path.unlink()
            flush_folder(self.path.parent)
        except OSError:
            return False
        return True


def _write_new(temp: Path, content: bytes, flush: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _ONLY_THE_FILE
    try:
        fd = os.open(temp, flags, 0o600)
    except FileNotFoundError:
        make_folder(temp.parent)
        fd = os.open(temp, flags, 0o600)
    except FileExistsError:
        # Left by a kill in the midst of a write. A log takes over what it held before it writes (`log.Log`).
        temp.unlink()
        fd = os.open(temp, flags, 0o600)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(fd, rest) :]
        if flush:
            flush_file(fd)
    finally:
        os.close(fd)


def _put_in_place(temp: Path, path: Path) -> None:
    for wait in _REPLACE_WAITS:
        try:
            os.replace(temp, path)
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD_OPEN:
                raise
            time.sleep(wait)
    os.replace(temp, path)
