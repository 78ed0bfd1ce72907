"""Words that were removed are in no file of the index any more, not even in what SQLite leaves behind."""

from __future__ import annotations

import random
import sqlite3
import string
from pathlib import Path

import pytest

from peer_tui.domain import events as ev
from peer_tui.domain.events import EntryKind
from peer_tui.store.index import Index
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.store.index.conftest import Town

SECRET = "zyzzyvaquartz"
HALVES = (b"zyzzyva", b"quartz", b"zzyvaquar")


def holding(cache: Path) -> list[str]:
    """The files below CACHE that hold a part of the secret word, in any case."""
    return [
        path.name
        for path in cache.rglob("*")
        if path.is_file() and any(half in path.read_bytes().lower() for half in HALVES)
    ]


def with_secret(town: Town, kind: EntryKind = EntryKind.NOTE, meetings: int = 6) -> tuple[Shard, str]:
    group = town.group()
    words = ["".join(random.Random(n).choices(string.ascii_lowercase, k=6)) for n in range(300)]
    for day in range(meetings):
        shard = town.meeting(group, day)
        for number in range(20):
            town.write(shard, " ".join(random.Random(number * day).choices(words, k=9)), day=day)
        if day == 2:
            where, entry = (
                shard,
                town.write(
                    shard, f"about {SECRET} and rest", kind, number=1, done_when=f"{SECRET.title()} called", day=day
                ),
            )
    town.index.refresh(now_ns=1)
    return where, entry


def remove(town: Town, shard: Shard, entry: str) -> None:
    town.say(shard, ev.Redacted(target=entry, leave="[removed at request]"), day=40)


@pytest.mark.parametrize("kind", [EntryKind.NOTE, EntryKind.STEP, EntryKind.PARKED, EntryKind.DECISION])
def test_removed_words_are_in_no_file_of_the_index(town: Town, kind: EntryKind) -> None:
    shard, entry = with_secret(town, kind)
    assert holding(town.home / "cache") != [], "the test would see it"
    remove(town, shard, entry)
    town.index.refresh(now_ns=1)
    assert town.found(SECRET) == []
    assert holding(town.home / "cache") != [], "SQLite keeps what was deleted: without a purge this would be no test"
    assert town.index.purge([shard])
    assert holding(town.home / "cache") == []
    assert town.found(SECRET) == [] and town.found('"removed at request"') == ["[removed at request]"]
    assert len(town.index.meetings()) == 6 and town.index.state == "ready"


def test_a_purge_reads_what_no_refresh_has_read_yet(town: Town) -> None:
    shard, entry = with_secret(town)
    remove(town, shard, entry)
    assert town.index.purge([shard, Shard("nowhere"), Shard(shard.group, "2024/not-there")])
    assert holding(town.home / "cache") == [] and town.found(SECRET) == []


def test_a_name_that_was_removed_is_gone_from_every_row(town: Town) -> None:
    group = town.group()
    said = town.say(group, ev.PersonAdded(person="zed", name=f"Zed {SECRET}"))
    meeting = town.meeting(group)
    town.write(meeting, "call the office", EntryKind.STEP, owner="zed", number=1)
    town.index.refresh(now_ns=1)
    assert town.index.steps()[0].owner_name == f"Zed {SECRET}"
    town.say(group, ev.Redacted(target=said[0].id, leave="[removed at request]"))
    assert town.index.purge([group])
    assert holding(town.home / "cache") == [] and town.index.steps()[0].owner_name == "[removed at request]"


def test_older_and_half_built_databases_hold_no_word_either(town: Town) -> None:
    shard, entry = with_secret(town)
    cache = town.home / "cache"
    town.index.close()
    (cache / "index-7.sqlite").write_bytes((cache / "index-1.sqlite").read_bytes())
    (cache / "index-7.sqlite-wal").write_bytes(b"... zyzzyvaquartz ...")
    remove(town, shard, entry)
    assert town.index.purge([shard])
    assert holding(cache) == [] and not (cache / "index-7.sqlite").exists()
    assert town.found("removed") == ["[removed at request]"]


def test_without_an_index_there_is_nothing_to_purge_but_files(town: Town) -> None:
    cache = town.home / "cache"
    cache.mkdir()
    (cache / "index-3.sqlite").write_bytes(b"zyzzyvaquartz")
    assert town.index.purge([Shard("nowhere")])
    assert holding(cache) == [] and town.index.refresh().finished


def test_a_reader_that_holds_on_to_an_older_state_does_not_stand_in_the_way(town: Town) -> None:
    shard, entry = with_secret(town)
    remove(town, shard, entry)
    reader = sqlite3.connect(town.home / "cache" / "index-1.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM entries").fetchone() == (121,)
    done = town.index.purge([shard])
    assert done is (holding(town.home / "cache") == []), "it says honestly whether every word is gone"
    assert reader.execute("SELECT count(*) FROM entries").fetchone() == (121,), "and the reader is not disturbed"
    reader.close()
    assert town.found(SECRET) == [] and len(town.index.meetings()) == 6
    assert town.index.purge([shard]) and holding(town.home / "cache") == []
    assert town.index.refresh(now_ns=1).finished and len(town.index.meetings()) == 6


def test_a_large_index_is_copied_without_what_was_removed(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peer_tui.store.index.purging._SMALL", 0)
    shard, entry = with_secret(town)
    before = len(town.index.search("", 1000))
    remove(town, shard, entry)
    assert town.index.purge([shard]) and holding(town.home / "cache") == []
    assert [path.name for path in (town.home / "cache").glob("*.sqlite")] == ["index-2.sqlite"]
    assert len(town.index.search("", 1000)) == before and town.index.refresh(now_ns=1).finished
    assert (town.home / "cache" / "index-2.sqlite").stat().st_mode & 0o077 == 0


def test_another_run_that_reads_goes_on_reading(town: Town) -> None:
    shard, entry = with_secret(town)
    another = Index(Library(town.library.root, town.library.state), town.home / "cache", town.home / "state")
    assert len(another.search(SECRET)) == 1
    remove(town, shard, entry)
    assert town.index.purge([shard])
    assert another.search(SECRET) == [] and len(another.meetings()) == 6 and another.state == "ready"
    another.close()


def test_a_run_that_is_refreshing_makes_it_wait_and_then_say_no(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peer_tui.store.index.purging._WAIT", 0.1)
    shard, entry = with_secret(town)
    remove(town, shard, entry)
    busy = Index(Library(town.library.root, town.library.state), town.home / "cache", town.home / "state")
    assert busy._opened().take()  # type: ignore[union-attr]
    assert not town.index.purge([shard])
    busy._opened().release()  # type: ignore[union-attr]
    assert town.index.purge([shard]) and holding(town.home / "cache") == []


def test_a_file_that_cannot_be_removed_is_owned_up_to(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    shard, entry = with_secret(town)
    (town.home / "cache" / "index-7.sqlite").write_bytes(b"zyzzyvaquartz")
    remove(town, shard, entry)
    monkeypatch.setattr("peer_tui.store.index.place.Place.remove", lambda place, name: False)
    assert not town.index.purge([shard])
