"""Groups and shards on disk. Reading a shard is the union of all its writers' logs; writing adds to our own alone.

    LIBRARY/groups/GROUP/group/WRITER.json                       what is about no meeting
    LIBRARY/groups/GROUP/meetings/YEAR/MEETING/WRITER.json       one shard a meeting

Folder names are hints for people: they are never parsed and never renamed; the ids stand in the logs.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from peer_tui.domain import events as ev
from peer_tui.domain.redaction import without_redacted
from peer_tui.store import writer as writers
from peer_tui.store.durable import BALLAST_BYTES, Ballast
from peer_tui.store.files import PLAIN, Files
from peer_tui.store.problem import reason, save_problem
from peer_tui.store.record import FORMAT, examine, key_of
from peer_tui.store.recovery import recover

if TYPE_CHECKING:
    from peer_tui.store.log import Log

_SUFFIX = "23456789abcdefghijkmnpqrstuvwxyz"
_SUFFIX_LENGTH = 4
_HINT_LENGTH = 40
_LINE_BYTES = 700
"""What one more line asks of a nearly full disk: the log is there twice while it is being replaced."""
_ROOM_AGAIN = 3 * BALLAST_BYTES
"""Bytes free on the disk from which on the reserve is laid in again."""

Stamp = tuple[tuple[str, int, int], ...]
"""Name, size and time of last change (ns) of each log in a shard: equal stamps, nothing changed."""


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


class Library:
    """The library at `root`. Nothing is made on disk before the first append.

    Every method may be called from any thread; appends wait for one another.

    Args:
        root: the LIBRARY folder.
        state: the STATE folder, never synced: device id, locks, drafts.
        files: how its files lie on the disk.
    """

    def __init__(self, root: Path, state: Path, files: Files = PLAIN) -> None:
        self.root = root
        self.state = state
        self.files = files
        self.reserve = ""
        """While the disk is full and the reserve is being used up: a sentence that says so. Empty otherwise."""
        self._lock = threading.RLock()
        self._logs: dict[Shard, Log] = {}
        self._writer: writers.Writer | None = None
        self._notices: list[str] = []
        self._promised: set[Path] = set()

    # --- reading -----------------------------------------------------------------------------------------------

    def groups(self) -> list[str]:
        """The groups' folders, by name."""
        return sorted(_folders(self.root / "groups"))

    def meetings(self, group: str) -> list[Shard]:
        """A group's meetings, newest folder first.

        A meeting whose first event did not reach the disk may be listed too: reading it gives no events.
        """
        folder = self.folder(Shard(group)).with_name("meetings")
        years = sorted(_folders(folder), reverse=True)
        return [
            Shard(group, f"{year}/{name}") for year in years for name in sorted(_folders(folder / year), reverse=True)
        ]

    def read(self, shard: Shard) -> ShardReading:
        """The shard as it is on disk now. Changes nothing, whatever state the files are in.

        A damaged log counts with its whole records and those of its last good copy. A record whose checksum fails is
        no fact: its words are in `damaged`.
        """
        stamp = self.stamp(shard)
        union: dict[str, ev.Event | ev.Unknown] = {}
        problems: list[str] = []
        damaged: list[str] = []
        running: dict[ev.WriterId, int] = {}
        for path in sorted(self.logs(shard), key=lambda path: (len(path.name), path.name)):
            try:
                raw = self.files.read(path)
                found = recover(path, raw, files=self.files)
            except OSError as error:
                problems.append(f"The file {path.name} cannot be read now ({reason(error)}). It is left as it is.")
                continue
            contents = found.contents
            if contents.format > FORMAT:
                problems.append(f"The file {path.name} was written by a newer peer-tui. What this one knows is shown.")
            if not found.whole:
                problems.append(found.sentence(path.name, "The file itself is left as it is."))
            damaged += [words for words in (*contents.told.values(), *found.lost.values()) if words]
            whose = contents.writer
            for n, fields in (*contents.whole.items(), *found.from_copy.items()):
                union.setdefault(key_of(fields, whose, n), _event(fields))
                running[whose] = max(n, running.get(whose, 0))
        events = without_redacted(union[key] for key in sorted(union))
        return ShardReading(events, tuple(problems), running, stamp, tuple(dict.fromkeys(damaged)))

    def stamp(self, shard: Shard) -> Stamp:
        """What tells whether a shard changed, without reading it."""
        stamps = []
        for path in self.logs(shard):
            try:
                stat = self.files.on_disk(path).stat()
            except OSError:
                continue
            stamps.append((path.name, stat.st_size, stat.st_mtime_ns))
        return tuple(sorted(stamps))

    def folder(self, shard: Shard) -> Path:
        """The shard's folder; it need not exist.

        Raises:
            ValueError: the name leads out of the library.
        """
        for name, most in ((shard.group, 1), (shard.meeting, 2)):
            parts = name.split("/") if name or most == 1 else []
            if len(parts) > most or any(part in ("", ".", "..") or set(part) & {"\\", "\0", ":"} for part in parts):
                raise ValueError(f"{name!r} is not the name of a folder in the library.")
        below = self.root / "groups" / shard.group
        return below.joinpath("meetings", *shard.meeting.split("/")) if shard.meeting else below / "group"

    # --- writing -----------------------------------------------------------------------------------------------

    def new_group(self, hint: str) -> Shard:
        """A name for a new group's folder, taken by nobody; the folder is made at the first append."""
        folder = self.root / "groups"
        return Shard(self._reserve(folder, _slug(hint, "group")))

    def new_meeting(self, group: str, hint: str, year: int) -> Shard:
        """A name for a new meeting's folder, e.g. from the hint `2024-11-13-1400`; made at the first append."""
        folder = self.folder(Shard(group)).with_name("meetings") / f"{year:04d}"
        return Shard(group, f"{year:04d}/{self._reserve(folder, _slug(hint, 'meeting'))}")

    @property
    def writer(self) -> ev.WriterId:
        """Who this run of the program writes as. Takes a slot when first asked."""
        return self._claim().id

    def append(self, shard: Shard, events: Sequence[ev.Event | ev.Unknown]) -> None:
        """Add events to our own log of the shard: one durable write, the whole list or nothing.

        Returns when they have reached the disk. Events that are already there are not added twice, so a save that
        failed may simply be tried again.

        Raises:
            SaveProblem: not saved; says why.
        """
        if not events:
            return
        with self._lock:
            try:
                self._open(shard).append(events)
            except OSError as error:
                raise save_problem(error, self.root) from error
            if self.reserve:
                self._refill()

    def close(self, shard: Shard) -> None:
        """A clean end of writing to this shard: its last good copy is made new."""
        with self._lock:
            log = self._logs.pop(shard, None)
            if log is not None:
                log.close()

    def release(self) -> None:
        """End writing: free the slot for another run. Asking for `writer` or appending later takes one again."""
        with self._lock:
            self._logs.clear()
            if self._writer is not None:
                self._writer.release()
                self._writer = None

    def others(self) -> int:
        """How many other runs of the program are open on this library and may write to it."""
        return writers.others_running(self.state, self._writer)

    def take_notices(self) -> list[str]:
        """Sentences for the scribe about what was mended since last asked: each is given once."""
        with self._lock:
            said, self._notices = self._notices, []
        return said

    @property
    def quarantine(self) -> Path:
        """Where this device keeps bytes that it had to replace."""
        return self.root / "quarantine" / self._claim().device

    def _claim(self) -> writers.Writer:
        with self._lock:
            if self._writer is None:
                self._writer = writers.claim(self.state)
                if not self._writer.lasting:
                    self._notices.append(
                        f"The folder {self.state} cannot be written. Your lines are saved all the same, "
                        "under a new name each time; drafts of half-typed lines are not."
                    )
            return self._writer

    def _open(self, shard: Shard) -> Log:
        # Imported here: reading needs no TinyDB, and the first screen only reads.
        from peer_tui.store.log import Log

        log = self._logs.get(shard)
        if log is None:
            name = self._claim().id
            path = self.folder(shard) / f"{name}.json"
            raw = self.files.read(path)
            if raw is not None and examine(raw, path.name).format > FORMAT:
                # A newer version's log is not ours to rewrite: what we add lies beside it.
                name = f"{name}-format{FORMAT}"
                path = path.with_name(f"{name}.json")
            if not self.reserve:
                self._ballast().ensure()
            log = Log(path, name, self.quarantine, self._make_room, self._notices.append, self.files)
            self._logs[shard] = log
        return log

    def _ballast(self) -> Ballast:
        return Ballast(self.root / f"ballast-{self._claim().device}")

    def _make_room(self) -> bool:
        """The disk is full: give up the reserve, once."""
        if not self._ballast().release():
            return False
        self._say_reserve()
        return True

    def _refill(self) -> None:
        """Writing goes on in the reserve: lay it in again once there is room, and say how much is left until then."""
        if self._free() > _ROOM_AGAIN:
            self._ballast().ensure()
        if self._ballast().path.exists():
            self.reserve = ""
        else:
            self._say_reserve()

    def _say_reserve(self) -> None:
        lines = self._free() // _LINE_BYTES
        self.reserve = f"Disk full: writing goes on in the reserve, room for about {lines} more lines."

    def _free(self) -> int:
        try:
            return shutil.disk_usage(self.root).free
        except OSError:
            return 0

    def _reserve(self, folder: Path, hint: str) -> str:
        with self._lock:
            while True:
                name = f"{hint}-{''.join(secrets.choice(_SUFFIX) for _ in range(_SUFFIX_LENGTH))}"
                if folder / name not in self._promised and not (folder / name).exists():
                    self._promised.add(folder / name)
                    return name

    def logs(self, shard: Shard) -> Iterator[Path]:
        """Every log in a shard, whatever it is called, also one of which only the last good copy is left."""
        folder = self.folder(shard)
        found: set[str] = set()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    name = self.files.called(entry.name).removesuffix(".last")
                    if name.endswith(".json") and not name.startswith((".", "~")) and entry.is_file():
                        found.add(name)
        except OSError:
            pass
        return (folder / name for name in found)


def _event(fields: dict[str, object]) -> ev.Event | ev.Unknown:
    return ev.decode({name: value for name, value in fields.items() if name != "sum"})


def _folders(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if entry.is_dir() and not entry.name.startswith(".")]
    except OSError:
        return []


def _slug(hint: str, otherwise: str) -> str:
    """Lower-case letters, digits and hyphens that every file system and sync tool takes."""
    plain = unicodedata.normalize("NFKD", hint).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_HINT_LENGTH].strip("-") or otherwise
