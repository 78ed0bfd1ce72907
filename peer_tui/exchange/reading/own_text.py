"""Our own minutes as plain text, 78 cells wide: lines that were wrapped are joined, columns are read by their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len

from peer_tui.domain.characters import fold
from peer_tui.exchange.reading.facts import fact_of
from peer_tui.exchange.reading.lines import LONGEST, Line, Lines
from peer_tui.exchange.reading.own_minutes import is_status
from peer_tui.exchange.reading.pieces import Piece

_WIDTH = 78
_COLUMNS = ((0, 5), (7, 28), (37, 20), (59, 19))
"""Of the table of next steps: the first cell of No., Who, By when and State, and how many each may fill."""
_UNDERLINE = re.compile(r"(=+|-+)$")
_ITEM = re.compile(r"  - (.*)$")
_NUMBERED = re.compile(r" {0,3}([0-9]{1,6})\. (.*)$")
_FACT = re.compile(r"([A-Z][A-Za-z ]{1,22}):\s+(\S.*)$")
_LABEL = re.compile(
    r"((?:Decision|Next step)(?: [0-9]{1,6}[a-z]*)?(?: (?:done|moved))?|Next meeting|Convener|Facilitator next time|"
    r"Scribe next time|Join|Proposal|Motion|Correction|Issue|Recommendation|Lesson|Reflection|Learned|Commitment|"
    r"Measure|Support): (.*)$",
    re.DOTALL,
)
_TEXT, _DONE = " " * 7, " " * 7 + "done when:"


def own_pieces(lines: Lines) -> list[Piece] | None:
    """The text in pieces, if these are minutes as this program writes them; else None."""
    every = lines.every
    shown = list(lines)
    if len(shown) < 4 or not is_status(shown[0].text):
        return None
    titles = {line.text for line in shown}
    if not {"Summary", "Decisions", "Next steps"} <= titles:
        return None
    return _Pieces(every).read()


class _Pieces:
    """On the way through the lines."""

    def __init__(self, every: Sequence[Line]) -> None:
        self.every = every
        self.done: list[Piece] = []
        self.section = self.part = ""
        self.table: list[Line] = []

    def read(self) -> list[Piece]:
        """Every piece."""
        place = 0
        while place < len(self.every):
            place += self._take(place)
        self._end_table()
        return self.done

    def _take(self, place: int) -> int:
        """The piece that begins at a line; how many lines it takes."""
        line = self.every[place]
        text = line.text
        if not text.strip():
            self._end_table()
            return 1
        if (taken := self._title(place)) or (taken := self._fact(place)):
            return taken
        in_table = self.section == "Summary" and self.part in ("Next steps", "Earlier next steps told about")
        if in_table and not text.startswith("  No ") and (self.table or text.startswith("No.")):
            if text.startswith("No.") and not self.table:
                self.done.append(Piece("row", line.number, text, cells=("No.",), header=True))
            self.table.append(line)
            return 1
        if self.section and not text.startswith(" "):
            self._end_table()
            words, taken = self._joined(place, text, 0)
            self.part = words
            self.done.append(Piece("heading", line.number, words, level=3, more=taken - 1))
            return taken
        if (item := _ITEM.match(text)) is not None:
            words, taken = self._joined(place, item[1], 4)
            found = _LABEL.match(words)
            label, said = (found[1], found[2]) if found else ("", words)
            self.done.append(Piece("item", line.number, said, label=label, more=taken - 1))
            return taken
        if (numbered := _NUMBERED.match(text)) is not None:
            words, taken = self._joined(place, numbered[2], len(text) - len(numbered[2]))
            self.done.append(Piece("item", line.number, words, number=int(numbered[1]), more=taken - 1))
            return taken
        words, taken = self._joined(place, text.strip(), line.indent)
        self.done.append(Piece("words", line.number, words, more=taken - 1))
        return taken

    def _title(self, place: int) -> int:
        """A title and the line below it; a long one was wrapped."""
        for more in range(6):
            if place + more + 1 >= len(self.every):
                return 0
            here, below = self.every[place + more].text, self.every[place + more + 1].text
            if not here.strip() or here.startswith(" ") or _UNDERLINE.fullmatch(here):
                return 0
            if under := _UNDERLINE.fullmatch(below):
                widest = max(cell_len(line.text) for line in self.every[place : place + more + 1])
                if cell_len(below) != widest:
                    return 0
                self._end_table()
                words, _ = self._joined(place, self.every[place].text, 0, at_most=more + 1)
                level = 1 if under[1][0] == "=" else 2
                if level == 2:
                    self.section, self.part = words, ""
                self.done.append(Piece("heading", self.every[place].number, words, level=level, more=more + 1))
                return more + 2
        return 0

    def _fact(self, place: int) -> int:
        found = _FACT.match(self.every[place].text) if not self.section else None
        if found is None or not (fact_of(found[1]) or fold(found[1]) in ("written up", "platform")):
            return 0
        words, taken = self._joined(place, found[2], self.every[place].text.index(found[2], len(found[1]) + 1))
        self.done.append(Piece("item", self.every[place].number, words, label=found[1], more=taken - 1))
        return taken

    def _joined(self, place: int, first: str, indent: int, at_most: int = 10_000) -> tuple[str, int]:
        """What was wrapped, in one line: those below that are set in by `indent`; and how many lines it takes."""
        words, taken, before = first, 1, self.every[place].text
        while place + taken < len(self.every) and taken < at_most and len(words) < LONGEST:
            text = self.every[place + taken].text
            stands = text.startswith(" " * indent) and text[indent : indent + 1].strip()
            begins = (indent == 0 and at_most == 10_000 and not self._goes_on(before, text)) or (
                _ITEM.match(text) or _NUMBERED.match(text) if indent < 4 else False
            )
            if not stands or begins or _UNDERLINE.fullmatch(text):
                break
            words += ("" if _was_broken(before, indent) else " ") + text[indent:]
            before = text
            taken += 1
        return words, taken

    def _goes_on(self, before: str, text: str) -> bool:
        """Whether a line without space before it can be the rest of the one above: its first word had no room there."""
        return cell_len(before) + 1 + cell_len(text.partition(" ")[0]) > _WIDTH

    # --- next steps -------------------------------------------------------------------------------------------

    def _end_table(self) -> None:
        lines, self.table = self.table, []
        rows: list[list[Line]] = []
        for place, line in enumerate(lines):
            if place == 0 and line.text.startswith("No."):
                continue
            if not rows or _begins_row(line.text, rows[-1]):
                rows.append([])
            rows[-1].append(line)
        self.done += [_row(row) for row in rows]


def _begins_row(text: str, row: Sequence[Line]) -> bool:
    if not text.startswith(" "):
        return True
    # A step without a number: its columns stand where columns do, below a row that has its words already.
    told = any(line.text.startswith(_TEXT) and not line.text.startswith(_TEXT + " ") for line in row[1:])
    cells = _cells(text)
    return bool(told and not cells[0] and cells[1] and cells[2] and cells[3] and _slice(text, 35, 2) == "  ")


def _row(lines: Sequence[Line]) -> Piece:
    """One next step: its columns, which may be wrapped, then its words, then what done looks like."""
    cells = _cells(lines[0].text)
    rest = list(lines[1:])
    while rest and _is_column(rest, cells):
        more = _cells(rest.pop(0).text)
        cells = [f"{cell} {added}".strip() for cell, added in zip(cells, more, strict=True)]
    words = done = before = ""
    told = False
    for line in rest:
        if not told and line.text.startswith((f"{_DONE} ", _DONE)) and words:
            done, told = line.text[len(_DONE) :].strip(), True
        elif told:
            done += ("" if not done or _was_broken(before, 9) else " ") + line.text.strip()
        else:
            words += ("" if not words or _was_broken(before, 7) else " ") + line.text.strip()
        before = line.text
    label, who, when, state = cells
    return Piece("row", lines[0].number, words, cells=(label, words, who, when, done, state), more=len(lines) - 1)


def _is_column(rest: Sequence[Line], cells: Sequence[str]) -> bool:
    """Whether the first of these lines goes on with the columns above, not with the step's words."""
    text = rest[0].text
    if text.startswith(_DONE) or not text.startswith(" " * 7):
        return False
    if text.startswith(_TEXT + " "):
        return len(rest) > 1
    if _slice(text, 35, 2) != "  " and cell_len(text) > 35:
        return False
    if cells[1].startswith("unclaimed") and cells[1].endswith(("unclaimed", ")")):
        return False  # that is all that is ever said of a step nobody leads
    # The owner's name goes on only if its next word had no room, and the step's own words must still follow.
    names = text.split()
    follows = len(rest) > 1 and rest[1].text.startswith(_TEXT) and not rest[1].text.startswith(_DONE)
    no_room = cell_len(cells[1]) + 1 + cell_len(names[0]) > _COLUMNS[1][1] >= cell_len(text.strip())
    return follows and no_room and all(name[0].isalpha() for name in names)


def _cells(text: str) -> list[str]:
    return [_slice(text, start, width).strip() for start, width in _COLUMNS]


def _slice(text: str, start: int, width: int) -> str:
    """What stands in these cells of a line."""
    at, taken = 0, []
    for character in text:
        if at >= start + width:
            break
        if at >= start:
            taken.append(character)
        at += cell_len(character)
    return "".join(taken)


def _was_broken(line: str, indent: int) -> bool:
    """Whether a line ends within a word: it is full, and holds nothing but a piece of that word."""
    return cell_len(line) >= _WIDTH - 1 and " " not in line[indent:].strip()


__all__ = ["own_pieces"]
