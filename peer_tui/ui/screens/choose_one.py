"""Choosing one of several, over the screen that asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import OptionList

from peer_tui.domain.words import say
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow, RowList


class ChooseOne(ModalScreen[str]):
    """A list; Enter gives the key of a row, Esc an empty one.

    Args:
        title: what is chosen, on the border.
        rows: what there is to choose from.
        select: the key of the row that is selected first.
    """

    DEFAULT_CSS = """
    ChooseOne { align: center middle; }
    ChooseOne RowList {
        width: 76; max-width: 96%; height: auto; max-height: 90%; border: round $accent; padding: 0 1;
        background: $background; border-title-color: $foreground; border-subtitle-color: $quiet;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "close", say("Close"), show=False)]
    HOW: ClassVar[str] = say("Enter chooses")

    def __init__(self, title: str, rows: Sequence[ListRow], select: str = "") -> None:
        super().__init__()
        self._title = title
        self._rows = rows
        self._select = select

    def compose(self) -> ComposeResult:
        """The list."""
        yield RowList(self._title, id="choices")

    def on_mount(self) -> None:
        """Fill it, and walk in it."""
        rows = self.query_one(RowList)
        rows.border_subtitle = plain(say("{how} · Esc closes", how=self.HOW))
        rows.show(self._rows, self._select)
        rows.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id or "")

    def action_close(self) -> None:
        """Nothing is chosen."""
        self.dismiss("")


class ChooseByLetter(ChooseOne):
    """The same for a few things: the letter before a row chooses it at once.

    Args:
        title: what is chosen, on the border.
        rows: the letter, what it stands for, and the key that is given.
    """

    DEFAULT_CSS = """
    ChooseByLetter RowList { width: 64; }
    """
    HOW: ClassVar[str] = say("a letter or Enter chooses")

    def __init__(self, title: str, rows: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(title, [ListRow(plain(f"{letter}  {words}"), key) for letter, words, key in rows])
        self._keys = {letter: key for letter, _, key in rows if letter}

    def on_key(self, event: events.Key) -> None:
        """A letter chooses at once."""
        chosen = self._keys.get(event.character or "")
        if chosen is not None:
            event.stop()
            event.prevent_default()
            self.dismiss(chosen)
