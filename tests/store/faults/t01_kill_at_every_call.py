"""T1: SIGKILL at every system call that touches a file, of a whole meeting and of the recovery after a kill.

A dry run under strace counts the calls; then each is killed once, on entering it. What was acknowledged until then must
be read again, by us and by stock TinyDB, and the next run must be able to write on.
"""

from __future__ import annotations

import queue
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import tinydb

from tests.store.faults.frame import (
    SECRET,
    Outcome,
    Say,
    acknowledged,
    goes_on,
    holding,
    need,
    recovered,
    sample,
    settled,
    was_redacted,
)
from tests.store.faults.nursery import Nursery
from tests.store.faults.starts import Start, prepare, starts, traced

NAME = "T1"
WHAT = "SIGKILL at every system call of a meeting, and of the recovery after a kill"
FULL = 100_000
"""Every call there is: some 4,300."""
SUBSET = 60
CONTROL = "a file of stock TinyDB's JSONStorage"
CONTROL_SUBSET = 40
CONTROL_SHARE = 0.0

AT_ONCE = 2
"""Runs side by side: each waits for the disk most of its time."""
CALLS = "%file,%desc"
_CALL = re.compile(r"(\d+) +(\w+)\(")

Point = tuple[Start, str, int]
"""Where a run begins, the call it is killed at, and which of its calls of this name."""


def run(points: int | None, seed: int, folder: Path, control: bool = False, say: Say = print) -> Outcome:
    """One kill is one point. The calls are the same in every run, so the seed changes nothing."""
    need("strace")
    began = time.monotonic()
    with ExitStack() as closing:
        nurseries: queue.Queue[Nursery] = queue.Queue()
        for _ in range(AT_ONCE):
            nurseries.put(closing.enter_context(Nursery()))
        one = nurseries.get()
        begun = [Start("stock", "stock", None)] if control else list(starts(one, folder))
        every = [(start, call, which) for start in begun for call, which in _calls(one, start, folder)]
        nurseries.put(one)
        chosen = sample(every, points)
        say(f"{len(chosen)} of {len(every)} calls are killed.")
        checked = _stock_found if control else _found

        def kill(numbered: tuple[int, Point]) -> tuple[int, int, str]:
            nursery = nurseries.get()
            try:
                return _kill(nursery, numbered[1], folder / f"{numbered[0]:05d}", checked)
            finally:
                nurseries.put(nursery)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            results = list(pool.map(kill, enumerate(chosen)))
    lost = sum(bool(result[0]) for result in results)
    unreadable = sum(bool(result[1]) for result in results)
    first = next((f" First: {result[2]}" for result in results if result[2]), "")
    by_start = Counter(start.name for start, _call, _which in chosen)
    notes = ", ".join(f"{count} of {name}" for name, count in by_start.items()) + "." + first
    name = f"{NAME} control" if control else NAME
    return Outcome(name, WHAT, len(chosen), lost, unreadable, notes, time.monotonic() - began)


def _calls(nursery: Nursery, start: Start, folder: Path) -> list[tuple[str, int]]:
    """Every call of an act in order: its name, and which of that name it is, from 1."""
    place = folder / f"dry {start.name}"
    trace = place / "trace"
    prepare(start, place)
    code = traced(nursery, start.act, place / "home", place / "acks", "-e", f"trace={CALLS}", "-o", str(trace))
    if code:
        raise RuntimeError(f"The act {start.act} does not even work unharmed: {(place / 'acks.errors').read_text()}")
    seen: Counter[str] = Counter()
    calls: list[tuple[str, int]] = []
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    matches = [match for line in lines if (match := _CALL.match(line))]
    for match in matches:
        # strace counts by thread: what the program flushes in the background has calls of its own.
        if match[1] == matches[0][1]:
            seen[match[2]] += 1
            calls.append((match[2], seen[match[2]]))
    shutil.rmtree(place)
    return calls


def _kill(
    nursery: Nursery, point: Point, place: Path, found: Callable[[Start, Path], list[str]]
) -> tuple[int, int, str]:
    start, call, which = point
    prepare(start, place)
    inject = ("-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={which}")
    code = traced(nursery, start.act, place / "home", place / "acks", *inject)
    problems = found(start, place)
    if code > 0:
        problems.append(f"unreadable: the act failed by itself: {(place / 'acks.errors').read_text()[-300:]}")
    shutil.rmtree(place)
    lost = sum(problem.startswith("lost") for problem in problems)
    where = f"{start.name}, {call} {which}: {problems[0]}" if problems else ""
    return lost, len(problems) - lost, where


def _found(start: Start, place: Path) -> list[str]:
    """What is wrong with a library after a kill: `lost: …`, `unreadable: …`."""
    acks = start.acks | acknowledged(place / "acks")
    problems = []
    before = recovered(place / "home")
    if was_redacted(place / "acks") and (kept := holding(place / "home", SECRET)):
        problems.append(f"unreadable: {kept[0].name} holds what was redacted, and it was said to be gone")
    if missing := acks - before.ids:
        problems.append(f"lost: {len(missing)} acknowledged events, e.g. {min(missing)}")
    if before.unreadable and not start.torn:
        problems.append(f"unreadable: {before.unreadable[0]}")
    if trouble := goes_on(place / "home"):
        problems.append(f"unreadable: {trouble}")
    if missing := acks - recovered(place / "home").ids:
        problems.append(f"lost: {len(missing)} acknowledged events when the next run wrote, e.g. {min(missing)}")
    if before.removal and (kept := settled(place / "home")):
        problems.append(f"unreadable: {kept[0].name} holds what was redacted, also after the next start")
    return problems


def _stock_found(start: Start, place: Path) -> list[str]:
    path = place / "home" / "stock.json"
    acks = acknowledged(place / "acks")
    if not path.exists():
        return [f"lost: {len(acks)} lines"] if acks else []
    try:
        with tinydb.TinyDB(path, access_mode="r") as base:
            texts = {row["n"]: row["text"] for row in base.all()}
    except Exception as error:
        return [f"unreadable: {type(error).__name__} {error}"]
    lines = {f"+{n}" for n in texts} | {f"-{n}" for n, text in texts.items() if text == f"line {n}"}
    return [f"lost: {len(acks - lines)} lines"] if acks - lines else []
