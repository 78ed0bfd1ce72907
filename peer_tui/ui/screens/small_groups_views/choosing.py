"""Small groups, who: everybody with a mark, how many groups, who stays together and who is kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from peer_tui.domain.characters import clean
from peer_tui.domain.words import say, say_number
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import small_groups
from peer_tui.services.programmes.small_groups import Drawing
from peer_tui.ui.screens.small_groups_views.made import MadeView
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import fit, plain
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.small_groups import SmallGroupsScreen

NOBODY = say("This group has no people yet. F2 and p: People, to add some.")


class WhoView(View):
    """Who is put in a group."""

    word = say("Who is put in a group?")
    screen: SmallGroupsScreen

    @property
    def drawing(self) -> Drawing:
        """What was chosen."""
        return self.screen.drawing

    @property
    def keys(self) -> list[tuple[str, str]]:  # type: ignore[override]  # drawn from what is there
        """For the footer."""
        return [("y", say("make them")), ("Space", say("in or out")), ("n", say("how many")), ("t", say("together")),
                ("k", say("apart"))]  # fmt: skip

    @property
    def title(self) -> str:
        """How many are chosen, and what that makes."""
        chosen = say_number(len(self.drawing.chosen), "{n} chosen", "{n} chosen")
        return f"{self.word} {chosen} · {small_groups.number_words(self.drawing)}"

    def rows(self, width: int) -> list[ListRow]:
        """Everybody, by name."""
        chosen = set(self.drawing.chosen)
        rows = []
        for person in small_groups.people_of(self.opened, chosen):
            mark = "[x]" if person.id in chosen else "[ ]"
            more = " · ".join([*map(clean, person.roles), say(person.status)])
            words = plain(fit(f"{mark} {clean(person.name)} · {more}", width))
            rows.append(ListRow(words if person.id in chosen else words.stylize("$quiet"), person.id))
        return rows or [ListRow(plain(NOBODY, "$quiet"), "")]

    def below(self, selected: str) -> Content:
        """The wishes, and how roles are looked at."""
        lines = [small_groups.wish_words(self.group, made) for made in self.drawing.wishes]
        if self.drawing.mixes:
            lines.append(say("Roles are mixed (m: do not look at them)."))
        else:
            lines.append(say("Roles are not looked at (m: mix them)."))
        return Content("\n").join(plain(line, "$quiet") for line in lines)

    # --- acts -------------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """Make the groups."""
        self.make()

    def make(self) -> None:
        """The groups."""
        if not self.drawing.chosen:
            raise Problem(say("Nobody is chosen yet: Space chooses, a chooses every confirmed member."))
        self.screen.go_into(MadeView(self.screen))

    def toggle(self) -> None:
        """The selected person, in or out; then the next one."""
        if not self.screen.rows.selected:
            return
        small_groups.toggle(self.drawing, self.screen.rows.selected)
        self.screen.draw()
        self.screen.rows.action_cursor_down()

    def present(self) -> None:
        """Those who are here now."""
        self._said(small_groups.choose_present(self.opened, self.drawing))

    def members(self) -> None:
        """Every confirmed member."""
        self._said(small_groups.choose_members(self.opened, self.drawing))

    def nobody(self) -> None:
        """An empty list."""
        self._said(small_groups.choose_nobody(self.drawing))

    def mix(self) -> None:
        """Look at roles, or not."""
        self._said(small_groups.mix(self.drawing, not self.drawing.mixes))

    def digit(self, number: int) -> None:
        """So many groups."""
        self._said(small_groups.set_number(self.drawing, str(number)))

    def number(self) -> None:
        """How many groups, typed."""

        def take(words: str) -> None:
            self._said(small_groups.set_number(self.drawing, words))

        self.screen.ask(
            say("How many groups? A number, or “of 3” for groups of three"), self.screen.taking(take),
            value=str(self.drawing.number),
        )  # fmt: skip

    def together(self) -> None:
        """Who stays together."""
        self._ask_wish(say("Who stays together? Names with commas"), apart=False)

    def apart(self) -> None:
        """Who is kept apart."""
        self._ask_wish(say("Who is kept apart? Names with commas"), apart=True)

    def _ask_wish(self, title: str, *, apart: bool) -> None:
        def preview(words: str) -> str:
            if not words.strip():
                return say("It is used for these groups only and written down nowhere.")
            try:
                made = small_groups.read_wish(self.opened, words, apart=apart)
            except Problem as problem:
                return problem.sentence
            return small_groups.wish_words(self.group, made)

        def take(words: str) -> None:
            made = small_groups.read_wish(self.opened, words, apart=apart)
            small_groups.wish(self.drawing, made)
            self._said(say("Kept for these groups only; z takes it back."))

        self.screen.ask(title, self.screen.taking(take), preview=preview)

    def take_back(self) -> None:
        """The last wish."""
        gone = small_groups.take_back_wish(self.drawing)
        if gone is None:
            self._said(say("There is no wish to take back."))
            return
        self._said(say("Taken back: {wish}", wish=small_groups.wish_words(self.group, gone)))

    def _said(self, words: str) -> None:
        self.screen.draw()
        self.screen.show_flash(words)
