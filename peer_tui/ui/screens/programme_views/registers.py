"""A programme's registers: lists that grow, each with how many rows stand in it and how many lack something."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.words import say
from peer_tui.services.programmes import rows as cells
from peer_tui.ui.screens.programme_views.parts import PartView
from peer_tui.ui.screens.programme_views.register import RowsView
from peer_tui.ui.screens.programme_views.view import lines
from peer_tui.ui.text import join, plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.programmes.definition import Register


class RegistersView(PartView):
    """A register a row."""

    part: ClassVar[str] = "registers"
    word: ClassVar[str] = say("Registers")
    enter_words = say("open")

    def rows(self, width: int) -> list[ListRow]:
        """Every register of the programme's file."""
        rows = [
            ListRow(row(plain(register.title), self._told(register), width), register.key)
            for register in self.definition.registers
        ]
        return rows or self.none(say("This programme has no registers."))

    def _told(self, register: Register) -> Content:
        shown = cells.register_rows(self.opened, self.running, register.key)
        lacking = sum(bool(one.missing) for one in shown.rows)
        words = say("{n} incomplete", n=lacking) if lacking else ""
        return join([plain(str(len(shown.rows)), "$quiet"), plain(words, "$warning")])

    def below(self, selected: str) -> Content:
        """What the register is for, and the word that adds to it in a meeting."""
        register = next((one for one in self.definition.registers if one.key == selected), None)
        if register is None:
            return Content("")
        word = say("In its meetings “{word}:” adds a row.", word=register.word) if register.word else ""
        private = say("It stays out of what the group hands on, but for rows marked as shared.")
        return lines(register.about, word, private if register.private else "")

    def enter(self, selected: str) -> None:
        """Its rows."""
        if selected in {register.key for register in self.definition.registers}:
            self.screen.go_into(RowsView(self.place, self.programme, selected))
