"""One record of a log, its checksum, and how every whole record is lifted out of a file's bytes, however broken.

A log is a JSON file that stock TinyDB opens, with these tables:

- `log`: one document, `{"format": 1, "needs": "0.1", "writer": WRITER}`: the highest format of a record in it, and the
  first peer-tui that reads all of it;
- `events`: one document an event, its running number the document's id, and `sum`, its checksum, among its fields;
- `damaged`: what could not be saved when a broken log was mended: `{"number": n, "words": "..."}`.

Tables and fields this version does not know are kept as they are.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

FIRST = 1
"""The first format: its records carry no `format` of their own (`store.formats`)."""
FORMAT = 1
"""The format this version writes."""
NEEDS = "0.1"
"""The first version of this program that reads it."""
LOG = "log"
EVENTS = "events"
DAMAGED = "damaged"

_SUM_DIGITS = 16
_LONGEST_VERSION = 20
_FARTHEST = 1_000_000
"""The highest running number that is believed: a number far beyond is damage, and would be a gap without end."""
_MOST_TRIES = 200_000
"""How many places misplaced records are tried in, all together."""
_MOST_LIFTING = 20_000_000
"""Characters that are read in vain while whole records are lifted out of a broken file, before that is given up."""
_TOO_DEEP = 20_000
"""Characters that an attempt at a record nested too deeply counts for."""
_NUMBERED = r'"(\d{1,15})"\s*:\s*\{'
_WORDS = r'"(?:text|typed|name|title|done_when|reason|words)"\s*:\s*"((?:[^"\\]|\\.)*)'
"""Looked for in damaged files only, and compiled there."""
_WORD_FIELDS = ("typed", "text", "name", "title", "done_when", "reason", "words")

Fields = dict[str, Any]
"""A document as it lies in a log: plain JSON values."""


def checksum(fields: Fields, writer: str, number: int) -> str:
    """The first 16 hex digits of SHA-256 over the document's canonical JSON without `sum`, its writer and its number.

    Canonical: sorted keys, no spaces, UTF-8, numbers as msgspec writes them; then a line break, the writer, a line
    break, the running number. Empty for values that have no canonical form (half a character): such a sum never holds.
    """
    try:
        canonical = msgspec.json.encode({k: v for k, v in fields.items() if k != "sum"}, order="sorted")
        place = f"\n{writer}\n{number}".encode()
    except (UnicodeEncodeError, TypeError, ValueError, OverflowError, RecursionError):
        return ""
    return hashlib.sha256(canonical + place).hexdigest()[:_SUM_DIGITS]


def signed(fields: Fields, writer: str, number: int) -> Fields:
    """The document with its checksum for this place in this writer's log."""
    return {**fields, "sum": checksum(fields, writer, number)}


def head_of(writer: str) -> Fields:
    """What the head of a log says of it, when this version writes into it."""
    return {"format": FORMAT, "needs": NEEDS, "writer": writer}


def stamped(fields: Fields) -> Fields:
    """The record of an event with its format, where it must say so itself."""
    return fields if FORMAT == FIRST or "format" in fields else {**fields, "format": FORMAT}


def key_of(fields: Fields, writer: str, number: int) -> str:
    """What makes two records the same fact: the event's id, or its place where it carries none."""
    event = fields.get("id")
    return event if isinstance(event, str) and event else f"{writer}#{number}"


class Contents(msgspec.Struct):
    """What one file holds, whatever its state."""

    writer: str = ""
    format: int = FORMAT
    """The highest format in it, as its head says."""
    needs: str = ""
    """The first version of the program that reads all of it, as its head says."""
    tables: Fields | None = None
    """The file as TinyDB would see it; None when it is not a whole file of tables."""
    whole: dict[int, Fields] = msgspec.field(default_factory=dict)
    """The records whose checksum holds, by running number, `sum` among their fields."""
    damaged: dict[int, str] = msgspec.field(default_factory=dict)
    """The words of records whose checksum fails, by running number."""
    told: dict[int, str] = msgspec.field(default_factory=dict)
    """Records known to be lost since an earlier mending, and their words, if any."""
    header: bool = False
    """The `log` table says who wrote it, every record agrees, and each stands under a running number."""

    @property
    def last(self) -> int:
        """The highest running number in the file."""
        return max([0, *self.whole, *self.damaged, *self.told])

    @property
    def gaps(self) -> list[int]:
        """Running numbers that are missing without having been told before."""
        return [n for n in range(1, self.last) if n not in self.whole and n not in self.damaged and n not in self.told]

    @property
    def healthy(self) -> bool:
        """Everything that was written is here."""
        return self.tables is not None and self.header and not self.damaged and not self.gaps

    def by_key(self) -> dict[str, int]:
        """Running number of each whole record, by what identifies it."""
        return {key_of(fields, self.writer, n): n for n, fields in self.whole.items()}


def examine(raw: bytes, name: str) -> Contents:
    """What is whole and what is damaged in a log's bytes. Never raises.

    Args:
        raw: the file's bytes, perhaps empty, cut off, or another file altogether.
        name: the file's name; whose log it is, if its own words about that are damaged.
    """
    tables = _tables(raw)
    found = Contents(tables=tables)
    if tables is None:
        header, records = _lift(raw)
    else:
        header, records = _header(tables.get(LOG)), list(_rows(tables))
        found.told = _told(tables.get(DAMAGED))
    said, version = header.get("writer"), header.get("format")
    fallback = name.split(".")[0]
    found.writer = said if isinstance(said, str) and said else fallback
    found.format = version if isinstance(version, int) else FORMAT
    found.needs = str(header.get("needs", ""))[:_LONGEST_VERSION]
    found.header = found.writer == said and isinstance(version, int)
    for number, document in records:
        _sort_in(found, number, document, fallback)
    _put_back(found, [row for row in records if row[0] < 0], fallback)
    for number in found.whole:
        found.damaged.pop(number, None)
    return found


def words_of(document: object) -> str:
    """The words a person wrote in a document, or in a piece of a broken file; empty if there are none."""
    if isinstance(document, str):
        words = [_unescaped(match.group(1)) for match in re.finditer(_WORDS, document)]
    else:
        words = list(_words_in(document, 0))
    return " · ".join(dict.fromkeys(word for word in words if word.strip()))


def _tables(raw: bytes) -> Fields | None:
    try:
        tables = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(tables, dict) or EVENTS not in tables:
        return None
    # Stock TinyDB, and with it our own writing, needs every table to be a mapping.
    return tables if all(isinstance(table, dict) for table in tables.values()) else None


def _header(table: object) -> Fields:
    first = table.get("1") if isinstance(table, dict) else None
    return first if isinstance(first, dict) else {}


def _rows(tables: Fields) -> Iterator[tuple[int, object]]:
    misplaced = -1
    for key, document in tables[EVENTS].items():
        if key.isascii() and key.isdigit() and str(int(key[:18])) == key and 0 < int(key) <= _FARTHEST:
            yield int(key), document
        else:
            yield misplaced, document
            misplaced -= 1


def _told(table: object) -> dict[int, str]:
    rows = table.values() if isinstance(table, dict) else ()
    return {
        row["number"]: str(row.get("words", ""))
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("number"), int) and 0 < row["number"] <= _FARTHEST
    }


def _sort_in(found: Contents, number: int, document: object, fallback: str) -> None:
    """Put a document among the whole records or the damaged ones."""
    if not _is_whole(found, number, document, fallback):
        found.damaged.setdefault(number, words_of(document))


def _is_whole(found: Contents, number: int, document: object, fallback: str) -> bool:
    """Whether a document's checksum holds for this number; then it is among the whole records."""
    total = document.get("sum") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not total or number < 1:
        return False
    for writer in dict.fromkeys((found.writer, fallback, str(document.get("by", "")))):
        if total == checksum(document, writer, number):
            found.whole[number] = document
            if writer != found.writer:
                found.header = False
                found.writer = writer
            return True
    return False


def _put_back(found: Contents, misplaced: list[tuple[int, object]], fallback: str) -> None:
    """Records whose number is damaged: each goes to the empty place where its checksum holds, or its words to one."""
    gaps = [*found.gaps, *range(found.last + 1, found.last + 1 + len(misplaced))]
    tries = max(1, _MOST_TRIES // max(1, len(misplaced)))
    for number, document in misplaced:
        found.header = False
        empty = (gap for gap in gaps if gap not in found.whole)
        if any(_is_whole(found, gap, document, fallback) for gap in islice(empty, tries)):
            del found.damaged[number]
    left = iter([gap for gap in gaps if gap not in found.whole and gap not in found.damaged])
    for number in [number for number in found.damaged if number < 0]:
        found.damaged[next(left)] = found.damaged.pop(number)


def _lift(raw: bytes) -> tuple[Fields, list[tuple[int, object]]]:
    """Every numbered object in a file that is not whole JSON, and its header if that survived."""
    text = raw.decode("utf-8", "replace")
    # Imported here: only a damaged file needs it.
    import json

    decoder, numbered = json.JSONDecoder(strict=False), re.compile(_NUMBERED)
    header: Fields = {}
    records: list[tuple[int, object]] = []
    at = spent = 0
    while spent < _MOST_LIFTING and (match := numbered.search(text, at)):
        number, start = int(match.group(1)), match.end() - 1
        try:
            document, at = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            spent += error.pos - start if isinstance(error, json.JSONDecodeError) else _TOO_DEEP
            following = numbered.search(text, match.end())
            at = following.start() if following else len(text)
            if 0 < number <= _FARTHEST:
                records.append((number, text[start:at]))
            continue
        if "writer" in document and "format" in document and "sum" not in document:
            header = document
        elif 0 < number <= _FARTHEST and ("sum" in document or "id" in document):
            records.append((number, document))
    return header, records


def _words_in(value: object, depth: int) -> Iterator[str]:
    if depth > 8:
        return
    if isinstance(value, dict):
        for name in _WORD_FIELDS:
            if isinstance(value.get(name), str):
                yield value[name]
        value = [part for part in value.values() if isinstance(part, dict | list)]
    if isinstance(value, list):
        for part in value:
            yield from _words_in(part, depth + 1)


def _unescaped(piece: str) -> str:
    try:
        import json

        return str(json.loads(f'"{piece}"', strict=False))
    except ValueError:
        return piece
