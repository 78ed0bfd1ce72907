"""The derived index: lists, registers and search without reading every log (`docs/architecture.md`, "The index")."""

from __future__ import annotations

from peer_tui.store.index.courses import BlockTime, Course, CourseRow
from peer_tui.store.index.index import Index
from peer_tui.store.index.past import PastChoices
from peer_tui.store.index.query import Query, Term
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
    "BlockTime",
    "Course",
    "CourseRow",
    "DecisionRow",
    "GroupRow",
    "Hit",
    "Index",
    "MeetingRow",
    "ParkedRow",
    "PastChoices",
    "PastFilter",
    "PastRow",
    "Query",
    "Refreshed",
    "Spans",
    "StepRow",
    "Term",
    "Whole",
]
