"""Since last time: what came to be between two meetings of a series, to be read and copied."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from peer_tui.domain.events import MeetingId
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.since_then import SinceLine, SinceThen, earlier_ones, since_then
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import GO_TO, HELP, Act, PlaceScreen
from peer_tui.ui.screens.records import Again
from peer_tui.ui.text import plain


class SinceScreen(PlaceScreen):
    """What came to be after one meeting, up to another.

    Args:
        opened: the group.
        first: the earlier meeting.
        last: the later one.
        again: makes the screen it was opened from anew, for Esc; None for the minutes of the later meeting.
    """

    CSS_PATH = "since.tcss"
    PLACE = say("peer-tui · Since last time")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("left_square_bracket", "[", say("from earlier"), "reach(1)", say("Begin one meeting earlier.")),
        Act("right_square_bracket", "]", say("from later"), "reach(-1)", say("Begin one meeting later.")),
        Act("c", "c", say("copy"), "copy_all", say("Copy all of it as plain text.")),
        Act("enter,m", "Enter", say("minutes"), "minutes", say("The minutes of the later meeting.")),
        Act("up,k", "↑ ↓", say("scroll"), "scroll(-1)", say("Scroll; Page Up and Page Down by the page.")),
        Act("down,j", "", "", "scroll(1)", ""),
    )

    def __init__(self, opened: OpenGroup, first: MeetingId, last: MeetingId, again: Again | None = None) -> None:
        super().__init__()
        self.opened = opened
        self.first = first
        self.last = last
        self._again = again
        self.told = SinceThen("", ())
        """What is shown."""

    def compose_body(self) -> ComposeResult:
        """The days, then everything below them."""
        yield Static(id="from-to", markup=False)
        with VerticalScroll(id="page"):
            yield Static(id="told")

    def after_first_drawing(self) -> None:
        """The page has the focus, so that it scrolls."""
        self.query_one("#page").focus()

    def draw(self) -> None:
        """Draw what came to be."""
        try:
            self.told = since_then(self.workspace, self.opened, self.first, self.last)
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
        self.query_one("#from-to", Static).update(plain(self.told.title, "bold"))
        parts: list[Content] = []
        for heading, lines in self.told.sections:
            parts += [Content(""), plain(heading, "bold $accent"), *(_said(line) for line in lines)]
        self.query_one("#told", Static).update(
            Content("\n").join(parts or [plain(say("Nothing came to be."), "$quiet")])
        )
        self.show_keys()

    def footer(self) -> list[tuple[str, str]]:
        """The keys worth showing."""
        keys = [(act.shown, act.words) for act in self.ACTS[:4]]
        return [*keys, (GO_TO.shown, GO_TO.words), (HELP.shown, HELP.words)]

    def action_reach(self, by: int) -> None:
        """Begin with another meeting of the series."""
        earlier = [held.id for held in earlier_ones(self.opened, self.last)]
        place = earlier.index(self.first) + by if self.first in earlier else 0
        if not 0 <= place < len(earlier):
            self.show_flash(
                say("No meeting of this series was held before that.")
                if by > 0
                else say("It begins with the meeting before.")
            )
            return
        self.first = earlier[place]
        self.draw()
        self.show_flash("")
        self.query_one("#page").scroll_home(animate=False)

    def action_scroll(self, by: int) -> None:
        """A line up or down."""
        self.query_one("#page").scroll_relative(y=by, animate=False)

    def action_copy_all(self) -> None:
        """Copy it."""
        self.peer.copier.start((self.told.text,), say("What came to be since then"), "c")

    def action_minutes(self) -> None:
        """The later meeting's minutes."""
        self.peer.behind = self._again
        self.peer.open_minutes(self.opened, self.last)

    def action_back(self) -> None:
        """Where it was opened from."""
        if self._again is not None:
            self.app.switch_screen(self._again())
        else:
            self.peer.open_minutes(self.opened, self.last)


def _said(line: SinceLine) -> Content:
    facts = plain(f" ({line.facts})", "$quiet") if line.facts else Content("")
    return Content.assemble(plain("- ", "$quiet"), plain(line.text), facts)
