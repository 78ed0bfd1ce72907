"""A person's text on its way to the screen: always literal, never markup; and fitting words into a row of cells."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from peer_tui.domain.characters import visible

ELLIPSIS = "…"


def plain(text: str, style: str = "") -> Content:
    """Text as literal content: no markup, no control characters, bidi controls as visible marks.

    Every word that a person typed reaches a widget through here. `style` is a style of ours, e.g. `bold $warning`.
    """
    shown = visible(text)
    return Content.styled(shown, style) if style else Content(shown)


def join(parts: Sequence[Content], between: str = " · ", style: str = "$quiet") -> Content:
    """The parts that say something, with a quiet mark between them."""
    said = [part for part in parts if part.plain]
    return Content.styled(between, style).join(said) if said else Content("")


def fit(words: str, width: int) -> str:
    """The words in at most `width` cells, ending in `…` where they were cut. Counts cells, not characters."""
    if cell_len(words) <= width:
        return words
    return set_cell_size(words, width - 1).rstrip() + ELLIPSIS if width > 0 else ""


def row(left: Content, right: Content, width: int) -> Content:
    """One row of exactly `width` cells: `left` at its beginning, cut where there is no room, and `right` at its end."""
    right = right.truncate(width, ellipsis=True)
    room = width - right.cell_length - (1 if right.plain else 0)
    left = left.truncate(max(0, room), ellipsis=True)
    gap = width - left.cell_length - right.cell_length
    return Content.assemble(left, " " * max(0, gap), right)


def wrap(text: str, width: int) -> list[str]:
    """Text in lines of at most `width` cells, broken between words, or within a word longer than a line.

    The text is visible text on one line; at least one line comes back, and nothing but spaces at breaks is left out.
    """
    width = max(1, width)
    if cell_len(text) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        cells = cell_len(word)
        if line and used + 1 + cells <= width:
            line, used = f"{line} {word}", used + 1 + cells
            continue
        if line:
            lines.append(line)
        pieces = _chop(word, width) if cells > width else [word]
        lines += pieces[:-1]
        line = pieces[-1]
        used = cell_len(line)
    return [*lines, line]


def _chop(word: str, width: int) -> list[str]:
    """A word longer than a line, cut where a line is full."""
    pieces, piece, used = [], "", 0
    for character in word:
        cells = cell_len(character)
        if piece and used + cells > width:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + character, used + cells
    return [*pieces, piece]
