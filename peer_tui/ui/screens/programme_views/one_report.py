"""What the views of one report share: which report it is, its page, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_tui.services.programmes import reports
from peer_tui.ui.screens.programme_views.view import ProgrammeView

if TYPE_CHECKING:
    from peer_tui.domain.events import ProgrammeId
    from peer_tui.domain.programmes.reports import ReportPage
    from peer_tui.ui.screens.programmes import ProgrammesScreen


class OneReport(ProgrammeView):
    """A view of one report of a run.

    Args:
        screen: the place.
        programme: the run.
        key: the report.
    """

    def __init__(self, screen: ProgrammesScreen, programme: ProgrammeId, key: str) -> None:
        super().__init__(screen, programme)
        self.key = key

    def gone(self) -> bool:
        """The programme is gone, or has no such report any more."""
        return super().gone() or all(one.key != self.key for one in self.definition.reports)

    def page(self) -> ReportPage:
        """The report as it stands."""
        return reports.drawn(self.workspace, self.opened, self.running, self.key)

    @property
    def title(self) -> str:
        """Which report, and how far it is."""
        page = self.page()
        return f"{page.title} · {page.status}"
