"""Something to read, over the minutes, while the capture line keeps the keys: help, people, the recap, a search."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from peer_tui.domain.words import say
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.words import Words


class ReadingPane(VerticalScroll, can_focus=False):
    """A titled pane of lines; a line beginning with spaces goes on where its text began."""

    DEFAULT_CSS = """
    ReadingPane { display: none; scrollbar-size-vertical: 1; }
    ReadingPane > Words { text-wrap: wrap; }
    """

    def __init__(self) -> None:
        super().__init__(id="reading")
        self._words = Words()
        self.what = ""
        """Which pane it is; empty while it is closed."""

    def compose(self) -> ComposeResult:
        """The words."""
        yield self._words

    def open(self, what: str, title: str, lines: Sequence[str | Content], hint: str = say("Esc closes")) -> None:
        """Show lines, from the top."""
        self.what = what
        self.border_title = plain(title)
        self.border_subtitle = plain(hint)
        self._words.say([plain(line) if isinstance(line, str) else line for line in lines] or [Content("")])
        self.display = True
        self.scroll_home(animate=False)

    @property
    def plain(self) -> str:
        """What stands there."""
        return self._words.plain

    def close(self) -> None:
        """Put it away."""
        self.what = ""
        self.display = False
