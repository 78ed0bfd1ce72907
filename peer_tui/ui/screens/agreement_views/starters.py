"""Suggested lines for the agreement, all off until they are chosen (`product.md` §3.7 e)."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from peer_tui.domain.events import Side
from peer_tui.domain.naming import counted
from peer_tui.domain.words import say, say_number
from peer_tui.services import agreement, founding
from peer_tui.ui.screens.new_group_words import starter_rows
from peer_tui.ui.screens.view import View
from peer_tui.ui.screens.views_place import ViewsPlace
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow


class StartersView(View):
    """A suggestion a row, with a box."""

    back = say("choose none")

    def __init__(self, screen: ViewsPlace) -> None:
        super().__init__(screen)
        self._lines = agreement.starters(self.group)
        self._chosen: set[int] = set()
        own = (("v", say("agreed already")),) if not self.group.agreement.version else ()
        self.keys = (("Space", say("choose")), ("y", say("propose")), *own)

    @property
    def title(self) -> str:
        """How many are chosen."""
        return say("Suggestions: {number} of {number_2} chosen", number=len(self._chosen), number_2=len(self._lines))

    def rows(self, width: int) -> list[ListRow]:
        """Both halves."""
        rows = starter_rows(self._lines, self._chosen)
        return rows or [ListRow(plain(say("The group has all of them."), "$quiet"), "-none", heading=True)]

    def below(self, selected: str) -> Content:
        """What becomes of them."""
        words = say("y proposes them: the group consents in its next meeting, and may change every word.")
        if not self.group.agreement.version:
            words += " " + say("v: the group has agreed to them already; they become version 1.")
        return plain(words, "$quiet")

    def enter(self, selected: str) -> None:
        """On or off."""
        if selected.isdigit():
            self._chosen ^= {int(selected)}
            self.screen.draw()

    def toggle(self) -> None:
        """On or off, and on to the next."""
        self.enter(self.screen.rows.selected)

    @property
    def _taken(self) -> list[tuple[Side, str]]:
        return [self._lines[place] for place in sorted(self._chosen)]

    def go_on(self) -> None:
        """Propose those that are chosen."""
        act = agreement.propose(self.workspace, self.opened, self._taken)
        self.screen.go_back()
        self.screen.was_done(act, say_number(len(self._chosen), "{n:,} line proposed.", "{n:,} lines proposed."))

    def already(self) -> None:
        """The group agreed to them before it used the program: its first version."""
        if not self._chosen:
            self.screen.show_flash(say("No line is chosen: Space chooses."))
            return

        def yes() -> None:
            founding.adopt_first_agreement(self.workspace, self.opened, self._taken)
            self.screen.go_back()
            self.screen.was_done("", say("{name} has its first agreement.", name=self.group.name))

        these = counted(len(self._chosen), "{n:,} this line", "{n:,} these lines", "no these lines")
        self.screen.confirm(say("Has the group agreed to {these}?", these=these), lambda: self._attempt(yes))

    def _attempt(self, act: Callable[[], None]) -> None:
        self.screen.attempt(act)
