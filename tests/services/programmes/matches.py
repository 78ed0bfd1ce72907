"""An invented peer match, from its assignment to the days it was held: what the tests of its products begin with."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from peer_tui.domain.events import RowAdded
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.wall_time import wall_to_utc
from peer_tui.services import goodbyes, moving, planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.programmes import meetings, starting
from peer_tui.services.programmes.running import run_of
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.settings import Settings
from tests.services.libraries import places_in

ZONE = "America/New_York"
ASSIGNED, FIRST, LAST = dt.date(2026, 3, 2), dt.date(2026, 4, 27), dt.date(2026, 4, 28)
TEAM = (
    ("requesting site", "Wren Aster", "resident", "Parent", "Pine Street Families", "yes"),
    ("requesting site", "Ivo Larch", "family worker", "Family worker", "Lark County", ""),
    ("requesting site", "Dana Quill", "director", "Director", "Lark County", ""),
    ("peer consultants", "Ines Holm", "Director", "Director", "Harbor Network", "yes"),
    ("peer consultants", "Abe Fenn", "family workers", "Home visitor", "Harbor Network", ""),
    ("peer consultants", "Uma Reed", "evaluator", "Evaluator", "Tide Institute", ""),
)
"""Side, name, role, title, organization, lead contact."""


class Match:
    """A peer match that a group runs; `run` is it as it stands now."""

    def __init__(self, home: Path) -> None:
        self.clock = ManualClock(at(ASSIGNED, 9))
        self.workspace = Workspace(places_in(home), self.clock, Settings(), threaded=False)
        self.opened: OpenGroup = planning.new_group(
            self.workspace, "Lark County Families", "blank", ZONE, "Noor Vale\nMilo Birch\n"
        )
        days = {"assignment": ASSIGNED, "first": FIRST, "last": LAST}
        self.id = starting.start(self.workspace, self.opened, "peer-match", "Lark County learns from Harbor", days)

    @property
    def run(self) -> Running:
        return run_of(self.opened, self.id)

    def team(self, people: tuple[tuple[str, ...], ...] = TEAM) -> None:
        """Both teams, each with an address of its own."""
        bodies = [
            RowAdded(
                programme=self.id, part="team", row=self.workspace.new_id(),
                texts={
                    "side": side, "name": name, "role": role, "position": position, "organization": organization,
                    "address": f"{number} Elm Road", "telephone": f"555-010{number}",
                    "email": f"{name.split()[0].lower()}@example.org", "lead": lead,
                },
            )
            for number, (side, name, role, position, organization, lead) in enumerate(people)
        ]  # fmt: skip
        self.workspace.record(self.opened, "", bodies)

    def hold(self, kind: str, day: dt.date, *lines: str) -> LiveSession:
        """A meeting of the match, from its doors to its end, with what was typed in it."""
        starts = at(day, 9)
        meeting = meetings.plan_meeting(self.workspace, self.opened, self.run, kind, starts)
        self.clock.set(starts)
        session = LiveSession(self.workspace, self.opened, meeting)
        moving.open_doors(session)
        session.enter("/next")
        for line in lines:
            self.clock.advance(dt.timedelta(minutes=1))
            session.enter(line)
        self.clock.advance(dt.timedelta(minutes=30))
        goodbyes.confirm_end(session)
        self.opened.refold()
        return session

    def hold_both_days(self) -> LiveSession:
        """The match itself, with what its summary is drawn from."""
        self.hold(
            "day-1", FIRST, "+noor", "lesson: Residents lead the meetings, staff set the table",
            "reflect: We never asked families first", "an ordinary note",
        )  # fmt: skip
        return self.hold(
            "day-2", LAST, "+noor", "+milo", "learn: Small grants open doors",
            "commit: Lark County pays residents for their time", "! We meet the Harbor team again in autumn",
            "> @milo ask the county for a budget line by 15 may = it is in the draft budget", "/yes 1",
            "lesson: Trust before data",
        )  # fmt: skip

    def close(self) -> None:
        self.workspace.close()


def at(day: dt.date, hour: int) -> dt.datetime:
    """An instant of that day in the group's zone, UTC."""
    return wall_to_utc(day, dt.time(hour), ZONE)
