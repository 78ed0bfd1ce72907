"""One person's attendance over time, the newest meeting first; Enter opens its minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from peer_tui.domain.events import PersonId
from peer_tui.domain.held import Held
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import say
from peer_tui.services import attending
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.people import PeopleScreen


class AttendanceView(View):
    """The last meetings and whether they were there.

    Args:
        screen: People.
        person: whose.
    """

    keys = (("Enter", say("open the minutes")),)

    def __init__(self, screen: PeopleScreen, person: PersonId) -> None:
        super().__init__(screen)
        self._id = person
        self._told = attending.over_time(self.opened, person)

    @property
    def title(self) -> str:
        """How often."""
        known = self.group.person(self._id)
        there = sum(1 for _, was in self._told if was)
        return say(
            "{name} · at {there} of the last {number} meetings",
            name=known.name if known else "",
            there=there,
            number=len(self._told),
        )

    def rows(self, width: int) -> list[ListRow]:
        """A meeting a row, with the word for it."""
        rows = [ListRow(_row(held, was, width), held.id) for held, was in self._told]
        return rows or [ListRow(plain(say("No meeting was held yet."), "$quiet"), "-none", heading=True)]

    def below(self, selected: str) -> Content:
        """The same as a line: newest on the right."""
        marks = "".join("█" if was else "·" for _, was in reversed(self._told))
        return plain(say("{marks}  oldest … newest (█ there, · not)", marks=marks), "$quiet") if marks else Content("")

    def enter(self, selected: str) -> None:
        """Its minutes."""
        if selected in self.group.meetings:
            self.screen.peer.open_minutes(self.opened, selected)


def _row(held: Held, was: bool, width: int) -> Content:
    there = plain(say("there"), "$accent") if was else plain(say("not there"), "$quiet")
    return row(
        Content.assemble(plain(say_date(held.starts, held.zone)), "  ", plain(held.title, "$quiet")), there, width
    )
