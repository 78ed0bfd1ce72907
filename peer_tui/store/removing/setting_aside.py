"""Taking a deleted meeting's files out of the library: each is kept in quarantine, whole, before it goes."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from peer_tui.store.durable import flush_folder
from peer_tui.store.library import Library
from peer_tui.store.recovery import keep_aside, last_copy
from peer_tui.store.shards import Shard


class SetAside(msgspec.Struct):
    """What was done."""

    kept: list[Path] = msgspec.field(default_factory=list)
    """Where each file lies now."""
    elsewhere: list[str] = msgspec.field(default_factory=list)
    """The files that another device wrote, by name: that device may hold the meeting still."""
    left: list[Path] = msgspec.field(default_factory=list)
    """Files that are no whole log of the meeting: they stay where they are."""


def set_aside(library: Library, shard: Shard) -> SetAside:
    """Put a meeting's logs and their last good copies into this device's quarantine, and remove its folder.

    Everything is kept before anything goes; a kill in between leaves files in both places, and may be done again.

    Raises:
        OSError: something could not be kept. Then nothing was removed.
    """
    library.close(shard)
    folder, done, there = library.folder(shard), SetAside(), []
    ours = library.writer.rpartition("-")[0]
    for path in sorted(library.logs(shard)):
        for place in (path, last_copy(path)):
            raw = library.files.read(place)
            if raw is not None:
                done.kept.append(keep_aside(library.quarantine, place, raw, library.files))
                there.append(place)
        if not path.name.startswith(f"{ours}-") and path.name not in done.elsewhere:
            done.elsewhere.append(path.name)
    for place in there:
        library.files.remove(place)
    with contextlib.suppress(OSError):
        done.left = sorted(folder.iterdir())
        if not done.left:
            folder.rmdir()
            flush_folder(folder.parent)
    return done
