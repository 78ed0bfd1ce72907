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
from peer_tui.domain.words import marked_number, say, say_number

Choice: TypeAlias = Literal["one", "many", "notes"]

_BULLET = re.compile(r"(?:[-*•‣◦▪·–—]|[0-9]{1,3}[.)])(?=\s|$)")

_COUNTED: dict[EntryKind, tuple[str, str]] = {
    EntryKind.STEP: marked_number("{n} step", "{n} steps"),
    EntryKind.DECISION: marked_number("{n} decision", "{n} decisions"),
    EntryKind.PROPOSAL: marked_number("{n} proposal", "{n} proposals"),
    EntryKind.MOTION: marked_number("{n} motion", "{n} motions"),
    EntryKind.QUESTION: marked_number("{n} question", "{n} questions"),
    EntryKind.PARKED: marked_number("{n} parked", "{n} parked"),
    EntryKind.CELEBRATION: marked_number("{n} celebration", "{n} celebrations"),
    EntryKind.LINK: marked_number("{n} link", "{n} links"),
    EntryKind.CORRECTION: marked_number("{n} correction", "{n} corrections"),
    EntryKind.ISSUE: marked_number("{n} issue", "{n} issues"),
    EntryKind.RECOMMENDATION: marked_number("{n} recommendation", "{n} recommendations"),
    EntryKind.LESSON: marked_number("{n} lesson", "{n} lessons"),
    EntryKind.REFLECTION: marked_number("{n} reflection", "{n} reflections"),
    EntryKind.LEARNING: marked_number("{n} learning", "{n} learnings"),
    EntryKind.COMMITMENT: marked_number("{n} commitment", "{n} commitments"),
    EntryKind.MEASURE: marked_number("{n} measure", "{n} measures"),
    EntryKind.SUPPORT: marked_number("{n} support", "{n} supports"),
    EntryKind.NOTE: marked_number("{n} note", "{n} notes"),
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
    counted: str = ""
    """What the lines would be, one by one: `3 steps, 1 decision, 10 notes`; empty when there is nothing to ask."""

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
    words = say("{number} lines: one entry · many ({counted}) · all as notes", number=len(lines), counted=counted)
    return Paste(lines, words, "notes" if _is_list(lines) else "many", counted)


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
    said = [say_number(kinds[kind], *words) for kind, words in _COUNTED.items() if kinds[kind]]
    others = (
        (
            sum(isinstance(line, AgreementLine) for line in parsed),
            marked_number("{n} agreement line", "{n} agreement lines"),
        ),
        (sum(isinstance(line, Arrival) for line in parsed), marked_number("{n} arrival", "{n} arrivals")),
        (sum(isinstance(line, Departure) for line in parsed), marked_number("{n} departure", "{n} departures")),
    )
    notes = [said.pop()] if kinds[EntryKind.NOTE] else []
    return ", ".join(said + [say_number(count, *words) for count, words in others if count] + notes)
