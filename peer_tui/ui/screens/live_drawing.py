"""Drawing the live screen: everything, what time alone changes, what the disk answered, and for another size."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.content import Content
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.geometry import Size

from peer_tui.domain.words import say
from peer_tui.ui.text import plain, wrap
from peer_tui.ui.widgets.block_pane import BlockPane
from peer_tui.ui.widgets.footer_line import FooterLine
from peer_tui.ui.widgets.meeting_header import BlockHeader, TimeUpBanner, TitleBar
from peer_tui.ui.widgets.ribbon import Ribbon
from peer_tui.ui.widgets.side_pane import SidePane
from peer_tui.ui.widgets.stream import MinutesStream
from peer_tui.ui.widgets.time_bar import TimeBar
from peer_tui.ui.widgets.trouble_line import TroubleLine
from peer_tui.ui.widgets.words import Words

if TYPE_CHECKING:
    from peer_tui.ui.screens.live import LiveScreen

SMALLEST = (60, 16)
"""Columns and rows below which only the line and the clock are shown."""
_GONE = (NoMatches, NoScreen)
"""While a screen is taken down its parts go one by one; what is gone need not be drawn."""
_LEADING = frozenset({"welcome", "agreement", "review", "roll-call", "steps", "goodbyes"})
"""Jobs of blocks whose own content matters more than the newest minutes."""
_STILL_WORKS = say("Typing goes on working: Enter keeps the line.")


class LiveDrawing:
    """Draws one live screen from its session; each part paints only what changed.

    Args:
        screen: the screen that composes the parts.
    """

    def __init__(self, screen: LiveScreen) -> None:
        self._screen = screen
        self._trouble = ""
        """Why saving failed last: said under the line too, it goes with the trouble."""

    def draw(self) -> None:
        """Draw everything."""
        with suppress(*_GONE):
            self._draw_time()
            self._screen.query_one(FooterLine).show()
            self._screen.query_one(MinutesStream).show()
            self._screen.box.show()

    def draw_time(self) -> None:
        """Draw what time alone may change."""
        with suppress(*_GONE):
            self._draw_time()

    def _draw_time(self) -> None:
        screen = self._screen
        reading = screen.session.reading()
        screen.query_one(TitleBar).show()
        screen.query_one(BlockHeader).show(reading)
        screen.query_one(Ribbon).show(reading)
        screen.query_one(TimeUpBanner).show(reading)
        screen.query_one(TroubleLine).show()
        bar = screen.query_one(TimeBar)
        if bar.display:
            bar.show(reading)
        block = screen.session.meeting.block
        screen.set_class(block is not None and block.job in _LEADING, "-leading")
        screen.query_one(BlockPane).show()
        self._draw_side()

    def _draw_side(self) -> None:
        """The side, in one line where there is no room for a pane; nothing where there is none for that."""
        screen = self._screen
        side = screen.query_one(SidePane)
        narrow = screen.has_class("-narrow") and not screen.has_class("-tiny")
        screen.query_one("#side-line", Words).say([plain(side.condensed, "$quiet")] if narrow else [])
        if not narrow and not screen.has_class("-tiny"):
            side.show()

    def draw_saving(self) -> None:
        """Draw what the disk answered."""
        screen = self._screen
        with suppress(*_GONE):
            screen.query_one(TitleBar).show()
            screen.query_one(MinutesStream).show()
            screen.query_one(TroubleLine).show()
            saver = screen.session.workspace.saver
            under = screen.box.under.plain
            if saver.state == "saved" and (under.startswith(say("NOT SAVED")) or (under and under == self._trouble)):
                screen.box.preview()
            self._trouble = saver.problem or self._trouble

    def fit(self, size: Size) -> None:
        """Another size: other words fit, and below the smallest one that is said."""
        screen, (width, height) = self._screen, size
        small = width < SMALLEST[0] or height < SMALLEST[1]
        screen.set_class(small, "-tiny")
        screen.query_one(BlockHeader).tall = height
        notice = screen.query_one("#too-small", Words)
        words = say(
            "{width}×{height} is too small: peer-tui needs {smallest}×{smallest_2}. {still_works}",
            width=width,
            height=height,
            smallest=SMALLEST[0],
            smallest_2=SMALLEST[1],
            still_works=_STILL_WORKS,
        )
        notice.say([Content.styled(line, "$warning") for line in wrap(words, max(10, width - 2))])
        notice.display = small
        screen.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """After another size: what was said while the layout was being made is measured once more."""
        self.draw()
        for words in self._screen.query("BlockPane > Static, SidePane > *"):
            words.refresh(layout=True)
