"""Which rows of a register are shown: those with some words, with a choice, incomplete ones; and in what order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_tui.domain.words import say
from peer_tui.services.programmes import rows as cells
from peer_tui.ui.screens.choosing_view import Choice, ChoosingView
from peer_tui.ui.screens.programme_views.view import ProgrammeView

if TYPE_CHECKING:
    from peer_tui.domain.events import ProgrammeId
    from peer_tui.domain.programmes.definition import Column, Register
    from peer_tui.domain.programmes.registers import RegisterView
    from peer_tui.ui.screens.programmes import ProgrammesScreen

_EVERY = "every"


class ChosenRows(ProgrammeView):
    """A register and the rows of it that fit. What is wanted is forgotten with the view.

    Args:
        screen: the place.
        programme: the run.
        key: the register.
    """

    def __init__(self, screen: ProgrammesScreen, programme: ProgrammeId, key: str) -> None:
        super().__init__(screen, programme)
        self.key = key
        self.wanted = ""
        """Only rows with these words."""
        self.only: dict[str, str] = {}
        """Only rows with these choices, by the column's word."""
        self.order = ""
        """The column it is sorted by, with `-` in front the other way round."""
        self.lacking = False
        """Only incomplete rows."""

    @property
    def register(self) -> Register:
        """The register, as the programme's file says."""
        return next(one for one in self.definition.registers if one.key == self.key)

    def gone(self) -> bool:
        """The programme is gone, or has no such register any more."""
        return super().gone() or all(one.key != self.key for one in self.definition.registers)

    def shown(self) -> RegisterView:
        """The rows that fit."""
        return cells.register_rows(
            self.opened, self.running, self.key, self.wanted, self.only, self.order, incomplete=self.lacking
        )

    def step_back(self) -> bool:
        """Esc first shows all rows again."""
        if not (self.wanted or self.only or self.lacking):
            return False
        self.wanted, self.only, self.lacking = "", {}, False
        self.screen.draw()
        return True

    def find(self) -> None:
        """Words in any cell; each letter narrows the list."""

        def preview(words: str) -> str:
            if words.split() != self.wanted.split():
                self.wanted = " ".join(words.split())
                self.screen.draw()
            return self.shown().summary

        def take(words: str) -> None:
            preview(words)

        self.screen.ask(say("Find: words, or #3 for a number"), self.screen.taking(take), value=self.wanted,
                        preview=preview)  # fmt: skip

    def filter(self) -> None:
        """A column with choices, then the choice."""
        columns = [column for column in self.register.columns if column.type in ("choice", "tick")]
        if not columns:
            self.screen.show_flash(say("No column of this register has choices: / finds words."))
        elif len(columns) == 1:
            self._filter_by(columns[0])
        else:
            choices = [Choice(column.key, column.title) for column in columns]
            by_key = {column.key: column for column in columns}
            self.screen.go_into(
                ChoosingView(self.screen, say("Filter by"), choices, lambda key: self._filter_by(by_key[key]))
            )

    def _filter_by(self, column: Column) -> None:
        values = column.choices if column.type == "choice" else ("yes", "no")
        choices = [Choice(f"={one}", say(one) if column.type == "tick" else one) for one in values]
        choices += [Choice("=", say("empty"))] if column.type == "choice" else []
        choices.append(Choice(_EVERY, say("every row")))

        def take(chosen: str) -> None:
            self.only = {key: one for key, one in self.only.items() if key != column.key}
            if chosen != _EVERY:
                self.only[column.key] = chosen[1:]
            self.screen.draw()

        self.screen.go_into(ChoosingView(self.screen, column.title, choices, take))

    def sort(self) -> None:
        """By a column; the same one again the other way round."""
        choices = [
            Choice("number", say("as they were added")),
            *(Choice(c.key, c.title) for c in self.register.columns),
        ]

        def take(key: str) -> None:
            self.order = f"-{key}" if self.order == key else key
            self.screen.draw()

        now = self.order.removeprefix("-") or "number"
        self.screen.go_into(ChoosingView(self.screen, say("Sort by"), choices, take, start=now))

    def incomplete(self) -> None:
        """Only rows that lack something, and all again."""
        self.lacking = not self.lacking
        self.screen.draw()
