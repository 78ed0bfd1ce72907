"""Backups of a sealed library: nothing readable in them, restored with the key, and words taken out all the same."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from peer_tui.store.backups.archives import verify
from peer_tui.store.backups.making import back_up, rewrite_backups
from peer_tui.store.backups.places import backups_folder
from peer_tui.store.backups.restoring import restore
from peer_tui.store.backups.rewriting import in_backups
from peer_tui.store.checking import check, worst
from peer_tui.store.files import Files
from peer_tui.store.library import Library
from peer_tui.store.repairing import acts
from tests.store.conftest import SHARD, line, texts

pyrage = pytest.importorskip("pyrage", reason="needs the extra peer-tui[encrypt]")
NOW = dt.datetime(2024, 11, 13, 20, 0, tzinfo=dt.UTC)


def sealed_files() -> Files:
    from peer_tui.store.sealed.sealing import SealedFiles

    identity = pyrage.x25519.Identity.generate()
    return SealedFiles([str(identity)], [str(identity.to_public())])


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "one" / "library", tmp_path / "one" / "state", sealed_files())
    library.append(SHARD, [line(n, f"the red fox {n}") for n in range(1, 5)])
    yield library
    library.release()


def grep(folder: Path, word: bytes) -> list[Path]:
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as file:
                    raw += b"".join(file.read(name) for name in file.namelist())
            if word in raw:
                found.append(path)
    return found


def test_no_word_is_readable_in_a_backup_and_it_counts_and_restores_every_line(
    library: Library, tmp_path: Path
) -> None:
    folder = backups_folder(library.state)
    for shards in ([SHARD], None):
        report = back_up(library, folder, NOW, shards)
        assert (report.logs, report.records, report.problems) == (1, 4, [])
    assert grep(tmp_path, b"red fox") == []
    before = {path: path.read_bytes() for path in library.root.rglob("*.age")}
    library.release()
    shutil.rmtree(library.root)
    again = Library(library.root, library.state, library.files)
    done = restore(again, folder / "2024-11-13-full.zip", tmp_path / "config.toml", act=True)
    assert (done.files, done.records, done.skipped) == (1, 4, [])
    assert {path: path.read_bytes() for path in again.root.rglob("*.age")} == before
    assert grep(tmp_path, b"red fox") == [] and list(library.state.glob("desk-*")) == []
    again.append(SHARD, [line(9, "more")])
    restore(again, folder / "2024-11-13-full.zip", tmp_path / "config.toml", act=True)
    assert len(texts(again.read(SHARD).events)) == 5
    again.release()


def test_words_are_taken_out_of_sealed_backups_and_they_stay_sealed(library: Library, tmp_path: Path) -> None:
    folder = backups_folder(library.state)
    back_up(library, folder, NOW, [SHARD])
    changed = rewrite_backups(library, lambda name, content: content.replace(b"the red fox 2", b"-"))
    assert changed == [folder / "2024-11-13.zip"] and verify(changed[0])
    ((_words, content),) = in_backups(library, next(iter(library.logs(SHARD))))
    assert b"red fox 2" not in content and b"red fox 3" in content
    assert grep(tmp_path, b"red fox") == [] and list(library.state.glob("desk-*")) == []


def test_a_damaged_sealed_log_is_mended_from_its_backup(library: Library, tmp_path: Path) -> None:
    back_up(library, backups_folder(library.state), NOW, [SHARD])
    (path,) = library.root.rglob("*.json.age")
    library.release()
    path.write_bytes(b"")
    again = Library(library.root, library.state, library.files)
    assert worst(check(again)) == "problem"
    assert len(texts(again.read(SHARD).events)) == 4
    for act in acts(again):
        act.do()
    assert again.read(SHARD).problems == () and len(texts(again.read(SHARD).events)) == 4
    assert grep(tmp_path, b"red fox") == []
    again.release()


def test_another_devices_log_sealed_for_other_keys_is_taken_along_as_it_lies(library: Library, tmp_path: Path) -> None:
    other = Library(library.root, tmp_path / "two" / "state", sealed_files())
    other.append(SHARD, [line(20)])
    other.release()
    theirs = next(path for path in library.root.rglob("*.age") if path.name.startswith(other.writer[:6]))
    other.release()
    raw = theirs.read_bytes()
    report = back_up(library, backups_folder(library.state), NOW)
    assert report.logs == 2 and report.path is not None and verify(report.path)
    theirs.unlink()
    done = restore(library, report.path, tmp_path / "config.toml", act=True)
    assert theirs.read_bytes() == raw and done.skipped == []
    theirs.write_bytes(raw + b"changed")
    done = restore(library, report.path, tmp_path / "config.toml", act=True)
    assert theirs.read_bytes() == raw + b"changed" and any("other keys" in sentence for sentence in done.skipped)
    fresh = Library(tmp_path / "new" / "library", tmp_path / "new" / "state")
    restore(fresh, report.path, tmp_path / "config.toml", act=True)
    assert (fresh.root / theirs.relative_to(library.root)).read_bytes() == raw


def test_an_open_backup_restored_into_a_sealed_library_lies_sealed_there(library: Library, tmp_path: Path) -> None:
    plain = Library(tmp_path / "plain" / "library", tmp_path / "plain" / "state")
    plain.append(SHARD, [line(30, "from an open library")])
    report = back_up(plain, tmp_path / "stick", NOW, name="b.zip")
    plain.release()
    assert report.path is not None
    shutil.rmtree(plain.root)
    restore(library, report.path, tmp_path / "config.toml", act=True)
    assert "from an open library" in texts(library.read(SHARD).events)
    report.path.unlink()
    assert grep(tmp_path, b"from an open library") == []
