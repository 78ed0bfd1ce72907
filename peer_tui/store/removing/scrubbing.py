"""Taking words that were removed on request off this device's disk: logs, copies, quarantine, drafts, backups.

What is to go is said by the `Redacted` and `PersonForgotten` events of the shards (`domain.redaction`); `library.read`
hides it at once, this makes it gone. Every step may be taken again: a kill in between loses nothing, and the words are
still found by the next try because the logs come last. Other devices' files are never written: they are named, and
their own program blanks them when it next opens the library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from peer_tui.domain.redaction import MARK
from peer_tui.domain.words import say, say_number
from peer_tui.store import writer as writers
from peer_tui.store.backups.uniting import is_restored, rewrite_restored
from peer_tui.store.library import Library
from peer_tui.store.log import Log
from peer_tui.store.problem import reason
from peer_tui.store.record import FORMAT, examine
from peer_tui.store.recovery import last_copy
from peer_tui.store.removing.going import Going
from peer_tui.store.shards import Shard

_NAMED = 5
"""How many files of other devices are named one by one."""


class Scrubbed(msgspec.Struct):
    """What was done, and what could not be."""

    files: list[Path] = msgspec.field(default_factory=list)
    """Files of this device from which words were taken, or which were removed for them."""
    elsewhere: list[Path] = msgspec.field(default_factory=list)
    """Files of other devices, and copies that a sync tool made, which still hold some."""
    sentences: list[str] = msgspec.field(default_factory=list)
    """What the scribe is to be told: what could not be reached, and what was lost with the words."""
    finished: bool = True
    """False if a file of this device could not be rewritten now: ask again."""


def scrub(library: Library, shards: Sequence[Shard], words: Sequence[str] = ()) -> Scrubbed:
    """Take every word that was removed in these shards off this device's disk.

    Args:
        library: where.
        shards: those in which something was redacted or somebody forgotten.
        words: further texts that are to go from drafts and broken files.
    """
    going = Going(library, shards, words)
    done = Scrubbed()
    if not going:
        return done
    for step in (_small_files, _kept_elsewhere, _quarantine, _backups):
        _try(done, library.state, lambda step=step: step(library, going, done))  # type: ignore[misc]
    for shard in shards:
        _try(done, library.folder(shard), lambda shard=shard: _shard(library, shard, going, done))  # type: ignore[misc]
    done.sentences += _elsewhere(done.elsewhere)
    return done


def is_needed(library: Library, shard: Shard) -> bool:
    """Whether a log of this device in the shard still holds words that were removed. Changes nothing."""
    going = Going(library, (shard,))
    ours = _ours(library)
    return bool(going) and any(
        (ours.fullmatch(path.name) or is_restored(path.name, _device(library))) and _holds(library, path, going)
        for path in library.logs(shard)
    )


def _try(done: Scrubbed, where: Path, act: Callable[[], None]) -> None:
    """One step; what the disk refuses does not hold up the others."""
    try:
        act()
    except OSError as error:
        done.finished = False
        done.sentences.append(
            say(
                "{filename} could not be rewritten now ({why}) and may still hold the words. "
                "It is tried again when peer-tui next starts.",
                filename=error.filename or where,
                why=reason(error),
            )
        )


# --- the logs -------------------------------------------------------------------------------------------------------


def _shard(library: Library, shard: Shard, going: Going, done: Scrubbed) -> None:
    ours = _ours(library)
    for path in sorted(library.logs(shard)):
        if not _holds(library, path, going):
            continue
        if is_restored(path.name, _device(library)):
            rewrite_restored(library, path, going.of_file)
            done.files.append(library.files.on_disk(path))
            continue
        match = ours.fullmatch(path.name)
        if match is None or _is_newer(library, path):
            done.elsewhere.append(library.files.on_disk(path))
        elif match[1] == library.writer:
            library.rewrite(shard, going.change)
            done.files.append(library.files.on_disk(path))
        else:
            _other_slot(library, path, match[1], going, done)


def _ours(library: Library) -> re.Pattern[str]:
    """The names of this device's logs, in any slot; the first group is the writer."""
    return re.compile(rf"({re.escape(_device(library))}-\d+)(?:-format\d+)?\.json")


def _device(library: Library) -> str:
    return library.writer.rpartition("-")[0]


def _holds(library: Library, path: Path, going: Going) -> bool:
    """Whether a log, its last good copy or what a kill left of either holds anything that is to go."""
    for place in (path, last_copy(path)):
        with suppress(OSError):
            for raw in (library.files.read(place), library.files.left(place)):
                if raw is not None and going.of_file(raw, path.name) != raw:
                    return True
    return False


def _is_newer(library: Library, path: Path) -> bool:
    raw = library.files.read(path)
    return raw is not None and examine(raw, path.name).format > FORMAT


def _other_slot(library: Library, path: Path, writer: str, going: Going, done: Scrubbed) -> None:
    """A log that an earlier run of this device wrote in another slot; a run that is on now rewrites its own."""
    held = writers.take(library.state, writer)
    if held is None:
        done.finished = False
        done.sentences.append(
            say("Another window of peer-tui is writing {name}; it removes the words from there itself.", name=path.name)
        )
        return
    try:
        log = Log(path, path.stem, library.quarantine, files=library.files)
        log.rewrite(going.change)
        done.files.append(library.files.on_disk(path))
    finally:
        held.release()


def _elsewhere(paths: list[Path]) -> list[str]:
    said = [
        say(
            "The file {path} was not written by this device and still holds the words. The peer-tui that wrote it "
            "removes "
            "them when it next opens this library; a copy made by a sync tool stays until it is deleted.",
            path=path,
        )
        for path in paths[:_NAMED]
    ]
    if len(paths) > _NAMED:
        said.append(
            say_number(
                len(paths) - _NAMED,
                "So do {n} more files: `peer-tui check` lists what other devices wrote.",
                "So do {n} more files: `peer-tui check` lists what other devices wrote.",
            )
        )
    return said


# --- beside the logs ------------------------------------------------------------------------------------------------


def _quarantine(library: Library, going: Going, done: Scrubbed) -> None:
    """What this device kept aside; another device's is named."""
    for folder in _children(library.root / "quarantine"):
        for path in _files_in(library, folder):
            raw = library.files.read(path)
            name = path.name.rpartition("--")[2]
            after = raw if raw is None else going.of_file(raw, name)
            if raw is None or after == raw:
                continue
            if folder != library.quarantine:
                done.elsewhere.append(library.files.on_disk(path))
                continue
            done.files.append(library.files.on_disk(path))
            if after:
                library.files.write(path, after)
            else:
                library.files.remove(path)
            if not after or examine(raw, name).tables is None:
                kept = len(examine(after or b"", name).whole)
                done.sentences.append(
                    say(
                        "The damaged file {name} in quarantine held some of the words: of it only {kept} whole "
                        "lines were kept.",
                        name=path.name,
                        kept=kept,
                    )
                )


def _small_files(library: Library, going: Going, done: Scrubbed) -> None:
    """Half-typed lines, and what is kept of a meeting that is on: removed where they hold any of the words."""
    for folder in (library.state / "drafts", library.state / "ephemera"):
        for path in _files_in(library, folder):
            kept = _decoded(library.files.read(path) or b"")
            about = kept.get("entry") if isinstance(kept, dict) else None
            if about in going.removals.targets or going.needles.in_value(kept):
                done.files.append(library.files.on_disk(path))
                library.files.remove(path)
        for left in folder.glob(".*.tmp"):
            if going.needles.in_bytes(left.read_bytes()):
                left.unlink(missing_ok=True)
                done.files.append(left)


def _kept_elsewhere(library: Library, going: Going, done: Scrubbed) -> None:
    """What a program that had to end kept in STATE because the library could not take it: logs, and a page of lines."""
    for path in sorted((library.state / "unsaved").rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        place = path.with_name(library.files.called(path.name))
        raw = library.files.read(place)
        if raw is None:
            continue
        if place.name.endswith(".json"):
            after = going.of_file(raw, place.name)
        else:
            text = raw.decode("utf-8", "replace")
            after = going.needles.replaced(text, MARK).encode() if going.needles.in_text(text) else raw
        if after != raw:
            library.files.write(place, after)
            done.files.append(library.files.on_disk(place))


def _backups(library: Library, going: Going, done: Scrubbed) -> None:
    # Imported here: a library without backups needs no zip files.
    from peer_tui.store.backups.archives import BrokenArchive
    from peer_tui.store.backups.making import rewrite_backups
    from peer_tui.store.backups.places import every_backup, out_of_reach

    done.sentences += [
        say("The backups in {folder} cannot be reached now and may still hold the words.", folder=folder)
        for folder in out_of_reach(library.state)
    ]
    done.finished = done.finished and not out_of_reach(library.state)
    if not every_backup(library.state):
        return
    try:
        done.files += rewrite_backups(
            library, lambda name, content: going.of_file(content, name.rpartition("/")[2]) or b"{}"
        )
    except BrokenArchive as error:
        done.finished = False
        done.sentences.append(say("A damaged backup may still hold the words: {error}", error=error))


# --- files and folders ----------------------------------------------------------------------------------------------


def _children(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
    return []


def _files_in(library: Library, folder: Path) -> list[Path]:
    """The files of a folder by what they are called, each once; neither links nor what a kill left half-written."""
    with suppress(OSError):
        names = {
            library.files.called(path.name)
            for path in folder.iterdir()
            if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
        }
        return [folder / name for name in sorted(names)]
    return []


def _decoded(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return raw.decode("utf-8", "replace")
