"""`python -m tests.faults [--all] [--only T1,T2] [--write docs/reliability.md]`: every fault harness, one table."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bench.report import machine, parted
from tests.store.faults.frame import ROOT, Harness, Missing, Outcome, harnesses

BEGIN = "<!-- figures: begin -->"
END = "<!-- figures: end -->"
CONTROL_TIMES = 10
"""With `--all` a control takes so many times the points that it takes in the test suite."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for. 0 when nothing acknowledged was lost and every control saw loss, else 1."""
    every = harnesses()
    chosen = _parse(arguments, every)
    wanted = chosen.only or [harness.name for harness in every]
    results: list[Result] = []
    for harness in every:
        if harness.name not in wanted:
            continue
        for control in (False, True) if harness.control else (False,):
            results.append(_run(harness, chosen, control))
            if chosen.write:
                # After each: a long run that is broken off keeps what it found.
                write(chosen.write, results, chosen.date or dt.datetime.now(dt.UTC).date().isoformat(), chosen.seed)
    console = Console() if sys.stdout.isatty() else Console(width=160)
    console.print(table_of(results))
    return 0 if all(result.kept for result in results) else 1


class Result:
    """A harness, or its control, and what came of it: an outcome, or why it could not be run."""

    def __init__(self, harness: Harness, control: bool, outcome: Outcome | None, lack: str = "") -> None:
        self.harness = harness
        self.control = control
        self.outcome = outcome
        self.lack = lack

    @property
    def kept(self) -> bool:
        """The word was kept, or, by a control, broken as it must be. What was not run breaks nothing."""
        if self.outcome is None:
            return True
        if self.control:
            return self.harness.seen_by_control(self.outcome)
        return self.outcome.points > 0 and self.outcome.failed == 0

    def row(self) -> list[str]:
        """The cells of its line in the table."""
        name = f"{self.harness.name} control" if self.control else self.harness.name
        what = f"the same, {self.harness.control}" if self.control else self.harness.what
        outcome = self.outcome
        if outcome is None:
            return [name, what, "–", "–", "–", "–", "NOT RUN", self.lack]
        verdict = ("sees loss" if self.kept else "BLIND") if self.control else ("kept" if self.kept else "BROKEN")
        numbers = [f"{outcome.points:,}", f"{outcome.lost:,}", f"{outcome.unreadable:,}", f"{outcome.seconds:,.0f}"]
        return [name, what, *numbers, verdict, outcome.notes]


COLUMNS = ("test", "what is done", "points", "lost", "unreadable", "seconds", "verdict", "notes")


def table_of(results: Sequence[Result]) -> Table:
    """The table for the terminal."""
    table = Table(title="Faults: points, and after how many of them something acknowledged was gone")
    for name in COLUMNS:
        table.add_column(name, justify="right" if name in COLUMNS[2:6] else "left", overflow="fold")
    for result in results:
        table.add_row(*(Text(cell) for cell in result.row()), style="" if result.kept and result.outcome else "bold")
    return table


def write(path: Path, results: Sequence[Result], date: str, seed: int) -> None:
    """Put the results into the table between the two marks of a Markdown file, with the date and the machine.

    Rows of tests that were not run this time stay, with their own date.

    Raises:
        ValueError: the marks are not there.
    """
    text = path.read_text(encoding="utf-8")
    before, old, after = parted(text, BEGIN, END)
    rows = {line.split("|")[1].strip(): line for line in old.splitlines() if line.startswith(("| T", "| merge"))}
    for result in results:
        cells = [cell.replace("|", "\\|").replace("\n", " ") for cell in (*result.row(), date)]
        rows[cells[0]] = f"| {' | '.join(cells)} |"
    table = [
        f"Seed {seed}. Machine: {machine()}",
        "",
        f"| {' | '.join((*COLUMNS, 'run on'))} |",
        "|---|---|--:|--:|--:|--:|---|---|---|",
        *(rows[name] for name in sorted(rows, key=_place)),
    ]
    path.write_text(f"{before}{BEGIN}\n{chr(10).join(table)}\n{END}{after}", encoding="utf-8")


def _place(name: str) -> tuple[int, str]:
    """T2 before T10, a control after its test, the merge last."""
    number = name.split()[0][1:]
    return (int(number) if number.isdigit() else 99), name


def _run(harness: Harness, chosen: argparse.Namespace, control: bool) -> Result:
    if chosen.all:
        # A control need only see loss, so it takes fewer points than the test whose sight it proves.
        points = CONTROL_TIMES * harness.control_subset if control else None
    else:
        points = harness.control_subset if control else harness.subset
    name = f"{harness.name} control" if control else harness.name
    print(f"running: {name} …", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="peer-tui-faults-", dir=chosen.on) as folder:
        try:
            outcome = harness.run(points, chosen.seed, Path(folder), control=control, say=_say)
        except Missing as lack:
            print(f"{name} IS NOT RUN: it {lack}.", file=sys.stderr, flush=True)
            return Result(harness, control, None, f"it {lack}")
        except Exception as error:
            # The others are run all the same. No point was taken, so this one counts as failed.
            traceback.print_exc()
            told = f"the test itself failed: {type(error).__name__} {error}"
            outcome = Outcome(name, harness.what, 0, 0, 0, told[:200].replace("\n", " "), 0.0)
    return Result(harness, control, outcome)


def _say(sentence: str) -> None:
    print(f"  {sentence}", file=sys.stderr, flush=True)


def _parse(arguments: Sequence[str] | None, every: Sequence[Harness]) -> argparse.Namespace:
    names = {harness.name for harness in every}
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults",
        description="Put the store to the test: kills, power cuts, full disks, failing calls. In small without --all.",
    )
    parser.add_argument("--all", action="store_true", help="every harness and control at full size")
    parser.add_argument("--only", metavar="NAMES", help=f"some of them, with commas: {','.join(sorted(names))}")
    parser.add_argument("--seed", type=int, default=54, help="which points are taken (default: 54)")
    parser.add_argument("--on", type=Path, metavar="FOLDER", help="where to write (default: the temporary folder)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table between the marks of this file")
    parser.add_argument("--date", help="the date to write (default: today)")
    chosen = parser.parse_args(arguments)
    chosen.only = [name.strip() for name in chosen.only.split(",")] if chosen.only else []
    unknown = sorted(set(chosen.only) - names)
    if unknown:
        parser.error(f"there is no harness {', '.join(unknown)}; there are {', '.join(sorted(names))}")
    return chosen


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
