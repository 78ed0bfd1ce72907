"""`python -m bench.library --groups 50 --meetings 25000 --entries 60 OUT`: a large invented library, to be measured.

OUT becomes a home (`PEER_TUI_HOME=OUT peer-tui` opens it): the library lies in OUT/library. Every log is written by the
store's own batch append, one durable write a log. The same seed gives the same files, to the byte.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bench.invented.group import InventedGroup
from peer_tui.store.library import Library
from peer_tui.store.log import Log

UNTIL = dt.datetime(2026, 11, 18, 19, 0, tzinfo=dt.UTC)
"""When the story ends unless another instant is given: a fixed one, so that the same command gives the same library."""


def write_group(
    home: Path, number: int, meetings: int, entries: int, seed: int, until: dt.datetime = UNTIL
) -> tuple[int, int]:
    """Write one group below `home`; how many meetings and how many logs it has."""
    library = Library(home / "library", home / "state")
    shards = logs = 0
    for made in InventedGroup(number, meetings, entries, seed, until).shards():
        for writer, events in sorted(made.logs.items()):
            Log(library.folder(made.shard) / f"{writer}.json", writer, library.root / "quarantine").append(events)
            logs += 1
        shards += 1
    return shards - 1, logs


def write_library(
    home: Path,
    groups: int,
    meetings: int,
    entries: int,
    *,
    seed: int = 1,
    until: dt.datetime = UNTIL,
    progress: Callable[[int], None] = lambda meetings: None,
) -> int:
    """Write a whole library below `home`, on every processor; how many logs it has.

    Args:
        home: an empty or missing folder.
        groups: how many; the meetings are shared out among them.
        meetings: in all.
        entries: lines in each meeting.
        seed: another seed, other words.
        until: the instant after which each group's last meeting is planned.
        progress: told the number of meetings whenever a group is finished.
    """
    shares = [meetings // groups + (number < meetings % groups) for number in range(groups)]
    logs = 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        waiting = [
            pool.submit(write_group, home, number, share, entries, seed, until) for number, share in enumerate(shares)
        ]
        for done in as_completed(waiting):
            made, written = done.result()
            logs += written
            progress(made)
    return logs


def main(arguments: list[str] | None = None) -> int:
    """Write a library, and show how far it is."""
    parser = argparse.ArgumentParser(prog="python -m bench.library", description="Write a large invented library.")
    parser.add_argument("--groups", type=int, default=50)
    parser.add_argument("--meetings", type=int, default=25_000, help="in all, shared out among the groups")
    parser.add_argument("--entries", type=int, default=60, help="lines in each meeting")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", type=dt.datetime.fromisoformat, default=UNTIL, metavar="ISO-TIME")
    parser.add_argument("out", type=Path, metavar="OUT")
    chosen = parser.parse_args(arguments)
    if chosen.groups < 1 or chosen.meetings < chosen.groups or chosen.entries < 0:
        parser.error("at least one group, one meeting a group, and no fewer than 0 entries")
    if chosen.out.exists() and any(chosen.out.iterdir()):
        parser.error(f"{chosen.out} is not empty; nothing was written")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as shown:
        bar = shown.add_task("meetings", total=chosen.meetings)
        logs = write_library(
            chosen.out, chosen.groups, chosen.meetings, chosen.entries, seed=chosen.seed, until=chosen.until,
            progress=lambda made: shown.advance(bar, made),
        )  # fmt: skip
    print(
        f"{chosen.meetings:,} meetings of {chosen.groups} groups in {logs:,} logs: PEER_TUI_HOME={chosen.out} peer-tui"
    )
    return 0


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
