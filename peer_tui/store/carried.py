"""Events that were saved somewhere else than in the library: one log file that says where its events belong.

It is a log like any other: stock TinyDB opens it, its records carry their checksums, and laid into the meeting's folder
under any name it is simply one more log. Besides that its head names the group's and the meeting's folder, so that
`Library.take_in` can bring it home from anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from peer_tui.domain import events as ev
from peer_tui.domain.words import say
from peer_tui.store.durable import SaveProblem
from peer_tui.store.files import PLAIN, Files
from peer_tui.store.formats import event_of
from peer_tui.store.log import writable
from peer_tui.store.record import EVENTS, LOG, examine, head_of, signed, stamped
from peer_tui.store.shards import Shard


class Carried(msgspec.Struct, frozen=True):
    """What a single log file holds."""

    shard: Shard | None
    """Where its events belong, if its head says so. A claim of the file's: `Library.folder` judges it."""
    events: tuple[ev.Event | ev.Unknown, ...]
    """Its whole records, by running number."""
    damaged: int
    """How many records could not be read."""


def write_carried(
    path: Path, shard: Shard, writer: str, events: Sequence[ev.Event | ev.Unknown], files: Files = PLAIN
) -> None:
    """Write events that belong into a shard as a log of their own, and read it back.

    Raises:
        OSError: they are not safely there.
        SaveProblem: what was read back is not what was written.
    """
    head = {**head_of(writer), "group": shard.group, "meeting": shard.meeting}
    rows = (stamped(writable(ev.encode(event))) for event in events)
    records = {str(n): signed(fields, writer, n) for n, fields in enumerate(rows, start=1)}
    tables: dict[str, Any] = {LOG: {"1": head}, EVENTS: records}
    files.write(path, msgspec.json.format(msgspec.json.encode(tables), indent=1))
    if [event.id for event in read_carried(path, files).events] != [event.id for event in events]:
        raise SaveProblem(say("{path} did not read back as it was written. Choose another folder.", path=path))


def read_carried(path: Path, files: Files = PLAIN) -> Carried:
    """Read a single log file, wherever it lies. A broken one gives its whole records.

    Raises:
        OSError: it is not there, or cannot be read.
        ValueError: it holds no record of a meeting at all.
    """
    raw = files.read(path)
    if raw is None:
        raise FileNotFoundError(2, say("there is no such file"), str(path))
    contents = examine(raw, path.name)
    if not contents.whole and not contents.header:
        raise ValueError(f"{path.name} is not a log of peer-tui.")
    head = (contents.tables or {}).get(LOG, {}).get("1", {})
    group, meeting = (head.get(name) if isinstance(head, dict) else None for name in ("group", "meeting"))
    named = isinstance(group, str) and isinstance(meeting, str) and bool(group)
    found = tuple(event_of(contents.whole[n]) for n in sorted(contents.whole))
    shard = Shard(str(group), str(meeting)) if named else None
    return Carried(shard, found, len(contents.damaged) + len(contents.gaps))
