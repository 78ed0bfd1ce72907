"""A field for an answer of several lines, typed or pasted. What stands in it is kept, whichever way it is left."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, TextArea

from peer_tui.domain.words import say
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.several_lines import SeveralLines

HOW_TO_END = say("Enter on an empty line keeps it, Esc as well · z takes it back")


class AnswerField(Vertical):
    """Hidden until `begin`; gives the answer once, when it is left."""

    DEFAULT_CSS = """
    AnswerField {
        display: none; height: auto; border: round $accent; border-title-color: $foreground; padding: 0 1;
    }
    AnswerField TextArea, AnswerField TextArea:focus {
        height: 7; border: none; background: $surface; padding: 0; scrollbar-size-vertical: 1;
    }
    AnswerField Static { height: auto; color: $quiet; }
    AnswerField Static.-wrong { color: $warning; }
    """

    BINDINGS = [
        Binding("ctrl+s", "give", say("Keep"), show=False),
        Binding("escape", "give", say("Keep"), show=False),
        # Tab stays: were the focus to leave, the rest of the answer would be typed at the screen, a key a letter.
        Binding("tab,shift+tab", "stay", say("Stay"), show=False),
    ]

    class Given(Message):
        """The answer, as it stands in the field."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def compose(self) -> ComposeResult:
        """The lines, and how to end them."""
        yield SeveralLines()
        yield Static(markup=False)

    @property
    def is_open(self) -> bool:
        """Whether it is waiting for an answer."""
        return bool(self.display)

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.query_one(TextArea).text

    def begin(self, title: str, value: str) -> None:
        """Take the focus, with what is known already."""
        self.border_title = plain(title)
        area = self.query_one(TextArea)
        area.load_text(value)
        area.move_cursor(area.document.end)
        self.say(HOW_TO_END)
        self.display = True
        area.focus()

    def say(self, words: str, *, wrong: bool = False) -> None:
        """A sentence below the lines."""
        line = self.query_one(Static)
        line.set_class(wrong, "-wrong")
        line.update(plain(words))

    def put_away(self) -> None:
        """Close it; whoever opened it takes the focus back."""
        self.display = False

    @on(SeveralLines.Complete)
    def _complete(self, event: SeveralLines.Complete) -> None:
        """Enter on an empty line."""
        event.stop()
        self.action_give()

    def action_give(self) -> None:
        """The answer is complete."""
        self.post_message(self.Given(self.text))

    def action_stay(self) -> None:
        """Say again how the answer is ended."""
        self.say(HOW_TO_END)
