"""Opening a library: an ordinary one at once, an encrypted one with its passphrase, asked for once a run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from peer_tui.domain.words import say
from peer_tui.paths import Places
from peer_tui.services.passphrases import FOR_SCRIPTS, TRIES, Ask, new_passphrase, normal, passphrase_from_file
from peer_tui.services.problems import Problem
from peer_tui.store.files import PLAIN, Files

if TYPE_CHECKING:
    from peer_tui.store.sealed.keys import Recipient
    from peer_tui.store.sealed.sealing import SealedFiles

_IDENTITY, _RECIPIENTS = "identity.age", "recipients.txt"  # as in store.keys, which an open library need not import

Say = Callable[[str], None]

NOT_INSTALLED = say(
    "This library is encrypted, and the part of peer-tui that opens it is not installed. Nothing was read or written. "
    'Install it with: pip install "peer-tui[encrypt]"'
)
_open_already: dict[Places, Files] = {}


def is_encrypted(places: Places) -> bool:
    """Whether the library is encrypted: two questions to the disk, nothing is read.

    A list of keys that a sync tool lost does not make it an open one: this device's key says so as well.
    """
    return (places.library / _RECIPIENTS).exists() or (places.state / _IDENTITY).exists()


def files_for(places: Places, ask: Ask | None, tell: Say = lambda sentence: None) -> Files:
    """How the library's files are read and written.

    Args:
        places: which library.
        ask: asks the person for a passphrase, given the prompt; None where there is nobody to ask.
        tell: told what takes a while.

    Raises:
        Problem: it cannot be opened: why, and what to do.
    """
    if not is_encrypted(places):
        return PLAIN
    if places not in _open_already:
        _open_already[places] = _open(places, ask, tell)
    return _open_already[places]


def unlock(places: Places, ask: Ask | None, tell: Say = lambda sentence: None) -> str:
    """This device's secret key, opened with the passphrase: from the file for scripts, or asked for up to three times.

    Raises:
        Problem: it was not opened.
    """
    from peer_tui.store.sealed.keys import WrongPassphrase, open_identity

    kept = passphrase_from_file()
    if kept is None and ask is None:
        raise Problem(
            say(
                "This library is encrypted, and there is no terminal to ask for its passphrase. {for_scripts}",
                for_scripts=FOR_SCRIPTS,
            )
        )
    for turn in range(TRIES if kept is None else 1):
        if kept is None and ask is not None:
            passphrase = normal(
                ask((say("That was not it. Passphrase:") if turn else say("Passphrase of this library:")) + " ")
            )
            tell(say("Unlocking…"))
        else:
            passphrase = kept or ""
        try:
            return open_identity(places.state, passphrase)
        except WrongPassphrase:
            continue
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise Problem(
                say(
                    "The key of this library, {state}, cannot be read ({why}).", state=places.state / _IDENTITY, why=why
                )
            ) from error
    raise Problem(
        say(
            "That passphrase does not open this library. Nothing was changed. If it is forgotten, the printed "
            "recovery key "
            "opens it: peer-tui encrypt recover"
        )
    )


def need_age(sentence: str = NOT_INSTALLED) -> None:
    """Go on only where the extra is installed.

    Raises:
        Problem: it is not; says how to install it.
    """
    from peer_tui.store.sealed.keys import is_installed

    if not is_installed():
        raise Problem(sentence)


def _open(places: Places, ask: Ask | None, tell: Say) -> Files:
    from peer_tui.store.sealed import keys
    from peer_tui.store.sealed.conversion_notes import is_going_on
    from peer_tui.store.sealed.sealing import SealedFiles
    from peer_tui.store.writer import device_id

    need_age()
    if is_going_on(places.state):
        raise Problem(
            say("Another peer-tui is just encrypting or opening this library. Nothing was changed; try again soon.")
        )
    if not (places.state / _IDENTITY).exists():
        raise _first_time_here(places, ask, tell)
    recipients = _recipients(places)
    secret = unlock(places, ask, tell)
    own = keys.public_of(secret)
    if keys.own_key(places.state) != own:
        with suppress(OSError):
            keys.keep_public(places.state, own)
    names = {one.key for one in recipients}
    if own not in names:
        # Its list, or the file with the public half, was damaged or removed: what it writes it must be able to read.
        recipients = _with_our_own(places, own, recipients)
    files = SealedFiles([secret], [one.key for one in recipients], lambda: device_id(places.state))
    files.notices = (*_notices(places, recipients), *_finish_sealing(places, files, tell))
    return files


def _first_time_here(places: Places, ask: Ask | None, tell: Say) -> Problem:
    """This device has no key for the library yet: it gets one, and somebody must let it in."""
    from peer_tui.store.sealed import keys

    if ask is None and passphrase_from_file() is None:
        return Problem(
            say(
                "This library is encrypted, and this device has no key for it yet. Run peer-tui in a terminal once "
                "to make "
                "one. {for_scripts}",
                for_scripts=FOR_SCRIPTS,
            )
        )
    tell(
        say(
            "This library is encrypted, and this device has no key for it yet: one is made now. Choose a passphrase "
            "that "
            "opens it on this device. (With the printed recovery key instead: Ctrl-C, then peer-tui encrypt recover)"
        )
    )
    passphrase = new_passphrase(ask)
    secret = keys.new_secret()
    keys.keep_identity(places.state, secret, passphrase)
    return Problem(say("A key for this device was made. {let_in}", let_in=_let_in(keys.public_of(secret))))


def _recipients(places: Places) -> list[Recipient]:
    """For whom this device seals. The first time it takes over the library's list, if it stands in it itself.

    Raises:
        Problem: it does not: nobody let it in yet.
    """
    from peer_tui.store.sealed import keys

    try:
        known = keys.accepted(places.state)
        if known:
            return known
        offered, own = keys.offered(places.library), keys.own_key(places.state)
        if own and own not in {one.key for one in offered}:
            raise Problem(say("This device's key does not open this library yet. {let_in}", let_in=_let_in(own)))
        keys.write_list(places.state, offered)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Problem(
            say("The list of keys of this library cannot be read or kept ({why}). Nothing was changed.", why=why)
        ) from error
    return offered


def _with_our_own(places: Places, own: str, recipients: list[Recipient]) -> list[Recipient]:
    from peer_tui.store.sealed import keys
    from peer_tui.store.writer import device_id

    ours = keys.Recipient(own, f"device {device_id(places.state)}")
    with suppress(OSError):
        keys.write_list(places.library, [*keys.offered(places.library), ours])
        keys.write_list(places.state, [*recipients, ours])
    return [*recipients, ours]


def _let_in(key: str) -> str:
    return say(
        "On a device that opens the library, run: peer-tui encrypt add-recipient {key} --name “the new laptop”. Once "
        "the folder has synced, start peer-tui here again. With the printed recovery key, run here instead: "
        "peer-tui encrypt recover",
        key=key,
    )


def _notices(places: Places, recipients: list[Recipient]) -> tuple[str, ...]:
    """What is different between this device's list of keys and the library's."""
    from peer_tui.store.sealed import keys

    try:
        offered = keys.offered(places.library)
    except OSError:
        offered = []
    if not offered:
        return (
            say(
                "The list of keys, {library}, is gone or empty. This device goes on encrypting for "
                "the keys it knows. If encryption was turned off on another device, run here as well: peer-tui "
                "encrypt off",
                library=places.library / _RECIPIENTS,
            ),
        )
    known, listed = {one.key for one in recipients}, {one.key for one in offered}
    added = [
        say(
            "A key was added on another device: {name}, {key}. What you write is not readable "
            "with it yet. If your group added it, run: peer-tui encrypt add-recipient {key}",
            name=one.name or say("without a name"),
            key=one.key,
        )
        for one in offered
        if one.key not in known
    ]
    gone = [
        say(
            "The key of {name} was taken off the list on another device. What you write is still readable "
            "with it. If your group took it off, run: peer-tui encrypt remove-recipient {key}",
            name=one.name or one.key,
            key=one.key,
        )
        for one in recipients
        if one.key not in listed
    ]
    return (*added, *gone)


def _finish_sealing(places: Places, files: SealedFiles, tell: Say) -> tuple[str, ...]:
    """Seal what is not sealed for the present keys: the first time here, and after a run that was cut short."""
    from peer_tui.services.encrypting import seal_everything
    from peer_tui.store.sealed.conversion_notes import is_sealed_for

    if is_sealed_for(places.state, files.recipients):
        return ()
    tell(say("Encrypting what is not encrypted yet for these keys…"))
    try:
        done = seal_everything(places, files)
    except Problem as problem:
        return (problem.sentence,)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return (say("What is not encrypted for the present keys could not be encrypted now ({why}).", why=why),)
    return (*done.problems, *done.said)
