"""Small groups, the groups: who is with whom, what could not be kept; again makes others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from peer_tui.domain.programmes.small_groups import SmallGroups
from peer_tui.domain.words import say, say_number
from peer_tui.services.programmes import small_groups
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import fit, plain
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.small_groups import SmallGroupsScreen


class MadeView(View):
    """The groups that were made."""

    word = say("Small groups")
    screen: SmallGroupsScreen
    back = say("who")

    @property
    def keys(self) -> list[tuple[str, str]]:  # type: ignore[override]  # drawn from what is there
        """For the footer."""
        return [("r", say("again")), ("c", say("copy"))]

    @property
    def made(self) -> SmallGroups:
        """The groups."""
        return small_groups.make(self.opened, self.screen.drawing)

    @property
    def title(self) -> str:
        """How many there are."""
        people = sum(len(group) for group in self.made.groups)
        return say_number(people, "{word} · {n} person", "{word} · {n} people", word=self.word)

    def gone(self) -> bool:
        """Somebody who was in them is not there any more, or nobody is chosen."""
        return not self.screen.drawing.chosen

    def rows(self, width: int) -> list[ListRow]:
        """Each group under its number."""
        rows = []
        for place, group in enumerate(self.made.groups, start=1):
            heading = say("Group {number} · {size}", number=place, size=len(group))
            rows.append(ListRow(plain(heading, "$accent bold"), f"group {place}", heading=True))
            for person in group:
                roles = f" · {', '.join(person.roles)}" if person.roles else ""
                rows.append(ListRow(plain(fit(f"  {person.name}{roles}", width)), person.id))
        return rows

    def below(self, selected: str) -> Content:
        """What could not be kept."""
        return Content("\n").join(plain(line, "$warning") for line in self.made.told)

    def again(self) -> None:
        """Others."""
        small_groups.make_others(self.opened, self.screen.drawing)
        self.screen.draw()
        self.screen.show_flash(say("Other groups of the same people."))

    def copy(self) -> None:
        """As text, for the chat."""
        self.screen.peer.copier.start((small_groups.groups_text(self.made),), say("the small groups"), "c")
