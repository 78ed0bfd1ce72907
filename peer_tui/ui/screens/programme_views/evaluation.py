"""An evaluation that is handed in without names: what all the forms say together, and entering them in batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.programmes.evaluating import answer_words
from peer_tui.domain.words import say, say_number
from peer_tui.services.programmes import evaluations
from peer_tui.ui.screens.choosing_view import Choice, ChoosingView
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.batch import BatchView
from peer_tui.ui.screens.programme_views.view import ProgrammeView, lines, write_blank
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.events import ProgrammeId
    from peer_tui.domain.programmes.definition import Form
    from peer_tui.domain.programmes.evaluating import QuestionResult, Results
    from peer_tui.services.programmes.evaluations import Told
    from peer_tui.ui.screens.programmes import ProgrammesScreen


_ALIKE, _TWICE = "alike:", "twice"
"""Keys of the rows about forms that read alike, and about those that were taken out."""
_ONCE = Act(
    "d",
    "d",
    say("typed twice"),
    "once",
    say("Take out the forms that read like earlier ones: they were typed in twice, each counts once. z takes it back."),
)
_ALL = Act(
    "k", "k", say("all count"), "all_count", say("Forms that read alike all count: different people answered the same.")
)


class EvaluationView(ProgrammeView):
    """What the forms of one kind say together.

    Args:
        screen: the place.
        programme: the run.
        key: the evaluation form.
    """

    word: ClassVar[str] = say("Evaluation")
    ACTS = (
        Act("a", "a", say("enter forms"), "add", say("Enter forms as they were handed in, one after the other.")),
        Act("x", "x", say("take one out"), "withdraw", say("Take out the form that was entered last, by mistake.")),
        Act(
            "b", "b", say("bring a file"), "bring", say("Read a CSV file of forms; a line that cannot be read is said.")
        ),
        Act("l", "l", say("blank form"), "blank", say("Write the form with nothing filled in, to be printed.")),
        Act("c", "c", say("copy"), "copy", say("Copy what the forms say together; nobody is named.")),
        _ONCE,
        _ALL,
    )
    back = say("forms")

    def __init__(self, screen: ProgrammesScreen, programme: ProgrammeId, key: str) -> None:
        super().__init__(screen, programme)
        self.key = key

    @property
    def form(self) -> Form:
        """The form."""
        return evaluations.evaluation_form(self.running, self.key)

    def gone(self) -> bool:
        """The programme is gone, or has no such form any more."""
        return super().gone() or all(form.key != self.key for form in evaluations.evaluation_forms(self.running))

    def offered(self) -> list[Act]:
        """What is asked about forms that read alike stands first, and only where some do."""
        told = self._told()
        asked = [*([_ONCE] if told.alike else []), *([_ALL] if told.alike or told.twice else [])]
        return [*asked, *(act for act in self.ACTS if act not in (_ONCE, _ALL))]

    def _told(self) -> Told:
        return evaluations.results(self.opened, self.running, self.key)

    @property
    def title(self) -> str:
        """Which form."""
        return self.form.title

    # --- drawing ----------------------------------------------------------------------------------------------

    def rows(self, width: int) -> list[ListRow]:
        """Each occasion by itself, then the change between them."""
        told = self._told()
        # Rows that can be selected: the first one is in sight wherever the list begins.
        rows = [ListRow(plain(f"⚠ {words}", "$warning"), f"{_ALIKE}{number}")
                for number, words in enumerate(told.alike)]  # fmt: skip
        for result in told.occasions:
            rows += self._occasion(result, width)
        if told.changes:
            rows.append(self.heading(say("What changed"), "changes"))
            rows += [
                ListRow(row(plain(f"  {one.title}"), plain(one.words, "$accent"), width), f"change:{one.key}")
                for one in told.changes
            ]
        if told.twice:
            rows.append(ListRow(plain(told.twice, "$quiet"), _TWICE))
        return [*rows, *(self.heading(words, f"earlier:{words}", "$warning") for words in told.earlier)]

    def _occasion(self, result: Results, width: int) -> list[ListRow]:
        name = say("{occasion}: {words}", occasion=say(result.occasion), words=result.words)
        rows = [self.heading(name if result.occasion else result.words, f"occasion:{result.occasion}")]
        section = ""
        for question in result.questions:
            if question.section != section:
                section = question.section
                rows.append(self.heading(f"  {section}", f"{result.occasion}:section:{section}"))
            rows += self._question(question, result.occasion, width)
        return rows

    @staticmethod
    def _question(question: QuestionResult, occasion: str, width: int) -> list[ListRow]:
        key = f"{occasion}:{question.key}"
        figures = answer_words(question) or ("" if question.comments else say("nobody answered it"))
        rows = [ListRow(row(plain(f"  {question.title}"), plain(figures, "$quiet"), width), key)]
        for number, comment in enumerate(question.comments):
            warned = plain(say(" ⚠ names {names}", names=", ".join(comment.names)) if comment.names else "", "$warning")
            text = " / ".join(line for line in comment.text.split("\n") if line.strip())
            rows.append(ListRow(Content.assemble(plain(f"    · {text}"), warned), f"{key}:{number}"))
        return rows

    def below(self, selected: str) -> Content:
        """The whole question with its figures, which may not fit its row, and why so little is shown."""
        form, told = self.form, self._told()
        if selected.startswith(_ALIKE):
            return lines(say("Were they typed in twice? d takes the later ones out. k: all of them count."))
        if selected == _TWICE:
            return lines(told.twice, say("k: all of them count; those that were taken out stand again."))
        few = say_number(form.fewest, "Shown from {n} form on, so that nobody can be recognised.",
                         "Shown from {n} forms on, so that nobody can be recognised.")  # fmt: skip
        found = next(
            (
                one
                for result in told.occasions
                for one in result.questions
                if selected == f"{result.occasion}:{one.key}"
            ),
            None,
        )
        if found is None:
            return lines(form.about, few)
        return lines(plain(found.title), answer_words(found))

    # --- acts -------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Enter forms; of a form that is filled in several times, first which occasion."""
        self._for_occasion(say("When were they filled in?"), self._enter)

    def _for_occasion(self, asked: str, take: object) -> None:
        form = self.form
        if not form.occasions:
            take("")  # type: ignore[operator]
            return
        choices = [Choice(one, say(one)) for one in form.occasions]
        self.screen.go_into(ChoosingView(self.screen, asked, choices, take))  # type: ignore[arg-type]

    def _enter(self, occasion: str) -> None:
        self.screen.go_into(BatchView(self.place, self.programme, self.key, occasion))

    def withdraw(self) -> None:
        """Take out the one that was entered last."""
        last = evaluations.last_entered(self.workspace, self.running, self.key)
        if last is None:
            self.screen.show_flash(say("No form was entered yet."))
            return

        def yes() -> None:
            with self.place.change(say("The form that was entered last is taken out.")):
                evaluations.withdraw(self.workspace, self.opened, self.running, last)

        self.screen.confirm(say("Take out the form that was entered last?"), lambda: self.screen.attempt(yes))

    def once(self) -> None:
        """Of the forms that read alike only the first of each counts."""
        number = len(evaluations.read_alike(self.running, self.form))
        if not number:
            self.screen.show_flash(say("No forms read alike here: every one counts."))
            return

        def yes() -> None:
            said = say_number(number, "{n} form is taken out: it counts once.",
                              "{n} forms are taken out: each counts once.")  # fmt: skip
            with self.place.change(said):
                evaluations.take_repeats_out(self.workspace, self.opened, self.running, self.key)

        asked = say_number(number, "Was {n} form typed in twice, so that it counts once?",
                           "Were {n} forms typed in twice, so that each counts once?")  # fmt: skip
        self.screen.confirm(asked, lambda: self.screen.attempt(yes))

    def all_count(self) -> None:
        """Different people gave the same answers."""
        told = self._told()
        if not told.alike and not told.twice:
            self.screen.show_flash(say("No forms read alike here: every one counts."))
            return
        with self.place.change(say("All of them count.")):
            evaluations.count_all(self.workspace, self.opened, self.running, self.key)

    def bring(self) -> None:
        """A CSV file."""
        self._for_occasion(say("When were they filled in?"), self._ask_file)

    def _ask_file(self, occasion: str) -> None:
        def take(words: str) -> None:
            from peer_tui.services.bringing_in import read_file
            from peer_tui.ui.screens.bring_in_views.from_where import path_in

            if not words.strip():
                return
            text = read_file(path_in(words)).decode("utf-8-sig", "replace")
            with self.place.change():
                read = evaluations.enter_file(self.workspace, self.opened, self.running, self.key, text, occasion)
            wrong = [say("Line {line}: {words}", line=one.line, words=one.words) for one in read.wrong[:3]]
            self.place.say_more(read.words + ".", *wrong)

        self.screen.ask(say("The file (CSV)"), self.screen.taking(take))

    def blank(self) -> None:
        """With nothing filled in."""
        write_blank(self, self.key)

    def copy(self) -> None:
        """As text, without what points to people."""
        text = "\n".join(evaluations.result_lines(self._told(), point_out=False))
        self.place.peer.copier.start((text,), say("The evaluation"), "c")
