"""Where Today goes: Enter on a line, the next meeting's preparation and doors, the minutes, a new group, a new date."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import OptionList

from peer_tui.domain.words import say
from peer_tui.services.today import Kind, TodayLine
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens import today_meetings
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.today_meetings import PLANNED, MeetingActs

if TYPE_CHECKING:
    from peer_tui.domain.events import MeetingId

_WITH_MINUTES: tuple[Kind, ...] = ("draft", "review", "unsent", "step", "parked", "decided", "unfinished")


class TodayActs(MeetingActs):
    """The acts; the screen below it draws the lines and knows which one is selected."""

    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("p", "p", say("plan"), "plan", say("Plan a meeting: one line such as wed 13 nov 2pm.")),
        Act(
            "e",
            "e",
            say("prepare"),
            "prepare",
            say("Prepare the selected meeting: its agenda, priorities, topics and people."),
        ),
        Act("m", "m", say("minutes"), "minutes", say("The minutes of the selected meeting.")),
        Act("n", "n", say("new group"), "new_group", say("Make a group, in three questions.")),
        *today_meetings.ACTS,
        Act("q", "q", say("quit"), "app.leave", say("Leave the program, as ^Q does.")),
    )

    lines: dict[str, TodayLine]
    is_reading: bool

    @property
    def group_here(self) -> OpenGroup | None:
        """The group of the selected line: a place of one group begins with it."""
        return self.selected.opened if self.selected is not None else None

    def show_all(self, kind: Kind) -> None:
        """Draw every line of a kind."""
        raise NotImplementedError

    @on(OptionList.OptionSelected)
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        line = self.lines.get(event.option_id or "")
        if line is not None and line.enter == "all":
            self.show_all(line.kind)
        if line is None or line.opened is None:
            return
        if line.enter == "live":
            self.peer.open_live(line.opened, line.meeting)
        elif line.enter == "prepare":
            self.peer.open_prepare(line.opened, line.meeting)
        elif line.enter == "minutes":
            self.peer.open_minutes(line.opened, line.meeting, line.line)
        elif line.enter == "plan":
            self._plan(line)
        elif line.enter == "programme":
            self.peer.open_programme(line.opened, line.programme, line.part)
        elif line.enter == "kept":
            from peer_tui.ui.screens.group_settings import PastTheirTimeScreen

            self.peer.switch_screen(PastTheirTimeScreen(line.opened))
        elif line.enter == "deleted":
            from peer_tui.ui.screens.deleted import DeletedScreen

            self.peer.switch_screen(DeletedScreen(line.opened))

    def action_back(self) -> None:
        """There is no step back from here; the way out is said."""
        self.show_flash(
            say("q leaves. Everything is on disk.") if self.workspace.saver.state == "saved" else say("q leaves.")
        )

    def action_new_group(self) -> None:
        """The three questions."""
        from peer_tui.ui.screens.first_run import FirstRunScreen

        self.app.switch_screen(FirstRunScreen())

    def action_prepare(self) -> None:
        """Prepare the selected meeting."""
        line = self.selected
        if line is not None and line.opened is not None and line.kind in PLANNED:
            self.peer.open_prepare(line.opened, line.meeting)
        else:
            self.show_flash(say("e prepares a meeting that is planned: select one, or plan one with p."))

    def action_minutes(self) -> None:
        """The minutes of the selected meeting."""
        line = self.selected
        if line is not None and line.opened is not None and line.kind in _WITH_MINUTES:
            self.peer.open_minutes(line.opened, line.meeting)
        else:
            self.show_flash(say("m opens the minutes of a meeting that was held: select one."))

    def action_open_doors(self) -> None:
        """Open the doors of a planned meeting; asks once when it is not yet time."""
        line = self.selected
        if line is None or line.opened is None or line.kind not in PLANNED:
            self.show_flash(say("o opens the doors of a meeting that is planned: select one."))
            return
        opened, meeting = line.opened, line.meeting
        if line.enter == "live":
            self.peer.open_live(opened, meeting)
            return
        held = opened.glance.meetings[meeting]
        question = say("{title}, {when}: open the doors now?", title=held.title, when=self._when(opened, held))
        self.confirm(question, lambda: self._open_doors(opened, meeting))

    def _open_doors(self, opened: OpenGroup, meeting: MeetingId) -> None:
        """The person said so: the doors open, also of a meeting that is days away."""
        from peer_tui.services.moving import open_doors
        from peer_tui.services.session import LiveSession

        open_doors(LiveSession(self.workspace, opened, meeting))
        self.peer.open_live(opened, meeting)

    def action_stopped(self) -> None:
        """The unfinished meeting ended when its last line was written; asks once."""
        line = self.selected
        if line is None or line.kind != "unfinished" or line.opened is None or line.stopped is None:
            self.show_flash(say("s ends a meeting that was not ended: there is none selected."))
            return
        # What a live meeting needs is loaded when one is touched, not before the first screen is painted.
        from peer_tui.services.goodbyes import stopped_at
        from peer_tui.services.session import LiveSession

        opened, meeting, stopped = line.opened, line.meeting, line.stopped

        def end() -> None:
            said = stopped_at(LiveSession(self.workspace, opened, meeting), stopped)
            self.after_change(say("{words}. Its minutes are a draft.", words=said.words))

        self.confirm(
            say("We stopped at {stopped_words}: end the meeting at that time?", stopped_words=line.stopped_words), end
        )

    def action_plan(self) -> None:
        """Plan a meeting of the selected line's group; Tab turns to another group."""
        if not self.groups:
            self.show_flash(
                say("The groups are still being read.")
                if self.is_reading
                else say("A meeting belongs to a group: n makes one.")
            )
            return
        self._plan(self.selected)

    def _plan(self, line: TodayLine | None) -> None:
        # What reads a day and a time is loaded when one is planned.
        from peer_tui.ui.screens.planning_line import PlanningLine

        opened = line.opened if line is not None else None
        PlanningLine(self, self.groups, opened, lambda _, meeting, words: self.after_change(words, meeting)).ask(
            line.suggested if line is not None else ""
        )
