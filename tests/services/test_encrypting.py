"""An encrypted library: turning it on and off, who can open it, and what each person is told."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
import pytest

from peer_tui.paths import Places
from peer_tui.services import encrypting, letting_in, passphrases, unlocking
from peer_tui.services.clock import ManualClock
from peer_tui.services.passphrases import PASSPHRASE_FILE
from peer_tui.services.problems import Problem
from peer_tui.services.unlocking import files_for
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store.files import PLAIN, Files
from peer_tui.store.library import Library
from peer_tui.store.sealed import conversion_notes, keys
from peer_tui.store.sealed.sealing import SealedFiles
from tests.services.conftest import START
from tests.store.conftest import SHARD, line, texts

PASSPHRASE = "six words picked at random"
CLOSED, OPEN = b"sealed with ", b" around "


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real ones take seconds on purpose; `tests/store/test_sealing.py` and `tests/test_cli_encrypt.py` use them."""

    def seal(content: bytes, passphrase: str) -> bytes:
        return CLOSED + passphrase.encode() + OPEN + content[::-1]

    def unseal(sealed: bytes, passphrase: str) -> bytes:
        head = CLOSED + passphrase.encode() + OPEN
        if not sealed.startswith(head):
            raise pyrage.DecryptError("Decryption failed")
        return sealed.removeprefix(head)[::-1]

    monkeypatch.setattr(pyrage.passphrase, "encrypt", seal)
    monkeypatch.setattr(pyrage.passphrase, "decrypt", unseal)
    monkeypatch.delenv(PASSPHRASE_FILE, raising=False)


class Device:
    """One laptop: its own state, and a library that is a copy of a synced folder."""

    def __init__(self, home: Path, library: Path) -> None:
        self.places = Places(library, home / "state", home / "cache", home / "config.toml", home / "exports")
        self.asked: list[str] = []
        self.said: list[str] = []

    def ask(self, *answers: str) -> Callable[[str], str]:
        waiting = list(answers)

        def answer(prompt: str) -> str:
            self.asked.append(prompt)
            return waiting.pop(0)

        return answer

    def files(self, *answers: str) -> Files:
        """What the next start of the program gets."""
        unlocking._open_already.clear()
        self.asked.clear()
        self.said.clear()
        return files_for(self.places, self.ask(*answers), self.said.append)

    def opened(self, *answers: str) -> SealedFiles:
        files = self.files(*(answers or (PASSPHRASE,)))
        assert isinstance(files, SealedFiles)
        return files

    def refused(self, *answers: str) -> str:
        with pytest.raises(Problem) as problem:
            self.files(*answers)
        return problem.value.sentence

    def write(self, number: int, files: Files = PLAIN) -> None:
        library = Library(self.places.library, self.places.state, files)
        library.append(SHARD, [line(number, f"secret {number}", library.writer)])
        library.close(SHARD)
        library.release()

    def read(self, files: Files) -> list[str]:
        return texts(Library(self.places.library, self.places.state, files).read(SHARD).events)

    def problems(self, files: Files) -> list[str]:
        return list(Library(self.places.library, self.places.state, files).read(SHARD).problems)

    def words_lie_open(self) -> bool:
        tops = (self.places.library, self.places.state)
        return any(b"secret" in p.read_bytes() for top in tops for p in top.rglob("*") if p.is_file())

    def turn_on(self) -> encrypting.NewKeys:
        new = encrypting.new_keys()
        assert encrypting.turn_on(self.places, PASSPHRASE, new).whole
        return new


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Device]:
    device = Device(tmp_path / "one", tmp_path / "synced")
    device.write(1)
    yield device
    unlocking._open_already.clear()


@pytest.fixture
def second(tmp_path: Path, laptop: Device) -> Device:
    return Device(tmp_path / "two", tmp_path / "synced")


# --- on and off -----------------------------------------------------------------------------------------------------


def test_an_open_library_is_opened_without_a_question_and_without_pyrage(laptop: Device) -> None:
    assert laptop.files() is PLAIN and laptop.asked == []
    program = (
        "import sys; from pathlib import Path; from peer_tui.paths import Places; p = Path(sys.argv[1]);"
        "from peer_tui.services.unlocking import files_for;"
        "assert not files_for(Places(p, p / 's', p, p, p), None).sealed;"
        "print(sorted({'pyrage', 'getpass', 'tinydb', 'filelock', 'zipfile'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(laptop.places.library)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_turned_on_it_asks_once_a_run_and_no_word_lies_open(laptop: Device) -> None:
    laptop.places.cache.mkdir(parents=True)
    (laptop.places.cache / "index-1.sqlite").write_bytes(b"secret 1")
    laptop.turn_on()
    assert not laptop.words_lie_open() and not laptop.places.cache.exists()
    files = laptop.opened()
    assert laptop.asked == ["Passphrase of this library: "] and laptop.said == ["Unlocking…"]
    assert files_for(laptop.places, None) is files
    laptop.write(2, files)
    assert laptop.read(files) == ["secret 1", "secret 2"] and not laptop.words_lie_open()
    assert files.notices == ()
    with pytest.raises(Problem, match="encrypted already"):
        encrypting.turn_on(laptop.places, PASSPHRASE, encrypting.new_keys())


def test_turned_off_everything_is_as_it_was(laptop: Device) -> None:
    laptop.turn_on()
    files = laptop.opened()
    laptop.write(2, files)
    done = encrypting.turn_off(laptop.places, files)
    assert done.whole and "identity-before-1.age" in done.said[0]
    assert laptop.files() is PLAIN and laptop.read(PLAIN) == ["secret 1", "secret 2"]
    assert [p.name for p in laptop.places.library.rglob("*") if p.suffix == ".age" or p.suffix == ".txt"] == []
    laptop.turn_on()
    assert laptop.read(laptop.opened()) == ["secret 1", "secret 2"]


def test_nothing_is_turned_while_another_window_is_open(laptop: Device) -> None:
    other = Library(laptop.places.library, laptop.places.state)
    assert other.writer
    with pytest.raises(Problem, match="Another peer-tui is open"):
        encrypting.turn_on(laptop.places, PASSPHRASE, encrypting.new_keys())
    assert laptop.files() is PLAIN
    other.release()
    laptop.turn_on()
    files = laptop.opened()
    assert other.writer
    for act in (
        lambda: encrypting.turn_off(laptop.places, files),
        lambda: letting_in.add_recipient(laptop.places, files, keys.public_of(keys.new_secret())),
    ):
        with pytest.raises(Problem, match="Another peer-tui is open"):
            act()
    assert len(letting_in.recipients(laptop.places)) == 2
    with conversion_notes.alone(laptop.places.state):
        assert "just encrypting" in laptop.refused(PASSPHRASE)


def test_a_window_opened_in_the_very_moment_takes_it_back(laptop: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Library(laptop.places.library, laptop.places.state)
    real = keys.write_list

    def and_opens(folder: Path, recipients: list[keys.Recipient]) -> None:
        assert other.writer
        real(folder, recipients)

    monkeypatch.setattr(keys, "write_list", and_opens)
    with pytest.raises(Problem, match="Another peer-tui is open"):
        encrypting.turn_on(laptop.places, PASSPHRASE, encrypting.new_keys())
    assert laptop.files() is PLAIN and laptop.read(PLAIN) == ["secret 1"]
    other.release()


def test_cut_short_it_is_finished_at_the_next_start(laptop: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def dying(*args: object) -> None:
        raise Killed

    laptop.write(2)
    with monkeypatch.context() as patch:
        patch.setattr(SealedFiles, "seal", dying)
        with pytest.raises(Killed):
            laptop.turn_on()
    assert laptop.words_lie_open()
    files = laptop.opened()
    assert laptop.said[-1].startswith("Encrypting what is not encrypted yet") and files.notices == ()
    assert laptop.read(files) == ["secret 1", "secret 2"] and not laptop.words_lie_open()


def test_a_full_disk_in_the_midst_is_a_sentence_and_nothing_is_lost(
    laptop: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(SealedFiles, "seal", full)
        done = encrypting.turn_on(laptop.places, PASSPHRASE, encrypting.new_keys())
    assert len(done.problems) == 2 and "no space left" in done.problems[0]
    with monkeypatch.context() as patch:
        patch.setattr(SealedFiles, "seal", full)
        files = laptop.opened()
    assert laptop.said[-1].startswith("Encrypting what is not encrypted yet")
    assert "no space left" in files.notices[0] and laptop.read(files) == ["secret 1"]
    assert laptop.opened().notices == () and not laptop.words_lie_open()
    laptop.opened()
    assert laptop.said == ["Unlocking…"]


# --- the passphrase -------------------------------------------------------------------------------------------------


def test_three_wrong_passphrases(laptop: Device) -> None:
    laptop.turn_on()
    assert "opens it: peer-tui encrypt recover" in laptop.refused("a", "", "\ud800")
    assert laptop.asked[1] == "That was not it. Passphrase: " and len(laptop.asked) == 3
    assert laptop.opened("wrong", PASSPHRASE)
    unlocking._open_already.clear()
    with pytest.raises(Problem, match=PASSPHRASE_FILE):
        files_for(laptop.places, None)


def test_a_passphrase_is_the_same_however_its_letters_are_put_together(laptop: Device) -> None:
    encrypting.turn_on(laptop.places, passphrases.new_passphrase(laptop.ask("Ångström é 林", "Ångström é 林")),
                       encrypting.new_keys())  # fmt: skip
    assert laptop.opened("A\u030angstro\u0308m e\u0301 林")


def test_a_new_passphrase_is_asked_for_twice_and_not_too_short(laptop: Device) -> None:
    for answers in (("short", "short"), ("", "")):
        with pytest.raises(Problem, match="8 characters at least"):
            passphrases.new_passphrase(laptop.ask(*answers))
    with pytest.raises(Problem, match="were not the same"):
        passphrases.new_passphrase(laptop.ask("long enough 1", "another one", "long enough", "x", "long enough", "y"))
    with pytest.raises(Problem, match="a character that is none"):
        passphrases.new_passphrase(laptop.ask("long enough \ud800"))
    assert passphrases.new_passphrase(laptop.ask("long enough", "typo", "long enough", "long enough")) == "long enough"
    with pytest.raises(Problem, match="no terminal"):
        passphrases.new_passphrase(None)


@pytest.mark.skipif(sys.platform == "win32", reason="owner-only modes are POSIX")
def test_for_scripts_a_file_of_the_owners_alone(
    laptop: Device, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.turn_on()
    kept = tmp_path / "passphrase"
    kept.write_text(f"# of the laptop\n{PASSPHRASE}\r\nmore\n")
    monkeypatch.setenv(PASSPHRASE_FILE, str(kept))
    kept.chmod(0o640)
    assert "chmod 600" in laptop.refused()
    kept.chmod(0o600)
    assert laptop.opened() and laptop.asked == [] and laptop.said == []
    kept.write_text("wrong\n")
    assert "does not open" in laptop.refused()
    kept.write_text("\n\n")
    assert "holds nothing" in laptop.refused()
    kept.unlink()
    assert "cannot be read" in laptop.refused()


def test_another_passphrase(laptop: Device) -> None:
    laptop.turn_on()
    letting_in.change_passphrase(laptop.places, laptop.ask(PASSPHRASE, "another one", "another one"), print)
    assert "does not open" in laptop.refused(PASSPHRASE, PASSPHRASE, PASSPHRASE)
    assert laptop.read(laptop.opened("another one")) == ["secret 1"]


def test_without_the_extra_it_says_how_to_install_it(laptop: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop.turn_on()
    monkeypatch.setitem(sys.modules, "pyrage", None)
    assert 'pip install "peer-tui[encrypt]"' in laptop.refused(PASSPHRASE)
    with pytest.raises(Problem, match=r"peer-tui\[encrypt\]"):
        encrypting.new_keys()


# --- more devices ---------------------------------------------------------------------------------------------------


def test_a_second_device_is_let_in_by_the_first(laptop: Device, second: Device) -> None:
    second.write(2)
    laptop.turn_on()
    told = second.refused("the second one's", "the second one's")
    key = keys.own_key(second.places.state)
    assert f"peer-tui encrypt add-recipient {key}" in told and "A key for this device was made" in told
    assert f"add-recipient {key}" in second.refused() and second.asked == []
    files = laptop.opened()
    assert laptop.read(files) == ["secret 1", "secret 2"]  # its log still lies open
    done = letting_in.add_recipient(laptop.places, files, key, "the second laptop")
    assert done.whole and done.files == 2
    theirs = second.opened("the second one's")
    assert second.said[-1].startswith("Encrypting what is not encrypted yet")
    assert second.read(theirs) == ["secret 1", "secret 2"] and second.problems(theirs) == []
    assert not second.words_lie_open()
    second.write(3, theirs)
    assert laptop.read(laptop.opened()) == ["secret 1", "secret 2", "secret 3"]
    assert {one.recipient.name: one.state for one in letting_in.recipients(second.places)} == {
        "the second laptop": "this device",
        "recovery key": "yes",
        letting_in.recipients(laptop.places)[0].recipient.name: "yes",
    }


def test_a_key_that_only_the_synced_list_holds_is_told_and_counts_when_accepted(laptop: Device) -> None:
    laptop.turn_on()
    intruder = keys.new_secret()
    public = keys.public_of(intruder)
    keys.write_list(laptop.places.library, [*keys.offered(laptop.places.library), keys.Recipient(public, "[/] Ana?")])
    files = laptop.opened()
    (notice,) = files.notices
    assert "[/] Ana?" in notice and f"add-recipient {public}" in notice
    laptop.write(2, files)
    theirs = SealedFiles([intruder], [public])
    assert laptop.read(theirs) == [] and len(laptop.problems(theirs)) == 1
    assert letting_in.recipients(laptop.places)[-1].state == "not yet accepted here"
    letting_in.add_recipient(laptop.places, files, public)
    assert laptop.read(theirs) == ["secret 1", "secret 2"]
    assert laptop.opened().notices == ()
    assert letting_in.recipients(laptop.places)[-1].recipient.name == "[/] Ana?"


def test_a_key_that_is_taken_off_opens_nothing_more(laptop: Device, second: Device) -> None:
    laptop.turn_on()
    second.refused("the second one's", "the second one's")
    key = keys.own_key(second.places.state)
    letting_in.add_recipient(laptop.places, laptop.opened(), key, "the second laptop")
    theirs = second.opened("the second one's")
    letting_in.remove_recipient(laptop.places, laptop.opened(), "the second laptop")
    laptop.write(2, laptop.opened())
    assert second.read(theirs) == [] and "other keys" in second.problems(theirs)[0]
    (notice,) = second.opened("the second one's").notices[:1]
    assert "was taken off the list on another device" in notice
    for wrong in (keys.own_key(laptop.places.state), "nobody"):
        with pytest.raises(Problem):
            letting_in.remove_recipient(laptop.places, laptop.opened(), wrong)


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("age1xyz", "is no public age key"),
        ("", "is no public age key"),
        ("[/bold]\x1b[2J" * 900, "is no public age key"),
        ("AGE-SECRET-KEY-1QQQ", "This is a secret key"),
    ],
)
def test_what_is_no_key_is_refused(laptop: Device, key: str, why: str) -> None:
    laptop.turn_on()
    files = laptop.opened()
    with pytest.raises(Problem, match=why):
        letting_in.add_recipient(laptop.places, files, key)
    with pytest.raises(Problem, match="opens the library already"):
        letting_in.add_recipient(laptop.places, files, keys.own_key(laptop.places.state))
    with pytest.raises(Problem, match="Another name"):
        letting_in.add_recipient(laptop.places, files, keys.public_of(keys.new_secret()), "Recovery key")


def test_a_list_that_a_sync_tool_lost_does_not_open_the_library(laptop: Device) -> None:
    laptop.turn_on()
    (laptop.places.library / keys.RECIPIENTS).unlink()
    files = laptop.opened()
    assert "is gone or empty" in files.notices[0]
    laptop.write(2, files)
    assert not laptop.words_lie_open() and laptop.read(files) == ["secret 1", "secret 2"]


def test_a_list_of_this_device_that_was_emptied_is_filled_again(laptop: Device) -> None:
    laptop.turn_on()
    (laptop.places.state / keys.RECIPIENTS).write_bytes(b"")
    (laptop.places.state / keys.PUBLIC).unlink()
    keys.write_list(laptop.places.library, [keys.Recipient(keys.public_of(keys.new_secret()), "another")])
    files = laptop.opened()
    assert keys.own_key(laptop.places.state) in files.recipients
    laptop.write(2, files)
    assert laptop.read(laptop.opened()) == ["secret 1", "secret 2"]
    assert keys.own_key(laptop.places.state) in {one.key for one in keys.offered(laptop.places.library)}


# --- the recovery key -----------------------------------------------------------------------------------------------


def test_the_recovery_key_opens_it_when_the_passphrase_is_forgotten(laptop: Device) -> None:
    new = laptop.turn_on()
    laptop.write(2, laptop.opened())
    old = keys.own_key(laptop.places.state)
    done = encrypting.recover(laptop.places, new.recovery, "a new passphrase")
    assert done.whole and done.files == 2
    assert laptop.read(laptop.opened("a new passphrase")) == ["secret 1", "secret 2"]
    assert laptop.said == ["Unlocking…"]
    assert old not in {one.recipient.key for one in letting_in.recipients(laptop.places)}
    assert not laptop.words_lie_open()


def test_on_a_new_laptop_the_recovery_key_opens_what_the_lost_one_wrote(laptop: Device, second: Device) -> None:
    new = laptop.turn_on()
    done = encrypting.recover(second.places, new.recovery, "a new passphrase")
    assert [path.name.partition("-")[0] for path in done.others_sealed] != []
    assert second.read(second.opened("a new passphrase")) == []
    assert encrypting.recover(second.places, new.recovery, "a new passphrase", all_devices=True).whole
    files = second.opened("a new passphrase")
    assert second.read(files) == ["secret 1"]
    second.write(2, files)
    assert second.read(files) == ["secret 1", "secret 2"]


def test_a_new_recovery_key_takes_the_place_of_the_old_one(laptop: Device) -> None:
    new = laptop.turn_on()
    fresh = keys.new_secret()
    letting_in.replace_recovery_key(laptop.places, laptop.opened(), fresh)
    laptop.write(2, laptop.opened())
    assert laptop.read(SealedFiles([fresh], [keys.public_of(fresh)])) == ["secret 1", "secret 2"]
    assert laptop.read(SealedFiles([new.recovery], [keys.public_of(fresh)])) == []
    for wrong, why in ((new.recovery, "not one of this library's"), ("AGE-SECRET", "no recovery key")):
        with pytest.raises(Problem, match=why):
            encrypting.recover(laptop.places, wrong, "a new passphrase")
    assert len(letting_in.recipients(laptop.places)) == 2


def test_the_recovery_key_is_stored_nowhere(laptop: Device, tmp_path: Path) -> None:
    new = laptop.turn_on()
    laptop.opened()
    encrypting.recover(laptop.places, new.recovery, "a new passphrase")
    for path in tmp_path.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            assert new.recovery.encode() not in raw and new.recovery.encode()[::-1] not in raw, path


# --- the program on top ---------------------------------------------------------------------------------------------


def test_a_workspace_on_it_drafts_and_stacks_leave_no_word(room: object, tmp_path: Path) -> None:
    from tests.services.conftest import Room

    assert isinstance(room, Room)
    places, meeting = room.workspace.places, room.session.id
    room.workspace.close()
    encrypting.turn_on(places, PASSPHRASE, encrypting.new_keys())
    device = Device(tmp_path, places.library)
    device.places = places
    workspace = Workspace(places, ManualClock(START), Settings(), threaded=False, files=device.opened())
    from peer_tui.services.session import LiveSession

    opened, held = workspace.find_meeting(meeting)
    session = LiveSession(workspace, opened, held.id)
    session.enter("! A quite secret decision")
    session.typed("a secret half-typed")
    session.keep_draft("a secret half-typed")
    session.enter("/stack bo")
    session.keep_draft("a secret half-typed")
    session.keep_voices()
    assert not any(b"secret" in path.read_bytes() for path in room.home.rglob("*") if path.is_file())
    assert list((places.state / "drafts").glob("*.age")) and list((places.state / "ephemera").glob("*.age"))
    workspace.library.release()
    unlocking._open_already.clear()
    again = Workspace(places, ManualClock(START), Settings(), threaded=False, files=device.opened())
    opened, held = again.find_meeting(meeting)
    assert LiveSession(again, opened, held.id).restore_draft() == "a secret half-typed"
    again.close()


def test_a_copied_library_without_a_key_says_so_and_never_looks_empty(laptop: Device, tmp_path: Path) -> None:
    laptop.turn_on()
    (laptop.places.library / keys.RECIPIENTS).unlink()
    shutil.copytree(laptop.places.library, tmp_path / "copied")
    elsewhere = Device(tmp_path / "three", tmp_path / "copied")
    assert elsewhere.files() is PLAIN and elsewhere.read(PLAIN) == []
    assert "it is encrypted" in elsewhere.problems(PLAIN)[0]


def test_a_state_folder_that_cannot_be_written_does_not_lock_anybody_out(
    laptop: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.turn_on()
    laptop.write(2, laptop.opened())

    def refuse(*args: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("peer_tui.store.sealed.conversion_notes.make_folder", refuse)
    (laptop.places.state / "sealed-for.json").unlink()
    files = laptop.opened()
    assert "read-only file system" in files.notices[0] and laptop.read(files) == ["secret 1", "secret 2"]
