"""Groups and shards: union of logs, owner-only files, damage, two runs at once, files that are changed under us."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import tinydb
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb.storages import JSONStorage

from peer_tui.domain import events as ev
from peer_tui.store.durable import SaveProblem
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.store.conftest import SHARD, Disk, line, texts

Opener = Callable[[], Library]


def log_of(library: Library, shard: Shard = SHARD) -> Path:
    return library.folder(shard) / f"{library.writer}.json"


def test_nothing_is_made_before_the_first_append(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.new_meeting(library.new_group("MAPWC").group, "2024-11-13-1400", 2024)
    assert library.groups() == [] and library.read(SHARD).events == () and library.stamp(SHARD) == ()
    library.append(SHARD, [])
    assert not (tmp_path / "library").exists()


def test_new_names_are_unique_hints_and_listed_newest_first(open_library: Opener) -> None:
    library = open_library()
    group = library.new_group("Massachusetts Ünion / ../ of \0 Peers 🎉" * 5)
    assert group.group.startswith("massachusetts-union-of-peers") and len(group.group) < 60
    assert library.new_group("[/]").group.startswith("group-")
    names = {library.new_meeting(group.group, "2024-11-13-1400", 2024) for _ in range(50)}
    assert len(names) == 50
    shards = [
        library.new_meeting(group.group, hint, int(hint[:4])) for hint in ("2024-11-13", "2025-01-08", "2024-12-11")
    ]
    for shard in shards:
        library.append(shard, [line(1)])
    assert library.groups() == [group.group]
    assert library.meetings(group.group) == [shards[1], shards[2], shards[0]]


@pytest.mark.parametrize(
    "shard", [Shard(".."), Shard(""), Shard("a/b"), Shard("g", "../x"), Shard("g", "/etc"), Shard("g", "a/b/c")]
)
def test_no_name_leads_out_of_the_library(open_library: Opener, shard: Shard) -> None:
    with pytest.raises(ValueError, match="not the name of a folder"):
        open_library().append(shard, [line(1)])


def test_check_61_everything_is_owner_only_under_umask_0(open_library: Opener, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        library = open_library()
        library.append(SHARD, [line(1)])
        library.append(Shard("mapwc-7q2k"), [line(2)])
        log_of(library).write_bytes(b"broken")
        library.append(SHARD, [line(3)])
        library.close(SHARD)
    finally:
        os.umask(before)
    seen = set()
    for folder, folders, files in os.walk(tmp_path):
        for name in folders:
            assert stat.S_IMODE((Path(folder) / name).stat().st_mode) == 0o700, name
        for name in files:
            assert stat.S_IMODE((Path(folder) / name).stat().st_mode) == 0o600, name
            seen.add(name.rpartition(".")[2] if "." in name else name.partition("-")[0])
    assert {"json", "last", "lock", "ballast"} <= seen


def test_stock_tinydb_opens_a_log_after_every_append(open_library: Opener) -> None:
    library = open_library()
    for n in range(1, 6):
        library.append(SHARD, [line(n)])
        with tinydb.TinyDB(log_of(library), storage=JSONStorage, access_mode="r") as stock:
            assert [row.doc_id for row in stock.table("events")] == list(range(1, n + 1))
            assert stock.table("log").all() == [{"format": 1, "needs": "0.1", "writer": library.writer}]
            found = stock.table("events").search(tinydb.where("filed")["text"] == f"line {n}")
            assert len(found) == 1


def test_several_events_are_one_write(open_library: Opener, disk: object, monkeypatch: pytest.MonkeyPatch) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    replaced: list[object] = []
    real = os.replace
    monkeypatch.setattr("peer_tui.store.durable.os.replace", lambda *a: (replaced.append(a), real(*a))[1])
    library.append(SHARD, [line(n) for n in range(2, 12)])
    assert len(replaced) == 1
    assert len(library.read(SHARD).events) == 11


def test_the_same_event_twice_is_one_record(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(1), line(2)])
    library.append(SHARD, [line(2), line(3)])
    reading = library.read(SHARD)
    assert texts(reading.events) == ["line 1", "line 2", "line 3"]
    assert reading.running == {library.writer: 3}


@pytest.mark.parametrize(
    "text", ["[/] [bold]", "a\0b", "\x1b[2J", "\ud800 half", "x" * 10_000, "שלום", "会議", "🎉" * 50, '"7": {']
)
def test_hostile_text_comes_back(open_library: Opener, text: str) -> None:
    library = open_library()
    library.append(SHARD, [line(1, text)])
    assert texts(open_library().read(SHARD).events) == [text.replace("\ud800", "�")]
    assert library.read(SHARD).problems == ()


def test_reading_never_writes(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    path = log_of(library)
    path.write_bytes(path.read_bytes()[:-80])
    before = {place: place.stat().st_mtime_ns for place in tmp_path.rglob("*")}
    other = Library(tmp_path / "library", tmp_path / "state")
    assert other.read(SHARD).problems
    other.stamp(SHARD), other.groups(), other.meetings("mapwc-7q2k")
    assert {place: place.stat().st_mtime_ns for place in tmp_path.rglob("*")} == before


def test_the_stamp_changes_with_every_append_and_never_otherwise(open_library: Opener) -> None:
    library, other = open_library(), open_library()
    library.append(SHARD, [line(1)])
    first = library.stamp(SHARD)
    assert library.read(SHARD).stamp == first == library.stamp(SHARD)
    other.append(SHARD, [line(2, writer=other.writer)])
    assert library.stamp(SHARD) != first


# --- damage -----------------------------------------------------------------------------------------------------


def test_check_54_a_broken_file_starts_from_whole_records_and_the_last_copy(
    open_library: Opener, tmp_path: Path
) -> None:
    library = open_library()
    library.append(SHARD, [line(n) for n in range(1, 6)])
    library.close(SHARD)
    library.append(SHARD, [line(6)])
    path = log_of(library)
    raw = path.read_bytes()
    broken = raw.replace(b'"2": {', b'"2": {{', 1).replace(b'"text": "line 6"', b'"text": "lime 6"')
    assert broken != raw
    path.write_bytes(broken)
    library.release()

    again = open_library()
    reading = again.read(SHARD)
    assert texts(reading.events) == [f"line {n}" for n in range(1, 6)]
    assert reading.damaged == ("line 6 · lime 6",)
    assert "5 of 6 lines were recovered: 4 from the file itself, 1 from the last good copy" in reading.problems[0]
    assert path.read_bytes() == broken

    again.append(SHARD, [line(7)])
    (said,) = again.take_notices()
    assert "5 of 6 lines were recovered" in said and again.take_notices() == []
    (kept,) = (tmp_path / "library" / "quarantine").rglob("*.json.*")
    assert kept.read_bytes() == broken and str(kept) in said
    after = again.read(SHARD)
    assert texts(after.events) == ["line 1", "line 2", "line 3", "line 4", "line 5", "line 7"]
    assert after.problems == () and after.damaged == ("line 6 · lime 6",)
    with tinydb.TinyDB(path, access_mode="r") as stock:
        assert [row.doc_id for row in stock.table("events")] == [1, 2, 3, 4, 5, 7]


@pytest.mark.parametrize("left", [b"", b"\0" * 500, b"{", b"null"])
def test_check_54_an_empty_or_foreign_file_is_mended_and_kept(
    open_library: Opener, tmp_path: Path, left: bytes
) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    library.close(SHARD)
    log_of(library).write_bytes(left)
    assert texts(library.read(SHARD).events) == ["line 1", "line 2"]
    library.append(SHARD, [line(3)])
    assert texts(library.read(SHARD).events) == ["line 1", "line 2", "line 3"]
    assert [kept.read_bytes() for kept in (tmp_path / "library" / "quarantine").rglob("*.json.*")] == [left]


def test_check_54_a_broken_file_without_a_copy_is_never_overwritten_unkept(
    open_library: Opener, tmp_path: Path
) -> None:
    library = open_library()
    path = library.folder(SHARD) / f"{library.writer}.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a log")
    assert "no line could be recovered" in library.read(SHARD).problems[0]
    library.append(SHARD, [line(1)])
    assert texts(library.read(SHARD).events) == ["line 1"]
    assert [kept.read_bytes() for kept in (tmp_path / "library" / "quarantine").rglob("*.json.*")] == [b"not a log"]


def test_a_vanished_log_comes_back_from_its_copy(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    library.close(SHARD)
    log_of(library).unlink()
    reading = library.read(SHARD)
    assert texts(reading.events) == ["line 1", "line 2"] and "is missing" in reading.problems[0]
    library.append(SHARD, [line(3)])
    assert texts(library.read(SHARD).events) == ["line 1", "line 2", "line 3"]


def test_a_flipped_letter_is_noticed_and_is_no_fact(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1, "the budget is 100 dollars"), line(2)])
    path = log_of(library)
    path.write_bytes(path.read_bytes().replace(b"100 dollars", b"900 dollars"))
    reading = library.read(SHARD)
    assert texts(reading.events) == ["line 2"]
    assert reading.damaged == ("the budget is 900 dollars",)


def test_a_line_written_when_the_kill_came_is_taken_over(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    before = log_of(library).read_bytes()
    library.append(SHARD, [line(2)])
    after = log_of(library).read_bytes()
    log_of(library).write_bytes(before)
    (log_of(library).parent / f".{log_of(library).name}.tmp").write_bytes(after)
    library.release()
    again = open_library()
    again.append(SHARD, [line(3)])
    assert texts(again.read(SHARD).events) == ["line 1", "line 2", "line 3"]
    assert [place.name for place in log_of(again).parent.glob(".*")] == []


def test_the_last_good_copy_is_made_when_a_log_is_opened_for_writing(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    library.release()
    again = open_library()
    before = log_of(again).read_bytes()
    again.append(SHARD, [line(3)])
    assert log_of(again).with_name(f"{log_of(again).name}.last").read_bytes() == before
    log_of(again).write_bytes(b"")
    assert texts(again.read(SHARD).events) == ["line 1", "line 2"]


def test_mending_keeps_tables_and_fields_it_does_not_know(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    path = log_of(library)
    tables = json.loads(path.read_text())
    tables["later"] = {"1": {"a": 1}}
    tables["log"]["1"]["colour"] = "green"
    tables["events"]["2"]["filed"]["text"] = "changed by hand"
    path.write_text(json.dumps(tables))
    library.append(SHARD, [line(3)])
    after = json.loads(path.read_text())
    assert after["later"] == tables["later"] and after["log"]["1"]["colour"] == "green"
    # What this run itself wrote is still in memory: the line comes back as it was.
    assert texts(library.read(SHARD).events) == ["line 1", "line 2", "line 3"]


# --- what other programs do -------------------------------------------------------------------------------------


def test_an_older_file_put_back_is_united_and_kept(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    older = log_of(library).read_bytes()
    library.append(SHARD, [line(2)])
    log_of(library).write_bytes(older)
    library.append(SHARD, [line(3)])
    assert texts(library.read(SHARD).events) == ["line 1", "line 2", "line 3"]
    assert "Another program put a different file" in library.take_notices()[0]
    assert [kept.read_bytes() for kept in (tmp_path / "library" / "quarantine").rglob("*.json.*")] == [older]


def test_foreign_lines_are_not_lost_when_uniting_fails_halfway(open_library: Opener, disk: Disk) -> None:
    library, other = open_library(), open_library()
    library.append(SHARD, [line(1)])
    other.append(SHARD, [line(2)])
    log_of(library).write_bytes(log_of(other).read_bytes())
    log_of(other).unlink()
    # The first file in its place is what is kept aside, the second would have been the union.
    for spare in (0, 1):
        disk.fail("replace", errno.EIO, spare)
        with pytest.raises(SaveProblem):
            library.append(SHARD, [line(3)])
        disk.heal()
        assert texts(library.read(SHARD).events) == ["line 2"]
    library.append(SHARD, [line(3)])
    assert texts(library.read(SHARD).events) == ["line 1", "line 2", "line 3"]
    assert library.read(SHARD).problems == ()


def test_foreign_lines_in_our_file_are_kept(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    mine = log_of(library).read_bytes()
    library.append(SHARD, [line(2)])
    twin = log_of(library).read_bytes()
    log_of(library).write_bytes(mine)
    fresh = open_library()  # the log is opened anew, as by a clone that has the same name
    fresh._writer, library._writer = library._writer, None
    fresh.append(SHARD, [line(5)])
    log_of(fresh).write_bytes(twin)
    fresh.append(SHARD, [line(6)])
    reading = fresh.read(SHARD)
    assert texts(reading.events) == ["line 1", "line 2", "line 5", "line 6"] and reading.problems == ()


def test_a_file_changed_between_our_look_and_our_write_is_not_overwritten(
    open_library: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    older = log_of(library).read_bytes()
    library.append(SHARD, [line(2)])
    path, real, done = log_of(library), os.fsync, []

    def meanwhile(fd: int) -> None:
        real(fd)
        if not done:
            done.append(True)
            path.write_bytes(older)

    monkeypatch.setattr("peer_tui.store.durable.os.fsync", meanwhile)
    library.append(SHARD, [line(3)])
    assert texts(library.read(SHARD).events) == ["line 1", "line 2", "line 3"]
    assert library.take_notices()


def test_a_vanished_folder_is_made_again_with_every_line(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    (tmp_path / "library" / "groups").rename(tmp_path / "away")
    library.append(SHARD, [line(2)])
    assert texts(library.read(SHARD).events) == ["line 1", "line 2"]
    assert "vanished" in library.take_notices()[0]


@pytest.mark.parametrize(
    "name", ["w.sync-conflict-20241113-140000-ABCDEFG.json", "w-HOST.json", "w 2.json", "w (1).json", "x.json"]
)
def test_a_conflict_copy_is_one_more_log(open_library: Opener, name: str) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    copy = log_of(library).with_name(name)
    copy.write_bytes(log_of(library).read_bytes())
    log_of(library).unlink()
    (log_of(library).parent / f"{log_of(library).name}.last").unlink(missing_ok=True)
    reading = library.read(SHARD)
    assert texts(reading.events) == ["line 1", "line 2"] and reading.problems == ()
    library.append(SHARD, [line(3)])
    assert texts(library.read(SHARD).events) == ["line 1", "line 2", "line 3"]
    assert copy.exists()


@pytest.mark.parametrize("name", [".syncthing.w.json.tmp", "~w.json", ".w.json", "w.json.part", "w.txt"])
def test_unfinished_files_of_sync_tools_are_not_read(open_library: Opener, name: str) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    (log_of(library).parent / name).write_bytes(b"half")
    assert library.read(SHARD).problems == ()


def test_unknown_kinds_fields_and_tables_survive_our_own_append(open_library: Opener) -> None:
    library = open_library()
    strange = {"id": "0193-x", "kind": "hologram shown", "deep": {"ü": [1, None, 2.5, {"big": 2**70}]}, "empty": ""}
    library.append(SHARD, [ev.Unknown(id="0193-x", kind="hologram shown", fields=strange), line(1)])
    library.release()
    path = library.folder(SHARD) / next(place.name for place in library.folder(SHARD).glob("*.json"))
    tables = json.loads(path.read_text())
    tables["later"] = {"1": {"a": 1}}
    tables["log"]["1"]["colour"] = "green"
    path.write_text(json.dumps(tables))

    again = open_library()
    again.append(SHARD, [line(2)])
    after = json.loads(path.read_text())
    assert {**after["events"]["1"], "sum": None} == {**strange, "sum": None}
    assert after["later"] == tables["later"] and after["log"]["1"]["colour"] == "green"
    (unknown,) = [event for event in again.read(SHARD).events if isinstance(event, ev.Unknown)]
    assert unknown.fields == strange


def test_a_newer_versions_log_is_left_alone_and_writing_goes_on_beside_it(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    path = log_of(library)
    library.close(SHARD)
    newer = path.read_bytes().replace(b'"format": 1', b'"format": 2')
    path.write_bytes(newer)
    library.append(SHARD, [line(2)])
    assert path.read_bytes() == newer
    reading = library.read(SHARD)
    assert texts(reading.events) == ["line 1", "line 2"]
    assert any("newer peer-tui" in sentence for sentence in reading.problems)


# --- two runs at once -------------------------------------------------------------------------------------------


def test_check_58_two_runs_write_one_meeting_and_both_see_both(open_library: Opener) -> None:
    one, two = open_library(), open_library()
    for n in range(1, 21):
        library = (one, two)[n % 2]
        library.append(SHARD, [line(n, writer=library.writer)])
    assert one.writer != two.writer and one.writer.partition("-")[0] == two.writer.partition("-")[0]
    expected = [f"line {n}" for n in range(1, 21)]
    assert texts(one.read(SHARD).events) == texts(two.read(SHARD).events) == expected
    assert one.read(SHARD).running == {one.writer: 10, two.writer: 10}
    assert one.others() == two.others() == 1
    two.release()
    assert one.others() == 0


@settings(max_examples=60, deadline=None)
@given(split=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 12)), max_size=30))
def test_the_union_of_any_split_over_writers_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, split: list[tuple[int, int]]
) -> None:
    home = tmp_path_factory.mktemp("split")
    libraries = [Library(home / "library", home / "state") for _ in range(3)]
    try:
        for who, n in split:
            libraries[who].append(SHARD, [line(n)])
        numbers = sorted({n for _who, n in split})
        for library in libraries:
            reading = library.read(SHARD)
            assert reading.events == tuple(line(n) for n in numbers)
            assert reading.problems == ()
    finally:
        for library in libraries:
            library.release()


def test_a_full_decode_of_what_is_on_disk_equals_what_was_appended(open_library: Opener) -> None:
    library = open_library()
    added = [line(n) for n in range(1, 300)]
    library.append(SHARD, added)
    assert library.read(SHARD).events == tuple(added)
    assert msgspec.json.decode(log_of(library).read_bytes())["events"]["299"]["kind"] == "captured"


def test_one_id_for_two_facts_keeps_both_however_often_it_is_saved(open_library: Opener) -> None:
    library = open_library()
    writer = library.writer
    library.append(SHARD, [line(1, writer=writer)])
    path = log_of(library)
    library.append(SHARD, [line(2, "cut short", writer=writer)])
    longer = path.read_bytes()
    library.release()
    # A kill left the second line half-saved: it stands in the file beside the log only.
    again = open_library()
    tables = msgspec.json.decode(longer)
    del tables["events"]["2"]
    path.write_bytes(msgspec.json.format(msgspec.json.encode(tables), indent=1))
    path.with_name(f"{path.name}.last").unlink(missing_ok=True)
    path.with_name(f".{path.name}.tmp").write_bytes(longer)
    assert line(2, writer=writer).id in again.left_ids(SHARD)
    for _ in range(3):
        again.append(SHARD, [line(2, "another", writer=writer)])
    assert sorted(texts(again.read(SHARD).events)) == ["another", "cut short", "line 1"]


def test_the_ids_of_a_last_good_copy_are_left_too_when_the_log_became_an_older_one(open_library: Opener) -> None:
    library = open_library()
    writer = library.writer
    library.append(SHARD, [line(1, writer=writer)])
    path = log_of(library)
    older = path.read_bytes()
    library.append(SHARD, [line(2, writer=writer)])
    library.close(SHARD)
    library.release()
    path.write_bytes(older)
    again = open_library()
    assert line(2, writer=writer).id in again.left_ids(SHARD)
    again.append(SHARD, [line(3, writer=writer)])
    assert sorted(texts(again.read(SHARD).events)) == ["line 1", "line 2", "line 3"]
