"""Whole numbers as people type them."""

from __future__ import annotations

_LONGEST = 6
"""Digits; nobody means a longer number."""


def whole_number(word: str) -> int | None:
    """The number a word is, from 0 to 999999; None if it is anything else."""
    return int(word) if word.isascii() and word.isdigit() and len(word) <= _LONGEST else None
