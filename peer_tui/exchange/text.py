"""Minutes → plain text, 78 columns wide, aligned by cell width so that wide scripts keep their columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from peer_tui.domain.minutes import Minutes
from peer_tui.domain.words import say
from peer_tui.exchange.layouts import Rules, set_in, shipped
from peer_tui.exchange.letters import last_cut, may_cut, next_cut

WIDTH = 78
_COLUMNS = ((say("No."), 5), (say("Who"), 28), (say("By when"), 20), (say("State"), 19))
"""The columns of the next-steps table, and the cells each may fill; two cells stand between them."""
_DEEPEST = 24
"""How far a line can be indented: words always have room."""


def wrap(text: str, first: str = "", rest: str = "", width: int = WIDTH) -> list[str]:
    """`text` in lines of at most `width` cells; `first` and `rest` begin the first line and the others.

    Lines break at spaces; a word wider than a line breaks where it must, never inside a character.
    """
    lines, line, used, start = [], first, cell_len(first), True
    for word in text.split(" "):
        cells = cell_len(word)
        if not start and used + 1 + cells > width:
            lines.append(line)
            line, used, start = rest, cell_len(rest), True
        if not start:
            line, used = f"{line} ", used + 1
        while used + cells > width:
            head = _fitting(word, max(1, width - used))
            lines.append(line + head)
            word, line, used = word[len(head) :], rest, cell_len(rest)
            cells = cell_len(word)
        line, used, start = line + word, used + cells, False
    return [*lines, line]


def _fitting(word: str, cells: int) -> str:
    """The longest beginning of a word that fits; at least one letter, with the marks that stand on it."""
    taken = used = 0
    for character in word:
        wide = cell_len(character)
        if taken and used + wide > cells:
            break
        taken, used = taken + 1, used + wide
    cut = last_cut(word, taken)
    return word[: cut if cut == taken or may_cut(word, cut) else next_cut(word, taken)]


# --- what a layout can do with it ---------------------------------------------------------------------------------


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    return _block(wrap(text, first[:_DEEPEST], rest[:_DEEPEST]))


def _underlined(title: str, line: str) -> str:
    lines = wrap(title)
    return _block([*lines, line[:1] * max(1, *(cell_len(one) for one in lines))])


def _numbered(text: str, number: object) -> str:
    before = f"{str(number)[:_DEEPEST]}.".rjust(4) + " "
    return _block(wrap(text, before, " " * len(before)))


def _aligned(facts: Sequence[Sequence[str]]) -> str:
    """Pairs of a word and what it says, all said in one column."""
    indent = min(max((cell_len(name) for name, _ in facts), default=0), _DEEPEST) + 2
    lines: list[str] = []
    for name, said in facts:
        lines += wrap(said, first=f"{name}:".ljust(indent), rest=" " * indent)
    return _block(lines)


def _columns(cells: Sequence[str]) -> str:
    """The cells of one row of the next-steps table, each in its column."""
    wrapped = [wrap(cell, width=width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True)]
    lines = []
    for place in range(max(len(column) for column in wrapped)):
        shown = [column[place] if place < len(column) else "" for column in wrapped]
        padded = [cell + " " * (width - cell_len(cell)) for cell, (_, width) in zip(shown, _COLUMNS, strict=True)]
        lines.append("  ".join(padded).rstrip())
    return _block(lines)


def _block(lines: Sequence[str]) -> str:
    return "\n".join(line.rstrip() for line in lines)


RULES = Rules(
    "txt",
    str,
    {"wrap": _wrapped, "underlined": _underlined, "numbered": _numbered, "aligned": _aligned, "columns": _columns},
)
"""How plain text is set: everything in lines of at most `WIDTH` cells."""


def to_text(minutes: Minutes, layout: str = "") -> str:
    """The minutes in a layout; without one in the shipped one, which tells the whole record, its status first.

    Raises:
        LayoutProblem: the layout cannot be used.
    """
    return set_in(layout or shipped("minutes.txt"), RULES, minutes)
