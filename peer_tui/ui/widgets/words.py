"""Words on the screen that are painted again only when they change."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget


class Words(Widget):
    """A few rows of words, one content a row. Rows that are too long are cut, never wrapped."""

    DEFAULT_CSS = """
    Words {
        height: auto;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    Words.-empty { display: none; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: tuple[Content, ...] = ()
        self._said: object = None

    @property
    def plain(self) -> str:
        """What stands there now, without styles."""
        return "\n".join(row.plain for row in self._rows)

    def say(self, rows: Sequence[Content]) -> bool:
        """Show these rows; True if they differ from what stood there. No rows: the widget takes no room."""
        said = [(row.plain, tuple(row.spans)) for row in rows]
        if said == self._said:
            return False
        grew = len(rows) != len(self._rows) or self._said is None
        self._said = said
        self._rows = tuple(rows)
        # A class, not `display` itself, which would outweigh the style sheet of a screen that puts the widget away.
        self.set_class(not rows, "-empty")
        self.refresh(layout=grew)
        return True

    def render(self) -> Content:
        """The rows, one below the other."""
        return Content("\n").join(self._rows)
