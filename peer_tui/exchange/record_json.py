"""Minutes → JSON: the record as other programs read it. `docs/formats.md` describes every field.

It is ASCII: no control character, no lone surrogate and no invisible mark stands in it as it is.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from peer_tui.domain.minutes import Minutes

FORMAT = 1
"""Rises when a field changes its meaning or goes; a new field leaves it as it is."""


def as_record(minutes: Minutes) -> dict[str, Any]:
    """The record as values JSON knows, with what it is and its format before everything else."""
    return {"what": "minutes of a meeting", "format": FORMAT, **msgspec.to_builtins(minutes)}


def to_json(minutes: Minutes) -> str:
    """The whole record as one JSON object, indented, ending with a line end."""
    return json.dumps(as_record(minutes), ensure_ascii=True, indent=2) + "\n"
