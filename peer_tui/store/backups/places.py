"""Where backups of a library lie, and that only one is made at a time."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.words import say
from peer_tui.store.backups.names import LIST
from peer_tui.store.durable import make_folder, read_bytes, replace_file
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard

if TYPE_CHECKING:
    from filelock import BaseFileLock


class Busy(OSError):
    """Another backup is being made, by this run of the program or another."""


WAIT = 120.0
"""Seconds to wait for another backup that is being made."""


def backups_folder(state: Path) -> Path:
    """Where the program's own backups lie."""
    return state / "backups"


def every_backup(state: Path) -> list[Path]:
    """Every backup of this library that can be reached: in STATE, and in the folders that were named for them."""
    found = []
    for folder in (backups_folder(state), *targets(state)):
        with contextlib.suppress(OSError):
            found += sorted(path for path in folder.iterdir() if path.suffix == ".zip" and _is_backup(path))
    return found


def targets(state: Path) -> list[Path]:
    """The folders that were named for backups, whether they are there now or not."""
    with contextlib.suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return [Path(name) for name in msgspec.json.decode(read_bytes(_targets_file(state)) or b"[]", type=list[str])]
    return []


def remember_target(state: Path, folder: Path) -> None:
    """Remember a folder that was named for backups: what is removed from the library is removed there too.

    Raises:
        OSError: STATE cannot be written.
    """
    known = targets(state)
    if folder not in known and folder != backups_folder(state):
        replace_file(_targets_file(state), msgspec.json.encode([str(one) for one in (*known, folder)]))


def out_of_reach(state: Path) -> list[Path]:
    """Folders that were named for backups and are not there now: a disk that is not plugged in."""
    return [folder for folder in targets(state) if not folder.is_dir()]


def _targets_file(state: Path) -> Path:
    return backups_folder(state) / "targets.json"


def every_shard(library: Library) -> Iterator[Shard]:
    """Every group's own shard, each followed by those of its meetings. Folders of impossible names are passed over."""
    for group in library.groups():
        with contextlib.suppress(ValueError):
            library.folder(Shard(group))
            yield Shard(group)
            yield from library.meetings(group)


def name_of(library: Library, path: Path) -> str:
    """What a file of the library is called in a backup."""
    return path.relative_to(library.root).as_posix()


@contextlib.contextmanager
def alone(state: Path, wait: float) -> Iterator[None]:
    """One backup at a time, over all runs of the program: what one writes another must not replace.

    Raises:
        Busy: another is being made.
        OSError: STATE cannot be written.
    """
    from filelock import FileLock, Timeout

    make_folder(state)
    lock: BaseFileLock = FileLock(state / "backups.lock", mode=0o600, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise Busy(errno.EBUSY, say("another backup is being made now"), str(state)) from error
    try:
        yield
    finally:
        lock.release(force=True)


def _is_backup(path: Path) -> bool:
    """Whether a zip is a backup of peer-tui. One that cannot be read may be: whoever asks must find that out."""
    import zipfile

    try:
        with zipfile.ZipFile(path) as zipped:
            return LIST in zipped.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return True
