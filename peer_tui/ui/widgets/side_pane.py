"""Beside the minutes: who is here, who waits to speak, who has not been heard, what there is so far."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from peer_tui.services.session import LiveSession
from peer_tui.services.showing.rows import heading
from peer_tui.services.showing.side import Section, condensed, sections
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.block_pane import laid_out

PARTS = 4
_FRAME = 2
"""Rows, and cells on either side, that a part's border and padding take."""


class _Part(Static):
    """One titled part."""


class SidePane(VerticalScroll):
    """The parts in boxes where there is room for boxes, else one below the other under their titles."""

    DEFAULT_CSS = """
    SidePane {
        scrollbar-size-vertical: 1;

        _Part {
            height: auto;
            border: round $border-blurred;
            border-title-color: $text-muted;
            padding: 0 1;
        }

        &.-flat _Part { border: none; }
        &:focus { background: $boost; }
    }
    """

    def __init__(self, session: LiveSession, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.session = session
        self.painted = 0
        """How often its words were painted: a measure of calm."""
        self._parts = [_Part() for _ in range(PARTS)]
        self._now: tuple[list[Section], int, int] | None = None

    def compose(self) -> ComposeResult:
        """A widget a part; those with nothing to say are not shown."""
        yield from self._parts

    def allow_focus(self) -> bool:
        """Only what can be scrolled is worth a stop of the Tab key."""
        return self.max_scroll_y > 0

    def on_resize(self) -> None:
        """Another size: the words break elsewhere, boxes may no longer fit, once the layout has settled."""
        self.call_after_refresh(self.show)

    @property
    def condensed(self) -> str:
        """All of it in one line of plain text, for a screen with one column."""
        return condensed(self.session)

    def show(self) -> None:
        """Say what there is now."""
        width, height = self.size.width - 2 * _FRAME, self.size.height
        if not self.is_mounted or width <= 0:
            return
        said = sections(self.session, width=width)
        if (said, width, height) == self._now:
            return
        self._now = (said, width, height)
        self.painted += 1
        laid = [laid_out(section.rows, width) for section in said]
        flat = sum(_rows(words) + _FRAME for words in laid) > height
        self.set_class(flat, "-flat")
        for number, part in enumerate(self._parts):
            part.display = number < len(said)
            if part.display:
                self._say(part, said[number], laid[number], width, flat)

    def _say(self, part: _Part, section: Section, words: Content, width: int, flat: bool) -> None:
        part.border_title = None if flat else plain(section.title)
        if flat:
            words = laid_out([heading(section.title), *section.rows], width)
        part.update(words)


def _rows(words: Content) -> int:
    return words.plain.count("\n") + 1 if words.plain else 0
