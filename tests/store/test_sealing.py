"""Files that lie encrypted: what is on the disk, what opens it, and that no bad day loses a line of it."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pyrage
import pytest
import tinydb
from hypothesis import given
from hypothesis import strategies as st

from peer_tui.store import drafts
from peer_tui.store.durable import BALLAST_BYTES, replace_file, temporary
from peer_tui.store.files import PLAIN, Locked, open_name, sealed_form
from peer_tui.store.library import Library
from peer_tui.store.sealed import keys
from peer_tui.store.sealed.sealing import Damaged, SealedFiles
from peer_tui.store.writer import device_id
from tests.store.conftest import SHARD, START, Disk, line, texts

OURS, PAPER, STRANGER = (str(pyrage.x25519.Identity.generate()) for _ in range(3))
RECIPIENTS = [keys.public_of(OURS), keys.public_of(PAPER)]

Opener = Callable[[], Library]


def sealed_files(state: Path, *identities: str) -> SealedFiles:
    return SealedFiles(identities or [OURS], RECIPIENTS, lambda: device_id(state))


@pytest.fixture
def open_library(tmp_path: Path) -> Iterator[Opener]:
    """Opens the same encrypted library again and again, each time as another run of the program."""
    opened: list[Library] = []

    def library() -> Library:
        state = tmp_path / "state"
        opened.append(Library(tmp_path / "library", state, sealed_files(state)))
        return opened[-1]

    yield library
    for one in opened:
        one.release()


def on_disk(library: Library) -> Path:
    """Our log as it lies there."""
    return sealed_form(library.folder(SHARD) / f"{library.writer}.json")


def nowhere(home: Path, words: str) -> bool:
    return not [path for path in home.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


# --- what lies on the disk ------------------------------------------------------------------------------------------


def test_a_log_lies_sealed_and_no_word_of_it_open(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1, "a painful secret")])
    library.append(SHARD, [line(2, "and a second one")])
    library.close(SHARD)
    library.release()
    again = open_library()
    again.append(SHARD, [line(3)])
    names = sorted(path.name for path in library.folder(SHARD).iterdir())
    assert names == [f"{again.writer}.json.age", f"{again.writer}.json.last.age"]
    assert texts(again.read(SHARD).events) == ["a painful secret", "and a second one", "line 3"]
    assert again.read(SHARD).problems == () and again.take_notices() == []
    assert nowhere(tmp_path, "painful") and nowhere(tmp_path, "second one")


def test_the_age_command_and_stock_tinydb_open_it_without_us(open_library: Opener, tmp_path: Path) -> None:
    if shutil.which("age") is None:
        warnings.warn(
            "NOT TESTED: the age command is not installed, so nothing but pyrage opened a file.", stacklevel=1
        )
        pytest.skip("the age command is not installed")
    library = open_library()
    library.append(SHARD, [line(n) for n in range(40)])
    library.close(SHARD)
    for secret in (OURS, PAPER):
        (tmp_path / "key.txt").write_text(secret + "\n")
        for path in library.folder(SHARD).iterdir():
            opened = tmp_path / "opened.json"
            subprocess.run(["age", "-d", "-i", tmp_path / "key.txt", "-o", opened, path], check=True, timeout=30)
            with tinydb.TinyDB(opened) as base:
                assert [row["filed"]["text"] for row in base.table("events")] == [f"line {n}" for n in range(40)]
    (tmp_path / "key.txt").write_text(STRANGER + "\n")
    other = subprocess.run(
        ["age", "-d", "-i", tmp_path / "key.txt", path], check=False, capture_output=True, timeout=30
    )
    assert other.returncode != 0 and other.stdout == b""


def test_the_same_file_is_never_sealed_twice_alike(tmp_path: Path) -> None:
    files = sealed_files(tmp_path)
    assert files.sealed_bytes(b"x") != files.sealed_bytes(b"x")


def test_the_sealed_form_counts_and_the_next_write_removes_the_open_one(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    path = library.folder(SHARD) / f"{library.writer}.json"
    older = library.files.read(path) or b""
    library.append(SHARD, [line(3)])
    path.write_bytes(older)  # a kill between writing the one and removing the other
    temporary(path).write_bytes(older)
    assert texts(open_library().read(SHARD).events) == ["line 1", "line 2", "line 3"]
    library.append(SHARD, [line(4)])
    assert not path.exists() and not temporary(path).exists()
    assert texts(library.read(SHARD).events) == ["line 1", "line 2", "line 3", "line 4"]


def test_what_was_not_sealed_yet_is_read_and_goes_on_sealed(open_library: Opener, tmp_path: Path) -> None:
    before = Library(tmp_path / "library", tmp_path / "state")
    before.append(SHARD, [line(1, "open once")])
    before.release()
    library = open_library()
    assert texts(library.read(SHARD).events) == ["open once"]
    stamp = library.stamp(SHARD)
    library.append(SHARD, [line(2)])
    assert texts(library.read(SHARD).events) == ["open once", "line 2"]
    assert on_disk(library).exists() and not PLAIN.exists(library.folder(SHARD) / f"{library.writer}.json")
    assert [row[0] for row in library.stamp(SHARD)] == [row[0] for row in stamp] and library.stamp(SHARD) != stamp


def test_removing_removes_both_forms(tmp_path: Path) -> None:
    files = sealed_files(tmp_path)
    path = tmp_path / "x.json"
    files.write(path, b"sealed")
    path.write_bytes(b"open")
    assert files.exists(path) and files.on_disk(path) == sealed_form(path)
    files.remove(path)
    assert not files.exists(path) and files.read(path) is None and list(tmp_path.iterdir()) == []
    files.remove(path)


@given(st.from_regex(r"[a-z0-9]{1,6}-[0-9]\.json(\.last)?|[a-z]{1,9}(\.json)?[ ._a-z0-9()-]{0,30}", fullmatch=True))
def test_every_name_leads_to_its_sealed_form_and_back(name: str) -> None:
    disk = f"{name}.age"
    called = open_name(disk)
    assert sealed_form(Path("folder", called)).name == disk
    # A sealed log is always called something that is read as a log.
    assert called.removesuffix(".last").endswith(".json") or ".json" not in name or called == name


@pytest.mark.parametrize(
    "name",
    [
        "{}.sync-conflict-20241113-140233-ABCDEFG.json.age",
        "{}.json.sync-conflict-20241113-140233-ABCDEFG.age",
        "{}.json (laptop's conflicted copy 2024-11-13).age",
        "{}.json_conflict-20241113-140233.age",
        "{}.json-LAPTOP.age",
        "{}.json 2.age",
        "{}.json (1).age",
        "{} (1).json.age",
    ],
)
def test_a_sync_tools_conflict_copy_is_read_wherever_it_puts_its_mark(open_library: Opener, name: str) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    copy = library.folder(SHARD) / name.format(library.writer)
    shutil.copy(on_disk(library), copy)
    kept = copy.read_bytes()
    on_disk(library).unlink()
    library.release()
    again = open_library()
    assert texts(again.read(SHARD).events) == ["line 1", "line 2"]
    assert [row[1] for row in again.stamp(SHARD)] == [len(kept)]
    again.append(SHARD, [line(3)])
    assert texts(again.read(SHARD).events) == ["line 1", "line 2", "line 3"] and copy.read_bytes() == kept


# --- other keys -----------------------------------------------------------------------------------------------------


def test_what_is_sealed_for_other_keys_is_said_and_left_as_it_is(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    theirs = library.folder(SHARD) / "bbbbbb-1.json"
    SealedFiles([STRANGER], [keys.public_of(STRANGER)]).write(theirs, b'{"of": "theirs"}')
    kept = sealed_form(theirs).read_bytes()
    reading = library.read(SHARD)
    assert texts(reading.events) == ["line 1"]
    (problem,) = reading.problems
    assert "bbbbbb-1.json cannot be read now" in problem and "peer-tui encrypt add-recipient" in problem
    library.append(SHARD, [line(2)])
    assert sealed_form(theirs).read_bytes() == kept
    with pytest.raises(Locked):
        library.files.read(theirs)


def test_a_library_without_a_key_says_what_it_cannot_read(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1, "a painful secret")])
    other = Library(tmp_path / "library", tmp_path / "other-state")
    (problem,) = other.read(SHARD).problems
    assert "cannot be read now (it is encrypted" in problem and "painful" not in problem
    other.append(SHARD, [line(2, writer="bbbbbb-1")])
    assert texts(other.read(SHARD).events) == ["line 2"] and len(other.read(SHARD).problems) == 1
    other.release()
    assert texts(library.read(SHARD).events) == ["a painful secret", "line 2"]


def test_no_key_no_pyrage_key_is_refused() -> None:
    for identities, recipients in (([OURS], []), (["x"], RECIPIENTS), ([OURS], ["age1x"])):
        with pytest.raises(ValueError, match="key"):
            SealedFiles(identities, recipients)


# --- damage ---------------------------------------------------------------------------------------------------------


def test_a_damaged_log_is_rebuilt_from_its_last_good_copy_and_kept_aside(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(n) for n in range(20)])
    library.close(SHARD)
    library.release()
    broken = bytearray(on_disk(library).read_bytes())
    broken[-40] ^= 1
    on_disk(library).write_bytes(broken)
    library.release()
    again = open_library()
    assert texts(again.read(SHARD).events) == [f"line {n}" for n in range(20)]
    again.append(SHARD, [line(20)])
    assert texts(again.read(SHARD).events) == [f"line {n}" for n in range(21)]
    (said,) = again.take_notices()
    assert "20 of 20 lines were recovered" in said and "20 from the last good copy" in said
    (kept,) = (path for path in again.quarantine.iterdir())
    assert str(kept) in said and (sealed_files(again.state).opened_bytes(kept.read_bytes()) or b"").endswith(broken)


def test_of_a_long_log_the_whole_lines_before_the_damage_are_read(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(n, "words " * 30) for n in range(400)])
    broken = bytearray(on_disk(library).read_bytes())
    assert len(broken) > 150_000
    broken[140_000] ^= 1
    on_disk(library).write_bytes(broken)
    reading = open_library().read(SHARD)
    assert 150 < len(reading.events) < 399
    assert "damaged" in reading.problems[0]


@pytest.mark.parametrize("place", [0, 30, 80, 150, 200])
def test_damage_in_the_head_of_our_own_log_is_damage_and_the_meeting_goes_on(open_library: Opener, place: int) -> None:
    library = open_library()
    library.append(SHARD, [line(n) for n in range(5)])
    library.close(SHARD)
    broken = bytearray(on_disk(library).read_bytes())
    broken[place] ^= 1
    on_disk(library).write_bytes(broken)
    library.append(SHARD, [line(5)])
    assert texts(library.read(SHARD).events) == [f"line {n}" for n in range(6)]


def test_no_flipped_bit_makes_wrong_text(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(n) for n in range(5)])
    whole = on_disk(library).read_bytes()
    chance = random.Random(1)
    for _ in range(300):
        broken = bytearray(whole)
        broken[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        on_disk(library).write_bytes(broken)
        reading = library.read(SHARD)
        assert reading.events == () and len(reading.problems) == 1
    for end in range(0, len(whole), 7):
        on_disk(library).write_bytes(whole[:end])
        assert library.read(SHARD).events == () and library.read(SHARD).problems


def test_an_older_file_put_back_under_a_running_program_loses_nothing(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    older = on_disk(library).read_bytes()
    library.append(SHARD, [line(2), line(3)])
    replace_file(on_disk(library), older)
    library.append(SHARD, [line(4)])
    assert texts(library.read(SHARD).events) == ["line 1", "line 2", "line 3", "line 4"]
    assert "Both were united: 3 lines, none lost" in library.take_notices()[0]


def test_what_a_kill_left_half_written_is_taken_up(open_library: Opener) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    before = on_disk(library).read_bytes()
    library.append(SHARD, [line(2, "never shown as saved")])
    os.replace(on_disk(library), temporary(on_disk(library)))
    on_disk(library).write_bytes(before)
    library.release()
    again = open_library()
    again.append(SHARD, [line(3)])
    assert texts(again.read(SHARD).events) == ["line 1", "never shown as saved", "line 3"]
    temporary(on_disk(again)).write_bytes(before[:200])
    assert again.files.left(again.folder(SHARD) / f"{again.writer}.json") is None


def test_a_full_disk_gives_up_the_reserve_and_what_then_fails_is_not_lost(open_library: Opener, disk: Disk) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    assert (library.root / f"ballast-{device_id(library.state)}").stat().st_size == BALLAST_BYTES
    disk.fail("write", errno.ENOSPC)
    with pytest.raises(Exception, match="disk is full"):
        library.append(SHARD, [line(2)])
    assert not (library.root / f"ballast-{device_id(library.state)}").exists()
    disk.heal()
    library.append(SHARD, [line(2)])
    assert texts(library.read(SHARD).events) == ["line 1", "line 2"]


def test_damage_is_told_from_other_keys(tmp_path: Path) -> None:
    files = sealed_files(tmp_path)
    path = tmp_path / "x.json"
    files.write(path, b"words")
    sealed = sealed_form(path).read_bytes()
    sealed_form(path).write_bytes(sealed[:-1])
    with pytest.raises(Damaged):
        files.read_whole(path)
    assert files.read(path) == sealed[:-1]


# --- drafts and keys ------------------------------------------------------------------------------------------------


def test_drafts_and_ephemera_lie_sealed(tmp_path: Path) -> None:
    files = sealed_files(tmp_path)
    drafts.write_draft(tmp_path, "aaaaaa-1", drafts.Draft("m", "half a secret", "topics", "e", START))
    drafts.write_draft(tmp_path, "aaaaaa-1", drafts.Draft("m", "half a secret", "topics", "e", START), files)
    drafts.write_ephemera(tmp_path, "m", {"queue": ["p-secret"]}, files)
    assert [draft.text for draft in drafts.read_drafts(tmp_path, "m", files)] == ["half a secret"]
    assert drafts.read_ephemera(tmp_path, "m", files) == {"queue": ["p-secret"]}
    assert nowhere(tmp_path, "secret") and drafts.left_over(tmp_path) == 1
    assert drafts.read_drafts(tmp_path, "m") == [] and drafts.read_ephemera(tmp_path, "m") == {}
    drafts.drop_draft(tmp_path, "aaaaaa-1", "m", files)
    drafts.drop_ephemera(tmp_path, "m", files)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_list_of_keys_is_read_whatever_stands_in_it(tmp_path: Path) -> None:
    ours, paper = RECIPIENTS
    keys.write_list(tmp_path, [keys.Recipient(ours, "the scribe's\nlaptop \x1b[2J\ud800"), keys.Recipient(paper)])
    first, second = keys.offered(tmp_path)
    assert (first.key, second) == (ours, keys.Recipient(paper)) and first.name.startswith("the scribe's laptop [2J")
    if shutil.which("age") is not None:
        done = subprocess.run(
            ["age", "-R", tmp_path / "recipients.txt"], input=b"x", capture_output=True, check=True, timeout=30
        )
        assert pyrage.decrypt(done.stdout, [pyrage.x25519.Identity.from_str(PAPER)]) == b"x"
    listed = (tmp_path / "recipients.txt").read_bytes()
    (tmp_path / "recipients.txt").write_bytes(b"\xff\0 age1\nage1" + b"z" * 90_000 + b"\n\n" + listed)
    assert [one.key for one in keys.offered(tmp_path)] == [ours, paper]
    (tmp_path / "recipients.sync-conflict-1.txt").write_text(f"# third\n{keys.public_of(STRANGER)}\n")
    assert {one.name for one in keys.offered(tmp_path)} >= {"third"}


def test_the_key_of_a_device_opens_with_its_passphrase_and_no_other(tmp_path: Path) -> None:
    keys.keep_identity(tmp_path, OURS, "six words picked at random")
    assert OURS.encode() not in (tmp_path / keys.IDENTITY).read_bytes()
    assert keys.open_identity(tmp_path, "six words picked at random") == OURS
    assert keys.own_key(tmp_path) == RECIPIENTS[0]
    with pytest.raises(keys.WrongPassphrase):
        keys.open_identity(tmp_path, "six words picked at Random")
    (tmp_path / keys.IDENTITY).write_bytes(b"")
    with pytest.raises(keys.WrongPassphrase):
        keys.open_identity(tmp_path, "six words picked at random")


def test_the_log_is_what_an_open_library_has(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    path = library.folder(SHARD) / f"{library.writer}.json"
    tables = msgspec.json.decode(library.files.read(path) or b"")
    assert tables["log"] == {"1": {"format": 1, "needs": "0.1", "writer": library.writer}}
    assert list(tables["events"]) == ["1"]


def test_what_was_saved_elsewhere_is_brought_home_by_the_name_it_has_there(
    open_library: Opener, tmp_path: Path
) -> None:
    from peer_tui.store.carried import write_carried

    library = open_library()
    library.append(SHARD, [line(1)])
    there = tmp_path / "stick" / "unsaved.json"
    write_carried(there, SHARD, "aaaaaa-1", [line(2, "from the stick")], library.files)
    assert library.take_in(sealed_form(there)) == 1 and library.take_in(there) == 0
    assert texts(library.read(SHARD).events) == ["line 1", "from the stick"]


WRITE_SEALED = """
import sys
from pathlib import Path
from peer_tui.store.library import Library
from peer_tui.store.sealed.sealing import SealedFiles
from tests.store.conftest import SHARD, line
home, n, secret, *recipients = Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]
library = Library(home / "library", home / "state", SealedFiles([secret], recipients))
while True:
    n += 1
    library.append(SHARD, [line(n, writer=library.writer)])
    print(n, flush=True)
"""


def test_kills_in_the_midst_of_encrypted_saves_lose_nothing_acknowledged(open_library: Opener, tmp_path: Path) -> None:
    from tests.store.test_kills import killed_writer

    moments = random.Random(54)
    acknowledged = [0]
    for kill in range(8):
        arguments = [WRITE_SEALED, str(tmp_path), str(acknowledged[-1]), OURS, *RECIPIENTS]
        acknowledged += killed_writer(arguments, moments.uniform(0, 0.1))
        reading = open_library().read(SHARD)
        found = {int(text.split()[1]) for text in texts(reading.events)}
        assert set(acknowledged) - {0} <= found and reading.problems == (), kill
        assert nowhere(tmp_path, "line ")
    assert len(acknowledged) > 8
