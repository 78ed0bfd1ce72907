"""One quiet line at the bottom of a screen: what was done, or why not. It takes no focus and covers no notes."""

from __future__ import annotations

from peer_tui.ui.text import plain
from peer_tui.ui.widgets.words import Words


class FlashLine(Words):
    """Shown until something else is said."""

    DEFAULT_CSS = """
    FlashLine { dock: bottom; height: 1; padding: 0 1; background: $panel; }
    """

    def flash(self, words: str, kind: str = "plain") -> None:
        """Say it; no words put the line away."""
        self.say([plain(words, "$warning" if kind == "warning" else "$foreground")] if words else [])
