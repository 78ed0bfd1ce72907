"""What the lists behind a meeting's minutes share: one list, and below it what is selected, whole."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static

from peer_tui.ui.screens.minutes_place import MinutesPlace
from peer_tui.ui.widgets.row_list import RowList


class MinutesList(MinutesPlace):
    """Lines, answers or hints to walk through."""

    CSS_PATH = "minutes_list.tcss"

    def compose_body(self) -> ComposeResult:
        """The list, and the selected row whole."""
        yield RowList("", id="rows")
        yield Static(id="below", markup=False)

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    @property
    def below(self) -> Static:
        """Where what is selected stands whole."""
        return self.query_one("#below", Static)

    def after_first_drawing(self) -> None:
        """Walk in the list."""
        self.rows.focus()

    def draw_below(self) -> None:
        """Draw what is selected, whole."""
        raise NotImplementedError

    @on(OptionList.OptionHighlighted)
    def _walked(self) -> None:
        self.draw_below()
        self.show_keys()
