"""Backups turned from open to sealed and back: their logs' bytes lie in them as they lie on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from peer_tui.domain.words import say
from peer_tui.store.backups.archives import BrokenArchive, Member, file_name, opened_archive, write_archive
from peer_tui.store.backups.names import IDENTITY, RECIPIENTS, kind_of
from peer_tui.store.durable import read_bytes, temporaries
from peer_tui.store.files import SEALED
from peer_tui.store.record import examine
from peer_tui.store.sealed.sealing import SealedFiles


def seal_backup(files: SealedFiles, path: Path) -> bool:
    """Seal every log in a backup, or seal it anew for the present keys. A broken backup is sealed as the bytes it is.

    Raises:
        OSError: it is as it was.
        BrokenArchive: what was written did not read back; it is as it was.
    """
    for temp in temporaries(path):
        temp.unlink(missing_ok=True)
    try:
        _turn(path, lambda member: _sealed(files, member))
    except BrokenArchive:
        content = read_bytes(path)
        if content is None:
            raise
        files.seal(path, content)
    return True


def open_backup(files: SealedFiles, path: Path) -> bool:
    """Open every log in a backup that a key of ours opens. If all are open then, the keys leave it too.

    Otherwise a library that is restored from it would be an encrypted one again.

    Raises:
        OSError: it is as it was.
        BrokenArchive: it is damaged, or what was written did not read back; it is as it was.
    """
    with opened_archive(path) as archive:
        shut = any(_is_shut(files, name, archive.read(name)) for name in archive.names if kind_of(name) == "log")
    leave = () if shut else (RECIPIENTS, IDENTITY)
    _turn(path, lambda member: _opened(files, member), {name: None for name in leave})
    return True


def renew_keys(files: SealedFiles, path: Path, device: str, recipients: bytes, identity: bytes) -> bool:
    """Give a backup that lies sealed the present list of keys, and this device's present key if it holds one.

    Without the list nobody could open, on a new machine, a backup that was made before the library was encrypted; with
    an old one, what is written there would be sealed for keys that were taken off. A backup in which a log is sealed
    for other keys stays as it is: its own key may be the only one that opens that log.

    Args:
        files: sealing for the present keys.
        path: the backup.
        device: this device's id: the key in another device's backup is not ours to replace.
        recipients: what the library's list of keys holds.
        identity: what this device's key file holds.

    Raises:
        OSError: it is as it was.
        BrokenArchive: it is damaged, or what was written did not read back; it is as it was.
    """
    with opened_archive(path) as archive:
        logs = [name for name in archive.names if kind_of(name) == "log"]
        if not any(name.endswith(SEALED) for name in logs):
            return False
        if any(_is_shut(files, name, archive.read(name)) for name in logs):
            return False
        ours = archive.manifest is not None and archive.manifest.device == device
        fresh: dict[str, bytes | None] = {RECIPIENTS: recipients}
        if ours and IDENTITY in archive.names:
            fresh[IDENTITY] = identity
        if all(name in archive.names and archive.read(name) == content for name, content in fresh.items()):
            return False
    _turn(path, lambda member: member, fresh)
    return True


def _turn(path: Path, turned: Callable[[Member], Member], others: Mapping[str, bytes | None] | None = None) -> None:
    """Give every log in a backup its other form: it is written anew beside the old one, read back, and replaces it.

    Args:
        path: the backup.
        turned: gives a log's other form.
        others: what other members shall hold instead, also where they are not in it yet; None leaves one out.
    """
    others = others or {}
    with opened_archive(path) as archive:
        manifest = archive.manifest
        if manifest is None:
            raise BrokenArchive(say("it has no list of what it holds"))

        def members() -> Iterator[Member]:
            for name in archive.names:
                if name in others:
                    continue
                entry = archive.listed(name)
                member = Member(name, archive.read(name), entry.records if entry else 0)
                yield turned(member) if kind_of(name) == "log" else member
            for name, content in others.items():
                if content is not None:
                    yield Member(name, content)

        write_archive(path, members(), made=manifest.made, device=manifest.device, whole=manifest.whole)


def _is_shut(files: SealedFiles, name: str, raw: bytes) -> bool:
    return name.endswith(SEALED) and files.opened_bytes(raw) is None


def _sealed(files: SealedFiles, member: Member) -> Member:
    if not member.name.endswith(SEALED):
        return Member(member.name + SEALED, files.sealed_bytes(member.raw), member.records)
    content = files.opened_bytes(member.raw)
    return member if content is None else Member(member.name, files.sealed_bytes(content), member.records)


def _opened(files: SealedFiles, member: Member) -> Member:
    content = files.opened_bytes(member.raw) if member.name.endswith(SEALED) else None
    if content is None:
        return member
    name = member.name.removesuffix(SEALED)
    return Member(name, content, len(examine(content, file_name(name)).whole))
