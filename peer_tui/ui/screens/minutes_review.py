"""The review round of a draft: who was asked, until when, and what each answered (`product.md` §3.7 d, check 46)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from textual.content import Content

from peer_tui.domain.events import PersonId
from peer_tui.domain.naming import Audience
from peer_tui.domain.redaction import A_MEMBER
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import say
from peer_tui.services import review_round
from peer_tui.services.problems import Problem
from peer_tui.services.review_round import ReviewRow, Round
from peer_tui.ui.screens.minutes_list import MinutesList
from peer_tui.ui.screens.place import HELP, Act
from peer_tui.ui.text import fit, join, plain
from peer_tui.ui.widgets.row_list import ListRow

SILENCE = say("Silence is no answer: nobody who has not answered has agreed.")


class MinutesReviewScreen(MinutesList):
    """One row a reviewer."""

    PLACE: ClassVar[str] = say("peer-tui · Review of the draft")
    WORD: ClassVar[str] = say("Review")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("a", "a", say("ask people"), "ask_people", say("Whom to ask: names with commas between, then until when.")),
        Act("k", "k", say("ok"), "answer('ok')", say("They answered: nothing has to change.")),
        Act(
            "c", "c", say("change"), "answer('change')", say("They answered: something has to change, in their words.")
        ),
        Act("r", "r", say("no answer"), "answer('')", say("Take their answer back: they have not answered.")),
        Act("t", "t", say("copy letter"), "copy", say("Copy what is sent to them: the draft, marked as a draft.")),
        Act(
            "e", "e", say("e-mail draft"), "mail", say("Write the letter to them as an e-mail draft, to send yourself.")
        ),
        Act("d", "d", say("deadline"), "deadline", say("Another day until which they may answer.")),
        Act("w", "w", say("end review"), "close", say("The review is over; the minutes are a draft again. Asks once.")),
    )

    @property
    def round(self) -> Round | None:
        """The round, as it stands."""
        return review_round.round_of(self.workspace, self.opened, self.meeting_id)

    @property
    def selected(self) -> ReviewRow | None:
        """The reviewer who is selected."""
        found = self.round
        return next((row for row in found.rows if row.person == self.rows.selected), None) if found else None

    def after_first_drawing(self) -> None:
        """Walk in the list; without a round, ask whom to ask."""
        super().after_first_drawing()
        if self.round is None:
            self.action_ask_people()

    # --- drawing ----------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the round."""
        self.tell_place()
        found, width = self.round, max(20, self.size.width - 6)
        if found is None:
            self.rows.border_title = plain(say("Review of the draft"))
            self.rows.show(
                [ListRow(plain(say("Nobody was asked to read this draft yet."), "$quiet"), "", heading=True)]
            )
        else:
            self.rows.border_title = plain(_title(found))
            self.rows.show([ListRow(_row(row, width), row.person) for row in found.rows])
        self.draw_below()
        self.show_keys()

    def draw_below(self) -> None:
        """What the selected person said, and that silence is no answer."""
        row, below = self.selected, self.below
        told = [plain(_until_words(found))] if (found := self.round) is not None and found.deadline else []
        told += [plain(f"{row.name}: {row.text}")] if row is not None and row.text else []
        below.update(Content("\n").join([*told, plain(SILENCE, "$quiet")]))
        self.fit(self.rows)

    def footer(self) -> list[tuple[str, str]]:
        """What can be done."""
        keys = [(act.shown, act.words) for act in self.ACTS]
        return (
            [*keys[:6], ("Esc", say("minutes")), (HELP.shown, HELP.words)]
            if self.round
            else [*keys[:1], ("Esc", say("minutes"))]
        )

    # --- asking -----------------------------------------------------------------------------------------------

    def action_ask_people(self) -> None:
        """Whom, then until when."""
        found = self.round
        known = ", ".join(row.name for row in found.rows if row.name != A_MEMBER) if found else ""

        def take(text: str) -> str | None:
            try:
                people = review_round.read_reviewers(self.opened, text)
            except Problem as problem:
                return problem.sentence
            self._ask_until(people)
            return None

        self.ask(say("Who is asked to read the draft? Names, with commas between"), take, value=known)

    def _ask_until(self, people: tuple[PersonId, ...]) -> None:
        usual = review_round.usual_deadline(self.workspace, self.opened)

        def take(text: str) -> str | None:
            try:
                until = review_round.read_deadline(self.workspace, self.opened, text)
                self.said(review_round.begin(self.workspace, self.opened, self.meeting_id, people, until))
            except Problem as problem:
                return problem.sentence
            return None

        self.ask(say("Until when? Enter: {date}", date=say_date(usual)), take, preview=self._until)

    def _until(self, text: str) -> str:
        try:
            day: dt.date = review_round.read_deadline(self.workspace, self.opened, text)
        except Problem as problem:
            return problem.sentence
        return say("They may answer until {date}.", date=say_date(day))

    def action_deadline(self) -> None:
        """Another day for the same people."""
        found = self.round
        if found is None:
            self.action_ask_people()
            return
        self._ask_until(tuple(row.person for row in found.rows))

    # --- answers ----------------------------------------------------------------------------------------------

    def action_answer(self, said: Literal["ok", "change", ""]) -> None:
        """What the selected person answered."""
        row = self.selected
        if row is None:
            self.show_flash(say("a asks somebody first."))
            return
        if said == "change":
            self._ask_change(row)
            return
        try:
            self.said(review_round.answer(self.workspace, self.opened, self.meeting_id, row.person, said))
        except Problem as problem:
            self.warn(problem)

    def _ask_change(self, row: ReviewRow) -> None:
        def take(text: str) -> str | None:
            try:
                said = review_round.answer(self.workspace, self.opened, self.meeting_id, row.person, "change", text)
            except Problem as problem:
                return problem.sentence
            self.said(say("{said} · Esc, then Enter shows the lines to correct", said=said))
            return None

        self.ask(say("What would {name} change? In their words", name=row.name), take, value=row.text)

    def action_close(self) -> None:
        """The round is over; asks once."""
        self.confirm(say("End the review? The minutes stay a draft; what was answered stays on record."), self._close)

    def _close(self) -> None:
        try:
            self.said(review_round.close(self.workspace, self.opened, self.meeting_id))
        except Problem as problem:
            self.warn(problem)

    # --- letters ----------------------------------------------------------------------------------------------

    def action_copy(self) -> None:
        """Copy the letter to the selected person."""
        row = self.selected
        if row is None:
            self.show_flash(say("a asks somebody first."))
            return
        try:
            _, body = review_round.letter(self.opened, self.meeting_id, row.person)
        except Problem as problem:
            self.warn(problem)
            return
        review_round.sent(self.workspace, self.opened, self.meeting_id, Audience.REVIEWERS, "copied")
        self.peer.copier.start((body,), say("The letter to {name}", name=row.name), "t")

    def action_mail(self) -> None:
        """The letter to the selected person as an e-mail draft."""
        row = self.selected
        if row is None:
            self.show_flash(say("a asks somebody first."))
            return
        try:
            said = review_round.write_letter(self.workspace, self.opened, self.meeting_id, row.person)
        except Problem as problem:
            self.warn(problem)
            return
        review_round.sent(self.workspace, self.opened, self.meeting_id, Audience.REVIEWERS, "e-mail draft")
        self.show_flash(said)


def _title(found: Round) -> str:
    return f"{found.words} · {say('in review') if found.open else say('review ended')}"


def _until_words(found: Round) -> str:
    """Until when they may answer; below the list, where it has room on any screen."""
    passed = " · " + say("the day has passed") if found.over and found.open else ""
    return say("Answers until {date}{passed}", date=say_date(found.deadline), passed=passed) if found.deadline else ""


_MARKS = {"ok": "$success", "change": "$warning", "no answer": "$quiet"}


def _row(row: ReviewRow, width: int) -> Content:
    answered = say("on {answered}", answered=row.answered) if row.answered else ""
    room = max(8, width - 44)
    return join([plain(fit(row.name, 24)), plain(say(row.state), _MARKS[row.state]), plain(answered, "$quiet"),
                 plain(fit(row.text, room))])  # fmt: skip
