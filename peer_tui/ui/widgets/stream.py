"""The stream of minutes: every line, newest at the bottom; a thousand lines cost no more to draw than ten.

A line's rows are made once and kept until the line, the width or the theme changes; only rows in view are painted.
"""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from peer_tui.domain.events import Captured, EntryEdited, EntryId
from peer_tui.domain.meeting import Entry
from peer_tui.domain.words import say, say_number
from peer_tui.services.session import LiveSession
from peer_tui.ui.text import fit, plain
from peer_tui.ui.widgets.entry_rows import Look, draw, heading, look_at

_WIDEST = 100
"""A line of minutes is never longer than this, however wide the screen."""


class MinutesStream(ScrollView, can_focus=True):
    """The minutes as they stand. Reads the session, never writes it."""

    DEFAULT_CSS = """
    MinutesStream { overflow-x: hidden; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "stream--text", "stream--quiet", "stream--decision", "stream--step", "stream--parked", "stream--question",
        "stream--celebration", "stream--other", "stream--heading", "stream--selected", "stream--alarm",
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", say("Line before"), show=False),
        Binding("down", "move(1)", say("Line after"), show=False),
        Binding("home", "move(-1000000)", say("First line"), show=False),
        Binding("end", "move(1000000)", say("Last line"), show=False),
        Binding("pageup", "page(-1)", say("Page up"), show=False),
        Binding("pagedown", "page(1)", say("Page down"), show=False),
        Binding("enter", "edit", say("Edit the line"), show=False),
        Binding("delete", "redact", say("Remove the line's words for good; asks once"), show=False),
    ]

    class Chosen(Message):
        """A line is to be edited."""

        def __init__(self, entry: EntryId) -> None:
            super().__init__()
            self.entry = entry

    class Unwanted(Message):
        """A line's words are to be removed for good."""

        def __init__(self, entry: EntryId) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, session: LiveSession) -> None:
        super().__init__(id="stream")
        self.session = session
        self.selected: int | None = None
        """The place of the selected line; None while nothing is."""
        self._left_the_end = False
        """The person scrolled up: what is new no longer moves what they read."""
        self._own_scroll = False
        self.entries: list[Entry] = []
        self._looks: list[Look] = []
        self._measured = 0
        """The width for which the rows were made."""
        self._starts: list[int] = []
        """The row at which each line begins."""
        self._rows: dict[tuple[Look, int], list[list[tuple[str, str]]]] = {}
        self._strips: dict[tuple[Look, int, bool], list[Strip]] = {}
        self.border_title = say("Minutes")

    # --- what there is ----------------------------------------------------------------------------------------

    def show(self) -> None:
        """Look at the session again; paint only if a line came, went or changed."""
        unsaved = {
            event.entry for event in self.session.workspace.saver.unsaved() if isinstance(event, Captured | EntryEdited)
        }
        self.entries = self.session.meeting.lines()
        looks = self._look_at_all(unsaved)
        if looks == self._looks and self._starts:
            return
        self._looks = looks
        if self.selected is not None:
            self.selected = min(self.selected, len(looks) - 1) if looks else None
        self._measure()
        self._follow()
        self._say_count()
        self.refresh()

    @property
    def is_following(self) -> bool:
        """The newest line is in view, and stays so when another comes: until the person scrolls or selects."""
        return self.selected is None and not self._left_the_end

    def _follow(self) -> None:
        """Bring the newest line into view, now and once the room there is has been settled."""
        if not self.is_following:
            return
        self._go_to_end()
        self.call_after_refresh(self._go_to_end)

    def _go_to_end(self) -> None:
        if self.is_following:
            self._own_scroll = True
            self.scroll_end(animate=False, immediate=True)
            self._own_scroll = False

    def _look_at_all(self, unsaved: set[EntryId]) -> list[Look]:
        looks: list[Look] = []
        before: Entry | None = None
        for entry in self.entries:
            goes_on = before is not None and (before.block, before.item) == (entry.block, entry.item)
            over = "" if goes_on else heading(self.session, entry)
            looks.append(look_at(self.session, entry, entry.id in unsaved, over))
            before = entry
        return looks

    # --- rows -------------------------------------------------------------------------------------------------

    @property
    def _width(self) -> int:
        return max(12, min(self.scrollable_content_region.width or self.size.width, _WIDEST))

    def _measure(self) -> None:
        width = self._width
        starts, row = [], 0
        fresh: dict[tuple[Look, int], list[list[tuple[str, str]]]] = {}
        for look in self._looks:
            key = (look, width)
            rows = self._rows.get(key) or fresh.get(key) or draw(look, width)
            fresh[key] = rows
            starts.append(row)
            row += len(rows)
        self._rows, self._starts, self._measured = fresh, starts, width
        self._strips = {key: strips for key, strips in self._strips.items() if key[:2] in fresh}
        self.virtual_size = Size(width, max(row, 1))

    def render_line(self, y: int) -> Strip:
        """One row of the view."""
        row = y + self.scroll_offset.y
        width = self.size.width
        if not self._looks:
            return self._empty(y, width)
        place = self._place_of(row)
        if place is None:
            return Strip.blank(width, self.get_component_rich_style("stream--text"))
        return self._strips_of(place)[row - self._starts[place]]

    def _empty(self, y: int, width: int) -> Strip:
        words = (say("Nothing is written yet."), say("Type below; Enter keeps it. F1 says how."))
        style = self.get_component_rich_style("stream--quiet")
        text = fit(words[y], width) if y < len(words) else ""
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def _place_of(self, row: int) -> int | None:
        from bisect import bisect_right

        place = bisect_right(self._starts, row) - 1
        if place < 0 or row >= self.virtual_size.height:
            return None
        return place

    def _strips_of(self, place: int) -> list[Strip]:
        look, width = self._looks[place], self._measured
        selected = place == self.selected and self.has_focus
        key = (look, width, selected)
        strips = self._strips.get(key)
        if strips is None:
            base = self.get_component_rich_style("stream--selected" if selected else "stream--text")
            strips = []
            for pieces in self._rows[(look, width)]:
                segments = [
                    Segment(text, base if selected else self.get_component_rich_style(f"stream--{style}"))
                    for text, style in pieces
                ]
                strips.append(Strip(segments).adjust_cell_length(max(self.size.width, width), base))
            self._strips[key] = strips
        return strips

    # --- events -----------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Another width breaks lines elsewhere."""
        self._measure()
        self._strips.clear()
        self._follow()
        self.refresh()

    def notify_style_update(self) -> None:
        """Another theme colours the same rows anew."""
        super().notify_style_update()
        self._strips.clear()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say how much lies below the view."""
        super().watch_scroll_y(old_value, new_value)
        if not self._own_scroll:
            self._left_the_end = new_value < self.max_scroll_y - 1
        self._say_count()

    def _say_count(self) -> None:
        count = len(self.entries)
        words = say_number(count, "{n} line", "{n} lines")
        bottom = self.scroll_offset.y + self.scrollable_content_region.height
        below = sum(1 for start in self._starts if start >= bottom) if self._starts else 0
        words += " · " + say("{below} more below", below=below) if below and not self.is_following else ""
        self.border_subtitle = plain(words)

    def on_focus(self) -> None:
        """The newest line is selected first."""
        if self.selected is None and self.entries:
            self.selected = len(self.entries) - 1
        self._show_selected()

    def on_blur(self) -> None:
        """Nothing is selected while the keys go elsewhere."""
        self.selected = None
        self.refresh()

    def on_click(self, event: object) -> None:
        """The line that was clicked is selected."""
        y = getattr(event, "y", 0) - self.styles.gutter.top + self.scroll_offset.y
        place = self._place_of(y)
        if place is not None:
            self.selected = place
            self._show_selected()

    def action_move(self, by: int) -> None:
        """Select another line."""
        if not self.entries:
            return
        place = len(self.entries) - 1 if self.selected is None else self.selected + by
        self.selected = max(0, min(place, len(self.entries) - 1))
        self._show_selected()

    def action_page(self, by: int) -> None:
        """Select a line one page further."""
        if not self.entries:
            return
        height = max(1, self.scrollable_content_region.height - 1)
        start = self._starts[self.selected if self.selected is not None else -1]
        row = max(0, min(start + by * height, self.virtual_size.height - 1))
        self.selected = self._place_of(row) or 0
        self._show_selected()

    def action_edit(self) -> None:
        """Bring the selected line to the capture line."""
        if self.selected is not None and self.entries:
            self.post_message(self.Chosen(self.entries[self.selected].id))

    def action_redact(self) -> None:
        """Have the selected line's words removed for good."""
        if self.chosen is not None:
            self.post_message(self.Unwanted(self.chosen))

    def _show_selected(self) -> None:
        if self.selected is not None and self.selected < len(self._starts):
            start = self._starts[self.selected]
            rows = len(self._rows[(self._looks[self.selected], self._measured)])
            self.scroll_to_region(Region(0, start, self._measured, rows), animate=False, immediate=True, force=True)
        self.refresh()

    @property
    def chosen(self) -> EntryId | None:
        """The selected line."""
        return self.entries[self.selected].id if self.selected is not None and self.entries else None
