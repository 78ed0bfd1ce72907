"""What a place does around a change: it is drawn, said and noted for z; answers of several lines are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from textual import on
from textual.content import Content

from peer_tui.services.problems import Problem
from peer_tui.services.taking_back import acts_since, recorded
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import ReadingPane
from peer_tui.ui.screens.views_place import ViewsPlace
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.answer_field import AnswerField

Given = Callable[[str], object]
"""Takes an answer; a `Problem` says why it cannot be used."""


class ChangingPlace(ViewsPlace):
    """A place with views that asks for several lines, too."""

    def __init__(self, opened: OpenGroup | None = None) -> None:
        super().__init__(opened)
        self._take: Given | None = None
        """Is given the lines of the field that is open."""

    @property
    def answers(self) -> AnswerField:
        """The field for answers of several lines."""
        return self.query_one(AnswerField)

    # --- changing ---------------------------------------------------------------------------------------------

    @contextmanager
    def change(self, said: str = "") -> Iterator[None]:
        """Around a change: z takes it back, everything is drawn again, and `said` is said.

        Raises:
            Problem: what was asked for could not be done, and nothing was.
        """
        before = recorded(self.opened, "")
        yield
        self.noted(acts_since(self.opened, before), said)

    def say_more(self, *sentences: str) -> None:
        """Warnings about what was just done: they stand in place of the sentence that said it."""
        words = " ".join(one for one in sentences if one)
        if words:
            self.show_flash(words, "warning")

    # --- several lines ----------------------------------------------------------------------------------------

    def ask_lines(self, title: str, take: Given, value: str = "") -> None:
        """Ask for an answer of several lines. Leaving the field keeps it, as everywhere."""
        self._take = take
        self.show_flash("")
        self.rows.display = False
        self.answers.begin(title, value)
        self.query_one("#below").display = False
        self.show_keys()

    @on(AnswerField.Given)
    def _answered(self, event: AnswerField.Given) -> None:
        event.stop()
        if not self.answers.is_open or self._take is None:
            return
        try:
            self._take(event.text.strip("\n"))
        except Problem as problem:
            self.answers.say(problem.sentence, wrong=True)
            return
        self._put_away()

    def _put_away(self) -> None:
        self._take = None
        self.answers.put_away()
        self.rows.display = True
        self.rows.focus()
        self.draw_below()
        self.show_keys()

    def keep(self) -> None:
        """The program leaves, or goes elsewhere: an answer that stands in the field is kept."""
        if self.is_mounted and self.answers.is_open and self._take is not None:
            with suppress(Problem):
                self._take(self.answers.text.strip("\n"))
            self._put_away()

    def read(self, title: str, text: str) -> None:
        """Show something to read over the screen."""
        self.app.push_screen(ReadingPane(title, [plain(line) if line else Content(" ") for line in text.split("\n")]))
