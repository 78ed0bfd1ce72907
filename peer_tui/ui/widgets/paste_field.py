"""A field for several lines, pasted or typed. Enter on an empty last line is their end; Esc puts it away."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, TextArea

from peer_tui.ui.text import plain
from peer_tui.ui.widgets.several_lines import SeveralLines

LOOKED_AT = 20_000
"""Characters: of a longer text nothing is said while it is typed."""


class PasteField(Vertical):
    """Hidden until `begin`."""

    DEFAULT_CSS = """
    PasteField { display: none; height: auto; border: round $accent; border-title-color: $foreground; padding: 0 1; }
    PasteField TextArea, PasteField TextArea:focus {
        height: 8; border: none; background: $surface; padding: 0; scrollbar-size-vertical: 1;
    }
    PasteField Static { height: auto; color: $quiet; }
    """
    BINDINGS = [Binding("ctrl+s", "complete", show=False), Binding("escape", "put_away", show=False)]

    class Ended(Message):
        """The lines are complete, or were put away (`take` is then None)."""

        def __init__(self, text: str, take: Callable[[str], object] | None) -> None:
            super().__init__()
            self.text = text
            self.take = take

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hint: Callable[[str], str] = lambda text: ""
        self._take: Callable[[str], object] | None = None

    def compose(self) -> ComposeResult:
        """The lines, and what they mean."""
        yield SeveralLines()
        yield Static(markup=False)

    @property
    def is_open(self) -> bool:
        """Whether it is asking."""
        return bool(self.display)

    def begin(self, title: str, hint: Callable[[str], str], take: Callable[[str], object]) -> None:
        """Ask for lines. What stood there the last time it was put away is there again."""
        self._hint, self._take = hint, take
        self.border_title = plain(title)
        self.display = True
        self.query_one(TextArea).focus()
        self._changed()

    def put_away(self) -> None:
        """Hide it; the lines stay for the next time."""
        self.display = False

    def on_text_area_changed(self) -> None:
        """Say what the lines mean now."""
        self._changed()

    def _changed(self) -> None:
        text = self.query_one(TextArea).text
        said = self._hint(text) if len(text) <= LOOKED_AT else ""
        line = self.query_one(Static)
        line.update(plain(said))
        line.display = bool(said)

    @on(SeveralLines.Complete)
    def _complete(self, event: SeveralLines.Complete) -> None:
        """Enter on an empty line."""
        event.stop()
        self.action_complete()

    def action_complete(self) -> None:
        """These are all."""
        area = self.query_one(TextArea)
        text = area.text
        area.load_text("")
        self.post_message(self.Ended(text, self._take))

    def action_put_away(self) -> None:
        """Esc: not now."""
        self.post_message(self.Ended(self.query_one(TextArea).text, None))
