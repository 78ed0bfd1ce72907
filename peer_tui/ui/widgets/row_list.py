"""A list one walks through with the arrow keys, whose pane has a title on its border."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Literal

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from peer_tui.ui.text import plain


class ListRow(msgspec.Struct, frozen=True):
    """A row: its words, and the key it is known by. A heading cannot be walked to."""

    words: Content
    key: str
    heading: bool = False


class RowList(OptionList):
    """Rows that keep the one that is selected when they are drawn again."""

    DEFAULT_CSS = """
    RowList {
        border: round $border-blurred; border-title-color: $foreground; border-subtitle-color: $quiet;
        padding: 0 1; background: transparent; scrollbar-size-vertical: 1; height: auto;
    }
    RowList:focus { border: round $accent; }
    RowList > .option-list--option-disabled { color: $quiet; }
    RowList > .option-list--option-highlighted { background: transparent; color: $foreground; text-style: none; }
    RowList:focus > .option-list--option-highlighted {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: none;
    }
    """

    class Left(Message):
        """The arrow keys went over an end of the list."""

        def __init__(self, rows: RowList, down: bool) -> None:
            super().__init__()
            self.rows = rows
            self.down = down

        @property
        def control(self) -> RowList:
            """The list that was left."""
            return self.rows

    def __init__(self, title: str, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self.border_title = plain(title)
        self._rows: tuple[ListRow, ...] = ()

    @property
    def selected(self) -> str:
        """The key of the row that is selected; empty if there is none."""
        if self.highlighted is None or self.highlighted >= len(self._rows):
            return ""
        return self._rows[self.highlighted].key

    def show(self, rows: Sequence[ListRow], select: str = "") -> None:
        """Draw these rows, if they differ; the selection stays on its row, or near it where that is gone."""
        rows = tuple(rows)
        wanted, place = select or self.selected, self.highlighted
        if rows != self._rows:
            self._rows = rows
            self.set_options(
                Option(row.words, id=None if row.heading else row.key, disabled=row.heading) for row in rows
            )
        places = [n for n, row in enumerate(rows) if not row.heading]
        found = next((n for n in places if rows[n].key == wanted), None)
        if found is None and places:
            found = min(places, key=lambda n: abs(n - (place or 0)))
        self.highlighted = found

    def render_line(self, y: int) -> Strip:
        """One row of cells. The selected row is drawn in the cursor's colour alone: quiet words stay readable on it."""
        strip = super().render_line(y)
        index = next((s.style.meta.get("option") for s in strip if s.style and "option" in s.style.meta), None)
        if index is None or index != self.highlighted or not self.has_focus:
            return strip
        colour = self.get_component_rich_style("option-list--option-highlighted").color
        return Strip(Segment.apply_style(strip, post_style=Style(color=colour)), strip.cell_length)

    def walk_to(self, key: str) -> bool:
        """Select the row of this key; False if there is none."""
        place = next((n for n, row in enumerate(self._rows) if row.key == key and not row.heading), None)
        if place is not None:
            self.highlighted = place
        return place is not None

    def select_end(self, *, last: bool) -> None:
        """Select the first or the last row."""
        places = [n for n, row in enumerate(self._rows) if not row.heading]
        if places:
            self.highlighted = places[-1 if last else 0]

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        # Turning a page counts on rows that are measured at the next layout only; before that there is no page.
        with suppress(KeyError, IndexError):
            super()._move_page(direction)

    def action_cursor_down(self) -> None:
        """The next row; after the last one the list is left."""
        self._walk(down=True)

    def action_cursor_up(self) -> None:
        """The row before; before the first one the list is left."""
        self._walk(down=False)

    def _walk(self, *, down: bool) -> None:
        places = [n for n, row in enumerate(self._rows) if not row.heading]
        if not places or self.highlighted == places[-1 if down else 0]:
            if not down:
                self.scroll_home(animate=False)
            self.post_message(self.Left(self, down))
        elif down:
            super().action_cursor_down()
        else:
            super().action_cursor_up()
