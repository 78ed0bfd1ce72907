"""T10: a log whose bytes were damaged is read, and mended, without one wrong word.

A log of sixty lines is cut off after every byte (in small: after some of them), and broken by flipped bits, blocks of
zeros, swapped blocks and mixtures of two of its generations. Of each broken file:

- what is shown as a fact is a fact: every event equals one that was written, word for word;
- what is missing is said: either all events are there or there is a sentence about it;
- every record that stands whole before a cut is there, and a single flipped bit costs at most two records;
- opened for writing, the log is mended: everything readable before is still there, so is the new line, the damaged
  words are still shown, and the broken bytes lie in quarantine as they were.

The control lets every checksum hold. It must be seen to take wrong words for facts.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import msgspec

from peer_tui.domain import events as ev
from peer_tui.domain.clock import event_id
from peer_tui.store import durable, record
from peer_tui.store.library import Library
from peer_tui.store.recovery import last_copy
from peer_tui.store.shards import Shard, ShardReading
from tests.store.faults.frame import Outcome, Say, sample

NAME = "T10"
WHAT = "a log cut off at every byte; flipped bits, zeros, swapped blocks, mixed generations"
FLIPS = 20_000
FULL = FLIPS
SUBSET = 500
CONTROL = "no checksums"
CONTROL_SUBSET = 100
EVENTS = 60
BLOCKS = 3_000
"""How many files with zeroed, swapped and mixed blocks stand beside every 20,000 flips."""
MEND_EVERY = 4
"""Of the flipped files, each at a multiple of this is mended too; of the others, all."""
SECTORS = (16, 64, 512)
SHARD = Shard("harbor-7q2k", "2024/2024-11-13-1400-k3f9")
WRITER = "aaaaaa-1"
_START = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
_WORDS = (
    "The hearing on the peer bill moved to the 20th",
    "two new faces from the spring course",
    "the county asks for a “letter”, signed\nby all",
    "林小雨 will call — dès lundi — ☂ 🙂",
    "training hours are counted from the first session \\ not the second",
    "copies went out on Monday; nobody asked for a correction",
)
_KINDS = (ev.EntryKind.NOTE, ev.EntryKind.DECISION, ev.EntryKind.QUESTION, ev.EntryKind.STEP)


class Broken(NamedTuple):
    """One damaged file."""

    how: str
    raw: bytes
    whole_before: int | None = None
    """How many of the first records must be recovered; None where nothing is promised."""
    costs: int | None = None
    """How many records it may cost at most; None where nothing is promised."""
    mend: bool = True


class Log(NamedTuple):
    """A whole log, and what was written in it."""

    raw: bytes
    earlier: bytes
    """The same log as another generation of it lay on the disk: shorter, with other words."""
    facts: dict[str, set[bytes]]
    """Every event that was ever written, encoded, by its id."""
    ends: tuple[int, ...]
    """Where each record's last byte stands in `raw`."""


class Tally(msgspec.Struct):
    """What was found."""

    points: int = 0
    lost: int = 0
    """Files after which words were wrong, missing, not said or not kept."""
    wrong: int = 0
    unsaid: int = 0
    missing: int = 0
    crashed: int = 0
    unkept: int = 0
    first: str = ""
    """The first failure, in words."""

    @property
    def failures(self) -> int:
        """Everything but crashes, which are counted apart."""
        return self.wrong + self.unsaid + self.missing + self.unkept

    def note(self, kind: str, words: str) -> None:
        """Count one failure."""
        setattr(self, kind, getattr(self, kind) + 1)
        self.first = self.first or f"{kind}: {words}"


def run(points: int | None, seed: int, folder: Path, control: bool = False, say: Say = print) -> Outcome:
    """Break a log in many ways, read and mend each.

    Args:
        points: how many flipped files, up to `FLIPS`, which None asks for; cuts and block damage in proportion.
        seed: decides which bits and blocks.
        folder: an empty folder to work in.
        control: let every checksum hold.
        say: told how it goes.
    """
    began = time.monotonic()
    flips = FLIPS if points is None else points
    tally = Tally()
    with _without_flush(), _every_sum_holds() if control else contextlib.nullcontext():
        log = make_log(folder / "origin")
        for broken in _broken(log, flips, random.Random(seed)):
            tally.points += 1
            failures = tally.failures
            _try(log, broken, folder / "tried", tally)
            tally.lost += tally.failures > failures
            if tally.points % 5_000 == 0:
                say(f"{NAME}: {tally.points} broken files")
    if control:
        tally.lost = tally.wrong
    notes = (
        f"{tally.wrong} wrong words taken for facts, {tally.unsaid} losses not said, {tally.missing} whole records "
        f"missing, {tally.unkept} not kept when mended"
    )
    if tally.first:
        notes += f" — first: {tally.first}"
    name = f"{NAME} control" if control else NAME
    return Outcome(name, WHAT, tally.points, tally.lost, tally.crashed, notes, time.monotonic() - began)


def make_log(home: Path) -> Log:
    """Sixty lines of several kinds in one log, and another generation of the same log with other words in it."""
    first = [_line(number) for number in range(1, EVENTS + 1)]
    raw = _written(home / "now", first)
    other = [msgspec.structs.replace(e, filed=ev.Filed(e.filed.kind, "", "")) for e in first[: EVENTS * 2 // 3]]
    earlier = _written(home / "earlier", other)
    facts: dict[str, set[bytes]] = {}
    for event in (*first, *other):
        facts.setdefault(event.id, set()).add(msgspec.json.encode(event))
    ends, at = [], 0
    for number in range(1, EVENTS + 1):
        start = raw.index(f'"{number}": {{'.encode(), at or raw.index(b'"events"'))
        at = _closing(raw, start)
        ends.append(at)
    return Log(raw, earlier, facts, tuple(ends))


def _written(home: Path, events: list[ev.Captured]) -> bytes:
    library = Library(home / "library", home / "state")
    path = library.folder(SHARD) / f"{WRITER}.json"
    from peer_tui.store.log import Log as Opened

    opened = Opened(path, WRITER, home / "quarantine")
    opened.append(events)
    return path.read_bytes()


def _closing(raw: bytes, start: int) -> int:
    """The place of the brace that closes the object beginning after `start`."""
    depth, quoted = 0, False
    at = raw.index(b"{", start)
    while True:
        letter = raw[at : at + 1]
        if letter == b"\\" and quoted:
            at += 1
        elif letter == b'"':
            quoted = not quoted
        elif not quoted and letter in b"{}":
            depth += 1 if letter == b"{" else -1
            if depth == 0:
                return at
        at += 1


def _line(number: int) -> ev.Captured:
    at = _START + dt.timedelta(seconds=20 * number)
    made = event_id(int(at.timestamp() * 1000), 0, WRITER)
    text = f"{_WORDS[number % len(_WORDS)]} (no. {number})"
    kind = _KINDS[number % len(_KINDS)]
    filed = ev.Filed(kind, text, text, owner="ana" if kind is ev.EntryKind.STEP else None)
    return ev.Captured(id=made, at=at, by=WRITER, entry=made, block="topics", filed=filed, number=number)


# --- how a file is broken -------------------------------------------------------------------------------------------


def _broken(log: Log, flips: int, chance: random.Random) -> Iterator[Broken]:
    for cut in sample(range(len(log.raw)), len(log.raw) * flips // FLIPS if flips < FLIPS else None):
        whole = sum(end < cut for end in log.ends)
        yield Broken(f"cut off after {cut} bytes", log.raw[:cut], whole_before=whole)
    for number in range(flips):
        at, bit = chance.randrange(len(log.raw)), chance.randrange(8)
        raw = bytearray(log.raw)
        raw[at] ^= 1 << bit
        yield Broken(f"bit {bit} of byte {at} flipped", bytes(raw), costs=2, mend=number % MEND_EVERY == 0)
    for _ in range(max(1, BLOCKS * flips // FLIPS) // 3):
        yield _zeroed(log, chance)
        yield _swapped(log, chance)
        if (mixed := _mixed(log, chance)).raw != log.earlier:  # a whole older file is no damage that bytes could show
            yield mixed


def _zeroed(log: Log, chance: random.Random) -> Broken:
    at = chance.randrange(len(log.raw))
    size = chance.choice((1, 16, 512, 4096))
    raw = log.raw[:at] + bytes(size) + log.raw[at + size :]
    return Broken(f"{size} zeros at {at}", raw[: len(log.raw)])


def _swapped(log: Log, chance: random.Random) -> Broken:
    size = chance.choice(SECTORS)
    pieces = [log.raw[at : at + size] for at in range(0, len(log.raw), size)]
    one, other = chance.sample(range(len(pieces)), 2)
    pieces[one], pieces[other] = pieces[other], pieces[one]
    return Broken(f"blocks {one} and {other} of {size} bytes swapped", b"".join(pieces))


def _mixed(log: Log, chance: random.Random) -> Broken:
    size = chance.choice(SECTORS)
    length = len(log.raw) if chance.random() < 0.5 else len(log.earlier)
    share = chance.uniform(0.02, 0.98)
    pieces = []
    for at in range(0, length, size):
        of = log.earlier if chance.random() < share and at < len(log.earlier) else log.raw
        pieces.append(of[at : at + size])
    return Broken(f"two generations mixed in blocks of {size}", b"".join(pieces)[:length])


# --- what must hold -------------------------------------------------------------------------------------------------


def _try(log: Log, broken: Broken, home: Path, tally: Tally) -> None:
    shutil.rmtree(home, ignore_errors=True)
    library = Library(home / "library", home / "state")
    path = library.folder(SHARD) / f"{WRITER}.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(broken.raw)
    try:
        before = library.read(SHARD)
        _judge(log, broken, before, tally)
        if path.read_bytes() != broken.raw or len(list(path.parent.iterdir())) != 1:
            tally.note("unkept", f"{broken.how}: reading changed the files")
        if broken.mend:
            _mend(log, broken, path, before, tally)
    except Exception as error:  # whatever it is, it would have ended somebody's meeting
        tally.note("crashed", f"{broken.how}: {type(error).__name__}: {error}")


def _judge(log: Log, broken: Broken, reading: ShardReading, tally: Tally, *, mended: bool = False) -> None:
    """Facts only, and what is missing is said: of a mended log it was said when it was mended."""
    for event in reading.events:
        known = log.facts.get(event.id, set())
        if not isinstance(event, ev.Event) or msgspec.json.encode(event) not in known:
            tally.note("wrong", f"{broken.how}: {event!r}")
            break
    ids = {event.id for event in reading.events}
    lost = [number for number, key in enumerate(list(log.facts)[:EVENTS]) if key not in ids]
    if lost and not reading.problems and not mended:
        tally.note("unsaid", f"{broken.how}: {len(lost)} lines are missing and nothing is said")
    if broken.whole_before is not None and any(number < broken.whole_before for number in lost):
        tally.note("missing", f"{broken.how}: records {lost[:3]} stand whole before the cut")
    if broken.costs is not None and len(lost) > broken.costs:
        tally.note("missing", f"{broken.how}: it cost {len(lost)} lines")


def _mend(log: Log, broken: Broken, path: Path, before: ShardReading, tally: Tally) -> None:
    """Open it for writing as its own writer, add a line, and look at it with fresh eyes."""
    from peer_tui.store.log import Log as Opened

    home = path.parents[6]
    quarantine = home / "library" / "quarantine" / "aaaaaa"
    said: list[str] = []
    added = _line(EVENTS + 1)
    newer = record.examine(broken.raw, path.name).format > record.FORMAT
    if newer:  # by its head it is another version's log, which is left alone: what is added lies beside it
        path = path.with_name(f"{WRITER}-format{record.FORMAT}.json")
    opened = Opened(path, path.stem, quarantine, say=said.append)
    opened.append([added])
    after = Library(home / "library", home / "state").read(SHARD)
    kept = {event.id for event in after.events}
    if not {event.id for event in before.events} <= kept or added.id not in kept:
        tally.note("unkept", f"{broken.how}: mending lost lines that could be read before")
    facts = {**log.facts, added.id: {msgspec.json.encode(added)}}
    _judge(log._replace(facts=facts), broken._replace(whole_before=None, costs=None), after, tally, mended=True)
    if not set(before.damaged) <= set(after.damaged):
        tally.note("unkept", f"{broken.how}: damaged words are no longer shown: {before.damaged} → {after.damaged}")
    damaged = bool(before.problems) and not newer
    aside = [each.read_bytes() for each in quarantine.rglob("*") if each.is_file()] if quarantine.exists() else []
    if damaged and (broken.raw not in aside or not said):
        tally.note("unkept", f"{broken.how}: the broken file was not kept aside, or nothing was said")
    # A last good copy is made of a whole file that was there.
    copied_wrongly = last_copy(path).exists() is (damaged or newer)
    if not record.examine(path.read_bytes(), path.name).healthy or copied_wrongly:
        tally.note("unkept", f"{broken.how}: the mended file is not healthy")


@contextlib.contextmanager
def _without_flush() -> Iterator[None]:
    """Nothing here is cut off from its power: whether bytes reached the disk itself does not matter."""
    with mock.patch.object(durable, "flush_file"), mock.patch.object(durable, "flush_folder"):
        yield


@contextlib.contextmanager
def _every_sum_holds() -> Iterator[None]:
    """A store without checksums: whatever parses is taken for a fact."""
    real = record.checksum

    def holds(fields: record.Fields, writer: str, number: int) -> str:
        return str(fields.get("sum") or real(fields, writer, number))

    with mock.patch.object(record, "checksum", holds):
        yield
