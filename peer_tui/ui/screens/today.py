"""Today: what needs a person now, most urgent first, and how to begin (`product.md` §3.3, screen 1)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import OptionList, Static

from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import say
from peer_tui.services.today import MOST, SECTIONS, Kind, TodayLine, today_lines
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.places import places_for
from peer_tui.ui.screens.place import GO_TO, HELP, LEAVE
from peer_tui.ui.screens.today_going import TodayActs
from peer_tui.ui.screens.today_rows import no_lines, places_words, reading_words, row_of, sections
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.place_header import PlaceHeader
from peer_tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from peer_tui.domain.events import MeetingId

_FOOTERS: dict[Kind, str] = {
    "unfinished": "sbm", "next": "epv", "prepare": "pv", "missed": "wvx", "later": "vxj", "draft": "md", "review": "md",
    "unsent": "md", "plan": "n",
}  # fmt: skip
"""The keys that fit each kind of line, most useful first."""


class TodayScreen(TodayActs):
    """The first screen. Enter does what the selected line says."""

    CSS_PATH = "today.tcss"
    PLACE = say("peer-tui · Today")

    def __init__(self, opened: OpenGroup | None = None) -> None:
        """`opened` is the group that was looked at last: Today shows them all."""
        super().__init__()
        self.groups: list[OpenGroup] = []
        self.lines: dict[str, TodayLine] = {}
        self._minute: dt.datetime | None = None
        self._shown = False
        self.is_reading = False
        """A large library is being read for the first time, and how far is shown."""
        self._with_programmes = False
        self._drawn_for = 0
        """Columns for which the lines were drawn."""
        self._whole: set[Kind] = set()
        """The kinds of line of which all were asked for."""
        self._round = 0
        """The sweep of the index that is shown."""

    def compose_body(self) -> ComposeResult:
        """The most urgent thing, then everything else; where else one can go."""
        with Vertical(id="lines"):
            yield RowList(say("Now"), id="first")
            yield RowList(say("Then"), id="others")
        yield Static(id="places", markup=False)

    # --- drawing ----------------------------------------------------------------------------------------------

    def before_first_drawing(self) -> None:
        """Read the library before the first picture, so that it is the only one."""
        self._read_groups()

    def after_first_drawing(self) -> None:
        """Select the most urgent thing."""
        self._focus_first()
        if self._programmes_to_come:
            self.call_after_refresh(self._draw_programmes)
        else:
            self._with_programmes = True  # one that arrives later is read when it is there

    @property
    def _programmes_to_come(self) -> bool:
        """Whether lines may follow with the second picture: until then nobody is told that there is nothing to do."""
        return not self._with_programmes and any(any(one.glance.programmes.values()) for one in self.groups)

    def _draw_programmes(self) -> None:
        """What programmes want done comes with the second picture: their files are read meanwhile."""
        self._with_programmes = True
        if self.is_attached and self.is_mounted:
            self.draw()
            if not isinstance(self.focused, RowList) or not self.focused.display:
                self._focus_first()  # where nothing else is to be done, these are the first lines

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Back from another screen: what stood here may have changed. At first all was just read, and styled."""
        if self._shown:
            self.read()
        else:
            event.refresh_styles = False
        self._shown = True

    def on_resize(self) -> None:
        """Other room: other words fit beside each other."""
        if self.is_mounted:
            self.call_after_refresh(self._draw_again)

    def _draw_again(self) -> None:
        if not self.is_attached or not self.is_mounted:
            return
        if self._drawn_for != self._room:
            self.draw()
        else:
            self.fit(self.query_one("#others", RowList))

    @property
    def _room(self) -> int:
        """Columns there are; at the very first drawing the screen does not know them yet."""
        return self.size.width or self.app.size.width

    def read(self) -> None:
        """Read the library again; what is still on its way to the disk is waited for."""
        self._read_groups()
        self.workspace.indexing.ask()
        if self.is_mounted:
            self.draw()

    def _read_groups(self) -> None:
        self._settle_saver()
        self._round = self.workspace.indexing.rounds
        self.groups = self.workspace.open_groups()

    def _settle_saver(self) -> None:
        if self.workspace.saver.unsaved():
            self.workspace.saver.flush()

    def _this_minute(self) -> dt.datetime:
        return self.workspace.now().replace(second=0, microsecond=0)

    def draw(self) -> None:
        """Draw every line."""
        self._minute = self._this_minute()
        lines = today_lines(self.workspace, self.groups, MOST, self._whole, of_programmes=self._with_programmes)
        self.lines = {line.key: line for line in lines}
        first = [line for line in lines[:1] if line.kind in ("unfinished", "next")]
        now, others = self.query_one("#first", RowList), self.query_one("#others", RowList)
        now.border_title = plain(SECTIONS[first[0].kind] if first else say("Now"))
        self._drawn_for = self._room
        room = max(20, min(104, self._room) - 5)
        now.show([ListRow(row_of(line, room), line.key) for line in first])
        now.display = bool(first)
        others.show(sections(lines[len(first) :], room))
        others.display = len(lines) > len(first)
        self.fit(others)
        self._draw_reading()
        self._draw_empty(bool(lines))
        self.query_one("#places", Static).update(places_words(places_for(self.workspace), self._room - 4))
        zone = self.groups[0].glance.zone if self.groups else "UTC"
        self.query_one(PlaceHeader).tell(f"{self.PLACE} · {say_date(self.workspace.now(), zone)}", zone)
        self.show_keys()

    def _draw_empty(self, some: bool) -> None:
        some = some or self._programmes_to_come
        self.query_one("#lines").display = some
        names = [opened.glance.name for opened in self.groups]
        self._say_instead("empty", None if some or self.is_reading else no_lines(names))

    def _draw_reading(self) -> None:
        """How far a large library has been read for the first time; nothing else waits for that."""
        words = reading_words(self.workspace)
        self.is_reading = words is not None
        self._say_instead("reading", words)

    def _say_instead(self, name: str, words: Content | None) -> None:
        """What stands over the lines, or in their place; most libraries never need it, so it is made when they do."""
        for there in self.query(f"#{name}").results(Static):
            there.display = words is not None
            there.update(words or "")
            return
        if words is not None:
            self.mount(Static(words, id=name, markup=False), before="#lines")

    def tick(self) -> None:
        """Once a minute the countdown; and what the sweep of the index found, when it has found something."""
        minute = self._this_minute()
        if self.asking.is_open:
            return
        if minute == self._minute and self._round == self.workspace.indexing.rounds:
            if self.is_reading:
                self._draw_reading()
            return
        self._minute = minute
        if self.workspace.saver.state == "saved":
            self._read_groups()
        self.draw()

    def footer(self) -> list[tuple[str, str]]:
        """What Enter does here, then the keys that fit the selected line."""
        line = self.selected
        by_key = {act.shown: act for act in self.ACTS}
        keys = [("Enter", line.does)] if line and line.enter != "nothing" else []
        wanted = _FOOTERS.get(line.kind, "p") if line else "pn" if self.groups else "n"
        same = {"prepare": "e", "minutes": "m"}.get(line.enter, "") if line else ""
        wanted = "".join(key for key in wanted if key != same)
        keys += [(key, by_key[key].words) for key in wanted[: 2 if keys else 3]]
        return [*keys, (GO_TO.shown, GO_TO.words), ("q", LEAVE.words), (HELP.shown, HELP.words)]

    @property
    def selected(self) -> TodayLine | None:
        """The line that is selected in the list that has the focus."""
        focused = self.focused
        rows = focused if isinstance(focused, RowList) else self.query_one("#first", RowList)
        key = rows.selected or self.query_one("#others", RowList).selected
        return self.lines.get(key)

    def _focus_first(self) -> None:
        for rows in self.query(RowList):
            if rows.display:
                rows.focus()
                return

    @on(RowList.Left)
    def _to_the_other_list(self, event: RowList.Left) -> None:
        event.stop()
        other = self.query_one("#others" if event.rows.id == "first" else "#first", RowList)
        if other.display and event.down == (event.rows.id == "first"):
            other.select_end(last=not event.down)
            other.focus()

    @on(OptionList.OptionHighlighted)
    def _walked(self) -> None:
        self.show_keys()

    def on_descendant_focus(self) -> None:
        """Another list: other keys."""
        self.show_keys()

    # --- after an act -----------------------------------------------------------------------------------------

    def show_all(self, kind: Kind) -> None:
        """Draw every line of a kind."""
        self._whole.add(kind)
        self.draw()

    def after_change(self, words: str, meeting: MeetingId = "") -> None:
        """Read and draw again, say what was done, and select the meeting's line if it has one."""
        self.read()
        if words:
            self.show_flash(words)
        self.call_after_refresh(self._focus_first if not meeting else lambda: self._select(meeting))

    def _select(self, meeting: MeetingId) -> None:
        """Walk to the meeting's own line."""
        line = next((line for line in self.lines.values() if line.meeting == meeting), None)
        for rows in self.query(RowList):
            if line is not None and rows.display and rows.walk_to(line.key):
                rows.focus()
                self.call_after_refresh(rows.scroll_to_highlight)
                return
        self._focus_first()
