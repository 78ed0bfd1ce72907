"""`peer-tui check`: is everything that was written still here, and can more be written?

Read-only, apart from one small file that is written, flushed, renamed and removed again, because only that shows
whether the library can really be written.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from peer_tui.domain import events as ev
from peer_tui.store import drafts
from peer_tui.store.durable import PROMISE, read_bytes, replace_file, temporary
from peer_tui.store.library import Library, Shard
from peer_tui.store.problem import reason
from peer_tui.store.record import FORMAT
from peer_tui.store.recovery import recover

Level = Literal["ok", "warning", "problem"]

_LITTLE_ROOM = 50 << 20
"""Bytes free on the disk below which it is said."""
_NAMED = 5
"""How many files a finding names before it only counts."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    sentence: str


def check(library: Library) -> list[Finding]:
    """Look at the whole library; never raises for what it finds there."""
    return [
        *_writing(library),
        *_permissions(library),
        *_logs(library),
        *_leftovers(library),
        *([Finding("warning", PROMISE)] if PROMISE else []),
    ]


def worst(findings: list[Finding]) -> Level:
    """The gravest level among them."""
    levels = {finding.level for finding in findings}
    return "problem" if "problem" in levels else "warning" if "warning" in levels else "ok"


def _writing(library: Library) -> Iterator[Finding]:
    root = library.root
    if not root.exists():
        yield Finding("ok", f"There is no library at {root} yet; it is made with the first group.")
        return
    probe = root / f".probe-{secrets.token_hex(4)}"
    try:
        replace_file(probe, b"peer-tui check\n")
        probe.unlink()
    except OSError as error:
        yield Finding(
            "problem", f"Nothing can be written in {root} ({reason(error)}). Lines typed now would not be saved."
        )
        return
    yield Finding("ok", f"{root} can be written, flushed and renamed in.")
    free = shutil.disk_usage(root).free
    if free < _LITTLE_ROOM:
        yield Finding("warning", f"Only {free >> 20} MB are free on the disk that holds {root}. Make some room.")


def _permissions(library: Library) -> Iterator[Finding]:
    if sys.platform == "win32" or not library.root.exists():
        return
    open_to_others = []
    for place in _everything(library):
        try:
            if stat.S_IMODE(place.lstat().st_mode) & 0o077 and not place.is_symlink():
                open_to_others.append(place)
        except OSError:
            continue
    if open_to_others:
        yield Finding(
            "warning",
            f"Other users of this machine may open {_named(open_to_others)}. "
            f"To close them: chmod -R go= '{library.root}' '{library.state}'",
        )
    else:
        yield Finding("ok", "Every file and folder is for its owner only.")


def _everything(library: Library) -> Iterator[Path]:
    for top in (library.root, library.state):
        if top.exists():
            yield top
        for folder, folders, files in os.walk(top):
            yield from (Path(folder) / name for name in (*folders, *files))


def _logs(library: Library) -> Iterator[Finding]:
    unknown: Counter[str] = Counter()
    logs = records = 0
    bad = False
    for shard in _shards(library):
        where = "/".join(part for part in shard if part)
        for path in sorted(library.logs(shard)):
            logs += 1
            for finding in _log(path, where):
                bad = bad or finding.level == "problem"
                yield finding
        for event in (reading := library.read(shard)).events:
            if isinstance(event, ev.Unknown):
                unknown[event.kind] += 1
        records += len(reading.events)
    if not bad:
        yield Finding(
            "ok", f"{records} records in {logs} files: every file parses, every checksum holds, none is missing."
        )
    if unknown:
        kinds = ", ".join(f"{count} of “{kind}”" for kind, count in sorted(unknown.items()))
        yield Finding("warning", f"Of a kind this version does not know, kept as they are: {kinds}.")


def _log(path: Path, where: str) -> Iterator[Finding]:
    """What is wrong with one log; nothing if it is whole."""
    try:
        found = recover(path, read_bytes(path), thorough=True)
    except OSError as error:
        yield Finding("problem", f"In {where}: {path.name} cannot be read ({reason(error)}).")
        return
    contents = found.contents
    if contents.format > FORMAT:
        yield Finding("warning", f"In {where}: {path.name} was written by a newer peer-tui. Please update this one.")
    if not found.whole:
        sentence = found.sentence(path.name, "It is mended, and kept, when its own device next writes to it.")
        yield Finding("problem", f"In {where}: {sentence}")
    if contents.gaps:
        yield Finding("problem", f"In {where}: {path.name} lacks the running numbers {_numbers(contents.gaps)}.")
    if contents.told:
        yield Finding("warning", f"In {where}: {len(contents.told)} lines of {path.name} were lost to damage before.")


def _leftovers(library: Library) -> Iterator[Finding]:
    waiting = drafts.left_over(library.state)
    if waiting:
        yield Finding("warning", f"{waiting} half-typed lines are kept; each is offered when its meeting is opened.")
    cut_short = [
        temporary(path) for shard in _shards(library) for path in library.logs(shard) if temporary(path).exists()
    ]
    if cut_short:
        yield Finding(
            "warning", f"A save was cut short and is taken up when its meeting is opened: {_named(cut_short)}."
        )
    kept = [path for path in (library.root / "quarantine").rglob("*") if path.is_file()]
    if kept:
        yield Finding("warning", f"{len(kept)} damaged or replaced files are kept in {library.root / 'quarantine'}.")


def _shards(library: Library) -> Iterator[Shard]:
    for group in library.groups():
        yield Shard(group)
        yield from library.meetings(group)


def _named(paths: list[Path]) -> str:
    names = ", ".join(str(path) for path in paths[:_NAMED])
    return names if len(paths) <= _NAMED else f"{names} and {len(paths) - _NAMED} more"


def _numbers(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:_NAMED])
    return shown if len(numbers) <= _NAMED else f"{shown} and {len(numbers) - _NAMED} more"
