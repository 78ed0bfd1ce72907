"""What is to go from some shards because it was removed on request: found before anything is changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

import msgspec

from peer_tui.domain.redaction import Removals, texts_of
from peer_tui.store.formats import event_of
from peer_tui.store.library import Library
from peer_tui.store.record import DAMAGED, EVENTS, Fields, examine
from peer_tui.store.recovery import last_copy
from peer_tui.store.removing.blanking import changed_file
from peer_tui.store.removing.needles import Needles
from peer_tui.store.shards import Shard

_UNTOLD = re.compile(r"\b(?:alias|pronouns|roles)\b")
"""What stands in too many lines of others to be looked for: `she/her`, a short name that is also a word."""


class Going:
    """What is to go from some shards, found before anything is changed."""

    def __init__(self, library: Library, shards: Iterable[Shard], words: Sequence[str] = ()) -> None:
        rows = [fields for shard in shards for fields in _records(library, shard)]
        self.removals = Removals(event_of(fields) for fields in rows)
        gone: list[str] = [*words]
        for fields in rows if self.removals else ():
            after = self.removals.of_fields(fields)
            if after is not fields:
                stays = {text for _, text in texts_of(after)}
                gone += [text for way, text in texts_of(fields) if text not in stays and not _UNTOLD.search(way)]
        self.needles = Needles(gone)

    def __bool__(self) -> bool:
        return bool(self.removals or self.needles)

    def change(self, table: str, fields: Fields) -> Fields:
        """A document of a log without what is to go."""
        if table == DAMAGED:
            words = fields.get("words")
            return {**fields, "words": ""} if isinstance(words, str) and self.needles.in_text(words) else fields
        return self.removals.of_fields(fields) if table == EVENTS else fields

    def holds(self, text: str) -> bool:
        """Whether a piece of a broken file speaks of a target or holds some of the words."""
        return self.needles.in_torn(text) or any(target in text for target in self.removals.targets)

    def of_file(self, raw: bytes, name: str) -> bytes:
        """A log's bytes without what is to go."""
        return changed_file(raw, name, self.change, self.holds)


def speaking_of(library: Library, shards: Iterable[Shard], ids: Iterable[str], words: Iterable[str]) -> list[Shard]:
    """The shards in whose files one of these ids or texts stands, found without reading a single record."""
    spelled = [text.encode("utf-8", "replace") for text in ids if text]
    for text in words:
        spelled += [msgspec.json.encode(text)[1:-1], json.dumps(text)[1:-1].encode()] if text else []
    found = []
    for shard in shards:
        for path in library.logs(shard):
            with suppress(OSError):
                raw = library.files.read(path) or b""
                if any(one in raw for one in spelled):
                    found.append(shard)
                    break
    return found


def _records(library: Library, shard: Shard) -> Iterator[Fields]:
    """Every record that can be lifted out of a shard's logs and their last good copies, as it lies there."""
    for path in library.logs(shard):
        for place in (path, last_copy(path)):
            with suppress(OSError):
                raw = library.files.read(place)
                if raw is not None:
                    yield from examine(raw, path.name).whole.values()
