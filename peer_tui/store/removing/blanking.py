"""Rewriting what a log's bytes hold, record by record: running numbers stay, checksums of changed records are renewed.

The one reason for which something that was written is ever changed is that its words were removed on request.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec

from peer_tui.store.record import DAMAGED, EVENTS, FORMAT, LOG, Contents, Fields, checksum, examine, signed

Change: TypeAlias = Callable[[str, Fields], Fields]
"""Given a table's name (`events` or `damaged`) and one of its documents; the very same document if nothing changes."""


def changed_tables(tables: Fields, writers: tuple[str, ...], change: Change) -> Fields | None:
    """The tables of a log with every document passed through `change`; None if nothing changed.

    Args:
        tables: as TinyDB sees them.
        writers: whose log it may be: a record is signed anew for the one whose checksum held.
        change: what is to become of each record.
    """
    fresh: dict[str, Any] = dict(tables)
    for name in (EVENTS, DAMAGED):
        rows = tables.get(name)
        if isinstance(rows, dict):
            fresh[name] = {key: _changed(name, key, row, writers, change) for key, row in rows.items()}
    return None if fresh == tables else fresh


def changed_file(raw: bytes, name: str, change: Change, holds: Callable[[str], bool] = lambda text: False) -> bytes:
    """A log's bytes with every record passed through `change`: the very same bytes if nothing changed.

    Of a broken file that holds what is to go (a record that would change, or a piece for which `holds` says so) only
    the whole records are left: nobody can say where in a torn piece the words end. Empty if there is none.

    Args:
        raw: the file's bytes, whatever state they are in.
        name: the file's name: whose log it is, where the file itself does not say.
        change: what is to become of each record.
        holds: whether a text holds words that are to go.
    """
    found = examine(raw, name)
    writers = tuple(dict.fromkeys((found.writer, name.split(".")[0])))
    if found.tables is not None:
        fresh = changed_tables(found.tables, writers, change)
        return raw if fresh is None else encoded(fresh)
    left = {n: change(EVENTS, fields) for n, fields in found.whole.items()}
    same = all(left[n] is fields for n, fields in found.whole.items())
    if same and not holds(raw.decode("utf-8", "replace")) and not any(map(holds, found.damaged.values())):
        return raw
    if not left:
        return b""
    return encoded(_whole_records(found, left))


def encoded(tables: Fields) -> bytes:
    """The tables as they lie on the disk."""
    return msgspec.json.format(msgspec.json.encode(tables), indent=1)


def _changed(table: str, key: str, row: Any, writers: tuple[str, ...], change: Change) -> Any:
    if not isinstance(row, dict):
        return row
    after = change(table, row)
    if after is row or table != EVENTS:
        return after
    return _signed(after, row, key, writers)


def _signed(after: Fields, before: Fields, key: str, writers: tuple[str, ...]) -> Fields:
    """With the checksum of its own place; one that did not hold before is not made to hold."""
    number = int(key) if key.isascii() and key.isdigit() else 0
    for writer in dict.fromkeys((*writers, str(before.get("by", "")))):
        if before.get("sum") and before.get("sum") == checksum(before, writer, number):
            return signed(after, writer, number)
    return after


def _whole_records(found: Contents, left: dict[int, Fields]) -> Fields:
    return {
        LOG: {"1": {"format": min(found.format, FORMAT), "writer": found.writer}},
        EVENTS: {
            str(n): signed(fields, found.writer, n) if fields is not found.whole[n] else fields
            for n, fields in sorted(left.items())
        },
    }
