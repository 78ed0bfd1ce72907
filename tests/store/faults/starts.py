"""Where runs of the scenario begin: with nothing, or with a library that an earlier kill left; and tracing them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.store.faults.frame import acknowledged
from tests.store.faults.nursery import Nursery


class Start(NamedTuple):
    """A library to begin with, and what is done there."""

    name: str
    act: str
    folder: Path | None
    """Copied for every run; None begins with nothing."""
    acks: frozenset[str] = frozenset()
    """What had been acknowledged there before."""
    torn: bool = False
    """A log there is damaged: until it is mended, reading it rightly says so."""


def starts(nursery: Nursery, folder: Path) -> Iterator[Start]:
    """The meeting itself, and libraries in which a recovery begins: cut short in different ways, torn, whole."""
    yield Start("the meeting", "hold", None)
    for name, call, which in (
        ("recovery of a half-written line", "fsync", 60),
        ("recovery of a line not yet in place", "rename", 40),
        ("recovery of a line in place, not flushed", "fsync", 61),
    ):
        yield _begun(nursery, folder, name, call, which)
    torn = _begun(nursery, folder, "recovery of a torn log", "rename", 41)
    assert torn.folder is not None
    for log in (torn.folder / "library").rglob("2024-*/*.json"):
        # As a disk may leave it: the last third is gone. The last good copy holds what it held when it was made.
        raw = log.read_bytes()
        log.with_name(log.name + ".last").write_bytes(raw)
        log.write_bytes(raw[: len(raw) * 2 // 3])
    yield torn._replace(torn=True)
    yield _begun(nursery, folder, "the next run after a clean end", "", 0)


def _begun(nursery: Nursery, folder: Path, name: str, call: str, which: int) -> Start:
    place = folder / f"start {name}"
    place.mkdir()
    home, acks = place / "home", place / "acks"
    if call:
        traced(nursery, "hold", home, acks, "-e", f"inject={call}:signal=KILL:when={which}", "-e", f"trace={call}")
    else:
        nursery.run("hold", home, acks)
    return Start(name, "resume", home, frozenset(acknowledged(acks)))


def prepare(start: Start, place: Path) -> None:
    """Make the folder of one run, with a copy of what it begins with."""
    place.mkdir()
    if start.folder is not None:
        shutil.copytree(start.folder, place / "home")


def traced(nursery: Nursery, act: str, home: Path, acks: Path, *options: str) -> int:
    """Run an act under strace; how it ended. Without `-o` among the options the trace goes nowhere."""
    child = nursery.bear(act, home, acks)
    output = [] if "-o" in options else ["-o", "/dev/null"]
    tracer = subprocess.Popen(
        ["strace", "-f", *output, *options, "-p", str(child)],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert tracer.stderr is not None
    with tracer.stderr:
        said = tracer.stderr.readline()
        if "attached" not in said:
            tracer.kill()
            raise RuntimeError(f"strace could not attach: {said}")
        nursery.go(child)
        code = nursery.wait(child)
        tracer.wait(60)
    return code
