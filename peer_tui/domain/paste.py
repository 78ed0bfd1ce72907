"""Several pasted lines: one question, three answers (`product.md` §3.5, "Paste of several lines").

`split_paste` words the question, `entries` gives what each answer would file. Pasted text never runs anything: a line
that would be a command, a correction of another line, a sigil alone or a call in the queue is filed as a note.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal, TypeAlias

import msgspec

from peer_tui.domain.capture import parse, plain_note
from peer_tui.domain.characters import clean_lines
from peer_tui.domain.events import EntryKind
from peer_tui.domain.parsed import AgreementLine, Arrival, Departure, Empty, Entry, Parsed, Surroundings

Choice: TypeAlias = Literal["one", "many", "notes"]

_BULLET = re.compile(r"(?:[-*•‣◦▪·–—]|[0-9]{1,3}[.)])(?=\s|$)")

_COUNTED: dict[EntryKind, tuple[str, str]] = {
    EntryKind.STEP: ("step", "steps"),
    EntryKind.DECISION: ("decision", "decisions"),
    EntryKind.PROPOSAL: ("proposal", "proposals"),
    EntryKind.MOTION: ("motion", "motions"),
    EntryKind.QUESTION: ("question", "questions"),
    EntryKind.PARKED: ("parked", "parked"),
    EntryKind.CELEBRATION: ("celebration", "celebrations"),
    EntryKind.LINK: ("link", "links"),
    EntryKind.CORRECTION: ("correction", "corrections"),
    EntryKind.ISSUE: ("issue", "issues"),
    EntryKind.RECOMMENDATION: ("recommendation", "recommendations"),
    EntryKind.LESSON: ("lesson", "lessons"),
    EntryKind.REFLECTION: ("reflection", "reflections"),
    EntryKind.LEARNING: ("learning", "learnings"),
    EntryKind.COMMITMENT: ("commitment", "commitments"),
    EntryKind.MEASURE: ("measure", "measures"),
    EntryKind.SUPPORT: ("support", "supports"),
    EntryKind.NOTE: ("note", "notes"),
}
"""How many of each kind is said, in this order; notes come last."""


class Paste(msgspec.Struct, frozen=True):
    """Pasted text, cleaned and split, and the question it raises."""

    lines: tuple[str, ...]
    """The lines with words in them, in order, without outer spaces."""
    words: str
    """The question; empty when there are fewer than two lines, because then there is nothing to ask."""
    default: Choice
    """What Enter chooses."""

    @property
    def joined(self) -> str:
        """All lines as one line."""
        return " ".join(self.lines)


def split_paste(text: str, around: Surroundings) -> Paste:
    """Split pasted text and word the question: "14 lines: one entry · many (3 steps, 1 decision, 10 notes) · …".

    The default is `one` for a single line; `notes` where every line begins with the same bullet (all numbers count as
    the same), or every line but a heading above them; else `many`, which files plain lines as notes anyway.
    """
    lines = tuple(stripped for line in clean_lines(text) if (stripped := line.strip().lstrip("\ufeff").strip()))
    if len(lines) < 2:
        return Paste(lines, "", "one")
    counted = _count(tuple(parse_pasted(line, around) for line in lines))
    words = f"{len(lines)} lines: one entry · many ({counted}) · all as notes"
    return Paste(lines, words, "notes" if _is_list(lines) else "many")


def entries(paste: Paste, choice: Choice, around: Surroundings) -> tuple[Parsed, ...]:
    """What the chosen answer files, in order."""
    if choice == "one":
        return (parse_pasted(paste.joined, around),) if paste.lines else ()
    if choice == "notes":
        return tuple(plain_note(line) for line in paste.lines)
    return tuple(parse_pasted(line, around) for line in paste.lines)


def parse_pasted(line: str, around: Surroundings) -> Entry | AgreementLine | Arrival | Departure | Empty:
    """A pasted line with its sigil; what would run or change something is a note as it stands."""
    parsed = parse(line, around)
    if isinstance(parsed, Entry | AgreementLine | Arrival | Departure | Empty):
        return parsed
    return plain_note(parsed.typed)


def _is_list(lines: tuple[str, ...]) -> bool:
    bullets = [_bullet(line) for line in lines]
    if bullets[0] is None and len(bullets) > 2:
        bullets = bullets[1:]
    return bullets[0] is not None and len(set(bullets)) == 1


def _bullet(line: str) -> str | None:
    found = _BULLET.match(line)
    if found is None:
        return None
    return "number" if found[0][0].isdigit() else found[0]


def _count(parsed: tuple[Parsed, ...]) -> str:
    kinds = Counter(line.filed.kind for line in parsed if isinstance(line, Entry))
    said = [_many(kinds[kind], *words) for kind, words in _COUNTED.items() if kinds[kind]]
    others = (
        (sum(isinstance(line, AgreementLine) for line in parsed), "agreement line", "agreement lines"),
        (sum(isinstance(line, Arrival) for line in parsed), "arrival", "arrivals"),
        (sum(isinstance(line, Departure) for line in parsed), "departure", "departures"),
    )
    notes = [said.pop()] if kinds[EntryKind.NOTE] else []
    return ", ".join(said + [_many(*other) for other in others if other[0]] + notes)


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
