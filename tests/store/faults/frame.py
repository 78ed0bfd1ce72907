"""What every fault harness is made of: what it counts, what it calls lost, what it needs of the machine.

A harness is a module `t01_….py` in this folder with these names:

- `NAME`, `WHAT`: `T1`, and what is done to the program, for the table;
- `FULL`, `SUBSET`: how many points `python -m tests.faults` and the tests take (what a point is, the harness says);
- `CONTROL`, `CONTROL_SUBSET`: what the control takes away, e.g. `no flush`, and its points in the tests; an empty
  `CONTROL` where there is none. A control that finds nothing wrong proves that its harness cannot see loss;
- `CONTROL_SHARE`: the share of points at which the control must see something, e.g. 0.5; 0 asks for one point;
- `run(points, seed, folder, control=False, say=print) -> Outcome`.

`run` raises `Missing` where the machine lacks what it needs, and cleans up after itself whatever happens. `folder` is
an empty folder of its own. `points=None` takes `FULL`. The same seed takes the same points.
"""

from __future__ import annotations

import datetime as dt
import importlib
import os
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import tinydb

from peer_tui.domain import events as ev
from peer_tui.paths import Places
from peer_tui.services import removing
from peer_tui.services.clock import ManualClock
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[2]
"""The checkout: the folder from which `tests.store.faults` and `peer_tui` can be imported."""

START = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
"""When the meetings of the scenario begin: Wed 13 Nov 2024, 2:00 pm ET."""
SECRET = "heliotrope"
"""A word that stands in one captured line only, which is then redacted."""
REDACTED = "#redacted"
"""Among the acknowledgements: the scribe was told that the word is gone from the disk."""

Say = Callable[[str], None]


class Outcome(NamedTuple):
    """What one run of a harness, or of its control, found."""

    name: str
    """`T1`, `T1 control`."""
    what: str
    points: int
    """Kills, states, cuts, faults: how often the program was put to the test."""
    lost: int
    """Points after which something that had been acknowledged was not there."""
    unreadable: int
    """Points after which a file could not be opened, or not be written again."""
    notes: str
    """Figures of its own: acknowledged events, file systems, the first failure found."""
    seconds: float

    @property
    def failed(self) -> int:
        """Points at which the word was not kept, or a control showed what can go wrong; at most `points`."""
        return min(self.points, self.lost + self.unreadable)


class Missing(Exception):
    """This machine cannot run the harness: a sentence that says what it lacks."""


class Harness(NamedTuple):
    """A harness as its module describes it."""

    name: str
    what: str
    full: int
    subset: int
    control: str
    control_subset: int
    control_share: float
    run: Callable[..., Outcome]

    def seen_by_control(self, outcome: Outcome) -> bool:
        """The control failed as often as it must for the harness to be believed."""
        return outcome.failed > self.control_share * outcome.points


def harnesses() -> list[Harness]:
    """Every harness of this folder, T1 first."""
    found = []
    for path in sorted([*FOLDER.glob("t[0-9][0-9]_*.py"), *FOLDER.glob("merge*.py")]):
        module: Any = importlib.import_module(f"tests.store.faults.{path.stem}")
        found.append(
            Harness(
                module.NAME,
                module.WHAT,
                module.FULL,
                module.SUBSET,
                getattr(module, "CONTROL", ""),
                getattr(module, "CONTROL_SUBSET", 0),
                getattr(module, "CONTROL_SHARE", 0.0),
                module.run,
            )
        )
    return found


# --- what the machine must have ----------------------------------------------------------------------------------


def need(*programs: str, root: bool = False, loop: bool = False) -> None:
    """Ask for programs on the path, for root, and for loop devices.

    Raises:
        Missing: one of them is not here.
    """
    lacking = [program for program in programs if shutil.which(program) is None]
    if lacking:
        raise Missing(f"needs {' and '.join(lacking)}, which this machine does not have")
    if (root or loop) and os.geteuid() != 0:
        raise Missing("needs root, to mount a file system of its own")
    if loop and not Path("/dev/loop-control").exists():
        raise Missing("needs loop devices, which this machine does not have")


def sample(points: Collection[Any], wanted: int | None) -> list[Any]:
    """So many of the points, evenly spread from the first to the last; all of them for None or too many."""
    every = list(points)
    if wanted is None or wanted >= len(every):
        return every
    return [every[index * (len(every) - 1) // max(1, wanted - 1)] for index in range(wanted)]


# --- file systems of our own ---------------------------------------------------------------------------------------


@contextmanager
def mounted(source: Path | str, at: Path, *options: str, kind: str = "") -> Iterator[Path]:
    """Mount an image (through a loop device) or a `tmpfs` at a folder; unmounted at the end, whatever happened.

    Raises:
        Missing: this machine does not let us.
    """
    at.mkdir(parents=True, exist_ok=True)
    told = [*(["-t", kind] if kind else []), *(["-o", ",".join(options)] if options else [])]
    done = subprocess.run(["mount", *told, str(source), str(at)], capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise Missing(f"could not mount {kind or source}: {done.stderr.strip()}")
    try:
        yield at
    finally:
        for how in ([], ["-l"]):
            if subprocess.run(["umount", *how, str(at)], capture_output=True, timeout=120).returncode == 0:
                break


# --- acknowledged, and found again ---------------------------------------------------------------------------------


def acknowledging(library: Library, acks: int) -> None:
    """From here on every event id that `library.append` made durable is written to `acks`, a file descriptor.

    One write an append, after it returned: what stands there is what the scribe was told is saved. The file must lie
    outside the library, where nothing is cut, filled or killed.
    """
    append = library.append

    def told(shard: Shard, events: Any) -> None:
        append(shard, events)
        os.write(acks, "".join(f"{event.id}\n" for event in events).encode())

    library.append = told  # type: ignore[method-assign]


def acknowledged(acks: Path) -> set[str]:
    """The ids in a file of acknowledgements; a line that is not whole was never told."""
    return {line for line in _told(acks) if not line.startswith("#")}


def was_redacted(acks: Path) -> bool:
    """The scribe was told that the redacted word is gone."""
    return REDACTED in _told(acks)


def settled(home: Path) -> list[Path]:
    """Start as the program does, which finishes a removal cut short; the files that hold the word even then."""
    workspace = Workspace(places_in(home), ManualClock(START), Settings(), threaded=False)
    workspace.open_groups()
    removing.settle(workspace)
    workspace.close()
    return holding(home, SECRET)


def _told(acks: Path) -> list[str]:
    raw = acks.read_bytes() if acks.exists() else b""
    return raw.decode().split("\n")[:-1]


class Found(NamedTuple):
    """What is in a library after a fault."""

    ids: set[str]
    """Every event that can be read."""
    unreadable: list[str]
    """Sentences: files that stock TinyDB does not open, or that were read only in part."""
    removal: bool
    """A redaction is among the events."""


def places_in(home: Path) -> Places:
    """Where everything lies in the home of a run."""
    return Places(home / "library", home / "state", home / "cache", home / "config.toml", home / "exports")


def recovered(home: Path) -> Found:
    """Read the library at `home/library` as the program does at its start, and every log with stock TinyDB."""
    library = Library(home / "library", home / "state")
    ids: set[str] = set()
    unreadable: list[str] = []
    removal = False
    for group in library.groups():
        for shard in (Shard(group), *library.meetings(group)):
            reading = library.read(shard)
            ids |= {event.id for event in reading.events}
            removal = removal or any(isinstance(event, ev.Redacted) for event in reading.events)
            unreadable += reading.problems
            for path in library.logs(shard):
                if path.exists():
                    unreadable += stock_opens(path)
    return Found(ids, unreadable, removal)


def stock_opens(path: Path) -> list[str]:
    """Nothing if stock TinyDB opens the log; else a sentence."""
    try:
        with tinydb.TinyDB(path, access_mode="r") as stock:
            stock.table("events").all()
    except Exception as error:
        return [f"Stock TinyDB does not open {path.name}: {type(error).__name__} {error}"]
    return []


def holding(home: Path, word: str) -> list[Path]:
    """The files anywhere in a home that hold a word, archives opened."""
    needle = word.encode()
    files = sorted(path for path in home.rglob("*") if path.is_file())
    return [path for path in files if any(needle in piece for piece in (path.read_bytes(), *_members(path)))]


def _members(path: Path) -> Iterator[bytes]:
    """What is in an archive, as far as a half-written one can be read; nothing for any other file."""
    with suppress(zipfile.BadZipFile, zlib.error, EOFError, ValueError), zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield archive.read(name)


def goes_on(home: Path) -> str:
    """Append one line to every shard as the next run of the program would; what went wrong, empty if it is all there.

    Anything readable before must be readable after, together with the new lines.
    """
    before = recovered(home)
    library = Library(home / "library", home / "state")
    new: set[str] = set()
    try:
        for group in library.groups():
            for shard in (Shard(group), *library.meetings(group)):
                key = f"zzzz-{len(before.ids)}-{len(new)}-{library.writer}"
                library.append(shard, [ev.Unknown(key, "after", {"id": key, "kind": "after the fault"})])
                new.add(key)
                library.close(shard)
    except Exception as error:
        return f"The next run could not write: {type(error).__name__} {error}"
    finally:
        library.release()
    after = recovered(home)
    if after.unreadable:
        return after.unreadable[0]
    missing = (before.ids | new) - after.ids
    return f"The next run took {len(missing)} lines away." if missing else ""
