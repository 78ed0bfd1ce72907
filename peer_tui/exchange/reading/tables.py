"""Tables in minutes: which column says who, what and by when."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from peer_tui.domain.characters import fold
from peer_tui.domain.events import EntryKind
from peer_tui.exchange.reading.facts import names_in
from peer_tui.exchange.reading.pieces import Piece
from peer_tui.exchange.reading.understood import ReadEntry

_COLUMNS: dict[str, str] = {
    **dict.fromkeys(
        ("what", "action", "actions", "action item", "action items", "task", "next step", "next steps", "to do", "todo",
         "step", "description", "follow-up", "follow up", "item", "deliverable"), "what",
    ),
    **dict.fromkeys(("who", "owner", "owners", "assigned to", "assigned", "assignee", "responsible", "lead", "person",
                     "responsibility", "by whom", "name"), "who"),
    **dict.fromkeys(
        ("when", "by when", "due", "due date", "deadline", "date due", "target date", "by", "date"), "when",
    ),
    **dict.fromkeys(("done when", "done means", "what done looks like", "success"), "done"),
    **dict.fromkeys(("status", "state", "progress"), "state"),
    **dict.fromkeys(("no.", "no", "#", "nr", "number", "id"), "number"),
    **dict.fromkeys(("decision", "decisions", "resolution", "resolutions"), "decision"),
}  # fmt: skip
_NOBODY = frozenset({"", "-", "–", "—", "tbd", "tba", "n/a", "none", "?", "unclaimed", "nobody", "all"})
_STATES = {"done": "done", "complete": "done", "completed": "done", "closed": "done", "finished": "done", "✓": "done",
           "x": "done", "dropped": "dropped", "cancelled": "dropped", "canceled": "dropped", "stuck": "stuck",
           "blocked": "stuck", "in progress": "moved", "moved": "moved", "ongoing": "moved"}  # fmt: skip


class Columns(msgspec.Struct, frozen=True):
    """Which column says what."""

    places: Mapping[str, int]

    @property
    def words(self) -> str:
        """What its rows are."""
        return "decisions" if "decision" in self.places else "next steps"

    def entry(self, row: Piece) -> ReadEntry | None:
        """What a row says; None for one without words in the column that counts."""

        def cell(name: str) -> str:
            place = self.places.get(name)
            return row.cells[place].strip() if place is not None and place < len(row.cells) else ""

        number = int(cell("number")) if cell("number").isdecimal() and len(cell("number")) < 7 else 0
        if "decision" in self.places:
            text = cell("decision")
            return ReadEntry(row.line, EntryKind.DECISION, text) if _has_words(text) else None
        if not _has_words(cell("what")):
            return None
        who = () if fold(cell("who")) in _NOBODY else tuple(names_in(cell("who"))[:6])
        when = "" if fold(cell("when")) in _NOBODY else cell("when")
        state = _STATES.get(fold(cell("state")).strip("."), "")
        return ReadEntry(
            row.line, EntryKind.STEP, cell("what"), who=who, by_when=when, done_when=cell("done"), number=number,
            state=state,
        )  # fmt: skip


def _has_words(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def columns_of(piece: Piece) -> Columns | None:
    """The columns that a row names: of next steps, if one says what and one who or by when; or of decisions."""
    places: dict[str, int] = {}
    for place, cell in enumerate(piece.cells):
        name = _COLUMNS.get(" ".join(fold(cell).split()).strip(" :*?"))
        if name is not None:
            places.setdefault(name, place)
    filled = sum(bool(cell.strip()) for cell in piece.cells)
    if len(places) < filled - 1 or filled < 2:
        return None
    if "what" in places and ("who" in places or "when" in places):
        return Columns(places)
    return Columns(places) if "decision" in places else None
