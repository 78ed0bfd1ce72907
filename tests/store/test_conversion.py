"""A library turned from open to encrypted and back: cut short at any instant, no line is lost or left open."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from peer_tui.store import drafts
from peer_tui.store.backups.archives import verify
from peer_tui.store.backups.making import back_up
from peer_tui.store.backups.places import backups_folder, every_backup
from peer_tui.store.durable import temporaries, temporary
from peer_tui.store.files import PLAIN, sealed_form
from peer_tui.store.library import Library
from peer_tui.store.recovery import keep_aside, last_copy
from peer_tui.store.sealed import conversion, conversion_notes, keys
from peer_tui.store.sealed.sealing import SealedFiles
from peer_tui.store.shards import Shard
from peer_tui.store.writer import device_id
from tests.store.conftest import SHARD, START, line, texts

SECRET = str(pyrage.x25519.Identity.generate())
SECOND = str(pyrage.x25519.Identity.generate())
OTHER = Shard("mapwc-7q2k", "2024/2024-12-11-1400-p2q2")
GROUP = Shard("mapwc-7q2k")


class Killed(BaseException):
    """What a kill would have been: nothing in the program catches it."""


class Home:
    """A library with everything that can hold words: two meetings, copies, a draft, quarantine, a backup, leftovers."""

    def __init__(self, root: Path) -> None:
        self.root, self.state = root / "library", root / "state"
        library = Library(self.root, self.state)
        self.device = library.writer.rpartition("-")[0]
        for shard, first in ((SHARD, 0), (OTHER, 100), (GROUP, 200)):
            library.append(shard, [line(first + n, f"secret {first + n}") for n in range(3)])
            library.close(shard)
        drafts.write_draft(self.state, library.writer, drafts.Draft("m", "half a secret", "topics", "e", START))
        drafts.write_ephemera(self.state, "m", {"queue": ["secret p"]})
        unsaved = self.state / "unsaved" / "peer-tui-unsaved-2024-11-13" / "lines.txt"
        PLAIN.write(unsaved, b"a secret line that the library could not take")
        log = library.folder(SHARD) / f"{library.writer}.json"
        keep_aside(library.quarantine, log, b'{"broken secret": ')
        assert back_up(library, backups_folder(self.state), START).path is not None
        # What a kill in the midst of a save left: entered, and never shown as saved.
        whole = log.read_bytes()
        library.append(SHARD, [line(3, "secret 3")])
        os.replace(log, temporary(log))
        log.write_bytes(whole)
        last_copy(log).write_bytes(whole)
        foreign = log.with_name("bbbbbb-1.json")
        foreign.write_bytes(whole)
        self.foreign = foreign
        copy = log.with_name(f"{library.writer}.sync-conflict-20241113-140233-ABCDEFG.json")
        copy.write_bytes(whole)
        library.release()

    def files(self, *more: str) -> SealedFiles:
        publics = [keys.public_of(secret) for secret in (SECRET, *more)]
        return SealedFiles([SECRET, *more], publics, lambda: device_id(self.state))

    def seal(self, files: SealedFiles | None = None, **more: object) -> conversion.Converted:
        files = files or self.files()
        library = Library(self.root, self.state, files)
        try:
            return conversion.seal_all(library, files, every_backup(self.state), **more)  # type: ignore[arg-type]
        finally:
            library.release()

    def open(self) -> conversion.Converted:
        files = self.files()
        library = Library(self.root, self.state, files)
        try:
            return conversion.open_all(library, files, every_backup(self.state))
        finally:
            library.release()

    def words(self, *, sealed: bool) -> list[str]:
        files = self.files() if sealed else PLAIN
        library = Library(self.root, self.state, files)
        found = [text for shard in (SHARD, OTHER, GROUP) for text in texts(library.read(shard).events)]
        found += [draft.text for draft in drafts.read_drafts(self.state, "m", files)]
        return found + list(drafts.read_ephemera(self.state, "m", files).get("queue", []))

    def open_files(self) -> list[Path]:
        """Files with a word of ours in them, also within an archive."""
        found = []
        for path in (*self.root.rglob("*"), *self.state.rglob("*")):
            if path.is_file() and path != self.foreign and b"secret" in _unzipped(path):
                found.append(path)
        return found


def _unzipped(path: Path) -> bytes:
    import zipfile

    if path.suffix != ".zip":
        return path.read_bytes()
    with zipfile.ZipFile(path) as zipped:
        return b"".join(zipped.read(name) for name in zipped.namelist())


EVERY_WORD = [f"secret {n}" for n in (*range(4), *range(100, 103), *range(200, 203))] + ["half a secret", "secret p"]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_everything_of_this_device_is_sealed_and_nothing_is_lost(home: Home) -> None:
    told: list[tuple[int, int]] = []
    done = home.seal(progress=lambda one, of: told.append((one, of)))
    assert done.whole and done.backups == 1 and done.others_open == [home.foreign]
    assert told[-1][0] == told[-1][1] == len(told) and done.files == len(told) - 1
    assert home.open_files() == []
    assert home.words(sealed=True) == EVERY_WORD
    assert home.foreign.exists()
    for path in every_backup(home.state):
        manifest = verify(path, opened=lambda name, raw: home.files().opened_bytes(raw) or b"")
        assert manifest.records == 9 and all(entry.name.endswith(".age") for entry in manifest.entries)


def test_it_is_opened_again_as_it_was(home: Home) -> None:
    before = home.words(sealed=False)
    home.seal()
    assert home.words(sealed=False) != before
    done = home.open()
    assert done.whole and home.words(sealed=False) == EVERY_WORD
    left = [path for path in (*home.root.rglob("*"), *home.state.rglob("*")) if path.name.endswith(".age")]
    assert left == []
    (backup,) = every_backup(home.state)
    assert verify(backup).records == 9 and b"secret 101" in _unzipped(backup)


def test_sealed_for_one_more_key_that_key_opens_everything(home: Home) -> None:
    home.seal()
    home.seal(home.files(SECOND))
    theirs = SealedFiles([SECOND], [keys.public_of(SECOND)])
    library = Library(home.root, home.state, theirs)
    assert [text for shard in (SHARD, OTHER, GROUP) for text in texts(library.read(shard).events)] == EVERY_WORD[:-2]
    assert drafts.read_drafts(home.state, "m", theirs)[0].text == "half a secret"
    (backup,) = every_backup(home.state)
    assert all(theirs.opened_bytes(raw) is not None for raw in _members(backup))


def _members(path: Path) -> list[bytes]:
    import zipfile

    with zipfile.ZipFile(path) as zipped:
        return [zipped.read(name) for name in zipped.namelist() if name.startswith("groups/")]


@pytest.mark.parametrize("direction", ["seal", "open"])
@pytest.mark.parametrize("call", ["replace", "unlink", "fsync"])
def test_cut_short_at_any_call_it_is_taken_up_and_no_line_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, direction: str
) -> None:
    real: Callable[..., object] = getattr(os, call)
    spare = 0
    while True:
        home = Home(tmp_path / f"{spare}")
        if direction == "open":
            home.seal()
        left = spare

        def dying(*args: object, **more: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            return real(*args, **more)

        with monkeypatch.context() as patch:
            patch.setattr(os, call, dying)
            try:
                home.seal() if direction == "seal" else home.open()
                break
            except Killed:
                pass
        # In between everything that was shown as saved can be read with the key, in whichever form it lies.
        assert set(EVERY_WORD) - {"secret 3"} <= set(home.words(sealed=True))
        done = home.seal() if direction == "seal" else home.open()
        assert done.whole
        assert home.words(sealed=direction == "seal") == EVERY_WORD
        if direction == "seal":
            assert home.open_files() == []
        spare += 5
    assert spare > 10


def test_a_file_that_reads_back_differently_keeps_its_open_form(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SealedFiles, "opened_bytes", lambda self, sealed: b"something else")
    done = home.seal()
    assert len(done.problems) > 5 and "did not read back" in done.problems[0]
    monkeypatch.undo()
    assert {path.name for path in home.open_files()} >= {f"{home.device}-1.json", f"{home.device}-1.json.last"}
    assert home.seal().whole and home.open_files() == []


def test_what_was_sealed_since_is_not_sealed_again(home: Home) -> None:
    wanted = (keys.public_of(SECRET),)
    assert conversion_notes.begin(home.state, wanted) == (0, False)
    home.seal()
    log = sealed_form(home.root / "groups" / "mapwc-7q2k" / "group" / f"{home.device}-1.json")
    before = log.read_bytes()
    since, _all = conversion_notes.begin(home.state, wanted)
    os.utime(log, ns=(since + 10**9, since + 10**9))
    home.seal(since=since)
    assert log.read_bytes() == before
    assert not conversion_notes.is_sealed_for(home.state, wanted)
    conversion_notes.finish(home.state, wanted)
    assert conversion_notes.is_sealed_for(home.state, wanted)
    assert not conversion_notes.is_sealed_for(home.state, (*wanted, "age1"))
    assert conversion_notes.begin(home.state, wanted) == (0, False)


def test_one_run_turns_the_files_and_others_see_it(tmp_path: Path) -> None:
    assert not conversion_notes.is_going_on(tmp_path)
    with conversion_notes.alone(tmp_path) as free:
        assert free and conversion_notes.is_going_on(tmp_path)
        with conversion_notes.alone(tmp_path) as second:
            assert not second
    assert not conversion_notes.is_going_on(tmp_path)


def test_a_damaged_log_is_mended_from_its_copy_and_a_log_for_other_keys_is_left(home: Home) -> None:
    home.seal()
    log = sealed_form(home.root / "groups" / "mapwc-7q2k" / "group" / f"{home.device}-1.json")
    log.write_bytes(log.read_bytes()[:-3])
    done = home.seal()
    assert done.whole and any("3 of 3 lines were recovered" in said for said in done.said)
    assert home.words(sealed=True) == EVERY_WORD
    for path in (log, log.with_name(log.name.replace(".json", ".json.last"))):
        path.write_bytes(pyrage.encrypt(b"{}", [pyrage.x25519.Identity.from_str(SECOND).to_public()]))
    kept = log.read_bytes()
    done = home.seal()
    assert log.read_bytes() == kept and (done.said or done.problems)


def test_a_broken_backup_is_sealed_as_the_bytes_it_is(home: Home) -> None:
    (backup,) = every_backup(home.state)
    raw = backup.read_bytes()
    broken = raw[:-30] + b"secret"
    backup.write_bytes(broken)
    assert home.seal().whole
    assert not backup.exists() and home.open_files() == []
    assert home.files().opened_bytes(sealed_form(backup).read_bytes()) == broken


def test_the_logs_of_devices_no_longer_used_are_sealed_when_asked(home: Home) -> None:
    tool = home.foreign.with_name(".syncthing.bbbbbb-1.json.tmp")
    tool.write_bytes(b"on its way")
    assert home.seal(all_devices=True).others == []
    assert not home.foreign.exists() and sealed_form(home.foreign).exists()
    assert home.words(sealed=True) == EVERY_WORD and tool.exists()


def test_links_are_not_followed(home: Home, tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    outside.write_bytes(b"not of the library")
    link = home.foreign.with_name(f"{home.device}-7.json")
    link.symlink_to(outside)
    assert home.seal().whole
    assert outside.read_bytes() == b"not of the library" and link.is_symlink()


def test_what_is_derived_goes_whole(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    (cache / "deep").mkdir(parents=True)
    (cache / "index-1.sqlite").write_bytes(b"secret")
    conversion.drop_derived(cache)
    conversion.drop_derived(cache)
    assert not cache.exists()


def test_every_temporary_name_is_known(home: Home) -> None:
    log = home.root / "groups" / "mapwc-7q2k" / "group" / f"{home.device}-1.json"
    for temp in (*temporaries(log), *temporaries(last_copy(log)), *temporaries(sealed_form(log))):
        temp.write_bytes(b"secret, half written")
    for temp in temporaries(home.state / "drafts" / "x.json"):
        temp.write_bytes(b"secret, half written")
    assert home.seal().whole and home.open_files() == []
    assert [path for path in home.root.rglob(".*") if path.is_file()] == []
