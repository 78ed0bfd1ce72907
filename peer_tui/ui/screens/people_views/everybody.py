"""Everybody the group knows, by standing: name as wanted, handle, pronouns, roles, and how often they came."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, cast

from textual.content import Content

from peer_tui.domain.characters import fold
from peer_tui.domain.events import PersonId, Status
from peer_tui.domain.people import Person
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say, say_number
from peer_tui.services import membership, merging_people, people, people_in
from peer_tui.services.people_in import PeopleIn
from peer_tui.ui.screens.people_views.criteria import CriteriaView
from peer_tui.ui.screens.people_views.forgetting import ForgettingView
from peer_tui.ui.screens.people_views.merging import choose_other
from peer_tui.ui.screens.people_views.newcomers import NewcomersView
from peer_tui.ui.screens.people_views.one_person import OnePersonView
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import join, plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.people import PeopleScreen

HEADINGS = {
    Status.APPLICANT: say("Applicants"),
    Status.MEMBER: say("Confirmed members"),
    Status.EMAIL_LIST: say("E-mail list"),
    Status.GUEST: say("Guests"),
    Status.FORMER: say("Former"),
}
_WIDE = 64
"""Cells from which attendance is told in words."""


class EverybodyView(View):
    """The list one begins with."""

    def __init__(self, screen: PeopleScreen) -> None:
        super().__init__(screen)
        self.wanted = ""
        """Only people whose name, handle, role or organisation has these letters."""
        self.keys = (
            ("Enter", say("open")),
            ("a", say("add")),
            ("p", say("paste")),
            ("s", say("status")),
            ("/", say("find")),
        )

    @property
    def place(self) -> PeopleScreen:
        """The screen."""
        return cast("PeopleScreen", self.screen)

    @property
    def title(self) -> str:
        """How many there are; what is looked for."""
        count = say_number(len(self.group.everybody), "{n} people", "{n} people")
        return say("{count} · with “{wanted}”", count=count, wanted=self.wanted) if self.wanted else count

    # --- drawing ----------------------------------------------------------------------------------------------

    def rows(self, width: int) -> list[ListRow]:
        """By standing, each with a heading, then by name."""
        shown = [person for person in people.in_order(self.group) if self._fits(person)]
        twice = {one.id for those in merging_people.same_names(self.group) for one in those}
        rows: list[ListRow] = []
        for status, those in groupby(shown, key=lambda person: person.status):
            listed = list(those)
            rows.append(ListRow(plain(f"{HEADINGS[status]} {len(listed)}", "$quiet"), f"-{status}", heading=True))
            rows += [ListRow(self._row(person, person.id in twice, width), person.id) for person in listed]
        if rows:
            return rows
        words = say("Nobody has these letters: / looks for others, Esc shows everybody.") if self.wanted else (
            say("Nobody yet: a adds a person, p pastes a list, a Zoom report or a chat.")
        )  # fmt: skip
        return [ListRow(plain(words, "$quiet"), "-none", heading=True)]

    def _fits(self, person: Person) -> bool:
        words = " ".join((person.name, person.alias, *person.roles, person.organisation))
        return all(part in fold(words) for part in fold(self.wanted).split())

    def _row(self, person: Person, twice: bool, width: int) -> Content:
        handle = f"@{person.alias}" if person.alias else ""
        facts = [plain(handle, "$quiet"), plain(person.pronouns, "$quiet"), plain(", ".join(person.roles), "$quiet")]
        if twice:
            facts.append(plain(say("same name twice"), "$warning"))
        if person.status is Status.APPLICANT and (met := membership.met_words(self.group, person.id)):
            facts.append(plain(met, "$accent"))
        more = join(facts)
        name = plain(person.name)
        left = Content.assemble(name, "  ", more) if more.plain else name
        return row(left, plain(self._came(person.id, width), "$quiet"), width)

    def _came(self, person: PersonId, width: int) -> str:
        attended = self.place.attended(person)
        if attended is None or not attended.of:
            return ""
        return attended.words(self._today) if width >= _WIDE else f"{len(attended.meetings)}/{attended.of}"

    @property
    def _today(self) -> dt.date:
        return local_date(self.workspace.now(), self.group.zone)

    def below(self, selected: str) -> Content:
        """Where the selected person is from, and how to reach them."""
        person = self._person(selected)
        if person is None:
            return Content("")
        note = say("private note: n shows it") if person.note else ""
        counted = "" if person.named else say("counted only, named in no minutes")
        return join([plain(words) for words in (person.organisation, person.contact, counted, note)])

    def _person(self, selected: str) -> Person | None:
        return self.group.person(selected) if selected and not selected.startswith("-") else None

    # --- acts -------------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """One person, with every field."""
        if person := self._person(selected):
            self.screen.go_into(OnePersonView(self.place, person.id))

    def add(self) -> None:
        """Ask for a name."""

        def preview(name: str) -> str:
            same = people.same_name(self.group, name)
            if not same:
                return say("A confirmed member; s changes the standing afterwards.")
            who = same[0]
            if who.status is Status.FORMER:
                return say("{name} was here before, and is former now: s on their row takes them back.", name=who.name)
            return say(
                "⚠ Somebody called {name} is here ({status}). Enter adds a second person of that name.",
                name=who.name,
                status=say(who.status),
            )

        def take(name: str) -> None:
            person, act = people.add(self.workspace, self.opened, name)
            self.screen.was_done(act, say("{name} is added.", name=self.group.people[person].name))
            self.screen.rows.show(self.rows(self.place.room), person)

        self.screen.ask(say("Name, as they want it"), self.screen.taking(take), preview=preview)

    def paste(self) -> None:
        """A list of people, a Zoom report, a chat."""
        self.screen.paste(
            say("Paste people: a list, a Zoom participant report, or a chat"), self._said_of, self._look_at
        )

    def _said_of(self, text: str) -> str:
        if not text.strip():
            return say("One person a line. Enter on an empty line goes on: nothing is written before you have agreed.")
        return _told(people_in.look(self.group, text))

    def _look_at(self, text: str) -> None:
        found = people_in.look(self.group, text)
        if found.newcomers:
            self.screen.go_into(NewcomersView(self.place, found))
        self.screen.show_flash(_told(found), "warning" if found.said else "plain")

    def status(self) -> None:
        """The next standing of the selected person."""
        if person := self._person(self.screen.rows.selected):
            every = list(Status)
            other = every[(every.index(person.status) + 1) % len(every)]
            act = people.change(self.workspace, self.opened, person.id, status=other)
            self.screen.was_done(act, f"{person.name}: {say(other)}.")

    def note(self) -> None:
        """The private note of the selected person."""
        if person := self._person(self.screen.rows.selected):
            view = OnePersonView(self.place, person.id)
            self.screen.go_into(view)
            view.note()

    def merge(self) -> None:
        """The selected person and another record are one person."""
        if person := self._person(self.screen.rows.selected):
            choose_other(self.place, person.id)

    def criteria(self) -> None:
        """The group's criteria for membership."""
        self.screen.go_into(CriteriaView(self.place))

    def forget(self) -> None:
        """The selected person asked to be forgotten."""
        if person := self._person(self.screen.rows.selected):
            self.screen.go_into(ForgettingView(self.place, person.id))

    def find(self) -> None:
        """Only people with these letters."""

        def take(words: str) -> None:
            self.wanted = " ".join(words.split())
            self.screen.draw()

        self.screen.ask(say("Find: letters of a name, handle, role or organisation"), self.screen.taking(take),
                        value=self.wanted)  # fmt: skip

    def step_back(self) -> bool:
        """Esc first shows everybody again."""
        if not self.wanted:
            return False
        self.wanted = ""
        self.screen.draw()
        return True


def _told(found: PeopleIn) -> str:
    """What a pasted text says: `Zoom chat: 5 in the group already · 2 to ask about`."""
    known, new = len(found.known), len(found.newcomers)
    form = say(found.form)
    words = say(
        "{form}: {known} in the group already · {new} to ask about",
        form=form.capitalize() if found.form == "list" else form,
        known=known,
        new=new,
    )
    return f"{words}. {' '.join(found.said[:3])}" if found.said else words
