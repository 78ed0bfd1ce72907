"""What the screens of counts share: pictures one below the other, as bars or as tables, and the report as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from peer_tui.domain.report_pictures import Picture
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.choose_one import ChooseOne
from peer_tui.ui.screens.group_place import GroupPlace
from peer_tui.ui.screens.place import GO_TO, HELP, Act
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.bars import PictureView
from peer_tui.ui.widgets.row_list import ListRow

TABLE = Act("t", "t", say("table"), "table", say("The same as tables, and back to bars."))
PICTURE_ACTS = (
    Act("n", "n", say("next picture"), "turn(1)", say("The next picture.")),
    Act("p", "p", say("picture before"), "turn(-1)", say("The picture before.")),
    Act(
        "w", "w", say("write"), "write", say("Write the report to a file, for you only: a page, Markdown, CSV or JSON.")
    ),
    Act("c", "c", say("copy"), "copy_it", say("Copy the report as Markdown.")),
)
"""Walking through the pictures, and taking the report out."""


class PicturePlace(GroupPlace):
    """A report as pictures. What is counted and of when is the business of the screen itself.

    Args:
        opened: the group; None for the first one.
    """

    DEFAULT_CSS = """
    PicturePlace #which { height: auto; padding: 0 2; margin-top: 1; text-style: bold; }
    PicturePlace.-short #which { margin-top: 0; }
    PicturePlace #pictures {
        height: 1fr; max-width: 104; border: round $border-blurred; scrollbar-size-vertical: 1;
    }
    PicturePlace #pictures:focus { border: round $accent; }
    """
    KEYS: ClassVar[Sequence[str]] = ()
    """The pictures, from top to bottom."""
    REPORT: ClassVar[str] = ""
    """The report, where it is said that it was copied."""
    WRITE_AS: ClassVar[str] = ""
    """The question in what it is to be written."""

    def __init__(self, opened: OpenGroup | None = None) -> None:
        super().__init__(opened)
        self.table = False
        """Drawn as tables."""

    def compose_pictures(self, *above: Widget) -> ComposeResult:
        """The pictures, in a pane that scrolls; `above` scrolls with them."""
        with VerticalScroll(id="pictures"):
            yield from above
            for key in self.KEYS:
                yield PictureView(id=key)

    def after_first_drawing(self) -> None:
        """The pictures have the focus, so that they scroll."""
        self._pane.focus()

    @property
    def _pane(self) -> VerticalScroll:
        return self.query_one("#pictures", VerticalScroll)

    # --- what the screen itself says --------------------------------------------------------------------------

    @property
    def pictures(self) -> Sequence[Picture]:
        """The pictures, as they were counted last: one for each of `KEYS`."""
        raise NotImplementedError

    @property
    def which(self) -> str:
        """Whose numbers are shown and of when, in words."""
        raise NotImplementedError

    @property
    def forms(self) -> Mapping[str, str]:
        """In what the report can be written, and what that is in words."""
        raise NotImplementedError

    def rendered(self, form: str) -> str:
        """The report in one of the `forms`."""
        raise NotImplementedError

    def written(self, form: str) -> Path:
        """Write the report, and say where it is.

        Raises:
            Problem: it could not be written.
        """
        raise NotImplementedError

    # --- drawing ----------------------------------------------------------------------------------------------

    def show_told(self) -> None:
        """Draw what was counted."""
        self.query_one("#which", Static).update(plain(self.which))
        for picture in self.pictures:
            self.query_one(f"#{picture.key}", PictureView).show(picture, table=self.table)
        self.show_keys()

    def footer(self) -> list[tuple[str, str]]:
        """How to see the same otherwise."""
        return [
            ("t", say("bars") if self.table else say("table")),
            ("n", say("next")),
            ("w", say("write")),
            (GO_TO.shown, GO_TO.words),
            (HELP.shown, HELP.words),
        ]

    # --- acts -------------------------------------------------------------------------------------------------

    def action_table(self) -> None:
        """As tables, or as bars again; the picture that is looked at stays on top."""
        pane = self._pane
        here = round(pane.scroll_target_y)
        views = [self.query_one(f"#{key}", PictureView) for key in self.KEYS]
        looked_at = next((view for view in reversed(views) if view.virtual_region.y <= here), views[0])
        self.table = not self.table
        self.show_told()
        self.call_after_refresh(lambda: pane.scroll_to(y=looked_at.virtual_region.y, animate=False))

    def action_turn(self, by: int) -> None:
        """Scroll to the next picture, or to the one before; what stands above the first one comes before it."""
        pane = self._pane
        tops = [self.query_one(f"#{key}").virtual_region.y for key in self.KEYS]
        here = round(pane.scroll_target_y)
        beyond = [top for top in tops if (top > here if by > 0 else top < here)]
        if beyond or by < 0:
            pane.scroll_to(y=min(beyond) if by > 0 else max(beyond, default=0), animate=False)

    def action_copy_it(self) -> None:
        """Copy it."""
        self.peer.copier.start((self.rendered("md"),), self.REPORT, "c")

    def action_write(self) -> None:
        """Ask in what format, and write it."""
        rows = [ListRow(plain(f"{words} (.{form})"), form) for form, words in self.forms.items()]
        self.app.push_screen(ChooseOne(self.WRITE_AS, rows), self._write)

    def _write(self, form: str | None) -> None:
        if not form:
            return
        try:
            path = self.written(form)
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
            return
        self.show_flash(say("Written, for you only: {path}", path=path))
