"""What a group folds is among the kinds that outlive their meeting: any other kind would never reach it."""

from __future__ import annotations

import pytest

from peer_tui.domain.events import Event
from peer_tui.domain.folding import group
from peer_tui.domain.hiding import GONE_WITH_IT, HIDING
from peer_tui.domain.outliving import OUTLIVING
from peer_tui.domain.step_changes import ABOUT_STEPS
from peer_tui.services import refolding


@pytest.mark.parametrize(
    "kinds",
    [HIDING, GONE_WITH_IT, ABOUT_STEPS, group._OF_LINES, group._OF_AGREEMENTS, refolding._ITS_OWN],
    ids=["hiding", "gone with it", "about steps", "of lines", "of agreements", "its own row"],
)
def test_what_is_folded_outlives(kinds: frozenset[type[Event]]) -> None:
    assert kinds and not set(kinds) - OUTLIVING
