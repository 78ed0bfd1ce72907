"""Tables in documents, between two marks: written from a run, never by hand. The bench's own is in `performance.md`."""

from __future__ import annotations

import datetime as dt
import os
import platform
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from bench.figure import Figure, Skipped, say

DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- table: python -m bench --write -->", "<!-- end of table -->"


def written_into(document: str, figures: Sequence[Figure | Skipped]) -> str:
    """The document with this table between its marks.

    Raises:
        ValueError: the marks are not there.
    """
    before, _old, after = parted(document, BEGIN, END)
    taken = f"Taken on {dt.datetime.now(dt.UTC):%d %B %Y}: {machine()}"
    return f"{before}{BEGIN}\n{taken}\n\n{table(figures)}\n{END}{after}"


def parted(document: str, begin: str, end: str) -> tuple[str, str, str]:
    """What stands before two marks, between them and after them; the marks are left out.

    Raises:
        ValueError: the marks are not there, or not in this order.
    """
    before, found, rest = document.partition(begin)
    between, ended, after = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"The marks {begin} and {end} are not in the document.")
    return before, between, after


def machine() -> str:
    """On what something was measured: processors, system, the temporary folder's file system, Python, TinyDB."""
    system = platform.freedesktop_os_release().get("PRETTY_NAME", "") if _has_release() else ""
    folder = Path(tempfile.gettempdir()).resolve()
    return (
        f"{os.cpu_count()} processors, {system or 'unknown system'}, {platform.system()} {platform.release()}, "
        f"{_file_system(folder)} under the temporary folder, Python {platform.python_version()}, "
        f"TinyDB {version('tinydb')}."
    )


def _has_release() -> bool:
    return Path("/etc/os-release").exists()


def _file_system(folder: Path) -> str:
    """What kind of file system a folder lies on, as /proc/mounts has it; `unknown` where there is none."""
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return "unknown"
    above = {str(place) for place in (folder, *folder.parents)}
    kinds = {mount[1]: mount[2] for mount in mounts if mount[1] in above}
    return kinds[max(kinds, key=len)] if kinds else "unknown"


def table(figures: Sequence[Figure | Skipped]) -> str:
    """The figures as a Markdown table."""
    lines = ["| What | Measured | Baseline | Ratio | Limit | |", "| --- | ---: | --- | ---: | ---: | --- |"]
    for figure in figures:
        if isinstance(figure, Skipped):
            lines.append(f"| {figure.name} | | {figure.why} | | | skipped |")
            continue
        ratio = figure.ratio
        baseline = "" if figure.baseline is None else f"{say(figure.baseline, figure.unit)}: {figure.against}"
        limit = f"{figure.limit:g}" if ratio is not None else say(figure.limit, figure.unit)
        shown = "" if ratio is None else f"{ratio:.3g}"
        verdict = "within" if figure.passed else "**over**"
        lines.append(
            f"| {figure.name} | {say(figure.value, figure.unit)} | {baseline} | {shown} | {limit} | {verdict} |"
        )
    return "\n".join(lines)
