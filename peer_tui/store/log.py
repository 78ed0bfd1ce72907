"""One writer's log in one shard: opening it in any state, mending it, and adding to it.

Only its writer ever writes it, and only when it adds to it or ends a meeting: reading never writes. Before a broken
file is mended, or one that another program put there is replaced, its bytes are kept in `quarantine/`.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import tinydb
from tinydb.table import Document, Table

from peer_tui.domain import events as ev
from peer_tui.domain.words import say
from peer_tui.store.durable import is_full, temporaries
from peer_tui.store.files import PLAIN, Files
from peer_tui.store.record import (
    DAMAGED,
    EVENTS,
    FORMAT,
    LOG,
    Contents,
    Fields,
    examine,
    head_of,
    key_of,
    signed,
    stamped,
)
from peer_tui.store.recovery import Backups, Recovery, keep_aside, last_copy, lines, recover
from peer_tui.store.removing.blanking import Change, changed_tables
from peer_tui.store.storage import AppendingStorage, ChangedOnDisk

_TRIES = 3
"""How often in a row another program may change the file under our hands before the save is reported as failed."""


class Log:
    """A log opened by its writer.

    Args:
        path: the file.
        writer: the writer's id, which the file is named after.
        quarantine: where bytes that are not ours are kept before ours take their place.
        make_room: asked for room when the disk is full.
        say: given one sentence for the scribe whenever something was mended.
        files: how it lies on the disk.
        backups: asked what backups hold of it, if it is damaged.

    Raises:
        OSError: it cannot be read, or what was damaged could not be kept aside and mended. Nothing was changed.
    """

    def __init__(
        self,
        path: Path,
        writer: str,
        quarantine: Path,
        make_room: Callable[[], bool] = lambda: False,
        say: Callable[[str], None] = lambda sentence: None,
        files: Files = PLAIN,
        backups: Backups | None = None,
    ) -> None:
        self.path = path
        self._backups = backups
        self.writer = writer
        self._quarantine = quarantine
        self._make_room = make_room
        self._say = say
        self._files = files
        begin = {LOG: {"1": head_of(writer)}}
        self._storage = AppendingStorage(path, begin, make_room, files)
        self._apart = False
        self._numbers: dict[str, int] = {}
        self.last = 0
        """The highest running number that is durable."""
        self._open()
        self._table: Table = tinydb.TinyDB(storage=lambda: self._storage).table(EVENTS, cache_size=0)

    def append(self, events: Sequence[ev.Event | ev.Unknown]) -> None:
        """Add events, all in one durable write or none. Those that are already in the log are not added again.

        Raises:
            OSError: not saved. Ask again with the same events; no running number was used up.
        """
        if self._apart:
            self._unite()
        for _ in range(_TRIES):
            documents = self._documents(events)
            if not documents:
                self._put_back()
                return
            try:
                self._table.insert_multiple(documents)
            except ChangedOnDisk as error:
                changed = error
                self._unite()
                continue
            self._know(documents)
            return
        raise changed

    def close(self) -> None:
        """A clean end: the last good copy is what the log now is. A disk that refuses is no error: the log is safe."""
        if self._storage.durable is not None:
            with contextlib.suppress(OSError):
                self._copy(self._storage.durable)

    def rewrite(self, change: Change) -> bool:
        """Pass every record through `change` in one durable write, running numbers staying; True if any changed.

        The last good copy becomes what the log now is, and what a kill left half-written beside it is removed: what was
        taken over from there is in the log.

        Raises:
            OSError: not done, or not wholly: ask again.
        """
        if self._apart:
            self._unite()
        changed = False
        for _ in range(_TRIES):
            raw = self._storage.durable
            fresh = None if raw is None else changed_tables(msgspec.json.decode(raw), (self.writer,), change)
            if fresh is None:
                break
            try:
                self._storage.write(fresh)
            except ChangedOnDisk:
                self._unite()
                continue
            changed = True
        else:
            raise OSError(errno.ESTALE, say("another program keeps changing the file"), str(self.path))
        if self._storage.durable is not None:
            self._copy(self._storage.durable)
        for place in dict.fromkeys((self.path, last_copy(self.path))):
            for left in (*temporaries(place), *temporaries(self._files.on_disk(place))):
                left.unlink(missing_ok=True)
        return changed

    def _put_back(self) -> None:
        """What was asked for is in the log as we know it: see that the file still says so."""
        if self._storage.durable is not None and self._files.read(self.path) != self._storage.durable:
            self._unite()
            if not self._files.exists(self.path):
                self._table.insert_multiple([])

    def _documents(self, events: Sequence[ev.Event | ev.Unknown]) -> list[Document]:
        documents: list[Document] = []
        seen: set[str] = set()
        for event in events:
            number = self.last + len(documents) + 1
            fields = stamped(writable(ev.encode(event)))
            key = key_of(fields, self.writer, number)
            if key in self._numbers:
                if self._holds(key, fields):
                    continue
                # One id for two facts, by a clock that was set back: both are kept, the later one right behind.
                key = fields["id"] = f"{key}.{number}"
            if key not in seen:
                seen.add(key)
                documents.append(Document(signed(fields, self.writer, number), doc_id=number))
        return documents

    def _holds(self, key: str, fields: Fields) -> bool:
        """Whether the log has this very fact already. What a later version added to it does not count."""
        tables = msgspec.json.decode(self._storage.durable or b"{}")
        known = tables.get(EVENTS, {})
        places = [n for other, n in self._numbers.items() if other == key or other.startswith(f"{key}.")]
        return any(
            all(known.get(str(n), {}).get(name) == value for name, value in fields.items() if name != "id")
            for n in places
        )

    def _know(self, documents: Iterable[Document]) -> None:
        for document in documents:
            self._numbers[key_of(document, self.writer, document.doc_id)] = document.doc_id
            self.last = max(self.last, document.doc_id)

    def _open(self) -> None:
        raw = self._storage.durable
        found = recover(self.path, raw, thorough=True, files=self._files, more=self._backups)
        unsaid = self._left_by_a_kill(found)
        if found.whole and not unsaid:
            self._take_over(found.contents)
            if raw is not None:
                # Not worth failing for: with a full disk the log itself still goes on in the reserve.
                with contextlib.suppress(OSError):
                    self._copy(raw)
            return
        kept = say("Nothing was overwritten.")
        if raw is not None and not found.contents.healthy:
            kept = say("The damaged file is kept as {keep_aside}.", keep_aside=self._keep_aside(raw))
        self._write_merged(found.contents, {**unsaid, **found.from_copy}, found.lost)
        if not found.whole:
            self._say(found.sentence(self.path.name, kept))

    def _left_by_a_kill(self, found: Recovery) -> dict[int, Fields]:
        """Records of the temporary file a killed program left: entered, but never shown as saved."""
        raw = self._files.left(self.path)
        left = examine(raw, self.path.name) if raw else Contents()
        known = {*found.contents.by_key(), *(str(fields.get("id", "")) for fields in found.from_copy.values())}
        newest = max([found.contents.last, *found.lost, *found.from_copy])
        return {
            n: fields
            for n, fields in left.whole.items()
            if n > newest and left.writer == self.writer and key_of(fields, left.writer, n) not in known
        }

    def _unite(self) -> None:
        """Bring what is on disk and what this writer wrote together again, before more is written.

        That is also how a save ends whose answer was an error although the new file had reached its place.

        Raises:
            OSError: they are not together yet, and must be before anything is written.
        """
        self._apart = True
        raw = self._files.read(self.path)
        ours = self._storage.durable
        if raw is None:
            if ours is not None:
                self._say(
                    say("The file {name} had vanished. It was written again, with every line.", name=self.path.name)
                )
            self._storage.accept(None)
        elif raw != ours:
            self._unite_with(raw)
        else:
            self._storage.accept(raw)
        self._apart = False

    def _unite_with(self, raw: bytes) -> None:
        mine = examine(self._storage.durable or b"{}", self.path.name)
        foreign = examine(raw, self.path.name)
        known = mine.by_key()
        added = {n: fields for n, fields in foreign.whole.items() if key_of(fields, foreign.writer, n) not in known}
        mine.tables = _united(foreign.tables or {}, mine.tables or {})
        expected_late = raw == self._storage.attempted
        if not expected_late:
            kept = self._keep_aside(raw)
        self._storage.accept(raw)
        self._write_merged(mine, added, {})
        if not expected_late:
            self._say(
                say(
                    "Another program put a different file in the place of {name}. Both were united: "
                    "{number}, none lost. What it put there is kept as {kept}.",
                    name=self.path.name,
                    number=lines(len(self._numbers)),
                    kept=kept,
                )
            )

    def _write_merged(self, base: Contents, added: dict[int, Fields], lost: dict[int, str]) -> None:
        """Write the whole records of `base` and then `added`, and remember which numbers were lost.

        What came from a copy of this log goes back to its own place, where its checksum holds; what has no place here
        gets the next number. Tables and fields this version does not know stay.
        """
        known = base.whole
        if base.writer != self.writer:
            known = {n: signed(fields, self.writer, n) for n, fields in known.items()}
        known, last = dict(known), max([base.last, *lost])
        for n, fields in sorted(added.items()):
            if n in known or fields.get("sum") != signed(fields, self.writer, n)["sum"]:
                n = last + 1
                fields = signed(fields, self.writer, n)
            known[n] = fields
            last = max(last, n)
        words = {**base.told, **lost}
        missing = [n for n in range(1, last + 1) if n not in known]
        tables: dict[str, Any] = dict(base.tables or {})
        logs = tables.get(LOG, {})
        header = logs.get("1")
        header = header if isinstance(header, dict) else {}
        tables[LOG] = {**logs, "1": {**header, **head_of(self.writer)}}
        tables[EVENTS] = {str(n): known[n] for n in sorted(known)}
        tables.pop(DAMAGED, None)
        if missing:
            rows = enumerate(missing, start=1)
            tables[DAMAGED] = {str(row): {"number": n, "words": words.get(n, "")} for row, n in rows}
        self._storage.write(tables)
        self._take_over(examine(self._storage.durable or b"", self.path.name))

    def _keep_aside(self, raw: bytes) -> Path:
        try:
            return keep_aside(self._quarantine, self.path, raw, self._files)
        except OSError as error:
            if not is_full(error) or not self._make_room():
                raise
            return keep_aside(self._quarantine, self.path, raw, self._files)

    def _take_over(self, found: Contents) -> None:
        self._numbers = found.by_key()
        # An older version's log goes on here: from the next line on, its head says who can read it.
        self._storage.head = head_of(self.writer) if found.format < FORMAT else None
        self.last = found.last

    def _copy(self, raw: bytes) -> None:
        copy = last_copy(self.path)
        if self._files.read(copy) != raw:
            self._files.write(copy, raw)


def _united(theirs: Fields, ours: Fields) -> Fields:
    """Every table of both, every document of each table, every field of the log's own document; ours where both say."""
    tables = {name: {**theirs.get(name, {}), **ours.get(name, {})} for name in {**theirs, **ours}}
    heads = [tables.get(LOG, {}).get("1") for tables in (theirs, ours)]
    tables[LOG] = {
        **tables.get(LOG, {}),
        "1": {k: v for head in heads if isinstance(head, dict) for k, v in head.items()},
    }
    return tables


def writable(value: Any) -> Any:
    """The same values without halves of characters, which no JSON file can hold: each becomes U+FFFD."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _halved(value) else value
    if isinstance(value, dict):
        return {writable(name): writable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [writable(part) for part in value]
    return value


def _halved(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
