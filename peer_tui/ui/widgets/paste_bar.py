"""The question that several pasted lines raise, in place of the preview (`product.md` §3.5)."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.paste import Paste, split_paste
from peer_tui.domain.pasted_people import pasted_name
from peer_tui.domain.people import match_pasted
from peer_tui.domain.words import say, say_number
from peer_tui.services.session import LiveSession
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.words import Words

_LONGEST_NAME = 40


class PasteBar(Words):
    """`14 lines: o one entry · m many (3 steps, 11 notes) · n all as notes · Enter many · Esc none`."""

    def __init__(self, session: LiveSession) -> None:
        super().__init__(id="paste")
        self.session = session
        self.lines: list[str] = []
        self.default = "many"
        """What Enter chooses."""
        self.add_class("-empty")

    def ask(self, lines: list[str]) -> None:
        """Put the question."""
        self.lines = lines
        around = self.session.surroundings()
        paste = split_paste("\n".join(lines), around)
        known = self._known(lines)
        names = known >= len(lines) / 2
        self.default = "names" if names else paste.default
        self.say([self._question(paste, names, known)])

    def close(self) -> list[str]:
        """The question is answered; the lines it was about."""
        lines, self.lines = self.lines, []
        self.say([])
        return lines

    def _known(self, lines: list[str]) -> int:
        """How many lines are the name of somebody the group knows."""
        everybody = self.session.group.everybody
        short = [line for line in lines if len(line) <= _LONGEST_NAME]
        found = [match_pasted(pasted_name(line)[0], everybody) for line in short]
        return sum(1 for match in found if match.person is not None or match.candidates)

    def _question(self, paste: Paste, names: bool, known: int) -> Content:
        many = f"({paste.counted})"
        choices = [
            ("o", "one", say("one entry")),
            ("m", "many", say("many {many}", many=many)),
            ("n", "notes", say("notes")),
        ]
        if names:
            choices.append(("w", say("names"), say("who is here ({known} known)", known=known)))
        shown = [
            Content.assemble((letter, "bold $accent"), " ", plain(words, "bold" if how == self.default else ""))
            for letter, how, words in choices
        ]
        default = {"one": say("one entry"), "many": say("many"), "notes": say("notes"), "names": say("who is here")}[
            self.default
        ]
        return Content.assemble(
            plain(say_number(len(paste.lines), "{n} lines:", "{n} lines:") + " ", "$warning"),
            Content.styled(" · ", "$quiet").join(shown),
            plain(" · " + say("Enter {default} · Esc none", default=default), "$quiet"),
        )
