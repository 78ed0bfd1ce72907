"""Rows of words: what a block's content is made of before any screen or terminal lays it out."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from peer_tui.domain.characters import BIDI_MARKS
from peer_tui.domain.dates import say_day
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.services.session import LiveSession
from peer_tui.services.verbs import VERBS

Style = Literal["plain", "quiet", "strong", "accent", "good", "warning", "over"]
"""How a row stands out: each style only underlines what its words say already."""

ROWS_OF_ONE = 2
"""A line of a list is cut after this many rows of the pane; the whole of it stands in the minutes."""

LOW = 12
"""A pane of fewer rows shows the thing to do now and the question at hand, and leaves out what can wait."""

_ZERO_WIDTH = frozenset({"Cc", "Cf", "Me", "Mn"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row: plain text, never markup, to be wrapped by whoever shows it."""

    text: str
    style: Style = "plain"
    indent: int = 0
    """Levels; a row under a marked row begins where that one's text begins."""
    mark: str = ""
    """A number or sign that stands before the text."""
    head: int = 0
    """How many characters of the text carry the style, the rest stepping back; 0 when all of it does."""
    step: str = ""
    """The label of the next step that can be marked on this row; empty on every other row."""


def is_low(height: int) -> bool:
    """Whether there is so little room that only what is needed now should stand there; 0 is no limit."""
    return 0 < height < LOW


def told(
    head: str,
    *more: str,
    style: Style = "plain",
    indent: int = 0,
    mark: str = "",
    between: str = " · ",
    step: str = "",
) -> Row:
    """A row whose first words carry the style, with what more there is to say behind them."""
    rest = [words for words in more if words]
    return Row(between.join([head, *rest]), style, indent, mark, len(head) if rest else 0, step)


def heading(text: str, *more: str) -> Row:
    """The row above a list."""
    return told(text, *more, style="strong")


def cells(text: str) -> int:
    """How many cells of a terminal the text takes when it is drawn: wide characters two, combining ones none."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(_cell(character) for character in text)


def _cell(character: str) -> int:
    if character in BIDI_MARKS:
        return len(BIDI_MARKS[character])
    if unicodedata.category(character) in _ZERO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def short(text: str, width: int, rows: int = ROWS_OF_ONE) -> str:
    """The text, cut with an ellipsis where it would take more than `rows` rows of `width` cells; 0 cuts nothing."""
    room = width * rows
    if width <= 0 or (len(text) <= room and cells(text) <= room):
        return text
    kept, taken = [], 1
    for character in text:
        taken += _cell(character)
        if taken > room:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def fitted(lead: str, names: Sequence[str], width: int, rows: int = 1) -> str:
    """The names behind `lead`, as many as fit `rows` rows of `width` cells: `Ana, Bo and 9 more`; 0 fits them all."""
    room = width * rows - (4 if rows > 1 else 0)  # a broken row leaves a few cells empty
    lead = f"{lead.rstrip()} " if lead else ""
    whole = lead + ", ".join(names)
    if width <= 0 or cells(whole) <= room:
        return whole
    taken = cells(lead)
    for count, name in enumerate(names):
        taken += cells(name) + (2 if count else 0)
        if taken + cells(say("{names} and {number} more", names="", number=len(names))) > room:
            if count == 0:
                break
            return lead + say("{names} and {number} more", names=", ".join(names[:count]), number=len(names) - count)
    return f"{lead}{len(names)}"


def prefixes(rows: Sequence[Row]) -> list[str]:
    """What stands before each row: its indent and its mark, marks of one level right-aligned in one column."""
    widest: dict[int, int] = {}
    for row in rows:
        if row.mark:
            widest[row.indent] = max(widest.get(row.indent, 0), cells(row.mark))
    starts = [0]
    for level in range(max((row.indent for row in rows), default=0)):
        starts.append(starts[-1] + widest.get(level, 1) + 1)
    said = []
    for row in rows:
        room = widest.get(row.indent, 0) - cells(row.mark)
        said.append(" " * starts[row.indent] + (f"{' ' * room}{row.mark} " if row.mark else ""))
    return said


def printed(rows: Sequence[Row]) -> list[str]:
    """The rows as lines of text, for a terminal without a screen."""
    return [prefix + row.text for prefix, row in zip(prefixes(rows), rows, strict=True)]


def way(session: LiveSession, word: str) -> str:
    """How a verb is done, by the key the person has for it and by its word: `^Y or /chat`."""
    verb = next(verb for verb in VERBS if verb.word == word)
    own = session.workspace.settings.keys
    key = own.get(verb.id, own.get(verb.word, verb.key)).partition(",")[0].strip()
    return say("{key_words} or /{word}", key_words=_key_words(key), word=word) if key else f"/{word}"


def _key_words(key: str) -> str:
    *holds, last = key.split("+")
    shown = last.upper() if len(last) == 1 or last[1:].isdigit() else last
    return f"^{shown}" if holds == ["ctrl"] else "+".join([*holds, shown])


def day(session: LiveSession, instant: dt.datetime) -> str:
    """The group's local day of an instant: `Wed 9 Oct`, with the year if it is another one."""
    return say_day(local_date(instant, session.zone), session.today)


def settings_hours(session: LiveSession) -> int:
    """12 or 24: how times are said in this group."""
    return session.hours
