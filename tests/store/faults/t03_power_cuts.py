"""T3: power cuts under real file systems: the disk of a writing program is copied at one instant, and the copy mounted.

The disk is an image on a file system that clones files (xfs): a clone holds what the drive had received at that instant
and nothing that came later, as after the plug was pulled. Mounting the clone replays the file system's own journal.
What was acknowledged before the instant must be there, and the next run must be able to write on.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.store.faults.frame import Missing, Outcome, Say, acknowledged, goes_on, mounted, need, recovered
from tests.store.faults.nursery import Nursery

NAME = "T3"
WHAT = "the power is cut while lines are written (image of the disk at one instant)"
FULL = 400
"""Cuts, the same number under every file system; fewer than forty are all made under ext4."""
SUBSET = 10
CONTROL = "without any flush"
CONTROL_SUBSET = 6
CONTROL_SHARE = 0.5

CUTS_A_ROUND = 10
"""Then the file system is made anew: the first seconds of a library are cut too."""
_LONGEST_WAIT = 0.4
"""Seconds between two cuts, at most."""
_MOST_TIME = 30.0
"""Seconds until the first line must be acknowledged."""


class Kind(NamedTuple):
    """A file system: how it is made, its size in MiB, how it is mounted, and how its clone is."""

    name: str
    make: tuple[str, ...]
    size: int
    options: tuple[str, ...] = ()
    clone_options: tuple[str, ...] = ()


KINDS = (
    Kind("ext4", ("mkfs.ext4", "-q", "-F"), 96),
    Kind("ext4 writeback", ("mkfs.ext4", "-q", "-F"), 96, ("data=writeback", "noauto_da_alloc")),
    Kind("xfs", ("mkfs.xfs", "-q", "-f"), 320, (), ("nouuid",)),
    Kind("btrfs", ("mkfs.btrfs", "-q", "-f"), 160),
)


class Cut(NamedTuple):
    """What one cut showed."""

    acks: int
    lost: int
    trouble: str


def run(points: int | None, seed: int, folder: Path, control: bool = False, say: Say = print) -> Outcome:
    """One cut is one point."""
    wanted = FULL if points is None else points
    kinds = KINDS if wanted >= 10 * len(KINDS) else KINDS[:1]
    # The images lie on xfs whatever they hold; of the others, only what makes the chosen ones.
    need(*dict.fromkeys(("mkfs.xfs", *(kind.make[0] for kind in kinds))), root=True, loop=True)
    began = time.monotonic()
    dice = random.Random(seed)
    told: list[str] = []
    cuts: list[Cut] = []
    with _host(folder) as host, Nursery() as nursery:
        for kind in kinds:
            mine: list[Cut] = []
            while len(mine) < wanted // len(kinds):
                most = min(CUTS_A_ROUND, wanted // len(kinds) - len(mine))
                mine += _round(kind, most, nursery, dice, folder, host, flush=not control)
            looked = sum(cut.acks for cut in mine)
            told.append(f"{kind.name}: {_with_loss(mine)} of {len(mine)} cuts with loss, {looked:,} events looked for")
            say(told[-1])
            cuts += mine
    first = next((f" First: {cut.trouble}" for cut in cuts if cut.trouble), "")
    unreadable = sum(cut.trouble.startswith("unreadable") for cut in cuts)
    name = f"{NAME} control" if control else NAME
    lost = _with_loss(cuts)
    return Outcome(name, WHAT, len(cuts), lost, unreadable, "; ".join(told) + "." + first, time.monotonic() - began)


def _with_loss(cuts: list[Cut]) -> int:
    return sum(cut.lost > 0 for cut in cuts)


@contextmanager
def _host(folder: Path) -> Iterator[Path]:
    """The file system that holds the images and can clone them in one instant."""
    image = folder / "host.img"
    _make(image, 6 * 1024, ("mkfs.xfs", "-q", "-f"))
    with mounted(image, folder / "host", "loop", kind="xfs") as host:
        yield host


def _round(
    kind: Kind, most: int, nursery: Nursery, dice: random.Random, folder: Path, host: Path, *, flush: bool
) -> list[Cut]:
    image, acks = host / "live.img", folder / "acks"
    for old in (image, acks):
        old.unlink(missing_ok=True)
    _make(image, kind.size, kind.make)
    with mounted(image, folder / "live", "loop", *kind.options) as live:
        child = nursery.bear("write", live / "home", acks, flush=flush)
        nursery.go(child)
        try:
            _wait_for_first(acks)
            return [_cut(kind, dice, folder, host, acks) for _ in range(most)]
        finally:
            os.kill(child, signal.SIGKILL)
            nursery.wait(child)


def _wait_for_first(acks: Path) -> None:
    deadline = time.monotonic() + _MOST_TIME
    while not acknowledged(acks):
        if time.monotonic() > deadline:
            raise RuntimeError(f"Nothing was acknowledged: {Path(f'{acks}.errors').read_text(encoding='utf-8')}")
        time.sleep(0.01)


def _cut(kind: Kind, dice: random.Random, folder: Path, host: Path, acks: Path) -> Cut:
    time.sleep(dice.uniform(0, _LONGEST_WAIT))
    # Read first: what is acknowledged between this and the cut may be there or not.
    promised = acknowledged(acks)
    clone = host / "cut.img"
    _run("cp", "--reflink=always", str(host / "live.img"), str(clone))
    try:
        with mounted(clone, folder / "cut", "loop", *kind.options, *kind.clone_options) as cut:
            found = recovered(cut / "home")
            missing = promised - found.ids
            trouble = f"lost: {len(missing)} of {len(promised)} under {kind.name}" if missing else ""
            if found.unreadable:
                trouble = f"unreadable: {found.unreadable[0]}"
            elif wrong := goes_on(cut / "home"):
                trouble = f"unreadable: {wrong}"
    finally:
        clone.unlink()
    return Cut(len(promised), len(missing), trouble)


def _make(image: Path, size: int, make: tuple[str, ...]) -> None:
    with image.open("wb") as file:
        file.truncate(size << 20)
    _run(*make, str(image))


def _run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise Missing(f"could not run {words[0]}: {done.stderr.strip()}")
