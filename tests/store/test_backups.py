"""Backups: what goes into them, how long they are kept, and how words are taken out of them."""

from __future__ import annotations

import datetime as dt
import errno
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from peer_tui.store.backups import age as backup_age
from peer_tui.store.backups.age import Own
from peer_tui.store.backups.archives import BrokenArchive, read_manifest, verify
from peer_tui.store.backups.making import back_up, changed_since, prune, rewrite_backups
from peer_tui.store.backups.places import backups_folder, every_backup, out_of_reach, remember_target, targets
from peer_tui.store.backups.rewriting import in_backups
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.store.conftest import SHARD, Disk, line

Opener = Callable[[], Library]
GROUP = Shard(SHARD.group)
OTHER = Shard(SHARD.group, "2024/2024-12-11-1400-aaaa")
NOW = dt.datetime(2024, 11, 13, 20, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def names(path: Path) -> list[str]:
    return [entry.name for entry in read_manifest(path).entries]


@pytest.fixture
def library(open_library: Opener) -> Library:
    library = open_library()
    library.append(GROUP, [line(100, "about the group")])
    library.append(SHARD, [line(n) for n in range(1, 6)])
    library.append(OTHER, [line(n) for n in range(11, 14)])
    return library


@pytest.fixture
def folder(library: Library) -> Path:
    return backups_folder(library.state)


def test_a_meeting_that_ended_goes_into_the_days_zip_and_the_next_one_beside_it(library: Library, folder: Path) -> None:
    first = back_up(library, folder, NOW, [GROUP, SHARD])
    assert first.path == folder / "2024-11-13.zip" and (first.logs, first.records, first.problems) == (2, 6, [])
    library.append(GROUP, [line(101)])
    second = back_up(library, folder, NOW, [GROUP, OTHER])
    assert second.path == first.path and (second.logs, second.records) == (3, 10)
    assert second.size == second.path.stat().st_size
    assert stat.S_IMODE(second.path.stat().st_mode) == 0o600 and stat.S_IMODE(folder.stat().st_mode) == 0o700
    with zipfile.ZipFile(second.path) as file:
        for shard in (GROUP, SHARD, OTHER):
            (path,) = library.logs(shard)
            assert file.read(path.relative_to(library.root).as_posix()) == path.read_bytes()


def test_a_whole_backup_holds_every_log_of_every_writer_and_nothing_else(
    library: Library, folder: Path, open_library: Opener
) -> None:
    other = open_library()
    other.append(SHARD, [line(50, writer=other.writer)])
    library.close(SHARD)
    (library.root / "quarantine").mkdir(exist_ok=True)
    (library.root / "quarantine" / "x.json").write_bytes(b"damaged")
    report = back_up(library, folder, NOW)
    assert report.path == folder / "2024-11-13-full.zip" and report.logs == 4 and report.records == 10
    assert all(name.startswith("groups/") for name in names(report.path))
    assert read_manifest(report.path).whole and read_manifest(report.path).device == library.writer[:6]


def test_a_log_of_which_only_the_last_good_copy_is_left_is_backed_up_from_that(library: Library, folder: Path) -> None:
    library.close(SHARD)
    (path,) = library.logs(SHARD)
    raw = path.read_bytes()
    path.unlink()
    report = back_up(library, folder, NOW, [SHARD])
    with zipfile.ZipFile(folder / "2024-11-13.zip") as file:
        assert report.records == 5 and file.read(path.relative_to(library.root).as_posix()) == raw


def test_a_log_that_was_damaged_since_does_not_take_the_place_of_its_sound_self(library: Library, folder: Path) -> None:
    back_up(library, folder, NOW, [SHARD])
    (path,) = library.logs(SHARD)
    sound = path.read_bytes()
    path.write_bytes(sound[: len(sound) // 2])
    report = back_up(library, folder, NOW, [SHARD])
    assert report.path is not None and report.logs == 2
    (older,) = [name for name in names(report.path) if ".earlier-" in name]
    with zipfile.ZipFile(report.path) as file:
        assert file.read(older) == sound
    path.write_bytes(sound)
    again = back_up(library, folder, NOW, [SHARD])
    assert again.path is not None and again.problems == [] and verify(again.path)


def test_a_damaged_days_zip_is_kept_aside_and_what_is_sound_in_it_goes_on(library: Library, folder: Path) -> None:
    report = back_up(library, folder, NOW, [GROUP, SHARD])
    assert report.path is not None
    with zipfile.ZipFile(report.path) as file:
        start = file.getinfo(next(name for name in names(report.path) if "meetings" in name)).header_offset
    raw = bytearray(report.path.read_bytes())
    raw[start + 150] ^= 0xFF
    report.path.write_bytes(bytes(raw))
    after = back_up(library, folder, NOW, [OTHER])
    assert "An earlier backup was damaged and is kept as" in after.problems[0]
    (aside,) = folder.glob("*damaged*")
    assert aside.read_bytes() == bytes(raw)
    assert after.path is not None and after.logs == 2 and verify(after.path)
    report.path.write_bytes(b"not even a zip")
    again = back_up(library, folder, NOW, [OTHER])
    assert again.path is not None and again.logs == 1 and len(list(folder.glob("*damaged*"))) == 2


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_disk_that_refuses_is_a_sentence_and_the_earlier_backup_stays(
    library: Library, folder: Path, disk: Disk, number: int
) -> None:
    first = back_up(library, folder, NOW, [SHARD])
    assert first.path is not None
    before = first.path.read_bytes()
    disk.fail("fsync", number)
    report = back_up(library, folder, NOW, [OTHER])
    disk.heal()
    assert report.path is None and "No backup could be made" in report.problems[0]
    assert "What was saved is safe" in report.problems[0]
    assert first.path.read_bytes() == before


def test_a_place_where_no_folder_can_be_is_a_sentence(library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    report = back_up(library, tmp_path / "file" / "sub", NOW)
    assert report.path is None and str(tmp_path / "file" / "sub") in report.problems[0]


def test_a_backup_can_be_called_off(library: Library, folder: Path) -> None:
    report = back_up(library, folder, NOW, stop=lambda: True)
    assert report.path is None and "called off" in report.problems[0] and list(folder.iterdir()) == []


def test_two_backups_at_once_are_one_after_the_other(library: Library, folder: Path) -> None:
    inner = []

    def meanwhile(done: int, total: int) -> None:
        inner.append(back_up(library, folder, NOW, [SHARD], wait=0))

    outer = back_up(library, folder, NOW, [OTHER], progress=meanwhile)
    assert outer.path is not None and inner[0].path is None and "another backup is being made" in inner[0].problems[0]


def test_what_changed_since_is_found_by_size(library: Library, folder: Path) -> None:
    assert set(changed_since(library, folder)) == {GROUP, SHARD, OTHER}
    back_up(library, folder, NOW - 7 * DAY)
    assert changed_since(library, folder) == []
    library.append(OTHER, [line(60)])
    assert changed_since(library, folder) == [OTHER]
    back_up(library, folder, NOW, [OTHER])
    assert changed_since(library, folder) == []


# --- how long they are kept -------------------------------------------------------------------------------------


def test_seven_days_five_weeks_and_twelve_months_are_kept(tmp_path: Path) -> None:
    today = dt.date(2024, 11, 13)
    backups = [
        Own(today - n * DAY, full, tmp_path)
        for n in range(0, 500)
        for full in ((False, True) if n % 7 == 0 else (False,))
    ]
    kept = sorted(backup_age.kept(backups, today), reverse=True)
    ages = [(today - one.day).days for one in kept]
    assert set(range(7)) <= set(ages)
    assert len({one.day.isocalendar()[:2] for one in kept if (today - one.day).days < 35}) >= 5
    assert len({(one.day.year, one.day.month) for one in kept}) == 12
    assert all(one.full for one in kept if (today - one.day).days >= 7)
    assert len(kept) < 30


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_newest_is_kept_however_old_it_is(tmp_path: Path, count: int) -> None:
    backups = [Own(dt.date(2020, 1, n + 1), False, tmp_path) for n in range(count)]
    assert max(backups) in backup_age.kept(backups, dt.date(2024, 11, 13))


def test_a_whole_one_is_due_once_a_week(tmp_path: Path) -> None:
    today = dt.date(2024, 11, 13)
    assert backup_age.full_due([], today)
    assert backup_age.full_due([Own(today, False, tmp_path)], today)
    assert not backup_age.full_due([Own(today - 6 * DAY, True, tmp_path)], today)
    assert backup_age.full_due([Own(today - 7 * DAY, True, tmp_path)], today)
    assert backup_age.full_due([Own(today + DAY, True, tmp_path)], today)


def test_pruning_never_touches_what_a_person_made_and_never_takes_the_only_copy(library: Library, folder: Path) -> None:
    back_up(library, folder, NOW - 200 * DAY, [SHARD])
    back_up(library, folder, NOW - 199 * DAY, [GROUP])
    back_up(library, folder, NOW - 300 * DAY, name="peer-tui-backup-2024-01-01-1200.zip")
    (folder / "2024-99-99.zip").write_bytes(b"")
    (path,) = library.logs(SHARD)
    path.unlink()
    for n in range(8, 0, -1):
        back_up(library, folder, NOW - n * 7 * DAY, [GROUP])
    back_up(library, folder, NOW)
    before = {place.name for place in folder.glob("*.zip")}
    gone = {place.name for place in prune(folder, NOW.date())}
    left = {place.name for place in folder.glob("*.zip")}
    assert before - left == gone
    # The meeting's log vanished: the only backup of it stays, the one of the group does not.
    only = (NOW - 200 * DAY).strftime("%Y-%m-%d.zip")
    assert only in left and (NOW - 199 * DAY).strftime("%Y-%m-%d.zip") in left | gone
    assert {"peer-tui-backup-2024-01-01-1200.zip", "2024-99-99.zip", "2024-11-13-full.zip"} <= left
    late = {place.name for place in prune(folder, NOW.date() + 400 * DAY)}
    assert only in late


# --- looking into them, and taking words out --------------------------------------------------------------------


def test_what_backups_hold_of_a_log_is_found_newest_first(library: Library, folder: Path) -> None:
    (path,) = library.logs(SHARD)
    first = path.read_bytes()
    back_up(library, folder, NOW - DAY, [SHARD])
    library.append(SHARD, [line(7)])
    back_up(library, folder, NOW, [SHARD])
    found = in_backups(library, path)
    assert [words for words, _content in found] == ["backup of 2024-11-13", "backup of 2024-11-12"]
    assert [content for _words, content in found] == [path.read_bytes(), first]
    assert in_backups(library, path.with_name("nobody-1.json")) == []


def test_words_are_taken_out_of_every_backup_and_each_is_read_back(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    for report in (
        back_up(library, folder, NOW - DAY, [OTHER]),
        back_up(library, folder, NOW, [SHARD]),
        back_up(library, folder, NOW),
        back_up(library, tmp_path / "stick", NOW, name="peer-tui-backup-2024-11-13-2000.zip"),
    ):
        assert report.path is not None
    remember_target(library.state, tmp_path / "stick")
    remember_target(library.state, tmp_path / "stick")
    remember_target(library.state, tmp_path / "gone")
    assert targets(library.state) == [tmp_path / "stick", tmp_path / "gone"]
    assert out_of_reach(library.state) == [tmp_path / "gone"]
    with zipfile.ZipFile(tmp_path / "stick" / "photos.zip", "w") as file:
        file.writestr("holiday.jpg", b"line 3")
    seen: list[str] = []

    def change(name: str, content: bytes) -> bytes:
        seen.append(name)
        return content.replace(b'"line 3"', b'"#"')

    changed = rewrite_backups(library, change)
    assert [path.name for path in changed] == [
        "2024-11-13-full.zip",
        "2024-11-13.zip",
        "peer-tui-backup-2024-11-13-2000.zip",
    ]
    for path in every_backup(library.state):
        with zipfile.ZipFile(path) as file:
            assert not any(b'"line 3"' in file.read(name) for name in file.namelist()), path
        assert verify(path)
    assert all(name.startswith("groups/") and name.endswith(".json") for name in seen)
    assert rewrite_backups(library, change) == []


def test_a_damaged_backup_is_said_rather_than_passed_over_when_words_are_to_go(library: Library, folder: Path) -> None:
    back_up(library, folder, NOW, [SHARD])
    (folder / "2024-11-13.zip").write_bytes(b"PK torn")
    with pytest.raises(BrokenArchive):
        rewrite_backups(library, lambda name, content: content)
