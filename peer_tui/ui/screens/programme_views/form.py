"""A form that a group fills in together: each question with its answer, what is known beforehand, what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.words import say, say_number
from peer_tui.services.own_time import hours_of
from peer_tui.services.programmes import filling
from peer_tui.ui.screens.choosing_view import Choice, ChoosingView
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.asking import ask_typed
from peer_tui.ui.screens.programme_views.view import ProgrammeView, lines, write_blank
from peer_tui.ui.text import plain, wrap
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.events import ProgrammeId
    from peer_tui.domain.programmes.definition import Form
    from peer_tui.services.programmes.filling import FormLine
    from peer_tui.ui.screens.programmes import ProgrammesScreen

_SHOWN_LINES = 2
"""Of an answer, in the list; the selected one stands whole below it."""
KINDS = {"md": "Markdown", "txt": say("plain text"), "html": say("a page (HTML)")}


class FormView(ProgrammeView):
    """A question a row, its answer below it.

    Args:
        screen: the place.
        programme: the run.
        key: the form.
    """

    word: ClassVar[str] = say("Form")
    ACTS = (
        Act("g", "g", say("next gap"), "next_gap", say("The next question that nobody answered.")),
        Act("p", "p", say("plan the call"), "plan", say("Plan the meeting whose topics are the unanswered questions.")),
        Act("t", "t", say("sent"), "sent", say("The form went out as it stands, or did not after all.")),
        Act("c", "c", say("copy"), "copy", say("Copy the form as text, with every question.")),
        Act("w", "w", say("write"), "write", say("Write the form to a file, for you only.")),
        Act("l", "l", say("blank form"), "blank", say("Write the form with nothing filled in, to be printed.")),
        Act("x", "x", say("no answer"), "empty", say("Take the answer away; what is known beforehand shows again.")),
    )
    enter_words = say("answer")
    back = say("forms")

    def __init__(self, screen: ProgrammesScreen, programme: ProgrammeId, key: str) -> None:
        super().__init__(screen, programme)
        self.key = key

    @property
    def form(self) -> Form:
        """The form."""
        return filling.form_of(self.running, self.key)

    def gone(self) -> bool:
        """The programme is gone, or has no such form any more."""
        return super().gone() or all(form.key != self.key or form.evaluation for form in self.definition.forms)

    def _lines(self) -> list[FormLine]:
        hours = hours_of(self.workspace, self.group)
        return filling.form_lines(self.opened, self.running, self.key, hours)

    @property
    def title(self) -> str:
        """Which form, how much of it is answered, and whether it went out."""
        answered, every = filling.progress(self.workspace, self.opened, self.running, self.key)
        parts = [self.form.title, say("{answered}/{all} answered", answered=answered, all=every)]
        return " · ".join([*parts, say("sent")] if self.key in self.running.sent else parts)

    @property
    def start(self) -> str:
        """The first question that nobody answered."""
        return next((line.key for line in self._lines() if line.question and not line.text), "")

    def offered(self) -> list[Act]:
        """The call only where a meeting asks the questions of this form."""
        return [act for act in self.ACTS if act.shown != "p" or self.form.topics_for]

    # --- drawing ----------------------------------------------------------------------------------------------

    def rows(self, width: int) -> list[ListRow]:
        """Headings, and below them their questions."""
        rows: list[ListRow] = []
        for line in self._lines():
            if line.question is None:
                rows.append(self.heading(line.title, f"section:{line.section}"))
            else:
                rows.append(ListRow(_row(line, width), line.key))
        return rows

    def below(self, selected: str) -> Content:
        """The question's help, the whole answer where the row shows its beginning, and what another laptop answered."""
        line = self._line(selected)
        if line is None or line.question is None:
            return Content("")
        known = say("Known beforehand; Enter answers it otherwise.") if line.prefilled else ""
        answer = line.text if "\n" in line.text or len(line.text) > 2 * self.screen.room - 12 else ""
        whole = [plain(part) for part in answer.split("\n")] if answer else []
        told: list[Content | str] = [line.question.help, known, *whole]
        if line.others:
            told.append(plain(say("⚠ Answered differently on another laptop:"), "$warning"))
            told += [plain(f"  {part}") for other in line.others for part in other.split("\n")]
            told.append(plain(say("An answer given now settles it."), "$quiet"))
        return lines(*told)

    def _line(self, key: str) -> FormLine | None:
        return next((line for line in self._lines() if line.question is not None and line.key == key), None)

    # --- acts -------------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """Answer the question."""
        line = self._line(selected)
        if line is None or line.question is None:
            return
        kept = line.kept or (line.text if line.prefilled and line.question.type in ("text", "long") else "")

        def take(text: str) -> None:
            self._answer(selected, text)

        ask_typed(self.place, line.question, kept, take)

    def _answer(self, question: str, text: str) -> None:
        with self.place.change():
            act = filling.answer(self.workspace, self.opened, self.running, self.key, question, text)
        answered, every = filling.progress(self.workspace, self.opened, self.running, self.key)
        if act:
            words = say("{answered}/{all} answered. z takes it back.", answered=answered, all=every)
            self.screen.show_flash(words)
            self._walk_on(question)

    def _walk_on(self, question: str) -> None:
        """To the question after the one that was answered."""
        keys = [line.key for line in self._lines() if line.question is not None]
        if self.screen.view is self and question in keys[:-1]:
            self.screen.rows.walk_to(keys[keys.index(question) + 1])

    def next_gap(self) -> None:
        """The next question nobody answered, from the selected one on, then from the top."""
        keys = [line.key for line in self._lines() if line.question is not None]
        open_ones = {line.key for line in self._lines() if line.question is not None and not line.text}
        here = keys.index(self.selected) if self.selected in keys else -1
        after = next((key for key in (*keys[here + 1 :], *keys[: here + 1]) if key in open_ones), None)
        if after is None:
            self.screen.show_flash(say("Every question is answered."))
        else:
            self.screen.rows.walk_to(after)

    def empty(self) -> None:
        """No answer."""
        line = self._line(self.selected)
        if line is not None and line.kept:
            with self.place.change(say("No answer: {question}.", question=line.title)):
                filling.answer(self.workspace, self.opened, self.running, self.key, line.key, "")

    def sent(self) -> None:
        """It went out, or did not after all; with gaps it asks once."""
        if self.key in self.running.sent:
            self._mark(sent=False)
            return
        answered, every = filling.progress(self.workspace, self.opened, self.running, self.key)
        if answered < every:
            question = say_number(
                every - answered,
                "{n} question is not answered. Did it go out as it stands?",
                "{n} questions are not answered. Did it go out as it stands?",
            )
            self.screen.confirm(question, lambda: self.screen.attempt(self._mark))
        else:
            self._mark()

    def _mark(self, *, sent: bool = True) -> None:
        whom = self.form.sent_to
        said = say("Sent to: {whom}.", whom=whom) if whom else say("Sent.")
        with self.place.change(said if sent else say("Not sent after all.")):
            filling.mark_sent(self.workspace, self.opened, self.running, self.key, sent=sent)

    def _text(self, kind: str) -> str:
        hours = hours_of(self.workspace, self.group)
        return filling.form_text(self.opened, self.running, self.key, kind, hours)

    def copy(self) -> None:
        """As text."""
        self.place.peer.copier.start((self._text("txt"),), self.form.title, "c")

    def write(self) -> None:
        """To a file."""
        choices = [Choice(kind, words) for kind, words in KINDS.items()]

        def take(kind: str) -> None:
            path = filling.write_form(self.workspace, self.opened, self.running, self.key, kind)
            self.screen.show_flash(say("Written, for you only: {path}", path=path))

        self.screen.go_into(ChoosingView(self.screen, say("Write the form as"), choices, take))

    def blank(self) -> None:
        """With nothing filled in."""
        write_blank(self, self.key)

    def plan(self) -> None:
        """Plan the meeting in which the unanswered questions are asked."""
        kind = self.form.topics_for
        if not kind:
            self.screen.show_flash(say("No meeting of the programme asks the questions of this form."))
            return
        from peer_tui.ui.screens.programme_views.meetings import MeetingsView

        view = MeetingsView(self.place, self.programme)
        self.place.show_view(view)
        view.plan_kind(kind)


def _row(line: FormLine, width: int) -> Content:
    """The question, and its answer in the rows below it."""
    is_tick = line.question is not None and line.question.type == "tick"
    mark = ("☑ " if line.text else "☐ ") if is_tick else ""
    asked = wrap(plain(line.title).plain, width - len(mark))
    style = "$quiet" if line.text and not is_tick else ""
    told = [Content.assemble(plain(mark, "$accent"), plain(asked[0], style)), *(plain(one, style) for one in asked[1:])]
    pieces: list[str] = []
    for part in ("" if is_tick else line.text).split("\n"):
        if part.strip():
            pieces += wrap(plain(part).plain, width - 4)
    told += [plain(f"  ▏ {piece}", "$quiet" if line.prefilled else "") for piece in pieces[:_SHOWN_LINES]]
    if len(pieces) > _SHOWN_LINES:
        told.append(plain("  ▏ …", "$quiet"))
    if line.others:
        told.append(plain(say("  ⚠ two answers: see below"), "$warning"))
    return Content("\n").join(told)
