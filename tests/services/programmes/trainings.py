"""A coalition that runs the PEER training: three Community Educators' sessions in the spring of 2026."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from peer_tui.domain.events import MeetingId, RowId
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.registers import RegisterView
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.programmes.meetings import plan_meeting
from peer_tui.services.programmes.rows import add_row, change_row, register_rows
from peer_tui.services.programmes.running import run_of
from peer_tui.services.programmes.starting import start
from peer_tui.services.workspace import OpenGroup, Workspace

ZONE = "America/New_York"
MORNING = dt.datetime(2026, 4, 1, 13, 0, tzinfo=dt.UTC)
"""Wed 1 Apr 2026, 9:00 am EDT: the day of session one."""
EVERYBODY = "Ana Ruiz\nBo Chen\nMei Tan\nLeila Haddad\n"


class Training:
    """A run of the training, with its clock and its group."""

    def __init__(self, workspace: Workspace, clock: ManualClock) -> None:
        clock.set(MORNING)
        self.workspace, self.clock = workspace, clock
        self.opened: OpenGroup = planning.new_group(workspace, "Harbor Practitioners", "mapwc", ZONE, EVERYBODY)
        days = {"first": dt.date(2026, 4, 1), "second": dt.date(2026, 4, 15), "third": dt.date(2026, 4, 29)}
        self.id = start(workspace, self.opened, "peer-training", "Spring training", days)

    @property
    def running(self) -> Running:
        """The run as it is now."""
        return run_of(self.opened, self.id)

    def add(self, register: str, texts: Mapping[str, str], **more: str) -> RowId:
        return add_row(self.workspace, self.opened, self.running, register, texts, **more)

    def change(self, row: RowId, texts: Mapping[str, str]) -> str:
        return change_row(self.workspace, self.opened, self.running, row, texts)

    def listed(self, register: str, **how: object) -> RegisterView:
        return register_rows(self.opened, self.running, register, **how)  # type: ignore[arg-type]

    def plan(self, kind: str, hours: float = 1) -> MeetingId:
        return plan_meeting(
            self.workspace, self.opened, self.running, kind, self.clock.now() + dt.timedelta(hours=hours)
        )

    def again(self) -> None:
        """The group as it is on disk."""
        self.opened = self.workspace.open_group(self.opened.folder)
