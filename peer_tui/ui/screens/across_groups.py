"""What lists across groups share: all groups or one alone, words that narrow the list, what the index finds later."""

from __future__ import annotations

from typing import ClassVar

from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import PlaceScreen
from peer_tui.ui.widgets.row_list import RowList


class AcrossGroups(PlaceScreen):
    """A list of what groups have: meetings, decisions, parked items, next steps.

    Args:
        opened: the group that is shown first; None for all groups.
    """

    FIND: ClassVar[str] = ""
    """What is asked when words are looked for in the list; empty where it has no act `find`."""

    def __init__(self, opened: OpenGroup | None = None) -> None:
        super().__init__()
        self.folder = opened.folder if opened is not None else ""
        """The group that is shown alone; empty for all."""
        self.groups: list[OpenGroup] = []
        self.words = ""
        """The words that are looked for, as they are typed."""
        self._round = 0
        """The sweep of the index that is shown."""

    # --- reading ----------------------------------------------------------------------------------------------

    def before_first_drawing(self) -> None:
        """Read the library before the first picture."""
        self.read()

    def after_first_drawing(self) -> None:
        """Walk in the list."""
        self.query_one(RowList).focus()

    def read(self) -> None:
        """Open the groups again, as they are now."""
        if self.workspace.saver.unsaved():
            self.workspace.saver.flush()
        self._round = self.workspace.indexing.rounds
        self.groups = self.workspace.open_groups()
        if all(opened.folder != self.folder for opened in self.groups):
            self.folder = ""

    @property
    def shown(self) -> list[OpenGroup]:
        """The groups that are shown."""
        return [opened for opened in self.groups if self.folder in ("", opened.folder)]

    def tick(self) -> None:
        """What the sweep of the index found, when it has found something."""
        if self.asking.is_open or self._round == self.workspace.indexing.rounds:
            return
        if self.workspace.saver.state == "saved":
            self.read()
        self.draw()

    # --- finding ----------------------------------------------------------------------------------------------

    @property
    def found(self) -> str:
        """How many were found, in words; or what of the words was not understood."""
        raise NotImplementedError

    def action_find(self) -> None:
        """Words to look for; each letter narrows the list."""

        def show(words: str) -> str:
            if words.strip() != self.words.strip():
                self.words = words
                self.draw()
            return self.found

        def take(words: str) -> None:
            show(words)
            self.query_one(RowList).focus()

        self.ask(self.FIND, take, value=self.words, preview=show)

    def action_back(self) -> None:
        """The words go first, then the screen."""
        if self.words.strip():
            self.words = ""
            self.draw()
        else:
            super().action_back()
