"""One person: a field a row, Enter changes it; their attendance and, for an applicant, the criteria."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from textual.content import Content

from peer_tui.domain.events import PersonId, Status
from peer_tui.domain.people import Person
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.services import experience, membership, people
from peer_tui.services.people import FIELDS, field_words
from peer_tui.ui.screens.choosing_view import Choice, ChoosingView
from peer_tui.ui.screens.people_views.attendance import AttendanceView
from peer_tui.ui.screens.people_views.criteria import ChecklistView
from peer_tui.ui.screens.people_views.forgetting import ForgettingView, OldNameView
from peer_tui.ui.screens.people_views.merging import choose_other
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.people import PeopleScreen

_HINTS = {
    "name": say("One free field: whatever they want to be called. Old minutes show the new name too."),
    "alias": say("A short form to type, e.g. rain for 林小雨. Empty for none."),
    "pronouns": say("Only if they gave them. In minutes they stand only if the group chose that."),
    "roles": say("With commas between: RC, CPS, FP, YAPM, COAPS or their own words. Never required."),
    "organisation": say("It stands in no minutes."),
    "contact": say("An address or a number as they gave it. It stands in no minutes, agenda, chat or export."),
    "experience": say("Themselves or as family, only if they said so. Grant reports count it; it stands nowhere else."),
    "note": say("For you alone: it stands in no minutes, agenda, chat or export."),
}
_WIDE = 18
"""Cells of a field's name."""


class OnePersonView(View):
    """Every field of a person.

    Args:
        screen: People.
        person: whose.
    """

    keys = (
        ("Enter", say("change")),
        ("s", say("status")),
        ("n", say("private note")),
        ("m", say("merge")),
        ("x", say("forget")),
    )

    def __init__(self, screen: PeopleScreen, person: PersonId) -> None:
        super().__init__(screen)
        self._id = person
        self._note_shown = False

    @property
    def place(self) -> PeopleScreen:
        """The screen."""
        return cast("PeopleScreen", self.screen)

    @property
    def person(self) -> Person:
        """As they stand now."""
        return people.known_person(self.group, self._id)

    def gone(self) -> bool:
        """They were forgotten, or adding them was taken back."""
        known = self.group.person(self._id)
        return known is None or known.id in self.group.forgotten

    @property
    def title(self) -> str:
        """Who it is."""
        return self.person.name

    @property
    def _today(self) -> dt.date:
        return local_date(self.workspace.now(), self.group.zone)

    # --- drawing ----------------------------------------------------------------------------------------------

    def rows(self, width: int) -> list[ListRow]:
        """The fields, then what is known from the meetings."""
        person = self.person
        rows = [
            _row(FIELDS[field], field_words(person, field), field, width)
            for field in FIELDS
            if field != "note" or (self._note_shown and person.note)
        ]
        if person.note and not self._note_shown:
            rows.append(_row(FIELDS["note"], say("there is one: n shows it"), "note", width, quiet=True))
        rows.append(_row(say("Lived experience"), self._experience, "experience", width))
        attended = self.place.attended(person.id)
        if attended is not None:
            rows.append(_row(say("Attendance"), attended.words(self._today), "attendance", width))
        if self.group.criteria and person.status is Status.APPLICANT:
            rows.append(_row(say("Criteria"), membership.met_words(self.group, person.id), "criteria", width))
        steps = [step for step in self.group.open_steps if self._leads(step.owner)]
        if steps:
            first = next((step.text for step in steps if not step.withheld), say("personal"))
            rows.append(_row(say("Open next steps"), f"{len(steps)}: {first}", "steps", width))
        return rows

    @property
    def _experience(self) -> str:
        return say(experience.WORDS[experience.lived_experience(self.opened).get(self.person.id)])

    def _leads(self, owner: PersonId | None) -> bool:
        known = self.group.person(owner)
        return known is not None and known.id == self.person.id

    def below(self, selected: str) -> Content:
        """What the field is for."""
        same = people.same_name(self.group, self.person.name, self.person.id)
        twice = (
            say("⚠ Somebody else here is called {name}: m makes two records of one person one.", name=same[0].name)
            if same
            else ""
        )
        return plain(twice or _HINTS.get(selected, ""), "$warning" if twice else "$quiet")

    # --- acts -------------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """Change the field, or go into what the row tells of."""
        if selected == "status":
            self.status()
        elif selected == "named":
            self._change("named", not self.person.named)
        elif selected == "note":
            self.note()
        elif selected == "experience":
            self.experience()
        elif selected == "attendance":
            self.screen.go_into(AttendanceView(self.place, self.person.id))
        elif selected == "criteria":
            self.screen.go_into(ChecklistView(self.place, self.person.id))
        elif selected in FIELDS:
            self._ask(selected)

    def status(self) -> None:
        """Their standing with the group: a person's decision."""
        choices = [Choice(status.value, say(status), _MEANS[status]) for status in Status]

        def take(status: str) -> None:
            self._change("status", Status(status))

        now = self.person.status.value
        self.screen.go_into(
            ChoosingView(self.screen, say("{name} is", name=self.person.name), choices, take, start=now)
        )

    def experience(self) -> None:
        """Whether they have lived experience: what they said."""
        choices = [Choice(word, say(experience.WORDS[lived])) for word, lived in experience.ANSWERS.items()]

        def take(word: str) -> None:
            act = experience.say_experience(self.workspace, self.opened, self.person.id, experience.ANSWERS[word])
            told = f"{self.person.name} · {self._experience}."
            self.screen.was_done(act, told if act else say("Nothing is different."))

        said = experience.lived_experience(self.opened).get(self.person.id)
        now = next(word for word, lived in experience.ANSWERS.items() if lived is said)
        title = say("{name}, themselves or as family", name=self.person.name)
        self.screen.go_into(ChoosingView(self.screen, title, choices, take, start=now))

    def note(self) -> None:
        """Show the private note; once more, or where there is none, write it."""
        if self.person.note and not self._note_shown:
            self._note_shown = True
            self.screen.draw()
            return
        self._note_shown = True
        self._ask("note")

    def merge(self) -> None:
        """They and another record are one person."""
        choose_other(self.place, self.person.id)

    def criteria(self) -> None:
        """Which of the criteria they meet."""
        self.screen.go_into(ChecklistView(self.place, self.person.id))

    def forget(self) -> None:
        """They asked to be forgotten."""
        self.screen.go_into(ForgettingView(self.place, self.person.id))

    def earlier(self) -> None:
        """They asked that what they were called before be forgotten."""
        self.screen.go_into(OldNameView(self.place, self.person.id))

    def _ask(self, field: str) -> None:
        def preview(words: str) -> str:
            if field in ("name", "alias") and (same := people.same_name(self.group, words, self.person.id)):
                return say("⚠ {name} is called that too: in a meeting it will fit both.", name=same[0].name)
            return _HINTS.get(field, "")

        def take(words: str) -> None:
            self._change(field, people.read_field(field, words))

        value = field_words(self.person, field)
        self.screen.ask(
            say("{fields} of {name}", fields=FIELDS[field], name=self.person.name),
            self.screen.taking(take),
            value=value,
            preview=preview,
        )

    def _change(self, field: str, value: object) -> None:
        act = people.change(self.workspace, self.opened, self._id, **{field: value})
        said = (
            f"{FIELDS[field]}: {field_words(self.person, field) or say('none')}."
            if field != "note"
            else say("Note kept.")
        )
        self.screen.was_done(act, f"{self.person.name} · {said}" if act else say("Nothing is different."))
        if act and field == "name":
            self.screen.show_flash(
                say("{name} from now on, in old minutes too. o: forget the earlier name.", name=self.person.name)
            )


_MEANS = {
    Status.APPLICANT: say("asked to become a member"),
    Status.MEMBER: say("gets the join link and the members' agenda"),
    Status.EMAIL_LIST: say("gets the public agenda and minutes"),
    Status.GUEST: say("comes now and then; counted, not named, unless they want it"),
    Status.FORMER: say("has left; what they did stays in the record"),
}


def _row(label: str, words: str, key: str, width: int, *, quiet: bool = False) -> ListRow:
    shown = plain(words or "—", "$quiet" if quiet or not words else "")
    return ListRow(row(Content.assemble(plain(label.ljust(_WIDE), "$quiet"), shown), Content(""), width), key)
