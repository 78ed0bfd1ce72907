"""What a log still holds, whatever state its file is in, and keeping aside the bytes that were found there.

Reading never writes: a broken file is mended in memory here, and on disk only by its own writer (`log`).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from peer_tui.store.files import PLAIN, Files
from peer_tui.store.record import Contents, Fields, examine, key_of


class Recovery(msgspec.Struct, frozen=True):
    """A log's file together with what only its last good copy still holds."""

    contents: Contents
    from_copy: dict[int, Fields]
    """Records of the last good copy that the file lacks, by their running number there."""
    lost: dict[int, str]
    """What is in neither: running number and the words that could be read, if any."""
    there: bool
    """The file itself exists."""

    @property
    def whole(self) -> bool:
        """The file needs no mending."""
        return not self.from_copy and (self.contents.healthy or not self.there)

    def sentence(self, where: str, kept: str) -> str:
        """What was wrong and how many lines came from where; `kept` says where the damaged file is now."""
        own, copied = len(self.contents.whole), len(self.from_copy)
        total = own + copied + len(self.lost)
        if not total:
            return f"The file {where} is damaged or empty, and no line could be recovered from it. {kept}"
        if not self.there:
            return f"The file {where} is missing. {lines(copied)} came from its last good copy."
        if not self.lost and self.contents.healthy:
            return f"The file {where} is an older one. {lines(copied)} came from its last good copy. {kept}"
        if not self.lost and not copied and self.contents.tables is not None:
            return f"The head of the file {where} is damaged. All {lines(own)} are safe. {kept}"
        return (
            f"The file {where} is damaged. {own + copied} of {lines(total)} were recovered: "
            f"{own} from the file itself, {copied} from the last good copy. {kept}"
        )


def last_copy(path: Path) -> Path:
    """Where a log's last good copy lies."""
    return path.with_name(path.name + ".last")


def recover(path: Path, raw: bytes | None, *, thorough: bool = False, files: Files = PLAIN) -> Recovery:
    """What the log at `path` holds, mended in memory from its last good copy where it is damaged or missing.

    Args:
        path: the log.
        raw: its bytes as just read; None if it is missing.
        thorough: look into the last good copy even if the file is whole, as an older one may have been put back.
        files: how it lies on the disk.

    Raises:
        OSError: the last good copy is there and cannot be read.
    """
    found = examine(raw, path.name) if raw is not None else Contents(writer=path.name.split(".")[0])
    if raw is not None and found.healthy and not thorough:
        return Recovery(found, {}, {}, there=True)
    copied = files.read(last_copy(path))
    copy = examine(copied, path.name) if copied is not None else Contents()
    have = found.by_key()
    missing = {n: fields for n, fields in copy.whole.items() if key_of(fields, copy.writer, n) not in have}
    lost = {**dict.fromkeys(found.gaps, ""), **found.damaged}
    lost = {n: words for n, words in lost.items() if n not in missing}
    return Recovery(found, missing, lost, raw is not None)


def keep_aside(quarantine: Path, path: Path, raw: bytes, files: Files = PLAIN) -> Path:
    """Keep a file's bytes in the quarantine folder, once however often it is asked; returns where.

    Raises:
        OSError: they could not be kept. Then nothing may be put in their place.
    """
    shard = "--".join(path.parts[-3:])
    kept = quarantine / f"{shard}.{hashlib.sha256(raw).hexdigest()[:12]}"
    if files.read(kept) != raw:
        files.write(kept, raw)
    return files.on_disk(kept)


def lines(count: int) -> str:
    """`1 line`, `2 lines`."""
    return "1 line" if count == 1 else f"{count} lines"
