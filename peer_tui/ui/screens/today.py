"""Today: what needs a person now, most urgent first, and how to begin (`product.md` §3.3, screen 1)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList, Static

from peer_tui.domain.wall_time import say_date
from peer_tui.services.problems import Problem
from peer_tui.services.today import MOST, SECTIONS, Kind, TodayLine, cancel_question, today_lines
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import HELP, LEAVE, Act, PlaceScreen
from peer_tui.ui.screens.today_rows import no_lines, reading_words, row_of, sections
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.place_header import PlaceHeader
from peer_tui.ui.widgets.row_list import ListRow, RowList


class TodayScreen(PlaceScreen):
    """The first screen. Enter does what the selected line says."""

    CSS_PATH = "today.tcss"
    PLACE = "peer-tui · Today"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("p", "p", "plan", "plan", "Plan a meeting: one line such as wed 13 nov 2pm."),
        Act("e", "e", "prepare", "prepare", "Prepare the selected meeting: its agenda, priorities, topics and people."),
        Act("m", "m", "minutes", "minutes", "The minutes of the selected meeting."),
        Act("n", "n", "new group", "new_group", "Make a group, in three questions."),
        Act("s", "s", "we stopped", "stopped", "An unfinished meeting: it ended when its last line was written."),
        Act("o", "o", "open doors", "open_doors", "Open the doors of the selected meeting, whatever the time is."),
        Act("x", "x", "cancel", "cancel_meeting", "Cancel the selected meeting; asks once."),
        Act("q", "q", "quit", "app.leave", "Leave the program, as ^Q does."),
    )

    def __init__(self) -> None:
        super().__init__()
        self.groups: list[OpenGroup] = []
        self.lines: dict[str, TodayLine] = {}
        self._minute: dt.datetime | None = None
        self._shown = False
        self._whole: set[Kind] = set()
        """The kinds of line of which all were asked for."""
        self._round = 0
        """The sweep of the index that is shown."""

    def compose_body(self) -> ComposeResult:
        """The most urgent thing, then everything else."""
        yield Static(id="reading", markup=False)
        yield Static(no_lines(()), id="empty", markup=False)
        with Vertical(id="lines"):
            yield RowList("Now", id="first")
            yield RowList("Then", id="others")

    # --- drawing ----------------------------------------------------------------------------------------------

    def before_first_drawing(self) -> None:
        """Read the library before the first picture, so that it is the only one."""
        self._read_groups()

    def after_first_drawing(self) -> None:
        """Select the most urgent thing."""
        self._focus_first()

    def on_screen_resume(self) -> None:
        """Back from another screen: what stood here may have changed. The first time it has just been read."""
        if self._shown:
            self.read()
        self._shown = True

    def on_resize(self) -> None:
        """Other room."""
        self.fit(self.query_one("#others", RowList))

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
        lines = today_lines(self.workspace, self.groups, MOST, self._whole)
        self.lines = {line.key: line for line in lines}
        first = [line for line in lines[:1] if line.kind in ("unfinished", "next")]
        now, others = self.query_one("#first", RowList), self.query_one("#others", RowList)
        now.border_title = plain(SECTIONS[first[0].kind] if first else "Now")
        now.show([ListRow(row_of(line), line.key) for line in first])
        now.display = bool(first)
        others.show(sections(lines[len(first) :]))
        others.display = len(lines) > len(first)
        self.fit(others)
        self._draw_reading()
        self._draw_empty(bool(lines))
        zone = self.groups[0].glance.zone if self.groups else "UTC"
        self.query_one(PlaceHeader).tell(f"{self.PLACE} · {say_date(self.workspace.now(), zone)}", zone)
        self.show_keys()

    def _draw_empty(self, some: bool) -> None:
        empty = self.query_one("#empty", Static)
        empty.display = not some and not self.query_one("#reading").display
        self.query_one("#lines").display = some
        empty.update(no_lines([opened.glance.name for opened in self.groups]))

    def _draw_reading(self) -> None:
        """How far a large library has been read for the first time; nothing else waits for that."""
        words = reading_words(self.workspace)
        reading = self.query_one("#reading", Static)
        if reading.display != bool(words):
            reading.display = bool(words)
        if words:
            reading.update(words)

    def tick(self) -> None:
        """Once a minute the countdown; and what the sweep of the index found, when it has found something."""
        minute = self._this_minute()
        if self.asking.is_open:
            return
        if minute == self._minute and self._round == self.workspace.indexing.rounds:
            if self.query_one("#reading").display:
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
        keys = [("Enter", line.enter_words.removeprefix("Enter "))] if line and line.enter != "nothing" else []
        if line and line.kind == "unfinished":
            wanted = "sm"
        elif line and line.kind in ("next", "missed", "later"):
            wanted = "epx"
        else:
            wanted = "pn" if self.groups else "n"
        keys += [(key, by_key[key].words) for key in wanted]
        return [*keys, ("q", LEAVE.words), (HELP.shown, HELP.words)]

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

    # --- acts -------------------------------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        line = self.lines.get(event.option_id or "")
        if line is not None and line.enter == "all":
            self._whole.add(line.kind)
            self.draw()
        if line is None or line.opened is None:
            return
        if line.enter == "live":
            self.peer.open_live(line.opened, line.meeting)
        elif line.enter == "prepare":
            self.peer.open_prepare(line.opened, line.meeting)
        elif line.enter == "minutes":
            self.peer.open_minutes(line.opened, line.meeting)

    def action_back(self) -> None:
        """There is no step back from here; the way out is said."""
        self.show_flash("q leaves. Everything is on disk." if self.workspace.saver.state == "saved" else "q leaves.")

    def action_new_group(self) -> None:
        """The three questions."""
        from peer_tui.ui.screens.first_run import FirstRunScreen

        self.app.switch_screen(FirstRunScreen())

    def action_prepare(self) -> None:
        """Prepare the selected meeting."""
        line = self.selected
        if line is not None and line.opened is not None and line.kind in ("next", "missed", "later"):
            self.peer.open_prepare(line.opened, line.meeting)
        else:
            self.show_flash("e prepares a meeting that is planned: select one, or plan one with p.")

    def action_minutes(self) -> None:
        """The minutes of the selected meeting."""
        line = self.selected
        if line is not None and line.opened is not None and line.kind in ("draft", "step", "unfinished"):
            self.peer.open_minutes(line.opened, line.meeting)
        else:
            self.show_flash("m opens the minutes of a meeting that was held: select one.")

    def action_open_doors(self) -> None:
        """Open the doors of a planned meeting; asks once when it is not yet time."""
        line = self.selected
        if line is None or line.opened is None or line.kind not in ("next", "missed", "later"):
            self.show_flash("o opens the doors of a meeting that is planned: select one.")
            return
        opened, meeting = line.opened, line.meeting
        if line.enter == "live":
            self.peer.open_live(opened, meeting)
            return
        self.confirm(f"{line.what}: open the doors now?", lambda: self.peer.open_live(opened, meeting))

    def action_stopped(self) -> None:
        """The unfinished meeting ended when its last line was written; asks once."""
        line = self.selected
        if line is None or line.kind != "unfinished" or line.opened is None or line.stopped is None:
            self.show_flash("s ends a meeting that was not ended: there is none selected.")
            return
        # What a live meeting needs is loaded when one is touched, not before the first screen is painted.
        from peer_tui.services.goodbyes import stopped_at
        from peer_tui.services.session import LiveSession

        opened, meeting, stopped = line.opened, line.meeting, line.stopped

        def end() -> None:
            said = stopped_at(LiveSession(self.workspace, opened, meeting), stopped)
            self.read()
            self._focus_first()
            self.show_flash(f"{said.words}. Its minutes are a draft.")

        self.confirm(f"We stopped at {line.stopped_words}: end the meeting at that time?", end)

    def action_cancel_meeting(self) -> None:
        """Cancel the selected meeting; asks once."""
        line = self.selected
        if line is None or line.opened is None or line.kind not in ("next", "missed", "later"):
            self.show_flash("x cancels a meeting that is planned: select one.")
            return
        from peer_tui.services import planning

        opened, held = line.opened, line.opened.group.meetings[line.meeting]

        def cancel() -> None:
            try:
                planning.cancel(self.workspace, opened, held)
            except Problem as problem:
                self.show_flash(problem.sentence, "warning")
                return
            self.read()
            self._focus_first()
            self.show_flash(f"{held.title} on {say_date(held.starts, held.zone)} is cancelled.")

        self.confirm(cancel_question(line), cancel)

    def action_plan(self) -> None:
        """Plan a meeting of the selected line's group; Tab turns to another group."""
        if not self.groups:
            reading = self.query_one("#reading").display
            self.show_flash(
                "The groups are still being read." if reading else "A meeting belongs to a group: n makes one."
            )
            return
        # What reads a day and a time is loaded when one is planned.
        from peer_tui.ui.screens.planning_line import PlanningLine

        line = self.selected
        PlanningLine(self, self.groups, line.opened if line is not None else None, self._planned).ask()

    def _planned(self, words: str) -> None:
        self.read()
        self.show_flash(words)
        self.call_after_refresh(self._focus_first)
