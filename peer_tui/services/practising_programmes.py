"""A practice library with a programme half-way through: an invented group, played through the acts a scribe would do.

`data/practice/KEY.toml` tells what is made; `data/practice/peer-match.toml` says how such a file is read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from peer_tui import assets
from peer_tui.domain.events import MeetingId, ProgrammeId
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.wall_time import local_date, wall_to_utc
from peer_tui.domain.words import say
from peer_tui.services import goodbyes, moving, planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.opened import OpenGroup
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import checklist, evaluations, filling, meetings, rows, running, starting
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace

PROGRAMMES = ("peer-match", "peer-training", "peer-learning", "career-workshop")
"""The programmes there is an invented group for, by their words."""
_DAY = re.compile(r"\{([+-]?[0-9]{1,3})\}")
"""In a text: the day so many days after the meeting at hand."""
_MORNING = "10:00"
"""When an act was done that says no time."""


def make_programme_practice(workspace: Workspace, key: str, at_hand: dt.datetime) -> MeetingId:
    """Make the invented group of a programme in an empty library, and plan the meeting at hand, doors closed.

    Args:
        workspace: where to.
        key: one of `PROGRAMMES`.
        at_hand: when the meeting at hand starts, UTC; every other day counts from it.

    Raises:
        Problem: it could not be saved.
    """
    import tomllib

    table = tomllib.loads(assets.data_file("practice", f"{key}.toml").read_text(encoding="utf-8"))
    first = max(act["before"] for act in table["act"])
    clock = ManualClock(at_hand - dt.timedelta(days=first + 1))
    # A workspace of its own: its clock is moved through the months before.
    past = Workspace(workspace.places, clock, workspace.settings)
    try:
        meeting = _Story(past, clock, key, table, at_hand).play()
        if not past.saver.flush():
            raise Problem(say("NOT SAVED: {problem}", problem=past.saver.problem))
    finally:
        past.close()
    return meeting


class _Story:
    """What happened, act by act."""

    def __init__(
        self, workspace: Workspace, clock: ManualClock, key: str, table: dict[str, Any], at_hand: dt.datetime
    ) -> None:
        self.workspace = workspace
        self.clock = clock
        self.table = table
        self.at_hand = at_hand
        self.zone: str = table["group"]["zone"]
        self.opened: OpenGroup = self._group()
        self.id: ProgrammeId = self._programme(key)

    @property
    def run(self) -> Running:
        """The programme as it stands at this point of the story."""
        return running.run_of(self.opened, self.id)

    def play(self) -> MeetingId:
        """Do every act in turn, then plan the meeting at hand."""
        for act in self.table["act"]:
            self._at(act)
            done = [do(self, act) for name, do in _ACTS.items() if name in act]
            if not done:
                raise ValueError(f"no act is known among {', '.join(act)}")
        last = self.table["at_hand"]
        self.clock.set(max(self.clock.now(), self.at_hand - dt.timedelta(days=last["planned_before"])))
        kind, minutes = last["kind"], last.get("minutes")
        meeting = meetings.plan_meeting(self.workspace, self.opened, self.run, kind, self.at_hand, minutes)
        self.workspace.saver.flush()
        return meeting

    def _group(self) -> OpenGroup:
        group = self.table["group"]
        people = "\n".join(
            " | ".join((
                person["name"], person.get("alias", ""), person.get("pronouns", ""), ", ".join(person.get("roles", ())),
            ))
            for person in self.table["person"]
        )  # fmt: skip
        return planning.new_group(
            self.workspace, group["name"], group["template"], self.zone, people, series=self.table["programme"]["title"]
        )

    def _programme(self, key: str) -> ProgrammeId:
        about = self.table["programme"]
        days = {anchor: self.day(after) for anchor, after in about.get("days", {}).items()}
        return starting.start(self.workspace, self.opened, key, about["title"], days)

    def day(self, after: int) -> dt.date:
        """The day so many days after the meeting at hand, in the group's zone."""
        return local_date(self.at_hand, self.zone) + dt.timedelta(days=after)

    def words(self, text: str) -> str:
        """A text of the file, its days put in."""
        return _DAY.sub(lambda found: self.day(int(found[1])).isoformat(), text)

    def texts(self, table: dict[str, Any]) -> dict[str, str]:
        """Cells or answers of the file, their days put in."""
        return {name: self.words(str(text)) for name, text in table.items()}

    def when(self, act: dict[str, Any]) -> dt.datetime:
        """When an act was done, UTC."""
        return wall_to_utc(self.day(-act["before"]), dt.time.fromisoformat(act.get("at", _MORNING)), self.zone)

    def _at(self, act: dict[str, Any]) -> None:
        self.clock.set(max(self.clock.now() + dt.timedelta(minutes=1), self.when(act)))

    # --- acts ------------------------------------------------------------------------------------------------------

    def tick(self, act: dict[str, Any]) -> None:
        """Lines of the checklist are done, or found not needed."""
        for item in act["tick"]:
            progress = act.get("progress", "done")
            checklist.mark(self.workspace, self.opened, self.run, item, progress, note=act.get("note", ""))

    def set_days(self, act: dict[str, Any]) -> None:
        """Days are set or moved."""
        for anchor, after in act["days"].items():
            starting.set_day(self.workspace, self.opened, self.run, anchor, self.day(after))

    def fill_in(self, act: dict[str, Any]) -> None:
        """Questions of a form are answered."""
        for question, text in self.texts(act["answers"]).items():
            filling.answer(self.workspace, self.opened, self.run, act["form"], question, text)

    def add(self, act: dict[str, Any]) -> None:
        """Rows are added to a register; with `steps` each becomes a next step."""
        from peer_tui.services.programmes.row_steps import row_to_step

        for row in act["rows"]:
            added = rows.add_row(self.workspace, self.opened, self.run, act["register"], self.texts(row))
            if act.get("steps"):
                row_to_step(self.workspace, self.opened, self.run, added)

    def hand_in(self, act: dict[str, Any]) -> None:
        """Evaluation forms are handed in."""
        for sheet in act["sheets"]:
            evaluations.enter(
                self.workspace, self.opened, self.run, act["evaluation"], self.texts(sheet), act.get("occasion", "")
            )

    def meet(self, act: dict[str, Any]) -> None:
        """A meeting is planned two days before, and held: doors, lines, end."""
        starts = self.when(act)
        planned = meetings.plan_meeting(
            self.workspace, self.opened, self.run, act["meeting"], starts, act.get("minutes")
        )
        session = LiveSession(self.workspace, self.opened, planned)
        self._to(starts, act["doors"])
        moving.open_doors(session)
        for line in act["line"]:
            self._to(starts, line["at"])
            current = session.meeting.current
            if current is None or current.block != line["block"]:
                session.do("go", line["block"])
            said = session.enter(self.words(line["text"]))
            if not said.done:
                raise ValueError(f"{act['meeting']}, minute {line['at']}, “{line['text']}”: {said.words}")
        self._to(starts, act["ended"])
        goodbyes.confirm_end(session)
        self.workspace.saver.flush()
        self.opened.refold()

    def _to(self, starts: dt.datetime, minute: int) -> None:
        self.clock.set(max(self.clock.now(), starts + dt.timedelta(minutes=minute)))


_ACTS: dict[str, Callable[[_Story, dict[str, Any]], None]] = {
    "tick": _Story.tick,
    "days": _Story.set_days,
    "answers": _Story.fill_in,
    "rows": _Story.add,
    "sheets": _Story.hand_in,
    "line": _Story.meet,
}
"""What an act does, by the field that says so."""
