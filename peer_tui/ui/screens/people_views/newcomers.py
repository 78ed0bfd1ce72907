"""Who is new in a pasted list, a Zoom report or a chat: each is answered, and nothing is written before y."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content

from peer_tui.domain.events import Status
from peer_tui.domain.people import short_names
from peer_tui.domain.words import say
from peer_tui.services import people_in
from peer_tui.services.people_in import Answer, Newcomer, PeopleIn
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import join, plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.people import PeopleScreen

_ADDED = {
    1: Status.MEMBER,
    2: Status.APPLICANT,
    3: Status.EMAIL_LIST,
    4: Status.GUEST,
}


class NewcomersView(View):
    """A newcomer a row, with what becomes of them.

    Args:
        screen: People.
        found: what the pasted text says.
    """

    keys = (("y", say("write it")), ("Enter", say("next answer")), ("1-5", say("an answer")), ("w", say("all so")))
    back = say("leave all out")

    def __init__(self, screen: PeopleScreen, found: PeopleIn) -> None:
        super().__init__(screen)
        self._found = found
        self._answers = [people_in.usual_answer(one) for one in found.newcomers]

    @property
    def place(self) -> PeopleScreen:
        """The screen."""
        return cast("PeopleScreen", self.screen)

    @property
    def title(self) -> str:
        """From what, and how many."""
        return say(
            "{form}: {number} to ask about", form=say(self._found.form).capitalize(), number=len(self._found.newcomers)
        )

    def rows(self, width: int) -> list[ListRow]:
        """Each newcomer; what was passed over is said below."""
        pairs = zip(self._found.newcomers, self._answers, strict=True)
        return [ListRow(self._row(one, answer, width), str(place)) for place, (one, answer) in enumerate(pairs)]

    def _row(self, one: Newcomer, answer: Answer, width: int) -> Content:
        pasted = one.pasted
        facts = [pasted.pronouns, ", ".join(pasted.roles), f"@{pasted.alias}" if pasted.alias else ""]
        left = Content.assemble(plain(pasted.name), "  ", join([plain(fact, "$quiet") for fact in facts]))
        style = "$quiet" if answer.act == "skip" else "$accent"
        return row(left, plain(self._words(one, answer), style), width)

    def _words(self, one: Newcomer, answer: Answer) -> str:
        if answer.act == "skip":
            return say("leave out") if not one.might_be else say("leave out?")
        if answer.act == "add":
            return say("add: {status}", status=say(answer.status))
        person = self.group.person(answer.person)
        name = person.name if person is not None else ""
        return (
            say("back: {status}", status=say(answer.status))
            if person is not None and person.status is Status.FORMER
            else say("is {name}", name=name)
        )

    def below(self, selected: str) -> Content:
        """Who it might be, and which digit says what."""
        lines = [plain(say("1 confirmed member · 2 applicant · 3 e-mail list · 4 guest · 5 leave out"), "$quiet")]
        if selected.isdigit() and int(selected) < len(self._found.newcomers):
            one = self._found.newcomers[int(selected)]
            if one.might_be:
                short = ", ".join(
                    f"{n} {person.name} ({say(person.status)})" for n, person in enumerate(one.might_be[:4], 6)
                )
                lines.append(plain(say("It may be: {short}", short=short), "$warning"))
        known = short_names(self._found.known)
        if known:
            names = ", ".join(list(known.values())[:8]) + (" …" if len(known) > 8 else "")
            lines.append(plain(say("In the group already: {names}", names=names), "$quiet"))
        return Content("\n").join(lines)

    # --- answering --------------------------------------------------------------------------------------------

    def _choices(self, one: Newcomer) -> list[Answer]:
        added = [Answer("add", status) for status in _ADDED.values()]
        return [*added, Answer("skip"), *(Answer("same", person=person.id) for person in one.might_be[:4])]

    def enter(self, selected: str) -> None:
        """The next answer."""
        place = int(selected)
        choices = self._choices(self._found.newcomers[place])
        now = choices.index(self._answers[place]) if self._answers[place] in choices else -1
        self._answer(place, choices[(now + 1) % len(choices)])

    def toggle(self) -> None:
        """The same with the space bar."""
        self.enter(self.screen.rows.selected)

    def digit(self, number: int) -> None:
        """That answer, and on to the next row."""
        place = int(self.screen.rows.selected)
        choices = self._choices(self._found.newcomers[place])
        if 1 <= number <= len(choices):
            self._answer(place, choices[number - 1])
            if place + 1 < len(self._answers):
                self.screen.rows.action_cursor_down()

    def _answer(self, place: int, answer: Answer) -> None:
        self._answers[place] = answer
        self.screen.draw()

    def every(self) -> None:
        """The selected row's answer for everybody who might not be somebody else."""
        answer = self._answers[int(self.screen.rows.selected)]
        if answer.act == "same":
            self.screen.show_flash(say("Who is the same person is answered one by one."))
            return
        for place, one in enumerate(self._found.newcomers):
            if not one.might_be or answer.act == "skip":
                self._answers[place] = answer
        self.screen.draw()

    def go_on(self) -> None:
        """Write what was answered."""
        done = people_in.bring_in(self.workspace, self.opened, self._found.newcomers, self._answers)
        self.screen.go_back()
        self.screen.was_done(done.act, f"{done.words}.")
