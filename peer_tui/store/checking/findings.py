"""What `peer-tui check` found: one thing that was looked at, how grave it is, and a sentence about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from peer_tui.domain.words import say

Level = Literal["ok", "warning", "problem"]
Area = Literal["writing", "locks", "folders", "files", "seals", "clock", "leftovers", "writers", "backups", "index"]

_NAMED = 5
"""How many files a finding names before it only counts."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    sentence: str
    area: Area = "files"
    path: str = ""
    """The file or folder it is about, where it is about one."""


def worst(findings: Sequence[Finding]) -> Level:
    """The gravest level among them."""
    levels = {finding.level for finding in findings}
    return "problem" if "problem" in levels else "warning" if "warning" in levels else "ok"


def named(paths: Sequence[Path]) -> str:
    """The first few paths, and how many more there are."""
    return shortened([str(path) for path in paths])


def shortened(words: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    shown = ", ".join(words[:_NAMED])
    return shown if len(words) <= _NAMED else say("{shown} and {number} more", shown=shown, number=len(words) - _NAMED)
