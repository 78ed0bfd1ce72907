"""The panes of the live screen: what is opened over the minutes to be read, the time bar, and who has the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from peer_tui.domain.events import Captured, EntryEdited
from peer_tui.domain.words import say, say_number
from peer_tui.services.saying import block_say
from peer_tui.ui.help_words import help_rows
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.block_pane import BlockPane
from peer_tui.ui.widgets.reading_pane import ReadingPane
from peer_tui.ui.widgets.side_pane import SidePane
from peer_tui.ui.widgets.stream import MinutesStream
from peer_tui.ui.widgets.time_bar import TimeBar

if TYPE_CHECKING:
    from peer_tui.ui.screens.live import LiveScreen


class LivePanes:
    """Opens and closes the panes of one live screen.

    Args:
        screen: the screen that composes them.
    """

    def __init__(self, screen: LiveScreen) -> None:
        self._screen = screen

    # --- who has the keys -------------------------------------------------------------------------------------

    def cycle(self, by: int) -> None:
        """The line, the minutes, the block's pane, the side; a block whose steps can be marked comes first."""
        screen = self._screen
        stops = [screen.line, *(screen.query_one(kind) for kind in (MinutesStream, BlockPane, SidePane))]
        block = screen.session.meeting.block
        if block is not None and block.job in ("review", "roll-call", "steps"):
            stops[1:3] = stops[2], stops[1]
        stops = [stop for stop in stops if stop.display and stop.focusable]
        place = stops.index(screen.focused) if screen.focused in stops else 0
        self.close_time_bar()
        stops[(place + by) % len(stops)].focus()

    def turn(self, by: int) -> None:
        """A page of the pane that is read, or of the minutes, while the line keeps the keys."""
        pane = self._screen.query_one(ReadingPane)
        target = pane if pane.what else self._screen.query_one(MinutesStream)
        if by < 0:
            target.scroll_page_up(animate=False)
        else:
            target.scroll_page_down(animate=False)

    # --- the time bar -----------------------------------------------------------------------------------------

    def open_time_bar(self) -> None:
        """Show what more time costs; it takes the keys."""
        self._screen.set_class(True, "-timing")
        self._screen.query_one(TimeBar).open(self._screen.session.reading())

    def close_time_bar(self) -> None:
        """Put the time bar away, and give the keys back to the line."""
        bar = self._screen.query_one(TimeBar)
        if bar.display:
            bar.close()
            self._screen.set_class(False, "-timing")
            self._screen.line.focus()

    # --- something to read ------------------------------------------------------------------------------------

    def open_reading(self, what: str, title: str, rows: Sequence[Content], hint: str = say("Esc closes")) -> None:
        """Open the pane that is read, in place of what it showed."""
        self._screen.query_one(ReadingPane).open(what, title, rows, hint)
        self._screen.set_class(True, "-reading")

    def close_reading(self) -> None:
        """Put it away."""
        self._screen.query_one(ReadingPane).close()
        self._screen.set_class(False, "-reading")

    def open_help(self) -> None:
        """Every verb; a second time puts it away."""
        screen = self._screen
        if screen.query_one(ReadingPane).what == "help":
            self.close_reading()
            return
        rows = help_rows(screen.session, screen.keys, max(40, screen.size.width - 5))
        self.open_reading(
            "help", say("Help · every verb, and how it is typed"), rows, say("PageDown turns · Esc closes")
        )

    def open_say(self) -> None:
        """The whole sentence to read out."""
        block = self._screen.session.meeting.block
        words = block_say(block, self._screen.session.group) if block else ""
        self.open_reading("say", say("Say"), [plain(words or say("This block has no sentence to read out."))])

    def copy_unsaved(self) -> None:
        """Copy the words that are not on disk yet."""
        screen = self._screen
        lines = [
            event.filed.typed
            for event in screen.session.workspace.saver.unsaved()
            if isinstance(event, Captured | EntryEdited)
        ]
        if not lines:
            screen.flash(say("Every line is on disk."))
            return
        screen.peer.copier.start(
            ("\n".join(lines),), say_number(len(lines), "{n} unsaved lines", "{n} unsaved lines"), ""
        )
