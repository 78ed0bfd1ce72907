"""Who can open an encrypted library: its keys, and changing them."""

from __future__ import annotations

from typing import Literal

import msgspec

from peer_tui.domain.words import marked, say
from peer_tui.paths import Places
from peer_tui.services.encrypting import Progress, change_keys, could_not, refuse_if_open
from peer_tui.services.passphrases import ONLY_ASKED, Ask, new_passphrase
from peer_tui.services.problems import Problem
from peer_tui.services.unlocking import Say, need_age, unlock
from peer_tui.store.sealed import keys
from peer_tui.store.sealed.conversion import Converted
from peer_tui.store.sealed.keys import RECOVERY, Recipient
from peer_tui.store.sealed.sealing import SealedFiles

State = Literal["this device", "yes", "not yet accepted here", "taken off elsewhere"]


class Listed(msgspec.Struct, frozen=True):
    """One key of the library, for a list."""

    recipient: Recipient
    state: State


# Translators: how a key of the library stands to this device, in `peer-tui encrypt recipients`.
_STATES = (marked("this device"), marked("yes"), marked("not yet accepted here"), marked("taken off elsewhere"))


def recipients(places: Places) -> list[Listed]:
    """Every key of the library, and what it is to this device. Asks for no passphrase.

    Raises:
        Problem: the library is not encrypted, or the lists cannot be read.
    """
    refuse_if_open(places)
    try:
        ours, known, listed = keys.own_key(places.state), keys.accepted(places.state), keys.offered(places.library)
    except OSError as error:
        raise could_not(error) from error
    union = {one.key: one for one in (*listed, *known)}

    def state(key: str) -> State:
        if key == ours:
            return "this device"
        if not any(one.key == key for one in known):
            return "not yet accepted here"
        return "yes" if any(one.key == key for one in listed) else "taken off elsewhere"

    return [Listed(one, state(one.key)) for one in union.values()]


def add_recipient(
    places: Places, files: SealedFiles, key: str, name: str = "", progress: Progress = lambda done, total: None
) -> Converted:
    """Let another device, or a person with an age key, read what this device wrote and writes.

    Raises:
        Problem: this is no public key, or it is one already; nothing was changed.
    """
    key = key.strip()
    if key.upper().startswith(keys.SECRET):
        raise Problem(
            say(
                "This is a secret key, which only its owner should have: do not send it to anybody. The public key "
                "begins "
                "with age1. Nothing was changed."
            )
        )
    if not keys.is_public_key(key):
        raise Problem(say("“{key}” is no public age key: it begins with age1 and has 62 characters.", key=key[:80]))
    known = keys.accepted(places.state)
    if any(one.key == key for one in known):
        raise Problem(say("This key opens the library already. Nothing was changed."))
    if name.strip().casefold() == RECOVERY:
        raise Problem(
            say(
                "Another name, please: “{recovery}” stands for the printed one. Nothing was changed.", recovery=RECOVERY
            )
        )
    offered = next((one for one in keys.offered(places.library) if one.key == key), Recipient(key))
    return change_keys(places, files, [*known, Recipient(key, name or offered.name)], set(), progress)


def remove_recipient(
    places: Places, files: SealedFiles, key: str, progress: Progress = lambda done, total: None
) -> Converted:
    """Stop encrypting for a key. What its owner has copied before stays readable to them.

    Args:
        places: which library.
        files: opened.
        key: the key, or the name it has in the list.
        progress: told how many files of how many are done.

    Raises:
        Problem: it is not in the list, or is this device's own; nothing was changed.
    """
    known = keys.accepted(places.state)
    offered = keys.offered(places.library)
    wanted = {one.key for one in (*known, *offered) if key.strip() in (one.key, one.name)}
    if len(wanted) != 1:
        raise Problem(
            say("“{key}” is more than one key of this library: see `recipients`.", key=key[:80])
            if wanted
            else say("“{key}” is no key of this library: see `recipients`.", key=key[:80])
        )
    if wanted == {keys.own_key(places.state)}:
        raise Problem(say("This is this device's own key: without it nothing could be read here. Nothing was changed."))
    return change_keys(places, files, [one for one in known if one.key not in wanted], wanted, progress)


def change_passphrase(places: Places, ask: Ask | None, tell: Say) -> None:
    """Another passphrase for this device's key. Nothing needs to be encrypted anew.

    Raises:
        Problem: the old one does not open it, or the new one was not given; nothing was changed.
    """
    refuse_if_open(places)
    if ask is None:
        raise Problem(say("There is no terminal to ask for the new passphrase. {only_asked}", only_asked=ONLY_ASKED))
    need_age()
    secret = unlock(places, ask, tell)
    passphrase = new_passphrase(ask, from_file=False)
    try:
        keys.keep_identity(places.state, secret, passphrase)
    except OSError as error:
        raise could_not(error) from error


def replace_recovery_key(
    places: Places, files: SealedFiles, recovery: str, progress: Progress = lambda done, total: None
) -> Converted:
    """A new recovery key in the place of the old one, which then opens nothing that is written or sealed anew.

    Raises:
        Problem: nothing was changed: why.
    """
    known = keys.accepted(places.state)
    old = {one.key for one in (*known, *keys.offered(places.library)) if one.name == RECOVERY}
    fresh = Recipient(keys.public_of(recovery), RECOVERY)
    return change_keys(places, files, [*(one for one in known if one.key not in old), fresh], old, progress)
