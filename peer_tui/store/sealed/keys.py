"""The keys of a sealed library: this device's own, the recovery key, and the list of those it is sealed for.

    STATE/identity.age        this device's secret key, itself sealed with the passphrase (age, scrypt)
    STATE/identity.pub        its public half
    STATE/recipients.txt      the public keys for which this device seals
    LIBRARY/recipients.txt    the same list, for the other devices: it may be synced

This device seals for the keys in its own list. A key that only the library's list holds was put there by another
device, or by anybody who can write to a synced folder: it is told, and counts here once the person says so. The
recovery key's secret half is shown once and stored nowhere.

Everything here can be opened with the `age` command: `age -d -i identity.age FILE`, `age -R recipients.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from peer_tui.store.durable import read_bytes, replace_file

IDENTITY = "identity.age"
PUBLIC = "identity.pub"
RECIPIENTS = "recipients.txt"
SECRET = "AGE-SECRET-KEY-1"
"""How every secret key begins."""
RECOVERY = "recovery key"
"""The name of the recovery key's public half in the lists."""

_HEAD = (
    "# Everything in this library is encrypted for these keys (age, one public key a line; `age -R` takes this file)."
)
_KEY = re.compile(r"age1[02-9ac-hj-np-z]{58}")
_LARGEST = 100_000
"""Bytes of a list of keys that are read: nobody's list is longer."""
_SEVERAL = "recipients*.txt"
"""The list and the conflict copies of it that a sync tool may have made."""


class WrongPassphrase(Exception):
    """The passphrase does not open this device's key."""


class Recipient(msgspec.Struct, frozen=True):
    """A public key for which the library is sealed."""

    key: str
    """`age1…`."""
    name: str = ""
    """Whose it is, in a person's words; one line."""


def is_installed() -> bool:
    """Whether pyrage is there."""
    try:
        import pyrage  # noqa: F401
    except ImportError:
        return False
    return True


def is_public_key(words: str) -> bool:
    """Whether this is a public key that can be sealed for.

    Raises:
        ImportError: pyrage is not installed.
    """
    import pyrage

    try:
        pyrage.x25519.Recipient.from_str(words)
    except pyrage.RecipientError:
        return False
    return True


def new_secret() -> str:
    """A new secret key, `AGE-SECRET-KEY-1…`.

    Raises:
        ImportError: pyrage is not installed.
    """
    import pyrage

    return str(pyrage.x25519.Identity.generate())


def public_of(secret: str) -> str:
    """The public half of a secret key, `age1…`.

    Raises:
        ImportError: pyrage is not installed.
        ValueError: it is none.
    """
    import pyrage

    try:
        return str(pyrage.x25519.Identity.from_str(secret.strip()).to_public())
    except pyrage.IdentityError as error:
        raise ValueError("This is no secret key.") from error


# --- this device's key --------------------------------------------------------------------------------------------


def keep_identity(state: Path, secret: str, passphrase: str) -> None:
    """Keep this device's secret key, sealed with the passphrase. Takes one to three seconds, as guessing it should.

    Raises:
        OSError: it could not be kept; what was there is as it was.
        UnicodeEncodeError: the passphrase holds half a character.
    """
    import pyrage

    public = public_of(secret)
    sealed = pyrage.passphrase.encrypt(f"# public key: {public}\n{secret}\n".encode(), passphrase)
    replace_file(state / IDENTITY, sealed)
    keep_public(state, public)


def keep_public(state: Path, public: str) -> None:
    """Keep the public half beside it, to be read without a passphrase.

    Raises:
        OSError: it could not be kept.
    """
    replace_file(state / PUBLIC, f"{public}\n".encode())


def open_identity(state: Path, passphrase: str) -> str:
    """This device's secret key. Takes one to three seconds.

    Raises:
        WrongPassphrase: the passphrase does not open it, or its file is damaged.
        OSError: it cannot be read.
    """
    import pyrage

    try:
        opened: bytes = pyrage.passphrase.decrypt(read_bytes(state / IDENTITY) or b"", passphrase)
    except (pyrage.DecryptError, UnicodeEncodeError) as error:
        raise WrongPassphrase from error
    lines = opened.decode("ascii", "replace").splitlines()
    found = [line.strip() for line in lines if line.startswith(SECRET)]
    if not found:
        raise WrongPassphrase
    return found[0]


def own_key(state: Path) -> str:
    """This device's public key, without its passphrase; empty if it has none.

    Raises:
        OSError: it is there and cannot be read.
    """
    return (read_bytes(state / PUBLIC) or b"")[:100].decode("ascii", "replace").strip()


def keep_old_identity(state: Path) -> Path | None:
    """Copy this device's key file to another name before it is replaced or removed: backups elsewhere may need it.

    Returns:
        Where the copy is; None if there was no key file.

    Raises:
        OSError: it could not be copied.
    """
    sealed = read_bytes(state / IDENTITY)
    if sealed is None:
        return None
    number = 1
    while (kept := state / f"identity-before-{number}.age").exists():
        number += 1
    replace_file(kept, sealed)
    return kept


# --- the lists ----------------------------------------------------------------------------------------------------


def accepted(state: Path) -> list[Recipient]:
    """The keys for which this device seals.

    Raises:
        OSError: the list is there and cannot be read.
    """
    return _read(state / RECIPIENTS)


def offered(library: Path) -> list[Recipient]:
    """The keys in the library's list and in any conflict copy of it.

    Raises:
        OSError: one is there and cannot be read.
    """
    found: dict[str, Recipient] = {}
    for path in sorted(library.glob(_SEVERAL)):
        for recipient in _read(path):
            found.setdefault(recipient.key, recipient)
    return list(found.values())


def write_list(folder: Path, recipients: Sequence[Recipient]) -> None:
    """Write the list into STATE or LIBRARY.

    Raises:
        OSError: it is as it was.
    """
    rows = [_HEAD]
    for recipient in recipients:
        rows += [f"# {name}"] if (name := _one_line(recipient.name)) else ["#"]
        rows.append(recipient.key)
    replace_file(folder / RECIPIENTS, ("\n".join(rows) + "\n").encode())


def _read(path: Path) -> list[Recipient]:
    raw = read_bytes(path) or b""
    found: dict[str, Recipient] = {}
    name = ""
    for line in raw[:_LARGEST].decode("utf-8", "replace").splitlines():
        words = line.strip()
        if words.startswith("#"):
            name = _one_line(words.removeprefix("#"))
            continue
        if _KEY.fullmatch(words):
            found.setdefault(words, Recipient(words, name))
        name = ""
    return list(found.values())


def _one_line(name: str) -> str:
    """A name that stands on one line and holds no control character and no half of one."""
    whole = name.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in whole).split())[:80]
