"""Words as they are searched for: split, and folded so that case and accents make no difference.

The index holds a text as its folded words; a query is folded the same way, and so is a text again in which what was
found is to be marked. All three therefore always agree. Chinese and Japanese characters are words of their own, as no
space tells where a word ends.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from peer_tui.domain.characters import fold

_RUN = re.compile(r"[^\W_]+")
_ALONE = ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""Characters that are words of their own, first and last of each range."""


class Word(NamedTuple):
    """A word of a text and where it stands there, in characters."""

    folded: str
    start: int
    end: int


def words_in(text: str) -> list[Word]:
    """The words of a text, in order. Never raises, whatever it holds."""
    if text.isascii() and text.isprintable():
        return [Word(run.group(), run.start(), run.end()) for run in _RUN.finditer(text.lower())]
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        folded = _folded(character)
        letters.append(folded)
        places.extend([place] * len(folded))
    found = []
    for run in _RUN.finditer("".join(letters)):
        found += _parts(run.group(), places[run.start() : run.end()])
    return found


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text without their places."""
    return tuple(word.folded for word in words_in(text))


def as_indexed(text: str) -> str:
    """A text as it is given to the full-text table, whose tokenizer splits it into just the words of `words_in`."""
    if text.isascii() and text.isprintable():
        return text
    return " ".join(folded_words(text))


def storable(text: str) -> str:
    """The text without halves of characters, which no database takes: each becomes U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _parts(run: str, places: list[int]) -> list[Word]:
    """A run of letters and digits as words: whole, but for characters that are words of their own."""
    parts: list[Word] = []
    begin = 0
    for at, letter in enumerate(run):
        if letter > "\u3000" and _stands_alone(letter):
            if begin < at:
                parts.append(Word(run[begin:at], places[begin], places[at - 1] + 1))
            parts.append(Word(letter, places[at], places[at] + 1))
            begin = at + 1
    if begin < len(run):
        parts.append(Word(run[begin:], places[begin], places[-1] + 1))
    return parts


def _stands_alone(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in _ALONE)


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    return fold(character)
