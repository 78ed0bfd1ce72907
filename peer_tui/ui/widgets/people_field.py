"""A field into which people are pasted, one a line. Lines that cannot be used stay in it, with a sentence for each."""

from __future__ import annotations

import re

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TextArea

from peer_tui.domain.pasted_people import parse_people
from peer_tui.domain.words import say, say_number
from peer_tui.services import planning
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.several_lines import SeveralLines


class PeopleField(Vertical):
    """Names go in; how many were added, and what was not, is said below."""

    DEFAULT_CSS = """
    PeopleField { height: auto; }
    PeopleField TextArea, PeopleField TextArea:focus {
        height: 8; border: none; background: $surface; padding: 0; scrollbar-size-vertical: 1;
    }
    PeopleField Static { height: auto; color: $quiet; }
    PeopleField Static.-wrong { color: $warning; }
    """

    BINDINGS = [Binding("ctrl+s", "add", say("Add"), show=False), Binding("escape", "finish", say("Done"), show=False)]

    class Added(Message):
        """People were added, or tried to be."""

        def __init__(self, count: int, said: list[str], left: int) -> None:
            super().__init__()
            self.count = count
            self.said = said
            """A sentence for each line that needs a look."""
            self.left = left
            """Lines that stay in the field."""

    class Finished(Message):
        """Esc: enough."""

    def __init__(self) -> None:
        super().__init__()
        self._opened: OpenGroup | None = None

    def compose(self) -> ComposeResult:
        """The lines, and what is said about them."""
        yield SeveralLines()
        yield Static(markup=False)

    def begin(self, opened: OpenGroup | None) -> None:
        """Take the focus, for this group."""
        self._opened = opened
        self._say(say("Enter on an empty line adds them."))
        self.query_one(TextArea).focus()

    def on_text_area_changed(self) -> None:
        """How many people are in what stands there now."""
        text = self.query_one(TextArea).text
        if text.strip():
            count = len(parse_people(text).people)
            self._say(
                say_number(
                    count,
                    "{n} person · Enter on an empty line adds them.",
                    "{n} people · Enter on an empty line adds them.",
                )
            )

    @on(SeveralLines.Complete)
    def _complete(self, event: SeveralLines.Complete) -> None:
        """Enter on an empty line."""
        event.stop()
        self.action_add()

    def action_add(self) -> None:
        """Add everybody who can be added."""
        area = self.query_one(TextArea)
        text = area.text
        if self._opened is None or not text.strip():
            self.post_message(self.Finished())
            return
        count, said = planning.add_people(self.app.workspace, self._opened, text)  # type: ignore[attr-defined]
        left = [line for line in re.split(r"\r\n|[\n\r]", text) if parse_people(line).wrong]
        area.load_text("\n".join(left))
        area.move_cursor(area.document.end)
        words = [say_number(count, "{n} added.", "{n} added.")] if count else []
        with self.prevent(TextArea.Changed):
            self.call_after_refresh(self._say, "\n".join([*words, *said]), wrong=bool(said))
        self.post_message(self.Added(count, said, len(left)))

    def action_finish(self) -> None:
        """Esc: what stands there and was not added is not lost without a word."""
        if self.query_one(TextArea).text.strip() and not self.query_one(Static).has_class("-wrong"):
            self.action_add()
            return
        self.post_message(self.Finished())

    def _say(self, words: str, *, wrong: bool = False) -> None:
        line = self.query_one(Static)
        line.set_class(wrong, "-wrong")
        line.update(plain_lines(words))


def plain_lines(words: str) -> Content:
    """Several sentences, one below the other, none of them markup."""
    return Content("\n").join(plain(line) for line in words.split("\n"))
