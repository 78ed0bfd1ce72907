"""The least Textual app: a line, a field, its keys. What launching and typing are measured against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Footer, Input, Static


class Bare(App[None]):
    """One Static, one Input, one Footer."""

    BINDINGS = [("ctrl+q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """The three."""
        yield Static("Bareground")
        field = Input()
        field.cursor_blink = False
        yield field
        yield Footer()


if __name__ == "__main__":
    Bare().run()
