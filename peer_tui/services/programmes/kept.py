"""What was drawn from a group is kept until more is recorded in it: a list is drawn again at every key.

Drawing two thousand rows, or a report from ten meetings, takes a tenth of a second and more.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from peer_tui.domain.group import Group
    from peer_tui.domain.programmes.definition import Programme
    from peer_tui.services.opened import OpenGroup

Drawn = TypeVar("Drawn")


class _Kept:
    """What was drawn from a group as it was at one moment."""

    def __init__(self, group: Group, changes: int) -> None:
        self.group = group
        self.changes = changes
        self.drawn: dict[Hashable, tuple[Programme, Any]] = {}


_KEPT: WeakKeyDictionary[OpenGroup, _Kept] = WeakKeyDictionary()


def kept(opened: OpenGroup, programme: Programme, what: Hashable, draw: Callable[[], Drawn]) -> Drawn:
    """What `draw` gives, drawn once as long as the group and the programme's file say nothing new.

    Args:
        opened: the group.
        programme: as its file says; one that was read anew draws anew.
        what: which drawing it is: all that makes it another one beside these two.
        draw: draws it. What it gives is nobody's to change.
    """
    known = _KEPT.get(opened)
    if known is None or known.group is not opened.group or known.changes != opened.events.changes:
        known = _KEPT[opened] = _Kept(opened.group, opened.events.changes)
    found = known.drawn.get(what)
    if found is None or found[0] is not programme:
        found = known.drawn[what] = (programme, draw())
    result: Drawn = found[1]
    return result
