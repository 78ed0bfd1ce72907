"""A view that offers a few answers: Enter or the digit beside it takes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.content import Content

from peer_tui.domain.words import say
from peer_tui.ui.screens.view import View
from peer_tui.ui.screens.views_place import ViewsPlace
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer."""

    key: str
    words: str
    more: str = ""
    """What it means, in quiet words."""


class ChoosingView(View):
    """Offers answers, and goes back once one was taken.

    Args:
        screen: the place.
        title: what is asked.
        choices: the answers.
        take: is given the key of the one that was chosen, after the view before is shown again.
        start: the key of the one that is selected at first.
    """

    back = say("leave it")

    def __init__(
        self,
        screen: ViewsPlace,
        title: str,
        choices: Sequence[Choice],
        take: Callable[[str], object],
        *,
        start: str = "",
    ) -> None:
        super().__init__(screen)
        self._title, self._choices, self._take, self._start = title, tuple(choices), take, start
        self.keys = (("Enter", say("choose")),)

    @property
    def title(self) -> str:
        """What is asked."""
        return self._title

    @property
    def start(self) -> str:
        """What holds now."""
        return self._start

    def rows(self, width: int) -> list[ListRow]:
        """An answer a row; the first nine have a digit."""
        return [ListRow(_row(number, one), one.key) for number, one in enumerate(self._choices, 1)]

    def enter(self, selected: str) -> None:
        """Take it."""
        if any(choice.key == selected for choice in self._choices):
            self.screen.go_back()
            self.screen.attempt(lambda: self._take(selected))

    def digit(self, number: int) -> None:
        """Take the one with this digit."""
        if 1 <= number <= len(self._choices):
            self.enter(self._choices[number - 1].key)


def _row(number: int, choice: Choice) -> Content:
    digit = f"{number} " if number <= 9 else "  "
    more = plain(f"  {choice.more}", "$quiet") if choice.more else Content("")
    return Content.assemble(plain(digit, "$accent"), plain(choice.words), more)
