"""A programme's forms: worksheets with how much is answered, evaluations with how many were handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.programmes.repeated import repeated_words
from peer_tui.domain.words import say, say_number
from peer_tui.services.programmes import filling
from peer_tui.services.programmes.evaluations import read_alike
from peer_tui.ui.screens.programme_views.evaluation import EvaluationView
from peer_tui.ui.screens.programme_views.form import FormView
from peer_tui.ui.screens.programme_views.parts import PartView
from peer_tui.ui.screens.programme_views.view import ProgrammeView, lines
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.programmes.definition import Form


class FormsView(PartView):
    """A form a row."""

    part: ClassVar[str] = "forms"
    word: ClassVar[str] = say("Forms")
    enter_words = say("open")

    def rows(self, width: int) -> list[ListRow]:
        """Every form of the programme's file."""
        rows = [
            ListRow(row(plain(form.title), plain(self._told(form), "$quiet"), width), form.key)
            for form in self.definition.forms
        ]
        return rows or self.none(say("This programme has no forms."))

    def _told(self, form: Form) -> str:
        run = self.running
        if form.evaluation:
            handed_in = sum(one.part == form.key for one in run.evaluations)
            return say_number(handed_in, "{n} form handed in", "{n} forms handed in")
        answered, every = filling.progress(self.workspace, self.opened, run, form.key)
        sent = say("sent") if form.key in run.sent else ""
        return " · ".join(one for one in (f"{answered}/{every}", sent) if one)

    def below(self, selected: str) -> Content:
        """What the form is for, and to whom it goes."""
        form = next((one for one in self.definition.forms if one.key == selected), None)
        if form is None:
            return Content("")
        goes = say("It goes to: {whom}.", whom=form.sent_to) if form.sent_to else ""
        alike = repeated_words(read_alike(self.running, form)) if form.evaluation else ()
        return lines(*(plain(f"⚠ {words}", "$warning") for words in alike), form.about, goes)

    def enter(self, selected: str) -> None:
        """Fill it in; an evaluation: enter what was handed in."""
        if selected in {form.key for form in self.definition.forms}:
            self.screen.go_into(form_view(self, selected))


def form_view(view: ProgrammeView, key: str) -> FormView | EvaluationView:
    """The view of a form."""
    form = next(one for one in view.definition.forms if one.key == key)
    kind = EvaluationView if form.evaluation else FormView
    return kind(view.place, view.programme, key)
