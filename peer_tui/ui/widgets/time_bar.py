"""The time bar: what the group can do about the time, and what each choice costs (`product.md` §3.4).

It has the keys only when somebody asked for it; what is half-typed stays in the capture line.
"""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from peer_tui.domain.reading import Reading
from peer_tui.domain.words import say, say_number
from peer_tui.services.moving import extension_words, what_next
from peer_tui.services.session import LiveSession
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.words import Words

USUAL = 5
"""Minutes that are offered first."""
_USUAL_WIDTH = 14
"""Cells that the choices take, if no language needs more."""


class TimeBar(Words, can_focus=True):
    """Extend, close, or park the rest."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "extend", say("Extend"), show=False),
        Binding("c", "close", say("Close now"), show=False),
        Binding("p", "park", say("Park the rest"), show=False),
        Binding("a", "agreed", say("The group agreed"), show=False),
        Binding("up,right,plus", "more(1)", say("A minute more"), show=False),
        Binding("down,left,minus", "more(-1)", say("A minute less"), show=False),
        *(
            Binding(str(number), f"minutes({number})", say_number(number, "{n} minutes", "{n} minutes"), show=False)
            for number in range(1, 10)
        ),
    ]

    class Chosen(Message):
        """Do this verb."""

        def __init__(self, word: str, rest: str = "") -> None:
            super().__init__()
            self.word = word
            self.rest = rest

    def __init__(self, session: LiveSession) -> None:
        super().__init__(id="time-bar")
        self.session = session
        self.minutes = USUAL
        self.agreed = False
        self.refusal = ""
        """Why the last choice was not possible; shown until another key."""
        self.display = False

    def open(self, reading: Reading) -> None:
        """Show the choices and take the keys."""
        self.minutes, self.agreed, self.refusal = USUAL, False, ""
        self.display = True
        self.show(reading)
        self.focus()

    def show(self, reading: Reading) -> None:
        """Say the choices and their costs again."""
        block = reading.block
        self.border_title = plain(say("Time · {title}", title=block.title) if block else say("Time"))
        clock = reading.calm if self.session.workspace.settings.calm_clock else f"{reading.clock}"
        self.border_subtitle = plain(say("{clock} · Esc back to the line", clock=clock))
        self.say(self._choices())

    def close(self) -> None:
        """Put it away."""
        self.display = False

    def _choices(self) -> list[Content]:
        if self.session.meeting.block is None:
            return [plain(say("No block is running; there is nothing to extend."), "$quiet")]
        following = what_next(self.session)
        agreed = say("the group agreed to a later end") if self.agreed else say("has the group agreed to a later end?")
        rows = [
            self._choice(
                "e", say("extend {minutes}", minutes=self.minutes), _cost(extension_words(self.session, self.minutes))
            ),
            self._choice(
                "c",
                say("close now"),
                say("on to {following}", following=following) if following else say("this is the last block"),
            ),
            self._choice("p", say("park the rest"), say("what was not reached is parked")),
            self._choice("a", say("yes") if self.agreed else say("not yet"), agreed),
            plain(say("1–9 other minutes · ask the group before you choose"), "$quiet"),
        ]
        return [*rows[:-1], plain(self.refusal, "$warning")] if self.refusal else rows

    def _choice(self, key: str, words: str, cost: str) -> Content:
        named = plain(set_cell_size(words, max(self._wide, cell_len(words))), "bold")
        return Content.assemble((key, "bold $accent"), " ", named, plain(f" {cost}", "$quiet"))

    @property
    def _wide(self) -> int:
        """Cells of what a choice is called, so that the costs stand below each other."""
        named = (say("close now"), say("park the rest"), say("not yet"), say("extend {minutes}", minutes=self.minutes))
        return max(_USUAL_WIDTH, *map(cell_len, named))

    def action_extend(self) -> None:
        """More time for this block."""
        self.post_message(self.Chosen("extend", f"{self.minutes}{' agreed' if self.agreed else ''}"))

    def action_close(self) -> None:
        """This block is done."""
        self.post_message(self.Chosen("close"))

    def action_park(self) -> None:
        """What was not reached is parked."""
        self.post_message(self.Chosen("parkrest"))

    def action_agreed(self) -> None:
        """The group agreed to end later, or did not after all."""
        self.agreed = not self.agreed
        self._again()

    def action_minutes(self, minutes: int) -> None:
        """Another length."""
        self.minutes = minutes
        self._again()

    def action_more(self, by: int) -> None:
        """A minute more or less."""
        self.minutes = max(1, min(60, self.minutes + by))
        self._again()

    def refuse(self, words: str) -> None:
        """Say why a choice was not possible."""
        self.refusal = words
        self.say(self._choices())

    def _again(self) -> None:
        self.refusal = ""
        self.say(self._choices())


def _cost(words: str) -> str:
    """The cost without the words that say again how much is extended."""
    return words.partition("→ ")[2] or words
