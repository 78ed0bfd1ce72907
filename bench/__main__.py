"""`python -m bench [NAME …] [--json FILE]`: measure, and print one table."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from bench.figure import Figure, Skipped, table_of

MEASURES = ("launch", "key", "save", "fold", "idle")
"""Each is a file here with `measure(folder) -> list[Figure | Skipped]`."""


def main(arguments: list[str] | None = None) -> int:
    """Measure what is named, or everything. 0 when all are within their limits, else 1."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure peer-tui beside its baselines.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which to take: {', '.join(MEASURES)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--on", type=Path, metavar="FOLDER", help="where to write (default: the temporary folder)")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.names if name not in MEASURES]
    if unknown:
        parser.error(f"there is no measure {', '.join(unknown)}; there are {', '.join(MEASURES)}")
    figures: list[Figure | Skipped] = []
    for name in chosen.names or MEASURES:
        print(f"measuring: {name} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="peer-tui-bench-", dir=chosen.on) as folder:
            figures += importlib.import_module(f"bench.{name}").measure(Path(folder))
    console = Console() if sys.stdout.isatty() else Console(width=150)
    console.print(table_of(figures))
    if chosen.json:
        rows = [each.as_json() if isinstance(each, Figure) else vars(each) for each in figures]
        chosen.json.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if all(each.passed for each in figures if isinstance(each, Figure)) else 1


if __name__ == "__main__":
    sys.exit(main())
