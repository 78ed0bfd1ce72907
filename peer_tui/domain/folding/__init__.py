"""How each event changes a meeting, a story a file: its course, who was here, what was written, its topics."""

from __future__ import annotations

from peer_tui.domain.folding import course, lines, people, topics

FOLDS = {**course.FOLDS, **people.FOLDS, **lines.FOLDS, **topics.FOLDS}
"""The fold of each kind of event."""
