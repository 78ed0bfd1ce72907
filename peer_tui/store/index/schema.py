"""The tables of the index. Another shape is another version: the index is then built anew, never converted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from peer_tui.domain.words import installed_language

if TYPE_CHECKING:
    import sqlite3

VERSION = 10
"""Raised with every change of the tables, of what is stored in them, of the folds they are filled from, or of the
format of events."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
-- One row a shard; `place` is the meeting's folder, empty for the group's own log. `stamp` is the name, size and time
-- of last change of each of its logs. `meeting` is null where no meeting was planned in it. `fresh`: read so soon after
-- a change that another may have left the same stamp. `gone`: not on the disk any more, but kept. `above`: when its
-- folder itself was changed, 0 if unsure.
CREATE TABLE shards (
    id INTEGER PRIMARY KEY, folder TEXT NOT NULL, place TEXT NOT NULL, meeting TEXT, stamp TEXT NOT NULL,
    fresh INTEGER NOT NULL, gone INTEGER NOT NULL, above INTEGER NOT NULL, reading BLOB NOT NULL,
    problems TEXT NOT NULL, UNIQUE (folder, place)
);
CREATE INDEX shards_meeting ON shards (folder, meeting);
CREATE TABLE kept (shard INTEGER PRIMARY KEY, events BLOB NOT NULL);
-- `dirty`: its shards were read and it has not been folded since.
CREATE TABLE groups (
    folder TEXT PRIMARY KEY, known INTEGER NOT NULL DEFAULT 0, name TEXT NOT NULL DEFAULT '',
    key TEXT NOT NULL DEFAULT '', zone TEXT NOT NULL DEFAULT 'UTC', dirty INTEGER NOT NULL DEFAULT 0, digest BLOB
);
CREATE TABLE wholes (folder TEXT PRIMARY KEY, whole BLOB NOT NULL);
CREATE TABLE meetings (
    folder TEXT NOT NULL, meeting TEXT NOT NULL, place TEXT, name TEXT NOT NULL, series TEXT NOT NULL,
    title TEXT NOT NULL, starts INTEGER NOT NULL, day INTEGER NOT NULL, zone TEXT NOT NULL, minutes INTEGER NOT NULL,
    state TEXT NOT NULL, ended INTEGER, approved TEXT NOT NULL, type TEXT NOT NULL, hidden INTEGER NOT NULL,
    scribe TEXT NOT NULL, PRIMARY KEY (folder, meeting)
) WITHOUT ROWID;
CREATE INDEX meetings_starts ON meetings (starts);
CREATE INDEX meetings_in_group ON meetings (folder, starts);
-- The archive: each question is answered from these alone.
CREATE INDEX meetings_past ON meetings (starts, day, series, type, state, hidden)
    WHERE state = 'ended' AND NOT hidden;
CREATE INDEX meetings_past_in_group ON meetings (folder, starts, day, series, type, state, hidden)
    WHERE state = 'ended' AND NOT hidden;
CREATE INDEX meetings_id ON meetings (meeting);
CREATE INDEX meetings_name ON meetings (name);
CREATE INDEX meetings_ended ON meetings (ended) WHERE ended IS NOT NULL;
CREATE TABLE steps (
    folder TEXT NOT NULL, entry TEXT NOT NULL, label TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL,
    done TEXT NOT NULL, owner TEXT, owner_name TEXT NOT NULL, owner_key TEXT NOT NULL, helpers TEXT NOT NULL,
    meant TEXT NOT NULL, state TEXT NOT NULL, by_email INTEGER NOT NULL, due INTEGER, due_next INTEGER NOT NULL,
    progress TEXT NOT NULL, reason TEXT NOT NULL, carried INTEGER NOT NULL, open INTEGER NOT NULL,
    meeting TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (folder, entry)
) WITHOUT ROWID;
CREATE INDEX steps_open ON steps (at) WHERE open;
CREATE INDEX steps_at ON steps (at);
CREATE TABLE parked (
    folder TEXT NOT NULL, entry TEXT NOT NULL, text TEXT NOT NULL, meeting TEXT NOT NULL, at INTEGER NOT NULL,
    destination TEXT NOT NULL, owner_name TEXT NOT NULL, due INTEGER, due_next INTEGER NOT NULL, placed INTEGER,
    reason TEXT NOT NULL, PRIMARY KEY (folder, entry)
) WITHOUT ROWID;
CREATE INDEX parked_at ON parked (at);
CREATE INDEX parked_unplaced ON parked (at) WHERE destination = '';
CREATE INDEX parked_waiting ON parked (at) WHERE destination IN ('', 'next agenda', 'with owner');
-- How a meeting went, with a checksum.
CREATE TABLE courses (shard INTEGER PRIMARY KEY, course BLOB NOT NULL, sum INTEGER NOT NULL);
-- Who wrote lines down: every device, in every slot.
CREATE TABLE writers (id INTEGER PRIMARY KEY, writer TEXT NOT NULL UNIQUE);
-- `id` is when the line was entered, in milliseconds × 4,096, and a number within that millisecond: newest first is the
-- order of the table itself.
CREATE TABLE entries (
    id INTEGER PRIMARY KEY, shard INTEGER NOT NULL, kind INTEGER NOT NULL, entry TEXT NOT NULL, text TEXT NOT NULL,
    done TEXT NOT NULL, writer INTEGER NOT NULL
);
-- With the kind, so that a meeting's decisions are counted without looking at its lines.
CREATE INDEX entries_shard ON entries (shard, kind);
CREATE INDEX entries_other_than_notes ON entries (id, kind) WHERE kind != 0;
"""
_WORDS = """
CREATE VIRTUAL TABLE words USING fts5(
    text, done, content='', columnsize=0, prefix='3', tokenize='ascii'
);
"""


@cache
def has_full_text() -> bool:
    """Whether this SQLite has FTS5."""
    import sqlite3

    probe = sqlite3.connect(":memory:")
    try:
        probe.execute("CREATE VIRTUAL TABLE probe USING fts5(word)")
    except sqlite3.Error:
        return False
    finally:
        probe.close()
    return True


def signature(full_text: bool) -> str:
    """What must stand in an index for it to be read: its version, whether it has a table of words, and the language.

    Some of what is kept ready are words on screen: those of another language are made anew.
    """
    language = installed_language()
    said = "" if language == "en" else f" in {language}"
    return f"{VERSION}{'' if full_text else ' without full text'}{said}"


def create(connection: sqlite3.Connection, full_text: bool) -> None:
    """Make the tables in an empty database; whole or not at all.

    Raises:
        sqlite3.Error: it could not be written.
    """
    words = _WORDS if full_text else ""
    sign = signature(full_text)
    connection.executescript(f"BEGIN;{_TABLES}{words}INSERT INTO meta VALUES ('schema', '{sign}');COMMIT;")
