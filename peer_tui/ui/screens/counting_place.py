"""A place with views that counts something of its group once the list stands, so that the first picture never waits."""

from __future__ import annotations

from typing import Generic, TypeVar

from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.views_place import ViewsPlace

Counted = TypeVar("Counted")
"""What is counted."""


class CountingPlace(ViewsPlace, Generic[Counted]):
    """A place of one group with views, and something counted beside them.

    Args:
        opened: the group; None for the first one.
    """

    def __init__(self, opened: OpenGroup | None = None) -> None:
        self._last: tuple[tuple[str, int], Counted] | None = None
        """What was counted last, and of which group at which state."""
        super().__init__(opened)

    def count(self) -> Counted:
        """Count it, of the group that is shown."""
        raise NotImplementedError

    @property
    def counted(self) -> Counted | None:
        """What was counted, as the group stands now; None until it was counted for the first time."""
        if self._last is None or self._last[0][0] != self.opened.folder:
            return None
        if self._last[0] != self._state:
            self._last = self._state, self.count()
        return self._last[1]

    def after_first_drawing(self) -> None:
        """It is counted once the list stands."""
        super().after_first_drawing()
        self.call_after_refresh(self._count)

    def turned(self) -> None:
        """Another group: counted once its list stands."""
        super().turned()
        self.call_after_refresh(self._count)

    def _count(self) -> None:
        self._last = self._state, self.count()
        self.draw()

    @property
    def _state(self) -> tuple[str, int]:
        return self.opened.folder, self.opened.events.changes
