"""The people of the group."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.people import Person
from peer_tui.ui.screens.preparing.part import Part
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow


class PeoplePart(Part):
    """Everybody, and a field to paste more."""

    word = "People"
    keys = (("a", "paste people"),)

    @property
    def name(self) -> str:
        """With their count."""
        return f"{self.word} {len(self.opened.group.everybody)}"

    @property
    def title(self) -> str:
        """Whose people."""
        return f"People of {self.opened.group.name}"

    def rows(self, width: int) -> list[ListRow]:
        """In the order they were added."""
        rows = [ListRow(_row(person), person.id) for person in self.opened.group.everybody]
        return rows or [ListRow(plain("Nobody yet: a adds people, one a line.", "$quiet"), "none", heading=True)]

    def add(self) -> None:
        """Paste or type them."""
        self.screen.start_pasting()

    def enter(self) -> None:
        """People have nothing more to open here."""


def _row(person: Person) -> Content:
    facts = [person.pronouns, ", ".join(person.roles), f"typed as {person.alias}" if person.alias else ""]
    facts.append(str(person.status) if person.named else f"{person.status}, counted only")
    told = " · ".join(fact for fact in facts if fact)
    return Content.assemble(plain(person.name), plain(f"  {told}", "$quiet"))
