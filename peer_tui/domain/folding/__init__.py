"""How each event changes a meeting, a story a file: the course of it, who was here, what was written."""

from __future__ import annotations

from peer_tui.domain.folding import course, lines, people

FOLDS = {**course.FOLDS, **people.FOLDS, **lines.FOLDS}
"""The fold of each kind of event."""
