"""The minutes of a meeting that was held: the draft, its gaps, and the ways out of it (`product.md` §3.3, screen 9)."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from peer_tui.domain.events import MeetingId
from peer_tui.domain.wall_time import say_date
from peer_tui.services import keeping
from peer_tui.services.moving import reopen
from peer_tui.services.problems import Problem
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import HELP, Act, PlaceScreen, ReadingPane
from peer_tui.ui.text import fit, plain
from peer_tui.ui.widgets.minutes_paper import MinutesPaper
from peer_tui.ui.widgets.place_header import PlaceHeader


class MinutesScreen(PlaceScreen):
    """Reads the record; changes nothing but by reopening the meeting."""

    CSS_PATH = "minutes.tcss"
    PLACE: ClassVar[str] = "peer-tui · Minutes"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("m", "m", "Markdown", "export('md')", "Write the minutes to a Markdown file, for you only."),
        Act("t", "t", "plain text", "export('txt')", "Write the minutes to a plain text file, for you only."),
        Act("c", "c", "copy", "copy_minutes", "Copy the minutes as plain text."),
        Act("g", "g", "gaps", "gaps", "Every gap of the record."),
        Act("o", "o", "reopen", "reopen", "Go on with the meeting, while its minutes are a draft; asks once."),
        Act("up,k", "↑ ↓", "scroll", "scroll(-1)", "Scroll; Page Up and Page Down by the page."),
        Act("down,j", "", "", "scroll(1)", ""),
    )

    def __init__(self, opened: OpenGroup, meeting: MeetingId) -> None:
        super().__init__()
        self.opened = opened
        self.meeting_id = meeting
        self.minutes = keeping.minutes_of(opened, meeting)
        self.gaps = keeping.gaps_of(opened, meeting)

    def compose_body(self) -> ComposeResult:
        """Status and gaps on top, then the page."""
        with Vertical(id="state"):
            yield Static(id="status", markup=False)
            yield Static(id="gaps", markup=False)
        with VerticalScroll(id="page"):
            yield MinutesPaper()

    def after_first_drawing(self) -> None:
        """The page has the focus, so that it scrolls."""
        self.query_one("#page").focus()

    def on_resize(self) -> None:
        """Another width: another number of gaps fits on the line."""
        self.draw()

    def draw(self) -> None:
        """Draw the record."""
        minutes, held = self.minutes, self.opened.group.meetings[self.meeting_id]
        self.query_one(PlaceHeader).tell(f"Minutes · {held.title} · {say_date(held.starts, held.zone)}", held.zone)
        status = self.query_one("#status", Static)
        status.update(plain(minutes.status, "bold $warning" if minutes.draft else "bold $success"))
        self.query_one("#gaps", Static).update(self._gap_words())
        page = self.query_one("#page")
        page.border_title = plain("Minutes")
        self.query_one(MinutesPaper).show(minutes)
        self.show_keys()

    def _gap_words(self) -> Content:
        if not self.gaps:
            return plain("No gaps.", "$quiet")
        count = f"{len(self.gaps)} gap{'' if len(self.gaps) == 1 else 's'}: "
        room = max(20, self.size.width - 4)
        lines = [fit(count + self.gaps[0], room), *(fit(f"  {gap}", room) for gap in self.gaps[1:3])]
        if len(self.gaps) > 3:
            lines[-1] = f"  … and {len(self.gaps) - 2} more: g shows them"
        return Content("\n").join(plain(line) for line in lines)

    def footer(self) -> list[tuple[str, str]]:
        """The ways out."""
        keys = [(act.shown, act.words) for act in self.ACTS if act.shown in ("m", "t", "c")]
        keys += [("o", "reopen")] if self.minutes.draft else []
        return [*keys, ("Esc", "Today"), (HELP.shown, HELP.words)]

    # --- acts -------------------------------------------------------------------------------------------------

    def action_scroll(self, by: int) -> None:
        """A line up or down."""
        self.query_one("#page").scroll_relative(y=by, animate=False)

    def action_export(self, form: str) -> None:
        """Write a file; where it is, is said."""
        try:
            path = keeping.export(
                self.opened, self.meeting_id, form, self.workspace.places.exports, self.workspace.places.state
            )
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
            return
        self.show_flash(f"Written as {keeping.FORMATS[form]}, for you only: {path}")

    def action_copy_minutes(self) -> None:
        """Copy the whole as plain text."""
        self.peer.copier.start((keeping.render(self.minutes, "txt"),), "The minutes", "c")

    def action_gaps(self) -> None:
        """Every gap, to read."""
        told = self.gaps or ["The record has no gaps."]
        self.app.push_screen(ReadingPane("Gaps of the record", [plain(f"- {gap}") for gap in told]))

    def action_reopen(self) -> None:
        """Go on with the meeting; asks once."""
        if not self.minutes.draft:
            self.show_flash("The minutes are approved; an approved meeting cannot be reopened.")
            return
        self.confirm("Reopen the meeting and go on with it?", self._reopen)

    def _reopen(self) -> None:
        said = reopen(LiveSession(self.workspace, self.opened, self.meeting_id))
        self.opened.refold()
        if said.done:
            self.peer.open_live(self.opened, self.meeting_id)
        else:
            self.show_flash(said.words, "warning")
