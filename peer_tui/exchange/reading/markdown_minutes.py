"""Minutes in Markdown: our own export, and those of others, as far as headings, lists, tables and labels tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from peer_tui.exchange.reading.facts import fact_of
from peer_tui.exchange.reading.inline import plain
from peer_tui.exchange.reading.lines import LONGEST, Line, Lines, lines_of
from peer_tui.exchange.reading.marks import kind_of
from peer_tui.exchange.reading.pieces import Piece
from peer_tui.exchange.reading.understood import Form, Understood
from peer_tui.exchange.reading.walk import walk

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"( *)(?:([-*+•‣◦])|([0-9]{1,9})[.)])[ \t]+(.*)$")
_BOX = re.compile(r"(?:\\?\[([ xX])\\?\]|([☐☑✓✔]))[ \t]+(.*)$", re.DOTALL)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_DIVIDER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*\|?[ \t]*$")
_BOLD = re.compile(r"(?:\*\*|__)(?=\S)(.{1,80}?)(?::(?:\*\*|__)|(?:\*\*|__)[ \t]*:)[ \t]*")
_FRONT = re.compile(r"([A-Za-z][\w -]{0,40}):[ \t]*(.*)$")


def read(text: str, order: str = "month first") -> Understood:
    """What these minutes say.

    Args:
        text: the text of the file.
        order: how 11/12/2024 is read.
    """
    lines = lines_of(text)
    return walk(Form.MARKDOWN, list(pieces(lines)), lines, order)


def pieces(lines: Lines) -> Iterator[Piece]:
    """The text in pieces. What is set in several lines of one paragraph or item is one piece."""
    open_piece: Piece | None = None
    in_table = False
    fence = ""
    front, every = _without_front(lines.every)
    yield from front
    for place, line in enumerate(every):
        text = line.text
        mark = _FENCE.match(text)
        if mark and (not fence or text.strip().startswith(fence)):
            fence = "" if fence else mark[1]
        below = every[place + 1].text if place + 1 < len(every) else ""
        inside = open_piece is not None and len(open_piece.text) < LONGEST
        found = None if fence else _begins(line, below, inside)
        in_table = in_table and "|" in text
        if found is not None and found.kind == "row":
            found, in_table = _row(found, below, in_table), True
        ends = found is not None or not text.strip() or _RULE.match(text) or mark or _DIVIDER.match(text)
        if open_piece is not None and (ends or fence):
            yield _plain(open_piece)
            open_piece = None
        if found is None:
            if text.strip() and not ends and open_piece is not None:
                joined = f"{open_piece.text} {text.strip()}"
                open_piece = msgspec.structs.replace(open_piece, text=joined, more=open_piece.more + 1)
            elif text.strip() and (fence and not mark):
                yield Piece("words", line.number, text.strip())
            continue
        if found.kind in ("item", "words"):
            open_piece = found
        elif found.kind == "row" and not found.cells:
            continue
        else:
            yield _plain(found)
    if open_piece is not None:
        yield _plain(open_piece)


def _begins(line: Line, below: str, inside: bool) -> Piece | None:
    """The piece that begins with this line; None if it goes on with the one before, or has no words."""
    text = line.text
    if not text.strip() or _RULE.match(text) or _FENCE.match(text) or (_DIVIDER.match(text) and "-" in text):
        return None
    if heading := _HEADING.match(text):
        return Piece("heading", line.number, heading[2].strip(), level=len(heading[1]))
    if item := _ITEM.match(text):
        return _item(line, item)
    if text.count("|") >= 2 or ("|" in text and _DIVIDER.match(below) and "-" in below):
        return Piece("row", line.number, text.strip())
    under = _UNDERLINE.match(below)
    if under and not inside and not _ITEM.match(below):
        return Piece("heading", line.number, text.strip(), level=1 if under[1][0] == "=" else 2)
    if inside and not _labelled(text.strip()):
        return None
    return Piece("words", line.number, re.sub(r"^\s{0,3}>\s?", "", text).strip())


def _labelled(text: str) -> bool:
    """Whether a line within a paragraph is a line of its own: it begins with a label, as the facts of a header do."""
    if bold := _BOLD.match(text):
        text = f"{bold[1]}: "
    label = text.partition(":")[0]
    return ":" in text and len(label) < 40 and bool(fact_of(label) or kind_of(label))


def _item(line: Line, found: re.Match[str]) -> Piece:
    said, ticked = found[4].strip(), None
    if box := _BOX.match(said):
        ticked = bool((box[1] and box[1] in "xX") or (box[2] and box[2] != "☐"))
        said = box[3].strip()
    number = int(found[3]) if found[3] else 0
    return Piece("item", line.number, said, level=len(found[1]), number=min(number, 999_999), ticked=ticked)


def _row(piece: Piece, below: str, in_table: bool) -> Piece:
    """A row of a table, in cells; the row above the divider names the columns."""
    header = not in_table and bool(_DIVIDER.match(below)) and "-" in below
    cells = tuple(plain(cell) for cell in _cells(piece.text))
    return msgspec.structs.replace(piece, cells=cells, header=header)


def _cells(row: str) -> list[str]:
    inner = row.strip().removeprefix("|")
    cells = re.split(r"(?<!\\)\|", inner)
    if cells and not cells[-1].strip():
        cells.pop()
    return [cell.strip() for cell in cells[:40]]


def _plain(piece: Piece) -> Piece:
    """The piece without its marks; what stands in bold before a colon is its label."""
    text = piece.text
    label = ""
    if piece.kind in ("item", "words") and (bold := _BOLD.match(text)):
        label, text = plain(bold[1]).strip(), text[bold.end() :]
    return msgspec.structs.replace(piece, text=plain(text), label=label)


def _without_front(every: tuple[Line, ...]) -> tuple[list[Piece], tuple[Line, ...]]:
    """The facts between two lines of three hyphens at the top, as some wikis write them, and the rest."""
    first = next((place for place, line in enumerate(every) if line.text.strip()), None)
    if first is None or every[first].text.strip() != "---":
        return [], every
    for place in range(first + 1, min(len(every), first + 60)):
        said = every[place].text.strip()
        if said in ("---", "..."):
            inner = every[first + 1 : place]
            found = [(line, _FRONT.match(line.text.strip())) for line in inner]
            told = [
                Piece("item", line.number, match[2].strip(" \"'"), label=match[1].strip())
                if match is not None and match[2].strip()
                else Piece("words", line.number, line.text.strip())
                for line, match in found
                if line.text.strip()
            ]
            return told, every[place + 1 :]
    return [], every
