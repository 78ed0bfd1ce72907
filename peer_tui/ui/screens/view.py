"""What every view of a place is: rows to walk through, words below them, and acts named as in the screen's keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.words import say
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.group import Group
    from peer_tui.ui.screens.views_place import ViewsPlace


class View:
    """One view. It asks and says through its screen, and changes things through services only.

    Its acts are methods named as in the screen's keys; a key for which it has none says so.
    """

    word: ClassVar[str] = ""
    keys: Sequence[tuple[str, str]] = ()
    """For the footer: a key and its words, the most useful first."""
    back: ClassVar[str] = say("back")
    """What Esc does, for the footer."""

    def __init__(self, screen: ViewsPlace) -> None:
        self.screen = screen

    @property
    def opened(self) -> OpenGroup:
        """The group."""
        return self.screen.opened

    @property
    def group(self) -> Group:
        """The group as it stands."""
        return self.screen.opened.group

    @property
    def workspace(self) -> Workspace:
        """The opened library."""
        return self.screen.workspace

    @property
    def title(self) -> str:
        """On the border of the list."""
        return self.word

    @property
    def start(self) -> str:
        """The key of the row that is selected at first; empty for the first row."""
        return ""

    def rows(self, width: int) -> list[ListRow]:
        """The rows, for a list of so many cells."""
        raise NotImplementedError

    def below(self, selected: str) -> Content:
        """What is to be known of the selected row."""
        return Content("")

    def enter(self, selected: str) -> None:
        """What Enter does with the selected row."""

    def gone(self) -> bool:
        """Whether what it shows is not there any more, so that the view before is shown instead."""
        return False
