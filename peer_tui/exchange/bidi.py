"""Writing that runs from right to left, for formats whose programs do not turn it around themselves.

The order is that of the Unicode Bidirectional Algorithm (UAX #9), as far as lines of minutes need it: strong and weak
letters, numbers, and what stands between them. Arabic letters are joined by their presentation forms (Unicode FB50 to
FEFF).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_RIGHT = ("R", "AL")
_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HIDDEN = _MARKS | frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")
"""What steers or joins letters and is never drawn itself."""


def runs_right_to_left(text: str) -> bool:
    """Whether a text runs from right to left: whether its first letter does (UAX #9, P2)."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return False
        if kind in _RIGHT:
            return True
    return False


def has_right_to_left(text: str) -> bool:
    """Whether any letter of a text runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in (*_RIGHT, "AN") for letter in text)


def drawable(text: str) -> str:
    """The text without what is never drawn, its Arabic letters joined; still in the order in which it is read."""
    if text.isascii():
        return text
    return "".join(letter for letter in joined(text) if letter not in _HIDDEN)


def seen(line: str, right_to_left: bool) -> str:
    """One line in the order in which its letters stand on paper, from left to right.

    Args:
        line: as it is read, without a line end.
        right_to_left: whether the paragraph it belongs to runs from right to left.
    """
    if not right_to_left and not has_right_to_left(line):
        return line
    levels = _levels(line, 1 if right_to_left else 0)
    order = list(range(len(line)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    # Marks stand on the letter before them also where that comes first on paper.
    return "".join(_mirrored(line[at]) if levels[at] % 2 else line[at] for at in _marks_behind(order, line, levels))


def _marks_behind(order: list[int], line: str, levels: list[int]) -> list[int]:
    out: list[int] = []
    waiting: list[int] = []
    for at in order:
        if levels[at] % 2 and unicodedata.combining(line[at]):
            waiting.append(at)
            continue
        out.append(at)
        out += reversed(waiting)
        waiting = []
    return [*out, *waiting]


def _levels(line: str, base: int) -> list[int]:
    """How deep each letter is nested: odd levels run from right to left (UAX #9, W1–W7, N0–N2, I1, I2, L1)."""
    kinds = [unicodedata.bidirectional(letter) or "L" for letter in line]
    own = "R" if base else "L"
    _settle_weak(kinds, own)
    _settle_brackets(line, kinds, own)
    _settle_neutral(kinds, own)
    levels = []
    for kind in kinds:
        if base:
            levels.append(1 if kind == "R" else 2)
        else:
            levels.append({"L": 0, "R": 1}.get(kind, 2))
    for at in range(len(line) - 1, -1, -1):
        if unicodedata.bidirectional(line[at]) not in ("WS", "S", "B"):
            break
        levels[at] = base
    return levels


def _settle_weak(kinds: list[str], own: str) -> None:
    """Numbers, what separates them, and marks: W1 to W7. Embeddings and isolates are left out."""
    strong = last = own
    for at, kind in enumerate(kinds):
        if kind == "NSM":
            kind = last
        if kind in ("L", "R", "AL"):
            strong = kind
        if kind == "EN" and strong == "AL":
            kind = "AN"
        kinds[at] = last = kind
    for at in range(1, len(kinds) - 1):
        before, after = kinds[at - 1], kinds[at + 1]
        if before == after and (kinds[at], before) in (("ES", "EN"), ("CS", "EN"), ("CS", "AN")):
            kinds[at] = before
    _settle_ends_of_numbers(kinds)
    strong = own
    for at, kind in enumerate(kinds):
        if kind == "AL":
            kinds[at] = kind = "R"
        if kind in ("L", "R"):
            strong = kind
        elif kind in ("ES", "CS", "ET"):
            kinds[at] = "ON"
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"


def _settle_ends_of_numbers(kinds: list[str]) -> None:
    """W5: what ends or begins a number, such as % or $, belongs to it."""
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end > at and ((at and kinds[at - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")):
            kinds[at:end] = ["EN"] * (end - at)
        at = max(end, at + 1)


def _settle_brackets(line: str, kinds: list[str], own: str) -> None:
    """A pair of brackets goes with the paragraph if anything in it does, else with what stands in and before it: N0."""
    waiting: list[int] = []
    for end, letter in enumerate(line):
        if letter in _OPENING and kinds[end] == "ON":
            waiting.append(end)
        elif waiting and letter == _BRACKETS.get(line[waiting[-1]]) and kinds[end] == "ON":
            start = waiting.pop()
            within = {_side(kind) for kind in kinds[start + 1 : end] if kind in _STRONG}
            if own in within:
                kinds[start] = kinds[end] = own
            elif within:
                before = next((_side(kind) for kind in reversed(kinds[:start]) if kind in _STRONG), own)
                kinds[start] = kinds[end] = before


def _settle_neutral(kinds: list[str], own: str) -> None:
    """Spaces and signs go with what stands on both sides of them, else with the paragraph: N1 and N2."""
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] not in ("L", "R", "EN", "AN"):
            end += 1
        if end > at:
            before = _side(kinds[at - 1]) if at else own
            after = _side(kinds[end]) if end < len(kinds) else own
            kinds[at:end] = [before if before == after else own] * (end - at)
        at = max(end, at + 1)


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


_STRONG = ("L", "R", "EN", "AN")
_OPENING = frozenset("([{")
_BRACKETS = dict(zip("()[]{}<>«»‹›≤≥⟨⟩", ")(][}{><»«›‹≥≤⟩⟨", strict=True))


def _mirrored(letter: str) -> str:
    return _BRACKETS.get(letter, letter)


# --- Arabic letters -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[str, str]]:
    """Of each letter its forms `isolated`, `final`, `initial` and `medial`, as Unicode's own tables name them."""
    forms: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE70, 0xFEFD)):
        kind, _, letters = unicodedata.decomposition(chr(code)).partition("> ")
        if len(letters) == 4 or letters in _LAM_ALEF:
            plain = "".join(chr(int(letter, 16)) for letter in letters.split())
            forms.setdefault(plain, {})[kind.lstrip("<")] = chr(code)
    return forms


_LAM_ALEF = ("0644 0622", "0644 0623", "0644 0625", "0644 0627")
"""Lam and the alefs that are written as one letter with it."""


def joined(text: str) -> str:
    """The text with its Arabic letters in the forms in which they join their neighbours."""
    forms = _forms()
    if not any(letter in forms for letter in text):
        return text
    letters = _with_lam_alef(text, forms)
    out = []
    for at, letter in enumerate(letters):
        known = forms.get(letter)
        if known is None:
            out.append(letter)
            continue
        before, after = _neighbour(letters, at, -1), _neighbour(letters, at, 1)
        backward = "final" in known and _joins_onward(before, forms)
        forward = "initial" in known and after in forms and "final" in forms[after]
        kind = "medial" if backward and forward else "final" if backward else "initial" if forward else "isolated"
        out.append(known.get(kind) or letter)
    return "".join(out)


def _with_lam_alef(text: str, forms: dict[str, dict[str, str]]) -> list[str]:
    letters: list[str] = []
    for letter in text:
        if letters and letters[-1] + letter in forms:
            letters[-1] += letter
        else:
            letters.append(letter)
    return letters


def _neighbour(letters: list[str], at: int, by: int) -> str:
    """The next letter on this side; marks that stand on a letter are passed over, a non-joiner is nobody."""
    at += by
    while 0 <= at < len(letters):
        if not unicodedata.combining(letters[at][0]):
            return letters[at]
        at += by
    return ""


def _joins_onward(letter: str, forms: dict[str, dict[str, str]]) -> bool:
    return letter == "\u0640" or "initial" in forms.get(letter, {})
