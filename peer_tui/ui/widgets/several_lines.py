"""Several lines, typed or pasted: what the fields for answers, pastes and people have in common."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import TextArea

from peer_tui.domain.characters import visible_in_place


class SeveralLines(TextArea):
    """Enter on an empty last line is their end; pasted empty lines are not. Tab leaves the lines."""

    class Complete(Message):
        """Enter on an empty last line."""

    def __init__(self) -> None:
        super().__init__(tab_behavior="focus", highlight_cursor_line=False)

    def on_unmount(self) -> None:
        """Be let go: until the theme changes, Textual's list of who watches it holds every one that ever stood."""
        watching = getattr(self.app, "__watchers", {}).get("theme", [])
        watching[:] = [one for one in watching if one[0] is not self]

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: nothing that was pasted steers the terminal."""
        return Text(visible_in_place(self.document.get_line(line_index)), end="", no_wrap=True)

    async def _on_key(self, event: events.Key) -> None:
        row, _ = self.cursor_location
        last = row == self.document.line_count - 1
        if event.key == "enter" and last and not self.document.get_line(row).strip():
            event.stop()
            event.prevent_default()
            self.post_message(self.Complete())
            return
        await super()._on_key(event)
