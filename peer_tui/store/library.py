"""Groups and shards on disk: reading a shard unites all its writers' logs, writing adds to our own alone.

Where shards lie and how they are found is told in `shards.py`, how they are read in `reading.py`, and what is written
in `log.py`; whether there is a library to write to at all in `ground.py`.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from peer_tui.domain import events as ev
from peer_tui.domain.redaction import removals_in
from peer_tui.domain.words import say
from peer_tui.store.files import PLAIN, Files
from peer_tui.store.ground import Ground
from peer_tui.store.problem import save_problem, vanished_problem
from peer_tui.store.shards import Shard, ShardReading, Stamp, folder_of, folders_in, fresh_name, logs_in, stamp_of

if TYPE_CHECKING:
    from peer_tui.store.log import Log
    from peer_tui.store.removing.blanking import Change
    from peer_tui.store.reserve import Reserve
    from peer_tui.store.writer import Writer


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
        self.removals: dict[Shard, frozenset[ev.EventId]] = {}
        """The removals that were met in each shard that was read: their words are taken off this device's disk too."""
        self._lock = threading.RLock()
        self._logs: dict[Shard, Log] = {}
        self._writer: Writer | None = None
        self._reserve: Reserve | None = None
        self._ground = Ground(root, state, lambda: self.device)
        self._notices: list[str] = []
        self._promised: set[Path] = set()
        self._ignored: set[Path] = set()

    # --- what there is -----------------------------------------------------------------------------------------

    def groups(self) -> list[str]:
        """The groups' folders, by name."""
        folders = sorted(folders_in(self.root / "groups", self._ignore))
        if folders:
            self._ground.know()
        return folders

    def meetings(self, group: str) -> list[Shard]:
        """A group's meetings, newest folder first.

        A meeting whose first event did not reach the disk may be listed too: reading it gives no events.
        """
        folder = self.folder(Shard(group)).with_name("meetings")
        return [
            Shard(group, f"{year}/{name}")
            for year in sorted(folders_in(folder, self._ignore), reverse=True)
            for name in sorted(folders_in(folder / year, self._ignore), reverse=True)
        ]

    def folder(self, shard: Shard) -> Path:
        """The shard's folder; it need not exist.

        Raises:
            ValueError: the name leads out of the library.
        """
        return folder_of(self.root, shard)

    def logs(self, shard: Shard) -> Iterator[Path]:
        """Every log in a shard (`shards.logs_in`)."""
        folder = self.folder(shard)
        names = logs_in(folder, self.files, self._ignore, known=bool(shard.meeting))
        return (folder / name for name in names)

    def stamp(self, shard: Shard) -> Stamp:
        """What tells whether a shard changed, without reading it."""
        return stamp_of(self.logs(shard), self.files)

    def vanished(self) -> bool:
        """The library was here before, in this run or an earlier one, and is not: unplugged, not mounted, or moved."""
        return self._ground.vanished()

    # --- reading -----------------------------------------------------------------------------------------------

    def read(self, shard: Shard, now: dt.datetime | None = None) -> ShardReading:
        """The shard as it is on disk now. Changes nothing, whatever state the files are in.

        Args:
            shard: which one.
            now: the present instant. With it, a broken file that was changed a moment ago is said to be still
                arriving; without it, to be damaged.
        """
        # Imported here: Today is painted from the index, where there is one, and reads no log.
        from peer_tui.store.reading import read_shard

        own = writer.id if (writer := self._writer) is not None else ""
        stamp = self.stamp(shard)
        reading = read_shard(self.logs(shard), stamp, self.files, self._in_backups, own=own, now=now)
        if removals := removals_in(reading.events):
            self.removals[shard] = removals
        return reading

    def left_ids(self, shard: Shard) -> list[ev.EventId]:
        """The ids of events that lie beside a shard's logs: they may be in none of them, and were given all the same.

        Whoever writes to the shard next takes those records over, so none of its own events may get one of their ids.
        """
        from peer_tui.store.reading import ids_beside

        return ids_beside(self.folder(shard), self.files, lambda: self.writer)

    # --- writing -----------------------------------------------------------------------------------------------

    def new_group(self, hint: str) -> Shard:
        """A name for a new group's folder, taken by nobody; the folder is made at the first append."""
        return Shard(self._promise(self.root / "groups", hint, "group"))

    def new_meeting(self, group: str, hint: str, year: int) -> Shard:
        """A name for a new meeting's folder, e.g. from the hint `2024-11-13-1400`; made at the first append."""
        folder = self.folder(Shard(group)).with_name("meetings") / f"{year:04d}"
        return Shard(group, f"{year:04d}/{self._promise(folder, hint, 'meeting')}")

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
                self._ground.stand()
                self._ground.refuse_links(self.folder(shard))
                self._open(shard).append(events)
            except OSError as error:
                raise (vanished_problem if self.vanished() else partial(save_problem, error))(self.root) from error
            self._ground.remember()
            self._kept_back().refill()

    def rewrite(self, shard: Shard, change: Change) -> bool:
        """Pass every record of our own log of the shard through `change` (`log.Log.rewrite`); OSError if not done."""
        with self._lock:
            return self._open(shard).rewrite(change)

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
            self._ground.leave()
            if self._writer is not None:
                self._writer.release()
                self._writer = None

    # --- who writes --------------------------------------------------------------------------------------------

    @property
    def writer(self) -> ev.WriterId:
        """Who this run of the program writes as. Takes a slot when first asked."""
        return self._claim().id

    @property
    def device(self) -> str:
        """This device's id, known without taking a slot; empty before anything was ever written here."""
        if (known := self._writer) is not None:
            return known.device
        # Imported here: who writes is asked when something is written, or a library is missing.
        from peer_tui.store.writer import device_id

        return device_id(self.state)

    @property
    def quarantine(self) -> Path:
        """Where this device keeps bytes that it had to replace."""
        return self.root / "quarantine" / self._claim().device

    def others(self) -> int:
        """How many other runs of the program are open on this library and may write to it."""
        from peer_tui.store.writer import others_running

        return others_running(self.state, self._writer)

    # --- what is said ------------------------------------------------------------------------------------------

    @property
    def reserve(self) -> str:
        """While the disk is full and the reserve is being used up: a sentence that says so. Empty otherwise."""
        return self._reserve.told if self._reserve is not None else ""

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

    def _ignore(self, path: Path, why: str) -> None:
        with self._lock:
            if path not in self._ignored:
                self._ignored.add(path)
                self._notices.append(say("{path} {why}; it is left as it is.", path=path, why=why))

    # --- what writing asks for ---------------------------------------------------------------------------------

    def _claim(self) -> Writer:
        if (known := self._writer) is not None:
            return known  # without waiting for an append, which holds the lock for as long as the disk takes
        # Imported here: reading claims nothing, and the first screen only reads.
        from peer_tui.store.writer import claim

        with self._lock:
            if self._writer is None:
                self._writer = claim(self.state)
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
        from peer_tui.store.record import FORMAT, examine

        log = self._logs.get(shard)
        if log is None:
            name = self._claim().id
            path = self.folder(shard) / f"{name}.json"
            raw = self.files.read(path)
            if raw is not None and examine(raw, path.name).format > FORMAT:
                # A newer version's log is not ours to rewrite: what we add lies beside it.
                name = f"{name}-format{FORMAT}"
                path = path.with_name(f"{name}.json")
            reserve = self._kept_back()
            reserve.lay_in()
            tell = self._notices.append
            log = Log(path, name, self.quarantine, reserve.give_up, tell, self.files, self._in_backups)
            self._logs[shard] = log
        return log

    def _kept_back(self) -> Reserve:
        if self._reserve is None:
            from peer_tui.store.reserve import Reserve

            self._reserve = Reserve(self.root, lambda: self._claim().device)
        return self._reserve

    def _in_backups(self, path: Path) -> list[tuple[str, bytes]]:
        # Imported here: only a damaged file needs it.
        from peer_tui.store.backups.rewriting import in_backups

        return in_backups(self, path)

    def _promise(self, folder: Path, hint: str, otherwise: str) -> str:
        with self._lock:
            while True:
                name = fresh_name(hint, otherwise)
                if folder / name not in self._promised and not (folder / name).exists():
                    self._promised.add(folder / name)
                    return name
