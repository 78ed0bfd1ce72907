"""What a person asks for in one line: words, “phrases”, beginnings*, and filters such as `kind:decision`.

    housing "next forum" transp* kind:decision group:harbor owner:ana by:me after:2024-10 before:2024-12-01 is:open

All of it must hold. `by:` is who wrote a line down: `me` (this device), `others`, the beginning of a device's id, or
the scribe of its meeting by any part of their name. `before:` is up to that day, without it; `after:` is from that day
on, with it; both take a day, a month or a year, and mean the day a meeting starts on. A filter that cannot be
understood is searched as words, and kept as `misunderstood` for whoever can say so: nothing typed is an error here, and
nothing is left out without being seen.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import msgspec

from peer_tui.domain.events import EntryKind
from peer_tui.store.index.rows import Spans
from peer_tui.store.index.words import Word, folded_words, words_in

WORDS_AT_MOST = 32
"""Words of one query that are looked up; a pasted page asks for its first ones."""

FILTERS = ("kind", "group", "by", "owner", "before", "after", "is")
"""What may stand before a colon."""
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_PART = re.compile(r'(?:(?P<filter>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))')
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", re.ASCII)


class Term(msgspec.Struct, frozen=True):
    """A word, or several that stand one after the other."""

    words: tuple[str, ...]
    """Folded."""
    prefix: bool = False
    """The last of them is only the beginning of a word."""


class Query(msgspec.Struct, frozen=True):
    """What to look for. Empty: everything, newest first."""

    terms: tuple[Term, ...] = ()
    kinds: tuple[EntryKind, ...] = ()
    """Any of these; empty for all."""
    group: tuple[str, ...] = ()
    """Beginnings of words of the group's name, folded."""
    owner: tuple[str, ...] = ()
    """Beginnings of words of the name of who leads a next step, folded."""
    by: tuple[str, ...] = ()
    """Who wrote it down, each as typed, in small letters."""
    before: dt.date | None = None
    after: dt.date | None = None
    open: bool = False
    """Only next steps still to be done and parked items without a place."""
    folder: str = ""
    """The folder of the one group to look in; empty for all. Set by a caller, not by typing."""
    misunderstood: tuple[tuple[str, str], ...] = ()
    """Known filters with a value that means nothing, as typed: `("kind", "zz")`. They are among the terms too."""
    unclosed: str = ""
    """The words behind a quote that nobody closed: they are looked for as a phrase."""
    me: str = ""
    """This device's id, for `by:me`. Set by a caller, not by typing."""

    @property
    def empty(self) -> bool:
        """Nothing is asked for."""
        filters = (self.kinds, self.group, self.by, self.owner, self.before, self.after, self.open)
        return not (self.terms or any(filters))

    @classmethod
    def parse(cls, text: str, *, typing: bool = False, folder: str = "", me: str = "") -> Query:
        """The query in a line. Never raises.

        Args:
            text: the line as typed.
            typing: it is still being typed, so its last word may be the beginning of one. From two letters on; a
                single letter at the end waits for the second unless it is all there is.
            folder: the group to look in.
            me: this device's id.
        """
        asked = _Asked()
        line = text.translate(_QUOTES)
        last = None
        for part in _PART.finditer(line):
            last = None
            value = part["phrase"] or part["word"] or ""
            if part["filter"] is None or not asked.filter(part["filter"].lower(), value):
                if (part["filter"] or "").lower() in FILTERS:
                    asked.misunderstood.append((part["filter"], value))
                asked.words(part)
                last = part
        if typing and last is not None and last["phrase"] is None and last.end() == len(line):
            asked.unfinished()
        return cls(
            tuple(asked.terms), tuple(dict.fromkeys(asked.kinds)), tuple(asked.group), tuple(asked.owner),
            tuple(asked.by), asked.before, asked.after, asked.open, folder, tuple(asked.misunderstood),
            _unclosed(line), me,
        )  # fmt: skip

    def marks(self, text: str) -> Spans:
        """The stretches of a text that its terms are found in."""
        words = words_in(text)
        found = sorted(span for term in self.terms for span in _found(term, words))
        merged: list[tuple[int, int]] = []
        for start, end in found:
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        return tuple(merged)

    def finds(self, *texts: str) -> bool:
        """Whether every term stands in one or another of these texts."""
        split = [words_in(text) for text in texts]
        return all(any(next(_found(term, words), None) for words in split) for term in self.terms)

    @property
    def match(self) -> str:
        """The terms as an FTS5 expression; empty if there are none. Its words are folded: no syntax is left in them."""
        return " ".join(f'"{" ".join(term.words)}"{" *" if term.prefix else ""}' for term in self.terms)


class _Asked:
    """What was understood so far."""

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self.kinds: list[EntryKind] = []
        self.group: list[str] = []
        self.owner: list[str] = []
        self.by: list[str] = []
        self.before: dt.date | None = None
        self.after: dt.date | None = None
        self.open = False
        self.misunderstood: list[tuple[str, str]] = []
        self._left = WORDS_AT_MOST

    def filter(self, name: str, value: str) -> bool:
        """Take `name:value`; False if it means nothing."""
        match name:
            case "kind":
                kinds = _kinds(value)
                self.kinds += kinds
                return bool(kinds)
            case "group" | "owner":
                words = folded_words(value)[:WORDS_AT_MOST]
                (self.group if name == "group" else self.owner).extend(words)
                return bool(words)
            case "by":
                self.by += [value.lower()] if folded_words(value) else []
                return bool(folded_words(value))
            case "before" | "after":
                day = _day(value)
                if day is not None:
                    setattr(self, name, day)
                return day is not None
            case "is":
                self.open = self.open or value.lower() == "open"
                return value.lower() == "open"
        return False

    def words(self, part: re.Match[str]) -> None:
        """Take a phrase or word, with a filter's name that was none before it."""
        words = folded_words(part.group())[: self._left]
        self._left -= len(words)
        if words:
            prefix = part["phrase"] is None and part.group().endswith("*")
            self.terms.append(Term(words, prefix))

    def unfinished(self) -> None:
        """The last word is still being typed."""
        if not self.terms:
            return
        last = self.terms[-1]
        if len(last.words[-1]) > 1 or not last.words[-1].isascii():
            self.terms[-1] = Term(last.words, prefix=True)
        elif len(last.words) == 1 and len(self.terms) > 1:
            self.terms.pop()


def _found(term: Term, words: list[Word]) -> Iterator[tuple[int, int]]:
    """Where a term stands among the words of a text."""
    length = len(term.words)
    for at in range(len(words) - length + 1):
        if all(words[at + n].folded == term.words[n] for n in range(length - 1)):
            last = words[at + length - 1]
            if last.folded == term.words[-1] or (term.prefix and last.folded.startswith(term.words[-1])):
                whole = last.folded == term.words[-1] or last.end - last.start != len(last.folded)
                yield words[at].start, last.end if whole else last.start + len(term.words[-1])


def _unclosed(line: str) -> str:
    """What stands behind a quote that was opened and not closed."""
    *before, last = line.split('"')
    return last.strip() if len(before) % 2 else ""


def written_by(by: str, writer: str, me: str) -> bool:
    """Whether a `by:` means this writer."""
    device = writer.rpartition("-")[0]
    if by in ("me", "others"):
        return (bool(me) and device == me) is (by == "me")
    return writer.lower().startswith(by)


def _kinds(value: str) -> list[EntryKind]:
    """The kinds meant by `decision`, `next-step`, `step`, or several with commas; none if one of them is unknown."""
    kinds = []
    for name in value.lower().split(","):
        wanted = " ".join(re.split(r"[\s_-]+", name.strip()))
        wanted = {"step": "next step", "steps": "next step"}.get(wanted, wanted)
        kind = next((kind for kind in EntryKind if wanted in (kind.value, f"{kind.value}s")), None)
        if kind is None:
            return []
        kinds.append(kind)
    return kinds


def _day(value: str) -> dt.date | None:
    """The first day meant by `2024`, `2024-11` or `2024-11-13`; None for anything else."""
    found = _DAY.fullmatch(value)
    if found is None:
        return None
    try:
        return dt.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
