"""Restoring a backup: into a new library, or into one that has been written in, by union and never in its place.

What would be done and what is done is one walk through the archive, taken twice: first without acting, to be shown,
then for good. Taken again it adds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import msgspec

from peer_tui.domain.words import say
from peer_tui.store.backups.archives import Archive, BrokenArchive, Manifest, opened_archive
from peer_tui.store.backups.names import IDENTITY, RECIPIENTS, kind_of, shard_of
from peer_tui.store.backups.reading_desk import Desk, desk
from peer_tui.store.backups.uniting import Here, Outcome, stay_inside, take
from peer_tui.store.durable import read_bytes, replace_file
from peer_tui.store.files import SEALED, open_name
from peer_tui.store.formats import reader_of
from peer_tui.store.library import Library
from peer_tui.store.problem import reason
from peer_tui.store.record import FORMAT, Contents, examine
from peer_tui.store.shards import Shard


class Restored(msgspec.Struct):
    """What became of a backup, or would become of it."""

    archive: Path
    manifest: Manifest | None
    into_new: bool
    """There was no meeting here before."""
    files: int = 0
    """Logs that were put here, lengthened, or from which something was added."""
    records: int = 0
    same: int = 0
    """Logs of which every record was here already."""
    added: list[str] = msgspec.field(default_factory=list)
    """The other files that were put: settings, themes, templates, keys."""
    skipped: list[str] = msgspec.field(default_factory=list)
    """Sentences: what was not taken, and why."""
    shards: list[Shard] = msgspec.field(default_factory=list)
    """Where something was added."""


def restore(
    library: Library,
    path: Path,
    settings: Path,
    *,
    act: bool,
    progress: Callable[[int, int], None] | None = None,
) -> Restored:
    """Bring what a backup holds into the library, or only say what would become of it.

    Args:
        library: into which. It need not exist.
        path: the archive.
        settings: where `config.toml` is; themes and templates lie beside it.
        act: do it. Otherwise nothing is changed on the disk.
        progress: told how many members of how many are done.

    Raises:
        BrokenArchive: the file is no backup at all; nothing was done.
        OSError: the archive cannot be read, or the disk takes no more. What was put so far is whole, and going on is
            safe.
    """
    with opened_archive(path) as archive, desk(library.files, library.state) as reader:
        done = Restored(path, archive.manifest, not _has_meetings(library), skipped=list(archive.refused))
        if archive.manifest is not None:
            _say_missing(archive, archive.manifest, done)
        logs = [name for name in archive.names if kind_of(name) == "log"]
        others = [name for name in archive.names if kind_of(name) != "log"]
        if not logs and not others:
            raise BrokenArchive(
                say("{name} holds nothing that a backup of peer-tui holds. Nothing was done.", name=path.name)
            )
        for name in others:
            _other(archive, name, _place_for(library, settings, name), done, act=act)
        count = 0
        for shard, names in groupby(sorted(logs, key=shard_of), key=shard_of):
            in_shard = list(names)
            _shard(library, archive, shard, in_shard, reader, done, act=act)
            count += len(in_shard)
            if progress is not None:
                progress(count, len(logs))
    return done


# --- logs ---------------------------------------------------------------------------------------------------------


def _shard(
    library: Library, archive: Archive, shard: Shard, names: Sequence[str], reader: Desk, done: Restored, *, act: bool
) -> None:
    coming: list[tuple[str, Path, bytes]] = []
    for name in names:
        try:
            raw = archive.read(name)
            path = library.folder(shard) / open_name(name.rpartition("/")[2])
            if _as_it_lies(library, name, raw, reader, done, act=act):
                continue
            content = reader.opened(name, raw)
        except (BrokenArchive, ValueError) as error:
            done.skipped.append(str(error))
            continue
        found = examine(content, path.name)
        if not found.whole and found.tables is None:
            done.skipped.append(say("{name} holds no line that could be read.", name=name))
        else:
            coming.append((name, path, content))
            _say_newer(name, found, done)
    if not coming:
        return
    try:
        here = Here.of(library, shard, [examine(content, path.name) for _name, path, content in coming])
    except OSError as error:
        done.skipped.append(
            say(
                "{group}/{meeting}: a file here cannot be read ({why}).",
                group=shard.group,
                meeting=shard.meeting,
                why=reason(error),
            )
        )
        return
    for name, path, content in coming:
        try:
            _count(take(library, here, path, content, act=act), shard, done)
        except ValueError as error:
            done.skipped.append(f"{name}: {error}")


def _count(outcome: Outcome, shard: Shard, done: Restored) -> None:
    if outcome.what == "same":
        done.same += 1
        return
    done.files += 1
    done.records += outcome.records
    if shard not in done.shards:
        done.shards.append(shard)


def _as_it_lies(library: Library, name: str, raw: bytes, reader: Desk, done: Restored, *, act: bool) -> bool:
    """What lies sealed goes into a library that is new, or sealed for other keys, as the bytes it is."""
    if not name.endswith(SEALED):
        return False
    place = library.root / name
    there = read_bytes(place)
    if there == raw:
        done.same += 1
        return True
    others = library.files.sealed and reader.readable(name, raw) is None
    if there is None and (done.into_new or others):
        if act:
            stay_inside(library, place)
            replace_file(place, raw)
        entry = done.manifest and next((one for one in done.manifest.entries if one.name == name), None)
        done.records += entry.records if entry else 0
        done.files += 1
        done.shards.append(shard_of(name))
        return True
    return False


def _say_newer(name: str, found: Contents, done: Restored) -> None:
    if found.format > FORMAT:
        done.skipped.append(
            say(
                "{name} needs {reader_of}. It is restored; what this one knows is shown.",
                name=name,
                reader_of=reader_of(found),
            )
        )


def _say_missing(archive: Archive, manifest: Manifest, done: Restored) -> None:
    held = set(archive.names)
    refused = {sentence.partition(": ")[0] for sentence in archive.refused}
    for entry in manifest.entries:
        if entry.name not in held and entry.name not in refused:
            done.skipped.append(say("{name} stands in the backup's list, but is not in it.", name=entry.name))


def _has_meetings(library: Library) -> bool:
    return any(any(library.folder(Shard(group)).parent.rglob("*.json*")) for group in library.groups())


# --- settings and keys --------------------------------------------------------------------------------------------


def _place_for(library: Library, settings: Path, name: str) -> Path:
    if name == RECIPIENTS:
        return library.root / RECIPIENTS
    if name == IDENTITY:
        return library.state / Path(IDENTITY).name
    return settings if name == "settings/config.toml" else settings.parent.joinpath(*name.split("/")[1:])


def _other(archive: Archive, name: str, place: Path, done: Restored, *, act: bool) -> None:
    """A file that is no log: put where none is; otherwise laid beside the one that is there."""
    try:
        raw = archive.read(name)
    except BrokenArchive as error:
        done.skipped.append(str(error))
        return
    if name == RECIPIENTS and not done.into_new:
        # It would turn encryption on, or change for whom: that is `peer-tui encrypt`'s to ask.
        if read_bytes(place) != raw:
            done.skipped.append(say("The list of keys of the backup was not taken: this library keeps its own."))
        return
    try:
        there = _first_free(place, raw)
        if there is None:
            return
        if act:
            replace_file(there, raw)
        done.added.append(str(there))
        if there != place:
            done.skipped.append(
                say(
                    "{place} is here already and was left as it is; the backup's lies beside it: {there}.",
                    place=place,
                    there=there,
                )
            )
    except OSError as error:
        done.skipped.append(say("{place} could not be written ({why}).", place=place, why=reason(error)))


def _first_free(place: Path, raw: bytes) -> Path | None:
    """Where to put it; None if it is here already, in its place or beside it."""
    told = hashlib.sha256(raw).hexdigest()[:8]
    beside = place.with_name(f"{place.name}.restored")
    for one in (place, beside, place.with_name(f"{beside.name}-{told}")):
        there = read_bytes(one)
        if there == raw:
            return None
        if there is None:
            return one
    return None
