"""Leaving with something unsaved: three choices at the foot of the screen, and the minutes stay in sight."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from peer_tui.domain.words import say, say_number
from peer_tui.ui.text import plain

Choice = Literal["stay", "elsewhere", "leave"]


class LeavingScreen(ModalScreen[Choice]):
    """Asked at ^Q while facts are not saved. It never asks by itself, and typing on goes back to the meeting.

    Args:
        count: how many facts are neither in the library nor kept elsewhere.
        why: why the library cannot take them.
    """

    CSS = """
    LeavingScreen { align: left bottom; background: $background 0%; }
    LeavingScreen Vertical { height: auto; border: round $error; padding: 0 1; background: $surface; }
    LeavingScreen Static { height: auto; }
    LeavingScreen #why { max-height: 3; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "choose('stay')", say("Wait"), show=False),
        # The key that asked, hammered, does what loses nothing.
        Binding("ctrl+q,f9", "choose('elsewhere')", say("Save elsewhere and leave"), show=False),
        Binding("ctrl+x", "choose('leave')", say("Leave without them"), show=False),
    ]

    def __init__(self, count: int, why: str) -> None:
        super().__init__()
        self._words = say(
            "NOT SAVED: {words}. {why}",
            words=say_number(count, "{n} fact", "{n} facts"),
            why=why,
        )

    def compose(self) -> ComposeResult:
        """What is unsaved and why, then what can be done."""
        with Vertical():
            yield Static(plain(self._words, "bold $error"), id="why")
            yield Static(
                Content.assemble(
                    ("Esc", "bold"),
                    " " + say("wait, try again") + " · ",
                    ("^Q", "bold"),
                    " " + say("save elsewhere and leave") + " · ",
                    ("^X", "bold"),
                    " " + say("leave without them"),
                )
            )

    def on_key(self, event: Key) -> None:
        """Who goes on typing has not chosen to leave: the letter goes to the line it was meant for."""
        if event.is_printable and event.character:
            event.stop()
            below = getattr(self.app.screen_stack[-2], "box", None)
            self.dismiss("stay")
            if below is not None:
                below.type_on(event.character)

    def action_choose(self, choice: Choice) -> None:
        """A choice was made."""
        self.dismiss(choice)
