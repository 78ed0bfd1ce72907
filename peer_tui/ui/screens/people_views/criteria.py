"""The group's criteria for membership, and which of them one applicant meets."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content

from peer_tui.domain.events import PersonId, Status
from peer_tui.domain.words import say
from peer_tui.services import membership, people
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.people import PeopleScreen

NONE_YET = say("No criteria yet: a adds a line, in the group's own words.")


class CriteriaView(View):
    """The lines, in the group's own words."""

    word = say("Criteria for membership")
    keys = (("a", say("add")), ("Enter", say("reword")), ("r", say("retire")))

    def rows(self, width: int) -> list[ListRow]:
        """In the order in which they were written."""
        rows = [ListRow(plain(text), key) for key, text in self.group.criteria.items()]
        return rows or [ListRow(plain(NONE_YET, "$quiet"), "-none", heading=True)]

    def below(self, selected: str) -> Content:
        """Who decides."""
        return plain(say("The list helps; whether somebody is confirmed is decided by people."), "$quiet")

    def add(self) -> None:
        """Another line."""

        def take(words: str) -> None:
            self.screen.was_done(membership.add_criterion(self.workspace, self.opened, words), say("Added."))

        self.screen.ask(say("A criterion, in the group's own words"), self.screen.taking(take))

    def enter(self, selected: str) -> None:
        """Another wording."""

        def take(words: str) -> None:
            act = membership.reword_criterion(self.workspace, self.opened, selected, words)
            self.screen.was_done(act, say("Changed."))

        if selected in self.group.criteria:
            value = self.group.criteria[selected]
            self.screen.ask(say("How it should read"), self.screen.taking(take), value=value)

    def retire(self) -> None:
        """No criterion any more."""
        selected = self.screen.rows.selected
        if selected in self.group.criteria:
            words = self.group.criteria[selected]
            act = membership.retire_criterion(self.workspace, self.opened, selected)
            self.screen.was_done(act, say("Retired: “{words}”.", words=words))


class ChecklistView(View):
    """The same lines for one person, each with a box.

    Args:
        screen: People.
        person: whose.
    """

    keys = (("Enter", say("tick")), ("y", say("confirm as member")), ("a", say("add a criterion")))

    def __init__(self, screen: PeopleScreen, person: PersonId) -> None:
        super().__init__(screen)
        self._id = person

    @property
    def place(self) -> PeopleScreen:
        """The screen."""
        return cast("PeopleScreen", self.screen)

    @property
    def title(self) -> str:
        """Whose, and how many are met."""
        person = people.known_person(self.group, self._id)
        return " · ".join(part for part in (person.name, membership.met_words(self.group, self._id)) if part)

    def gone(self) -> bool:
        """They were forgotten."""
        known = self.group.person(self._id)
        return known is None or known.id in self.group.forgotten

    def rows(self, width: int) -> list[ListRow]:
        """A box a row."""
        boxes = membership.checklist(self.group, self._id)
        rows = [
            ListRow(Content.assemble(plain("[x] " if box.met else "[ ] ", "$accent"), plain(box.text)), box.criterion)
            for box in boxes
        ]
        return rows or [ListRow(plain(NONE_YET, "$quiet"), "-none", heading=True)]

    def below(self, selected: str) -> Content:
        """Who decides."""
        return plain(
            say("y confirms them as a member, however many are ticked: that is for people to decide."), "$quiet"
        )

    def enter(self, selected: str) -> None:
        """Tick it, or untick it."""
        if selected in self.group.criteria:
            act = membership.tick(self.workspace, self.opened, self._id, selected)
            met = next(box.met for box in membership.checklist(self.group, self._id) if box.criterion == selected)
            self.screen.was_done(act, say("Met.") if met else say("Not met."))

    def toggle(self) -> None:
        """The same with the space bar."""
        self.enter(self.screen.rows.selected)

    def add(self) -> None:
        """Another criterion for everybody."""
        CriteriaView(self.place).add()

    def go_on(self) -> None:
        """A person decided: a confirmed member."""
        person = people.known_person(self.group, self._id)
        if person.status is Status.MEMBER:
            self.screen.show_flash(say("{name} is a confirmed member already.", name=person.name))
            return

        def yes() -> None:
            act = membership.confirm(self.workspace, self.opened, person.id)
            self.screen.was_done(act, say("{name} is a confirmed member.", name=person.name))

        met = membership.met_words(self.group, person.id)
        self.screen.confirm(
            say(
                "Confirm {name} as a member?{words}",
                name=person.name,
                words=" " + say("{met} are met.", met=met) if met else "",
            ),
            lambda: self.screen.attempt(yes),
        )
