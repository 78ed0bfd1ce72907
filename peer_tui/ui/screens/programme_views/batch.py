"""Entering evaluation forms as they were handed in: digits go on by themselves, Enter goes to the next question."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.programmes.evaluating import YES, read_answer
from peer_tui.domain.programmes.repeated import repeated_words
from peer_tui.domain.words import say, say_number
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import evaluations
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.view import ProgrammeView, lines
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.events import ProgrammeId
    from peer_tui.domain.programmes.definition import Form, Question
    from peer_tui.ui.screens.programmes import ProgrammesScreen

_COMPLETE = "complete"


class BatchView(ProgrammeView):
    """One form after the other. What is typed of the form under way is recorded when the form is complete.

    Args:
        screen: the place.
        programme: the run.
        key: the evaluation form.
        occasion: when the forms were filled in; empty for a form that has no occasions.
    """

    word: ClassVar[str] = say("Entering forms")
    ACTS = (
        Act("t", "t", say("tick"), "tick", say("Tick a question that is answered by a tick.")),
        Act("space", "Space", say("tick"), "tick", say("Tick a question that is answered by a tick.")),
        Act("backspace", "⌫", say("empty"), "empty", say("Take the answer of this question away.")),
    )
    enter_words = say("next")
    back = say("results")

    def __init__(self, screen: ProgrammesScreen, programme: ProgrammeId, key: str, occasion: str) -> None:
        super().__init__(screen, programme)
        self.key, self.occasion = key, occasion
        self._texts: dict[str, str] = {}
        """Of the form under way, as a half-typed line is: nothing is recorded before the form is complete."""
        self._warned = False

    @property
    def form(self) -> Form:
        """The form."""
        return evaluations.evaluation_form(self.running, self.key)

    def gone(self) -> bool:
        """The programme is gone, or has no such form any more."""
        return super().gone() or all(form.key != self.key for form in evaluations.evaluation_forms(self.running))

    @property
    def title(self) -> str:
        """Which form this is, and of which occasion."""
        occasion = f" · {say(self.occasion)}" if self.occasion else ""
        number = say("form {number}", number=self._handed_in + 1)
        return f"{self.form.title}{occasion} · {number}"

    @property
    def _handed_in(self) -> int:
        """How many were entered of this occasion."""
        return sum((one.part, one.occasion) == (self.key, self.occasion) for one in self.running.evaluations)

    @property
    def keys(self) -> list[tuple[str, str]]:  # type: ignore[override]
        """Digits first."""
        return [("1–5", say("answer")), ("Enter", self.enter_words), ("⌫", say("empty")), ("z", say("undo"))]

    # --- drawing ----------------------------------------------------------------------------------------------

    def rows(self, width: int) -> list[ListRow]:
        """A question a row, and the end of the form."""
        rows: list[ListRow] = []
        for section in self.form.sections:
            rows.append(self.heading(section.title, f"section:{section.key}"))
            for question in section.questions:
                if question.type == "person":
                    continue
                answer = self._texts.get(question.key, "")
                shown = plain(" / ".join(answer.split("\n")) if answer else "·", "$accent" if answer else "$quiet")
                rows.append(ListRow(row(plain(f"  {question.title}"), shown, width), question.key))
        said = say("This form is complete: Enter, and on to the next one")
        return [*rows, ListRow(plain(f"  {said}", "bold"), _COMPLETE)]

    def below(self, selected: str) -> Content:
        """How the question is answered."""
        question = self._question(selected)
        entered = say_number(self._handed_in, "{n} form entered.", "{n} forms entered.")
        told = [plain(f"⚠ {words}", "$warning") for words in self._alike()]
        if question is None:
            return lines(entered, *told)
        return lines(plain(question.title), _how(question), entered, *told)

    def _alike(self) -> tuple[str, ...]:
        """Sentences about forms that were perhaps typed in twice."""
        return repeated_words(evaluations.read_alike(self.running, self.form))

    def _question(self, key: str) -> Question | None:
        return next((one for one in self.form.questions if one.key == key), None)

    # --- answering --------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """A figure may stay empty: on to the next; words are typed; the last row enters the form."""
        question = self._question(selected)
        if selected == _COMPLETE:
            self._complete()
        elif question is None:
            return
        elif _by_digit(question):
            self._next()
        else:
            self._ask(question)

    def _ask(self, question: Question) -> None:
        """An answer in words, in one line: what is handed in on paper is short."""
        self.screen.ask(question.title, self.screen.taking(lambda text: self._answer(question, text)),
                        value=self._texts.get(question.key, ""), preview=lambda text: _how(question))  # fmt: skip

    def digit(self, number: int) -> None:
        """A figure on a scale, or the choice of that number; then on to the next question by itself."""
        question = self._question(self.selected)
        if question is None or not _by_digit(question):
            self.screen.show_flash(say("Enter writes an answer in words."))
            return
        text = (YES if number == 1 else "") if question.type == "tick" else str(number)
        self._answer(question, text)

    def _answer(self, question: Question, text: str) -> None:
        answer = read_answer(question, text)
        if answer.wrong:
            raise Problem(say("{what} is expected.", what=answer.wrong))
        self._texts[question.key] = answer.text
        self._warned = False
        self.screen.draw()
        self.screen.show_flash("")
        self._next(question.key)

    def _next(self, after: str = "") -> None:
        keys = [one.key for one in self.form.questions if one.type != "person"] + [_COMPLETE]
        here = after or self.selected
        if here not in keys[:-1]:
            return
        key = keys[keys.index(here) + 1]
        self.screen.rows.walk_to(key)
        question = self._question(key)
        if question is not None and not _by_digit(question):
            # The line opens by itself: an answer and Enter, or Enter alone, goes on to the next one.
            self.place.call_after_refresh(self._ask, question)

    def tick(self) -> None:
        """Yes, or no again."""
        question = self._question(self.selected)
        if question is not None and question.type == "tick":
            self._texts[question.key] = "" if self._texts.get(question.key) else YES
            self.screen.draw()

    def empty(self) -> None:
        """No answer."""
        if self._texts.pop(self.selected, ""):
            self.screen.draw()

    def _complete(self) -> None:
        known = len(evaluations.read_alike(self.running, self.form))
        with self.place.change(say("A form.")):
            evaluations.enter(self.workspace, self.opened, self.running, self.key, self._texts, self.occasion)
        alike = len(evaluations.read_alike(self.running, self.form)) > known
        self._texts = {}
        self.screen.draw()
        self.screen.rows.select_end(last=False)
        if alike:
            said = say("Entered. It reads just like one that is there already: typed twice? z takes it back.")
            self.screen.show_flash(said, "warning")
            return
        self.screen.show_flash(say("Entered. The next form: z takes the last one back, Esc ends."))

    def step_back(self) -> bool:
        """Esc with a form under way says once that it is not entered yet."""
        if not any(self._texts.values()) or self._warned:
            return False
        self._warned = True
        self.screen.show_flash(say("This form is not entered yet. Esc once more leaves it out."), "warning")
        return True


def _by_digit(question: Question) -> bool:
    """Whether one digit answers it."""
    return question.type in ("scale", "tick") or (question.type == "choice" and len(question.choices) <= 9)


def _how(question: Question) -> str:
    """How a question is answered with the keys."""
    match question.type:
        case "scale":
            return say("1 to 5; Enter leaves it empty.")
        case "tick":
            return say("t ticks it; Enter goes on.")
        case "choice" | "choices":
            return " · ".join(f"{number} {choice}" for number, choice in enumerate(question.choices, start=1))
    return question.help or say("Without names. Enter goes on, also with an empty line.")
