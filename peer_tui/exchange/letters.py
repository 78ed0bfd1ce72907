"""Where a text may be cut without taking a letter apart: a mark from its letter, a flag, a family of emoji.

The rules are those of Unicode's grapheme clusters (UAX #29), as far as they can be told without its tables.
"""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)
_JAMO_BEHIND = range(0x1160, 0x1200)
_FURTHEST = 64
"""Characters that one letter is looked back over; a longer heap of marks is cut all the same."""


def may_cut(text: str, at: int) -> bool:
    """Whether what stands before `at` and what stands behind it are letters apart."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if after == _JOINER or before == _JOINER or "\ufe00" <= after <= "\ufe0f":
        return False
    code = ord(after)
    if unicodedata.category(after)[0] == "M" or code in _SKIN_TONES or code in _TAGS or code in _JAMO_BEHIND:
        return False
    if code in _FLAG_LETTERS and ord(before) in _FLAG_LETTERS:
        start = at
        while start and ord(text[start - 1]) in _FLAG_LETTERS:
            start -= 1
        return (at - start) % 2 == 0
    return True


def last_cut(text: str, most: int) -> int:
    """The last place at or before `most`, and behind the first character, at which the text may be cut."""
    for at in range(min(most, len(text)), max(0, most - _FURTHEST), -1):
        if may_cut(text, at):
            return at
    return max(1, most)


def next_cut(text: str, at: int) -> int:
    """The first place at or behind `at` at which the text may be cut."""
    for place in range(at, min(len(text), at + _FURTHEST)):
        if may_cut(text, place):
            return place
    return min(len(text), at + _FURTHEST)
