"""`peer-tui check --repair`: each act is named, does what it says, and takes the only copy of nothing."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from peer_tui.store.backups.making import back_up
from peer_tui.store.backups.places import backups_folder
from peer_tui.store.checking import check, worst
from peer_tui.store.library import Library
from peer_tui.store.record import examine
from peer_tui.store.repairing import Act, acts
from tests.store.conftest import SHARD, line, texts

Opener = Callable[[], Library]
NOW = dt.datetime(2024, 11, 13, 20, 0, tzinfo=dt.UTC)


def log_of(library: Library) -> Path:
    return library.folder(SHARD) / f"{library.writer}.json"


def mended(library: Library) -> list[str]:
    return [sentence for act in acts(library) for sentence in act.do()]


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_sound_library_needs_nothing_and_looking_changes_nothing(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    library.close(SHARD)
    before = everything(tmp_path)
    assert acts(library) == [] and everything(tmp_path) == before


def test_check_54_a_damaged_log_is_mended_from_itself_its_copy_and_the_backup(
    open_library: Opener, tmp_path: Path
) -> None:
    library = open_library()
    library.append(SHARD, [line(n) for n in range(1, 5)])
    library.close(SHARD)
    copy = log_of(library).with_name(f"{log_of(library).name}.last")
    copied = copy.read_bytes()
    library.append(SHARD, [line(5), line(6)])
    back_up(library, backups_folder(library.state), NOW, [SHARD])
    library.append(SHARD, [line(7), line(8)])
    library.release()
    raw = log_of(library).read_bytes()
    library.release()
    damaged = raw
    for n in (2, 5, 8):
        damaged = damaged.replace(b'"text": "line %d"' % n, b'"text": "lime %d"' % n)
    log_of(library).write_bytes(damaged)
    assert copy.read_bytes() == copied
    library.release()

    again = open_library()
    (act,) = acts(again)
    assert act.sentence.startswith(f"Mend {log_of(again)}") and log_of(again).read_bytes() == damaged
    (said,) = act.do()
    assert (
        "7 of 8 lines were recovered: 5 from the file itself, 1 from the last good copy, "
        "1 from the backup of 2024-11-13. The damaged file is kept as" in said
    )
    assert texts(again.read(SHARD).events) == [f"line {n}" for n in range(1, 8)]
    (kept,) = (path for path in (again.root / "quarantine").rglob("*") if path.is_file())
    assert kept.read_bytes() == damaged
    assert sorted(examine(log_of(again).read_bytes(), "").whole) == [1, 2, 3, 4, 5, 6, 7]
    assert acts(again) == [] and worst(check(again)) == "warning"


@pytest.mark.parametrize("left", [b"", b"\0" * 500, b"{", b"null"])
def test_check_54_an_empty_file_without_a_copy_comes_back_from_the_backup(open_library: Opener, left: bytes) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    back_up(library, backups_folder(library.state), NOW, [SHARD])
    library.release()
    path = library.folder(SHARD) / next(library.logs(SHARD)).name
    path.write_bytes(left)
    reading = library.read(SHARD)
    assert texts(reading.events) == ["line 1", "line 2"] and path.read_bytes() == left
    assert "2 from the backup of 2024-11-13" in reading.problems[0]
    again = open_library()
    again.append(SHARD, [line(3)])
    assert "2 from the backup of 2024-11-13" in again.take_notices()[0]
    assert texts(again.read(SHARD).events) == ["line 1", "line 2", "line 3"]
    assert [kept.read_bytes() for kept in (again.root / "quarantine").rglob("*.json.*")] == [left]


def test_a_log_of_another_slot_is_mended_and_of_a_running_window_is_not(open_library: Opener) -> None:
    one, two = open_library(), open_library()
    one.append(SHARD, [line(1)])
    two.append(SHARD, [line(2, writer=two.writer), line(3, writer=two.writer)])
    path = log_of(two)
    damaged = path.read_bytes().replace(b'"line 3"', b'"lime 3"')
    path.write_bytes(damaged)
    (act,) = acts(one)
    assert "belongs to another window" in act.do()[0] and path.read_bytes() == damaged
    two.release()
    (act,) = acts(one)
    assert "1 of 2 lines were recovered" in act.do()[0]
    assert one.read(SHARD).problems == () and acts(one) == []
    (held,) = (writer for writer in [two.writer] if writer.endswith("-2"))
    assert held and one.writer.endswith("-1")


def test_a_save_that_was_cut_short_is_finished(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    before = log_of(library).read_bytes()
    library.append(SHARD, [line(2)])
    after = log_of(library).read_bytes()
    library.release()
    log_of(library).write_bytes(before)
    left = log_of(library).with_name(f".{log_of(library).name}.tmp")
    left.write_bytes(after)
    library.release()
    left.chmod(0o600)
    library.release()
    again = open_library()
    (act,) = acts(again)
    assert "cut short" in act.sentence
    act.do()
    assert texts(again.read(SHARD).events) == ["line 1", "line 2"] and not left.exists() and acts(again) == []


def test_a_leftover_that_holds_nothing_new_is_removed(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    left = log_of(library).with_name(f".{log_of(library).name}.tmp")
    left.write_bytes(log_of(library).read_bytes()[:-100])
    left.chmod(0o600)
    mended(library)
    assert not left.exists() and acts(library) == [] and texts(library.read(SHARD).events) == ["line 1", "line 2"]


@pytest.mark.parametrize(
    "pattern", ["{0}.sync-conflict-20241113-140000-ABCDEFG.json", "{0} (1).json", "{0}-HOST.json", "{0} 2.json"]
)
def test_a_conflict_copys_lines_are_taken_in_and_it_is_kept_in_quarantine(open_library: Opener, pattern: str) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    copy = log_of(library).with_name(pattern.format(library.writer))
    raw = log_of(library).read_bytes()
    library.append(SHARD, [line(3)])
    copy.write_bytes(log_of(library).read_bytes())
    library.release()
    own = library.folder(SHARD) / next(path for path in library.logs(SHARD) if path != copy).name
    own.write_bytes(raw)
    own.with_name(f"{own.name}.last").unlink(missing_ok=True)
    copy.chmod(0o600)
    again = open_library()
    (finding,) = [found for found in check(again) if "conflict cop" in found.sentence]
    assert finding.level == "warning" and str(copy) in finding.sentence
    (act,) = acts(again)
    assert str(copy) in act.sentence
    content = copy.read_bytes()
    assert act.do()[0].startswith(f"Taken in from {copy.name}: 1 line.")
    assert not copy.exists() and texts(again.read(SHARD).events) == ["line 1", "line 2", "line 3"]
    (kept,) = (path for path in (again.root / "quarantine").rglob("*") if path.is_file())
    assert kept.read_bytes() == content
    assert again.read(SHARD).problems == () and acts(again) == []
    assert worst(check(again)) == "warning"  # what lies in quarantine is said


def test_what_another_devices_log_lost_is_brought_back_beside_it(open_library: Opener) -> None:
    library = open_library()
    theirs = library.folder(SHARD) / "zzzzzz-1.json"
    other = Library(library.root, library.state.with_name("other"))
    other.append(SHARD, [line(n, writer=other.writer) for n in range(1, 4)])
    other.release()
    theirs = next(library.logs(SHARD))
    back_up(library, backups_folder(library.state), NOW, [SHARD])
    damaged = theirs.read_bytes().replace(b'"line 2"', b'"lime 2"')
    theirs.write_bytes(damaged)
    (act,) = acts(library)
    assert act.sentence.startswith("Bring back 1 line that")
    act.do()
    assert theirs.read_bytes() == damaged and acts(library) == []
    assert texts(library.read(SHARD).events) == ["line 1", "line 2", "line 3"]


def test_what_others_may_open_is_closed_and_rubbish_is_removed(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    log_of(library).chmod(0o644)
    log_of(library).parent.chmod(0o755)
    (library.root / ".probe-0123abcd").write_bytes(b"x")
    (library.root / ".probe-0123abcd").chmod(0o600)
    found: list[Act] = acts(library)
    assert [act.sentence.split()[0] for act in found] == ["Close", "Remove"]
    mended(library)
    assert stat.S_IMODE(log_of(library).stat().st_mode) == 0o600
    assert stat.S_IMODE(log_of(library).parent.stat().st_mode) == 0o700
    assert not (library.root / ".probe-0123abcd").exists() and acts(library) == []
    assert tmp_path.exists()


def test_a_newer_versions_log_is_never_mended(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    path = log_of(library)
    library.release()
    newer = path.read_bytes().replace(b'"format": 1', b'"format": 2').replace(b'"line 2"', b'"lime 2"')
    path.write_bytes(newer)
    assert acts(open_library()) == [] and path.read_bytes() == newer


@pytest.mark.parametrize("content", [b"", b"{"])
def test_only_an_empty_file_of_a_device_that_may_be_gone_is_moved_out_and_only_after_a_day(
    open_library: Opener, content: bytes
) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    library.close(SHARD)
    foreign = log_of(library).with_name("zzzzzz-1.json")
    foreign.write_bytes(content)
    foreign.chmod(0o600)
    os.utime(foreign, (NOW.timestamp(), NOW.timestamp()))
    soon, later = NOW + dt.timedelta(hours=23), NOW + dt.timedelta(hours=25)
    assert acts(library, soon) == [] and acts(library) == []
    (found,) = [one for one in check(library, soon) if one.path == str(foreign)]
    assert found.level == "problem"
    assert not [one for one in check(library, soon) if "other device" in one.sentence], "an empty file is no device"

    (found,) = [one for one in check(library, later) if one.path == str(foreign)]
    if content:
        assert acts(library, later) == [] and found.level == "problem" and "no longer used" in found.sentence
        return
    assert found.level == "warning" and "peer-tui check --repair" in found.sentence
    (act,) = acts(library, later)
    assert act.sentence.startswith(f"Move the empty file {foreign}") and foreign.exists()
    (said,) = act.do()
    assert "quarantine" in said and not foreign.exists() and list(library.quarantine.rglob("*zzzzzz-1.json*"))
    assert not [one for one in check(library, later) if one.area == "files" and foreign.name in one.sentence]
    assert worst(check(library, later)) != "problem" and texts(library.read(SHARD).events) == ["line 1"]


def test_an_empty_file_that_is_filled_meanwhile_or_has_a_copy_is_not_moved_out(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    library.close(SHARD)
    foreign = log_of(library).with_name("zzzzzz-1.json")
    foreign.touch(mode=0o600)
    os.utime(foreign, (NOW.timestamp(), NOW.timestamp()))
    later = NOW + dt.timedelta(days=2)
    (act,) = acts(library, later)
    foreign.write_bytes(log_of(library).read_bytes())
    (said,) = act.do()
    assert "not empty any more" in said and foreign.exists()
    foreign.write_bytes(b"")
    os.utime(foreign, (NOW.timestamp(), NOW.timestamp()))
    foreign.with_name("zzzzzz-1.json.last").write_bytes(log_of(library).read_bytes())
    assert not [act for act in acts(library, later) if act.sentence.startswith("Move")]
