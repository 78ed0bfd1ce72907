"""A library in a synced folder: other devices' logs and all conflict copies are simply read; nothing leads out."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from peer_tui.store.durable import LARGEST, SaveProblem
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from peer_tui.store.synced import tool_behind
from tests.store.conftest import SHARD, line, texts

Opener = Callable[[], Library]

COPIES = {
    "k7q2m3-1.sync-conflict-20241113-141502-ABCDEFG.json": "Syncthing",
    "k7q2m3-1 (Mei's conflicted copy 2024-11-13).json": "Dropbox",
    "k7q2m3-1 (laptop's conflicted copy 2024-11-13 (1)).json": "Dropbox",
    "k7q2m3-1 (Case Conflict).json": "Dropbox",
    "k7q2m3-1 (conflicted copy 2024-11-13 141502).json": "Nextcloud",
    "k7q2m3-1_conflict-20241113-141502.json": "ownCloud",
    "k7q2m3-1-DESKTOP-4F2K.json": "OneDrive",
    "k7q2m3-1-meis-laptop-2.json": "OneDrive",
    "k7q2m3-1 2.json": "iCloud",
    "k7q2m3-1 (1).json": "Google Drive",
    "k7q2m3-1_laptop_Nov-13-141502-2024_Conflict.json": "Synology Drive",
    "k7q2m3-1.Conflict.json": "Resilio Sync",
}
UNFINISHED = (
    ".syncthing.k7q2m3-1.json.tmp", "~syncthing~k7q2m3-1.json.tmp", ".~lock.k7q2m3-1.json#", ".k7q2m3-1.json.icloud",
    "k7q2m3-1.json.part", "~$k7q2m3-1.json", ".k7q2m3-1.json", ".~k7q2m3-1.json",
)  # fmt: skip


def log_of(library: Library, shard: Shard = SHARD) -> Path:
    return library.folder(shard) / f"{library.writer}.json"


def other_device(tmp_path: Path, *numbers: int) -> Path:
    """The log of another device, as a sync tool would bring it; returns its file."""
    library = Library(tmp_path / "there", tmp_path / "there-state")
    library.append(SHARD, [line(n, writer=library.writer) for n in numbers])
    library.release()
    return log_of(library)


def bring(source: Path, library: Library, name: str = "") -> Path:
    arrived = library.folder(SHARD) / (name or source.name)
    arrived.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, arrived)
    return arrived


@pytest.mark.parametrize("name", COPIES)
def test_a_conflict_copy_of_every_tool_is_read_and_none_is_moved(
    open_library: Opener, tmp_path: Path, name: str
) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    copy = bring(other_device(tmp_path, 2, 3), library, name)
    before = copy.read_bytes()
    for _ in range(2):
        reading = library.read(SHARD)
        assert texts(reading.events) == ["line 1", "line 2", "line 3"] and reading.problems == ()
    bring(copy, library, f"again {name}")
    assert texts(library.read(SHARD).events) == ["line 1", "line 2", "line 3"]
    library.append(SHARD, [line(4)])
    assert copy.read_bytes() == before and library.take_notices() == []
    assert tool_behind(name) == COPIES[name]


def test_the_names_of_our_own_logs_are_nobodys_conflict_copies(open_library: Opener) -> None:
    assert [tool_behind(name) for name in ("k7q2m3-1.json", "k7q2m3-12.json", "k7q2m3-1-format1.json")] == ["", "", ""]
    assert tool_behind(f"{open_library().writer}.json") == ""


@pytest.mark.parametrize("name", UNFINISHED)
def test_what_is_still_being_brought_is_not_looked_at(open_library: Opener, tmp_path: Path, name: str) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    arrived = bring(other_device(tmp_path, 2), library, name)
    arrived.write_bytes(arrived.read_bytes()[:100])
    reading = library.read(SHARD)
    assert texts(reading.events) == ["line 1"] and reading.problems == () and len(reading.stamp) == 1


@pytest.mark.parametrize("part", [0, 1, 300])
def test_a_file_that_is_not_whole_is_arriving_at_first_and_damaged_later(
    open_library: Opener, tmp_path: Path, part: int
) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    arrived = bring(other_device(tmp_path, 2, 3), library)
    whole = arrived.read_bytes()
    arrived.write_bytes(whole[:part])
    os.utime(arrived, (1, 1))  # sync tools give a file the time of the other device
    now = dt.datetime.fromtimestamp(time.time(), dt.UTC)
    reading = library.read(SHARD, now)
    assert reading.arriving == (arrived.name,) and "still arriving" in reading.problems[0]
    later = library.read(SHARD, now + dt.timedelta(seconds=11))
    assert later.arriving == () and " is damaged" in later.problems[0]
    assert " is damaged" in library.read(SHARD).problems[0]
    assert arrived.read_bytes() == whole[:part]
    arrived.write_bytes(whole)
    assert library.read(SHARD, now).problems == () and len(library.read(SHARD).events) == 3


def test_our_own_broken_log_is_never_said_to_be_arriving(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    log_of(library).write_bytes(b"")
    now = dt.datetime.fromtimestamp(time.time(), dt.UTC)
    assert library.read(SHARD, now).arriving == ()


# --- what leads out, or never answers -----------------------------------------------------------------------------


def test_links_in_a_library_are_not_followed(open_library: Opener, tmp_path: Path) -> None:
    outside = Library(tmp_path / "outside", tmp_path / "outside-state")
    outside.append(Shard("secret-group"), [line(7)])
    outside.append(SHARD, [line(8)])
    library = open_library()
    library.append(SHARD, [line(1)])
    groups = library.root / "groups"
    (groups / "linked-group").symlink_to(outside.root / "groups" / "secret-group")
    (groups / SHARD.group / "meetings" / "2025").symlink_to(outside.root / "groups" / SHARD.group / "meetings" / "2024")
    (groups / SHARD.group / "meetings" / "2024" / "linked").symlink_to(outside.folder(SHARD))
    (groups / SHARD.group / "group").symlink_to(outside.folder(Shard("secret-group")))
    (library.folder(SHARD) / "zzzzzz-1.json").symlink_to(log_of(outside))
    assert library.groups() == [SHARD.group] and library.meetings(SHARD.group) == [SHARD]
    assert texts(library.read(SHARD).events) == ["line 1"] and library.read(Shard(SHARD.group)).events == ()
    before = log_of(outside, Shard("secret-group")).read_bytes()
    for shard in (Shard(SHARD.group), Shard("linked-group"), Shard(SHARD.group, "2024/linked")):
        with pytest.raises(SaveProblem, match="nothing is written through links"):
            library.append(shard, [line(2)])
    assert sorted(path.name for path in outside.root.rglob("*.json")) == sorted(
        [log_of(outside).name, log_of(outside, Shard("secret-group")).name]
    )
    assert log_of(outside, Shard("secret-group")).read_bytes() == before
    said = library.take_notices()
    assert len(said) == 5 and all("is a link to another place" in sentence for sentence in said)
    library.groups()
    assert library.take_notices() == []


def test_our_own_log_behind_a_link_is_neither_read_nor_replaced(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    library.close(SHARD)
    (tmp_path / "passwords").write_text("secret")
    log_of(library).unlink()
    log_of(library).symlink_to(tmp_path / "passwords")
    with pytest.raises(SaveProblem):
        library.append(SHARD, [line(2)])
    assert (tmp_path / "passwords").read_text() == "secret"
    assert not [
        path
        for path in library.root.rglob("*")
        if path.is_file() and b"secret" in path.read_bytes()[:100] and not path.is_symlink()
    ]


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "huge"])
def test_what_is_no_ordinary_log_never_holds_anybody_up(open_library: Opener, kind: str) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    strange = library.folder(SHARD) / "zzzzzz-1.json"
    if kind == "pipe":
        os.mkfifo(strange)
    elif kind == "folder":
        strange.mkdir()
    elif kind == "device":
        try:
            os.mknod(strange, 0o600 | 0o020000, os.makedev(1, 5))  # /dev/zero
        except PermissionError:
            pytest.skip("NOT TESTED: a device in a library. It needs the right to make one.")
    else:
        with strange.open("wb") as out:
            out.truncate(2 << 30)
    began = time.monotonic()
    reading = library.read(SHARD)
    library.append(SHARD, [line(2)])
    assert time.monotonic() - began < 2 and texts(library.read(SHARD).events) == ["line 1", "line 2"]
    if kind == "huge":
        (said,) = reading.problems
        assert f"larger than {LARGEST >> 20} MB" in said
    else:
        assert reading.problems == ()
    if kind == "pipe":
        os.rename(strange, log_of(library))
        library.close(SHARD)
        with pytest.raises(SaveProblem):
            library.append(SHARD, [line(3)])


def test_a_folder_filled_on_purpose_is_read_up_to_a_limit(
    open_library: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("peer_tui.store.shards._MOST_LOGS", 20)
    monkeypatch.setattr("peer_tui.store.shards._LOOKED_AT", 100)
    library = open_library()
    library.append(SHARD, [line(1)])
    for n in range(60):
        (library.folder(SHARD) / f"a name that is much longer {n}.json").write_bytes(b"{}")
    reading = library.read(SHARD)
    assert texts(reading.events) == ["line 1"] and len(reading.problems) == 19
    assert "holds too many files" in library.take_notices()[0]
    for n in range(60):
        (library.folder(SHARD) / f"x{n}").write_bytes(b"")
    began = time.monotonic()
    library.read(SHARD)
    assert time.monotonic() - began < 2
    library.append(SHARD, [line(2)])


def test_names_full_of_control_characters_break_nothing(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    name = "evil\n\x1b]0;owned\x07 [bold].json"
    (library.folder(SHARD) / name).write_bytes(b"[" * 100_000)
    (library.root / "groups" / "\x1b[2Jgroup").mkdir()
    assert len(library.read(SHARD).problems) == 1 and len(library.groups()) == 2
    assert library.read(Shard("\x1b[2Jgroup")).events == ()


# --- what vanishes ------------------------------------------------------------------------------------------------


def test_a_library_that_vanished_is_not_made_again_beside_the_real_one(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    for shape in ("gone", "an empty mount point"):
        library.root.rename(tmp_path / "unplugged")
        if shape != "gone":
            library.root.mkdir()
        for one in (library, open_library()):
            with pytest.raises(SaveProblem, match="has vanished") as caught:
                one.append(SHARD, [line(2)])
            assert "kept in memory" in caught.value.sentence and one.vanished()
        assert not library.root.exists() or list(library.root.iterdir()) == []
        if library.root.exists():
            library.root.rmdir()
        (tmp_path / "unplugged").rename(library.root)
        library.append(SHARD, [line(2)])
        assert texts(library.read(SHARD).events) == ["line 1", "line 2"] and not library.vanished()


def test_a_library_that_was_removed_on_purpose_begins_anew_as_the_sentence_says(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    shutil.rmtree(library.root)
    again = open_library()
    with pytest.raises(SaveProblem) as caught:
        again.append(SHARD, [line(2)])
    assert f"make the folder {library.root / 'groups'}" in caught.value.sentence
    (library.root / "groups").mkdir(parents=True)
    again.append(SHARD, [line(2)])
    assert texts(again.read(SHARD).events) == ["line 2"]


def test_a_library_that_never_was_is_made_at_the_first_line(tmp_path: Path) -> None:
    library = Library(tmp_path / "deep" / "down" / "library", tmp_path / "state")
    assert not library.vanished()
    library.append(SHARD, [line(1)])
    assert texts(library.read(SHARD).events) == ["line 1"]
    library.release()


def test_groups_removed_under_us_are_made_again_where_the_folder_is_the_same(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    shutil.rmtree(library.root / "groups")
    assert not library.vanished()
    library.append(SHARD, [line(2)])
    assert texts(library.read(SHARD).events) == ["line 1", "line 2"]


def test_asked_to_save_again_what_vanished_is_put_back(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    shutil.rmtree(library.folder(SHARD))
    library.append(SHARD, [line(1)])
    assert texts(library.read(SHARD).events) == ["line 1", "line 2"]
