"""A shard's events with their places: whose log each lies in, and its running number there."""

from __future__ import annotations

from contextlib import suppress

from peer_tui.domain import events as ev
from peer_tui.domain.sealing import Row
from peer_tui.store.formats import event_of
from peer_tui.store.library import Library
from peer_tui.store.recovery import recover
from peer_tui.store.shards import Shard


def numbered(library: Library, shard: Shard) -> list[Row]:
    """Every whole record of a shard as it lies on disk, words that were removed and not yet blanked among them.

    For `domain.sealing.sealed`. A log that cannot be read is left out.
    """
    rows: dict[tuple[str, int], ev.Event | ev.Unknown] = {}
    for path in sorted(library.logs(shard), key=lambda path: (len(path.name), path.name)):
        with suppress(OSError):
            found = recover(path, library.files.read(path), files=library.files)
            for n, fields in (*found.contents.whole.items(), *found.from_copy.items()):
                event = event_of(fields)
                rows.setdefault((found.contents.writer, n), event)
    return [(writer, n, event) for (writer, n), event in rows.items()]
