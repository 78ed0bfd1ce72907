"""What a log still holds, whatever state its file is in, and keeping aside the bytes that were found there.

Reading never writes: a broken file is mended in memory here, and on disk only by its own writer (`log`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from peer_tui.domain.words import say, say_number
from peer_tui.store.files import PLAIN, Files
from peer_tui.store.record import Contents, Fields, examine, key_of

Backups = Callable[[Path], Sequence[tuple[str, bytes]]]
"""Asked for what backups hold of a log, the newest first: when each was made, in words, and the log's bytes."""


class Recovery(msgspec.Struct, frozen=True):
    """A log's file together with what only its last good copy and backups still hold."""

    contents: Contents
    from_copy: dict[int, Fields]
    """Records that the file lacks, from its last good copy and from backups, by their running number there."""
    lost: dict[int, str]
    """What is in neither: running number and the words that could be read, if any."""
    there: bool
    """The file itself exists."""
    from_backups: dict[str, int] = msgspec.field(default_factory=dict)
    """How many of them came from which backup, by the words for when it was made."""

    @property
    def whole(self) -> bool:
        """The file needs no mending."""
        return not self.from_copy and (self.contents.healthy or not self.there)

    def sentence(self, where: str, kept: str) -> str:
        """What was wrong and how many lines came from where; `kept` says where the damaged file is now."""
        own, copied = len(self.contents.whole), len(self.from_copy)
        total = own + copied + len(self.lost)
        if not total:
            return say(
                "The file {where} is damaged or empty, and no line could be recovered from it. {kept}",
                where=where,
                kept=kept,
            )
        if not self.there:
            return say(
                "The file {where} is missing. {copied} came from {sources}.",
                where=where,
                copied=lines(copied),
                sources=self._sources(),
            )
        if not self.lost and self.contents.healthy:
            return say(
                "The file {where} is an older one. {copied} came from {sources}. {kept}",
                where=where,
                copied=lines(copied),
                sources=self._sources(),
                kept=kept,
            )
        if not self.lost and not copied and self.contents.tables is not None:
            return say(
                "The head of the file {where} is damaged. All {own} are safe. {kept}",
                where=where,
                own=lines(own),
                kept=kept,
            )
        return say(
            "The file {where} is damaged. {own} of {total} were recovered: "
            "{own_2} from the file itself, {counted}. {kept}",
            where=where,
            own=own + copied,
            total=lines(total),
            own_2=own,
            counted=self._counted(),
            kept=kept,
        )

    @property
    def _from_last(self) -> int:
        return len(self.from_copy) - sum(self.from_backups.values())

    def _sources(self) -> str:
        """Where what the file lacks came from; counted, if from several places."""
        if not self.from_backups:
            return say("its last good copy")
        return (
            self._counted()
            if self._from_last or len(self.from_backups) > 1
            else say("the {which}", which=next(iter(self.from_backups)))
        )

    def _counted(self) -> str:
        parts = [
            say("{count} from the {words}", count=count, words=words) for words, count in self.from_backups.items()
        ]
        return ", ".join([say("{from_last} from the last good copy", from_last=self._from_last), *parts])


def last_copy(path: Path) -> Path:
    """Where a log's last good copy lies."""
    return path.with_name(path.name + ".last")


def recover(
    path: Path, raw: bytes | None, *, thorough: bool = False, files: Files = PLAIN, more: Backups | None = None
) -> Recovery:
    """What the log at `path` holds, mended in memory from its last good copy and backups where it is damaged.

    Args:
        path: the log.
        raw: its bytes as just read; None if it is missing.
        thorough: look into the last good copy even if the file is whole, as an older one may have been put back.
        files: how it lies on the disk.
        more: asked for backups of it, if it is damaged or missing.

    Raises:
        OSError: the last good copy is there and cannot be read.
    """
    found = examine(raw, path.name) if raw is not None else Contents(writer=path.name.split(".")[0])
    if raw is not None and found.healthy and not thorough:
        return Recovery(found, {}, {}, there=True)
    have = set(found.by_key())
    missing: dict[int, Fields] = {}
    copied = files.read(last_copy(path))
    if copied is not None:
        _add_missing(missing, examine(copied, path.name), have, found)
    from_backups: dict[str, int] = {}
    if more is not None and (raw is None or not found.healthy):
        for words, content in more(path):
            count = _add_missing(missing, examine(content, path.name), have, found)
            if count:
                from_backups[words] = from_backups.get(words, 0) + count
    lost = {**dict.fromkeys(found.gaps, ""), **found.damaged}
    lost = {n: words for n, words in lost.items() if n not in missing}
    return Recovery(found, missing, lost, raw is not None, from_backups)


def _add_missing(missing: dict[int, Fields], copy: Contents, have: set[str], found: Contents) -> int:
    """Add the records of a copy that are not known yet, each at its number, or behind all where that is taken."""
    count = 0
    for n, fields in sorted(copy.whole.items()):
        key = key_of(fields, copy.writer, n)
        if key not in have:
            have.add(key)
            taken = n in missing or n in found.whole
            missing[max([found.last, *missing]) + 1 if taken else n] = fields
            count += 1
    return count


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
    return say_number(count, "{n} line", "{n} lines")
