"""Where the text comes from: a file, or the clipboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urlparse

from textual.content import Content

from peer_tui.domain.words import say, say_number
from peer_tui.services import bringing_in
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.bring_in import BringInScreen

_KNOWN = (
    say("Minutes in Markdown or plain text, ours and other people's"),
    say("An agenda with times: Updates (15 min), | Item | 15 |, (5m, Lee)"),
    say("A MeetBot log or its minutes; an IRC log as W3C groups keep it"),
    say("What Zoom saved: a participant report, a chat"),
)


class FromWhereView(View):
    """The first view."""

    keys = (("Enter", say("choose")), ("f", say("a file")), ("p", say("paste")))

    @property
    def place(self) -> BringInScreen:
        """The screen."""
        return cast("BringInScreen", self.screen)

    @property
    def title(self) -> str:
        """What is asked."""
        return say("From where?")

    def rows(self, width: int) -> list[ListRow]:
        """The two ways."""
        return [
            ListRow(plain(say("f  A file: type its path, or drop it on the terminal")), "file"),
            ListRow(plain(say("p  Pasted text")), "paste"),
        ]

    def below(self, selected: str) -> Content:
        """What can be read."""
        lines = [say("It is looked at first: nothing is written before you say yes."), "", say("Can be read:")]
        return Content("\n").join(plain(line, "$quiet") for line in [*lines, *(f"  {known}" for known in _KNOWN)])

    def enter(self, selected: str) -> None:
        """The way that is selected."""
        self.file() if selected == "file" else self.paste()

    def file(self) -> None:
        """Ask for the path of a file."""
        self.screen.ask(say("Which file? Its path"), self.screen.taking(self._take_path))

    def paste(self) -> None:
        """Ask for the text."""
        self.screen.paste(
            say("Paste the text; Enter on an empty last line, or Ctrl+S, when it is all"), _counted, self._take
        )

    def _take_path(self, words: str) -> None:
        if not words.strip():
            return
        path = path_in(words)
        self.place.look(bringing_in.read_file(path), path.name)

    def _take(self, text: str) -> None:
        self.place.look(text, "")


def _counted(text: str) -> str:
    lines = sum(1 for line in text.splitlines() if line.strip())
    return say_number(lines, "{n} line", "{n} lines") if lines else ""


def path_in(words: str) -> Path:
    """The path in what a person typed, or a terminal wrote for a file that was dropped on it."""
    said = words.strip()
    if len(said) > 1 and said[0] == said[-1] and said[0] in "'\"":
        said = said[1:-1]
    if said.startswith("file://"):
        return Path(unquote(urlparse(said).path))
    path = Path(said).expanduser()
    return path if path.exists() else Path(said.replace("\\ ", " ")).expanduser()
