"""The one tick of the program: once a second. Whoever shows time listens to it, and repaints only what changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

SECOND = 1.0


class Ticker:
    """Calls its listeners once a second.

    It carries no time of its own: listeners ask the workspace's clock, so a tick that comes late or is left out while
    a laptop sleeps bends nothing.
    """

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._listeners: list[Callable[[], None]] = []
        self._started = False

    def listen(self, listener: Callable[[], None]) -> None:
        """Call this every second from now on."""
        if listener not in self._listeners:
            self._listeners.append(listener)
        if not self._started:
            self._started = True
            self._app.set_interval(SECOND, self.tick, name="ticker")

    def ignore(self, listener: Callable[[], None]) -> None:
        """Call this no longer."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def tick(self) -> None:
        """A second has passed."""
        for listener in list(self._listeners):
            listener()
