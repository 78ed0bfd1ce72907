"""T2: every state a power cut may leave, made from one trace of system calls with its data (`crash_model`).

A state is a folder as a disk may hold it after a cut at some moment. Whatever had been acknowledged before that moment
must be read from it, and the next run must be able to write on.
"""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.store.faults.crash_model import TRACE_OPTIONS, Disk, Tree, build, print_of
from tests.store.faults.frame import REDACTED, SECRET, Outcome, Say, goes_on, holding, need, recovered, sample, settled
from tests.store.faults.nursery import Nursery
from tests.store.faults.starts import Start, prepare, starts, traced

NAME = "T2"
WHAT = "every disk a power cut may leave behind a meeting and a recovery"
FULL = 4_000
"""Distinct states, spread over the whole of the traces."""
SUBSET = 250
CONTROL = "flushes left out of the model"
CONTROL_SUBSET = 150
CONTROL_SHARE = 0.5

MOST_AT_ONCE = 160
"""States taken of one moment; most moments have fewer."""
MOST_WITHOUT_FLUSHES = 8
"""The same for the control, in which nearly every moment could leave thousands."""
_WRITTEN_ON = 10
"""In every tenth state the next run writes on."""


class State(NamedTuple):
    """What a disk may hold, and what must be found there."""

    start: Start
    moment: int
    tree: Tree
    acks: frozenset[str]
    redacted: bool
    """The scribe had been told that the redacted word is gone from the disk."""


def run(points: int | None, seed: int, folder: Path, control: bool = False, say: Say = print) -> Outcome:
    """One distinct state is one point."""
    need("strace")
    began = time.monotonic()
    with Nursery() as nursery:
        begun = list(starts(nursery, folder))
        traces = [_trace(nursery, start, folder) for start in begun]
    every = [state for start, place in traces for state in _states(start, place, seed, not control)]
    chosen = sample(every, FULL if points is None else points)
    say(f"{len(chosen)} of {len(every)} distinct states are built.")
    store = folder / "contents"
    store.mkdir()
    lost = unreadable = 0
    first = ""
    for number, state in enumerate(chosen):
        place = folder / "state"
        build(state.tree, place, store)
        problems = _wrong(state, place / "home", write_on=number % _WRITTEN_ON == 0)
        shutil.rmtree(place)
        lost += any(problem.startswith("lost") for problem in problems)
        unreadable += any(problem.startswith("unreadable") for problem in problems)
        if problems and not first:
            first = f" First: {state.start.name}, moment {state.moment}: {problems[0]}"
    by_start = Counter(state.start.name for state in chosen)
    notes = f"{len(every):,} distinct states; " + ", ".join(f"{n} of {name}" for name, n in by_start.items()) + "."
    name = f"{NAME} control" if control else NAME
    return Outcome(name, WHAT, len(chosen), lost, unreadable, notes + first, time.monotonic() - began)


def _trace(nursery: Nursery, start: Start, folder: Path) -> tuple[Start, Path]:
    place = folder / f"trace {start.name}"
    prepare(start, place)
    trace = place / "trace"
    code = traced(nursery, start.act, place / "home", place / "acks", *TRACE_OPTIONS, "-o", str(trace))
    if code:
        raise RuntimeError(f"The act {start.act} does not even work unharmed: {(place / 'acks.errors').read_text()}")
    return start, place


def _states(start: Start, place: Path, seed: int, flushing: bool) -> Iterator[State]:
    """Every distinct state of one trace, moment by moment; the earliest moment is kept of those that are alike."""
    dice = random.Random(seed)
    disk = Disk(place, flushing, leave_out=(place / "home" / "cache",))
    if start.folder is not None:
        disk.begin_with(start.folder.parent)
    seen: set[bytes] = set()
    known = 0
    acks = start.acks
    for moment, _ in enumerate(disk.read(place / "trace", place / "acks")):
        if len(disk.acks) != known:
            # The same disk, but more was promised: the states of this moment are looked at again.
            known, acks = len(disk.acks), start.acks | {told for told in disk.acks if not told.startswith("#")}
            seen.clear()
        for tree in disk.states(dice, MOST_AT_ONCE if flushing else MOST_WITHOUT_FLUSHES):
            mark = print_of(tree)
            if mark not in seen:
                seen.add(mark)
                yield State(start, moment, tree, acks, REDACTED in disk.acks)


def _wrong(state: State, home: Path, write_on: bool) -> list[str]:
    found = recovered(home)
    problems = []
    if missing := state.acks - found.ids:
        problems.append(f"lost: {len(missing)} of {len(state.acks)} acknowledged events, e.g. {min(missing)}")
    if found.unreadable and not state.start.torn:
        problems.append(f"unreadable: {found.unreadable[0]}")
    if state.redacted and (kept := holding(home, SECRET)):
        problems.append(f"unreadable: {kept[0].name} holds what was redacted, and it was said to be gone")
    elif found.removal and write_on and (kept := settled(home)):
        problems.append(f"unreadable: {kept[0].name} holds what was redacted, also after the next start")
    if write_on and not problems:
        if trouble := goes_on(home):
            problems.append(f"unreadable: {trouble}")
        elif missing := state.acks - recovered(home).ids:
            problems.append(f"lost: {len(missing)} acknowledged events when the next run wrote")
    return problems
