"""Encrypting a library, letting other devices in, and opening it again (`peer-tui encrypt`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import msgspec

from peer_tui.domain.words import say
from peer_tui.paths import Places
from peer_tui.services.passphrases import Ask
from peer_tui.services.problems import Problem
from peer_tui.services.unlocking import Say, files_for, is_encrypted, need_age
from peer_tui.store.backups.places import every_backup, out_of_reach
from peer_tui.store.library import Library
from peer_tui.store.sealed import conversion, conversion_notes, keys
from peer_tui.store.sealed.conversion import Converted
from peer_tui.store.sealed.keys import RECOVERY, Recipient
from peer_tui.store.sealed.sealing import SealedFiles
from peer_tui.store.writer import device_id

Progress = Callable[[int, int], None]

TO_ENCRYPT = say('To encrypt a library, install one more part: pip install "peer-tui[encrypt]"')


class NewKeys(msgspec.Struct, frozen=True):
    """Two new secret keys, stored nowhere yet."""

    device: str
    recovery: str
    """To be shown once, and kept by the person."""


def new_keys() -> NewKeys:
    """A key for this device and a recovery key.

    Raises:
        Problem: the part that encrypts is not installed.
    """
    need_age(TO_ENCRYPT)
    return NewKeys(keys.new_secret(), keys.new_secret())


def refuse_if_encrypted(places: Places) -> None:
    """Go on only with an open library.

    Raises:
        Problem: it is encrypted already.
    """
    if is_encrypted(places):
        raise Problem(
            say(
                "This library is encrypted already. `peer-tui encrypt recipients` lists its keys; "
                "`peer-tui encrypt --help` tells what else can be done."
            )
        )


def turn_on(
    places: Places,
    passphrase: str,
    new: NewKeys,
    *,
    name: str = "",
    all_devices: bool = False,
    progress: Progress = lambda done, total: None,
) -> Converted:
    """Encrypt the library: from here on everything is written sealed, and what lies open is sealed.

    Args:
        places: which library.
        passphrase: opens this device's key.
        new: the keys; the recovery key was shown to the person.
        name: what this device is called in the list of keys.
        all_devices: also seal the logs of other devices, which must then no longer be in use.
        progress: told how many files of how many are done.

    Raises:
        Problem: nothing was changed: why.
    """
    refuse_if_encrypted(places)
    need_age(TO_ENCRYPT)
    with _alone(places) as library:
        device = Recipient(keys.public_of(new.device), name or f"device {device_id(places.state)}")
        recipients = [device, Recipient(keys.public_of(new.recovery), RECOVERY)]
        try:
            keys.write_list(places.state, recipients)
            keys.keep_identity(places.state, new.device, passphrase)
            keys.write_list(places.library, recipients)
        except OSError as error:
            _undo_turning_on(places)
            raise could_not(error) from error
        if library.others():
            # Begun in the last second, and writing open files.
            _undo_turning_on(places)
            raise _others_open()
        files = SealedFiles([new.device], [one.key for one in recipients], lambda: device_id(places.state))
        return _seal(places, files, all_devices, progress)


def turn_off(places: Places, files: SealedFiles, progress: Progress = lambda done, total: None) -> Converted:
    """Open everything this device sealed, and write open files from here on.

    Where something could not be opened the library stays encrypted: `Converted.problems` says what.

    Raises:
        Problem: nothing was changed: why.
    """
    with _alone(places, files) as library:
        done = conversion.open_all(library, files, every_backup(places.state), progress)
        if done.whole:
            try:
                (places.library / keys.RECIPIENTS).unlink(missing_ok=True)
                kept = keys.keep_old_identity(places.state)
                for name in (keys.IDENTITY, keys.PUBLIC, keys.RECIPIENTS):
                    (places.state / name).unlink(missing_ok=True)
                conversion_notes.forget(places.state)
            except OSError as error:
                raise could_not(error) from error
            done.said.append(
                say("This device's key is kept as {kept}: encrypted backups elsewhere may still need it.", kept=kept)
            )
        return done


def seal_everything(
    places: Places,
    files: SealedFiles,
    *,
    all_devices: bool = False,
    progress: Progress = lambda done, total: None,
) -> Converted:
    """Seal for the present keys whatever of this device's is not sealed for them yet.

    Raises:
        Problem: another run of the program is open on this library.
    """
    with _alone(places, files):
        return _seal(places, files, all_devices, progress)


def refuse_if_open(places: Places) -> None:
    """Go on only with an encrypted library.

    Raises:
        Problem: it is not encrypted.
    """
    if not is_encrypted(places):
        raise Problem(say("This library is not encrypted. To encrypt it, run: peer-tui encrypt"))


def opened(places: Places, ask: Ask | None, tell: Say) -> SealedFiles:
    """The files of an encrypted library, opened with its passphrase.

    Raises:
        Problem: it is not encrypted, or was not opened.
    """
    refuse_if_open(places)
    files = files_for(places, ask, tell)
    assert isinstance(files, SealedFiles)
    return files


def recover(
    places: Places,
    recovery: str,
    passphrase: str,
    *,
    name: str = "",
    all_devices: bool = False,
    progress: Progress = lambda done, total: None,
) -> Converted:
    """Open the library with the recovery key: this device gets a new key of its own, with a new passphrase.

    What this device wrote is sealed for its new key before that key counts: a kill in between leaves everything to be
    opened with the recovery key again.

    Args:
        places: which library.
        recovery: the secret key that was printed.
        passphrase: for this device's new key.
        name: what this device is called in the list of keys.
        all_devices: also seal for it what other devices wrote, which must then no longer be in use.
        progress: told how many files of how many are done.

    Raises:
        Problem: that key is not one of this library's; nothing was changed.
    """
    refuse_if_open(places)
    need_age()
    old = keys.own_key(places.state)
    known = keys.accepted(places.state) or keys.offered(places.library)
    try:
        public = keys.public_of(recovery)
    except ValueError:
        raise Problem(
            say("This is no recovery key: it begins with {secret}. Nothing was changed.", secret=keys.SECRET)
        ) from None
    if public not in {one.key for one in (*known, *keys.offered(places.library))}:
        raise Problem(
            say("This key is not one of this library's (`peer-tui encrypt recipients`). Nothing was changed.")
        )
    secret = keys.new_secret()
    with _alone(places):
        own = Recipient(keys.public_of(secret), name or f"device {device_id(places.state)}")
        wanted = [own, *(one for one in known if one.key != old)]
        files = SealedFiles([secret, recovery], [one.key for one in wanted], lambda: "")
        done = _seal(places, files, all_devices, progress, renewed=False)
        try:
            keys.keep_old_identity(places.state)
            keys.keep_identity(places.state, secret, passphrase)
            _write_lists(places, wanted, {old})
            library = Library(places.library, places.state, files)
            done.problems += conversion.renew_keys_in_backups(library, files, every_backup(places.state))
        except OSError as error:
            raise could_not(error) from error
        return done


def change_keys(
    places: Places, files: SealedFiles, wanted: list[Recipient], taken_off: set[str], progress: Progress
) -> Converted:
    """Other keys from here on, and for what was written before.

    Args:
        places: which library.
        files: opened.
        wanted: the keys for which this device seals from here on.
        taken_off: keys that leave the library's list as well; others that only other devices know stay in it.
        progress: told how many files of how many are done.

    Raises:
        Problem: nothing was changed, or the work was cut short: why.
    """
    changed = files.sealing_for([one.key for one in wanted])
    with _alone(places, changed):
        try:
            _write_lists(places, wanted, taken_off)
        except OSError as error:
            raise could_not(error) from error
        return _seal(places, changed, False, progress)


# --- what they share ----------------------------------------------------------------------------------------------


def _write_lists(places: Places, wanted: list[Recipient], taken_off: set[str]) -> None:
    """This device's list, and the library's, in which what other devices added stays."""
    mine = {one.key for one in wanted}
    others = [one for one in keys.offered(places.library) if one.key not in mine | taken_off]
    keys.write_list(places.library, [*wanted, *others])
    keys.write_list(places.state, wanted)


def _seal(
    places: Places, files: SealedFiles, all_devices: bool, progress: Progress, *, renewed: bool = True
) -> Converted:
    """Seal what is open or sealed for other keys; noted as done only if nothing was left.

    Args:
        places: which library.
        files: sealing for the present keys.
        all_devices: also what other devices wrote.
        progress: told how many files of how many are done.
        renewed: the lists on the disk are those of `files` already: the backups get them too.
    """
    library = Library(places.library, places.state, files)
    try:
        since, all_devices = conversion_notes.begin(places.state, files.recipients, all_devices)
        backups = every_backup(places.state)
        done = conversion.seal_all(library, files, backups, since=since, all_devices=all_devices, progress=progress)
        conversion.drop_derived(places.cache)
        if renewed:
            done.problems += conversion.renew_keys_in_backups(library, files, backups)
        if done.whole:
            conversion_notes.finish(places.state, files.recipients)
    except OSError as error:
        raise could_not(error) from error
    finally:
        library.release()
    done.said += [
        say("Backups in {folder} could not be reached and are as they were.", folder=folder)
        for folder in out_of_reach(places.state)
    ]
    return done


@contextmanager
def _alone(places: Places, files: SealedFiles | None = None) -> Iterator[Library]:
    """The library, with nobody else writing to it or turning its files.

    Raises:
        Problem: somebody is.
    """
    with conversion_notes.alone(places.state) as free:
        library = Library(places.library, places.state, *([] if files is None else [files]))
        try:
            library.writer  # noqa: B018 - takes a slot, so that the count is of the others
            if not free or library.others():
                raise _others_open()
            yield library
        finally:
            library.release()


def _undo_turning_on(places: Places) -> None:
    with suppress(OSError):
        (places.library / keys.RECIPIENTS).unlink(missing_ok=True)
        for name in (keys.IDENTITY, keys.PUBLIC, keys.RECIPIENTS):
            (places.state / name).unlink(missing_ok=True)


def _others_open() -> Problem:
    return Problem(say("Another peer-tui is open on this library. Nothing was changed: close it, then try again."))


def could_not(error: OSError) -> Problem:
    """What a disk that refused in the midst means for the library, in words."""
    why = (error.strerror or str(error)).lower()
    where = say(" at {filename}", filename=error.filename) if error.filename else ""
    return Problem(
        say(
            "That could not be finished ({why}{where}). Nothing was lost: what is encrypted and what is not yet are "
            "both "
            "read, and the same command takes up the work again.",
            why=why,
            where=where,
        )
    )
