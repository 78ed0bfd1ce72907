"""Keys typed ahead: pressed before the screen or the line stood that the key before them opened."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.events import Key


class TypedAhead:
    """Knows who each key was handed to.

    Textual hands a key to whoever has the focus when it arrives. Two keys in one breath, such as F2 and a letter, both
    reach the list that stood first; what the second was meant for opens only when the first has been taken.
    """

    def __init__(self) -> None:
        self._handed: WeakKeyDictionary[Key, DOMNode] = WeakKeyDictionary()

    def hand(self, key: Key, to: DOMNode) -> None:
        """This key is now on its way to somebody."""
        self._handed[key] = to

    def is_late(self, key: Key, now: DOMNode) -> bool:
        """Nobody took this key where it was handed to, and the keys are somebody else's by now."""
        return self._handed.pop(key, now) is not now
