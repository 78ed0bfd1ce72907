"""The places of the program between meetings: one list, from which F2, the palette and Today's keys are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

if TYPE_CHECKING:
    from peer_tui.services.workspace import OpenGroup


@dataclass(frozen=True, slots=True)
class Place:
    """A screen one can go to from anywhere but a live meeting."""

    key: str
    """The letter that chooses it."""
    word: str
    """Its name, as on its header."""
    help: str
    """A sentence."""
    screen: str
    """`module:Class` below `peer_tui.ui.screens`, imported when somebody goes there."""
    of_a_group: bool = False
    """It shows one group, the one that was looked at last."""

    def make(self, opened: OpenGroup | None) -> Screen[Any]:
        """The screen. A place of a group is given one; another may use it as its first filter."""
        module, name = self.screen.split(":")
        screen: Callable[..., Screen[Any]] = getattr(import_module(f"peer_tui.ui.screens.{module}"), name)
        return screen(opened)


PLACES: tuple[Place, ...] = ()
