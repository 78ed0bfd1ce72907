"""What the screens of one group share: whose they are, and Tab, which turns to the next group."""

from __future__ import annotations

from peer_tui.domain.words import say
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import Act, PlaceScreen

NEXT_GROUP = Act("tab", "Tab", say("next group"), "next_group", say("The next group of this library."))


class GroupPlace(PlaceScreen):
    """A screen that shows one group.

    Args:
        opened: the group; None for the first one of the library. Who opens the screen makes sure that there is one.
    """

    def __init__(self, opened: OpenGroup | None = None) -> None:
        super().__init__()
        self._opened = opened

    def __init_subclass__(cls, **kwargs: object) -> None:
        if all(act.action != NEXT_GROUP.action for act in cls.ACTS):
            cls.ACTS = (*cls.ACTS, NEXT_GROUP)
        super().__init_subclass__(**kwargs)

    @property
    def opened(self) -> OpenGroup:
        """The group that is shown."""
        if self._opened is None:
            self._opened = self.workspace.open_groups()[0]
        return self._opened

    @opened.setter
    def opened(self, opened: OpenGroup) -> None:
        self._opened = opened

    @property
    def group_here(self) -> OpenGroup | None:
        """The group that another place begins with."""
        return self.opened

    def turned(self) -> None:
        """Another group is shown now: read what the drawing needs, and draw."""
        self.draw()

    def action_next_group(self) -> None:
        """Turn to the next group, in the order of their names; the last is followed by the first."""
        groups = self.workspace.open_groups()
        folders = [opened.folder for opened in groups]
        if len(groups) < 2:
            self.show_flash(say("There is no other group in this library."))
            return
        here = folders.index(self.opened.folder) if self.opened.folder in folders else -1
        self.opened = groups[(here + 1) % len(groups)]
        self.turned()
        self.show_flash(f"{self.opened.glance.name}.")
