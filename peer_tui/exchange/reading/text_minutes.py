"""Minutes in plain text: our own, and those of others, whose headings are underlined, numbered or in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from peer_tui.exchange.reading.facts import fact_of
from peer_tui.exchange.reading.lines import LONGEST, Line, Lines, lines_of
from peer_tui.exchange.reading.marks import kind_of
from peer_tui.exchange.reading.own_text import own_pieces
from peer_tui.exchange.reading.pieces import Piece
from peer_tui.exchange.reading.understood import Form, Understood
from peer_tui.exchange.reading.walk import known_heading, walk

_UNDERLINE = re.compile(r"\s*([=\-~_*])\1{2,}\s*$")
_ITEM = re.compile(r"( *)(?:([-*+•‣◦▪·–—o])|\(?([0-9]{1,3})[.)])\s+(\S.*)$")
_BOX = re.compile(r"(?:\[([ xX])\]|([☐☑✓✔]))\s+(\S.*)$", re.DOTALL)
_NUMBERED = re.compile(r"(?:(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]?|[IVX]{1,5}[.)]|[A-Z][.)])\s+)(\S.{0,80})$")
_LABELLED = re.compile(r"([A-Za-z][A-Za-z '/&-]{1,30}?)(?:\s*:|\s{2,}|\t)\s*(\S.*)$")
_LONGEST_HEADING = 80


def read(text: str, order: str = "month first") -> Understood:
    """What these minutes say.

    Args:
        text: the text of the file.
        order: how 11/12/2024 is read.
    """
    lines = lines_of(text)
    own = own_pieces(lines)
    return walk(Form.TEXT, list(pieces(lines)) if own is None else own, lines, order)


def pieces(lines: Lines) -> Iterator[Piece]:
    """The text in pieces. A line that is set further in than an item, below it, goes on with it."""
    every = lines.every
    last: Piece | None = None
    blank = True
    for place, line in enumerate(every):
        below = every[place + 1].text if place + 1 < len(every) else ""
        if not line.text.strip() or _UNDERLINE.match(line.text):
            blank = blank or not line.text.strip()
            continue
        found = _piece(line, below, blank, alone=not below.strip() or bool(_UNDERLINE.match(below)))
        goes_on = last is not None and last.kind == "item" and found.kind == "words" and not blank
        if goes_on and last is not None and line.indent > last.level and len(last.text) < LONGEST:
            last = msgspec.structs.replace(last, text=f"{last.text} {line.words}", more=last.more + 1)
        else:
            if last is not None:
                yield last
            last = found
        blank = False
    if last is not None:
        yield last


def _piece(line: Line, below: str, blank: bool, *, alone: bool) -> Piece:
    words = line.words
    if (level := _heading(line, below, blank, alone)) is not None:
        return Piece("heading", line.number, _unnumbered(words).rstrip(" :"), level=level)
    if item := _ITEM.match(line.text):
        said, ticked = item[4].strip(), None
        if box := _BOX.match(said):
            ticked = bool((box[1] and box[1] in "xX") or (box[2] and box[2] != "☐"))
            said = box[3].strip()
        return Piece("item", line.number, said, level=len(item[1]), number=int(item[3] or 0), ticked=ticked)
    if box := _BOX.match(words):
        return Piece("item", line.number, box[3], level=line.indent, ticked=(box[1] or "x") in "xX" and box[2] != "☐")
    if "\t" in words or words.count("|") >= 2:
        cells = tuple(cell.strip() for cell in re.split(r"\t|\|", words.strip("| ")))[:40]
        return Piece("row", line.number, " ".join(cells), cells=cells)
    if (labelled := _LABELLED.match(words)) and fact_of(labelled[1]):
        return Piece("words", line.number, labelled[2].strip(), label=labelled[1].strip())
    return Piece("words", line.number, words)


def _heading(line: Line, below: str, blank: bool, alone: bool) -> int | None:
    """How high a heading a line is; None if it is none."""
    words = line.words
    if len(words) > _LONGEST_HEADING or not any(letter.isalpha() for letter in words):
        return None
    under = _UNDERLINE.match(below)
    if under and not _ITEM.match(line.text):
        return 1 if under[1] == "=" else 2
    bare = _unnumbered(words)
    if known_heading(bare) and (words.endswith(":") or alone or bare.isupper()) and not _ITEM.match(line.text):
        return 2
    label = bare.rstrip(" :")
    if bare.isupper() and sum(letter.isalpha() for letter in bare) > 2 and ":" not in label and not line.indent:
        return None if kind_of(label) is not None and not alone else 2
    if blank and words.endswith(":") and not line.indent and len(words) < 60 and not _ITEM.match(line.text):
        return 2 if not fact_of(label) and kind_of(label) is None else None
    # A numbered line with nothing set under its number is a heading where the next line is set in, or is an item.
    if blank and not line.indent and _NUMBERED.match(words) and len(words) < 70 and words[-1] not in ".;,":
        deeper = len(below) - len(below.lstrip())
        if below.strip() and (deeper > 0 or _ITEM.match(below)) and not _numbered_item(below):
            return 2
    return None


def _numbered_item(text: str) -> bool:
    found = _ITEM.match(text)
    return bool(found and found[3] and not found[1])


def _unnumbered(words: str) -> str:
    found = _NUMBERED.match(words)
    return found[1] if found else words


__all__: Sequence[str] = ("pieces", "read")
