"""What every part of Prepare is: rows to walk through, words below them, and acts named as in the screen's keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.prepare import PrepareScreen


class Part:
    """One part. It asks and says through its screen, and changes things through services only."""

    word: ClassVar[str] = ""
    keys: ClassVar[Sequence[tuple[str, str]]] = ()
    """For the footer: a key and its words."""

    def __init__(self, screen: PrepareScreen) -> None:
        self.screen = screen

    @property
    def opened(self) -> OpenGroup:
        """The group."""
        return self.screen.opened

    @property
    def workspace(self) -> Workspace:
        """The opened library."""
        return self.screen.workspace

    @property
    def name(self) -> str:
        """In the row of parts, with its count."""
        return self.word

    @property
    def title(self) -> str:
        """On the border."""
        return self.word

    def rows(self, width: int) -> list[ListRow]:
        """The rows, for a list of so many cells."""
        raise NotImplementedError

    def below(self) -> Content:
        """What stands below the list."""
        return Content("")

    def enter(self) -> None:
        """What Enter does with the selected row."""
