"""The golden run as lines for a session or a screen: the script's `@14:04` lines move a standing clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

SCRIPT = Path(__file__).parent / "meeting.txt"
ZONE = ZoneInfo("America/New_York")


def beats(until: str = "15:01") -> Iterator[tuple[dt.datetime, list[str]]]:
    """The lines of each moment: when (UTC), and what is typed then; up to and with the wall time `until`."""
    moment = dt.datetime(2024, 11, 13, 13, 50, tzinfo=ZONE)
    lines: list[str] = []
    for line in SCRIPT.read_text(encoding="utf-8").split("\n")[:-1]:
        if line.startswith("@") and line[1:].replace(":", "").isdigit():
            if lines:
                yield moment.astimezone(dt.UTC), lines
            hour, minute = (int(part) for part in line[1:].split(":"))
            moment, lines = moment.replace(hour=hour, minute=minute), []
            if line[1:] > until:
                return
        else:
            lines.append(line)
    if lines:
        yield moment.astimezone(dt.UTC), lines
