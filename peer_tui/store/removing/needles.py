"""Texts that are looked for in files: whole words only, as they are or as JSON spells them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

_PART = 12
"""Characters in a row by which a torn text is known again."""
_SHORTEST = 4
"""Characters below which a text is only found where it is all there is: "ok" stands in too many lines."""


class Needles:
    """Texts to look for.

    Args:
        words: the texts; empty ones and repetitions are left out.
    """

    def __init__(self, words: Iterable[str]) -> None:
        told = sorted({word.strip() for word in words if word.strip()}, key=len, reverse=True)
        self.words = tuple(told)
        """The longest first."""
        self._alone = frozenset(told)
        long = [word for word in told if len(word) >= _SHORTEST]
        self._long = re.compile("|".join(_whole(word) for word in long)) if long else None

    def __bool__(self) -> bool:
        return bool(self.words)

    def in_text(self, text: str) -> bool:
        """Whether one of them stands in a text, also as JSON spells it."""
        if text.strip() in self._alone:
            return True
        if self._long is None:
            return False
        if self._long.search(text):
            return True
        return "\\" in text and self._long.search(_unspelled(text)) is not None

    def in_torn(self, text: str) -> bool:
        """Whether one of them, or a good part of one, stands in a piece of a broken file."""
        if self.in_text(text):
            return True
        read = _unspelled(text) if "\\" in text else text
        return any(
            word[start : start + _PART] in read for word in self.words for start in range(0, len(word) - _PART + 1)
        )

    def in_value(self, value: Any) -> bool:
        """Whether one of them stands in any text of a JSON value."""
        if isinstance(value, str):
            return self.in_text(value)
        if isinstance(value, dict):
            return any(self.in_value(part) for pair in value.items() for part in pair)
        return isinstance(value, list | tuple) and any(self.in_value(part) for part in value)

    def in_bytes(self, raw: bytes) -> bool:
        """Whether one of them stands in a file's bytes."""
        return self.in_text(raw.decode("utf-8", "replace"))

    def replaced(self, text: str, left: str) -> str:
        """The text with each of them replaced."""
        return self._long.sub(lambda found: left, text) if self._long is not None else text


def _whole(word: str) -> str:
    before = r"(?<!\w)" if word[0].isalnum() else ""
    behind = r"(?!\w)" if word[-1].isalnum() else ""
    return before + re.escape(word) + behind


_ESCAPE = re.compile(r'\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])')
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def _unspelled(text: str) -> str:
    """The text with JSON's escapes read, also in a torn piece of a file."""
    read = _ESCAPE.sub(lambda found: str(json.loads(f'"{found[0]}"')), text)
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace"), read)
