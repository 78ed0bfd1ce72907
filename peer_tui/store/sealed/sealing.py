"""Files that lie sealed on the disk (age, through pyrage), readable with a key alone: encryption at rest.

A file P lies as `P.age`, binary age, for every recipient. The `age` command opens it without us, and what comes out is
the file as an open library has it. Where both forms lie there, a kill came between writing the one and removing the
other: the sealed one counts.

pyrage is an extra (`peer-tui[encrypt]`) and imported only here and in `keys`, when a library is opened with a key.
"""

from __future__ import annotations

import contextlib
import errno
import io
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from peer_tui.domain.words import say
from peer_tui.store.durable import flush_folder, read_bytes, replace_file, temporaries
from peer_tui.store.files import Files, Locked, open_name, sealed_form

_KNOWN = 16
"""How many files' contents are kept in memory, so that what we wrote ourselves need not be opened again."""
_OTHER_KEYS = say(
    "it was encrypted for other keys: on the device that wrote it, run `peer-tui encrypt add-recipient` with this "
    "device's key, which `peer-tui encrypt recipients` prints"
)
_NO_KEY_FITS = "No matching keys found"
_BEGINNING = b"age-encryption.org/v1\n"


class Damaged(OSError):
    """A sealed file is not what was written.

    Attributes:
        sealed: its bytes as they are.
    """

    def __init__(self, path: Path, sealed: bytes) -> None:
        super().__init__(errno.EIO, say("it is damaged"), str(path))
        self.sealed = sealed


class SealedFiles(Files):
    """Files sealed for several keys and opened with ours.

    Args:
        identities: the secret keys (`AGE-SECRET-KEY-…`) that open what is read.
        recipients: the public keys (`age1…`) for which everything is sealed that is written.
        own: this device's id. A log of its own that no key opens is damaged, as it was sealed for our key.

    Raises:
        ImportError: pyrage is not installed.
        ValueError: one of the keys is none.
    """

    sealed = True

    def __init__(
        self, identities: Sequence[str], recipients: Sequence[str], own: Callable[[], str] = lambda: ""
    ) -> None:
        import pyrage

        try:
            self._identities = [pyrage.x25519.Identity.from_str(identity) for identity in identities]
            self._recipients = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
        except (pyrage.IdentityError, pyrage.RecipientError) as error:
            raise ValueError("One of these is no age key.") from error
        if not self._recipients:
            raise ValueError("There is no key to seal for.")
        self.recipients = tuple(recipients)
        """For whom everything is sealed."""
        self._age: Any = pyrage
        self._own = own
        self._lock = threading.Lock()
        self._known: dict[Path, tuple[bytes, bytes]] = {}
        """The last contents of some files: sealed as on the disk, and opened."""

    def sealing_for(self, recipients: Sequence[str]) -> SealedFiles:
        """The same files, opened with the same keys and sealed for others.

        Raises:
            ValueError: one of them is no key.
        """
        changed = SealedFiles([], recipients, self._own)
        changed._identities = self._identities
        return changed

    def read(self, path: Path) -> bytes | None:
        """The file's contents, opened; None if there is no such file. Changes nothing.

        Of a damaged file: what can still be opened of it, and then its sealed bytes as they are, so that whoever keeps
        damaged bytes aside keeps everything.

        Raises:
            Locked: it was sealed for other keys.
            OSError: it is there and cannot be read.
        """
        try:
            return self.read_whole(path)
        except Damaged as damaged:
            return self._what_opens(damaged.sealed) + damaged.sealed

    def read_whole(self, path: Path) -> bytes | None:
        """The file's contents, opened; None if there is no such file. Changes nothing.

        Raises:
            Damaged: its sealed bytes are not what was written.
            Locked: it was sealed for other keys.
            OSError: it is there and cannot be read.
        """
        sealed = read_bytes(sealed_form(path))
        if sealed is None:
            return read_bytes(path)
        with self._lock:
            known = self._known.get(path)
        if known is not None and known[0] == sealed:
            return known[1]
        try:
            content = self._open(sealed)
        except self._age.DecryptError as error:
            if str(error) == _NO_KEY_FITS and sealed.startswith(_BEGINNING) and not self._is_own(path):
                raise Locked(path, _OTHER_KEYS) from None
            raise Damaged(path, sealed) from None
        self._know(path, sealed, content)
        return content

    def sealed_bytes(self, content: bytes) -> bytes:
        """What would lie on the disk for this content, where a file of ours lies elsewhere: in a backup."""
        return bytes(self._age.encrypt(content, self._recipients))

    def opened_bytes(self, sealed: bytes) -> bytes | None:
        """The content of sealed bytes from elsewhere; None if no key of ours opens them, or they are damaged."""
        try:
            return self._open(sealed)
        except self._age.DecryptError:
            return None

    def write(
        self, path: Path, content: bytes, *, flush: bool = True, before: Callable[[], None] | None = None
    ) -> None:
        """Make `content` what is in the file, sealed; then an open form of it, if one still lies there, is removed.

        Raises:
            OSError: the file is as it was, or, when only the flushing of its folder failed, already the new one.
        """
        sealed = self.sealed_bytes(content)
        replace_file(sealed_form(path), sealed, flush=flush, before=before)
        self._know(path, sealed, content)
        self._drop_open(path)

    def seal(self, path: Path, content: bytes) -> None:
        """Like `write`, and the open form is removed only after the sealed one was read back from the disk and agrees.

        Raises:
            OSError: it was not sealed, or did not read back as it was; the open form is left where it was.
        """
        form = sealed_form(path)
        replace_file(form, self.sealed_bytes(content))
        if self.opened_bytes(read_bytes(form) or b"") != content:
            raise OSError(errno.EIO, say("it did not read back as it was written"), str(form))
        self._drop_open(path)

    def unseal(self, path: Path) -> bool:
        """Make the file an open one; its sealed form is removed only after the open one was read back and agrees.

        Returns:
            Whether there was a sealed one.

        Raises:
            Damaged: its sealed bytes are not what was written.
            Locked: it was sealed for other keys.
            OSError: it was not opened; the sealed form is left where it was.
        """
        form = sealed_form(path)
        content = self.read_whole(path)
        if content is None or not form.exists():
            return False
        replace_file(path, content)
        if read_bytes(path) != content:
            raise OSError(errno.EIO, say("it did not read back as it was written"), str(path))
        for sealed in (form, *temporaries(form)):
            with contextlib.suppress(FileNotFoundError):
                sealed.unlink()
        flush_folder(path.parent)
        return True

    def left(self, path: Path) -> bytes | None:
        """What a kill in the midst of writing this file left beside it; None if nothing, or nothing readable.

        Raises:
            OSError: it is there and cannot be read.
        """
        sealed = super().left(sealed_form(path))
        if sealed:
            opened = self.opened_bytes(sealed)
            if opened is not None:
                return opened
        return super().left(path)

    def exists(self, path: Path) -> bool:
        """Whether there is such a file, sealed or open."""
        return sealed_form(path).exists() or path.exists()

    def remove(self, path: Path) -> None:
        """Remove the file in both its forms; nothing if there is none.

        Raises:
            OSError: it is there and cannot be removed.
        """
        with self._lock:
            self._known.pop(path, None)
        path.unlink(missing_ok=True)  # first: alone it would be taken for the file
        sealed_form(path).unlink(missing_ok=True)

    def called(self, name: str) -> str:
        """What the file of this name on the disk is called here: without the ending of a sealed one."""
        return open_name(name)

    def on_disk(self, path: Path) -> Path:
        """The file that lies on the disk for this path: the sealed one, but for one that was not sealed yet."""
        form = sealed_form(path)
        return path if path.exists() and not form.exists() else form

    def _open(self, sealed: bytes) -> bytes:
        return bytes(self._age.decrypt(sealed, self._identities))

    def _what_opens(self, sealed: bytes) -> bytes:
        """The beginning of a damaged file: age seals each 64 KiB for itself."""
        opened = io.BytesIO()
        with contextlib.suppress(self._age.DecryptError, OSError):
            self._age.decrypt_io(io.BytesIO(sealed), opened, self._identities)
        return opened.getvalue()

    def _is_own(self, path: Path) -> bool:
        own = self._own()
        return bool(own) and path.name.startswith(f"{own}-")

    def _know(self, path: Path, sealed: bytes, content: bytes) -> None:
        with self._lock:
            self._known.pop(path, None)
            self._known[path] = (sealed, content)
            if len(self._known) > _KNOWN:
                del self._known[next(iter(self._known))]

    def _drop_open(self, path: Path) -> None:
        """Remove the open form and what a kill left of one. It no longer counts: if it stays, the next write tries."""
        dropped = False
        for open_form in (path, *temporaries(path)):
            with contextlib.suppress(OSError):
                open_form.unlink()
                dropped = True
        if dropped:
            with contextlib.suppress(OSError):
                flush_folder(path.parent)
