"""A backup as a file: written whole, read back, and read with care wherever it comes from."""

from __future__ import annotations

import datetime as dt
import errno
import io
import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.store.backups import archives
from peer_tui.store.backups.archives import BrokenArchive, Member, opened_archive, read_manifest, verify, write_archive
from peer_tui.store.backups.names import is_safe, kind_of, safe_file_name, same_place, shard_of
from peer_tui.store.library import Library
from tests.store.conftest import SHARD, Disk, line

NOW = dt.datetime(2024, 11, 13, 20, 0, tzinfo=dt.UTC)
LOG = "groups/mapwc-7q2k/meetings/2024/2024-11-13-1400-k3f9/aaaaaa-1.json"
Opener = Callable[[], Library]


def a_log(library: Library, count: int = 5) -> bytes:
    library.append(SHARD, [line(n) for n in range(1, count + 1)])
    return (library.folder(SHARD) / f"{library.writer}.json").read_bytes()


def written(tmp_path: Path, members: list[Member]) -> Path:
    path = tmp_path / "one.zip"
    write_archive(path, members, made=NOW, device="aaaaaa", whole=True)
    return path


def zipped(path: Path, *entries: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for info, raw in entries:
            file.writestr(info, raw)
    return path


def test_what_is_written_is_an_ordinary_zip_for_its_owner_with_a_list_of_what_it_holds(
    open_library: Opener, tmp_path: Path
) -> None:
    raw = a_log(open_library())
    path = written(tmp_path, [Member(LOG, raw, 5), Member("settings/config.toml", b"hours = 24\n")])
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        assert file.read(LOG) == raw
        told = json.loads(file.read("backup.json"))
    assert told["device"] == "aaaaaa" and told["whole"] is True and told["made"] == "2024-11-13T20:00:00Z"
    assert [(entry["name"], entry["size"], entry["records"]) for entry in told["entries"]] == [
        (LOG, len(raw), 5),
        ("settings/config.toml", 11, 0),
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert verify(path) == read_manifest(path)


def test_t15_verifying_sees_every_single_flipped_byte_of_what_counts(open_library: Opener, tmp_path: Path) -> None:
    path = written(tmp_path, [Member(LOG, a_log(open_library()), 5)])
    raw = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        before = {name: file.read(name) for name in file.namelist()}
    unseen = []
    for place in range(len(raw)):
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 0x40]) + raw[place + 1 :])
        try:
            verify(path)
        except (BrokenArchive, OSError):
            continue
        unseen.append(place)
    # Only what is no part of any file may pass: times, systems and modes in the zip's own tables.
    for place in unseen:
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 0x40]) + raw[place + 1 :])
        with zipfile.ZipFile(path) as file:
            assert {name: file.read(name) for name in file.namelist()} == before, place
    assert len(unseen) < len(raw) / 8


@pytest.mark.parametrize("cut", [0, 1, 21, 100, -1, -30])
def test_a_cut_off_archive_is_said_to_be_one(open_library: Opener, tmp_path: Path, cut: int) -> None:
    path = written(tmp_path, [Member(LOG, a_log(open_library()), 5)])
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(BrokenArchive, match=r"one\.zip"):
        verify(path)


def test_a_wrong_count_is_not_verified_and_nothing_takes_its_place(open_library: Opener, tmp_path: Path) -> None:
    raw = a_log(open_library())
    path = written(tmp_path, [Member(LOG, raw, 5)])
    before = path.read_bytes()
    with pytest.raises(BrokenArchive, match="does not hold its 6 records"):
        write_archive(path, [Member(LOG, raw, 6)], made=NOW, device="aaaaaa", whole=True)
    assert path.read_bytes() == before
    assert [place.name for place in tmp_path.iterdir() if place.name.startswith(".")] == []


def test_a_disk_that_fails_leaves_the_earlier_archive(open_library: Opener, tmp_path: Path, disk: Disk) -> None:
    raw = a_log(open_library())
    path = written(tmp_path, [Member(LOG, raw, 5)])
    before = path.read_bytes()
    disk.fail("fsync", errno.EIO)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        write_archive(path, [Member("settings/config.toml", b"x")], made=NOW, device="aaaaaa", whole=True)
    disk.heal()
    assert path.read_bytes() == before
    assert [place.name for place in tmp_path.iterdir() if place.name.startswith(".")] == []


# --- hostile archives -------------------------------------------------------------------------------------------


HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "groups/../../x/group/a.json",
    "groups/./group/a.json",
    "groups//group/a.json",
    "C:/groups/g/group/a.json",
    "groups/C:x/group/a.json",
    "groups\\g\\group\\a.json",
    "groups/g/group/a.json\0.txt",
    "groups/g/group/a\n.json",
    "groups/g/group/.a.json",
    "groups/g/group/~a.json",
    "groups/g/group/a.txt",
    "groups/g/group/a.json.last",
    "groups/g/group/sub/a.json",
    "groups/g/meetings/2024/a.json",
    "groups/con/group/a.json",
    "groups/NUL.x/group/a.json",
    "groups/g/group/COM1.json",
    "groups/g /group/a.json",
    "groups/g./group/a.json",
    "groups/g/group/a\x1b[2J.json",
    "groups/g/group/" + "x" * 300 + ".json",
    "state/device.json",
    "state/slot-1.lock",
    "settings/themes/../../x.toml",
    "settings/x.py",
    "recipients.txt/x",
    "quarantine/aaaaaa/x.json",
    "ballast-aaaaaa",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leads_anywhere_but_into_a_library(open_library: Opener, tmp_path: Path, name: str) -> None:
    assert kind_of(name) is None
    path = zipped(tmp_path / "x.zip", (name.replace("\0", "@"), b"{}"), (LOG, a_log(open_library())))
    # zipfile itself would cut the name there when it writes.
    path.write_bytes(path.read_bytes().replace(b"@", b"\0") if "\0" in name else path.read_bytes())
    with opened_archive(path) as archive:
        assert archive.names == [LOG]
        assert len(archive.refused) == 1 and archive.refused[0].endswith("It was not taken.")


@settings(max_examples=300, deadline=None)
@given(name=st.one_of(st.text(max_size=40), st.lists(st.text(max_size=8), max_size=6).map("/".join)))
def test_a_safe_name_stays_below_its_folder_whatever_it_is(name: str) -> None:
    if is_safe(name):
        parts = name.split("/")
        assert ".." not in parts and not name.startswith("/") and "\\" not in name and "\0" not in name
        assert os.path.normpath(name) == name
    if kind_of(name) == "log":
        shard_of(name)
    assert is_safe(safe_file_name(name + ".json"))
    assert same_place(name) == same_place(same_place(name))


def test_links_devices_locked_members_and_second_files_of_one_name_are_refused(
    open_library: Opener, tmp_path: Path
) -> None:
    raw = a_log(open_library())
    link = zipfile.ZipInfo("groups/g/group/link.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    device = zipfile.ZipInfo("groups/g/group/device.json")
    device.external_attr = (stat.S_IFCHR | 0o777) << 16
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(
            tmp_path / "x.zip",
            (link, b"/etc/passwd"),
            (device, b""),
            (LOG, raw),
            (LOG, b"{}"),
            (LOG.replace("aaaaaa", "AAAAAA"), b"{}"),
        )
    with opened_archive(path) as archive:
        assert archive.names == [LOG] and archive.read(LOG) == raw
        assert [sentence.partition(": ")[2] for sentence in archive.refused] == [
            "it is a link or a device, not a file. It was not taken.",
            "it is a link or a device, not a file. It was not taken.",
            "another file of the same name stands before it. It was not taken.",
            "another file of the same name stands before it. It was not taken.",
        ]
    content = path.read_bytes()
    locked = bytearray(content)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(sign, at + 1)) >= 0:
            locked[at + offset] |= 1
    path.write_bytes(bytes(locked))
    with opened_archive(path) as archive:
        assert archive.names == [] and "locked with a password" in archive.refused[2]


def test_an_archive_made_to_burst_is_not_unpacked(tmp_path: Path) -> None:
    names = [f"groups/g/group/{n}.json" for n in range(20)]
    path = zipped(tmp_path / "42.zip", *((name, b"\0" * (10 << 20)) for name in names))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(BrokenArchive, match="more than any backup"), opened_archive(path):
        pass


def test_a_member_larger_than_a_log_can_be_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_IN_A_MEMBER", 1000)
    path = zipped(tmp_path / "x.zip", ("groups/g/group/a.json", b"\0" * 1001), ("groups/g/group/b.json", b"\0" * 1000))
    with opened_archive(path) as archive:
        assert archive.names == ["groups/g/group/b.json"] and "larger than a log" in archive.refused[0]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18, b"\0" * 10_000])
def test_what_is_no_zip_or_an_empty_one_never_raises_anything_else(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(BrokenArchive):
        read_manifest(path)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_bytes_changed_at_random_never_raise_anything_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    path = zipped(folder / "x.zip", (LOG, b'{"events": {}}' * 50), ("settings/config.toml", b"x" * 100))
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(raw))
    try:
        with opened_archive(path) as archive:
            for name in archive.names:
                archive.read(name)
    except BrokenArchive:
        pass
