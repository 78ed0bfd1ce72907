"""Restoring: into a new library or by union, never replacing, and never a word that was removed."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain import events as ev
from peer_tui.store.backups.archives import BrokenArchive
from peer_tui.store.backups.making import back_up
from peer_tui.store.backups.restoring import Restored, restore
from peer_tui.store.library import Library
from peer_tui.store.record import examine
from peer_tui.store.shards import Shard
from tests.store.conftest import SHARD, START, line, texts

GROUP = Shard(SHARD.group)
NOW = dt.datetime(2024, 11, 13, 20, 0, tzinfo=dt.UTC)
Open = Callable[[str], Library]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """A library of this name, each with a STATE of its own: another machine."""
    every: list[Library] = []

    def library(name: str) -> Library:
        every.append(Library(tmp_path / name / "library", tmp_path / name / "state"))
        return every[-1]

    yield library
    for one in every:
        one.release()


def a_backup(library: Library, name: str = "b.zip") -> Path:
    report = back_up(library, library.root.parent / "out", NOW, name=name)
    assert report.path is not None and report.problems == []
    return report.path


def brought_back(library: Library, path: Path) -> Restored:
    return restore(library, path, library.root.parent / "config.toml", act=True)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def filled(library: Library) -> Library:
    library.append(GROUP, [line(100, "about the group", library.writer)])
    library.append(SHARD, [line(n, writer=library.writer) for n in range(1, 6)])
    return library


def test_t15_backup_destroy_restore_brings_back_every_byte(opened: Open) -> None:
    library = filled(opened("one"))
    other = Library(library.root, library.state)
    other.append(SHARD, [line(n, writer=other.writer) for n in range(20, 24)])
    other.release()
    path = a_backup(library)
    before = everything(library.root / "groups")
    library.release()
    shutil.rmtree(library.root)
    again = opened("one")
    planned = restore(again, path, library.root.parent / "config.toml", act=False)
    assert not library.root.exists() and (planned.files, planned.records, planned.into_new) == (3, 10, True)
    done = brought_back(again, path)
    assert (done.files, done.records, done.skipped) == (3, 10, [])
    assert everything(again.root / "groups") == before
    assert all(place.stat().st_mode & 0o077 == 0 for place in again.root.rglob("*"))
    once_more = brought_back(again, path)
    assert (once_more.files, once_more.same, once_more.added) == (0, 3, [])
    assert everything(again.root / "groups") == before


def test_into_a_library_with_other_meetings_both_are_there(opened: Open) -> None:
    path = a_backup(filled(opened("one")))
    two = opened("two")
    elsewhere = Shard("other-2222", "2025/2025-01-01-1400-aaaa")
    two.append(elsewhere, [line(200, "two's own")])
    before = everything(two.root / "groups")
    done = brought_back(two, path)
    assert done.files == 2 and not done.into_new
    assert texts(two.read(SHARD).events) == [f"line {n}" for n in range(1, 6)]
    assert before.items() <= everything(two.root / "groups").items()


def test_another_devices_log_that_differs_is_left_and_what_it_lacks_goes_beside_it_once(opened: Open) -> None:
    one = filled(opened("one"))
    path = a_backup(one)
    (theirs,) = one.logs(SHARD)
    two = opened("two")
    mine = two.folder(SHARD) / theirs.name
    mine.parent.mkdir(parents=True)
    raw = theirs.read_bytes()
    # An older one, of which a line was never synced, and damage behind that.
    mine.write_bytes(raw.replace(b'"line 4"', b'"lime 4"').replace(b'"line 5"', b'"lime 5"'))
    before = mine.read_bytes()
    done = brought_back(two, path)
    assert mine.read_bytes() == before and (done.files, done.records) == (2, 3)
    (beside,) = mine.parent.glob("*.restored-*.json")
    assert beside.name.startswith(f"{two.writer}.restored-")
    found = examine(beside.read_bytes(), beside.name)
    assert sorted(found.whole) == [4, 5] and found.writer == one.writer and found.healthy
    assert texts(two.read(SHARD).events) == [f"line {n}" for n in range(1, 6)]
    assert two.read(SHARD).running == {one.writer: 5}
    after = everything(two.root / "groups")
    assert brought_back(two, path).files == 0 and everything(two.root / "groups") == after


def test_our_own_log_that_only_lacks_the_end_takes_the_longer_one(opened: Open) -> None:
    library = filled(opened("one"))
    (log,) = library.logs(SHARD)
    shorter = log.read_bytes()
    library.append(SHARD, [line(6, writer=library.writer)])
    path = a_backup(library)
    library.release()
    log.write_bytes(shorter)
    log.with_name(f"{log.name}.last").unlink(missing_ok=True)
    again = opened("one")
    done = brought_back(again, path)
    assert (done.files, done.records) == (1, 1)
    assert [place.name for place in log.parent.iterdir()] == [log.name]
    assert texts(again.read(SHARD).events) == [f"line {n}" for n in range(1, 7)]
    again.append(SHARD, [line(7, writer=again.writer)])
    assert again.read(SHARD).problems == () and again.read(SHARD).running == {again.writer: 7}


def test_our_own_log_is_never_replaced_while_it_has_lines_the_backup_lacks(opened: Open) -> None:
    library = filled(opened("one"))
    (log,) = library.logs(SHARD)
    older = log.read_bytes()
    library.append(SHARD, [line(6, writer=library.writer)])
    path = a_backup(library)
    library.release()
    # The file was put back to an earlier state, and written on from there.
    log.write_bytes(older)
    log.with_name(f"{log.name}.last").unlink(missing_ok=True)
    again = opened("one")
    again.append(SHARD, [line(60, writer=again.writer)])
    before = log.read_bytes()
    done = brought_back(again, path)
    assert log.read_bytes() == before and done.records == 1
    assert texts(again.read(SHARD).events) == [f"line {n}" for n in (1, 2, 3, 4, 5, 6, 60)]
    assert again.read(SHARD).problems == ()


def test_a_log_that_another_window_is_writing_is_not_replaced_even_if_shorter(opened: Open) -> None:
    running = filled(opened("one"))
    (log,) = running.logs(SHARD)
    shorter = log.read_bytes()
    running.append(SHARD, [line(6, writer=running.writer)])
    path = a_backup(running)
    log.write_bytes(shorter)
    second = opened("one")
    assert second.writer != running.writer
    assert brought_back(second, path).records == 1 and log.read_bytes() == shorter
    running.append(SHARD, [line(7, writer=running.writer)])
    assert texts(second.read(SHARD).events) == [f"line {n}" for n in range(1, 8)]


def test_an_archive_restored_while_its_meeting_is_on_loses_nothing(opened: Open) -> None:
    live = filled(opened("one"))
    path = a_backup(live)
    for n in range(30, 33):
        live.append(SHARD, [line(n, writer=live.writer)])
        done = brought_back(opened("one"), path)
        assert done.records == 0
    assert texts(live.read(SHARD).events) == [f"line {n}" for n in (1, 2, 3, 4, 5, 30, 31, 32)]
    assert live.take_notices() == []


# --- removed words ----------------------------------------------------------------------------------------------


def removed(library: Library, target: str) -> ev.Redacted:
    at = START + dt.timedelta(hours=2)
    return ev.Redacted(id=f"zz-{target}", at=at, by=library.writer, target=target)


@pytest.mark.parametrize("destroyed", [False, True])
def test_check_56_words_removed_since_the_backup_do_not_come_back_anywhere(opened: Open, destroyed: bool) -> None:
    library = opened("one")
    secret = line(3, "the secret of the red fox", library.writer)
    library.append(SHARD, [line(1, writer=library.writer), secret, line(4, writer=library.writer)])
    path = a_backup(library)
    other = opened("two")
    other.append(SHARD, [removed(other, secret.id)])
    if not destroyed:
        log = other.folder(SHARD) / f"{library.writer}.json"
        shutil.copy(next(iter(library.logs(SHARD))), log)
        log.write_bytes(log.read_bytes().replace(b"red fox", b"red box"))
    done = brought_back(other, path)
    assert done.records == (1 if not destroyed else 3)
    assert "fox" not in " ".join(texts(other.read(SHARD).events))
    for name, raw in everything(other.root.parent).items():
        assert b"red fox" not in raw, name
    assert brought_back(other, path).records == 0


def test_a_removal_that_is_only_in_the_backup_holds_for_what_comes_with_it(opened: Open) -> None:
    library = opened("one")
    secret = line(3, "the secret of the red fox", library.writer)
    library.append(SHARD, [line(1, writer=library.writer), secret])
    scribe = Library(library.root, library.state)
    scribe.append(SHARD, [removed(scribe, secret.id)])
    path = a_backup(library)
    scribe.release()
    other = opened("two")
    brought_back(other, path)
    assert all(b"red fox" not in raw for raw in everything(other.root).values())
    assert texts(other.read(SHARD).events)[0] == "line 1" and other.read(SHARD).problems == ()


# --- settings and keys ------------------------------------------------------------------------------------------


def test_settings_are_put_where_none_are_and_beside_those_that_are(opened: Open, tmp_path: Path) -> None:
    one = filled(opened("one"))
    files = {"config.toml": b"hours = 24\n", "themes/dusk.toml": b"a = 1\n"}
    for name, raw in files.items():
        (tmp_path / "one" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "one" / name).write_bytes(raw)
    extra = [(f"settings/{name}", tmp_path / "one" / name) for name in files]
    report = back_up(one, tmp_path / "out", NOW, extra=extra, name="b.zip")
    assert report.path is not None
    two = opened("two")
    done = brought_back(two, report.path)
    assert done.added == [str(tmp_path / "two" / name) for name in files]
    assert (tmp_path / "two" / "themes" / "dusk.toml").read_bytes() == b"a = 1\n"
    assert brought_back(two, report.path).added == []
    (tmp_path / "two" / "config.toml").write_bytes(b"hours = 12\n")
    for _ in range(2):
        brought_back(two, report.path)
    assert (tmp_path / "two" / "config.toml").read_bytes() == b"hours = 12\n"
    assert (tmp_path / "two" / "config.toml.restored").read_bytes() == b"hours = 24\n"
    assert len(list((tmp_path / "two").glob("config*"))) == 2


def test_the_key_list_of_a_sealed_backup_never_turns_encryption_on_by_itself(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("recipients.txt", "age1somebody\n")
        file.writestr("groups/g/group/aaaaaa-1.json.age", b"age-encryption.org/v1\nsealed")
    library = filled(opened("one"))
    done = brought_back(library, path)
    assert not (library.root / "recipients.txt").exists() and done.files == 0
    assert any("keeps its own" in sentence for sentence in done.skipped)
    assert any("its key is not known here" in sentence for sentence in done.skipped)
    fresh = opened("two")
    done = brought_back(fresh, path)
    assert (fresh.root / "groups/g/group/aaaaaa-1.json.age").read_bytes().startswith(b"age-encryption.org")
    assert (fresh.root / "recipients.txt").exists() and done.skipped == []


# --- hostile and broken archives --------------------------------------------------------------------------------


def test_nothing_of_a_hostile_archive_lands_outside_of_the_library(opened: Open, tmp_path: Path) -> None:
    good = next(iter(filled(opened("one")).logs(SHARD))).read_bytes()
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name in ("../evil.json", "/tmp/evil.json", "groups/../../evil/group/a.json", "state/device.json"):
            file.writestr(name, good)
        file.writestr("groups/g/group/aaaaaa-1.json", good)
    two = opened("two")
    before = {place for place in tmp_path.rglob("*") if tmp_path / "two" not in place.parents}
    done = brought_back(two, path)
    assert done.files == 1 and len(done.skipped) == 4
    after = {place for place in tmp_path.rglob("*") if tmp_path / "two" not in place.parents}
    assert after - before <= {tmp_path / "two"}
    files = sorted(str(place.relative_to(tmp_path / "two")) for place in (tmp_path / "two").rglob("*.json"))
    assert files == ["library/groups/g/group/aaaaaa-1.json"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_a_link_in_the_library_does_not_lead_what_is_restored_out_of_it(opened: Open, tmp_path: Path) -> None:
    path = a_backup(filled(opened("one")))
    two = opened("two")
    (two.root / "groups").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (two.root / "groups" / SHARD.group).symlink_to(tmp_path / "outside")
    done = brought_back(two, path)
    assert list((tmp_path / "outside").iterdir()) == [] and done.files == 0
    assert any("link" in sentence for sentence in done.skipped)


def test_a_damaged_member_is_skipped_and_said_and_the_others_are_restored(opened: Open) -> None:
    path = a_backup(filled(opened("one")))
    with zipfile.ZipFile(path) as file:
        info = next(info for info in file.infolist() if "/group/" in info.filename)
    raw = bytearray(path.read_bytes())
    raw[info.header_offset + 30 + len(info.filename) + 20] ^= 0xFF
    path.write_bytes(bytes(raw))
    two = opened("two")
    done = brought_back(two, path)
    assert done.files == 1 and any(info.filename in sentence for sentence in done.skipped)
    assert texts(two.read(SHARD).events) == [f"line {n}" for n in range(1, 6)]


def test_a_member_that_is_not_what_the_list_says_is_not_taken(opened: Open, tmp_path: Path) -> None:
    path = a_backup(filled(opened("one")))
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            new.writestr(name, raw.replace(b"line 2", b"lie! 2") if name != "backup.json" else raw)
    done = brought_back(opened("two"), forged)
    assert done.files == 1 and any("not what was written into the backup" in sentence for sentence in done.skipped)


def test_what_is_no_backup_is_said_and_nothing_is_made(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("holiday.jpg", b"x")
    two = opened("two")
    with pytest.raises(BrokenArchive, match="nothing that a backup of peer-tui holds"):
        brought_back(two, path)
    assert not (tmp_path / "two").exists()


@settings(max_examples=40, deadline=None)
@given(
    have=st.lists(st.integers(1, 12), unique=True, max_size=8),
    saved=st.lists(st.integers(1, 12), unique=True, max_size=8),
    own=st.booleans(),
)
def test_restoring_is_a_union_whatever_either_side_holds(
    tmp_path_factory: pytest.TempPathFactory, have: list[int], saved: list[int], own: bool
) -> None:
    home = tmp_path_factory.mktemp("restoring")
    one = Library(home / "one" / "library", home / "one" / "state")
    two = Library(home / "two" / "library", (home / "one" if own else home / "two") / "state")
    (two.root / "groups").mkdir(parents=True)  # with one STATE for both, it would count as vanished
    try:
        for library, numbers in ((one, saved), (two, have)):
            for n in numbers:
                library.append(SHARD, [line(n)])
        if not saved:
            return
        path = a_backup(one)
        brought_back(two, path)
        expected = [f"line {n}" for n in sorted({*have, *saved})]
        assert texts(two.read(SHARD).events) == expected and two.read(SHARD).problems == ()
        again = brought_back(two, path)
        assert again.files == 0 and texts(two.read(SHARD).events) == expected
    finally:
        one.release()
        two.release()
