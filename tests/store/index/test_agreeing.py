"""Whether the index says what the logs say, where the logs' own times and sizes do not tell."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from peer_tui.domain import events as ev
from peer_tui.store.index import Index, agreeing, schema
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.store.index.conftest import Town, everything


def fill(town: Town, meetings: int = 6) -> Shard:
    """Meetings with lines of every register, the index made of them."""
    group = town.group()
    for day in range(meetings):
        shard = town.meeting(group, day)
        town.write(shard, f"Café forum no. {day}", day=day)
        town.write(shard, f"bring the lists {day}", ev.EntryKind.STEP, day=day, number=1, owner="ana")
        town.write(shard, f"ask about the hall {day}", ev.EntryKind.PARKED, day=day)
        town.end(shard, day)
    town.index.refresh()
    return group


def fresh(town: Town) -> Index:
    """The index as another run of the program has it."""
    return Index(Library(town.library.root, town.library.state), town.home / "cache", town.home / "state")


def database(town: Town) -> Path:
    return town.home / "cache" / "index-1.sqlite"


def behind_its_back(town: Town, *statements: str) -> None:
    with sqlite3.connect(database(town)) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_a_whole_index_agrees_before_and_after_it_followed(town: Town) -> None:
    assert town.index.agrees() == []
    group = fill(town)
    assert town.index.agrees() == []
    late = town.meeting(group, 20)
    town.write(late, "what came later")
    assert town.index.agrees() == [], "what is only not indexed yet is no disagreement"
    town.index.refresh()
    assert town.index.agrees() == [] and fresh(town).agrees() == []


def test_a_meeting_in_two_folders_a_vanished_one_and_strange_text_agree(town: Town) -> None:
    group = fill(town)
    strange = town.meeting(group, 9)
    for text in ("\ud83d half", "[/] [bold]", "\0", "林小雨 ☂", "!!!", "x" * 10_000, "", "Dès LUNDI"):
        town.write(strange, text, day=9)
    folder = town.library.folder(strange)
    shutil.copytree(folder, folder.with_name(f"{folder.name} copy"))
    town.index.refresh()
    assert town.index.agrees() == []
    shutil.rmtree(town.library.folder(next(iter(town.library.meetings(group.group)))))
    assert town.index.agrees() == []
    town.index.refresh()
    assert town.index.agrees() == []


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (("DELETE FROM entries",), "Of 7 logs that were compared, 6 read otherwise in the index"),
        (
            ("DELETE FROM entries WHERE text LIKE '%no. 3'",),
            "1 read otherwise in the index: harbor-0000/2024/2024-01-13",
        ),
        (("UPDATE entries SET text = 'other words' WHERE text LIKE '%no. 3'",), "1 read otherwise"),
        (("INSERT INTO words (words) VALUES ('delete-all')",), "6 read otherwise"),
        (("DELETE FROM kept WHERE shard = 3",), "1 read otherwise"),
        (("UPDATE kept SET events = (SELECT events FROM kept WHERE shard = 2) WHERE shard = 3",), "1 read otherwise"),
        (("DELETE FROM courses WHERE shard = 3",), "1 read otherwise"),
        (("UPDATE courses SET course = x'90' WHERE shard = 3",), "1 read otherwise"),
        (("UPDATE writers SET writer = 'somebody-1'",), "6 read otherwise"),
        (("DELETE FROM meetings",), "lists 0 of the 6 meetings of “Harbor Coalition”"),
        (("DELETE FROM steps",), "lists 0 of the 6 next steps"),
        (("DELETE FROM parked WHERE text LIKE '%3'",), "lists 5 of the 6 parked items"),
        (("DELETE FROM wholes",), "not in the index as a whole"),
        (("INSERT INTO entries VALUES (1, 999, 0, 'e', 'x', '', 1)",), "of meetings that it does not know"),
    ],
)
def test_rows_that_are_gone_or_changed_are_said_and_rebuilding_mends_it(
    statements: tuple[str, ...], said: str, town: Town
) -> None:
    fill(town)
    before = everything(town.index)
    behind_its_back(town, *statements)
    assert not town.index.stale(town.library.groups()[0]) or town.index.refresh().finished
    assert said in " ".join(town.index.agrees()) and said in " ".join(fresh(town).agrees())
    assert town.index.rebuild().finished
    assert town.index.agrees() == [] and everything(town.index) == before


def test_a_damaged_database_is_said_given_up_and_built_anew(town: Town) -> None:
    fill(town)
    before = everything(town.index)
    town.index.close()
    raw = bytearray(database(town).read_bytes())
    for page in range(2, len(raw) // 8_192):
        raw[page * 8_192 : page * 8_192 + 64] = b"\xa5" * 64
    database(town).write_bytes(raw)
    for ending in ("-wal", "-shm"):
        database(town).with_name(f"{database(town).name}{ending}").unlink(missing_ok=True)
    index = fresh(town)
    assert index.agrees() == ["The index is damaged and is no longer read."]
    assert index.state == "absent" and fresh(town).agrees() == index.agrees(), "it is said until there is another"
    assert index.rebuild().finished and index.agrees() == [] and everything(index) == before


def test_the_one_run_there_is_reads_what_it_built_in_place_of_a_damaged_one(town: Town) -> None:
    fill(town)
    before = everything(town.index)
    town.index.close()
    town.library.release()
    database(town).write_bytes(b"this is no database " * 500)
    index = fresh(town)
    assert index.groups() == [] and index.state == "absent"
    assert index.refresh().finished
    assert everything(index) == before, "it is read"
    index.close()


def test_of_a_large_library_some_are_compared_always_the_same(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(town, 12)
    read: list[Shard] = []
    real: Callable[..., object] = Library.read

    def watched(library: Library, shard: Shard) -> object:
        read.append(shard)
        return real(library, shard)

    monkeypatch.setattr(Library, "read", watched)
    assert town.index.agrees(sample=4) == []
    first = list(read)
    assert len(first) == len(set(first)) == 4
    assert town.index.agrees(sample=4) == [] and read == [*first, *first]


def test_every_page_is_looked_at_unless_there_are_very_many(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(town)
    for most, looked in ((database(town).stat().st_size * 2, True), (0, False)):
        monkeypatch.setattr(agreeing, "WHOLE_UP_TO", most)
        asked: list[str] = []
        with closing(sqlite3.connect(database(town))) as connection:
            connection.set_trace_callback(asked.append)
            assert agreeing.disagreements(town.library, connection, True, 200) == []
        assert any("quick_check" in each for each in asked) is looked


def test_nothing_is_said_where_there_is_no_index_to_ask(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(town)
    unavailable = fresh(town)

    def missing() -> bool:
        raise ImportError("no SQLite here")

    monkeypatch.setattr(schema, "has_full_text", missing)
    assert unavailable.state == "unavailable" and unavailable.agrees() == []
    assert not unavailable.rebuild().finished


def test_without_full_text_the_rest_is_compared(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "has_full_text", lambda: False)
    fill(town)
    assert town.index.agrees() == []
    behind_its_back(town, "DELETE FROM entries")
    assert "read otherwise" in town.index.agrees()[0]
