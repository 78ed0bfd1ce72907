"""What the block that is on shows: its own content, under its own name."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from peer_tui.services.session import LiveSession
from peer_tui.services.showing import Row, Shown, prefixes, shown
from peer_tui.ui.text import plain

STYLES = {
    "plain": "",
    "quiet": "$quiet",
    "strong": "bold",
    "accent": "bold $accent",
    "good": "$success",
    "warning": "$warning",
    "over": "bold $error",
}
"""How each style of a row is drawn. The words say the same, so that nothing is lost without colour."""

_BORDERS = 2


def laid_out(rows: Sequence[Row], width: int) -> Content:
    """The rows wrapped to `width` cells; a broken row goes on below where its text began."""
    lines: list[Content] = []
    for row, prefix in zip(rows, prefixes(rows), strict=True):
        before = plain(prefix, STYLES[row.style])
        room = max(1, width - before.cell_length)
        for number, line in enumerate(_text(row).wrap(room)):
            lines.append(before.append(line) if number == 0 else line.pad_left(before.cell_length))
    return Content("\n").join(lines)


def _text(row: Row) -> Content:
    if not row.head:
        return plain(row.text, STYLES[row.style])
    return Content.assemble(
        plain(row.text[: row.head], STYLES[row.style]), plain(row.text[row.head :], STYLES["quiet"])
    )


class BlockPane(VerticalScroll):
    """The block's content; painted again only when its words change, scrolled when there is more than fits."""

    DEFAULT_CSS = """
    BlockPane {
        height: auto;
        max-height: 40vh;
        border: round $border-blurred;
        border-title-style: bold;
        border-subtitle-color: $text-muted;
        padding: 0 1;
        scrollbar-size: 0 1;
        scrollbar-gutter: stable;

        &:focus { border: round $border; }
    }
    """

    def __init__(self, session: LiveSession, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.session = session
        self.painted = 0
        """How often its words were painted: a measure of calm."""
        self._words = Static()
        self._now: tuple[Shown, int] | None = None

    def compose(self) -> ComposeResult:
        """One widget for all the words."""
        yield self._words

    def allow_focus(self) -> bool:
        """Only what can be scrolled is worth a stop of the Tab key."""
        return self.max_scroll_y > 0

    def on_resize(self, event: Resize) -> None:
        """Another width: the words break elsewhere."""
        self.show()

    def show(self) -> None:
        """Say what the block shows now."""
        width = self.scrollable_content_region.width
        if not self.is_mounted or width <= 0:
            return
        now = shown(self.session, width=width, height=self._room())
        if (now, width) == self._now:
            return
        before, self._now = self._now, (now, width)
        self.painted += 1
        self.border_title = plain(now.title)
        self.border_subtitle = plain(now.hint)
        self._words.update(laid_out(now.rows, width))
        if before is not None and before[0].title != now.title:
            self.scroll_home(animate=False)

    def _room(self) -> int:
        """The most rows of words the pane may take: as the stylesheet says, whatever it takes now."""
        most, around = self.styles.max_height, self.container_size
        rows = int(most.resolve(around, self.screen.size)) if most is not None else around.height
        return max(1, rows - _BORDERS)
