"""Every log, read once: does it parse, do its checksums hold, are its running numbers whole, do the seals hold?"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from peer_tui.domain import events as ev
from peer_tui.domain.naming import counted
from peer_tui.domain.sealing import Row, sealed
from peer_tui.domain.words import say, say_number
from peer_tui.store import writer
from peer_tui.store.backups.places import every_shard
from peer_tui.store.checking.copies import is_copy, tool_of
from peer_tui.store.checking.emptied import is_empty, is_long_empty
from peer_tui.store.checking.findings import Finding, named, shortened
from peer_tui.store.checking.processors import over_processors
from peer_tui.store.files import Locked
from peer_tui.store.formats import event_of, reader_of
from peer_tui.store.library import Library
from peer_tui.store.problem import reason
from peer_tui.store.record import FORMAT, key_of
from peer_tui.store.recovery import Recovery, last_copy, recover
from peer_tui.store.shards import Shard

_AHEAD = dt.timedelta(hours=1)
"""How far ahead a clock may be before it is said: ids beyond it do not drag our own along."""
_PART = 100
"""How many meetings are checked in one go."""


@dataclass
class _Seen:
    """What is gathered over the whole library."""

    logs: int = 0
    records: int = 0
    bad: bool = False
    approved: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    writers: set[str] = field(default_factory=set)
    copies: list[Path] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)
    meetings: dict[str, list[str]] = field(default_factory=dict)
    newest: dt.datetime | None = None
    whose_newest: str = ""

    def add(self, other: _Seen) -> None:
        """What was gathered over another part."""
        self.logs += other.logs
        self.records += other.records
        self.bad = self.bad or other.bad
        self.approved += other.approved
        self.unknown += other.unknown
        self.writers |= other.writers
        self.copies += other.copies
        for mine, theirs in ((self.groups, other.groups), (self.meetings, other.meetings)):
            for key, places in theirs.items():
                mine.setdefault(key, []).extend(places)
        if other.newest is not None and (self.newest is None or other.newest > self.newest):
            self.newest, self.whose_newest = other.newest, other.whose_newest


def logs(
    library: Library, now: dt.datetime | None = None, progress: Callable[[int, int], None] | None = None
) -> Iterator[Finding]:
    """Read every log of the library, and say what is wrong with any, and what all of them are together."""
    seen = _Seen()
    shards = list(every_shard(library))
    parts = [shards[start : start + _PART] for start in range(0, len(shards), _PART)]
    done = 0
    for part, (findings, found) in zip(parts, over_processors(partial(_part, library, now), parts), strict=True):
        seen.add(found)
        yield from findings
        done += len(part)
        if progress is not None:
            progress(done, len(shards))
    if not seen.bad:
        what = say(
            "{records} in {files}",
            records=counted(seen.records, "{n:,} record", "{n:,} records", "no records"),
            files=counted(seen.logs, "{n:,} file", "{n:,} files", "no files"),
        ).capitalize()
        yield Finding(
            "ok", say("{what}: every file parses, every checksum holds, none is missing.", what=what), "files"
        )
    if seen.approved and not seen.bad:
        yield Finding("ok", say("Approved minutes whose seals hold: {approved:,}.", approved=seen.approved), "seals")
    yield from _together(library, seen, now)


def _part(library: Library, now: dt.datetime | None, shards: list[Shard]) -> tuple[list[Finding], _Seen]:
    """Some of the shards."""
    seen = _Seen()
    findings = [finding for shard in shards for finding in _shard(library, now, shard, seen)]
    seen.bad = any(finding.level == "problem" for finding in findings)
    return findings, seen


def _shard(library: Library, now: dt.datetime | None, shard: Shard, seen: _Seen) -> Iterator[Finding]:
    where = "/".join(part for part in shard if part)
    rows: dict[str, Row] = {}
    for path in sorted(library.logs(shard)):
        seen.logs += 1
        try:
            found = recover(
                path, library.files.read(path), thorough=_has_longer_copy(library, path), files=library.files
            )
        except Locked as error:
            yield Finding(
                "warning",
                say(
                    "In {where}: {name} cannot be read: {strerror}.",
                    where=where,
                    name=path.name,
                    strerror=error.strerror,
                ),
                "files",
                str(path),
            )
            continue
        except OSError as error:
            yield Finding(
                "problem",
                say("In {where}: {name} cannot be read ({why}).", where=where, name=path.name, why=reason(error)),
                "files",
                str(path),
            )
            continue
        yield from _log(library, now, path, where, found)
        contents = found.contents
        if contents.whole or found.from_copy:
            seen.writers.add(contents.writer)
        if contents.whole and is_copy(path.name, contents):
            seen.copies.append(path)
        for n, fields in (*contents.whole.items(), *found.from_copy.items()):
            key = key_of(fields, contents.writer, n)
            if key not in rows:
                event = event_of(fields)
                rows[key] = (contents.writer, n, event)
    seen.records += len(rows)
    _note(shard, where, rows, seen)
    yield from _seals(where, library.folder(shard), rows, seen)


def _log(library: Library, now: dt.datetime | None, path: Path, where: str, found: Recovery) -> Iterator[Finding]:
    """What is wrong with one log; nothing if it is whole."""
    contents = found.contents
    if contents.format > FORMAT:
        yield Finding(
            "warning",
            say(
                "In {where}: {name} needs {reader_of} (format {format}; this one knows "
                "{format_2}). What this one knows is shown. Please update it.",
                where=where,
                name=path.name,
                reader_of=reader_of(contents),
                format=contents.format,
                format_2=FORMAT,
            ),
            "files",
            str(path),
        )
    if not found.whole:
        yield _not_whole(library, now, path, where, found)
    if contents.gaps:
        numbers = shortened([str(number) for number in contents.gaps])
        yield Finding(
            "problem",
            say(
                "In {where}: {name} lacks the running numbers {numbers}.", where=where, name=path.name, numbers=numbers
            ),
            "files",
            str(path),
        )
    if contents.told and ".restored-" not in path.name:
        yield Finding(
            "warning",
            say_number(
                len(contents.told),
                "In {where}: {lines} of {name} was lost to damage before.",
                "In {where}: {lines} of {name} were lost to damage before.",
                where=where,
                lines=counted(len(contents.told), "{n:,} line", "{n:,} lines", "no lines"),
                name=path.name,
            ),
            "files",
        )


def _not_whole(library: Library, now: dt.datetime | None, path: Path, where: str, found: Recovery) -> Finding:
    """A damaged log, with what mends it; another device's, also with what to do if that device is gone."""
    if path.name.startswith(f"{writer.device_id(library.state)}-"):
        mended = say(
            "It is mended, and the damaged one kept, by peer-tui check --repair, or when its meeting is next written."
        )
    elif is_empty(library, path, found):
        long_ago = now is not None and is_long_empty(library, path, found, now)
        words = (
            say("In {where}: the file {name} is empty: 0 bytes.", where=where, name=path.name)
            + " "
            + ("" if long_ago else say("It may still be arriving from the device that wrote it.") + " ")
            + say(
                "That device fills it again when peer-tui next opens there; peer-tui restore brings back what a backup "
                "of it holds. "
            )
            + (say("If that device is no longer used") if long_ago else say("If it is still empty in a day"))
            + say(": peer-tui check --repair moves it out of the library, as no line is in it.")
        )
        return Finding("warning" if long_ago else "problem", words, "files", str(path))
    else:
        mended = say(
            "It is mended by the device that wrote it, when peer-tui next opens there. If that device is no longer "
            "used: what was recovered is shown and stays, and peer-tui restore brings back what a backup of it holds."
        )
    return Finding(
        "problem",
        say("In {where}: {sentence}", where=where, sentence=found.sentence(path.name, mended)),
        "files",
        str(path),
    )


def _has_longer_copy(library: Library, path: Path) -> bool:
    """Only then an older file may have been put back: the last good copy is never longer than its log."""
    try:
        return library.files.on_disk(last_copy(path)).stat().st_size > library.files.on_disk(path).stat().st_size
    except OSError:
        return False


def _note(shard: Shard, where: str, rows: dict[str, Row], seen: _Seen) -> None:
    """What is compared over the whole library: ids, kinds and clocks."""
    for whose, _n, event in rows.values():
        if isinstance(event, ev.Unknown):
            seen.unknown[event.kind] += 1
            continue
        if seen.newest is None or event.at > seen.newest:
            seen.newest, seen.whose_newest = event.at, whose
        if isinstance(event, ev.GroupCreated) and not shard.meeting:
            seen.groups.setdefault(event.group, []).append(shard.group)
        elif isinstance(event, ev.MeetingPlanned) and shard.meeting:
            places = seen.meetings.setdefault(event.meeting, [])
            if where not in places:
                places.append(where)


def _seals(where: str, folder: Path, rows: dict[str, Row], seen: _Seen) -> Iterator[Finding]:
    if not any(isinstance(event, ev.Approved) for _whose, _n, event in rows.values()):
        return
    stands = sealed(rows[key] for key in sorted(rows))
    if stands.state == "changed":
        yield Finding(
            "problem",
            say(
                "In {where}: the minutes are not what was approved. Something in them was changed or is missing.",
                where=where,
            ),
            "seals",
            str(folder),
        )
    elif stands.state == "outdated":
        yield Finding(
            "warning",
            say(
                "In {where}: words were removed from approved minutes on another device, and they are not sealed anew.",
                where=where,
            ),
            "seals",
            str(folder),
        )
    if stands.state != "not approved":
        seen.approved += 1


def _together(library: Library, seen: _Seen, now: dt.datetime | None) -> Iterator[Finding]:
    if seen.unknown:
        kinds = ", ".join(
            say("{count} of “{kind}”", count=count, kind=kind) for kind, count in sorted(seen.unknown.items())
        )
        yield Finding(
            "warning", say("Of a kind this version does not know, kept as they are: {kinds}.", kinds=kinds), "files"
        )
    if seen.copies:
        tools = ", ".join(sorted({tool_of(path.name) for path in seen.copies}))
        yield Finding(
            "warning",
            say(
                "{conflict_copies} made by {tools}, read in place: "
                "{named}. "
                "peer-tui check --repair takes in what only they hold.",
                conflict_copies=counted(
                    len(seen.copies), "{n:,} conflict copy", "{n:,} conflict copies", "no conflict copies"
                ),
                tools=tools,
                named=named(seen.copies),
            ),
            "files",
            str(seen.copies[0]),
        )
    for what, ids in (("group", seen.groups), ("meeting", seen.meetings)):
        for places in ids.values():
            if len(places) > 1:
                yield Finding(
                    "warning",
                    say(
                        "The same {what} lies in {number} folders: {places}. Was one copied by hand? "
                        "What both hold is shown as one.",
                        what=what,
                        number=len(places),
                        places=shortened(places),
                    ),
                    "files",
                    str(library.root / "groups" / places[0]),
                )
    if now is not None and seen.newest is not None and seen.newest - now > _AHEAD:
        yield Finding(
            "warning",
            say(
                "The newest line, by {whose_newest}, is {ahead} ahead of this machine's clock. "
                "One of the two clocks is wrong.",
                whose_newest=seen.whose_newest,
                ahead=_ahead(seen.newest - now),
            ),
            "clock",
        )
    elif now is not None and seen.newest is not None:
        yield Finding("ok", say("No line was written in the future."), "clock")
    device = writer.device_id(library.state)
    others = sorted({whose.rpartition("-")[0] for whose in seen.writers} - {device, ""})
    if others:
        many = counted(len(others), "{n:,} other device has", "{n:,} other devices have", "no other devices have")
        yield Finding(
            "ok", say("{many} written in this library: {others}.", many=many, others=shortened(others)), "writers"
        )


def _ahead(gap: dt.timedelta) -> str:
    hours = int(gap.total_seconds() // 3600)
    return (
        counted(hours, "{n:,} hour", "{n:,} hours", "no hours")
        if hours < 48
        else counted(hours // 24, "{n:,} day", "{n:,} days", "no days")
    )
