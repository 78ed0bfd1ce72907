"""What stands for a person who is not named: their initials, or a role with its article."""

from __future__ import annotations

import unicodedata

from peer_tui.domain.anonymous import words_in
from peer_tui.domain.characters import clean

MOST_INITIALS = 6


def initials(name: str) -> str:
    """`A.R.` for Ana Ruiz, `林.` for 林小雨, `J.P.` for José Prado."""
    letters = []
    cleaned = clean(name)
    for word in words_in(cleaned)[:MOST_INITIALS]:
        written = cleaned[word.start : word.end]
        end = 1
        while end < len(written) and unicodedata.category(written[end])[0] == "M":
            end += 1
        letters.append(f"{written[:end].upper()}.")
    return "".join(letters)


_SPELLED_AN = frozenset("AEFHILMNORSX")
"""Letters whose own name begins with a vowel: an RC, an FP, but a YAPM."""


def with_article(role: str) -> str:
    """`an RC`, `a CPS`, `a Family Partner`, `an older adult specialist`."""
    first = next((character for character in role if character.isalnum()), "")
    word = next(iter(role.split()), "")
    capitals = len(role) > 1 and word.isupper() and len(word) < 5
    vowel = first.upper() in _SPELLED_AN if capitals else first.casefold() in "aeio" and bool(first)
    return f"{'an' if vowel else 'a'} {role}"
