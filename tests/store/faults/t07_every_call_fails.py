"""T7: every call to the operating system fails once, in every way a disk fails, and nothing is lost in silence.

An act (the first line of a meeting, one more line, mending a broken log, ending a meeting, keeping a draft) is done
over and over; each time another of its calls answers with an error: before it did anything, after it did (as a disk
that is slow to say so), once or from then on until the disk heals; and a write that takes only half. Then:

- either the act said that it failed, with the store's own problem and no other, or it is on disk;
- everything acknowledged before can be read at once, with the disk still failing;
- tried again once the disk heals, it is there, exactly once, in a log that is whole;
- begun again by the next run of the program instead, nothing acknowledged is missing either.

`injected` does the same to a real process at its real system calls (strace). In the control a write that failed says
that it went well.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from peer_tui.store import drafts, durable
from peer_tui.store.durable import SaveProblem
from peer_tui.store.files import PLAIN, Files
from peer_tui.store.library import Library
from peer_tui.store.record import examine
from tests.store.conftest import SHARD, START, line
from tests.store.faults import injected
from tests.store.faults.frame import Missing, Outcome, Say, sample

NAME = "T7"
WHAT = "EIO, ENOSPC, EINTR, a short write, an error after the fact: at each call of an append, a mending, an end"
FULL = 100_000
"""All of them."""
SUBSET = 700
CONTROL = "write errors swallowed"
CONTROL_SUBSET = 400
REAL_SHARE = 40
"""One in so many points is an error at a real system call of a process of its own, as each costs a start of Python."""
CALLS = ("open", "write", "fsync", "replace", "unlink", "mkdir", "close", "scandir", "stat")
"""Of `os`; reading a file goes through `io.open` and is counted as `read`."""
ERRORS = (errno.EIO, errno.ENOSPC, errno.EINTR)
BEFORE = 3
"""Lines acknowledged before the act."""


class Fault(NamedTuple):
    """How one call fails."""

    act: str
    call: int
    """Which call of the act, from 0."""
    error: int
    late: bool = False
    """It did its work all the same."""
    lasting: bool = False
    """So do all calls after it, until the disk heals."""
    short: bool = False
    """A write that takes half of what it is given; with `error` 0 it says so, as it may."""

    def __str__(self) -> str:
        how = "half written" if self.short else "after the fact" if self.late else "before"
        name = errno.errorcode.get(self.error, "no error")
        return f"{self.act}, call {self.call}: {name} {how}{', lasting' if self.lasting else ''}"


def run(points: int | None, seed: int, folder: Path, control: bool = False, say: Say = print) -> Outcome:
    """Make every call of every act fail, one at a time.

    Args:
        points: how many faults, evenly spread over all; None for all.
        seed: decides nothing here but the order in which they come.
        folder: an empty folder to work in.
        control: writes that fail say that they went well.
        say: told how it goes.
    """
    began = time.monotonic()
    files: Files = Swallowing() if control else PLAIN
    prepare(folder / "prepared")
    calls = {act: counted(act, folder, files) for act in ACTS}
    faults = sample([fault for act, names in calls.items() for fault in every_fault(act, names)], points)
    random.Random(seed).shuffle(faults)
    lost, crashed, first = 0, 0, ""
    for number, fault in enumerate(faults, start=1):
        wrong, is_crash = tried(fault, folder, files)
        crashed += is_crash
        lost += bool(wrong) and not is_crash
        first = first or (f"{fault}: {wrong}" if wrong else "")
        if number % 1_000 == 0:
            say(f"{NAME}: {number} of {len(faults)} faults")
    real, note = 0, ""
    if not control:
        real, real_lost, note = _at_real_calls(points, folder / "real", say)
        lost += real_lost
        first = first or note
    notes = f"{sum(map(len, calls.values()))} calls in {len(ACTS)} acts; {real} of the points at real system calls"
    notes += f" — first: {first}" if first else ""
    name = f"{NAME} control" if control else NAME
    return Outcome(name, WHAT, len(faults) + real, lost, crashed, notes, time.monotonic() - began)


def _at_real_calls(points: int | None, folder: Path, say: Say) -> tuple[int, int, str]:
    """Points, losses and the first of them in words; nothing where the machine has no strace, which is said."""
    wanted = None if points is None or points >= FULL else max(6, points // REAL_SHARE)
    try:
        return injected.run(wanted, folder, say)
    except Missing as lack:
        say(f"{NAME}: no errors at real system calls: {lack}")
        return 0, 0, f"none at real system calls ({lack})"


def every_fault(act: str, names: list[str]) -> Iterator[Fault]:
    """Every way in which each call of an act can fail."""
    for call, name in enumerate(names):
        for error in ERRORS:
            for late in (False, True):
                for lasting in (False, True):
                    yield Fault(act, call, error, late=late, lasting=lasting)
        if name == "write":
            yield Fault(act, call, 0, short=True)
            yield Fault(act, call, 0, short=True, lasting=True)
            yield from (Fault(act, call, error, short=True, lasting=True) for error in ERRORS)


# --- what is done ---------------------------------------------------------------------------------------------------


class Stage(NamedTuple):
    """A library about to be acted on, and everything acknowledged in it."""

    home: Path
    library: Library
    acknowledged: set[str]
    files: Files

    def fresh(self) -> Library:
        """What another run of the program reads."""
        return Library(self.home / "library", self.home / "state")

    @property
    def state(self) -> Path:
        return self.home / "state"


NEW = line(BEFORE + 1, "the line of the act")
HALF = drafts.Draft(meeting="m", text="a half-typed li", block="topics", entry="e9", first_key=START)
LONGER = drafts.Draft(meeting="m", text="a half-typed line that grew", block="topics", entry="e9", first_key=START)


def _append(stage: Stage) -> None:
    stage.library.append(SHARD, [NEW])


def _end(stage: Stage) -> None:
    stage.library.close(SHARD)


def _draft(stage: Stage) -> None:
    drafts.write_draft(stage.state, "aaaaaa-1", LONGER)


ACTS: dict[str, Callable[[Stage], None]] = {
    "first line": _append,
    "line": _append,
    "line after a start": _append,
    "mending": _append,
    "after a kill": _append,
    "end": _end,
    "draft": _draft,
}
"""By what the library is like: `stage` sets each up."""


def prepare(home: Path) -> None:
    """The library all acts begin from: a few lines, and a draft."""
    library = Library(home / "library", home / "state")
    for number in range(1, BEFORE + 1):
        library.append(SHARD, [line(number)])
    library.close(SHARD)
    library.release()
    drafts.write_draft(home / "state", "aaaaaa-1", HALF)


def stage(act: str, folder: Path, files: Files) -> Stage:
    """A fresh copy of the library, and this act's own difficulty in it."""
    home = folder / "acted"
    shutil.rmtree(home, ignore_errors=True)
    if act == "first line":
        home.mkdir()
        return Stage(home, Library(home / "library", home / "state", files), set(), files)
    shutil.copytree(folder / "prepared", home)
    library = Library(home / "library", home / "state", files)
    known = {line(number).id for number in range(1, BEFORE + 1)}
    (path,) = (path for path in library.folder(SHARD).glob("*.json"))
    if act == "mending":
        raw = path.read_bytes()
        path.write_bytes(raw[: len(raw) * 2 // 3])
    elif act == "after a kill":
        raw = path.read_bytes()
        durable.temporary(path).write_bytes(raw[: len(raw) // 2])
    elif act in ("line", "end"):
        opened = line(BEFORE + 9, "opens the log")
        library.append(SHARD, [opened])
        known.add(opened.id)
    return Stage(home, library, known, files)


# --- what must hold -------------------------------------------------------------------------------------------------


def tried(fault: Fault, folder: Path, files: Files) -> tuple[str, bool]:
    """Do the act with this fault in it; what went wrong, if anything, and whether it crashed."""
    before = stage(fault.act, folder, files)
    said = False
    try:
        try:
            with Failing(fault):
                try:
                    ACTS[fault.act](before)
                except (SaveProblem, OSError):
                    said = True
                if wrong := _missing(before, "while the disk fails"):
                    return wrong, False
        except Exception as error:  # no other error may reach those who call the store
            return f"{type(error).__name__}: {error}", True
        if fault.act == "draft":
            return _draft_after(before, said), False
        if fault.act != "end" and not said:
            before.acknowledged.add(NEW.id)
        return _missing(before, "afterwards") or _again(before, fault, said), False
    finally:
        before.library.release()


def _missing(stage: Stage, when: str) -> str:
    """What was acknowledged and cannot be read: with the disk's own reading as it is, so outside of the fault."""
    with Failing.suspended():
        found = {event.id for event in stage.fresh().read(SHARD).events}
    lost = stage.acknowledged - found
    return f"{len(lost)} acknowledged lines cannot be read {when}" if lost else ""


def _again(stage: Stage, fault: Fault, said: bool) -> str:
    """The disk has healed: the same run tries again, or, at every other call, the next run does."""
    library = stage.library
    if fault.call % 2:
        library.release()
        library = stage.fresh()
    try:
        library.append(SHARD, [NEW])
        library.append(SHARD, [line(BEFORE + 20, "and one more")])
    except (SaveProblem, OSError) as problem:
        return f"it cannot be saved although the disk healed: {problem}"
    finally:
        ours = library.writer
        library.release()
    stage.acknowledged.update({NEW.id, line(BEFORE + 20).id})
    if wrong := _missing(stage, "after trying again"):
        return wrong
    # Without a slot of its own a run writes under a new name, and a broken log waits for its own writer.
    return _state_of(stage.fresh().folder(SHARD) / f"{ours}.json")


def _state_of(path: Path) -> str:
    """What is wrong with a log: it is not whole, holds a line twice, or is no stock TinyDB file; empty if nothing."""
    raw = path.read_bytes()
    contents = examine(raw, path.name)
    if not contents.healthy:
        return f"{path.name} is not whole: gaps {contents.gaps}, damaged {sorted(contents.damaged)}"
    if len(contents.by_key()) != len(contents.whole):
        return f"{path.name} holds a line twice"
    return "" if isinstance(json.loads(raw)["events"], dict) else f"{path.name} is no TinyDB file"


def _draft_after(stage: Stage, said: bool) -> str:
    """The new draft, or, where keeping it failed, that one or the one before it; and kept when tried again."""
    found = [draft.text for draft in drafts.read_drafts(stage.state, "m")]
    allowed = ([LONGER.text], [HALF.text]) if said else ([LONGER.text],)
    if found not in allowed:
        return f"the draft is now {found}"
    drafts.write_draft(stage.state, "aaaaaa-1", LONGER)
    found = [draft.text for draft in drafts.read_drafts(stage.state, "m")]
    return "" if found == [LONGER.text] else f"tried again, the draft is {found}"


class Swallowing(Files):
    """The control: what could not be written is said to be written."""

    def write(
        self, path: Path, content: bytes, *, flush: bool = True, before: Callable[[], None] | None = None
    ) -> None:
        with contextlib.suppress(OSError):
            super().write(path, content, flush=flush, before=before)


# --- the disk that fails --------------------------------------------------------------------------------------------


def counted(act: str, folder: Path, files: Files) -> list[str]:
    """The calls an act makes when nothing fails, by name, in order."""
    before = stage(act, folder, files)
    with Failing(None) as calls:
        ACTS[act](before)
    before.library.release()
    return calls.names


class Failing:
    """Within it every call of the operating system is counted, and the one of the fault fails. No fault: count only."""

    _now: Failing | None = None

    def __init__(self, fault: Fault | None) -> None:
        self.fault = fault
        self.names: list[str] = []
        self._patches = contextlib.ExitStack()

    def __enter__(self) -> Failing:
        Failing._now = self
        for name in CALLS:
            self._patches.enter_context(mock.patch.object(os, name, self._instead(name, getattr(os, name))))
        self._patches.enter_context(mock.patch.object(io, "open", self._instead("read", io.open)))
        self._patches.enter_context(mock.patch.object(time, "sleep"))
        return self

    def __exit__(self, *_: object) -> None:
        self._patches.close()
        Failing._now = None

    @staticmethod
    @contextlib.contextmanager
    def suspended() -> Iterator[None]:
        """Within it nothing fails or counts."""
        now, Failing._now = Failing._now, None
        try:
            yield
        finally:
            Failing._now = now

    def _instead(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if Failing._now is not self:
                return real(*arguments, **options)
            number = len(self.names)
            self.names.append(name)
            return self._answer(number, name, real, arguments, options)

        return call

    def _answer(self, number: int, name: str, real: Callable[..., Any], arguments: Any, options: Any) -> Any:
        fault = self.fault
        hit = fault is not None and (number == fault.call or (fault.lasting and number > fault.call))
        if fault is None or not hit:
            return real(*arguments, **options)
        if fault.short:
            if name != "write" or (fault.error and number > fault.call):
                return self._raise(fault, name) if fault.error and name == "write" else real(*arguments, **options)
            handle, content = arguments
            return real(handle, content[: max(1, len(content) // 2)])
        if name == "close" or (fault.late and name != "open"):
            # Whatever close answers, the file is closed; and an open that failed has left nothing open.
            real(*arguments, **options)
        return self._raise(fault, name)

    def _raise(self, fault: Fault, name: str) -> Any:
        raise OSError(fault.error, os.strerror(fault.error), name)
