"""What is worth a second look before minutes go out: words, and names beside private matters (`product.md` §2.10).

Hints are given while minutes are reviewed, never during the meeting, and change nothing: identity-first words are
legitimate when chosen, so a person looks and decides. Text in quotation marks is somebody's own and left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from peer_tui.domain.anonymous import KnownNames
from peer_tui.domain.characters import clean, fold
from peer_tui.domain.events import EntryId
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.withholding import is_withheld
from peer_tui.domain.words import say

_WORD = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*")
_QUOTED = re.compile(
    r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«|‹[^›]*›|\"[^\"]*\"|‘[^’]*’(?!\w)|(?<!\w)'[^']*'(?!\w)|「[^」]*」|『[^』]*』"
)


class Wording(msgspec.Struct, frozen=True):
    """Words that many people would rather not read."""

    words: tuple[str, ...]
    say: str
    """What can be said instead."""
    near: tuple[str, ...] = ()
    """They count only in a line that also holds one of these; empty where they always do."""


class Matter(msgspec.Struct, frozen=True):
    """Words of a private matter: beside somebody's name they tell more than minutes should."""

    about: str
    """health, family, legal or employer."""
    words: tuple[str, ...]


class HintWords(msgspec.Struct, frozen=True):
    """Everything hints are given about."""

    language: tuple[Wording, ...] = ()
    privacy: tuple[Matter, ...] = ()


class Hint(msgspec.Struct, frozen=True):
    """One thing worth a second look."""

    entry: EntryId
    kind: str
    """language or privacy."""
    found: str
    """The words, as they are written there."""
    advice: str
    """What could be said instead, or why it is worth a look: a sentence's part."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Tells it from the others; the same words in the same line are the same hint."""
        return self.entry, self.kind, fold(self.found)


def find_hints(meeting: Meeting, group: Group, words: HintWords) -> list[Hint]:
    """What is worth a second look in the lines of a meeting, in the order they were written."""
    names = KnownNames(group.people.values())
    wordings = [(_runs(wording.words), _runs(wording.near), wording.say) for wording in words.language]
    matters = [(_runs(matter.words), matter.about) for matter in words.privacy]
    hints: list[Hint] = []
    for entry in meeting.lines():
        if entry.redacted or is_withheld(entry, group):
            continue
        told = " · ".join(text for text in (entry.filed.text, entry.filed.done_when) if text)
        text = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), clean(told))
        line = _Line(text)
        for runs, near, advice in wordings:
            if (found := line.first(runs)) and (not near or line.first(near, beside=found)):
                hints.append(Hint(entry.id, "language", text[found[0] : found[1]], advice))
        hints += _private(entry.id, text, line, names, matters)
    return hints


def _private(
    entry: EntryId, text: str, line: _Line, names: KnownNames, matters: Sequence[tuple[_Runs, str]]
) -> Iterable[Hint]:
    named = [
        one for one in names.in_text(text)
        # "will" and "may" are hardly ever somebody unless they are written as a name is.
        if not one.doubt or text[one.start].isupper()
    ]  # fmt: skip
    if not named:
        return
    name = text[named[0].start : named[0].end]
    for runs, about in matters:
        found = line.first(runs)
        if found and not any(one.start < found[1] and found[0] < one.end for one in named):
            word = text[found[0] : found[1]]
            yield Hint(
                entry,
                "privacy",
                word,
                say("a name ({name}) beside a word about {about}", name=name, about=_ABOUT.get(about, about)),
            )


_ABOUT = {"legal": say("the law"), "employer": "work"}
_Runs = dict[str, list[tuple[str, ...]]]


def _runs(phrases: Iterable[str]) -> _Runs:
    """Phrases by their first word, folded, the longest first."""
    runs: _Runs = {}
    for phrase in phrases:
        if run := tuple(fold(word) for word in _WORD.findall(clean(phrase))):
            runs.setdefault(run[0], []).append(run)
    for known in runs.values():
        known.sort(key=len, reverse=True)
    return runs


class _Line:
    """A line made ready to find phrases in."""

    def __init__(self, text: str) -> None:
        self._spans = [match.span() for match in _WORD.finditer(text)]
        self._words = [fold(text[start:end]) for start, end in self._spans]

    def first(self, runs: _Runs, beside: tuple[int, int] | None = None) -> tuple[int, int] | None:
        """Where the first of these phrases stands; `beside` is a place that does not count."""
        for place, word in enumerate(self._words):
            for run in runs.get(word, ()):
                if tuple(self._words[place : place + len(run)]) == run:
                    found = self._spans[place][0], self._spans[place + len(run) - 1][1]
                    if found != beside:
                        return found
        return None
