"""The capture line: never loses focus by itself, never refuses text (`product.md` §3.1, principle 1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from peer_tui.domain.characters import clean, clean_lines
from peer_tui.domain.words import say
from peer_tui.ui.widgets.field import Field

ANSWERS = {"o": "one", "m": "many", "n": "notes", "w": "names"}
"""The letters that answer what pasted lines are; they act only while that question is open."""


class CaptureLine(Field):
    """One line of typing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "earlier", say("Edit an earlier line"), show=False),
        Binding("down", "later", say("Edit a later line"), show=False),
    ]

    entered: Callable[[], None]
    """What Enter does."""
    verbs: Mapping[str, str]
    """The verb's word of each key that does one."""
    do: Callable[[str], object]
    """Does a verb by its word."""

    class Pasted(Message):
        """Several lines were pasted: what are they?"""

        def __init__(self, lines: list[str]) -> None:
            super().__init__()
            self.lines = lines

    class Answered(Message):
        """What the pasted lines are: `one`, `many`, `notes`, `names`; `default` for Enter, `none` for Esc."""

        def __init__(self, how: str) -> None:
            super().__init__()
            self.how = how

    class Earlier(Message):
        """An earlier line (-1) or a later one (+1) of one's own is to be edited."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self) -> None:
        super().__init__(id="capture", select_on_focus=False, compact=True)
        self.verbs = {}
        self.asking = False
        """The question what pasted lines are is open: the next key decides."""
        self.editing = False
        """An earlier line is being edited."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        lines = [line for line in clean_lines(event.text) if line.strip()]
        if self.asking or not lines:
            return
        if len(lines) == 1:
            selection = self.selection
            words = clean(lines[0])
            if selection.is_empty:
                self.insert_text_at_cursor(words)
            else:
                self.replace(words, *selection)
            return
        self.post_message(self.Pasted(lines))

    async def _on_key(self, event: events.Key) -> None:
        if self.asking and self._answer(event):
            event.stop()
            event.prevent_default()
            return
        # Enter and the verbs' keys act within their own turn: the letters typed after them may already be on their
        # way, and must find the line, and the block, as the key left them.
        if event.key == "enter":
            self.entered()
        elif event.key in self.verbs:
            self.do(self.verbs[event.key])
        else:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()

    def does_at_once(self, event: events.Key) -> bool:
        """Whether a key is done with when its turn ends: nothing that is typed after it need wait."""
        return not self.asking and (event.is_printable or event.key == "enter" or event.key in self.verbs)

    def _answer(self, event: events.Key) -> bool:
        """Whether the key belongs to the question; a key that answers nothing changes nothing."""
        if event.key == "enter":
            self.post_message(self.Answered("default"))
        elif event.key == "escape":
            self.post_message(self.Answered("none"))
        elif event.character and event.character.lower() in ANSWERS:
            self.post_message(self.Answered(ANSWERS[event.character.lower()]))
        elif not event.is_printable and event.key not in ("backspace", "delete", "up", "down"):
            return False
        return True

    def put(self, text: str) -> None:
        """Hold this text, with the cursor behind it."""
        self.value = text
        self.cursor_position = len(text)

    def action_earlier(self) -> None:
        """On an empty line: the last line of one's own, then the one before."""
        if self.editing or not self.value:
            self.post_message(self.Earlier(-1))

    def action_later(self) -> None:
        """Back towards the last line."""
        if self.editing:
            self.post_message(self.Earlier(1))

    def validate_value(self, value: str) -> str:
        """What the line holds stands on one line; everything else is cleaned at Enter."""
        return " ".join(value.splitlines()) if "\n" in value or "\r" in value else value
