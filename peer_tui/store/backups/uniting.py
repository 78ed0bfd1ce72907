"""Bringing the records of a log from elsewhere into a shard: by union, never in the place of what is there.

A log that is missing here is put as it is. Of one that is there already, only the records that no log of the shard
holds yet are added, in a file of their own, `WRITER.restored-….json`, which is this device's and is read as one more
log. Our own log takes what is longer where it only lacks the end. Words that were removed from this library are blanked
before anything is written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import msgspec

from peer_tui.domain import events as ev
from peer_tui.domain.redaction import Removals
from peer_tui.store import writer
from peer_tui.store.formats import event_of
from peer_tui.store.library import Library
from peer_tui.store.record import DAMAGED, EVENTS, FORMAT, LOG, Contents, Fields, examine
from peer_tui.store.removing.blanking import changed_file, encoded
from peer_tui.store.shards import Shard

_RESTORED = re.compile(r"([^.-]+)-\d+\.restored-[0-9a-f]{8}\.json")

What = Literal["put", "longer", "beside", "same"]


class Outcome(msgspec.Struct, frozen=True):
    """What becomes, or became, of one log from elsewhere."""

    what: What
    path: Path
    """The file that holds its records now."""
    records: int
    """How many were added."""


class Here(msgspec.Struct):
    """What a shard holds before anything is added to it, and which words were removed from it."""

    shard: Shard
    logs: dict[Path, Contents] = msgspec.field(default_factory=dict)
    keys: set[str] = msgspec.field(default_factory=set)
    removed: Removals = msgspec.field(default_factory=lambda: Removals(()))

    @classmethod
    def of(cls, library: Library, shard: Shard, coming: list[Contents]) -> Here:
        """The shard as it is on the disk; removals that are only in what is coming hold too.

        Raises:
            OSError: a log is there and cannot be read.
        """
        here = cls(shard)
        said: list[ev.Event | ev.Unknown] = []
        for path in library.logs(shard):
            here.logs[path] = examine(library.files.read(path) or b"", path.name)
            here.keys |= set(here.logs[path].by_key())
        for contents in (*here.logs.values(), *coming):
            said += [event_of(fields) for fields in contents.whole.values() if _removes(fields)]
        here.removed = Removals(said)
        return here


def take(library: Library, here: Here, path: Path, content: bytes, *, act: bool) -> Outcome:
    """Bring one log's records into the shard `here`, or only say what would become of them.

    Args:
        library: into which.
        here: its shard; what is added is known to it afterwards.
        path: where the log would lie in this library.
        content: what it says.
        act: do it. Otherwise nothing is changed on the disk.

    Raises:
        OSError: it could not be written. What was there is as it was.
        ValueError: the way to the file leads out of the library.
    """
    content = _without_removed(content, path.name, here.removed)
    found = examine(content, path.name)
    new = {key: n for key, n in found.by_key().items() if key not in here.keys}
    present = here.logs.get(path)
    if not new and (present is not None or here.keys):
        return Outcome("same", path, 0)
    if present is None:
        what: What = "put"
    elif _lacks_the_end(library, present, found):
        what = "longer"
    else:
        what = "beside"
        content = _only(found, set(new.values()))
        path = path.with_name(f"{library.writer}.restored-{hashlib.sha256(content).hexdigest()[:8]}.json")
    if act:
        stay_inside(library, path)
        library.files.write(path, content)
    here.keys |= set(new)
    here.logs[path] = examine(content, path.name)
    return Outcome(what, path, len(new))


def _lacks_the_end(library: Library, present: Contents, found: Contents) -> bool:
    """Our own log is whole as far as it goes, and what comes is the same and goes further; nobody is writing to it."""
    whose = present.writer
    ours = whose.rpartition("-")[0] == writer.device_id(library.state)
    free = not writer.is_running(library.state, whose) or whose == library.writer
    return (
        ours
        and free
        and present.healthy
        and found.healthy
        and found.writer == whose
        and found.format == present.format == FORMAT
        and set(present.tables or {}) <= {LOG, EVENTS, DAMAGED}
        and all(found.whole.get(n) == fields for n, fields in present.whole.items())
    )


def _only(found: Contents, numbers: set[int]) -> bytes:
    """A log of some of the records, each with its own number and checksum."""
    head = {"format": found.format, "writer": found.writer, **({"needs": found.needs} if found.needs else {})}
    records = {str(n): found.whole[n] for n in sorted(numbers)}
    # The numbers that stand in the other logs of this writer are no gaps here.
    told = [n for n in range(1, max(numbers)) if n not in numbers]
    tables: dict[str, Any] = {LOG: {"1": head}, EVENTS: records}
    if told:
        rows = enumerate(told, start=1)
        tables[DAMAGED] = {str(row): {"number": n, "words": ""} for row, n in rows}
    return encoded(tables)


def _without_removed(content: bytes, name: str, removed: Removals) -> bytes:
    """The log without the words that were removed; the same bytes if it holds none of them."""
    if not removed:
        return content
    touched = False

    def change(table: str, fields: Fields) -> Fields:
        nonlocal touched
        if table != EVENTS:
            return fields
        after = removed.of_fields(fields)
        touched = touched or after is not fields
        return after

    blanked = changed_file(content, name, change)
    if not touched:
        return blanked
    # Words of damaged records cannot be told apart: where any were removed, all of them go.
    return changed_file(blanked, name, lambda table, row: row if table == EVENTS else {**row, "words": ""})


def _removes(fields: Fields) -> bool:
    return fields.get("kind") in ("redacted", "person forgotten")


def stay_inside(library: Library, path: Path) -> None:
    """A folder that is a link must not lead what is written out of the library.

    Raises:
        ValueError: one does.
    """
    if not path.parent.resolve().is_relative_to(library.root.resolve()):
        raise ValueError(f"{path.parent} is a link that leads out of the library.")


def is_restored(name: str, device: str) -> bool:
    """Whether a file of a shard is one that this device made while uniting: its own, and open in no run."""
    match = _RESTORED.fullmatch(name)
    return match is not None and match[1] == device


def rewrite_restored(library: Library, path: Path, change: Callable[[bytes, str], bytes]) -> None:
    """Pass such a file through `change(content, name)`; it is removed if nothing is left of it.

    Raises:
        OSError: it could not be written.
    """
    after = change(library.files.read(path) or b"", path.name)
    if after:
        library.files.write(path, after)
    else:
        library.files.remove(path)
