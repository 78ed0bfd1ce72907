"""Looking into the backups there are, and taking words out of them."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from peer_tui.domain.words import say
from peer_tui.store.backups import age as backup_age
from peer_tui.store.backups.archives import BrokenArchive, Member, file_name, opened_archive, write_archive
from peer_tui.store.backups.names import kind_of
from peer_tui.store.backups.places import WAIT, alone, backups_folder, every_backup, name_of
from peer_tui.store.backups.reading_desk import Desk, desk
from peer_tui.store.files import SEALED
from peer_tui.store.library import Library
from peer_tui.store.record import examine

_MOST_COPIES_READ = 6
"""How many backups a damaged file is looked up in, the newest first."""


def rewrite_backups(library: Library, change: Callable[[str, bytes], bytes], *, wait: float = WAIT) -> list[Path]:
    """Pass every log in every backup that can be reached through `change(name, content)`; which backups changed.

    A backup in which anything changed is written anew as a whole and read back. `change` is given what a log says,
    also where it lies sealed, under its name in the archive without `.age`.

    Raises:
        OSError: a backup could not be read or written, or another is being made; those before it are done.
        BrokenArchive: a backup is damaged: what is in it cannot be known. Those before it are done.
    """
    rewritten = []
    with alone(library.state, wait), desk(library.files, library.state) as reader:
        for path in every_backup(library.state):
            if _rewrite(path, change, reader):
                rewritten.append(path)
    return rewritten


def in_backups(library: Library, path: Path) -> list[tuple[str, bytes]]:
    """What the program's own backups hold of one log, the newest first: `backup of DAY`, and the log as it was.

    Backups that cannot be read are passed over.
    """
    found: dict[str, tuple[str, bytes]] = {}
    with desk(library.files, library.state) as reader:
        for one in reversed(backup_age.own_backups(backups_folder(library.state))):
            with contextlib.suppress(OSError, BrokenArchive), opened_archive(one.path) as archive:
                for name in (name_of(library, path), name_of(library, path) + SEALED):
                    if name in archive.names:
                        content = reader.opened(name, archive.read(name))
                        words = say("backup of {day}", day=one.day)
                        found.setdefault(hashlib.sha256(content).hexdigest(), (words, content))
            if len(found) == _MOST_COPIES_READ:
                break
    return list(found.values())


def _rewrite(
    path: Path,
    change: Callable[[str, bytes], bytes],
    reader: Desk,
) -> bool:
    with opened_archive(path) as archive:
        before = archive.manifest
        if before is None:
            raise BrokenArchive(say("{name} lacks its list of what it holds.", name=path.name))
        changed: dict[str, bytes] = {}
        for name in archive.names:
            if kind_of(name) == "log":
                content = reader.opened(name, archive.read(name))
                after = change(name.removesuffix(SEALED), content)
                if after != content:
                    changed[name] = after
        if not changed:
            return False

        def members() -> Iterator[Member]:
            for name in archive.names:
                entry = archive.listed(name)
                if name in changed:
                    records = len(examine(changed[name], file_name(name)).whole)
                    yield Member(name, reader.sealed(name, changed[name]), records)
                else:
                    yield Member(name, archive.read(name), entry.records if entry else 0)

        write_archive(
            path, members(), made=before.made, device=before.device, whole=before.whole, opened=reader.readable
        )
    return True
