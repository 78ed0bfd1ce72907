"""NOT SAVED: said in rows of its own until it is over, never as a dialog (`product.md` §3.10)."""

from __future__ import annotations

from textual.content import Content

from peer_tui.services.workspace import Workspace
from peer_tui.ui.text import plain, wrap
from peer_tui.ui.widgets.words import Words

_MOST = 3
"""Rows."""


class TroubleLine(Words):
    """What keeps lines from the disk, what is safe and what to do; nothing while all is well."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(id="trouble")
        self.workspace = workspace

    def show(self) -> None:
        """Say it again, if it changed."""
        saver = self.workspace.saver
        words, style = saver.warning, "$warning"
        if saver.state == "not saved":
            words, style = f"NOT SAVED — {saver.problem} ^P “Copy unsaved lines” copies them.", "bold $error"
        width = max(10, self.screen.size.width - 2)
        lines = wrap(plain(words).plain, width)[:_MOST] if words else []
        self.say([Content.styled(line, style) for line in lines])
