"""What Prepare does around a change: what others wrote is taken in first, and z takes the change back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from peer_tui.domain.events import EventId, MeetingId
from peer_tui.domain.held import Held
from peer_tui.domain.words import say
from peer_tui.services.meanwhile import Meanwhile
from peer_tui.services.problems import Problem
from peer_tui.services.taking_back import acts_since, recorded, take_back
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import PlaceScreen
from peer_tui.ui.widgets.ask_line import Take

_GONE = {
    "deleted": say("This meeting was deleted in another window or on another device. Nothing you did here is lost."),
    "cancelled": say("This meeting was cancelled in another window or on another device."),
    "unfinished": say("This meeting has begun, in another window or on another device: o goes there."),
    "ended": say("This meeting has ended, in another window or on another device: its minutes are in the archive."),
}
"""What is said when others changed what can be done with the meeting."""


class ChangingMeeting(PlaceScreen):
    """A screen on which a planned meeting is changed, here and perhaps on another device at the same time.

    Args:
        opened: the group.
        meeting: the meeting's id.
    """

    def __init__(self, opened: OpenGroup, meeting: MeetingId) -> None:
        super().__init__()
        self.opened = opened
        self.meeting_id = meeting
        self._refused = ""
        """Why what was typed last could not be done."""
        self._acts: list[list[tuple[MeetingId, EventId]]] = []
        """What was done here, the last change last: each act with the shard it lies in."""

    @property
    def held(self) -> Held:
        """The meeting, as its group knows it."""
        return self.opened.group.meetings[self.meeting_id]

    # --- what others wrote ------------------------------------------------------------------------------------

    def before_first_drawing(self) -> None:
        """From now on notice what others write."""
        self._meanwhile = Meanwhile(self.workspace, self.meeting_id)
        self._meanwhile.came(self.opened)

    def take_in(self) -> bool:
        """Take in what others wrote to this meeting meanwhile; whether there was anything.

        Asked before each change as well: what is changed is then never what stood there before theirs.
        """
        if not self._meanwhile.came(self.opened):
            return False
        opened = self.workspace.open_group(self.opened.folder)
        if self.meeting_id not in opened.group.meetings:
            return False
        self.opened = opened
        return True

    def tick(self) -> None:
        """Show what others wrote, and say so."""
        before = self.held.state, self.held.hidden
        if not self.take_in():
            return
        self.draw()
        now = self.held.state, self.held.hidden
        gone = _GONE.get("deleted" if self.held.hidden else self.held.state, "") if now != before else ""
        self.show_flash(gone or say("Somebody else changed this meeting; it is shown as it is now."), "warning")

    # --- changing ---------------------------------------------------------------------------------------------

    @contextmanager
    def change(self, said: str = "", *, passing: bool = False) -> Iterator[None]:
        """Around a change: it can be taken back, everything is drawn again, and `said` is said.

        A problem is said as a sentence, and nothing was done; with `passing` it is left to whoever asked.
        """
        self.take_in()
        before = recorded(self.opened, "", self.meeting_id)
        try:
            yield
        except Problem as problem:
            if passing:
                raise
            self.refuse(problem.sentence)
            return
        new = acts_since(self.opened, before)
        if new:
            self._acts.append(new)
        self.draw()
        if said:
            self.show_flash(say("{said} · z takes it back", said=said) if new else say("Nothing changed."))

    def refuse(self, sentence: str) -> None:
        """Nothing was done, and why: said in the question that is open, whose words stay; else above the keys."""
        if self.asking.is_open:
            self._refused = sentence
        else:
            self.show_flash(sentence, "warning")

    def ask(self, title: str, take: Take, **how: Any) -> None:
        """Ask for words, as every screen does. What is refused (`refuse`) leaves them in the field, to be mended."""

        def taken(words: str) -> str | None:
            self._refused = ""
            return take(words) or self._refused or None

        super().ask(title, taken, **how)

    def action_take_back(self) -> None:
        """Take the last change back."""
        if not self._acts:
            self.show_flash(say("Nothing was changed here yet."))
            return
        done = [take_back(self.workspace, self.opened, act, where) for where, act in self._acts.pop()]
        self.draw()
        self.show_flash(say("Taken back.") if any(done) else say("That was taken back already."))
