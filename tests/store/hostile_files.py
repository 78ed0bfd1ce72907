"""Logs that another device might send: any values at all, under valid checksums, so that nothing but reading guards."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from peer_tui.domain import events as ev
from peer_tui.store.library import Library
from peer_tui.store.record import checksum
from peer_tui.store.shards import Shard
from tests.domain.histories import History

THEIRS = "evil00-1"


def log_of(rows: Iterable[dict[str, Any]], writer: str = THEIRS, number: Any = 1) -> bytes:
    """A log whose checksums hold, of records with any JSON values; half characters stand in it as escapes."""
    documents = {}
    for place, row in enumerate(rows, start=1):
        # What reading makes of it is what the checksum must hold for.
        documents[str(place)] = {**row, "sum": checksum(json.loads(json.dumps(row)), writer, place) or "0" * 16}
    return json.dumps({"log": {"1": {"format": number, "writer": writer}}, "events": documents}).encode()


def lay(library: Library, shard: Shard, raw: bytes, name: str = f"{THEIRS}.json") -> Path:
    """Put a file into a shard, as a sync tool does."""
    path = library.folder(shard) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    return path


def rows_of(events: Iterable[ev.Event]) -> list[dict[str, Any]]:
    """The records of events, as plain JSON values."""
    return [json.loads(json.dumps(ev.encode(event))) for event in events]


def lay_history(library: Library, told: History, group: str = "harbor-7q2k") -> dict[str, Shard]:
    """A whole invented history as another device's logs; where each meeting lies."""
    places = {}
    for number, (meeting, events) in enumerate(told.shards.items()):
        shard = Shard(group, f"2024/2024-11-13-140{number}-k3f9" if meeting else "")
        lay(library, shard, log_of(rows_of(events)))
        places[meeting] = shard
    return places
