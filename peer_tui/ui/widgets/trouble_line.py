"""NOT SAVED: said in rows of its own until it is over, never as a dialog (`product.md` §3.10)."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.words import say
from peer_tui.services.workspace import Workspace
from peer_tui.ui.text import plain, wrap
from peer_tui.ui.widgets.words import Words

_MOST = 3
"""Rows."""


class TroubleLine(Words):
    """What keeps lines from the disk, what is safe and what to do; nothing while all is well."""

    def __init__(self, workspace: Workspace, elsewhere: str) -> None:
        """`elsewhere` is how a copy is kept in another folder: a key, or the typed word."""
        super().__init__(id="trouble")
        self.workspace = workspace
        self._elsewhere = elsewhere

    def show(self) -> None:
        """Say it again, if it changed."""
        saver = self.workspace.saver
        words, style = saver.warning, "$warning"
        if saver.state == "not saved":
            words, style = (
                say("NOT SAVED — {problem} {choices}", problem=saver.problem, choices=self._choices()),
                "bold $error",
            )
        width = max(10, self.screen.size.width - 2)
        lines = wrap(plain(words).plain, width) if words else []
        if len(lines) > _MOST:
            # What can be done is never what is cut off.
            choices = wrap(plain(self._choices()).plain, width)[: _MOST - 1]
            said = lines[: _MOST - len(choices)]
            lines = [*said[:-1], f"{said[-1][: width - 1]}…", *choices]
        self.say([Content.styled(line, style) for line in lines])

    def _choices(self) -> str:
        kept = self.workspace.saver.kept_in
        if kept is not None and not self.workspace.saver.homeless():
            return say("A copy is kept in {kept}.", kept=kept)
        return say("{elsewhere} saves a copy elsewhere · ^P “Copy unsaved lines”", elsewhere=self._elsewhere)
