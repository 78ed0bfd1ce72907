"""One typed answer of an evaluation form: what is kept of it, or what would be understood."""

from __future__ import annotations

import re

import msgspec

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.programmes.definition import Question
from peer_tui.domain.words import marked, say

LOWEST, HIGHEST = 1, 5
"""The ends of a scale."""

YES = marked("yes")
"""How a tick is stored."""

_YES_WORDS = frozenset({"yes", "y", "x", "1", "true", "✓", "ja", "si", "oui"})

_NO_WORDS = frozenset({"no", "n", "0", "false", "-", "nein", "non"})

_OF_FIVE = re.compile(r"([0-9]{1,3})(?:\s*(?:/|of)\s*[0-9]{1,3})?")

_LEADING_FIGURE = re.compile(r"([0-9])\s*[-–—:.)(=].*", re.DOTALL)
"""`5 - very much`, `4: agree`: how spreadsheets write a scale with words."""

_NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,6})?")


class Answer(msgspec.Struct, frozen=True):
    """A typed answer as it is kept, or why it cannot be."""

    text: str = ""
    wrong: str = ""
    """A part of a sentence: what would be understood."""


def read_answer(question: Question, typed: str) -> Answer:
    """A typed answer as it is kept: a scale as its digit, a tick as `yes`, a choice as the form words it.

    An empty answer is fine: nobody has to answer everything.
    """
    text = clean(typed, keep_lines=question.type == "long").strip()
    if not text:
        return Answer()
    match question.type:
        case "scale":
            return _scale(text)
        case "number":
            return Answer(text.replace(",", ".")) if _NUMBER.fullmatch(text) else Answer(wrong=say("a number"))
        case "tick":
            return _tick(text)
        case "choice":
            return _choice(question, text)
        case "choices":
            return _choices(question, text)
        case "person":
            return Answer(wrong=say("nothing: an anonymous form does not ask for a person"))
    return Answer(text)


def _scale(text: str) -> Answer:
    found = _OF_FIVE.fullmatch(text) or _LEADING_FIGURE.fullmatch(text)
    if found is not None and LOWEST <= int(found[1]) <= HIGHEST:
        return Answer(str(int(found[1])))
    return Answer(wrong=say("a number from {lowest} to {highest}", lowest=LOWEST, highest=HIGHEST))


def _tick(text: str) -> Answer:
    said = fold(text)
    if said in _YES_WORDS:
        return Answer(YES)
    return Answer() if said in _NO_WORDS else Answer(wrong=say("yes or no"))


def _choice(question: Question, text: str) -> Answer:
    if text.isdecimal() and 1 <= int(text[:3]) <= len(question.choices):
        return Answer(question.choices[int(text[:3]) - 1])
    said = fold(text)
    exact = [choice for choice in question.choices if fold(choice) == said]
    fits = exact or [choice for choice in question.choices if fold(choice).startswith(said)]
    if len(fits) == 1:
        return Answer(fits[0])
    return Answer(wrong=say("one of {choices}", choices=", ".join(question.choices)))


def _choices(question: Question, text: str) -> Answer:
    read = [_choice(question, part.strip()) for part in re.split(r"[;\n]|,(?=\s)", text) if part.strip()]
    wrong = next((one for one in read if one.wrong), None)
    return wrong or Answer("; ".join(dict.fromkeys(one.text for one in read)))
