"""`peer-tui check --repair`: what can be mended, each act named before it is done, and nothing lost by any.

A damaged log of this device is mended by opening it as its writer does, and what was damaged goes to quarantine.
Another device's log is never touched: what it lost and a copy of it still has goes into a file of this device's.
"""

from __future__ import annotations

import datetime as dt
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from peer_tui.domain.naming import counted
from peer_tui.domain.words import say
from peer_tui.store import writer as writers
from peer_tui.store.backups.places import backups_folder, every_shard
from peer_tui.store.backups.rewriting import in_backups
from peer_tui.store.backups.uniting import Here, take
from peer_tui.store.checking.copies import is_copy, tool_of
from peer_tui.store.checking.emptied import is_long_empty
from peer_tui.store.checking.folders import open_to_others
from peer_tui.store.checking.leftovers import saves_cut_short_of
from peer_tui.store.durable import flush_folder
from peer_tui.store.library import Library
from peer_tui.store.log import Log
from peer_tui.store.record import FORMAT, Contents, examine
from peer_tui.store.recovery import keep_aside, last_copy, lines, recover
from peer_tui.store.shards import Shard


class Act(msgspec.Struct, frozen=True):
    """One thing that can be mended."""

    sentence: str
    """What would be done."""
    path: Path
    do: Callable[[], list[str]]
    """Does it; sentences on what came of it. Raises OSError if the disk refuses: nothing is lost then."""


def acts(library: Library, now: dt.datetime | None = None) -> list[Act]:
    """Everything that can be mended, in the order in which it should be done. Changes nothing.

    Args:
        library: which.
        now: the present instant, aware; without it no file is judged by its age.
    """
    found = [*_closing(library)]
    for shard in every_shard(library):
        found += _in_shard(library, shard, now)
    return [*found, *_rubbish(library)]


# --- folders ------------------------------------------------------------------------------------------------------


def _closing(library: Library) -> Iterator[Act]:
    places = open_to_others(library)
    if places:
        sentence = say("Close {many} that other users of this machine may open.", many=_many(places))
        yield Act(sentence, places[0], lambda: _close(places))


def _close(places: list[Path]) -> list[str]:
    for place in places:
        place.chmod(stat.S_IMODE(place.lstat().st_mode) & ~0o077)
    return [say("For their owner only now: {many}.", many=_many(places))]


def _many(places: list[Path]) -> str:
    return counted(len(places), "{n:,} file or folder", "{n:,} files and folders", "no files and folders")


# --- logs ---------------------------------------------------------------------------------------------------------


def _in_shard(library: Library, shard: Shard, now: dt.datetime | None) -> Iterator[Act]:
    device = writers.device_id(library.state)
    ours = re.compile(rf"({re.escape(device)}-\d+)(?:-format\d+)?\.json") if device else None
    for path in sorted(library.logs(shard)):
        try:
            raw = library.files.read(path)
            found = recover(path, raw, thorough=True, files=library.files)
        except OSError:
            continue
        if found.contents.format > FORMAT:
            continue
        own = ours.fullmatch(path.name) if ours else None
        if own:
            left = library.files.left(path)
            if not found.whole:
                sentence = say(
                    "Mend {path}. The damaged file is kept in {root}.", path=path, root=library.root / say("quarantine")
                )
            elif left is not None:
                sentence = say("Finish the save of {path} that was cut short.", path=path)
            else:
                continue
            yield Act(sentence, path, lambda path=path, own=own[1]: _mend(library, shard, path, own))  # type: ignore[misc]
        elif found.contents.whole and is_copy(path.name, found.contents):
            yield Act(
                say(
                    "Take in what only the conflict copy {path} ({tool_of}) holds, and move it to quarantine.",
                    path=path,
                    tool_of=tool_of(path.name),
                ),
                path,
                lambda path=path: _take_copy(library, shard, path),  # type: ignore[misc]
            )
        elif now is not None and is_long_empty(library, path, found, now):
            yield Act(
                say("Move the empty file {path}, another device's, to quarantine: no line is in it.", path=path),
                path,
                lambda path=path: _move_empty(library, path),  # type: ignore[misc]
            )
        elif not found.whole:
            count = len(_elsewhere(library, shard, path, found.contents))
            if count:
                yield Act(
                    say(
                        "Bring back {count} that {path}, another device's, has lost, from its copies. "
                        "The file itself stays as it is.",
                        count=lines(count),
                        path=path,
                    ),
                    path,
                    lambda path=path: _bring_back(library, shard, path),  # type: ignore[misc]
                )


def _mend(library: Library, shard: Shard, path: Path, own: str) -> list[str]:
    """Open the log as its writer does: that mends it. Its slot is taken meanwhile, unless it is this run's."""
    held = None
    if own != library.writer:
        held = writers.take(library.state, own)
        if held is None:
            return [
                say("{path} belongs to another window of peer-tui that is open now; it mends it itself.", path=path)
            ]
    try:
        said: list[str] = []
        library.close(shard)
        more: Callable[[Path], list[tuple[str, bytes]]] = lambda place: in_backups(library, place)  # noqa: E731
        Log(path, path.stem, library.quarantine, say=said.append, files=library.files, backups=more).close()
        _drop_known_leftovers(library, path)
        return said or [say("{path} is whole.", path=path)]
    finally:
        if held is not None:
            held.release()


def _drop_known_leftovers(library: Library, path: Path) -> None:
    """What a kill left beside a log that is whole now, and holds every whole record of it."""
    left = library.files.left(path)
    if left is None:
        return
    known = examine(library.files.read(path) or b"", path.name).by_key()
    if set(examine(left, path.name).by_key()) <= set(known):
        for place in saves_cut_short_of(library, path):
            place.unlink(missing_ok=True)
        flush_folder(path.parent)


def _take_copy(library: Library, shard: Shard, path: Path) -> list[str]:
    content = library.files.read(path)
    if content is None:
        return [say("{path} is gone.", path=path)]
    here = Here.of(library, shard, [])
    own = here.logs.pop(path, Contents())
    here.keys = {key for contents in here.logs.values() for key in contents.by_key()}
    # Under its own name it would be put where it lies; as a log of whoever wrote it, only what is new goes beside it.
    named = path.with_name(f"{own.writer}.json")
    here.logs.setdefault(named, Contents())
    outcome = take(library, here, named, content, act=True)
    there = {key for log in library.logs(shard) if log != path for key in _keys(library, log)}
    if not set(own.by_key()) <= there:
        return [say("{path} was left where it is: not every line of it could be taken in.", path=path)]
    kept = keep_aside(library.quarantine, path, content, library.files)
    if library.files.read(path) != content:
        return [say("{path} was left where it is: it was changed just now.", path=path)]
    library.files.remove(path)
    flush_folder(path.parent)
    return [
        say(
            "Taken in from {name}: {records}. The copy itself is kept as {kept}.",
            name=path.name,
            records=lines(outcome.records),
            kept=kept,
        )
    ]


def _move_empty(library: Library, path: Path) -> list[str]:
    lies = library.files.on_disk(path)
    if lies.stat().st_size:
        return [say("{path} was left where it is: it is not empty any more.", path=path)]
    kept = keep_aside(library.quarantine, path, b"", library.files)
    library.files.remove(path)
    flush_folder(path.parent)
    return [say("{name} lies in quarantine now: {kept}.", name=path.name, kept=kept)]


def _keys(library: Library, path: Path) -> set[str]:
    return set(examine(library.files.read(path) or b"", path.name).by_key())


def _elsewhere(library: Library, shard: Shard, path: Path, contents: Contents) -> set[str]:
    """What copies of a log still hold, and no log of its shard does."""
    here = Here.of(library, shard, [])
    found: set[str] = set()
    for content in _copies(library, path):
        found |= set(examine(content, path.name).by_key())
    return found - here.keys


def _copies(library: Library, path: Path) -> list[bytes]:
    last = library.files.read(last_copy(path))
    return [*([last] if last else []), *(content for _words, content in in_backups(library, path))]


def _bring_back(library: Library, shard: Shard, path: Path) -> list[str]:
    here = Here.of(library, shard, [])
    here.logs.setdefault(path, Contents())
    count = sum(take(library, here, path, content, act=True).records for content in _copies(library, path))
    return [say("Brought back from copies of {name}: {count}.", name=path.name, count=lines(count))]


# --- rubbish ------------------------------------------------------------------------------------------------------


def _rubbish(library: Library) -> Iterator[Act]:
    """What a kill left of things that are made again at any time."""
    places = [
        place
        for folder, pattern in (
            (library.root, ".probe-*"),
            (library.state, ".probe-*"),
            (backups_folder(library.state), ".*.zip.tmp"),
        )
        for place in sorted(folder.glob(pattern))
        if place.is_file() and not place.is_symlink()
    ]
    if places:
        names = counted(len(places), "{n:,} file", "{n:,} files", "no files")
        yield Act(
            say("Remove {names} that a backup or check left when it was ended early.", names=names),
            places[0],
            lambda: _sweep(places),
        )


def _sweep(places: list[Path]) -> list[str]:
    for place in places:
        place.unlink(missing_ok=True)
    return [
        say(
            "Removed: {left_over_files}.",
            left_over_files=counted(len(places), "{n:,} left-over file", "{n:,} left-over files", "no left-over files"),
        )
    ]
