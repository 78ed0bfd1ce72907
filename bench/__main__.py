"""`python -m bench [NAME …] [--full] [--library HOME] [--json FILE] [--write]`: measure, and print one table."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from bench.big import FULL_MEETINGS, MEETINGS, Big
from bench.figure import Figure, Skipped, table_of
from bench.report import DOCUMENT, written_into

SMALL = ("launch", "key", "slow_disk", "save", "fold", "idle")
"""Each is a file here with `measure(folder) -> list[Figure | Skipped]`."""
LARGE = ("index", "scale", "search", "archive", "check", "export")
"""Each is a file here with `measure(folder, big) -> list[Figure | Skipped]`."""
MEASURES = (*SMALL, *LARGE)


def main(arguments: list[str] | None = None) -> int:
    """Measure what is named, or everything. 0 when all are within their limits, else 1."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure peer-tui beside its baselines.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which to take: {', '.join(MEASURES)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--full", action="store_true", help=f"{FULL_MEETINGS:,} meetings instead of {MEETINGS:,}")
    parser.add_argument("--library", type=Path, metavar="HOME", help="a home that `python -m bench.library` made")
    parser.add_argument("--write", action="store_true", help=f"put the table into {DOCUMENT.name}")
    parser.add_argument("--on", type=Path, metavar="FOLDER", help="where to write (default: the temporary folder)")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.names if name not in MEASURES]
    if unknown:
        parser.error(f"there is no measure {', '.join(unknown)}; there are {', '.join(MEASURES)}")
    with tempfile.TemporaryDirectory(prefix="peer-tui-bench-", dir=chosen.on) as folder:
        big = Big(Path(folder), FULL_MEETINGS if chosen.full else MEETINGS, chosen.library)
        figures = [each for name in chosen.names or MEASURES for each in _measured(name, Path(folder), big)]
    console = Console() if sys.stdout.isatty() else Console(width=150)
    console.print(table_of(figures))
    if chosen.json:
        rows = [each.as_json() if isinstance(each, Figure) else vars(each) for each in figures]
        chosen.json.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if chosen.write:
        DOCUMENT.write_text(written_into(DOCUMENT.read_text(encoding="utf-8"), figures), encoding="utf-8")
    return 0 if all(each.passed for each in figures if isinstance(each, Figure)) else 1


def _measured(name: str, folder: Path, big: Big) -> list[Figure | Skipped]:
    """What one measure found, in a folder of its own."""
    print(f"measuring: {name} …", file=sys.stderr, flush=True)
    measure = importlib.import_module(f"bench.{name}").measure
    own = folder / name
    own.mkdir()
    found: list[Figure | Skipped] = measure(own, big) if name in LARGE else measure(own)
    return found


if __name__ == "__main__":
    sys.exit(main())
