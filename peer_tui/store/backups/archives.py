"""A backup as a file: an ordinary zip anybody can open, written whole or not at all, and read with care.

Its members are the logs' bytes as they lie on the disk, so that what lies sealed stays sealed, and `backup.json` lists
them. It is written beside its place, flushed, read back and compared, and only then takes its place.

An archive may come from anywhere. What is taken out of one is only what a backup can hold (`archive_names`), each
member and all of them together no larger than any library is.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from peer_tui import __version__
from peer_tui.domain.naming import counted
from peer_tui.domain.words import say
from peer_tui.store.backups.names import LIST, kind_of, same_place
from peer_tui.store.durable import flush_file, flush_folder, make_folder, temporary
from peer_tui.store.files import SEALED
from peer_tui.store.record import examine

if TYPE_CHECKING:
    import zipfile

ARCHIVE_FORMAT = 1
MOST_IN_A_MEMBER = 64 << 20
"""Bytes: a log of 100,000 lines has 64 MiB. The longest day's meeting has some thousand."""
MOST_MEMBERS = 1_000_000
"""Forty times the largest library there is a measure for (25,000 meetings)."""
_MOST_IN_ALL = 16 << 30
"""Bytes: 25,000 meetings of 60 lines are 0.6 GB."""
_FREE_OF_RATIO = 64 << 20
_HIGHEST_RATIO = 250
"""How many times larger than the archive all members may be together, beyond 64 MiB. Logs shrink 5 to 30 times; a zip
made to burst, thousands of times."""


class BrokenArchive(Exception):
    """A file is no backup, or not what was written. The text is a sentence for the scribe."""


class Entry(msgspec.Struct, frozen=True):
    """One line of the list in an archive."""

    name: str
    size: int
    sha256: str
    records: int = 0
    """Whole records; 0 for what is no log."""


class Manifest(msgspec.Struct, frozen=True):
    """The list in an archive, `backup.json`."""

    format: int
    program: str
    made: dt.datetime
    device: str
    whole: bool
    """The library whole, not only what changed."""
    entries: tuple[Entry, ...]

    @property
    def records(self) -> int:
        """How many whole records it holds."""
        return sum(entry.records for entry in self.entries)


class Member(msgspec.Struct, frozen=True):
    """One file on its way into an archive."""

    name: str
    raw: bytes
    """As it lies on the disk."""
    records: int = 0


def write_archive(
    path: Path,
    members: Iterable[Member],
    *,
    made: dt.datetime,
    device: str,
    whole: bool,
    opened: Callable[[str, bytes], bytes | None] | None = None,
) -> Manifest:
    """Write the members to a zip for its owner only, read it back, and only then put it in its place.

    Args:
        path: where to; whatever is there is replaced in one step. Missing folders are made.
        members: drawn one by one, so that a large library is never in memory as a whole.
        made: when, aware.
        device: whose backup it is.
        whole: it is the library whole.
        opened: a log's readable bytes from those of a member; None where no key at hand opens it.

    Raises:
        OSError: nothing was put in place.
        BrokenArchive: what was read back is not what was written; nothing was put in place.
    """
    temp = temporary(path)
    make_folder(path.parent)
    try:
        with contextlib.suppress(FileNotFoundError):
            temp.unlink()
        fd = os.open(temp, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(fd, "w+b") as file:
            manifest = _fill(file, members, made, device, whole)
            file.flush()
            flush_file(file.fileno())
        verify(temp, opened=opened, expected=manifest)
        os.replace(temp, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temp.unlink()
        raise
    flush_folder(path.parent)
    return manifest


def verify(
    path: Path,
    *,
    opened: Callable[[str, bytes], bytes | None] | None = None,
    expected: Manifest | None = None,
    counting: bool = True,
) -> Manifest:
    """Read an archive back, every byte: each member is there, is what the list says, and holds as many whole records.

    Args:
        path: the archive.
        opened: a log's readable bytes from those of a member, or None; without it, what lies sealed is compared unread.
        expected: the list it must have.
        counting: examine and count the records too, which takes a minute for a large library. Without it each member is
            compared with the digest of what was counted when it was written.

    Raises:
        BrokenArchive: it is not.
        OSError: it cannot be read.
    """
    with opened_archive(path) as archive:
        manifest = archive.manifest
        if manifest is None or (expected is not None and manifest != expected):
            raise BrokenArchive(
                say("{name} lacks its list of what it holds, or that list was changed.", name=path.name)
            )
        if archive.refused:
            raise BrokenArchive(f"{path.name}: {archive.refused[0]}")
        listed = {entry.name for entry in manifest.entries}
        if listed != set(archive.names):
            raise BrokenArchive(say("{name} does not hold what its list says.", name=path.name))
        for entry in manifest.entries:
            raw = archive.read(entry.name)
            content = opened(entry.name, raw) if opened else None if entry.name.endswith(SEALED) else raw
            if not counting or content is None or kind_of(entry.name) != "log":
                continue
            if len(examine(content, file_name(entry.name)).whole) != entry.records:
                raise BrokenArchive(
                    say(
                        "{name} in {path_name} does not hold its {records}.",
                        name=entry.name,
                        path_name=path.name,
                        records=counted(entry.records, "{n:,} record", "{n:,} records", "no records"),
                    )
                )
        return manifest


def read_manifest(path: Path) -> Manifest:
    """The list in an archive.

    Raises:
        BrokenArchive: it is no archive, or has none.
        OSError: it cannot be read.
    """
    with opened_archive(path) as archive:
        if archive.manifest is None:
            raise BrokenArchive(say("{name} is a zip, but no backup of peer-tui.", name=path.name))
        return archive.manifest


class Archive:
    """An archive opened for reading. Nothing in it is believed before it is looked at.

    Attributes:
        names: the members that may be taken out, in the order of their names.
        refused: a sentence on each member that may not.
        manifest: the list, if there is a readable one.
    """

    def __init__(self, path: Path, zipped: zipfile.ZipFile) -> None:
        self._zipped = zipped
        self._path = path
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self.refused: list[str] = []
        self._look()
        self.names = sorted(name for name in self._infos if name != LIST)
        self.manifest = self._manifest()
        self._listed = {entry.name: entry for entry in self.manifest.entries} if self.manifest else {}

    def read(self, name: str) -> bytes:
        """A member's bytes, compared with the list.

        Raises:
            BrokenArchive: they cannot be read, or are not what was written.
        """
        raw = self._bytes(name)
        entry = self._listed.get(name)
        if entry is not None and (len(raw), hashlib.sha256(raw).hexdigest()) != (entry.size, entry.sha256):
            raise BrokenArchive(say("{name} is damaged: it is not what was written into the backup.", name=name))
        return raw

    def listed(self, name: str) -> Entry | None:
        """What the list says of a member."""
        return self._listed.get(name)

    def _bytes(self, name: str) -> bytes:
        sentence = say("{name} is damaged: it cannot be read out of the backup.", name=name)
        with _broken_if_unreadable(sentence), self._zipped.open(self._infos[name]) as file:
            raw = file.read(MOST_IN_A_MEMBER + 1)
        if len(raw) > MOST_IN_A_MEMBER:
            raise BrokenArchive(say("{name} is larger than a log can be.", name=name))
        return raw

    def _look(self) -> None:
        """Sort the members into those that may be taken out and those that may not."""
        infos = [info for info in self._zipped.infolist() if not info.filename.endswith("/")]
        total = sum(info.file_size for info in infos)
        size = self._path.stat().st_size
        if len(infos) > MOST_MEMBERS or total > _MOST_IN_ALL or total > _FREE_OF_RATIO + _HIGHEST_RATIO * size:
            raise BrokenArchive(
                say(
                    "{name} would unpack to {total} MB in {number} files, more than any backup. Nothing was unpacked.",
                    name=self._path.name,
                    total=total >> 20,
                    number=len(infos),
                )
            )
        places: set[str] = set()
        for info in infos:
            why = _why_not(info, places)
            if why:
                self.refused.append(say("{filename}: {why}. It was not taken.", filename=info.filename, why=why))
            else:
                places.add(same_place(info.filename))
                self._infos[info.filename] = info

    def _manifest(self) -> Manifest | None:
        if LIST not in self._infos:
            return None
        with contextlib.suppress(BrokenArchive, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return msgspec.json.decode(self._bytes(LIST), type=Manifest)
        return None


@contextlib.contextmanager
def opened_archive(path: Path) -> Iterator[Archive]:
    """An archive, opened for reading.

    Raises:
        BrokenArchive: it is none, or would burst.
        OSError: it cannot be read.
    """
    import zipfile

    with _broken_if_unreadable(
        say("{name} is not a backup: it is no zip file, or it is cut off or damaged.", name=path.name)
    ):
        zipped = zipfile.ZipFile(path)
    with zipped:
        yield Archive(path, zipped)


@contextlib.contextmanager
def _broken_if_unreadable(sentence: str) -> Iterator[None]:
    """Bytes from anywhere make `zipfile` raise nearly anything; only what the disk itself says is passed on."""
    try:
        yield
    except OSError as error:
        # A place before the beginning of the file is asked of the system too, which then says EINVAL.
        if error.errno not in (None, errno.EINVAL):
            raise
        raise BrokenArchive(sentence) from error
    except Exception as error:
        raise BrokenArchive(sentence) from error


def file_name(member: str) -> str:
    """What a member's file is called when it is read: the last part of its name, unsealed."""
    return member.rpartition("/")[2].removesuffix(SEALED)


def _why_not(info: zipfile.ZipInfo, places: set[str]) -> str:
    """Why a member may not be taken out; empty if it may."""
    name = info.filename
    mode = info.external_attr >> 16
    # zipfile cuts a name at a NUL and turns backslashes on Windows: what stood there is in `orig_filename`.
    if name != info.orig_filename or (name != LIST and kind_of(name) is None):
        return say("a backup holds no file of this name")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return say("it is a link or a device, not a file")
    if info.flag_bits & 0x1:
        return say("it is locked with a password")
    if info.file_size > MOST_IN_A_MEMBER:
        return say("it is larger than a log can be")
    if same_place(name) in places:
        return say("another file of the same name stands before it")
    return ""


def _fill(file: object, members: Iterable[Member], made: dt.datetime, device: str, whole: bool) -> Manifest:
    import zipfile

    entries = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as zipped:  # type: ignore[call-overload]
        for member in members:
            _put(zipped, member.name, member.raw, made)
            digest = hashlib.sha256(member.raw).hexdigest()
            entries.append(Entry(member.name, len(member.raw), digest, member.records))
        manifest = Manifest(
            ARCHIVE_FORMAT, f"peer-tui {__version__}", made.astimezone(dt.UTC), device, whole, tuple(entries)
        )
        _put(zipped, LIST, msgspec.json.format(msgspec.json.encode(manifest), indent=1), made)
    return manifest


def _put(zipped: zipfile.ZipFile, name: str, raw: bytes, made: dt.datetime) -> None:
    import zipfile

    # A zip knows no year before 1980 and none after 2107.
    when = (min(max(made.year, 1980), 2107), made.month, made.day, made.hour, made.minute, made.second)
    info = zipfile.ZipInfo(name, when)
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    info.compress_type = zipfile.ZIP_STORED if name.endswith(SEALED) else zipfile.ZIP_DEFLATED
    zipped.writestr(info, raw)
