"""`check`, `backup` and `restore` as processes: a bad day, a new machine, and coming back."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from peer_tui.store import writer as writers
from peer_tui.store.backups.archives import verify
from tests.plain.meetings import ROOT, environment, peer_tui

NEW_GROUP = ("new-group", "Harbor Peers", "--template", "mapwc", "--zone", "America/New_York")
PLANNED = ("--now", "2024-11-01T12:00Z")
FIRST, SECOND = "2024-11-13 14:00", "2024-12-11 14:00"
AT = {FIRST: ("--now", "2024-11-13T19:00Z"), SECOND: ("--now", "2024-12-11T19:00Z")}
AFTER = ("--now", "2024-12-12T12:00Z")


def ok(home: Path, *arguments: str, typed: str = "") -> str:
    done = peer_tui(home, *arguments, typed=typed)
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


def held(home: Path, when: str, *lines: str) -> str:
    """A whole meeting, planned and run line by line; its id."""
    meeting = ok(home, "plan", "harbor", "--at", when, *PLANNED).strip()
    ok(home, "run", meeting, "--plain", *AT[when], typed="".join(f"{line}\n" for line in (*lines, "/end")))
    return meeting


def backed_up(home: Path, folder: Path, *more: str) -> Path:
    told = json.loads(ok(home, "backup", "--to", str(folder), "--json", *more, *AFTER))
    assert told["problems"] == [] and verify(Path(told["path"])).records == told["records"]
    return Path(told["path"])


def logs(home: Path) -> list[Path]:
    return sorted((home / "library" / "groups").rglob("*.json"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A group that has met once."""
    home = tmp_path / "one"
    ok(home, *NEW_GROUP, *PLANNED)
    held(home, FIRST, "hello from the harbor", "! We keep Zoom", "> book the room by fri")
    return home


def what_is_shown(home: Path) -> tuple[str, str, str]:
    return tuple(ok(home, command, *AFTER) for command in ("list", "minutes", "steps"))  # type: ignore[return-value]


def test_an_ended_meeting_is_in_the_days_zip_at_once(home: Path) -> None:
    found = sorted((home / "state" / "backups").glob("*.zip"))
    assert [path.name for path in found] == ["2024-11-13-full.zip", "2024-11-13.zip"]
    for path in found:
        with zipfile.ZipFile(path) as file:
            words = b"".join(file.read(name) for name in file.namelist())
        assert b"hello from the harbor" in words and verify(path)
    assert all(path.stat().st_mode & 0o077 == 0 for path in (home / "state" / "backups").rglob("*"))


def test_a_new_machine_shows_the_same_and_both_machines_merge(home: Path, tmp_path: Path) -> None:
    (home / "config.toml").write_text("hours = 24\n")
    (home / "themes").mkdir()
    (home / "themes" / "dusk.toml").write_text("x = 1\n")
    before = what_is_shown(home)
    archive = backed_up(home, tmp_path / "stick", "--everything")
    with zipfile.ZipFile(archive) as file:
        names = set(file.namelist())
    assert {"settings/config.toml", "settings/themes/dusk.toml", "backup.json"} < names
    assert not [name for name in names if re.search(r"device|lock|draft|ephemera|sqlite|ballast|quarantine", name)]
    device = writers.device_id(home / "state")
    kept = tmp_path / "kept"
    shutil.move(home, kept)

    new = tmp_path / "two"
    said = ok(new, "restore", str(archive), "--yes")
    assert "Into a new library" in said and "Nothing that was here was replaced" in said
    assert (new / "themes" / "dusk.toml").read_text() == "x = 1\n"
    assert what_is_shown(new) == before
    held(new, SECOND, "hello from the new machine", "> thank the old one by fri")
    assert writers.device_id(new / "state") not in ("", device)
    back = backed_up(new, tmp_path / "stick")
    assert back != archive

    shutil.move(kept, home)
    theirs = {path: path.read_bytes() for path in logs(home)}
    said = ok(home, "restore", str(back), "--yes")
    assert "beside what it holds" in said
    assert {path: path.read_bytes() for path in logs(home) if path in theirs} == theirs
    assert what_is_shown(home) == what_is_shown(new)
    assert "hello from the new machine" in ok(home, "minutes") and "hello from the harbor" not in ok(home, "minutes")
    assert "Everything in it was here already" in ok(home, "restore", str(back), "--yes")
    assert writers.device_id(home / "state") == device


def test_a_cloned_machine_gets_a_device_id_of_its_own(home: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(home, clone)
    first = writers.claim(home / "state")
    copied = writers.claim(clone / "state", machine="another machine")
    try:
        assert copied.device != first.device and copied.slot == 1
        again = writers.claim(clone / "state", machine="another machine")
        assert again.device == copied.device and again.slot == 2
        again.release()
    finally:
        first.release()
        copied.release()
    (run,) = [path for path in logs(clone) if path.parent.name == "group"]
    assert run.name.startswith(first.device)


def test_restore_shows_first_and_does_nothing_unasked(home: Path, tmp_path: Path) -> None:
    archive = backed_up(home, tmp_path / "stick")
    done = peer_tui(tmp_path / "two", "restore", str(archive))
    assert done.returncode == 1 and "would be added" in done.stdout and "--yes" in done.stderr
    assert not (tmp_path / "two" / "library").exists()
    told = json.loads(ok(tmp_path / "two", "restore", str(archive), "--yes", "--json"))
    assert told["files"] == 2 and told["left_out"] == []
    into = ok(home, "restore", str(archive), "--into", str(tmp_path / "three"), "--yes")
    assert "Into a new library" in into and (tmp_path / "three" / "groups").is_dir()


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04 torn"])
def test_restore_of_what_is_no_backup_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    done = peer_tui(tmp_path / "home", "restore", str(path), "--yes")
    assert done.returncode == 1 and "is not a backup" in done.stderr and "Traceback" not in done.stderr
    done = peer_tui(tmp_path / "home", "restore", str(tmp_path / "nothing.zip"), "--yes")
    assert done.returncode == 1 and "There is no file" in done.stderr


def test_backup_refuses_a_place_in_the_library_and_a_file(home: Path, tmp_path: Path) -> None:
    done = peer_tui(home, "backup", "--to", str(home / "library" / "sub"))
    assert done.returncode == 1 and "inside the library" in done.stderr
    (tmp_path / "file").write_bytes(b"")
    done = peer_tui(home, "backup", "--to", str(tmp_path / "file"))
    assert done.returncode == 1 and "is a file" in done.stderr and (tmp_path / "file").read_bytes() == b""


def test_two_backups_in_one_minute_are_two_files_and_the_place_is_remembered(home: Path, tmp_path: Path) -> None:
    assert backed_up(home, tmp_path / "stick") != backed_up(home, tmp_path / "stick")
    kept = json.loads((home / "state" / "backups" / "targets.json").read_bytes())
    assert kept == [str(tmp_path / "stick")]


def test_check_is_fine_reads_only_and_has_exit_codes(home: Path) -> None:
    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and path.suffix != ".lock"}

    before = files()
    said = ok(home, "check", *AFTER)
    assert files() == before
    for words in ("every checksum holds", "Locks work", "was read back just now", "for its owner only"):
        assert words in said
    assert "PROBLEM" not in said
    found = json.loads(ok(home, "check", "--json", *AFTER))
    assert {"level", "area", "sentence", "path"} == set(found[0])
    log = next(path for path in logs(home) if path.parent.name != "group")
    log.write_bytes(log.read_bytes().replace(b"hello from the harbor", b"hello from the arbour"))
    done = peer_tui(home, "check", *AFTER)
    assert done.returncode == 1 and "PROBLEM" in done.stdout and "is damaged" in done.stdout


def test_check_54_a_hand_corrupted_file_starts_from_backup_says_so_and_keeps_the_bad_file(home: Path) -> None:
    before = what_is_shown(home)
    log = next(path for path in logs(home) if path.parent.name != "group")
    log.with_name(f"{log.name}.last").unlink()
    bad = log.read_bytes()[:700] + b"\0\0 scribbled over"
    log.write_bytes(bad)
    for command, as_before in zip(("list", "minutes", "steps"), before, strict=True):
        done = peer_tui(home, command, *AFTER)
        assert (done.returncode, done.stdout) == (0, as_before)
        assert f"The file {log.name} is damaged." in done.stderr, "said wherever it is read"
    assert log.read_bytes() == bad
    said = ok(home, "check", "--repair", "--yes", *AFTER)
    assert "Mend" in said and "Backed up in" in said and "from the backup of 2024-11-13" in said
    assert "every checksum holds" in said
    assert [path.read_bytes() for path in (home / "library" / "quarantine").rglob("*.json.*")] == [bad]
    assert what_is_shown(home) == before
    (kept,) = (home / "state" / "backups").glob("before-repair-*.zip")
    with zipfile.ZipFile(kept) as file:
        assert any(file.read(name) == bad for name in file.namelist())
    assert "There is nothing to mend" in ok(home, "check", "--repair", *AFTER)


def test_repair_does_nothing_unasked_and_nothing_without_a_backup(home: Path) -> None:
    log = next(path for path in logs(home) if path.parent.name != "group")
    log.write_bytes(log.read_bytes()[:-200])
    bad = log.read_bytes()
    done = peer_tui(home, "check", "--repair", *AFTER)
    assert done.returncode == 1 and "Nothing was done" in done.stderr and log.read_bytes() == bad
    shutil.rmtree(home / "state" / "backups")
    (home / "state" / "backups").write_bytes(b"in the way")
    done = peer_tui(home, "check", "--repair", "--yes", *AFTER)
    assert done.returncode == 1 and "no backup could be made first" in done.stderr and log.read_bytes() == bad


def test_an_old_file_put_back_under_a_running_meeting_loses_nothing(home: Path, tmp_path: Path) -> None:
    meeting = ok(home, "plan", "harbor", "--at", SECOND, *PLANNED).strip()
    running = subprocess.Popen(
        [sys.executable, "-m", "peer_tui", "run", meeting, "--plain", *AT[SECOND]],
        cwd=ROOT,
        env=environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert running.stdin is not None and running.stdout is not None
    os.set_blocking(running.stdout.fileno(), False)

    def enter(line: str) -> None:
        assert running.stdin is not None and running.stdout is not None
        running.stdin.write(f"{line}\n".encode())
        running.stdin.flush()
        heard, late = b"", time.monotonic() + 20
        while line.encode() not in heard:
            assert time.monotonic() < late, heard
            heard += running.stdout.read() or b""
            time.sleep(0.02)

    try:
        enter("the first line")
        (log,) = [path for path in logs(home) if "2024-12-11" in str(path)]
        older = log.read_bytes()
        archive = backed_up(home, tmp_path / "stick")
        enter("the second line")
        log.write_bytes(older)
        ok(home, "restore", str(archive), "--yes")
        enter("the third line")
        out, _ = running.communicate(b"/end\n", timeout=30)
    finally:
        if running.poll() is None:
            running.send_signal(signal.SIGKILL)
    minutes = ok(home, "minutes", meeting)
    assert [words for words in ("first", "second", "third") if f"the {words} line" in minutes] == [
        "first",
        "second",
        "third",
    ], out
    assert "every checksum holds" in ok(home, "check", *AFTER)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_at_a_terminal_restore_and_repair_ask_and_no_is_the_answer_of_enter_alone(home: Path, tmp_path: Path) -> None:
    import pty

    archive = backed_up(home, tmp_path / "stick")

    def answered(target: Path, typed: bytes, *arguments: str) -> str:
        parent, child = pty.openpty()
        running = subprocess.Popen(
            [sys.executable, "-m", "peer_tui", *arguments],
            cwd=ROOT,
            env=environment(target),
            stdin=child,
            stdout=child,
            stderr=child,
        )
        os.close(child)
        os.write(parent, typed)
        heard = b""
        try:
            while part := os.read(parent, 65_536):
                heard += part
        except OSError:  # how Linux says that nobody holds the other end any more
            pass
        os.close(parent)
        running.wait(30)
        return heard.decode("utf-8", "replace")

    assert "Nothing was restored" in answered(tmp_path / "two", b"\n", "restore", str(archive))
    assert not (tmp_path / "two" / "library").exists()
    assert "Restored: " in answered(tmp_path / "two", b"y\n", "restore", str(archive))
    assert len(logs(tmp_path / "two")) == 2
    log = logs(home)[0]
    log.chmod(0o644)
    assert "Nothing was done" in answered(home, b"\n", "check", "--repair") and log.stat().st_mode & 0o077
    assert "owner only now" in answered(home, b"y\n", "check", "--repair") and not log.stat().st_mode & 0o077


def test_one_log_that_was_saved_elsewhere_comes_home(home: Path, tmp_path: Path) -> None:
    from peer_tui.store.carried import write_carried
    from peer_tui.store.library import Library
    from tests.store.conftest import line

    library = Library(home / "library", home / "state")
    shard = library.meetings(library.groups()[0])[0]
    write_carried(tmp_path / "unsaved.json", shard, "aaaaaa-1", [line(1, "typed while the disk was full")])
    assert ok(home, "restore", str(tmp_path / "unsaved.json")) == "1 record of unsaved.json added.\n"
    assert "Everything in unsaved.json was here already" in ok(home, "restore", str(tmp_path / "unsaved.json"))
    (tmp_path / "other.json").write_text("{}")
    done = peer_tui(home, "restore", str(tmp_path / "other.json"))
    assert done.returncode == 1 and "could not be restored" in done.stderr


def test_missing_meetings_are_accepted_only_when_asked(home: Path) -> None:
    assert "No meeting is missing" in ok(home, "check", "--accept-missing", *AFTER)


def test_what_is_no_ordinary_file_is_no_backup_and_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for odd in (str(tmp_path / "pipe"), os.devnull):
        done = peer_tui(tmp_path / "one", "restore", odd, "--yes")
        assert (done.returncode, done.stdout) == (1, "") and "no ordinary file" in done.stderr


def test_a_clock_that_is_centuries_off_stops_no_backup(home: Path, tmp_path: Path) -> None:
    for year in ("0001", "1970", "2200", "9999"):
        done = peer_tui(home, "backup", "--to", str(tmp_path / year), "--now", f"{year}-12-31T23:00Z")
        assert (done.returncode, done.stderr) == (0, ""), done
        assert verify(next((tmp_path / year).iterdir())) is not None


def test_no_meeting_and_no_group_are_meant_by_an_empty_word(home: Path) -> None:
    meeting = ok(home, "plan", "harbor", "--at", SECOND, *PLANNED).strip()
    for arguments in (("cancel", ""), ("redact", " "), ("plan", "", "--at", "2025-01-08 14:00")):
        done = peer_tui(home, *arguments, *AFTER)
        assert (done.returncode, done.stdout) == (2, "") and "Write the" in done.stderr, done
    assert f"{meeting}  Wed 11 Dec 2024, 2:00 pm  planned" in ok(home, "list", *AFTER)
