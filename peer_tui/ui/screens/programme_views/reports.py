"""A programme's reports and how far each is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.dates import say_day
from peer_tui.domain.words import say
from peer_tui.ui.screens.programme_views.asking import today_of
from peer_tui.ui.screens.programme_views.parts import PartView
from peer_tui.ui.screens.programme_views.report import ReportView
from peer_tui.ui.screens.programme_views.view import lines
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.programmes.definition import Report


class ReportsView(PartView):
    """A report a row."""

    part: ClassVar[str] = "reports"
    word: ClassVar[str] = say("Reports")
    enter_words = say("open")

    def rows(self, width: int) -> list[ListRow]:
        """Every report of the programme's file."""
        rows = [
            ListRow(row(plain(report.title), plain(self._told(report), "$quiet"), width), report.key)
            for report in self.definition.reports
        ]
        return rows or self.none(say("This programme has no reports."))

    def _told(self, report: Report) -> str:
        state = self.running.report(report.key)
        due = say("by {day}", day=say_day(state.deadline, today_of(self.place))) if state.deadline else ""
        out = state.progress == "out for review"
        return " ".join(one for one in (say(state.progress), due if out else "") if one)

    def below(self, selected: str) -> Content:
        """What the report is for."""
        report = next((one for one in self.definition.reports if one.key == selected), None)
        if report is None:
            return Content("")
        review = say("Its readers may review, amend and approve it.") if report.review else ""
        return lines(report.about, review)

    def enter(self, selected: str) -> None:
        """Its sections."""
        if selected in {report.key for report in self.definition.reports}:
            self.screen.go_into(ReportView(self.place, self.programme, selected))
