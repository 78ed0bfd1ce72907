"""How wide and high the terminal is, as classes of a screen, e.g. `-narrow` or `-tall`."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def know_breakpoints(screen: Screen[Any]) -> None:
    """Give a screen its classes before it has children.

    Textual gives them with the first resize, when everything was styled already and is then styled once more: a tenth
    of the time to the first picture.
    """
    width, height = screen.app.size
    classes: dict[str, bool] = {}
    for size, steps in ((width, screen.app.HORIZONTAL_BREAKPOINTS), (height, screen.app.VERTICAL_BREAKPOINTS)):
        reached = max((step for step in steps or [] if step[0] <= size), default=None)
        classes |= {name: (least, name) == reached for least, name in steps or []}
    screen.update_classes(classes, update=False)
