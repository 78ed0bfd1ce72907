"""What the screens behind a meeting's minutes share: which meeting it is, and Esc, which leads back to the record."""

from __future__ import annotations

from typing import ClassVar

from textual.geometry import Size

from peer_tui.domain.events import EntryId, MeetingId
from peer_tui.domain.held import Held
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import say
from peer_tui.services.meanwhile import Meanwhile
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import PlaceScreen
from peer_tui.ui.widgets.place_header import PlaceHeader


class MinutesPlace(PlaceScreen):
    """A screen about the minutes of one meeting.

    Args:
        opened: the group.
        meeting: the meeting's id.
        line: the line to begin with; empty for the beginning.
    """

    WORD: ClassVar[str] = say("Minutes")

    def __init__(self, opened: OpenGroup, meeting: MeetingId, line: EntryId = "") -> None:
        super().__init__()
        self.opened = opened
        self.meeting_id = meeting
        self.line = line
        self._drawn_for = Size()

    @property
    def held(self) -> Held:
        """The meeting, as its group knows it."""
        return self.opened.group.meetings[self.meeting_id]

    @property
    def is_draft(self) -> bool:
        """The minutes are not approved yet: a line can be corrected."""
        return not self.held.approved

    def before_first_drawing(self) -> None:
        """From now on notice what others write."""
        self._meanwhile = Meanwhile(self.workspace, self.meeting_id)
        self._meanwhile.came(self.opened)

    def tick(self) -> None:
        """What others wrote to this meeting meanwhile, e.g. a correction or its approval, is taken in and said."""
        if self.asking.is_open or not self._meanwhile.came(self.opened):
            return
        opened = self.workspace.open_group(self.opened.folder)
        if self.meeting_id not in opened.group.meetings:
            return
        approved = not self.is_draft
        self.opened = opened
        self.draw()
        now = (
            say("These minutes were approved")
            if not approved and not self.is_draft
            else say("These minutes were changed")
        )
        self.show_flash(
            say("{now} in another window or on another device; they are shown as they are now.", now=now), "warning"
        )

    def tell_place(self) -> None:
        """Say in the header which minutes these are."""
        self._drawn_for = self.size
        held = self.held
        words = f"{self.WORD} · {held.title} · {say_date(held.starts, held.zone)}"
        self.query_one(PlaceHeader).tell(words, held.zone)

    def on_resize(self) -> None:
        """Other rows fit."""
        if self.size != self._drawn_for:
            self.call_after_refresh(self.draw)

    def said(self, words: str, line: EntryId = "") -> None:
        """Something was done: draw it, and say so."""
        self.line = line or self.line
        self.draw()
        self.show_flash(words)

    def warn(self, problem: Problem) -> None:
        """Something could not be done."""
        self.show_flash(problem.sentence, "warning")

    def action_compare(self) -> None:
        """As approved and as amended."""
        if self.is_draft:
            self.show_flash(say("These minutes are a draft; there is nothing approved to compare them with."))
            return
        from peer_tui.ui.screens.minutes_compare import MinutesCompareScreen

        self.app.switch_screen(MinutesCompareScreen(self.opened, self.meeting_id))

    def action_back(self) -> None:
        """Back to the record."""
        self.peer.open_minutes(self.opened, self.meeting_id)
