"""Approved minutes as they were approved, as they read now, and what differs (`product.md` §2.2, check 40)."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from peer_tui.domain.minutes import make_minutes
from peer_tui.domain.words import say
from peer_tui.services import amending
from peer_tui.services.amending import Changed
from peer_tui.services.problems import Problem
from peer_tui.ui.screens.minutes_place import MinutesPlace
from peer_tui.ui.screens.place import HELP, Act
from peer_tui.ui.text import plain, wrap
from peer_tui.ui.widgets.minutes_paper import MinutesPaper

VIEWS = (say("what differs"), say("as approved"), say("as amended"))


class MinutesCompareScreen(MinutesPlace):
    """Three views of the same minutes; v turns to the next."""

    CSS_PATH = "minutes_compare.tcss"
    PLACE: ClassVar[str] = say("peer-tui · As approved and as amended")
    WORD: ClassVar[str] = say("Original")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("v,enter", "v", say("next view"), "turn", say("What differs, as approved, as amended.")),
        Act("up,k", "↑ ↓", say("scroll"), "scroll(-1)", say("Scroll; Page Up and Page Down by the page.")),
        Act("down,j", "", "", "scroll(1)", ""),
    )
    view = 0

    def compose_body(self) -> ComposeResult:
        """The page: the minutes, or what differs."""
        with VerticalScroll(id="page"):
            yield Static(id="differing", markup=False)
            yield MinutesPaper()

    def after_first_drawing(self) -> None:
        """The page has the focus, so that it scrolls."""
        self.query_one("#page").focus()

    def draw(self) -> None:
        """Draw the view that is chosen."""
        self.tell_place()
        page, paper, differing = (
            self.query_one("#page"),
            self.query_one(MinutesPaper),
            self.query_one("#differing", Static),
        )
        page.border_title = plain(say("{view} of 3 · {views}", view=self.view + 1, views=VIEWS[self.view]))
        differing.display, paper.display = self.view == 0, self.view != 0
        try:
            if self.view == 0:
                differing.update(self._differing())
            else:
                self._show(paper)
        except Problem as problem:
            differing.display, paper.display = True, False
            differing.update(plain(problem.sentence))
        self.show_keys()

    def _show(self, paper: MinutesPaper) -> None:
        meeting = self.opened.meeting(self.meeting_id)
        if self.view == 1:
            original = amending.original(self.workspace, self.opened, self.meeting_id)
            if original is not None:
                original.approved = meeting.approved
                meeting = original
        paper.show(make_minutes(meeting, self.opened.group))

    def _differing(self) -> Content:
        meeting = self.opened.meeting(self.meeting_id)
        width = max(20, min(92, self.size.width - 6))
        changes = amending.changes_since(self.workspace, self.opened, self.meeting_id)
        amendments = make_minutes(meeting, self.opened.group).amendments
        rows = [plain(say("Amendments"), "bold $accent"), *(plain(f"- {told}") for told in amendments)]
        rows = rows if amendments else [plain(say("Nothing was amended since the approval."), "$quiet")]
        for change in changes:
            rows += [plain(""), *_change(change, width)]
        return Content("\n").join(rows)

    def footer(self) -> list[tuple[str, str]]:
        """The keys."""
        return [
            ("v", VIEWS[(self.view + 1) % 3]),
            ("↑ ↓", say("scroll")),
            ("Esc", say("minutes")),
            (HELP.shown, HELP.words),
        ]

    def action_turn(self) -> None:
        """The next view."""
        self.view = (self.view + 1) % len(VIEWS)
        self.draw()
        self.query_one("#page").scroll_home(animate=False)

    def action_scroll(self, by: int) -> None:
        """A line up or down."""
        self.query_one("#page").scroll_relative(y=by, animate=False)


def _change(change: Changed, width: int) -> list[Content]:
    """A line before and after: side by side where there is room, else one below the other, changed words marked."""
    what = (
        say("added")
        if not change.before
        else say("taken out")
        if not change.after
        else say("as approved, and as it reads now")
    )
    rows = [plain(f"{change.label} · {what}", "bold")]
    before = [piece for piece in change.pieces if piece.where != "after"]
    after = [piece for piece in change.pieces if piece.where != "before"]
    gone = Content.assemble(*(plain(one.words, "$error strike" if one.where == "before" else "") for one in before))
    come = Content.assemble(*(plain(one.words, "$success bold" if one.where == "after" else "") for one in after))
    if width < 70:
        return [
            *rows,
            Content.assemble(plain(say("was") + "  ", "$quiet"), gone),
            Content.assemble(plain(say("now") + "  ", "$quiet"), come),
        ]
    half = (width - 3) // 2
    left, right = _column(gone, half), _column(come, half)
    for place in range(max(len(left), len(right))):
        one = left[place] if place < len(left) else Content("")
        other = right[place] if place < len(right) else Content("")
        gap = " " * max(0, half - one.cell_length)
        rows.append(Content.assemble(one, gap, plain(" │ ", "$quiet"), other))
    return rows


def _column(words: Content, width: int) -> list[Content]:
    """Styled words in lines of at most `width` cells."""
    lines, at = [], 0
    for line in wrap(words.plain, width):
        start = words.plain.find(line, at)
        start = at if start < 0 else start
        lines.append(words[start : start + len(line)])
        at = start + len(line)
    return lines
