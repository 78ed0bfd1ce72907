"""What changed on the disk since it was indexed: told from names, sizes and times alone, without reading a log."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from peer_tui.store.files import Files
from peer_tui.store.index.words import storable
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard

if TYPE_CHECKING:
    import sqlite3

SETTLED = 2_000_000_000
"""Nanoseconds after a change within which another may leave the same size and time."""
_LAST = ".last"
_ENDINGS = (".json", f".json{_LAST}")
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
"""How a folder is opened that is to be looked into, and is no link to another place."""
_NO_NAME = frozenset("\\:\0")
"""No folder of a library is called by these: `Library.folder` refuses them."""


Row: TypeAlias = tuple[str, str, int, int]
"""A shard as it was indexed: the meeting's folder, and what `Known` calls stamp, fresh and above."""
_UNKNOWN: Row = ("", "", 0, 0)


class Known(NamedTuple):
    """A shard as it was indexed."""

    id: int
    shard: Shard
    stamp: str
    fresh: bool
    gone: bool
    above: int = 0
    """When its folder itself was changed, in nanoseconds, where no other change can have left the same time."""


class Changed(NamedTuple):
    """A shard to be read."""

    shard: Shard
    stamp: str
    """As it was before reading."""
    newest: int
    """When the newest of its logs was changed, in nanoseconds."""
    above: int = 0
    """When its folder itself was changed, in nanoseconds; a log that comes, goes or is replaced changes it."""


class Swept(msgspec.Struct):
    """What a sweep found."""

    changed: dict[str, list[Changed]] = {}
    """By group."""
    missing: list[Known] = []
    """Indexed, and not on the disk."""
    back: list[Known] = []
    """Were gone, and are on the disk again."""
    moved: list[tuple[Known, int]] = []
    """Shards as they were in a folder that was changed, and when that was."""
    shards: int = 0
    """On the disk."""
    finished: bool = True


def stamp_of(folder: str, files: Files) -> tuple[str, int]:
    """The name, size and time of last change of each log in a folder, as one text, and the newest of these times.

    Empty if there is no log. A log of which only the last good copy is left counts with that.
    """
    found: dict[str, os.DirEntry[str]] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = files.called(entry.name)
                if name.endswith(_ENDINGS) and name[0] not in ".~":
                    found[name] = entry
    except OSError:
        pass
    stats = []
    for name in sorted(found) if len(found) > 1 else found:
        if name.endswith(_LAST) and name[: -len(_LAST)] in found:
            continue
        try:
            stats.append((storable(name), found[name].stat(follow_symlinks=False)))
        except OSError:
            continue
    return _told(stats)


def _told(stats: list[tuple[str, os.stat_result]]) -> tuple[str, int]:
    rows = [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats]
    return "\n".join(rows), max((stat.st_mtime_ns for _name, stat in stats), default=0)


def known_in(connection: sqlite3.Connection, folder: str) -> dict[str, Known]:
    """The shards of a group as they were indexed, by the meeting's folder."""
    rows = connection.execute("SELECT id, place, stamp, fresh, gone, above FROM shards WHERE folder = ?", (folder,))
    return {
        place: Known(number, Shard(folder, place), stamp, bool(fresh), bool(gone), above)
        for number, place, stamp, fresh, gone, above in rows.fetchall()
    }


def sweep(
    library: Library,
    connection: sqlite3.Connection,
    only: Collection[str] | None = None,
    stop: Callable[[], bool] = lambda: False,
    *,
    thorough: bool = True,
) -> Swept:
    """Compare the whole library, or only some of its groups, with what was indexed.

    Args:
        library: what is compared.
        connection: to the database.
        only: the groups to look at; None for all.
        stop: asked between two groups; True ends it.
        thorough: False not to list a folder that was not changed itself, as `stale` does.
    """
    by_time = not thorough and _tells_by_time(library)
    found = Swept()
    indexed = {folder for (folder,) in connection.execute("SELECT DISTINCT folder FROM shards").fetchall()}
    for folder in sorted({*library.groups(), *indexed}):
        if only is not None and folder not in only:
            continue
        if stop():
            found.finished = False
            return found
        known = known_in(connection, folder)
        changed = []
        for shard, path in _places(library, folder):
            before = known.get(shard.meeting)
            if before is not None and by_time and not before.gone and _is_as_before(path, before):
                now = None
            elif (now := _at(library, shard, path)) is None:
                continue
            found.shards += 1
            before = known.pop(shard.meeting, None)
            if now is None:
                continue
            if before is None or before.stamp != now.stamp or before.fresh:
                changed.append(now)
            elif before.above != now.above:
                found.moved.append((before, now.above))
            if before is not None and before.gone:
                found.back.append(before)
        if changed:
            found.changed[folder] = changed
        found.missing += known.values()
        time.sleep(0)  # the screen's thread gets its turn
    return found


def on_disk(library: Library, folder: str) -> Iterator[Changed]:
    """The shards of a group that hold a log, as they are on the disk."""
    for shard, path in _places(library, folder):
        if (now := _at(library, shard, path)) is not None:
            yield now


def stale(library: Library, folder: str, known: Iterable[Row], thorough: bool = True) -> list[Shard]:
    """The shards of a group that are on the disk otherwise than they were indexed, are new there, or are gone.

    A folder that was not changed itself is not listed: what it held then is all that it holds. That goes where a
    folder's own time tells of every file that comes or goes, as POSIX has it; elsewhere it is listed all the same.

    Args:
        library: where they lie.
        folder: the group's.
        known: as they were indexed.
        thorough: False to trust a meeting's folder that was not changed altogether. A log that was written where it
            stood is then overlooked, as other programs may do; this one replaces what it writes.
    """
    indexed = {row[0]: row for row in known}
    left, more = _unsettled(library, folder, indexed, thorough) if _tells_by_time(library) else (dict(indexed), True)
    if not left and not more:
        return []
    found = []
    for shard, path in _places(library, folder):
        row = left.get(shard.meeting)
        if row is None and shard.meeting in indexed:
            continue
        now, _newest = stamp_of(path, library.files)
        if now:
            left.pop(shard.meeting, None)
            _, stamp, fresh, _above = row or _UNKNOWN
            if fresh or now != stamp:
                found.append(shard)
    return [*found, *(Shard(folder, place) for place in left)]


def _unsettled(
    library: Library, folder: str, indexed: Mapping[str, Row], thorough: bool
) -> tuple[dict[str, Row], bool]:
    """What of a group the times of its folders do not tell: shards that were indexed, and whether there may be more.

    Each year's folder is opened once and its meetings are looked at from there: the long way to each of hundreds, from
    the root of the disk, would take half as long again.
    """
    left = dict(indexed)
    try:
        own = os.fspath(library.folder(Shard(folder)))
    except ValueError:
        return left, True
    if "" in left and _is_settled(os.stat, own, left[""], own):
        del left[""]
    base = f"{os.path.dirname(own)}{os.sep}meetings"
    more = False
    try:
        for year, fd in _opened(base):
            look = partial(os.stat, dir_fd=fd, follow_symlinks=False)
            for name in os.listdir(fd):
                place = f"{year}/{name}"
                row = indexed.get(place)
                if row is None:
                    more = more or not name.startswith(".")
                elif _is_settled(look, name, row, f"{base}{os.sep}{place}" if thorough else ""):
                    del left[place]
    except OSError:
        more = True
    return left, more


def _opened(base: str) -> Iterator[tuple[str, int]]:
    """The folders in a folder, each open while it is looked at; links are left out.

    Raises:
        OSError: the folder itself is none, or a link.
    """
    above = os.open(base, _FOLDER)
    try:
        for name in os.listdir(above):
            try:
                fd = -1 if name.startswith(".") else os.open(name, _FOLDER, dir_fd=above)
            except OSError:
                continue
            if fd < 0:
                continue
            try:
                yield name, fd
            finally:
                os.close(fd)
    finally:
        os.close(above)


def _is_settled(look: Callable[[str], os.stat_result], name: str, row: Row, logs: str) -> bool:
    """Whether a shard's folder, and where `logs` names it its logs, have the times that they had when indexed."""
    _, stamp, fresh, above = row
    if not above or fresh:
        return False
    try:
        return look(name).st_mtime_ns == above and (not logs or _is_unchanged(logs, stamp))
    except OSError:
        return False


def _at(library: Library, shard: Shard, path: str) -> Changed | None:
    """A shard as it is on the disk; None if no log lies there."""
    try:
        above = os.stat(path).st_mtime_ns
    except OSError:
        return None
    stamp, newest = stamp_of(path, library.files)
    return Changed(shard, stamp, newest, above) if stamp else None


def _tells_by_time(library: Library) -> bool:
    """Whether a folder's own time tells of every file that comes, goes or is replaced in it, as POSIX has it."""
    return os.name == "posix" and not library.files.sealed  # a sealed log lies under another name than its own


def _is_as_before(path: str, known: Known) -> bool:
    """Whether a shard's folder and logs have the times and sizes that they had when it was indexed."""
    if not known.above or known.fresh:
        return False
    try:
        return os.stat(path).st_mtime_ns == known.above and _is_unchanged(path, known.stamp)
    except OSError:
        return False


def rows_in(connection: sqlite3.Connection, folder: str) -> list[Row]:
    """The shards of a group as they were indexed, for `stale`.

    The first of a group that was not folded since some of them were read is called fresh: what is kept of the group is
    not as its shards are.
    """
    rows: list[Row] = connection.execute(
        "SELECT place, stamp, fresh OR (place = (SELECT min(place) FROM shards WHERE folder = ?1) AND "
        "EXISTS (SELECT 1 FROM groups WHERE folder = ?1 AND dirty)), above FROM shards WHERE folder = ?1",
        (folder,),
    ).fetchall()
    return rows


def _is_unchanged(folder: str, stamp: str) -> bool:
    """Whether the logs of a stamp are just so; what else lies in their folder is not looked for.

    Raises:
        OSError: one of them is not there.
    """
    for row in stamp.split("\n"):
        parts = row.rsplit(" ", 2)
        if len(parts) < 3:  # a name that goes over two lines
            return False
        stat = os.lstat(f"{folder}{os.sep}{parts[0]}")
        if str(stat.st_mtime_ns) != parts[2] or str(stat.st_size) != parts[1]:
            return False
    return True


def _places(library: Library, folder: str) -> Iterator[tuple[Shard, str]]:
    """The folders of a group's shards, its own log first."""
    log = Shard(folder)
    try:
        own = os.fspath(library.folder(log))
    except ValueError:
        return
    yield log, own
    meetings = f"{os.path.dirname(own)}{os.sep}meetings{os.sep}"
    for shard in library.meetings(folder):
        if not _NO_NAME.intersection(shard.meeting):
            yield shard, meetings + shard.meeting
