"""What a place does around a change: it is drawn, said and noted for z; answers of several lines are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, cast

from textual import on
from textual.content import Content

from peer_tui.domain.events import EventId, MeetingId
from peer_tui.domain.history import act_of
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.taking_back import take_back
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import ReadingPane
from peer_tui.ui.screens.views_place import ViewsPlace
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.answer_field import AnswerField

if TYPE_CHECKING:
    from peer_tui.domain.events import Event

Given = Callable[[str], object]
"""Takes an answer; a `Problem` says why it cannot be used."""


class ChangingPlace(ViewsPlace):
    """A place with views whose acts may lie in the shards of meetings too, and that asks for several lines."""

    def __init__(self, opened: OpenGroup | None = None) -> None:
        super().__init__(opened)
        self._acts: list[tuple[tuple[tuple[MeetingId, EventId], ...], str]] = []
        """What was done here, the last act last."""
        self._take: Given | None = None
        """Is given the lines of the field that is open."""

    @property
    def answers(self) -> AnswerField:
        """The field for answers of several lines."""
        return self.query_one(AnswerField)

    def turned(self) -> None:
        """Another group: nothing of the one before can be taken back here any more."""
        self._acts.clear()
        super().turned()

    # --- changing ---------------------------------------------------------------------------------------------

    @contextmanager
    def change(self, said: str = "") -> Iterator[None]:
        """Around a change: z takes it back, everything is drawn again, and `said` is said.

        Raises:
            Problem: what was asked for could not be done, and nothing was.
        """
        before = len(self.opened.events.get("", ()))
        yield
        new = self.opened.events.get("", ())[before:]
        self.noted([("", act) for act in dict.fromkeys(act_of(cast("Event", event)) for event in new)], said)

    def noted(self, acts: Sequence[tuple[MeetingId, EventId]], said: str) -> None:
        """Something was recorded: draw it, say it, and note its acts, each with the shard it lies in, for z."""
        if acts:
            self._acts.append((tuple(acts), said))
        self.draw()
        if said:
            self.show_flash(say("{said} z takes it back.", said=said) if acts else said)

    def action_take_back(self) -> None:
        """The last thing that was done here holds no longer."""
        while self._acts:
            acts, words = self._acts.pop()
            if any([take_back(self.workspace, self.opened, act, meeting) for meeting, act in reversed(acts)]):
                self.draw()
                self.show_flash(say("Taken back: {words}", words=words) if words else say("Taken back."))
                return
        self.show_flash(say("There is nothing to take back here."))

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
