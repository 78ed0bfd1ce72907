"""Reports: how a group's meetings went, as pictures or tables of numbers; nobody is named (`product.md` §3.3)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from peer_tui.domain.report import Stretch
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.services import reporting
from peer_tui.services.problems import Problem
from peer_tui.services.reporting import FORMS, Told
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.choose_one import ChooseOne
from peer_tui.ui.screens.group_place import GroupPlace
from peer_tui.ui.screens.place import GO_TO, HELP, Act
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.bars import PictureView
from peer_tui.ui.widgets.row_list import ListRow

KEYS = ("attendance", "minutes", "steps", "decisions")
"""The pictures, from top to bottom."""
SPANS = {
    "6": say("the last 6 meetings"),
    "12": say("the last 12 meetings"),
    "year": say("this year"),
    "all": say("all meetings"),
}


class ReportsScreen(GroupPlace):
    """Attendance, planned against actual minutes, next steps kept on time, decisions; one below the other.

    Args:
        opened: the group; None for the first one.
    """

    CSS_PATH = "reports.tcss"
    PLACE: ClassVar[str] = say("peer-tui · Reports")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("t", "t", say("table"), "table", say("The same as tables, and back to bars.")),
        Act("6", "6", say("last 6"), "span('6')", say("The last 6 meetings.")),
        Act("2", "2", say("last 12"), "span('12')", say("The last 12 meetings.")),
        Act("y", "y", say("this year"), "span('year')", say("The meetings of this year.")),
        Act("a", "a", say("all"), "span('all')", say("Every meeting that was held.")),
        Act("g", "g", say("all groups"), "groups", say("All groups of this library together, and back to one.")),
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
        self.span = "12"
        """Which meetings: a key of `SPANS`."""
        self.all_groups = False
        self.table = False
        """Drawn as tables."""
        self.told: Told
        """What is shown."""

    def compose_body(self) -> ComposeResult:
        """Whose meetings and which, then the pictures."""
        yield Static(id="which", markup=False)
        yield Static(id="left-out", markup=False)
        with VerticalScroll(id="pictures"):
            for key in KEYS:
                yield PictureView(id=key)

    def after_first_drawing(self) -> None:
        """The pictures have the focus, so that they scroll."""
        self.query_one("#pictures").focus()

    # --- drawing ----------------------------------------------------------------------------------------------

    @property
    def stretch(self) -> Stretch:
        """Which meetings are told of."""
        match self.span:
            case "6" | "12":
                return Stretch(last=int(self.span))
            case "year":
                today = local_date(self.workspace.now(), self.opened.glance.zone)
                return Stretch(since=dt.date(today.year, 1, 1), until=today)
        return Stretch()

    def draw(self) -> None:
        """Gather the numbers, and draw them."""
        groups = self.workspace.open_groups() if self.all_groups else [self.opened]
        self.told = reporting.tell(self.workspace, groups, self.stretch)
        self._show()

    def _show(self) -> None:
        """Draw what was gathered."""
        which = f"{self.told.title} · {SPANS[self.span]}: {self.told.days}"
        self.query_one("#which", Static).update(plain(which))
        left_out = self.query_one("#left-out", Static)
        left_out.update(plain(self.told.notice))
        left_out.display = bool(self.told.notice)
        for picture in self.told.pictures:
            self.query_one(f"#{picture.key}", PictureView).show(picture, table=self.table)
        self.show_keys()

    def footer(self) -> list[tuple[str, str]]:
        """How to see the same otherwise."""
        return [
            ("t", say("bars") if self.table else say("table")),
            ("6 2 y a", say("which")),
            ("n", say("next")),
            ("w", say("write")),
            (GO_TO.shown, GO_TO.words),
            (HELP.shown, HELP.words),
        ]

    # --- acts -------------------------------------------------------------------------------------------------

    def action_table(self) -> None:
        """As tables, or as bars again; the picture that is looked at stays on top."""
        pane = self.query_one("#pictures", VerticalScroll)
        here = round(pane.scroll_target_y)
        views = [self.query_one(f"#{key}", PictureView) for key in KEYS]
        looked_at = next((view for view in reversed(views) if view.virtual_region.y <= here), views[0])
        self.table = not self.table
        self._show()
        self.call_after_refresh(lambda: pane.scroll_to(y=looked_at.virtual_region.y, animate=False))

    def action_span(self, span: str) -> None:
        """Other meetings."""
        self.span = span
        self.draw()

    def action_groups(self) -> None:
        """All groups, or one again."""
        if not self.all_groups and len(self.workspace.open_groups()) < 2:
            self.show_flash(say("There is no other group in this library."))
            return
        self.all_groups = not self.all_groups
        self.draw()

    def turned(self) -> None:
        """Another group is shown now, and only that one."""
        self.all_groups = False
        super().turned()

    def action_turn(self, by: int) -> None:
        """Scroll to the next picture, or to the one before."""
        pane = self.query_one("#pictures", VerticalScroll)
        tops = [self.query_one(f"#{key}").virtual_region.y for key in KEYS]
        here = round(pane.scroll_target_y)
        beyond = [top for top in tops if (top > here if by > 0 else top < here)]
        if beyond:
            pane.scroll_to(y=min(beyond) if by > 0 else max(beyond), animate=False)

    def action_copy_it(self) -> None:
        """Copy it."""
        self.peer.copier.start((reporting.render(self.told, "md"),), say("The report"), "c")

    def action_write(self) -> None:
        """Ask in what format, and write it."""
        rows = [ListRow(plain(f"{words} (.{form})"), form) for form, words in FORMS.items()]
        self.app.push_screen(ChooseOne(say("Write the report as"), rows), self._write)

    def _write(self, form: str | None) -> None:
        if not form:
            return
        folder = "" if self.all_groups else self.opened.folder
        try:
            path = reporting.write(self.workspace, self.told, form, folder)
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
            return
        self.show_flash(say("Written, for you only: {path}", path=path))
