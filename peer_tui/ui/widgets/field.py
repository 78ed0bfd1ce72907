"""A field to type in that draws what it holds without being steered by it."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.widgets import Input

from peer_tui.domain.characters import clean_lines, visible_in_place


class Field(Input):
    """One line of typing.

    What is edited may have been pasted, or come from another device: control and bidi characters reach the terminal
    from no other widget, and from here neither.
    """

    @property
    def _value(self) -> Text:
        """What is drawn: a character for each that is held."""
        return Text(visible_in_place(self.value), no_wrap=True, overflow="ignore", end="")

    def _on_paste(self, event: events.Paste) -> None:
        """Several pasted lines become one: a field of one line would keep the first and let the others go, unsaid."""
        event.stop()
        event.prevent_default()
        lines = [line.strip() for line in clean_lines(event.text) if line.strip()]
        self.replace(" ".join(lines) if len(lines) > 1 else "".join(event.text.splitlines()[:1]), *self.selection)

    def _position_to_cell(self, position: int) -> int:
        """Where a character stands on the row, by what is drawn."""
        return cell_len(visible_in_place(self.value[:position]).expandtabs(4))
