"""A text as headings, list items, paragraphs and rows of tables: what Markdown and plain text have in common."""

from __future__ import annotations

from typing import Literal

import msgspec

PieceKind = Literal["heading", "item", "words", "row"]


class Piece(msgspec.Struct, frozen=True):
    """One piece of a text, without its marks."""

    kind: PieceKind
    line: int
    text: str
    level: int = 0
    """Of a heading: 1 is the highest. Of an item: how many spaces stand before it."""
    number: int = 0
    """Of an item in a numbered list."""
    ticked: bool | None = None
    """Of an item with a box: whether it is ticked; None for no box."""
    cells: tuple[str, ...] = ()
    """Of a row."""
    header: bool = False
    """Of a row: it names the columns."""
    label: str = ""
    """What stood in bold before a colon, at its beginning."""
    more: int = 0
    """How many lines below belong to it."""

    @property
    def whole(self) -> str:
        """The label and the text, as one sentence."""
        return f"{self.label}: {self.text}" if self.label else self.text
