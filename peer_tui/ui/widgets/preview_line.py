"""The row under the capture line: how the line will be filed, or, until it changes, what was just done."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.events import EntryKind
from peer_tui.domain.parsed import KIND_WORDS
from peer_tui.domain.words import say
from peer_tui.ui.text import fit, plain
from peer_tui.ui.widgets.words import Words

_COLOURS = {
    KIND_WORDS[EntryKind.STEP]: "$entry-step",
    KIND_WORDS[EntryKind.DECISION]: "$entry-decision",
    KIND_WORDS[EntryKind.PARKED]: "$entry-parked",
    KIND_WORDS[EntryKind.QUESTION]: "$entry-question",
    KIND_WORDS[EntryKind.PROPOSAL]: "$entry-question",
    KIND_WORDS[EntryKind.CELEBRATION]: "$entry-celebration",
    # Translators: the sentences that say so begin with these words.
    say("OFF THE RECORD"): "$warning",
}


class PreviewLine(Words):
    """One row of words."""

    def __init__(self) -> None:
        super().__init__(id="preview")
        self._kind = "plain"
        self.flashed = ""
        """What was said last; empty once a preview took its place."""

    def preview(self, words: str) -> None:
        """Say how the line will be filed."""
        self.flashed = ""
        kinds = (*_COLOURS, *KIND_WORDS.values())
        kind = next((kind for kind in kinds if words.startswith(kind)), "")
        shown = fit(plain(words).plain, max(0, self.size.width))
        style = _COLOURS.get(kind, "$quiet")
        rest = plain(shown[len(kind) :], style)
        self.say([Content.assemble(Content.styled(shown[: len(kind)], f"bold {style}"), rest)])

    def flash(self, words: str, kind: str = "plain") -> None:
        """Say what was done, or why not. It stays until the line changes: nothing acts on a timeout."""
        self.flashed = words
        style = "$warning" if kind == "warning" else "$foreground"
        self.say([plain(words, style)])
