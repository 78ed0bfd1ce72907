"""Two wordings of one line compared word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_PIECES = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
_MOST = 2_000
"""Pieces of a wording that are compared; two longer ones are told whole."""


class Piece(NamedTuple):
    """Some words, and in which of the two wordings they stand."""

    words: str
    where: Literal["both", "before", "after"]


def differing(before: str, after: str) -> tuple[Piece, ...]:
    """The words of both wordings in order; joined without those of one, they give the other."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if max(len(old), len(new)) > _MOST:
        return tuple(piece for piece in (Piece(before, "before"), Piece(after, "after")) if piece.words)
    found: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Piece("".join(old[a:b]), "both"))
            continue
        found += [Piece("".join(old[a:b]), "before")] if a < b else []
        found += [Piece("".join(new[c:d]), "after")] if c < d else []
    return tuple(found)
