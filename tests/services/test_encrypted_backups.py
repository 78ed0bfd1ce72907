"""An encrypted library's backups on a new machine: whatever was done to the keys since, one of them opens it there."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from peer_tui.services import backing_up, encrypting, letting_in, restoring
from peer_tui.services.clock import ManualClock
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store.files import PLAIN, Files
from peer_tui.store.sealed import keys
from tests.services.conftest import START
from tests.services.test_encrypting import PASSPHRASE, Device, laptop, quick_passphrases  # noqa: F401


def workspace(device: Device, files: Files = PLAIN) -> Workspace:
    return Workspace(device.places, ManualClock(START), Settings(), files=files)


def backed_up(device: Device, stick: Path, files: Files = PLAIN) -> Path:
    room = workspace(device, files)
    report = backing_up.back_up_now(room, stick, everything=True)
    room.close()
    assert report.path is not None and not report.problems
    return report.path


@pytest.fixture
def new_machine(tmp_path: Path) -> Callable[[Path], Device]:
    """Everything is gone but one backup, which is restored on a new machine."""

    def restored(archive: Path) -> Device:
        device = Device(tmp_path / "new", tmp_path / "new" / "library")
        room = workspace(device)
        assert restoring.restore_now(room, archive).skipped == []
        room.close()
        return device

    return restored


def test_a_backup_from_before_the_library_was_encrypted_opens_with_the_recovery_key(
    laptop: Device,  # noqa: F811
    tmp_path: Path,
    new_machine: Callable[[Path], Device],
) -> None:
    archive = backed_up(laptop, tmp_path / "stick")
    new = laptop.turn_on()
    machine = new_machine(archive)
    assert encrypting.recover(machine.places, new.recovery, "a new passphrase", all_devices=True).whole
    assert machine.read(machine.opened("a new passphrase")) == ["secret 1"]


def test_after_a_recovery_the_new_passphrase_opens_the_backups_on_a_new_machine(
    laptop: Device,  # noqa: F811
    tmp_path: Path,
    new_machine: Callable[[Path], Device],
) -> None:
    new = laptop.turn_on()
    archive = backed_up(laptop, tmp_path / "stick", laptop.opened())
    assert encrypting.recover(laptop.places, new.recovery, "a new passphrase").whole
    machine = new_machine(archive)
    assert machine.read(machine.opened("a new passphrase")) == ["secret 1"]


def test_a_key_that_was_taken_off_does_not_come_back_from_a_backup(
    laptop: Device,  # noqa: F811
    tmp_path: Path,
    new_machine: Callable[[Path], Device],
) -> None:
    new = laptop.turn_on()
    archive = backed_up(laptop, tmp_path / "stick", laptop.opened())
    letting_in.replace_recovery_key(laptop.places, laptop.opened(), keys.new_secret())
    machine = new_machine(archive)
    files = machine.opened()
    assert machine.read(files) == ["secret 1"]
    assert keys.public_of(new.recovery) not in files.recipients


def test_a_backup_in_which_other_keys_sealed_something_keeps_its_own_key(
    laptop: Device,  # noqa: F811
    tmp_path: Path,
) -> None:
    new = laptop.turn_on()
    laptop.write(2, laptop.opened())
    archive = backed_up(laptop, tmp_path / "stick", laptop.opened())
    with zipfile.ZipFile(archive) as file:
        before = file.read("state/identity.age")
    stranger = keys.new_secret()
    from peer_tui.store.sealed.conversion_backups import renew_keys
    from peer_tui.store.sealed.sealing import SealedFiles

    others = SealedFiles([stranger], [keys.public_of(stranger)])
    device = archive_device(archive)
    assert not renew_keys(others, archive, device, b"other keys", b"another key")
    with zipfile.ZipFile(archive) as file:
        assert file.read("state/identity.age") == before
    ours = SealedFiles([new.device], [keys.public_of(new.device)])
    assert renew_keys(ours, archive, device, b"other keys", b"another key")
    with zipfile.ZipFile(archive) as file:
        assert (file.read("state/identity.age"), file.read("recipients.txt")) == (b"another key", b"other keys")


def test_a_backup_of_a_library_that_is_encrypted_no_longer_restores_as_an_open_one(
    laptop: Device,  # noqa: F811
    tmp_path: Path,
    new_machine: Callable[[Path], Device],
) -> None:
    laptop.turn_on()
    archive = backed_up(laptop, tmp_path / "stick", laptop.opened())
    assert encrypting.turn_off(laptop.places, laptop.opened()).whole
    machine = new_machine(archive)
    assert machine.files() is PLAIN
    assert machine.read(PLAIN) == ["secret 1"]
    assert PASSPHRASE not in machine.asked


def archive_device(archive: Path) -> str:
    from peer_tui.store.backups.archives import read_manifest

    manifest = read_manifest(archive)
    assert manifest is not None
    return manifest.device
