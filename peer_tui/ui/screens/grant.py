"""Grant report: federal quarters in numbers, as pictures or tables; nobody is named (`product.md` §2.11)."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from peer_tui.domain.federal_year import QUARTERS, Quarter
from peer_tui.domain.grant_pictures import KEYS
from peer_tui.domain.report import say_short_day
from peer_tui.domain.words import say
from peer_tui.services import grant_files, granting
from peer_tui.services.granting import Told
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.choose_one import ChooseOne
from peer_tui.ui.screens.group_place import GroupPlace
from peer_tui.ui.screens.place import GO_TO, HELP, Act
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.bars import PictureView
from peer_tui.ui.widgets.row_list import ListRow


class GrantScreen(GroupPlace):
    """A quarter of the federal year, or a whole one: meetings, people, what came of it, indicators.

    Args:
        opened: the group; None for the first one.
    """

    CSS_PATH = "grant.tcss"
    PLACE: ClassVar[str] = say("peer-tui · Grant report")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("left", "←", say("before"), "turn_back(1)", say("The quarter before, or the year before.")),
        Act("right", "→", say("after"), "turn_back(-1)", say("The quarter after, or the year after.")),
        Act("y", "y", say("whole year"), "year", say("The whole federal year by its quarters, and back to one.")),
        Act("t", "t", say("table"), "table", say("The same as tables, and back to bars.")),
        Act("n", "n", say("next picture"), "turn(1)", say("The next picture.")),
        Act("p", "p", say("picture before"), "turn(-1)", say("The picture before.")),
        Act(
            "w",
            "w",
            say("write"),
            "write",
            say("Write the report to a file, for you only: a page, Markdown, CSV or JSON."),
        ),
        Act("c", "c", say("copy"), "copy_it", say("Copy the report as Markdown.")),
    )

    def __init__(self, opened: OpenGroup | None = None) -> None:
        super().__init__(opened)
        self.quarter: Quarter | None = None
        """The quarter that is shown, or one of the year; None for the last one that is over."""
        self.year = False
        """Its whole year is shown."""
        self.table = False
        """Drawn as tables."""
        self.told: Told
        """What is shown."""

    def compose_body(self) -> ComposeResult:
        """Whose numbers and of when, then the pictures."""
        yield Static(id="which", markup=False)
        with VerticalScroll(id="pictures"):
            yield Static(id="how", markup=False)
            for key in KEYS:
                yield PictureView(id=key)

    def after_first_drawing(self) -> None:
        """The pictures have the focus, so that they scroll."""
        self.query_one("#pictures").focus()

    # --- drawing ----------------------------------------------------------------------------------------------

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters that are told of."""
        here = self.quarter or granting.this_quarter(self.workspace, self.opened).moved(-1)
        return tuple(Quarter(here.year, number) for number in QUARTERS) if self.year else (here,)

    def draw(self) -> None:
        """Gather the numbers, and draw them."""
        self.told = granting.tell(self.workspace, self.opened, self.quarters)
        self._show()

    def _show(self) -> None:
        """Draw what was gathered."""
        days = self.told.days
        if self.year:
            first, last = self.quarters[0], self.quarters[-1]
            days = say(
                "FY {year} ({first} – {last})",
                year=first.year,
                first=say_short_day(first.first),
                last=say_short_day(last.last),
            )
        self.query_one("#which", Static).update(plain(f"{self.told.group} · {days}"))
        self.query_one("#how", Static).update(plain(" ".join(filter(None, (self.told.notice, self.told.how)))))
        for picture in self.told.pictures:
            self.query_one(f"#{picture.key}", PictureView).show(picture, table=self.table)
        self.show_keys()

    def footer(self) -> list[tuple[str, str]]:
        """How to see another time, or the same otherwise."""
        return [
            ("← →", say("year") if self.year else say("quarter")),
            ("y", say("one quarter") if self.year else say("whole year")),
            ("t", say("bars") if self.table else say("table")),
            ("n", say("next")),
            ("w", say("write")),
            (GO_TO.shown, GO_TO.words),
            (HELP.shown, HELP.words),
        ]

    # --- acts -------------------------------------------------------------------------------------------------

    def action_turn_back(self, by: int) -> None:
        """So many quarters back, or years; forward below zero. Never further than the calendar goes."""
        moved = self.quarters[0].moved(-by * (len(QUARTERS) if self.year else 1))
        if not granting.can_be_told(moved):
            self.show_flash(say("There is no such year."))
            return
        self.quarter = moved
        self.draw()

    def action_year(self) -> None:
        """The whole year, or the quarter it was left at."""
        if self.quarter is None:
            self.quarter = self.quarters[0]
        self.year = not self.year
        self.draw()

    def action_table(self) -> None:
        """As tables, or as bars again; the picture that is looked at stays on top."""
        pane = self.query_one("#pictures", VerticalScroll)
        here = round(pane.scroll_target_y)
        views = [self.query_one(f"#{key}", PictureView) for key in KEYS]
        looked_at = next((view for view in reversed(views) if view.virtual_region.y <= here), views[0])
        self.table = not self.table
        self._show()
        self.call_after_refresh(lambda: pane.scroll_to(y=looked_at.virtual_region.y, animate=False))

    def turned(self) -> None:
        """Another group is shown now; each has its own last quarter."""
        self.quarter = None
        super().turned()

    def action_turn(self, by: int) -> None:
        """Scroll to the next picture, or to the one before."""
        pane = self.query_one("#pictures", VerticalScroll)
        tops = [self.query_one(f"#{key}").virtual_region.y for key in KEYS]
        here = round(pane.scroll_target_y)
        beyond = [top for top in tops if (top > here if by > 0 else top < here)]
        if beyond or by < 0:
            pane.scroll_to(y=min(beyond) if by > 0 else max(beyond, default=0), animate=False)

    def action_copy_it(self) -> None:
        """Copy it."""
        self.peer.copier.start((grant_files.render(self.told, "md"),), say("The grant report"), "c")

    def action_write(self) -> None:
        """Ask in what format, and write it."""
        rows = [ListRow(plain(f"{say(words)} (.{form})"), form) for form, words in grant_files.FORMS.items()]
        self.app.push_screen(ChooseOne(say("Write the grant report as"), rows), self._write)

    def _write(self, form: str | None) -> None:
        if not form:
            return
        try:
            path = grant_files.write(self.workspace, self.opened, self.told, form)
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
            return
        self.show_flash(say("Written, for you only: {path}", path=path))
