"""What the archive and the registers share: one list over all groups or one, and Enter on the record behind a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static

from peer_tui.domain.words import say
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.across_groups import AcrossGroups
from peer_tui.ui.screens.choose_one import ChooseOne
from peer_tui.ui.screens.place import GO_TO, HELP
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow, RowList

ALL = "all"
"""The key of the row that takes a condition away."""


class RegisterPlace(AcrossGroups):
    """A list across meetings.

    Args:
        opened: the group that is shown first; None for all groups.
    """

    TITLE_OF_LIST: ClassVar[str] = ""
    FOOTER: ClassVar[str] = ""
    """The keys of the footer, by the first of each act."""

    def __init__(self, opened: OpenGroup | None = None) -> None:
        super().__init__(opened)
        self.select = ""
        """The key of the row that is selected first."""

    def compose_body(self) -> ComposeResult:
        """What is shown in words, and the list."""
        yield Static(id="shown", markup=False)
        yield Static(id="nothing", markup=False)
        yield RowList(self.TITLE_OF_LIST, id="rows")

    # --- drawing ----------------------------------------------------------------------------------------------

    @property
    def group_here(self) -> OpenGroup | None:
        """The group that another place begins with."""
        folder = self.query_one(RowList).selected.partition("/")[0]
        return next((opened for opened in self.groups if opened.folder == folder), next(iter(self.shown), None))

    def group_of(self, folder: str) -> OpenGroup:
        """A group of the library."""
        return next(opened for opened in self.groups if opened.folder == folder)

    @property
    def group_words(self) -> str:
        """Whose lines are shown, in words."""
        if self.folder or len(self.groups) == 1:
            return next((opened.glance.name for opened in self.shown), "")
        return say("all groups")

    def show_rows(self, said: str, rows: Sequence[ListRow], nothing: str) -> None:
        """Draw the list: what is shown, in words; the rows; or why there are none."""
        self.query_one("#shown", Static).update(plain(said))
        empty = self.query_one("#nothing", Static)
        empty.update(plain(nothing))
        empty.display = not rows
        listed = self.query_one(RowList)
        hidden = not listed.display
        listed.display = bool(rows)
        listed.show(rows, self.select)
        self.select = ""
        if hidden and rows and not self.asking.is_open:
            # A list that was put away lost the keys.
            listed.focus()
        self.show_keys()

    def footer(self) -> list[tuple[str, str]]:
        """What Enter does, then the keys that are used most."""
        keys = {act.shown: act.words for act in self.ACTS}
        enter = [("Enter", say("open"))] if self.query_one(RowList).display else []
        chosen = [(key, keys[key]) for key in self.FOOTER if key in keys]
        return [*enter, *chosen[: 5 - len(enter) - 1], (GO_TO.shown, GO_TO.words), (HELP.shown, HELP.words)]

    # --- choosing ---------------------------------------------------------------------------------------------

    def action_group(self) -> None:
        """All groups, or one of them."""
        if len(self.groups) < 2:
            self.show_flash(say("There is one group in this library."))
            return
        rows = [ListRow(plain(say("All groups")), ALL)]
        rows += [ListRow(plain(opened.glance.name), opened.folder) for opened in self.groups]
        self.app.push_screen(ChooseOne(say("Which group?"), rows, self.folder or ALL), self._take_group)

    def _take_group(self, key: str | None) -> None:
        if key:
            self.folder = "" if key == ALL else key
            self.turned()
            self.show_flash(f"{self.group_words}.".capitalize() if not self.folder else f"{self.group_words}.")

    def turned(self) -> None:
        """Other lines are wanted: draw them from the first one on."""
        self.draw()

    # --- going on ---------------------------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.enter(event.option_id or "")

    @on(OptionList.OptionHighlighted)
    def _walked(self) -> None:
        self.show_keys()

    def enter(self, key: str) -> None:
        """Enter on the row of a key."""
