"""The derived index: lists, registers and search without reading every log (`docs/architecture.md`, "The index")."""

from __future__ import annotations

from peer_tui.store.index.index import Index
from peer_tui.store.index.rows import (
    DecisionRow,
    GroupRow,
    Hit,
    MeetingRow,
    ParkedRow,
    PastFilter,
    PastRow,
    Refreshed,
    Spans,
    StepRow,
    Whole,
)

__all__ = [
    "DecisionRow",
    "GroupRow",
    "Hit",
    "Index",
    "MeetingRow",
    "ParkedRow",
    "PastFilter",
    "PastRow",
    "Refreshed",
    "Spans",
    "StepRow",
    "Whole",
]
