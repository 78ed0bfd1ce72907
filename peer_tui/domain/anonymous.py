"""The names a group knows, found in what people wrote, so that minutes can be given away without them (check 44).

Every word of a name counts, also of earlier names, aliases, merged records and guests, whatever its case and accents.
The whole name counts also where it is written as one word; a name in a script that puts no spaces between words is
found within a text. A name that is also an ordinary word is a doubt: it is taken for the name until a person says
otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.common_words import is_also_a_word
from peer_tui.domain.events import PersonId
from peer_tui.domain.people import Person
from peer_tui.domain.redaction import A_MEMBER, MARK

_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")
_WITHIN = re.compile(r"[\W_]{0,20}")
"""What may stand between two words of one name: `Ruiz, Ana`, `ana.ruiz`, `Jean-Luc`, `Ana (Annie) Ruiz`."""
_BESIDE = re.compile(r"[\s.\-\u2010-\u2015]{0,3}")
"""What may stand between two names that are told as one."""
_INSIDE_A_WORD = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Characters without width: a name that holds one is read as if it did not."""
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Letters of scripts that put no spaces between words, or endings straight after a name."""
_LONGEST_UNSPACED = 8
"""Letters of a name in a script without spaces up to which it is also found by its beginnings and ends."""
_PARTICLES = """
al ap at bin bint da das de del della den der di do dos du e el en het ibn il la las le los mac mc ni of san
st san santa sao ten ter the til und und van vom von y zu zum zur
"""
_SMALL = frozenset(_PARTICLES.split())
"""Words of a longer name that name nobody by themselves where they are written small; else they are doubts."""
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "mx", "prof", "rev", "sr", "jr", "ii", "iii", "iv"})
"""Words beside a name that name nobody."""


class Doubt(NamedTuple):
    """A word that is a name and also an ordinary word, where it stands."""

    word: str
    """As it is written there."""
    text: str
    """The line; empty where it means every line."""


class Found(NamedTuple):
    """A name in a text."""

    start: int
    end: int
    people: frozenset[PersonId]
    """Whose name it may be."""
    doubt: bool
    """It is also an ordinary word."""


class _Word(NamedTuple):
    start: int
    end: int
    folded: str


class KnownNames:
    """Every name of some people, made ready to be found.

    Args:
        people: the people; what each is and was called stands in their own fields.
        whole: only whole names count, not the words of them.
    """

    def __init__(self, people: Iterable[Person], *, whole: bool = False) -> None:
        self._whole = whole
        self._alone: dict[str, set[PersonId]] = {}
        """Words that name somebody by themselves, folded."""
        self._runs: dict[str, list[tuple[tuple[str, ...], PersonId]]] = {}
        """Whole names of several words by their first word, the longest first."""
        self._contacts: list[tuple[str, PersonId]] = []
        unspaced: dict[str, set[PersonId]] = {}
        for person in people:
            for name in (person.name, person.alias, *person.former):
                self._learn(name, person.id, unspaced)
            if _is_address(person.contact):
                self._contacts.append((clean(person.contact).strip().casefold(), person.id))
        for runs in self._runs.values():
            runs.sort(key=lambda run: -len(run[0]))
        self._unspaced = {form: frozenset(who) for form, who in unspaced.items()}
        longest_first = sorted(self._unspaced, key=lambda form: (-len(form), form))
        self._inside = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __bool__(self) -> bool:
        return bool(self._alone or self._runs or self._contacts or self._unspaced)

    def _learn(self, name: str, person: PersonId, unspaced: dict[str, set[PersonId]]) -> None:
        cleaned = clean(name)
        if cleaned in (A_MEMBER, MARK):
            return
        parts = [word.folded for word in words_in(cleaned) if word.folded]
        if not parts:
            return
        if len(parts) == 1:
            self._alone.setdefault(parts[0], set()).add(person)
        else:
            self._learn_run(parts, person)
            self._learn_run([*parts[-1:], *parts[:-1]], person)
            for piece in cleaned.split() if not self._whole else ():
                self._learn_run([word.folded for word in words_in(piece)], person)
            for word in words_in(cleaned) if not self._whole else ():
                if _names_alone(word.folded, cleaned[word.start : word.end]):
                    self._alone.setdefault(word.folded, set()).add(person)
        for word in words_in(cleaned):
            written = cleaned[word.start : word.end]
            if not written.isascii() and _unspaced().search(written):
                for form in _parts_of_unspaced(written)[: 1 if self._whole else None]:
                    unspaced.setdefault(form, set()).add(person)

    def _learn_run(self, run: list[str], person: PersonId) -> None:
        """Words that name somebody where they stand together, also written as one."""
        if len(run) > 1:
            self._runs.setdefault(run[0], []).append((tuple(run), person))
            self._alone.setdefault("".join(run), set()).add(person)

    def in_text(self, text: str) -> list[Found]:
        """Every name in a cleaned text, in order; they do not overlap."""
        found = [*self._addresses(text), *self._inwords_in(text)]
        if self._inside is not None:
            for match in self._inside.finditer(text):
                if not any(one.start < match.end() and match.start() < one.end for one in found):
                    found.append(Found(*match.span(), self._unspaced[match[0]], doubt=False))
        return sorted(found)

    def _addresses(self, text: str) -> list[Found]:
        found: list[Found] = []
        folded = text.casefold() if self._contacts else ""
        if len(folded) != len(text):
            return found
        for address, person in self._contacts:
            at = folded.find(address)
            while at >= 0:
                end = at + len(address)
                if not any(one.start < end and at < one.end for one in found):
                    found.append(Found(at, end, frozenset((person,)), doubt=False))
                at = folded.find(address, end)
        return found

    def _inwords_in(self, text: str) -> list[Found]:
        words, found, place = words_in(text), [], 0
        taken = [(one.start, one.end) for one in self._addresses(text)]
        while place < len(words):
            length, people = self._run_at(text, words, place)
            first, last = words[place], words[place + max(0, length - 1)]
            place += max(1, length)
            if not length or any(start < last.end and first.start < end for start, end in taken):
                continue
            start = first.start - (first.start > 0 and text[first.start - 1] == "@")
            here = words[place - max(1, length) : place]
            # "May Hope" is somebody, "we may hope" hardly ever.
            written_as_a_name = length > 1 and all(text[word.start].isupper() for word in here)
            doubt = not written_as_a_name and all(_may_be_a_word(word.folded) for word in here)
            found.append(Found(start, last.end, frozenset(people), doubt))
        return found

    def _run_at(self, text: str, words: Sequence[_Word], place: int) -> tuple[int, set[PersonId]]:
        """How many words from here on are one name, and whose; none is 0."""
        longest, people = 0, set()
        for run, person in self._runs.get(words[place].folded, ()):
            if len(run) < longest:
                break
            if _stands(run, text, words, place):
                longest = len(run)
                people.add(person)
        if longest:
            return longest, people
        alone = self._alone.get(words[place].folded)
        return (1, set(alone)) if alone else (0, set())

    def replaced(
        self, text: str, stand_in: Callable[[Found, str], str], keep: Callable[[Doubt], bool] | None = None
    ) -> str:
        """The text with each name replaced; names beside each other that give the same words give them once.

        Args:
            text: cleaned.
            stand_in: what stands for a name, from where it is and how it is written.
            keep: whether a doubt was answered: it is no name here.
        """
        left: list[str] = []
        at, said, said_to = 0, "", -1
        for one in self.in_text(text):
            written = text[one.start : one.end]
            if one.doubt and keep is not None and keep(Doubt(written, text)):
                continue
            words = stand_in(one, written)
            together = words == said and _BESIDE.fullmatch(text, said_to, one.start) is not None
            if not together:
                begins = not "".join([*left, text[at : one.start]]).strip(" “\"'(")
                left += [text[at : one.start], words[:1].upper() + words[1:] if begins else words]
            at = said_to = one.end
            said = words
        return "".join([*left, text[at:]]) if at else text


def _names_alone(folded: str, written: str) -> bool:
    """Whether a word of a longer name names somebody by itself."""
    if folded.isdigit() or folded in _TITLES:
        return False
    if len(folded) < 2:  # an initial names nobody, but 林 is a whole name
        return not written.isascii() and _unspaced().search(written) is not None
    return folded not in _SMALL or not written.islower()


def _may_be_a_word(folded: str) -> bool:
    return folded in _SMALL or is_also_a_word(folded)


def _stands(run: tuple[str, ...], text: str, words: Sequence[_Word], place: int) -> bool:
    here = words[place : place + len(run)]
    return tuple(word.folded for word in here) == run and all(
        _WITHIN.fullmatch(text, before.end, after.start) for before, after in pairwise(here)
    )


def words_in(text: str) -> list[_Word]:
    """The words of a text: letters and figures with the marks that stand on them."""
    if text.isascii():
        return [_Word(*match.span(), match[0].casefold()) for match in _ASCII_WORD.finditer(text)]
    words, start = [], -1
    for place, character in enumerate([*text, " "]):
        inside = character.isalnum() or (
            start >= 0 and (character in _INSIDE_A_WORD or unicodedata.category(character)[0] == "M")
        )
        if inside and start < 0:
            start = place
        elif not inside and start >= 0:
            folded = fold(text[start:place])
            words.append(_Word(start, place, folded))
            start = -1
    return words


@cache
def _unspaced() -> re.Pattern[str]:
    # Not at import: compiling ranges of this width takes longer than all the rest of this file.
    return re.compile(f"[{_UNSPACED}]")


def _parts_of_unspaced(word: str) -> list[str]:
    """A name in a script without spaces, and the beginnings and ends of it by which a person may be called."""
    if len(word) < 2:
        return []
    if len(word) > _LONGEST_UNSPACED:
        return [word]
    cuts = range(1, len(word))
    return list(dict.fromkeys((word, *(part for cut in cuts for part in (word[cut:], word[:cut]) if len(part) > 1))))


def _is_address(contact: str) -> bool:
    """Whether what a person gave as a way to reach them would tell who they are: an address or a number."""
    said = contact.strip()
    return len(said) > 4 and ("@" in said or sum(character.isdigit() for character in said) >= 7)
