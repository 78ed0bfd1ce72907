"""Where a person's name stands in what others wrote, and the same words with "a member" in its place.

The person's own fields are removed without a question. Free text is never changed by itself: a word of the name may
mean somebody else, so every line that holds one is listed and answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from peer_tui.domain.characters import fold
from peer_tui.domain.events import (
    Event,
    MeetingId,
    MinutesReviewed,
    PersonAdded,
    PersonChanged,
    PersonForgotten,
    PersonId,
    Redacted,
    Unknown,
    encode,
)
from peer_tui.domain.redaction import A_MEMBER, ABOUT, Fields, part_of, texts_of

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]*")
_SHORTEST = 2
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts that put no spaces between words: a name is found anywhere in a text."""


class Name:
    """What a person has been called.

    Args:
        names: every name and alias they have had.
    """

    def __init__(self, names: Iterable[str]) -> None:
        told = [name.strip() for name in names if name.strip()]
        self._firsts = frozenset(fold(found[0]) for name in told if (found := _WORD.findall(name)))
        """First words of the names."""
        self._whole = frozenset(fold(name) for name in told)
        words = [word for name in told for word in _WORD.findall(name)]
        self._words = frozenset(fold(word) for word in words if len(word) >= _SHORTEST)
        unspaced = sorted({word for word in words if _UNSPACED.search(word) and len(word) >= _SHORTEST}, key=len)
        self._anywhere = re.compile("|".join(map(re.escape, reversed(unspaced)))) if unspaced else None

    def stands_in(self, text: str) -> bool:
        """Whether a whole word of the name stands in a text, whatever its case and accents."""
        return bool(self._spans(text))

    def is_all_of(self, text: str) -> bool:
        """Whether a text is a whole name or alias and nothing else."""
        return fold(text.strip().lstrip("@")) in self._whole

    def replaced(self, text: str) -> str:
        """The text with every word of the name, and every run of them, replaced by "a member"."""
        left, at = [], 0
        for start, end in self._spans(text):
            left += [text[at:start], A_MEMBER]
            at = end
        return "".join([*left, text[at:]])

    def _spans(self, text: str) -> list[tuple[int, int]]:
        found = [match.span() for match in _WORD.finditer(text) if fold(match[0]) in self._words]
        if self._anywhere is not None:
            inner = [match.span() for match in self._anywhere.finditer(text)]
            found = sorted({*found, *(span for span in inner if not any(a <= span[0] < b for a, b in found))})
        runs: list[tuple[int, int]] = []
        for start, end in found:
            start -= start > 0 and text[start - 1] == "@"
            if runs and _BETWEEN.fullmatch(text, runs[-1][1], start):
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((start, end))
        return runs


class FormerName(Name):
    """What a person was called and is not any more.

    Words that stand in the present name too are no sign of the former one: of Ana Ruiz who is now Ana Lopez, only a
    text with “Ruiz” is found, and “Ana Ruiz” in it becomes “Ana Lopez”.

    Args:
        former: the name or names they had.
        now: the present one.
    """

    def __init__(self, former: Iterable[str], now: str) -> None:
        super().__init__(former)
        self._now = " ".join(now.split())
        self._stay = frozenset(fold(word) for word in _WORD.findall(now))

    def replaced(self, text: str) -> str:
        """The text with the present name: whole, or its first word where one word of the former stood alone."""
        left, at = [], 0
        for start, end in self._spans(text):
            words = _WORD.findall(text[start:end])
            alone = len(words) == 1 and fold(words[0]) in self._firsts
            left += [text[at:start], "@" if text[start] == "@" else "", self._now.split()[0] if alone else self._now]
            at = end
        return "".join([*left, text[at:]])

    def _spans(self, text: str) -> list[tuple[int, int]]:
        return [
            span for span in super()._spans(text)
            if any(fold(word) not in self._stay for word in _WORD.findall(text[span[0] : span[1]]))
        ]  # fmt: skip


class Part(msgspec.Struct, frozen=True):
    """One text of one event that holds a word of the name."""

    meeting: MeetingId
    """The shard it lies in; empty for the group's own log."""
    target: str
    """What a `Redacted` names to change it."""
    replaced: str
    kept: str | None = None
    """What it becomes even where the words are kept; None for what it is."""


class Mention(msgspec.Struct):
    """One line, topic, priority or title that holds a word of the name: to be answered."""

    meeting: MeetingId
    """Where it was said first."""
    text: str
    """As it reads now."""
    parts: list[Part] = msgspec.field(default_factory=list)
    name: str = ""
    """What it is, as the kind of its first event says: `captured`, `topic added` …"""


class Mentions(msgspec.Struct):
    """Everything that names a person."""

    people: tuple[PersonId, ...]
    """The person's ids: more than one after a merge."""
    holders: list[MeetingId] = msgspec.field(default_factory=list)
    """Where the person's own fields stand; always also the group's own log."""
    lines: list[Mention] = msgspec.field(default_factory=list)
    """In the order they were said."""
    silent: list[Part] = msgspec.field(default_factory=list)
    """What is removed without a question: the name as it was typed to say who leads a next step."""


def mentions(people: Sequence[PersonId], history: Mapping[MeetingId, Iterable[Event | Unknown]]) -> Mentions:
    """Everything that names these ids of one person.

    Args:
        people: the ids.
        history: a group's events by meeting, its own log under the empty id.
    """
    told = [(where, event) for where, events in history.items() for event in events]
    told.sort(key=lambda row: row[1].id)
    own = [(where, e) for where, e in told if isinstance(e, PersonAdded | PersonChanged) and e.person in people]
    name = Name(text for _, event in own for text in (event.name, event.alias))
    found = Mentions(tuple(people), list(dict.fromkeys(("", *(where for where, _ in own)))))
    lines: dict[str, Mention] = {}
    for where, event in told:
        if not isinstance(event, PersonAdded | PersonChanged | PersonForgotten | Redacted):
            _look(found, lines, name, where, event)
    found.lines = [mention for mention in lines.values() if mention.parts]
    return found


def former_mentions(
    people: Sequence[PersonId], former: Sequence[str], now: str, history: Mapping[MeetingId, Iterable[Event | Unknown]]
) -> Mentions:
    """Everything that holds a name a person had, to be replaced by the present one.

    Args:
        people: the person's ids: more than one after a merge.
        former: the names they had.
        now: the present name.
        history: a group's events by meeting, its own log under the empty id.
    """
    told = [(where, event) for where, events in history.items() for event in events]
    told.sort(key=lambda row: row[1].id)
    name = FormerName(former, now)
    found = Mentions(tuple(people))
    lines: dict[str, Mention] = {}
    for where, event in told:
        if isinstance(event, PersonAdded | PersonChanged) and event.person in people:
            if name.is_all_of(event.name) or name.stands_in(event.name):
                found.silent.append(Part(where, part_of(event.id, "name"), now))
        elif not isinstance(event, PersonAdded | PersonChanged | PersonForgotten | Redacted):
            _look(found, lines, name, where, event)
    found.lines = [mention for mention in lines.values() if mention.parts]
    return found


def _look(found: Mentions, lines: dict[str, Mention], name: Name, where: MeetingId, event: Event | Unknown) -> None:
    fields = event.fields if isinstance(event, Unknown) else encode(event)
    hits = {way: text for way, text in texts_of(fields) if name.stands_in(text)}
    if not hits:
        return
    silent = _silent(fields, hits, name, found.people)
    found.silent += [Part(where, part_of(event.id, way), left) for way, left in silent.items()]
    for way, text in hits.items():
        if way in silent:
            continue
        key = _subject(fields, way)
        if isinstance(event, MinutesReviewed):
            key = next((known for known, mention in lines.items() if mention.text == text), key)
        mention = lines.setdefault(key, Mention(where, text, name=str(fields.get("kind", ""))))
        if not way.endswith(("typed", "meant")):
            mention.text = text
        mention.parts.append(Part(where, part_of(event.id, way), name.replaced(text), _kept(fields, way, found.people)))


def _silent(fields: Fields, hits: Mapping[str, str], name: Name, people: Sequence[PersonId]) -> dict[str, str]:
    """The texts that only say who was meant, and what becomes of each."""
    silent = {way: "" for way, text in hits.items() if way.split(".")[-1] == "meant" and name.is_all_of(text)}
    filed = _filed(fields)
    if "filed.typed" in hits and "filed.text" not in hits and "filed.done_when" not in hits and _leads(filed, people):
        silent["filed.typed"] = str(filed.get("text", ""))
    return silent


def _kept(fields: Fields, way: str, people: Sequence[PersonId]) -> str | None:
    """Where the words of a line are kept, the name that was typed to say who leads it goes all the same."""
    filed = _filed(fields)
    return str(filed.get("text", "")) if way == "filed.typed" and _leads(filed, people) else None


def _filed(fields: Fields) -> dict[str, Any]:
    filed = fields.get("filed")
    return filed if isinstance(filed, dict) else {}


def _leads(filed: Mapping[str, Any], people: Sequence[PersonId]) -> bool:
    return filed.get("owner") in people or bool(set(filed.get("helpers", ())) & set(people))


def _subject(fields: Fields, way: str) -> str:
    """What one question asks about: a line with all its edits and corrections, else the one text."""
    about = next((str(fields[one]) for one in ABOUT if isinstance(fields.get(one), str)), "")
    return about or f"{fields.get('id', '')}#{way}"
