"""`peer-tui check`."""

from __future__ import annotations

import datetime as dt
import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from peer_tui.domain import events as ev
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.minutes import seal
from peer_tui.store import drafts
from peer_tui.store.checking import Finding, check, worst
from peer_tui.store.checking.copies import is_copy
from peer_tui.store.checking.folders import synced_by
from peer_tui.store.library import Library
from peer_tui.store.record import Contents
from peer_tui.store.shards import Shard
from tests.store.conftest import SHARD, START, Disk, line

Opener = Callable[[], Library]


def said(findings: list[Finding], level: str) -> str:
    return "\n".join(finding.sentence for finding in findings if finding.level == level)


def test_a_whole_library_is_ok_and_left_as_it_was(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    assert worst(check(library)) == "ok" and not (tmp_path / "library").exists()
    library.append(SHARD, [line(n) for n in range(1, 5)])
    library.close(SHARD)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    findings = check(library)
    assert worst(findings) == "ok", findings
    assert "4 records in 1 file:" in said(findings, "ok")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_damage_gaps_unknown_kinds_and_leftovers_are_named(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    strange = {"id": "z", "kind": "hologram shown"}
    library.append(SHARD, [line(1), line(2), line(3), ev.Unknown("z", "hologram shown", strange)])
    path = library.folder(SHARD) / f"{library.writer}.json"
    tables = msgspec.json.decode(path.read_bytes())
    del tables["events"]["2"]
    tables["events"]["3"]["filed"]["text"] = "changed by hand"
    path.write_bytes(msgspec.json.encode(tables))
    path.chmod(0o644)
    path.with_name(f".{path.name}.tmp").write_bytes(b"{")
    now = dt.datetime(2024, 11, 13, 19, tzinfo=dt.UTC)
    drafts.write_draft(tmp_path / "state", "aaaaaa-1", drafts.Draft("m", "half", "topics", "e", now))
    damaged = path.read_bytes()

    findings = check(library)
    assert worst(findings) == "problem" and path.read_bytes() == damaged
    assert "2 of 4 lines were recovered" in said(findings, "problem")
    assert "lacks the running numbers 2." in said(findings, "problem")
    warnings = said(findings, "warning")
    for words in ("1 of “hologram shown”", "1 half-typed line is kept", "A save was cut short", str(path)):
        assert words in warnings
    assert "every checksum" not in said(findings, "ok")


def test_a_library_that_cannot_be_written_is_a_problem(open_library: Opener, disk: Disk) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    for call in ("open", "fsync", "replace"):
        disk.fail(call, errno.EROFS)
        assert "Nothing can be written" in said(check(library), "problem"), call
        disk.heal()
    assert worst(check(library)) == "ok"


def test_a_disk_with_less_than_50_mb_left_is_a_warning(open_library: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    usage = shutil.disk_usage(library.root)
    for free, level in ((50 << 20, "ok"), ((50 << 20) - 1, "warning"), (0, "warning")):
        monkeypatch.setattr(shutil, "disk_usage", lambda path, free=free: usage._replace(free=free))
        findings = check(library)
        assert worst(findings) == level, findings
        low = [finding for finding in findings if "free on the disk" in finding.sentence]
        assert {finding.path for finding in low} == ({str(library.root), str(library.state)} if low else set())
        assert bool(low) is (level == "warning") and all(f" {free >> 20} MB" in each.sentence for each in low)


def test_conflict_copies_are_counted_with_the_tool_that_made_them_and_are_read(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    (path,) = library.logs(SHARD)
    kept = path.read_bytes()
    library.append(SHARD, [line(2)])
    library.release()
    synced = path.with_name(f"{path.stem}.sync-conflict-20241113-140500-ABCDEFG.json")
    synced.write_bytes(path.read_bytes())
    path.write_bytes(kept)
    path.with_name(f"{path.name}.last").unlink(missing_ok=True)
    findings = check(library)
    (found,) = (finding for finding in findings if "conflict cop" in finding.sentence)
    assert found.level == "warning" and "Syncthing" in found.sentence and synced.name in found.sentence
    assert "1" in found.sentence and found.path == str(synced) and "--repair" in found.sentence
    assert "2 records in 2 files" in said(findings, "ok"), "what only the copy holds counts"
    assert [event.id for event in library.read(SHARD).events] == [line(1).id, line(2).id]


def test_files_in_quarantine_are_counted_and_left(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    library.release()
    (path,) = library.logs(SHARD)
    broken = path.read_bytes()[:-40]
    path.write_bytes(broken)
    path.with_name(f"{path.name}.last").unlink(missing_ok=True)
    library = open_library()
    library.append(SHARD, [line(3)])
    findings = check(library)
    (found,) = (finding for finding in findings if finding.area == "leftovers")
    assert (found.level, found.area, found.path) == ("warning", "leftovers", str(tmp_path / "library" / "quarantine"))
    assert "1 damaged" in found.sentence
    assert [kept.read_bytes() for kept in Path(found.path).rglob("*") if kept.is_file()] == [broken]


def test_locks_that_do_not_keep_a_second_one_out_are_a_problem(
    open_library: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    assert "Locks work in" in said(check(library), "ok")
    monkeypatch.setattr("fcntl.flock", lambda fd, operation: None)
    assert "two programs were given the same lock" in said(check(library), "problem")
    monkeypatch.undo()

    def refused(fd: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refused)
    assert "Locks do not work in" in said(check(library), "problem")


def test_a_library_folder_that_vanished_is_a_problem(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    library.release()
    shutil.rmtree(tmp_path / "library")
    assert "has vanished" in said(check(open_library()), "problem")


def test_a_clock_that_is_ahead_is_said(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    assert "No line was written in the future" in said(check(library, START), "ok")
    assert "clock" not in said(check(library, START - dt.timedelta(minutes=50)), "warning")
    found = said(check(library, START - dt.timedelta(hours=30)), "warning")
    assert "by aaaaaa-1" not in found and f"by {library.writer}, is 30 hours ahead of this machine's clock" in found
    assert "3 days ahead" in said(check(library, START - dt.timedelta(days=3)), "warning")


def test_a_group_or_meeting_that_was_copied_by_hand_is_named(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    at = START
    made = ev.GroupCreated(
        id="0-g", at=at, by="a", group="g1", name="Harbor", zone="UTC", template="", template_name="", blocks=()
    )
    planned = ev.MeetingPlanned(
        id="0-m",
        at=at,
        by="a",
        meeting="m1",
        group="g1",
        series="s1",
        starts=at,
        zone="UTC",
        title="M",
        minutes=60,
        blocks=(),
    )
    library.append(Shard(SHARD.group), [made])
    library.append(SHARD, [planned])
    assert "folders" not in said(check(library), "warning")
    groups = tmp_path / "library" / "groups"
    shutil.copytree(groups / SHARD.group, groups / "copy of it")
    warnings = said(check(library), "warning")
    assert "The same group lies in 2 folders: copy of it, mapwc-7q2k" in warnings
    assert "The same meeting lies in 2 folders" in warnings


def approved(library: Library, of: str | None = None) -> ev.Approved:
    reading = library.read(SHARD)
    digest = of or seal(Meeting.fold(reading.events))
    return ev.Approved(id="1-approved", at=START, by=library.writer, how="x", seen=dict(reading.running), seal=digest)


def test_sealed_minutes_are_computed_again(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    library.append(SHARD, [approved(library)])
    assert "Approved minutes whose seals hold: 1." in said(check(library), "ok")
    library.append(SHARD, [line(9, "arrived after approval")])
    assert worst(check(library)) == "ok"


def test_minutes_that_are_not_what_was_approved_are_a_problem(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    library.append(SHARD, [approved(library, "0" * 64)])
    findings = check(library)
    assert "the minutes are not what was approved" in said(findings, "problem")
    assert {finding.area for finding in findings if finding.level == "problem"} == {"seals"}


def test_words_removed_by_another_device_leave_the_seal_to_be_made_anew(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    library.append(SHARD, [approved(library)])
    gone = ev.Redacted(id="2-redacted", at=START, by="zzzzzz-1", target=line(1).entry)
    library.append(SHARD, [gone])
    assert "not sealed anew" in said(check(library), "warning") and worst(check(library)) == "warning"


def test_links_and_files_of_nobodys_are_named_and_left(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    folder = library.folder(SHARD)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x.json").write_bytes(b"not ours")
    (folder / "link.json").symlink_to(tmp_path / "outside" / "x.json")
    (tmp_path / "library" / "groups" / "away").symlink_to(tmp_path / "outside")
    (folder / "holiday.jpg").write_bytes(b"x")
    (folder / ".syncthing.x.json.tmp").write_bytes(b"x")
    for path in folder.iterdir():
        if not path.is_symlink():
            path.chmod(0o600)
    findings = check(library)
    warnings = said(findings, "warning")
    assert "Links in a library are not followed" in warnings and "link.json" in warnings and "away" in warnings
    assert "left alone: 1 file among the meetings" in warnings
    assert "holiday.jpg" in warnings and "1 record in 1 file:" in said(findings, "ok")


def test_a_newer_versions_log_names_the_format_it_needs(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    path = library.folder(SHARD) / f"{library.writer}.json"
    path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 7'))
    assert "format 7; this one knows 1" in said(check(library), "warning")


@pytest.mark.parametrize(
    ("mark", "tool"), [(".stfolder", "Syncthing"), (".dropbox", "Dropbox"), (".nextcloudsync.log", "Nextcloud")]
)
def test_a_state_folder_that_is_synced_is_a_problem_and_a_library_is_not(
    open_library: Opener, tmp_path: Path, mark: str, tool: str
) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    (tmp_path / "library" / mark).mkdir()
    (tmp_path / "library" / mark).chmod(0o700)
    findings = check(library)
    assert f"lies in a folder that {tool} copies" in said(findings, "ok") and worst(findings) == "ok"
    (tmp_path / mark).mkdir()
    assert "Locks, drafts and backups are of this device only" in said(check(library), "problem")


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Harbor Peers", "Nextcloud", "Google Drive", "My Dropbox-like"])
def test_a_synced_folder_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    assert bool(synced_by(tmp_path / name / "library")) == (name != "My Dropbox-like")


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("aaaaaa-1.json", False),
        ("aaaaaa-1-format1.json", False),
        ("bbbbbb-2.restored-0123abcd.json", False),
        ("aaaaaa-1.earlier-0123abcd.json", False),
        ("aaaaaa-1.sync-conflict-20241113-140000-ABCDEFG.json", True),
        ("aaaaaa-1-HOST.json", True),
        ("aaaaaa-1 2.json", True),
        ("aaaaaa-1 (1).json", True),
        ("x.json", True),
    ],
)
def test_a_copy_is_known_by_being_named_otherwise_than_its_writer(name: str, copy: bool) -> None:
    assert is_copy(name, Contents(writer="aaaaaa-1")) is copy


def test_each_file_is_read_once(open_library: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    library.append(SHARD, [approved(library)])
    library.append(Shard(SHARD.group), [line(5)])
    library.close(SHARD)
    read: list[str] = []
    real = library.files.read
    monkeypatch.setattr(type(library.files), "read", lambda self, path: (read.append(str(path)), real(path))[1])
    check(library)
    assert len(read) == len(set(read)) == 2


def test_hostile_names_and_contents_never_break_the_check(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    folder = library.folder(SHARD)
    for name, raw in {
        "[bold].json": b"{}",
        "\x1b[2J.json": b'{"events": {"1": {"id": 5, "sum": 7, "kind": ["x"]}}}',
        "deep.json": b"[" * 200_000,
        "huge.json": b'{"log": {"1": {"writer": 5, "format": 9e999}}, "events": {"9": null, "x": {}, "-1": []}}',
        "dup.json": b'{"events": {"1": {}, "1": {"a": 1}}}',
        "half.json": b'{"events": {"1": {"id": "\\ud800", "sum": "x"}}}',
    }.items():
        (folder / name).write_bytes(raw)
    (tmp_path / "library" / "groups" / "a:b" / "group").mkdir(parents=True)
    assert worst(check(library, START)) == "problem"


def test_many_meetings_are_checked_over_all_processors_with_the_same_answer(
    open_library: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    from peer_tui.store.checking import logs, processors

    library = open_library()
    for n in range(1, 16):
        shard = Shard(SHARD.group, f"2024/2024-11-{n:02d}-1400-aaaa")
        library.append(shard, [line(n), line(100 + n)])
        if n % 4 == 0:
            (path,) = library.logs(shard)
            path.write_bytes(path.read_bytes()[:-90])
    library.release()
    whole = list(logs.logs(library, START))
    assert len([finding for finding in whole if finding.level == "problem"]) == 3
    monkeypatch.setattr(logs, "_PART", 2)
    told: list[tuple[int, int]] = []
    for least in (1, 10**9):
        monkeypatch.setattr(processors, "_WORTH_IT", least)
        assert list(logs.logs(library, START, lambda done, total: told.append((done, total)))) == whole
    assert told[-1] == (16, 16)
