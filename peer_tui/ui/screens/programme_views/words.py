"""What people wrote in a programme, piece by piece: a piece goes for good where somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.words import say, say_number
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import redacting_words
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.view import ProgrammeView, lines
from peer_tui.ui.text import fit, plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from peer_tui.domain.programmes.written import Written
    from peer_tui.services.removing import Removed

_SHOWN = 40
"""Cells of the words that a question quotes."""


class WordsView(ProgrammeView):
    """A piece a row; Enter removes its words for good, after one yes."""

    word: ClassVar[str] = say("Words for good")
    ACTS = (
        Act("slash", "/", say("these words"), "find", say("Remove some words wherever they stand in the programme.")),
    )
    enter_words = say("remove for good")
    back = say("back")

    @property
    def title(self) -> str:
        """What is asked."""
        return say("Remove which words for good?")

    def _pieces(self) -> list[Written]:
        return redacting_words.written(self.opened, self.running)

    def rows(self, width: int) -> list[ListRow]:
        """Where each stands, and how it begins."""
        rows = [
            ListRow(
                row(plain(" ".join(one.text.split())), plain(fit(one.place, width // 2), "$quiet"), width), one.code
            )
            for one in self._pieces()
        ]
        return rows or self.none(say("Nobody wrote anything in this programme yet."))

    def below(self, selected: str) -> Content:
        """Where it stands, and what removing does."""
        one = next((piece for piece in self._pieces() if piece.code == selected), None)
        goes = say("Its words go everywhere this device can reach, with every wording it had. There is no undo.")
        return lines(plain(one.place), goes) if one is not None else Content("")

    def enter(self, selected: str) -> None:
        """Ask once, then remove it."""
        one = next((piece for piece in self._pieces() if piece.code == selected), None)
        if one is None:
            return
        words = fit(" ".join(one.text.split()), _SHOWN)
        question = say("Remove “{text}” for good, everywhere this device can reach? No undo.", text=words)
        self._ask(question, lambda: redacting_words.remove_piece(self.workspace, self.opened, self.running, one))

    def for_good(self) -> None:
        """The same with the key that led here."""
        self.enter(self.selected)

    def find(self) -> None:
        """Some words, wherever they stand."""

        def preview(words: str) -> str:
            if not words.strip():
                return say("E.g. a name; in any case, over line ends too.")
            try:
                count = redacting_words.counted(self.opened, self.running, words)
            except Problem as problem:
                return problem.sentence
            return say_number(count, "{n} piece holds them.", "{n} pieces hold them.")

        def take(words: str) -> None:
            redacting_words.counted(self.opened, self.running, words)
            question = say("Remove “{text}” for good from all of this programme? No undo.", text=fit(words, _SHOWN))
            self.place.call_after_refresh(
                self._ask,
                question,
                lambda: redacting_words.remove_the_words(self.workspace, self.opened, self.running, words),
            )

        self.screen.ask(say("Which words?"), self.screen.taking(take), preview=preview)

    def _ask(self, question: str, remove: Callable[[], Removed]) -> None:
        remove_after_a_yes(self, question, remove)


def remove_after_a_yes(view: ProgrammeView, question: str, remove: Callable[[], Removed]) -> None:
    """Ask once; then words are removed for good, and what of it is still to be done is said."""

    def do() -> None:
        removed = remove()
        view.screen.draw()
        view.screen.show_flash(say("Removed: {words}.", words=removed.words) if removed.words else say("Removed."))
        if removed.sentences:
            view.place.read(say("Removed"), "\n".join(removed.sentences))

    def yes() -> None:
        view.screen.attempt(do)

    view.screen.confirm(question, yes)
