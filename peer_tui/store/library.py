"""Groups and shards on disk. Reading a shard is the union of all its writers' logs; writing adds to our own alone.

    LIBRARY/groups/GROUP/group/WRITER.json                       what is about no meeting
    LIBRARY/groups/GROUP/meetings/YEAR/MEETING/WRITER.json       one shard a meeting

Folder names are hints for people: they are never parsed and never renamed; the ids stand in the logs.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import re
import secrets
import shutil
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from peer_tui.domain import events as ev
from peer_tui.domain.history import ids_in
from peer_tui.domain.redaction import removals_in, without_redacted
from peer_tui.domain.words import say
from peer_tui.store import formats
from peer_tui.store import writer as writers
from peer_tui.store.durable import BALLAST_BYTES, Ballast, give_up_ground, make_folder, stand_on
from peer_tui.store.files import PLAIN, Files
from peer_tui.store.problem import reason, save_problem, vanished_problem
from peer_tui.store.record import FORMAT, examine, key_of
from peer_tui.store.recovery import recover

if TYPE_CHECKING:
    from peer_tui.store.log import Log
    from peer_tui.store.removing.blanking import Change

_SUFFIX = "23456789abcdefghijkmnpqrstuvwxyz"
_SUFFIX_LENGTH = 4
_HINT_LENGTH = 40
_LINE_BYTES = 700
"""What one more line asks of a nearly full disk: the log is there twice while it is being replaced."""
_ROOM_AGAIN = 3 * BALLAST_BYTES
"""Bytes free on the disk from which on the reserve is laid in again."""
_ARRIVING = 10.0
"""Seconds for which a broken file that was just changed may still be on its way from another device."""
_LOOKED_AT = 20_000
"""How many names in one meeting's folder are looked at: a folder filled on purpose must not hold anybody up."""
_MOST_LOGS = 2_000
"""How many logs of one meeting are read: far more than devices and conflict copies ever leave."""
_UNFINISHED = (".part", ".partial", ".crdownload", ".icloud", ".tmp")
"""Endings of what a sync tool is still bringing."""

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
    arriving: tuple[str, ...] = ()
    """Files that are not whole and were changed a moment ago: read the shard again, whatever its stamp says."""


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
        self.removals: dict[Shard, frozenset[ev.EventId]] = {}
        """The removals that were met in each shard that was read: their words are taken off this device's disk too."""
        self._lock = threading.RLock()
        self._logs: dict[Shard, Log] = {}
        self._writer: writers.Writer | None = None
        self._notices: list[str] = []
        self._promised: set[Path] = set()
        self._ignored: set[Path] = set()
        self._known = False
        self._remembered = False
        give_up_ground(root)

    # --- reading -----------------------------------------------------------------------------------------------

    def groups(self) -> list[str]:
        """The groups' folders, by name."""
        folders = sorted(self._folders(self.root / "groups"))
        self._known = self._known or bool(folders)
        return folders

    def meetings(self, group: str) -> list[Shard]:
        """A group's meetings, newest folder first.

        A meeting whose first event did not reach the disk may be listed too: reading it gives no events.
        """
        folder = self.folder(Shard(group)).with_name("meetings")
        years = sorted(self._folders(folder), reverse=True)
        return [
            Shard(group, f"{year}/{name}")
            for year in years
            for name in sorted(self._folders(folder / year), reverse=True)
        ]

    def read(self, shard: Shard, now: dt.datetime | None = None) -> ShardReading:
        """The shard as it is on disk now. Changes nothing, whatever state the files are in.

        A damaged log counts with its whole records and those of its last good copy. A record whose checksum fails is
        no fact: its words are in `damaged`.

        Args:
            shard: which one.
            now: the present instant. With it, a broken file that was changed a moment ago is said to be still
                arriving; without it, to be damaged.
        """
        stamp = self.stamp(shard)
        union: dict[str, ev.Event | ev.Unknown] = {}
        problems: list[str] = []
        damaged: list[str] = []
        arriving: list[str] = []
        running: dict[ev.WriterId, int] = {}
        for path in sorted(self.logs(shard), key=lambda path: (len(path.name), path.name)):
            try:
                raw = self.files.read(path)
                found = recover(path, raw, files=self.files, more=self._in_backups)
            except OSError as error:
                problems.append(
                    say(
                        "The file {name} cannot be read now ({why}). It is left as it is.",
                        name=path.name,
                        why=reason(error),
                    )
                )
                continue
            contents = found.contents
            problems += formats.sentences(contents, path.name)
            if not found.whole and now is not None and self._may_still_come(path, now):
                arriving.append(path.name)
                problems.append(
                    say("The file {name} is still arriving from another device. It is read again soon.", name=path.name)
                )
            elif not found.whole:
                problems.append(found.sentence(path.name, say("The file itself is left as it is.")))
            damaged += [words for words in (*contents.told.values(), *found.lost.values()) if words]
            whose = contents.writer
            for n, fields in (*contents.whole.items(), *found.from_copy.items()):
                union.setdefault(key_of(fields, whose, n), formats.event_of(fields))
                running[whose] = max(n, running.get(whose, 0))
        events = without_redacted(union[key] for key in sorted(union))
        if removals := removals_in(events):
            self.removals[shard] = removals
        lost = tuple(dict.fromkeys(damaged))
        return ShardReading(events, tuple(problems), running, stamp, lost, tuple(arriving))

    def left_ids(self, shard: Shard) -> list[ev.EventId]:
        """The ids of events that lie beside a shard's logs: they may be in none of them, and were given all the same.

        A kill left them half-written, or our own log became an older one than its last good copy. Whoever writes to the
        shard next takes those records over, so none of its own events may get one of their ids.
        """
        folder = self.folder(shard)
        ids: list[ev.EventId] = []
        with contextlib.suppress(OSError):
            for name in sorted(os.listdir(folder)):
                called = self.files.called(name.removesuffix(".tmp").removesuffix(".2").removeprefix("."))
                if name.startswith(".") and name.endswith(".tmp") and called.endswith(".json"):
                    left = self.files.left(folder / called)
                elif called.startswith(self.writer) and called.endswith(".last") and not name.startswith("."):
                    left = self.files.read(folder / called)
                else:
                    continue
                for n, fields in examine(left or b"", called).whole.items():
                    ids += [key_of(fields, "", n), *ids_in(formats.event_of(fields))]
        return ids

    def stamp(self, shard: Shard) -> Stamp:
        """What tells whether a shard changed, without reading it."""
        stamps = []
        for path in self.logs(shard):
            try:
                stat = self.files.on_disk(path).lstat()
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
            if self.vanished():
                raise vanished_problem(self.root)
            try:
                self._have_ground()
                self._refuse_links(shard)
                self._open(shard).append(events)
            except OSError as error:
                raise (vanished_problem if self.vanished() else partial(save_problem, error))(self.root) from error
            self._remember()
            if self.reserve:
                self._refill()

    def rewrite(self, shard: Shard, change: Change) -> bool:
        """Pass every record of our own log of the shard through `change` (`log.Log.rewrite`); OSError if not done."""
        with self._lock:
            return self._open(shard).rewrite(change)

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
            give_up_ground(self.root)
            if self._writer is not None:
                self._writer.release()
                self._writer = None

    @property
    def device(self) -> str:
        """This device's id, known without taking a slot; empty before anything was ever written here."""
        return self._writer.device if self._writer else writers.device_id(self.state)

    def others(self) -> int:
        """How many other runs of the program are open on this library and may write to it."""
        return writers.others_running(self.state, self._writer)

    def vanished(self) -> bool:
        """The library was here before, in this run or an earlier one, and is not: unplugged, not mounted, or moved.

        Then nothing is made in its place: a second, nearly empty library at a mount point would hide the real one.
        """
        if (self.root / "groups").exists():
            return False
        if not self._known and not self._seen_before().exists():
            return False
        # The groups alone are gone, the folder is the same one: a sync tool or a person removed them.
        ours = self._writer.device if self._writer else writers.device_id(self.state)
        return not ((self.root / "quarantine").exists() or (self.root / f"ballast-{ours}").exists())

    def take_in(self, path: Path, shard: Shard | None = None) -> int:
        """Bring the events of a single log file into this library, united by id; how many were new.

        Args:
            path: a log, e.g. one that was saved elsewhere. It stays as it is.
            shard: where its events belong, if the file itself does not say.

        Raises:
            ValueError: it does not say where its events belong, or names no place in a library.
            OSError: it cannot be read.
            SaveProblem: what is new could not be saved.
        """
        from peer_tui.store.carried import read_carried

        # A file is named as it lies on the disk; it is read by what it is called.
        found = read_carried(path.with_name(self.files.called(path.name)), self.files)
        where = found.shard or shard
        if where is None:
            raise ValueError(f"{path.name} does not say which meeting it belongs to.")
        self.folder(where)
        known = {event.id for event in self.read(where).events}
        new = [event for event in found.events if event.id not in known]
        self.append(where, new)
        return len(new)

    def say(self, sentence: str) -> None:
        """Have a sentence told to the scribe (`take_notices`)."""
        self._notices.append(sentence)

    def take_notices(self) -> list[str]:
        """Sentences for the scribe about what was mended since last asked: each is given once."""
        # Without the lock, which an append holds for as long as the disk takes; and the logs keep adding to this list.
        said = []
        while self._notices:
            said.append(self._notices.pop(0))
        return said

    @property
    def quarantine(self) -> Path:
        """Where this device keeps bytes that it had to replace."""
        return self.root / "quarantine" / self._claim().device

    def _claim(self) -> writers.Writer:
        if (known := self._writer) is not None:
            return known  # without waiting for an append, which holds the lock for as long as the disk takes
        with self._lock:
            if self._writer is None:
                self._writer = writers.claim(self.state)
                if not self._writer.lasting:
                    self._notices.append(
                        say(
                            "The folder {state} cannot be written. Your lines are saved all the same, "
                            "under a new name each time; drafts of half-typed lines are not.",
                            state=self.state,
                        )
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
            tell = self._notices.append
            log = Log(path, name, self.quarantine, self._make_room, tell, self.files, self._in_backups)
            self._logs[shard] = log
        return log

    def _have_ground(self) -> None:
        """The folder all groups stand in; from here on nothing is made where it is missing."""
        groups = self.root / "groups"
        if not groups.exists():
            give_up_ground(self.root)
            make_folder(groups)
        self._known = True
        stand_on(self.root, groups)

    def _seen_before(self) -> Path:
        return self.state / "library-seen"

    def _remember(self) -> None:
        """This library holds something: when it is missing another time, it has vanished."""
        if not self._remembered:
            try:
                make_folder(self.state)
                os.close(os.open(self._seen_before(), os.O_WRONLY | os.O_CREAT, 0o600))
                self._remembered = True
            except OSError:  # then only this run will know
                pass

    def _refuse_links(self, shard: Shard) -> None:
        """Nothing is written through a link: it may lead out of the library."""
        folder = self.folder(shard)
        place = str(self.root)
        for part in folder.relative_to(self.root).parts:
            place = os.path.join(place, part)
            if os.path.islink(place):
                raise OSError(errno.ELOOP, say("a link to another place"), place)

    def _may_still_come(self, path: Path, now: dt.datetime) -> bool:
        """The file was changed within the last seconds, by somebody else."""
        if self._writer is not None and path.name.startswith(f"{self._writer.id}."):
            return False
        try:
            found = self.files.on_disk(path).lstat()
        except OSError:
            return False
        # When its bytes or its name last changed here: sync tools give files the time of the other device.
        changed = max(found.st_mtime, found.st_ctime)
        return 0 <= now.timestamp() - changed < _ARRIVING

    def _folders(self, folder: Path) -> list[str]:
        """The names of the folders in a folder; links are left out, and said once."""
        found = []
        try:
            if folder.is_symlink():
                self._ignore(folder)
                return []
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_symlink():
                        self._ignore(folder / entry.name)
                    elif entry.is_dir(follow_symlinks=False):
                        found.append(entry.name)
        except OSError:
            pass
        return found

    def _ignore(self, path: Path, why: str = "") -> None:
        with self._lock:
            if path not in self._ignored:
                self._ignored.add(path)
                why = why or say("is a link to another place. Links in a library are not followed")
                self._notices.append(say("{path} {why}; it is left as it is.", path=path, why=why))

    def _in_backups(self, path: Path) -> list[tuple[str, bytes]]:
        # Imported here: only a damaged file needs it.
        from peer_tui.store.backups.rewriting import in_backups

        return in_backups(self, path)

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
        self.reserve = say("Disk full: writing goes on in the reserve, room for about {lines} more lines.", lines=lines)

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
        """Every log in a shard, whatever it is called, also one of which only the last good copy is left.

        What a sync tool is still bringing, links, and whatever is no ordinary file are left out.
        """
        folder = self.folder(shard)
        found: set[str] = set()
        seen = 0
        try:
            # A meeting's folder was found by `meetings`, which leaves links out; the group's own log is not looked for.
            if not shard.meeting and folder.is_symlink():
                self._ignore(folder)
                return iter(())
            with os.scandir(folder) as entries:
                for seen, entry in enumerate(entries, start=1):
                    if seen > _LOOKED_AT:
                        break
                    name = self._log_name(folder, entry)
                    if name:
                        found.add(name)
        except OSError:
            pass
        if seen > _LOOKED_AT or len(found) > _MOST_LOGS:
            self._ignore(
                folder, say("holds too many files. {most_logs} of them are read at most", most_logs=_MOST_LOGS)
            )
            found = set(sorted(found, key=lambda name: (len(name), name))[:_MOST_LOGS])
        return (folder / name for name in found)

    def _log_name(self, folder: Path, entry: os.DirEntry[str]) -> str:
        """What the log is called whose file, or last good copy, this is; empty for anything else."""
        name = self.files.called(entry.name).removesuffix(".last")
        if not name.endswith(".json") or name.startswith((".", "~")) or entry.name.lower().endswith(_UNFINISHED):
            return ""
        if entry.is_symlink():
            self._ignore(folder / entry.name)
            return ""
        return name if entry.is_file(follow_symlinks=False) else ""


def _slug(hint: str, otherwise: str) -> str:
    """Lower-case letters, digits and hyphens that every file system and sync tool takes."""
    plain = unicodedata.normalize("NFKD", hint).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_HINT_LENGTH].strip("-") or otherwise
