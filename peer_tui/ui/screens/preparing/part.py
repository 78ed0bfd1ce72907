"""What every part of Prepare is: rows to walk through, words below them, and acts, each with its key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.events import MeetingId
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.place import Act
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.prepare import PrepareScreen


class Part:
    """One part. It asks and says through its screen, and changes things through services only."""

    word: ClassVar[str] = ""
    ACTS: ClassVar[tuple[Act, ...]] = ()
    """What can be done in it: the `action` of each is the name of a method of the part."""
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
    def meeting_id(self) -> MeetingId:
        """The meeting that is prepared."""
        return self.screen.meeting_id

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

    def answered(self, text: str) -> str:
        """An answer of several lines was given (`PrepareScreen.ask_lines`); a sentence if it cannot be used."""
        return ""
