"""Shards: where the events of a meeting lie, how they are found on the disk, and what new ones are called.

    LIBRARY/groups/GROUP/group/WRITER.json                       what is about no meeting
    LIBRARY/groups/GROUP/meetings/YEAR/MEETING/WRITER.json       one shard a meeting

Folder names are hints for people: they are never parsed and never renamed; the ids stand in the logs.
"""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from peer_tui.domain import events as ev
from peer_tui.domain.words import say
from peer_tui.store.files import Files

_SUFFIX = "23456789abcdefghijkmnpqrstuvwxyz"
_SUFFIX_LENGTH = 4
_HINT_LENGTH = 40
_LOOKED_AT = 20_000
"""How many names in one meeting's folder are looked at: a folder filled on purpose must not hold anybody up."""
_MOST_LOGS = 2_000
"""How many logs of one meeting are read: far more than devices and conflict copies ever leave."""
_UNFINISHED = (".part", ".partial", ".crdownload", ".icloud", ".tmp")
"""Endings of what a sync tool is still bringing."""

Stamp = tuple[tuple[str, int, int], ...]
"""Name, size and time of last change (ns) of each log in a shard: equal stamps, nothing changed."""
Ignore = Callable[[Path, str], None]
"""Told what is left out, and why: words that follow its path in a sentence."""


class Shard(NamedTuple):
    """Where the events of one meeting lie, or, with no meeting, those of the group itself."""

    group: str
    """The group's folder."""
    meeting: str = ""
    """The meeting's folder below `meetings`, e.g. `2024/2024-11-13-1400-k3f9`; empty for the group's own log."""


class ShardReading(msgspec.Struct, frozen=True):
    """Everything known about a shard at one moment."""

    events: tuple[ev.Event | ev.Unknown, ...] = ()
    """United by id, sorted by id."""
    problems: tuple[str, ...] = ()
    """What was damaged or unreadable: one sentence a file."""
    running: dict[ev.WriterId, int] = msgspec.field(default_factory=dict)
    """Each writer's highest running number: how far it was read, for `Approved.seen`."""
    stamp: Stamp = ()
    damaged: tuple[str, ...] = ()
    """The words of lines that could not be kept as facts, where any could be read."""
    arriving: tuple[str, ...] = ()
    """Files that are not whole and were changed a moment ago: read the shard again, whatever its stamp says."""


def folder_of(root: Path, shard: Shard) -> Path:
    """The shard's folder in the library at `root`; it need not exist.

    Raises:
        ValueError: the name leads out of the library.
    """
    for name, most in ((shard.group, 1), (shard.meeting, 2)):
        parts = name.split("/") if name or most == 1 else []
        if len(parts) > most or any(part in ("", ".", "..") or set(part) & {"\\", "\0", ":"} for part in parts):
            raise ValueError(f"{name!r} is not the name of a folder in the library.")
    below = root / "groups" / shard.group
    return below.joinpath("meetings", *shard.meeting.split("/")) if shard.meeting else below / "group"


def fresh_name(hint: str, otherwise: str) -> str:
    """A name for a new folder that is most likely taken by nobody: the hint, or `otherwise`, and a random end."""
    return f"{_slug(hint, otherwise)}-{''.join(secrets.choice(_SUFFIX) for _ in range(_SUFFIX_LENGTH))}"


def folders_in(folder: Path, ignore: Ignore) -> list[str]:
    """The names of the folders in a folder; links are left out, and told to `ignore`."""
    found = []
    try:
        if folder.is_symlink():
            ignore(folder, _a_link())
            return []
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_symlink():
                    ignore(folder / entry.name, _a_link())
                elif entry.is_dir(follow_symlinks=False):
                    found.append(entry.name)
    except OSError:
        pass
    return found


def logs_in(folder: Path, files: Files, ignore: Ignore, *, known: bool) -> set[str]:
    """The names of all logs in a shard's folder, whatever they are, also where only the last good copy is left.

    What a sync tool is still bringing, links, and whatever is no ordinary file are left out.

    Args:
        folder: the shard's folder.
        files: how files lie on the disk.
        ignore: told what is left out.
        known: the folder was found by `folders_in`, which leaves links out; otherwise that is looked at here.
    """
    found: set[str] = set()
    seen = 0
    try:
        if not known and folder.is_symlink():
            ignore(folder, _a_link())
            return found
        with os.scandir(folder) as entries:
            for seen, entry in enumerate(entries, start=1):
                if seen > _LOOKED_AT:
                    break
                name = _log_name(folder, entry, files, ignore)
                if name:
                    found.add(name)
    except OSError:
        pass
    if seen > _LOOKED_AT or len(found) > _MOST_LOGS:
        ignore(folder, say("holds too many files. {most_logs} of them are read at most", most_logs=_MOST_LOGS))
        found = set(sorted(found, key=lambda name: (len(name), name))[:_MOST_LOGS])
    return found


def stamp_of(logs: Iterable[Path], files: Files) -> Stamp:
    """What tells whether a shard with these logs changed, without reading it."""
    stamps = []
    for path in logs:
        try:
            stat = files.on_disk(path).lstat()
        except OSError:
            continue
        stamps.append((path.name, stat.st_size, stat.st_mtime_ns))
    return tuple(sorted(stamps))


def _a_link() -> str:
    return say("is a link to another place. Links in a library are not followed")


def _log_name(folder: Path, entry: os.DirEntry[str], files: Files, ignore: Ignore) -> str:
    """What the log is called whose file, or last good copy, this is; empty for anything else."""
    name = files.called(entry.name).removesuffix(".last")
    if not name.endswith(".json") or name.startswith((".", "~")) or entry.name.lower().endswith(_UNFINISHED):
        return ""
    if entry.is_symlink():
        ignore(folder / entry.name, _a_link())
        return ""
    return name if entry.is_file(follow_symlinks=False) else ""


def _slug(hint: str, otherwise: str) -> str:
    """Lower-case letters, digits and hyphens that every file system and sync tool takes."""
    plain = unicodedata.normalize("NFKD", hint).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_HINT_LENGTH].strip("-") or otherwise
