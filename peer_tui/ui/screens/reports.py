"""Reports: how a group's meetings went, as pictures or tables of numbers; nobody is named (`product.md` §3.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from peer_tui.domain.report import Stretch
from peer_tui.domain.report_pictures import Picture
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.services import reporting
from peer_tui.services.reporting import FORMS, Told
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.picture_place import PICTURE_ACTS, TABLE, PicturePlace
from peer_tui.ui.screens.place import Act
from peer_tui.ui.text import plain

SPANS = {
    "6": say("the last 6 meetings"),
    "12": say("the last 12 meetings"),
    "year": say("this year"),
    "all": say("all meetings"),
}


class ReportsScreen(PicturePlace):
    """Attendance, planned against actual minutes, next steps kept on time, decisions; one below the other.

    Args:
        opened: the group; None for the first one.
    """

    CSS_PATH = "reports.tcss"
    PLACE: ClassVar[str] = say("peer-tui · Reports")
    KEYS = ("attendance", "minutes", "steps", "decisions")
    REPORT = say("The report")
    WRITE_AS = say("Write the report as")
    ACTS: ClassVar[tuple[Act, ...]] = (
        TABLE,
        Act("6", "6", say("last 6"), "span('6')", say("The last 6 meetings.")),
        Act("2", "2", say("last 12"), "span('12')", say("The last 12 meetings.")),
        Act("y", "y", say("this year"), "span('year')", say("The meetings of this year.")),
        Act("a", "a", say("all"), "span('all')", say("Every meeting that was held.")),
        Act("g", "g", say("all groups"), "groups", say("All groups of this library together, and back to one.")),
        *PICTURE_ACTS,
    )

    def __init__(self, opened: OpenGroup | None = None) -> None:
        super().__init__(opened)
        self.span = "12"
        """Which meetings: a key of `SPANS`."""
        self.all_groups = False
        self.told: Told
        """What is shown."""

    def compose_body(self) -> ComposeResult:
        """Whose meetings and which, then the pictures."""
        yield Static(id="which", markup=False)
        yield Static(id="left-out", markup=False)
        yield from self.compose_pictures()

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
        self.told = self._told()
        left_out = self.query_one("#left-out", Static)
        left_out.update(plain(self.told.notice))
        left_out.display = bool(self.told.notice)
        self.show_told()

    def _told(self, form: str = "") -> Told:
        groups = self.workspace.open_groups() if self.all_groups else [self.opened]
        return reporting.tell(self.workspace, groups, self.stretch, form=form)

    @property
    def pictures(self) -> Sequence[Picture]:
        """The pictures of the meetings that are told of."""
        return self.told.pictures

    @property
    def which(self) -> str:
        """Whose meetings and which, with their days."""
        return f"{self.told.title} · {SPANS[self.span]}: {self.told.days}"

    def footer(self) -> list[tuple[str, str]]:
        """How to see the same otherwise, or other meetings."""
        table, *others = super().footer()
        return [table, ("6 2 y a", say("which")), *others]

    # --- acts -------------------------------------------------------------------------------------------------

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

    # --- the report as a file ---------------------------------------------------------------------------------

    @property
    def forms(self) -> Mapping[str, str]:
        """A page, Markdown, a spreadsheet, data."""
        return FORMS

    def rendered(self, form: str) -> str:
        """The report in one of the forms."""
        return reporting.render(self.told, form)

    def written(self, form: str) -> Path:
        """Write the report to a file, beside others of its group; of several groups, beside those of several."""
        told = self._told(form) if form == "json" else self.told
        return reporting.write(self.workspace, told, form, "" if self.all_groups else self.opened.folder)
