"""What Today does with the meeting that is selected: move, rename, merge, cancel, delete, write up, begin earlier."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from peer_tui.domain.held import Held
from peer_tui.domain.wall_time import say_date, say_time
from peer_tui.domain.words import say
from peer_tui.services.own_time import hours_of
from peer_tui.services.problems import Problem
from peer_tui.services.today import Kind, TodayLine, cancel_question
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import Act, PlaceScreen
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.events import MeetingId

PLANNED: tuple[Kind, ...] = ("next", "prepare", "missed", "later")
"""Kinds of line that are about a meeting that is planned."""
_OF_A_MEETING: tuple[Kind, ...] = (*PLANNED, "unfinished", "draft", "review", "unsent")
"""Kinds of line that are about a meeting."""
_OTHER_KIND = say("another kind")

ACTS: tuple[Act, ...] = (
    Act(
        "o", "o", say("open doors"), "open_doors", say("Open the doors of the selected meeting, whatever the time is.")
    ),
    Act(
        "b",
        "b",
        say("it began at"),
        "began",
        say("The selected meeting began before anyone pressed the key: say when."),
    ),
    Act("s", "s", say("we stopped"), "stopped", say("An unfinished meeting: it ended when its last line was written.")),
    Act("v", "v", say("move"), "move", say("Another day, time or length for the selected meeting.")),
    Act("r", "r", say("rename"), "rename", say("Another title for the selected meeting.")),
    Act("k", "k", say("kind"), "choose_kind", say("What kind of meeting the selected one is.")),
    Act(
        "j",
        "j",
        say("join two"),
        "join_meetings",
        say("The selected meeting was planned twice: another one stands for it."),
    ),
    Act("x", "x", say("cancel"), "cancel_meeting", say("Cancel the selected meeting; asks once.")),
    Act(
        "d,delete",
        "d",
        say("delete"),
        "delete_meeting",
        say("Delete the selected meeting; it can be had back for 30 days."),
    ),
    Act("w", "w", say("write up"), "write_up", say("Write up a meeting that was held on paper: no clock runs.")),
)
"""Their keys."""


class MeetingActs(PlaceScreen):
    """The acts; the screen says which line is selected and draws itself again."""

    ACTS: ClassVar[tuple[Act, ...]] = ACTS

    groups: list[OpenGroup]

    @property
    def selected(self) -> TodayLine | None:
        """The line that is selected."""
        raise NotImplementedError

    def after_change(self, words: str, meeting: MeetingId = "") -> None:
        """Read and draw again, say what was done, and select the meeting's line if it has one."""
        raise NotImplementedError

    # --- which meeting ----------------------------------------------------------------------------------------

    def _meeting(self, kinds: tuple[Kind, ...], otherwise: str) -> tuple[OpenGroup, Held] | None:
        """The meeting of the selected line; None, and it is said why, if the line is about something else."""
        line = self.selected
        if line is None or line.opened is None or line.kind not in kinds or not line.meeting:
            self.show_flash(otherwise)
            return None
        held = line.opened.group.meetings.get(line.meeting)
        if held is None:
            self.after_change(say("That meeting is not in this library any more."))
            return None
        return line.opened, held

    def _try(self, act: Callable[[], object], words: str, meeting: MeetingId = "") -> None:
        """Do it and say so, or say why not."""
        try:
            act()
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
            return
        self.after_change(words, meeting)

    def _when(self, opened: OpenGroup, held: Held) -> str:
        hours = hours_of(self.workspace, opened.glance)
        return f"{say_date(held.starts, held.zone)}, {say_time(held.starts, held.zone, hours)}"

    # --- when and what it is ----------------------------------------------------------------------------------

    def action_move(self) -> None:
        """Another day, time or length."""
        chosen = self._meeting(PLANNED, say("v moves a meeting that is planned: select one."))
        if chosen is None:
            return
        from peer_tui.ui.screens.planning_line import MovingLine

        MovingLine(self, *chosen, lambda _, meeting, words: self.after_change(words, meeting)).ask()

    def action_rename(self) -> None:
        """Another title."""
        chosen = self._meeting(_OF_A_MEETING, say("r renames a meeting: select one."))
        if chosen is None:
            return
        from peer_tui.services import planning

        opened, held = chosen

        def take(text: str) -> str | None:
            try:
                planning.rename(self.workspace, opened, held, text)
            except Problem as problem:
                return problem.sentence
            self.call_after_refresh(self.after_change, "", held.id)
            return None

        self.ask(say("The meeting's title"), take, value=held.title)

    def action_choose_kind(self) -> None:
        """Another kind of meeting."""
        chosen = self._meeting(_OF_A_MEETING, say("k says what kind of meeting it is: select one."))
        if chosen is None:
            return
        from peer_tui.domain.profile import profile_of
        from peer_tui.ui.screens.choose_one import ChooseOne

        opened, held = chosen
        kinds = list(dict.fromkeys((*profile_of(opened.group).kinds, held.type)))
        rows = [ListRow(plain(kind), f"kind {kind}") for kind in kinds if kind]
        rows.append(ListRow(plain(f"{_OTHER_KIND} …", "$quiet"), _OTHER_KIND))

        def took(key: str | None) -> None:
            if key == _OTHER_KIND:
                self.ask(
                    say("What kind of meeting is it?"), lambda text: self._kind(opened, held, text), value=held.type
                )
            elif key:
                self._kind(opened, held, key.removeprefix("kind "))

        self.app.push_screen(
            ChooseOne(say("What kind of meeting is it?"), rows, say("kind {type}", type=held.type)), took
        )

    def _kind(self, opened: OpenGroup, held: Held, kind: str) -> str | None:
        from peer_tui.services import planning

        try:
            planning.choose_kind(self.workspace, opened, held, kind)
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
            return problem.sentence
        shown = opened.group.meetings[held.id].type
        self.call_after_refresh(self.after_change, f"{held.title}: {shown}.", held.id)
        return None

    # --- whether it is ----------------------------------------------------------------------------------------

    def action_cancel_meeting(self) -> None:
        """Cancel the selected meeting; asks once."""
        chosen, line = self._meeting(PLANNED, say("x cancels a meeting that is planned: select one.")), self.selected
        if chosen is None or line is None:
            return
        from peer_tui.services import planning

        opened, held = chosen
        words = say("{title} on {date} is cancelled.", title=held.title, date=say_date(held.starts, held.zone))
        cancel = partial(planning.cancel, self.workspace, opened, held)
        self.confirm(cancel_question(line), lambda: self._try(cancel, words))

    def action_join_meetings(self) -> None:
        """Let another meeting stand for the selected one, which was planned twice."""
        chosen = self._meeting(PLANNED, say("j joins two meetings of which one was planned twice: select that one."))
        if chosen is None:
            return
        from peer_tui.services import merging_meetings
        from peer_tui.ui.screens.choose_one import ChooseOne

        opened, gone = chosen
        others = merging_meetings.others(opened, gone)
        if not others:
            self.show_flash(say("{name} has no other meeting planned.", name=opened.group.name))
            return
        rows = [
            ListRow(
                plain(
                    say(
                        "{when} · {title} · {minutes} min",
                        when=self._when(opened, held),
                        title=held.title,
                        minutes=held.minutes,
                    )
                ),
                held.id,
            )
            for held in others
        ]

        def took(key: str | None) -> None:
            kept = opened.group.meetings.get(key or "")
            if kept is None:
                return
            merge = partial(merging_meetings.merge_meetings, self.workspace, opened, gone, kept)
            words = say(
                "{when} stands for both now. F2, Deleted meetings, brings the other one back.",
                when=self._when(opened, kept),
            )
            question = merging_meetings.question(self.workspace, opened, gone, kept)
            self.confirm(question, lambda: self._try(merge, words, kept.id))

        self.app.push_screen(
            ChooseOne(say("Which meeting stays, instead of {when}?", when=self._when(opened, gone)), rows), took
        )

    def action_delete_meeting(self) -> None:
        """Delete the selected meeting; asks once, of approved minutes twice."""
        chosen = self._meeting(_OF_A_MEETING, say("d deletes a meeting: select one."))
        if chosen is None:
            return
        from peer_tui.services import deleting

        opened, held = chosen
        words = say(
            "{title} of {date} is deleted. F2, Deleted meetings, brings it back.",
            title=held.title,
            date=say_date(held.starts, held.zone),
        )
        delete = partial(deleting.delete, self.workspace, opened, held)

        def once_more() -> None:
            if second := deleting.second_question(held):
                self.confirm(second, lambda: self._try(delete, words))
            else:
                self._try(delete, words)

        self.confirm(deleting.question(opened, held), once_more)

    # --- held on paper, or begun without the program ----------------------------------------------------------

    def action_write_up(self) -> None:
        """Write up the selected meeting that nobody opened, or one that was never planned."""
        line = self.selected
        if line is not None and line.kind == "missed" and line.opened is not None:
            self._write_up_planned(line.opened, line.opened.group.meetings[line.meeting])
            return
        if not self.groups:
            self.show_flash(say("A meeting belongs to a group: n makes one."))
            return
        from peer_tui.ui.screens.planning_line import WritingLine

        first = line.opened if line is not None else None
        WritingLine(self, self.groups, first, lambda opened, meeting, _: self.peer.open_live(opened, meeting)).ask()

    def _write_up_planned(self, opened: OpenGroup, held: Held) -> None:
        from peer_tui.services import writing_up

        def begin() -> None:
            try:
                writing_up.begin(self.workspace, opened, held)
            except Problem as problem:
                self.show_flash(problem.sentence, "warning")
                return
            self.peer.open_live(opened, held.id)

        question = say(
            "{title} was held on paper, {when}, {minutes} min: write it up?",
            title=held.title,
            when=self._when(opened, held),
            minutes=held.minutes,
        )
        self.confirm(question, begin)

    def action_began(self) -> None:
        """The selected meeting began before anyone pressed the key."""
        chosen = self._meeting(
            (*PLANNED, "unfinished"), say("b says when a meeting began that nobody opened: select it.")
        )
        if chosen is None:
            return
        opened, held = chosen

        def take(text: str) -> str | None:
            # What a live meeting needs is loaded when one is touched, not before the first screen is painted.
            from peer_tui.services.beginning import began, why_not
            from peer_tui.services.session import LiveSession

            session = LiveSession(self.workspace, opened, held.id)
            if why := why_not(session):
                return f"{why[:1].upper()}{why[1:]}."
            said = began(session, text)
            if not said.done:
                return said.words
            self.call_after_refresh(self.peer.open_live, opened, held.id)
            return None

        self.ask(say("{title} began at? E.g. {time}", title=held.title, time=say_time(held.starts, held.zone)), take)
