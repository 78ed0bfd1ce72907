"""The readers of a report: sent out with a deadline, and what each of them answered; silence approves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import reports
from peer_tui.ui.screens.choosing_view import Choice, ChoosingView
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.asking import day_of, said_day
from peer_tui.ui.screens.programme_views.one_report import OneReport
from peer_tui.ui.screens.programme_views.view import lines
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    import datetime as dt

    from peer_tui.domain.events import PersonId
    from peer_tui.ui.screens.programme_views.report import ReportView

OK, CHANGE = "ok", "change"


class ReviewView(OneReport):
    """A reader a row.

    Args:
        screen: the place.
        programme: the run.
        key: the report.
    """

    word: ClassVar[str] = say("Readers")
    ACTS = (
        Act("y", "y", say("agrees"), "agrees", say("The reader agrees with the report as it stands.")),
        Act("x", "x", say("wants a change"), "wants", say("The reader wants something changed: what.")),
    )
    enter_words = say("answer")
    back = say("report")

    def rows(self, width: int) -> list[ListRow]:
        """Everybody who was asked, with the answer or without one."""
        rows = []
        for reader in self.page().readers:
            style = {"": "$quiet", CHANGE: "$warning"}.get(reader.answer, "$accent")
            answer = say(reader.answer) if reader.answer else say("no answer yet")
            rows.append(ListRow(row(plain(reader.name), plain(answer, style), width), reader.id))
        return rows or self.none(say("Nobody was asked yet: s in the report sends it out."))

    def below(self, selected: str) -> Content:
        """What the reader wrote."""
        reader = next((one for one in self.page().readers if one.id == selected), None)
        silence = say("Who has not answered has not approved.")
        return lines(plain(reader.text if reader else ""), silence)

    def enter(self, selected: str) -> None:
        """Agrees, or wants a change."""
        if not selected:
            return
        choices = [Choice(OK, say("agrees")), Choice(CHANGE, say("wants a change"))]

        def take(answer: str) -> None:
            self.agrees(selected) if answer == OK else self.wants(selected)

        self.screen.go_into(ChoosingView(self.screen, say("What did the reader answer?"), choices, take))

    def agrees(self, reader: str = "") -> None:
        """With the report as it stands."""
        self._answer(reader or self.selected, OK, "")

    def wants(self, reader: str = "") -> None:
        """Something changed."""
        who = reader or self.selected
        if who:
            self.place.ask_lines(say("What should be changed?"), lambda text: self._answer(who, CHANGE, text))

    def _answer(self, reader: str, answer: str, text: str) -> None:
        if reader:
            with self.place.change(say("Noted.")):
                done = reports.answer_review(self.workspace, self.opened, self.running, self.key, reader, answer, text)
            if done.said:
                self.place.say_more(*done.said)


# --- sending out ------------------------------------------------------------------------------------------------


def send_out(view: ReportView) -> None:
    """Ask who reads it and until when; without a deadline it says once what that means."""
    place = view.place
    state = view.page().state
    known = [person.name for one in state.reviewers if (person := view.group.person(one))]

    def preview(words: str) -> str:
        try:
            people, others = reports.read_readers(view.opened, [words])
        except Problem as problem:
            return problem.sentence
        told = []
        if people:
            names = ", ".join(person.name for one in people if (person := view.group.person(one)))
            told.append(say("known: {names}", names=names))
        if others:
            told.append(say("by name only: {names}", names=", ".join(others)))
        return " · ".join(told) or say("Names with commas between. Empty: nobody in particular.")

    def take(words: str) -> None:
        people, others = reports.read_readers(view.opened, [words])
        place.call_after_refresh(_ask_deadline, view, people, others)

    place.ask(say("Who reads it?"), place.taking(take), value=", ".join([*known, *state.others]), preview=preview)


def _ask_deadline(view: ReportView, people: tuple[PersonId, ...], others: tuple[str, ...]) -> None:
    place = view.place
    warned: list[bool] = []

    def send(day: dt.date | None) -> None:
        with place.change(say("It is out for review.")):
            sent = reports.send_out(view.workspace, view.opened, view.running, view.key,
                             deadline=day, reviewers=people, others=others)  # fmt: skip
        if sent.said:
            place.say_more(say("It is out for review."), *sent.said)

    def take(words: str) -> None:
        if not words.strip():
            if not warned:
                warned.append(True)
                raise Problem(
                    say("Without a day nobody knows until when to answer. Enter once more sends it all the same.")
                )
            send(None)
            return
        day = day_of(place, words)
        if day is None:
            raise Problem(say("That says no day. E.g. 2w or 5 jun 2026"))
        send(day)

    def preview(words: str) -> str:
        return said_day(place, words) or say("The day until which they can answer, e.g. 2w")

    place.ask(say("Until when can they answer?"), place.taking(take), preview=preview)
