"""Reading a shard: the union of all its writers' logs, whatever state each is in. Nothing on the disk is changed."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from peer_tui.domain import events as ev
from peer_tui.domain.history import ids_in
from peer_tui.domain.redaction import without_redacted
from peer_tui.domain.words import say
from peer_tui.store import formats
from peer_tui.store.files import Files
from peer_tui.store.problem import reason
from peer_tui.store.record import examine, key_of
from peer_tui.store.recovery import Backups, Recovery, recover
from peer_tui.store.shards import ShardReading, Stamp

_ARRIVING = 10.0
"""Seconds for which a broken file that was just changed may still be on its way from another device."""


def read_shard(
    logs: Iterable[Path], stamp: Stamp, files: Files, backups: Backups, *, own: ev.WriterId, now: dt.datetime | None
) -> ShardReading:
    """A shard as its logs say now.

    A damaged log counts with its whole records and those of its last good copy. A record whose checksum fails is no
    fact: its words are in `damaged`.

    Args:
        logs: every log of the shard.
        stamp: of these logs, taken before.
        files: how they lie on the disk.
        backups: asked what backups hold of a damaged log.
        own: who this run writes as: its own log is never still on its way. Empty where that is not known.
        now: the present instant. With it, a broken file that was changed a moment ago is said to be still arriving;
            without it, to be damaged.
    """
    union: dict[str, ev.Event | ev.Unknown] = {}
    problems: list[str] = []
    damaged: list[str] = []
    arriving: list[str] = []
    running: dict[ev.WriterId, int] = {}
    for path in sorted(logs, key=lambda path: (len(path.name), path.name)):
        try:
            found = recover(path, files.read(path), files=files, more=backups)
        except OSError as error:
            problems.append(_unreadable(path, error))
            continue
        contents = found.contents
        problems += formats.sentences(contents, path.name)
        if not found.whole and now is not None and _may_still_come(path, files, own, now):
            arriving.append(path.name)
            problems.append(
                say("The file {name} is still arriving from another device. It is read again soon.", name=path.name)
            )
        elif not found.whole:
            problems.append(found.sentence(path.name, say("The file itself is left as it is.")))
        damaged += [words for words in (*contents.told.values(), *found.lost.values()) if words]
        _unite(found, union, running)
    events = without_redacted(union[key] for key in sorted(union))
    return ShardReading(events, tuple(problems), running, stamp, tuple(dict.fromkeys(damaged)), tuple(arriving))


def ids_beside(folder: Path, files: Files, own: Callable[[], ev.WriterId]) -> list[ev.EventId]:
    """The ids of events that lie beside the logs in a shard's folder: they may be in none, and were given all the same.

    A kill left them half-written, or our own log became an older one than its last good copy.

    Args:
        folder: the shard's folder; it need not exist.
        files: how files lie on the disk.
        own: who this run writes as; asked where there is anything to look at.
    """
    ids: list[ev.EventId] = []
    with contextlib.suppress(OSError):
        for name in sorted(os.listdir(folder)):
            called = files.called(name.removesuffix(".tmp").removesuffix(".2").removeprefix("."))
            if name.startswith(".") and name.endswith(".tmp") and called.endswith(".json"):
                left = files.left(folder / called)
            elif called.startswith(own()) and called.endswith(".last") and not name.startswith("."):
                left = files.read(folder / called)
            else:
                continue
            for n, fields in examine(left or b"", called).whole.items():
                ids += [key_of(fields, "", n), *ids_in(formats.event_of(fields))]
    return ids


def _unite(found: Recovery, union: dict[str, ev.Event | ev.Unknown], running: dict[ev.WriterId, int]) -> None:
    """Add what one log holds to the union, and how far it was read."""
    whose = found.contents.writer
    for n, fields in (*found.contents.whole.items(), *found.from_copy.items()):
        union.setdefault(key_of(fields, whose, n), formats.event_of(fields))
        running[whose] = max(n, running.get(whose, 0))


def _unreadable(path: Path, error: OSError) -> str:
    return say(
        "The file {name} cannot be read now ({why}). It is left as it is.",
        name=path.name,
        why=reason(error),
    )


def _may_still_come(path: Path, files: Files, own: ev.WriterId, now: dt.datetime) -> bool:
    """The file was changed within the last seconds, by somebody else."""
    if own and path.name.startswith(f"{own}."):
        return False
    try:
        found = files.on_disk(path).lstat()
    except OSError:
        return False
    # When its bytes or its name last changed here: sync tools give files the time of the other device.
    changed = max(found.st_mtime, found.st_ctime)
    return 0 <= now.timestamp() - changed < _ARRIVING
