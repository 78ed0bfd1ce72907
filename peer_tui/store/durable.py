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
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

from peer_tui.domain.words import say
from peer_tui.paths import make_private

BALLAST_BYTES = 1 << 20
"""How much room is kept for writing on when the disk is full."""
_REPLACE_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 0.95)
"""Seconds between tries to replace a file that a virus scanner or sync tool holds open (Windows): 2.5 s in all."""
_HELD_OPEN = (5, 32, 33)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_BINARY = getattr(os, "O_BINARY", 0)
_ONLY_THE_FILE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | _BINARY
_NEVER_WAITING = getattr(os, "O_NONBLOCK", 0)
LARGEST = 64 << 20
"""Bytes above which a file is not read: no person writes so much in one meeting, and memory must not be used up."""
_INTERRUPTIONS = 5
"""How often in a row an interrupted replace is begun again before it counts as failed."""

PROMISE = (
    say("Windows cannot flush a folder: after a power cut a file saved in the last seconds may be the one before it.")
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

    Only an ordinary file is read: a link may lead out of the library, a pipe or device may never answer.

    Raises:
        OSError: it is there and cannot be read, is no ordinary file, or holds more than `LARGEST` bytes.
    """
    try:
        fd = os.open(path, os.O_RDONLY | _ONLY_THE_FILE | _NEVER_WAITING)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(
                errno.ELOOP, say("it is a link to another place, and links are not followed"), str(path)
            ) from None
        raise
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, say("it is no ordinary file"), str(path))
        if found.st_size > LARGEST:
            raise OSError(
                errno.EFBIG,
                say("it is larger than {largest} MB, which no meeting is", largest=LARGEST >> 20),
                str(path),
            )
        parts = []
        while part := os.read(fd, max(1, found.st_size + 1)):
            parts.append(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)
    finally:
        os.close(fd)


def temporary(path: Path) -> Path:
    """Where the next contents of `path` are written before they take its place."""
    return path.with_name(f".{path.name}.tmp")


def temporaries(path: Path) -> tuple[Path, Path]:
    """Every place where contents of `path` may have been left half-written: the second where the first is blocked."""
    return temporary(path), path.with_name(f".{path.name}.2.tmp")


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
    fd, temp = _begin(path, flush)
    try:
        _fill(fd, temp, content, flush)
        if before is not None:
            before()
        _put_in_place(temp, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temp.unlink()
        raise
    if flush:
        flush_folder(path.parent)


_grounds: dict[Path, Path] = {}
"""Folders below which nothing is made while another folder is missing: what lies there was unplugged."""


def stand_on(top: Path, ground: Path) -> None:
    """From here on no folder below `top` is made while `ground` is missing (`give_up_ground` ends that).

    A disk may be pulled out in the midst of a write: what was about to be written must not begin a second library.
    """
    _grounds[top] = ground


def give_up_ground(top: Path) -> None:
    """Folders below `top` may be made again whatever is missing."""
    _grounds.pop(top, None)


def make_folder(folder: Path, *, flush: bool = True) -> None:
    """Make an owner-only folder and those above it that are missing, and flush each into the one above it, if wanted.

    Raises:
        OSError: it cannot be made, a file stands where the folder should be, or the ground it stands on is missing.
    """
    ground = next((_grounds[top] for top in (folder, *folder.parents) if top in _grounds), None)
    if ground is not None and not ground.exists():
        raise FileNotFoundError(errno.ENOENT, say("it has vanished"), str(ground))
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    make_private(folder)
    for place in missing if flush else ():
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


def flush_now(path: Path) -> None:
    """Wait until a file that was written without, and its name, have reached the disk. Nothing if that cannot be."""
    with contextlib.suppress(OSError):
        fd = os.open(path, os.O_RDWR | _ONLY_THE_FILE)
        try:
            flush_file(fd)
        finally:
            os.close(fd)
        flush_folder(path.parent)
        flush_folder(path.parent.parent)


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


def _begin(path: Path, flush: bool) -> tuple[int, Path]:
    """A new, empty temporary file for `path`, open for writing, and its name."""
    first, second = temporaries(path)
    try:
        return _new(first), first
    except FileNotFoundError:
        make_folder(path.parent, flush=flush)
        return _new(first), first
    except FileExistsError:
        # Left by a kill in the midst of a write. A log takes over what it held before it writes (`log.Log`).
        try:
            first.unlink()
            return _new(first), first
        except OSError:
            # It cannot be removed: the saving goes on under another name.
            second.unlink(missing_ok=True)
            return _new(second), second


def _new(temp: Path) -> int:
    return os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _ONLY_THE_FILE, 0o600)


def _fill(fd: int, temp: Path, content: bytes, flush: bool) -> None:
    """Write the whole content and close; nothing of it counts before this has returned."""
    try:
        rest = memoryview(content)
        while rest:
            written = os.write(fd, rest)
            if not written:
                raise OSError(errno.EIO, say("the disk takes no more"), str(temp))
            rest = rest[written:]
        if flush:
            flush_file(fd)
    finally:
        os.close(fd)


def _put_in_place(temp: Path, path: Path) -> None:
    for wait in _REPLACE_WAITS:
        try:
            _replace(temp, path)
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD_OPEN:
                raise
            time.sleep(wait)
    _replace(temp, path)


def _replace(temp: Path, path: Path) -> None:
    """`os.replace`, which unlike reading and writing is not begun again by itself when a signal interrupts it."""
    for _ in range(_INTERRUPTIONS):
        try:
            os.replace(temp, path)
            return
        except InterruptedError:
            continue
    os.replace(temp, path)
