"""How each event changes a meeting, a story a file: its course, who was here, what was written, its topics.

What of it outlives the meeting, and so changes its group, is told in `group.py`.
"""

from __future__ import annotations

from peer_tui.domain.folding import course, lines, people, topics

FOLDS = {**course.FOLDS, **people.FOLDS, **lines.FOLDS, **topics.FOLDS}
"""The fold of each kind of event in a meeting."""
