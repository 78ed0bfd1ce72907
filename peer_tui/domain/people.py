"""People as the group knows them: who is meant by a few letters, how a name is shown short.

The order of matching is `product.md` §3.5 "Matching"; nothing here ever picks between two people who fit equally.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from peer_tui.domain.characters import clean, fold, typed_fold
from peer_tui.domain.events import PersonId, Status


class Person(msgspec.Struct, frozen=True, array_like=True):
    """A person as they now stand with the group; the fields are those of `PersonAdded`."""

    id: PersonId
    name: str
    alias: str = ""
    pronouns: str = ""
    roles: tuple[str, ...] = ()
    status: Status = Status.MEMBER
    named: bool = True
    organisation: str = ""
    contact: str = ""
    note: str = ""
    former: tuple[str, ...] = ()
    """Names and aliases they had before: what is given away without names must not tell them either."""


class Match(NamedTuple):
    """Who was meant.

    One fits: `person`, who is also the only candidate. Several fit: no person and two or more candidates, by name
    then id, so that `ana2` means the same person each time. Nobody fits: no person, no candidate.
    """

    person: Person | None
    candidates: tuple[Person, ...]


NOBODY = Match(None, ())


class _Form(NamedTuple):
    """One name or alias, made ready for matching."""

    typed: str
    typed_words: tuple[str, ...]
    words: tuple[str, ...]
    """Folded."""


_BETWEEN_WORDS = re.compile(r"[\s\-\u2010-\u2015.,;:()\[\]{}<>\"“”„/|]+")
_NUMBERED = re.compile(r"(.*[^\s0-9])([1-9][0-9]?)", re.DOTALL)


def _form(text: str) -> _Form:
    typed = " ".join(typed_fold(text).split())
    parts = [part for part in _BETWEEN_WORDS.split(typed) if part]
    folded = tuple(fold(part).replace("'", "") or part for part in parts)
    return _Form(typed, tuple(parts), folded)


@lru_cache(maxsize=8192)
def _forms(name: str, alias: str) -> tuple[_Form, ...]:
    """A person's name and alias, kept ready: a preview matches them at every key."""
    return (_form(name), _form(alias)) if alias else (_form(name),)


def _holds_run(words: tuple[str, ...], run: tuple[str, ...]) -> bool:
    """Whether `run` stands in `words` as it is, word after word."""
    return bool(run) and any(words[i : i + len(run)] == run for i in range(len(words) - len(run) + 1))


def _holds_beginnings(words: tuple[str, ...], beginnings: tuple[str, ...]) -> bool:
    """Whether each beginning begins a word, in order; words between may be left out (`ana r` is Ana Maria Ruiz)."""
    rest = iter(words)
    return bool(beginnings) and all(any(word.startswith(b) for word in rest) for b in beginnings)


_Test = Callable[[_Form, _Form], bool]
_WHOLE: tuple[_Test, ...] = (
    lambda form, meant: bool(form.typed) and form.typed == meant.typed,
    lambda form, meant: _holds_run(form.typed_words, meant.typed_words),
    lambda form, meant: _holds_run(form.words, meant.words),
)
"""Exact name or alias, then whole words, accents as typed and then without."""
_COMPLETE: tuple[_Test, ...] = (_WHOLE[0], lambda form, meant: bool(form.words) and form.words == meant.words)
"""The whole name or alias, accents as typed and then without."""
_ALL: tuple[_Test, ...] = (*_WHOLE, lambda form, meant: _holds_beginnings(form.words, meant.words))


def match(text: str, people: Sequence[Person]) -> Match:
    """Who is meant by `text`: the first of these that anybody fits decides (`product.md` §3.5).

    1. the whole name or alias, accents as typed; 2. whole words of it, accents as typed; 3. whole words, accents
    ignored; 4. beginnings of its words, in order. Case never matters. A digit at the end picks a candidate: `ana2`.
    """
    found = _first_fit(text, people, _ALL)
    if found.candidates:
        return found
    numbered = _NUMBERED.fullmatch(text.strip())
    if numbered is None:
        return NOBODY
    candidates = _first_fit(numbered[1], people, _ALL).candidates
    number = int(numbered[2])
    if number <= len(candidates):
        return Match(candidates[number - 1], (candidates[number - 1],))
    return Match(None, candidates) if len(candidates) > 1 else NOBODY


def match_pasted(name: str, people: Sequence[Person]) -> Match:
    """Who a pasted name means: as `match`, but only by whole words, since nobody watches each line of a paste.

    Words after a comma or dash or in brackets are left out if nobody fits with them ("Bo Chen (Riverbend Center)");
    what is before them must then be somebody's whole name or alias.
    """
    found = _first_fit(name, people, _WHOLE)
    if found.candidates:
        return found
    return _first_fit(re.split(r"\s+[-–—|]\s+|\s*[(\[,]", name.strip(), maxsplit=1)[0], people, _COMPLETE)


def _first_fit(text: str, people: Sequence[Person], tests: tuple[_Test, ...]) -> Match:
    meant = _form(text)
    if not meant.typed:
        return NOBODY
    for test in tests:
        fitting = {p.id: p for p in people if any(test(form, meant) for form in _forms(p.name, p.alias))}
        if fitting:
            candidates = tuple(sorted(fitting.values(), key=lambda p: (fold(p.name), p.name, p.id)))
            return Match(candidates[0] if len(candidates) == 1 else None, candidates)
    return NOBODY


_LITTLE_WORDS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "could", "do", "for", "from", "go", "has", "have", "he",
    "i", "if", "in", "is", "it", "may", "must", "no", "of", "on", "or", "our", "should", "so", "the", "their", "they",
    "this", "to", "up", "us", "we", "will", "with", "would",
})  # fmt: skip
_WORD_AT = re.compile(r"\S+")
_TRAILING = ".,:;!?)"


def match_at(text: str, people: Sequence[Person]) -> tuple[Match, int]:
    """Who `text`, the words after an `@`, begins with, and how many characters of it say so; the longest match wins.

    Words after the first count when they are whole words of the name. Their beginnings count only where the first
    word alone leaves several people, and little words ("to", "will", "a") never do: `@ana to call` stays unresolved
    though there is an Ana Torres. A comma or colon straight after the name belongs to it. When nobody fits, the
    characters of the first word are given.
    """
    if not text or text[0].isspace():
        return NOBODY, 0
    most = max((len(form.typed.split()) for p in people for form in _forms(p.name, p.alias)), default=1)
    ends = [word.end() for _, word in zip(range(min(max(most, 1), 12)), _WORD_AT.finditer(text), strict=False)]
    first_end = ends[0] - _trailing(text[: ends[0]])
    alone = match(text[:first_end], people)
    for end in reversed(ends[1:]):
        name_end = end - _trailing(text[:end])
        found = _first_fit(text[:name_end], people, _WHOLE)
        if not found.candidates and len(alone.candidates) > 1 and _is_beginning(text[:name_end]):
            found = match(text[:name_end], people)
        if found.candidates:
            return found, _with_mark(text, name_end)
    return alone, _with_mark(text, first_end) if alone.candidates else max(first_end, 1)


def _trailing(text: str) -> int:
    """How many punctuation marks `text` ends in."""
    return len(text) - len(text.rstrip(_TRAILING))


def _is_beginning(text: str) -> bool:
    """Whether the last word may be the beginning of a name, being no little word."""
    return fold(text.split()[-1]) not in _LITTLE_WORDS


def _with_mark(text: str, end: int) -> int:
    """`end`, or one more where a comma or colon follows, or the full stop of "Ana R." and "Jr."."""
    mark = text[end : end + 1]
    if mark == ".":
        word = text[:end].split()[-1]
        return end + 1 if len(word) == 1 or fold(word) in _BESIDE_A_NAME else end
    return end + 1 if mark and mark in ",:;" else end


# --- names on screen ----------------------------------------------------------------------------------------------

_BESIDE_A_NAME = frozenset({"dr", "mr", "mrs", "ms", "mx", "prof", "rev", "sr", "jr", "ii", "iii", "iv"})
_CJK = (
    (0x1100, 0x11FF),
    (0x3040, 0x30FF),
    (0x3400, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Chinese, Japanese and Korean letters, first and last of each range."""


def short_names(people: Iterable[Person]) -> dict[PersonId, str]:
    """Each person's shortest form that is nobody else's: "Bo", else "Ana R.", else the whole name.

    Names of one word and Chinese, Japanese and Korean names are shown whole (`product.md` §3.10 "Same first name").
    """
    forms = {person.id: _short_forms(person.name) for person in people}
    folded = {person: (fold(form[0]), fold(form[1])) for person, form in forms.items()}
    taken = [Counter(words[level] for words in folded.values()) for level in range(2)]
    return {
        person: next((form[level] for level in range(2) if taken[level][folded[person][level]] == 1), form[2])
        for person, form in forms.items()
    }


def _short_forms(name: str) -> tuple[str, str, str]:
    whole = " ".join(clean(name).split())
    words = _name_words(whole)
    if len(words) < 2 or (not whole.isascii() and any(_is_cjk(letter) for letter in whole)):
        return whole, whole, whole
    return words[0], f"{words[0]} {_initial(words[-1])}.", whole


def _is_cjk(letter: str) -> bool:
    # Ranges, not a pattern: compiling one of this width takes longer than all the rest of this file.
    return letter > "\u10ff" and any(first <= ord(letter) <= last for first, last in _CJK)


def _name_words(name: str) -> list[str]:
    """The words of a name without Dr., Jr. and the like, unless nothing else is left."""
    words = name.split()
    return [word for word in words if fold(word).strip(".,") not in _BESIDE_A_NAME] or words


def _initial(word: str) -> str:
    """The first letter of a word with the marks that belong to it, as a capital."""
    letter = next((i for i, c in enumerate(word) if c.isalnum()), 0)
    end = letter + 1
    while end < len(word) and unicodedata.combining(word[end]):
        end += 1
    capital = word[letter:end].upper()
    return capital if len(capital) == end - letter else word[letter:end]
