"""What a line of a programme's own word fills in behind a slash: texts, choices, numbers; a slash is mostly a slash."""

from __future__ import annotations

import pytest

from peer_tui.domain.capture import WORDS
from peer_tui.domain.programmes.capture_words import cells_of, own_words
from peer_tui.services.programmes.files import load_programme


@pytest.mark.parametrize(
    ("word", "said", "cells"),
    [
        ("idea", "one form for all / state", {"idea": "one form for all", "control": "state"}),
        ("idea", "one sheet / My Agency", {"idea": "one sheet", "control": "my agency"}),
        ("idea", "one sheet / whose it is: mine", {"idea": "one sheet", "control": "mine"}),
        ("idea", "drop in / call in", {"idea": "drop in / call in"}),
        ("idea", "one sheet / whose it is: nobody's", {"idea": "one sheet / whose it is: nobody's"}),
        ("idea", "/ state", {"idea": "/ state"}),
        (
            "measure", "second intakes / baseline 30 / target 10",
            {"measure": "second intakes", "baseline": "30", "target": "10"},
        ),
        ("measure", "second intakes / 30 baseline", {"measure": "second intakes", "baseline": "30"}),
        ("measure", "intakes / baseline many", {"measure": "intakes / baseline many"}),
        ("plan", "try it / success 20 sheets", {"what": "try it", "success": "20 sheets"}),
    ],
)  # fmt: skip
def test_parts_behind_a_slash_fill_in_what_they_fit(word: str, said: str, cells: dict[str, str]) -> None:
    assert cells_of(own_words(load_programme("peer-learning"), WORDS)[word], said) == cells
