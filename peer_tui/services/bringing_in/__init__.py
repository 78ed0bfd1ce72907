"""Bringing in what a group already has: looked at first, agreed to line by line, written only then (`product.md` §3.5).

`look` reads and writes nothing; what a person agrees to is a `Plan`, and `bring_in` writes it in one act.
"""

from __future__ import annotations

from peer_tui.services.bringing_in.lines import Surely
from peer_tui.services.bringing_in.looking import (
    FORMS,
    group_named,
    look,
    on_day,
    read_file,
    separately,
)
from peer_tui.services.bringing_in.plan import KINDS, Answer, Attending, How, Item, Plan
from peer_tui.services.bringing_in.saying import known_for, line_words, person_words, read_day, when_words
from peer_tui.services.bringing_in.writing import Brought, bring_in, take_back

__all__ = [
    "FORMS", "KINDS", "Answer", "Attending", "Brought", "How", "Item", "Plan", "Surely", "bring_in", "group_named",
    "known_for", "line_words", "look", "on_day", "person_words", "read_day", "read_file", "separately", "take_back",
    "when_words",
]  # fmt: skip
