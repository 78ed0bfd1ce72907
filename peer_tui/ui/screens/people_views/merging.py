"""Two records are one person: the other one is chosen, what becomes of both is shown, and y does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from peer_tui.domain.events import PersonId
from peer_tui.domain.words import say
from peer_tui.services import merging_people, people
from peer_tui.ui.screens.choosing_view import Choice, ChoosingView
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.people import PeopleScreen


def choose_other(screen: PeopleScreen, person: PersonId) -> None:
    """Ask who the other record is: those of the same name first."""
    group = screen.opened.group
    known = people.known_person(group, person)
    same = {one.id for one in people.same_name(group, known.name, known.id)}
    others = [one for one in people.in_order(group) if one.id != known.id]
    others.sort(key=lambda one: one.id not in same)
    if not others:
        screen.show_flash(say("There is nobody else in the group."))
        return
    choices = [Choice(one.id, one.name, _told(screen, one.id, one.id in same)) for one in others]

    def take(other: str) -> None:
        screen.go_into(MergingView(screen, *merging_people.which_stays(group, known.id, other)))

    screen.go_into(ChoosingView(screen, say("{name} is the same person as …", name=known.name), choices, take))


def _told(screen: PeopleScreen, person: PersonId, same: bool) -> str:
    known = people.known_person(screen.opened.group, person)
    facts = [say(known.status), known.alias and f"@{known.alias}", say("same name") if same else ""]
    return " · ".join(fact for fact in facts if fact)


class MergingView(View):
    """What would become of both.

    Args:
        screen: People.
        kept: whose record stays.
        gone: the other one.
    """

    keys = (("y", say("make them one")), ("t", say("the other one stays")))
    back = say("leave both")

    def __init__(self, screen: PeopleScreen, kept: PersonId, gone: PersonId) -> None:
        super().__init__(screen)
        self._kept, self._gone = kept, gone

    @property
    def title(self) -> str:
        """Both names."""
        first, second = (people.known_person(self.group, one) for one in (self._kept, self._gone))
        return say("Make one person of {name} and {second_name}?", name=first.name, second_name=second.name)

    def gone(self) -> bool:
        """One of them is not there any more."""
        both = [self.group.person(one) for one in (self._kept, self._gone)]
        return any(one is None or one.id in self.group.forgotten for one in both) or both[0] == both[1]

    def rows(self, width: int) -> list[ListRow]:
        """A sentence a row."""
        told = merging_people.preview(self.opened, self._kept, self._gone)
        return [
            ListRow(plain(words, "$warning" if words.startswith("⚠") else ""), str(n)) for n, words in enumerate(told)
        ]

    def below(self, selected: str) -> Content:
        """What does not happen."""
        return plain(say("Nothing is lost: both ids stay in the record, and z takes it back."), "$quiet")

    def swap(self) -> None:
        """The other record stays."""
        self._kept, self._gone = self._gone, self._kept
        self.screen.draw()

    def go_on(self) -> None:
        """Do it."""
        act = merging_people.make_one(self.workspace, self.opened, self._kept, self._gone)
        name = people.known_person(self.group, self._kept).name
        self.screen.go_back()
        self.screen.was_done(act, say("{name} is one person now.", name=name))
