"""Backups of a library: the logs as they lie on the disk, in zips that are read back before they count.

When a meeting ends its log and the group's own go into the day's zip; once a week the whole library is written. How
long they are kept, and why any that are left can be restored, says `backup_age`; what is in one says `archives`.
They lie in STATE, outside the library, so that what a sync tool does to the library is not done to them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from peer_tui.domain.words import say
from peer_tui.store import writer
from peer_tui.store.backups import age as backup_age
from peer_tui.store.backups.archives import (
    MOST_IN_A_MEMBER,
    BrokenArchive,
    Entry,
    Manifest,
    Member,
    file_name,
    opened_archive,
    read_manifest,
    write_archive,
)
from peer_tui.store.backups.names import RECIPIENTS, kind_of, safe_file_name
from peer_tui.store.backups.places import WAIT, Busy, alone, every_shard, name_of
from peer_tui.store.backups.reading_desk import Desk, desk
from peer_tui.store.backups.rewriting import rewrite_backups as rewrite_backups
from peer_tui.store.durable import is_full, read_bytes, replace_file
from peer_tui.store.files import SEALED, sealed_form
from peer_tui.store.library import Library
from peer_tui.store.problem import reason
from peer_tui.store.record import examine
from peer_tui.store.recovery import last_copy
from peer_tui.store.shards import Shard


class BackupReport(msgspec.Struct):
    """What became of a backup."""

    path: Path | None = None
    """The archive, read back and compared; None if none was made."""
    logs: int = 0
    records: int = 0
    size: int = 0
    """Bytes of the archive."""
    problems: list[str] = msgspec.field(default_factory=list)
    """Sentences: what could not be backed up, and why."""
    busy: bool = False
    """None was made because another is being made."""


class Stopped(Exception):
    """The backup was called off; nothing was made."""


def back_up(
    library: Library,
    folder: Path,
    now: dt.datetime,
    shards: Sequence[Shard] | None = None,
    *,
    extra: Sequence[tuple[str, Path]] = (),
    name: str = "",
    wait: float = WAIT,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> BackupReport:
    """Back up the library, or some of its shards, into a zip in `folder`. Never raises for what the disk does.

    Args:
        library: what.
        folder: where to.
        now: the present instant, aware, in the zone whose day names the file.
        shards: into the day's zip, beside what it holds already; None for the whole library, in a zip of its own.
        extra: further files, each with the name it has in the archive.
        name: the file's name, where it is not the program's own backup.
        wait: seconds to wait at most for another backup that is being made.
        progress: told how many shards of how many are read.
        stop: asked between logs; True calls it off.
    """
    own = f"{now:%Y-%m-%d}.zip" if shards is not None else f"{now:%Y-%m-%d}-full.zip"
    path = folder / (name or own)
    report = BackupReport()
    try:
        with alone(library.state, wait), desk(library.files, library.state) as reader:
            wanted = list(every_shard(library)) if shards is None else list(dict.fromkeys(shards))
            members: Iterable[Member] = _members(library, wanted, reader, report, progress, stop)
            if shards is not None:
                members = _beside_what_is_there(path, members, reader, report)
            members = _with_extra(members, [*_recipients(library), *extra], report)
            device = writer.device_id(library.state)
            manifest = write_archive(
                path, members, made=now, device=device, whole=shards is None, opened=reader.readable
            )
    except Stopped:
        report.problems.append(say("The backup was called off. Earlier ones are as they were."))
    except OSError as error:
        report.busy = isinstance(error, Busy)
        report.problems.append(_not_made(folder, error))
    except BrokenArchive as error:
        report.problems.append(say("The backup was not kept, because reading it back failed: {error}", error=error))
    else:
        report.path, report.size = path, path.stat().st_size
        report.logs = sum(1 for entry in manifest.entries if kind_of(entry.name) == "log")
        report.records = manifest.records
    return report


def changed_since(library: Library, folder: Path) -> list[Shard]:
    """The shards in which a log is not as long as when it was last backed up in `folder`, or is in no backup yet."""
    sizes: dict[str, int] = {}
    for one in backup_age.own_backups(folder):
        sizes.update((entry.name, entry.size) for entry in _entries(_manifest(one.path)))
    changed = []
    for shard in every_shard(library):
        for path in library.logs(shard):
            with contextlib.suppress(OSError):
                on_disk = library.files.on_disk(path)
                if sizes.get(name_of(library, on_disk)) != on_disk.stat().st_size:
                    changed.append(shard)
                    break
    return changed


def prune(folder: Path, today: dt.date) -> list[Path]:
    """Remove the program's own backups that are kept no longer; which went.

    One that holds a log that no newer backup holds as fully stays until it is a year old: what vanished from the
    library is not lost from its backups by the next one. So does the last one that an earlier version of the program
    made.
    """
    backups = backup_age.own_backups(folder)
    keep = backup_age.kept(backups, today)
    leaving = sorted((one for one in backups if one not in keep), reverse=True)
    gone: list[Path] = []
    held: dict[str, int] = {}
    programs: set[str] = set()
    for one in keep if leaving else ():
        _hold(held, programs, _manifest(one.path))
    for one in leaving:
        manifest = _manifest(one.path)
        spare = manifest is not None and manifest.program in programs
        spare = spare and all(held.get(entry.name, -1) >= entry.records for entry in _entries(manifest))
        if spare or backup_age.too_old(one, today):
            with contextlib.suppress(OSError):
                one.path.unlink()
                gone.append(one.path)
        else:
            _hold(held, programs, manifest)
    return gone


# --- drawing the members ------------------------------------------------------------------------------------------


def _members(
    library: Library,
    shards: Sequence[Shard],
    reader: Desk,
    report: BackupReport,
    progress: Callable[[int, int], None] | None,
    stop: Callable[[], bool],
) -> Iterator[Member]:
    taken: set[str] = set()
    for number, shard in enumerate(shards, start=1):
        for path in sorted(library.logs(shard)):
            if stop():
                raise Stopped
            member = _member(library, path, reader, report)
            if member is not None and member.name not in taken:
                taken.add(member.name)
                yield member
        if progress is not None:
            progress(number, len(shards))
        # Backing up a large library must not hold up who is typing.
        time.sleep(0)


def _member(library: Library, path: Path, reader: Desk, report: BackupReport) -> Member | None:
    """A log as it lies on the disk; its last good copy where the log itself has vanished."""
    # A log that only another device's key opens is taken along as it lies.
    for on_disk in (library.files.on_disk(path), sealed_form(path), library.files.on_disk(last_copy(path))):
        try:
            raw = read_bytes(on_disk)
        except OSError as error:
            report.problems.append(
                say("{on_disk} could not be read and is not in the backup ({why}).", on_disk=on_disk, why=reason(error))
            )
            return None
        if raw is not None:
            break
    else:
        return None
    ending = SEALED if on_disk.name.endswith(SEALED) else ""
    name = name_of(library, path.with_name(safe_file_name(path.name + ending)))
    if kind_of(name) != "log" or len(raw) > MOST_IN_A_MEMBER:
        why = say("is too large") if kind_of(name) == "log" else say("has a name that not every system takes")
        report.problems.append(
            say("{on_disk} {why} and is not in the backup: please copy it by hand.", on_disk=on_disk, why=why)
        )
        return None
    content = reader.readable(name, raw)
    records = 0 if content is None else len(examine(content, file_name(name)).whole)
    return Member(name, raw, records)


def _beside_what_is_there(
    path: Path, members: Iterable[Member], reader: Desk, report: BackupReport
) -> Iterator[Member]:
    """The members, and then what the day's zip holds beyond them.

    A log that lost records does not take the place of its older self: that stays beside it under a name of its own,
    one more log of its shard.
    """
    given: dict[str, Member] = {}
    for member in members:
        given[member.name] = member
        yield member
    if not path.exists():
        return
    damage = ""
    try:
        with opened_archive(path) as archive:
            for name in archive.names:
                try:
                    raw = archive.read(name)
                except BrokenArchive as error:
                    damage = str(error)
                    continue
                entry = archive.listed(name)
                kept = name if name not in given else _older_name(given[name], raw, reader)
                if kept and (kept == name or (kept not in given and kept not in archive.names)):
                    yield Member(kept, raw, entry.records if entry else 0)
    except BrokenArchive as error:
        damage = str(error)
    if damage:
        raw = path.read_bytes()
        aside = path.with_name(f"{path.stem}-damaged-{hashlib.sha256(raw).hexdigest()[:8]}.zip")
        replace_file(aside, raw)
        report.problems.append(
            say("An earlier backup was damaged and is kept as {aside}. {damage}", aside=aside, damage=damage)
        )


def _older_name(newer: Member, older: bytes, reader: Desk) -> str:
    """The name under which an older state of a log is kept; empty if the newer one has every record of it."""
    if newer.raw == older:
        return ""
    before, after = (reader.readable(newer.name, raw) for raw in (older, newer.raw))
    if before is not None and after is not None:
        called = file_name(newer.name)
        if set(examine(before, called).by_key()) <= set(examine(after, called).by_key()):
            return ""
    ending = ".json.age" if newer.name.endswith(SEALED) else ".json"
    return f"{newer.name.removesuffix(ending)}.earlier-{hashlib.sha256(older).hexdigest()[:8]}{ending}"


def _recipients(library: Library) -> list[tuple[str, Path]]:
    return [(RECIPIENTS, library.root / RECIPIENTS)]


def _with_extra(members: Iterable[Member], extra: Sequence[tuple[str, Path]], report: BackupReport) -> Iterator[Member]:
    given = {name for name, _path in extra}
    for member in members:
        if member.name not in given:
            yield member
    for name, path in extra:
        try:
            # A person's own settings may well be a link to where they keep such files.
            raw = path.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            report.problems.append(
                say("{path} could not be read and is not in the backup ({why}).", path=path, why=reason(error))
            )
            continue
        if kind_of(name) is not None:
            yield Member(name, raw)
        else:
            report.problems.append(
                say("{path} has a name that not every system takes and is not in the backup.", path=path)
            )


def _not_made(folder: Path, error: OSError) -> str:
    why = say("the disk is full") if is_full(error) else reason(error)
    return say(
        "No backup could be made in {folder} ({why}). What was saved is safe in the library. "
        "Make room there, or name another folder: peer-tui backup --to FOLDER.",
        folder=folder,
        why=why,
    )


# --- what is in the archives --------------------------------------------------------------------------------------


def _manifest(path: Path) -> Manifest | None:
    """The list in an archive; None if it cannot be read."""
    with contextlib.suppress(OSError, BrokenArchive):
        return read_manifest(path)
    return None


def _entries(manifest: Manifest | None) -> tuple[Entry, ...]:
    return manifest.entries if manifest is not None else ()


def _hold(held: dict[str, int], programs: set[str], manifest: Manifest | None) -> None:
    """Note what a backup that is kept holds, and which version of the program made it."""
    if manifest is not None:
        programs.add(manifest.program)
    for entry in _entries(manifest):
        held[entry.name] = max(entry.records, held.get(entry.name, -1))
