"""A peer learning group for tests: started, with meetings held by typed lines, and the program started anew."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from peer_tui.domain.events import MeetingId, ProgrammeId, RowId
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.registers import RegisterView
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.programmes import filling, meetings, rows, standing, starting
from peer_tui.services.programmes.running import run_of
from peer_tui.services.said import Said
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace
from tests.services.libraries import opened_at

NOW = dt.datetime(2026, 3, 2, 15, 0, tzinfo=dt.UTC)
FIRST = dt.date(2026, 3, 11)
CHARTER = dt.datetime(2026, 3, 11, 18, 0, tzinfo=dt.UTC)
"""Wed 11 Mar 2026, 2:00 pm in New York."""
SECOND = dt.datetime(2026, 4, 8, 18, 0, tzinfo=dt.UTC)
PEOPLE = "Ana Ruiz\nBo Chen\nMei Tan\n林小雨 | rain"


class Learning:
    """A learning group that was just started, on 2 March 2026."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.workspace = opened_at(home, NOW)
        self.opened = planning.new_group(self.workspace, "Harbor", "mapwc", "America/New_York", PEOPLE)
        self.id: ProgrammeId = starting.start(self.workspace, self.opened, "peer-learning", "Intake", {"first": FIRST})

    @property
    def run(self) -> Running:
        """The run as it stands now."""
        return run_of(self.opened, self.id)

    def add(self, register: str, **texts: str) -> RowId:
        return rows.add_row(self.workspace, self.opened, self.run, register, texts)

    def view(self, register: str, *, only: dict[str, str] | None = None, incomplete: bool = False) -> RegisterView:
        return rows.register_rows(self.opened, self.run, register, only=only, incomplete=incomplete)

    def answer(self, form: str, question: str, text: str) -> None:
        filling.answer(self.workspace, self.opened, self.run, form, question, text)

    def stages(self) -> dict[str, tuple[str, ...]]:
        """What each stage lacks."""
        told = standing.where_it_stands(self.workspace, self.opened, self.run)
        return {one.stage.key: one.missing for one in told.stages}

    # --- meetings ---------------------------------------------------------------------------------------------

    def set_clock(self, now: dt.datetime) -> None:
        clock = self.workspace.clock
        assert isinstance(clock, ManualClock)
        clock.set(now)

    def open(self, kind: str, starts: dt.datetime) -> LiveSession:
        """A meeting of the programme, with its doors open and Ana and Bo there."""
        meeting = meetings.plan_meeting(self.workspace, self.opened, self.run, kind, starts)
        return self.enter(meeting, starts)

    def enter(self, meeting: MeetingId, starts: dt.datetime) -> LiveSession:
        self.set_clock(starts)
        session = LiveSession(self.workspace, self.opened, meeting)
        all_of(session, "/next", "+ana", "+bo", "/next")
        return session

    def hold_charter(self) -> MeetingId:
        """The charter meeting, which promises three assignments."""
        session = self.open("charter", CHARTER)
        all_of(
            session, "/go steps", "> @ana visit two intake desks by nm = notes of both", "/yes 1",
            "> @bo write a shared sheet by nm = one page", "/yes 2", "> ask the state for one form", "/go goodbyes",
            "/end", "/end",
        )  # fmt: skip
        return session.id

    def restarted(self, later: dt.timedelta = dt.timedelta(hours=1)) -> tuple[Workspace, OpenGroup]:
        """The program starts anew over what is on disk."""
        now = self.workspace.now()
        self.workspace.close()
        workspace = opened_at(self.home, now + later)
        return workspace, workspace.open_groups()[0]


def typed(session: LiveSession, line: str) -> Said:
    """Type a line and press Enter."""
    session.typed(line)
    return session.enter(line)


def all_of(session: LiveSession, *lines: str) -> None:
    for line in lines:
        typed(session, line)
