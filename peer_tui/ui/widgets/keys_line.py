"""The last row: at most six keys and what they do, never cut off without a sign."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from peer_tui.domain.words import marked, say
from peer_tui.ui.text import plain

SPACE = marked("Space")
"""The key that has a name on every keyboard; the others are marked in the same way everywhere."""
MOST = 6


class KeysLine(Static):
    """Keys in the accent colour, words beside them. What does not fit stands in F1's list."""

    DEFAULT_CSS = """
    KeysLine { height: 1; padding: 0 1; color: $quiet; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[tuple[str, str], ...] = ()

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show these keys, as pairs of a key and its words; the last one is kept whatever the width."""
        keys = tuple(keys)
        if keys != self._keys:
            self._keys = keys
            self._draw()

    def on_resize(self) -> None:
        """Another width: another number of keys fits."""
        self._draw()

    def _draw(self) -> None:
        keys = list(self._keys)
        room = self.size.width or 80
        while len(keys) > MOST or (len(keys) > 2 and self._line(keys).cell_length > room):
            keys.pop(-2)
        self.update(self._line(keys))

    @staticmethod
    def _line(keys: Sequence[tuple[str, str]]) -> Content:
        return Content("  ").join(
            Content.assemble(plain(say(key), "$accent bold"), " ", plain(words)) for key, words in keys
        )
