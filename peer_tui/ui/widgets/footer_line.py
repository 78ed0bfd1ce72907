"""The last row: at most six keys, the person's own ones, and what they do here and now."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.words import say
from peer_tui.services.moving import what_next
from peer_tui.services.session import LiveSession
from peer_tui.services.verbs import VERBS
from peer_tui.ui.keys import Keys, key_words
from peer_tui.ui.text import fit, plain
from peer_tui.ui.widgets.words import Words

SHOWN = ("next", "time", "who", "chat", "off", "help")
"""The verbs of the footer, in this order."""
_FIRST_TO_GO = ("chat", "who", "time", "off", "next")
"""Which are left out first where the row is too narrow; the palette and F1 have them all."""
_LONGEST_NEXT = 16


class FooterLine(Words):
    """`^N next: Training  ^T time  …  F1 help`."""

    def __init__(self, session: LiveSession, keys: Keys) -> None:
        super().__init__(id="footer")
        self.session = session
        self.keys = keys

    def show(self) -> None:
        """Say it again, if it changed."""
        width = self.size.width
        if not width:
            return
        shown = list(SHOWN)
        for word in (*_FIRST_TO_GO, ""):
            line = Content("  ").join(part for part in map(self._part, shown) if part.plain)
            if line.cell_length <= width:
                break
            shown = [kept for kept in shown if kept != word]
        self.say([line])

    def _part(self, word: str) -> Content:
        key = self.keys.first(word)
        if not key:
            return Content("")
        return Content.assemble((key_words(key), "bold $accent"), " ", plain(self._label(word)))

    def _label(self, word: str) -> str:
        meeting = self.session.meeting
        if word == "next":
            following = fit(what_next(self.session), _LONGEST_NEXT)
            return say("next: {following}", following=following) if following else say("last block")
        if word == "off" and meeting.is_off_record:
            return say("back on record")
        verb = next(verb for verb in VERBS if verb.word == word)
        return verb.label or verb.word
