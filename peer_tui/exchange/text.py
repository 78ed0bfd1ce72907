"""Minutes → plain text, 78 columns wide, aligned by cell width so that wide scripts keep their columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from peer_tui.domain.minutes import Minutes
from peer_tui.domain.rows import StepRow
from peer_tui.domain.sections import Line, Section

WIDTH = 78
_COLUMNS = (("No.", 5), ("Who", 28), ("By when", 20), ("State", 19))
"""The columns of the next-steps table, and the cells each may fill; two cells stand between them."""


def to_text(minutes: Minutes) -> str:
    """The whole record: status first, then header, summary and the sections in the order of the agenda."""
    lines = [*wrap(minutes.status), "", *_underlined(minutes.title, "="), ""]
    indent = max((len(name) for name, _ in minutes.facts), default=0) + 2
    for name, said in minutes.facts:
        lines += wrap(said, first=f"{name}:".ljust(indent), rest=" " * indent)
    if minutes.corrections:
        lines += ["", *_underlined("Corrections to these minutes", "-"), ""]
        lines += _items(minutes.corrections)
    lines += ["", *_underlined("Summary", "-"), *_summary(minutes)]
    for section in minutes.sections:
        lines += _section(section)
    return "\n".join(line.rstrip() for line in lines) + "\n"


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
    """The longest beginning of a word that fits; at least one character, with the marks that stand on it."""
    taken = used = 0
    for character in word:
        wide = cell_len(character)
        if taken and used + wide > cells:
            break
        taken, used = taken + 1, used + wide
    return word[:taken]


def _underlined(title: str, line: str) -> list[str]:
    lines = wrap(title)
    return [*lines, line * max(1, *(cell_len(one) for one in lines))]


def _summary(minutes: Minutes) -> list[str]:
    lines = ["", "Decisions"]
    for decision in minutes.decisions:
        number = f"{decision.number}.".rjust(4) + " "
        lines += wrap(f"{decision.text}{_behind(decision.notes)}", number, " " * len(number))
    lines += [] if minutes.decisions else ["  No decisions."]
    lines += ["", "Next steps", *(_table(minutes.steps) if minutes.steps else ["  No next steps."])]
    if minutes.carried:
        lines += ["", "Earlier next steps told about", *_table(minutes.carried)]
    return lines


def _table(rows: tuple[StepRow, ...]) -> list[str]:
    """Who, by when and state in columns; what is to be done and when it is done in full below them."""
    lines = _columns([name for name, _ in _COLUMNS])
    for row in rows:
        lines += _columns([row.label, row.who, row.by_when, row.state])
        lines += wrap(f"{row.text}{_behind(row.notes)}", " " * 7, " " * 7)
        if row.done_when:
            lines += wrap(f"done when: {row.done_when}", " " * 7, " " * 9)
    return lines


def _columns(cells: Sequence[str]) -> list[str]:
    wrapped = [wrap(cell, width=width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True)]
    lines = []
    for place in range(max(len(column) for column in wrapped)):
        shown = [column[place] if place < len(column) else "" for column in wrapped]
        padded = [cell + " " * (width - cell_len(cell)) for cell, (_, width) in zip(shown, _COLUMNS, strict=True)]
        lines.append("  ".join(padded).rstrip())
    return lines


def _section(section: Section) -> list[str]:
    lines = ["", *_underlined(section.title, "-")]
    if section.lines:
        lines += ["", *_items([_line(line) for line in section.lines])]
    for part in section.parts:
        lines += ["", *wrap(part.title), *_items([_line(line) for line in part.lines])]
    return lines


def _items(lines: Sequence[str]) -> list[str]:
    return [part for line in lines for part in wrap(line, "  - ", "    ")]


def _line(line: Line) -> str:
    return f"{f'{line.label}: ' if line.label else ''}{line.text}{_behind(line.notes)}"


def _behind(notes: tuple[str, ...]) -> str:
    return f" ({' · '.join(notes)})" if notes else ""
