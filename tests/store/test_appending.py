"""Adding to a log without looking into what it holds already."""

from __future__ import annotations

import json
from pathlib import Path

import tinydb

from peer_tui.store.storage import AppendingStorage


def test_what_is_there_stays_and_stock_tinydb_reads_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        '{"events": {"1": {"text": "ä \\u2028 [/]", "deep": {"x": [1.0, 2e3, 12345678901234567890]}}}, '
        '"theirs": {"7": {"kept": true}}}',
        encoding="utf-8",
    )
    before = json.loads(path.read_text(encoding="utf-8"))
    storage = AppendingStorage(path)
    tinydb.TinyDB(storage=lambda: storage).table("events", cache_size=0).insert_multiple(
        [tinydb.table.Document({"text": "new"}, doc_id=2)]
    )
    with tinydb.TinyDB(path) as stock:
        assert [dict(row) for row in stock.table("events").all()] == [before["events"]["1"], {"text": "new"}]
        assert stock.table("theirs").get(doc_id=7) == {"kept": True}


def test_a_table_that_tinydb_did_not_make_is_kept_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"events": {}, "odd": [1, "two"]}')
    storage = AppendingStorage(path)
    tables = storage.read()
    assert tables == {"events": {}, "odd": [1, "two"]}
    storage.write(tables)
    assert json.loads(path.read_bytes()) == tables
