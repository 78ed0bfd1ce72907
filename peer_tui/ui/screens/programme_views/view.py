"""What every view of a programme shares: which run of it is shown, its file, and acts, each with its key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.content import Content

from peer_tui.domain.events import ProgrammeId
from peer_tui.domain.words import say
from peer_tui.services.programmes import running
from peer_tui.ui.screens.choosing_view import Choice, ChoosingView
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.programmes.book import Running
    from peer_tui.domain.programmes.definition import Programme
    from peer_tui.ui.screens.programmes import ProgrammesScreen

FOOTER = 4
"""How many acts of a view stand in the footer; the others in F1's list."""


class ActingView(View):
    """A view whose acts stand beside it: the `action` of each is the name of a method of the view."""

    ACTS: ClassVar[tuple[Act, ...]] = ()
    enter_words: str = ""
    """What Enter does, for the footer."""

    @property
    def place(self) -> ProgrammesScreen:
        """The screen."""
        return cast("ProgrammesScreen", self.screen)

    def offered(self) -> Sequence[Act]:
        """The acts worth showing for what stands here now."""
        return self.ACTS

    @property
    def keys(self) -> Sequence[tuple[str, str]]:  # type: ignore[override]  # another view says them once for all
        """For the footer: Enter, then the first acts."""
        enter = [("Enter", self.enter_words)] if self.enter_words else []
        return [*enter, *((act.shown, act.words) for act in self.offered()[:FOOTER])]

    @property
    def selected(self) -> str:
        """The key of the row that is selected; empty where there is none."""
        key = self.screen.rows.selected
        return "" if key.startswith("-") else key


class ProgrammeView(ActingView):
    """A view of one run of a programme.

    Args:
        screen: the place.
        programme: which run; what it is, is asked anew for each drawing.
    """

    def __init__(self, screen: ProgrammesScreen, programme: ProgrammeId) -> None:
        super().__init__(screen)
        self.programme = programme

    @property
    def running(self) -> Running:
        """The run, as it stands now.

        Raises:
            Problem: starting it was taken back meanwhile.
        """
        return running.run_of(self.opened, self.programme)

    @property
    def definition(self) -> Programme:
        """What its file says.

        Raises:
            Problem: the file is gone.
        """
        return running.need_definition(self.running)

    def gone(self) -> bool:
        """Starting it was taken back, or its file is gone."""
        return all(run.id != self.programme or running.definition(run) is None for run in running.runs(self.opened))

    def for_good(self) -> None:
        """Somebody asked that their words go: which ones, of all that were written in the programme."""
        from peer_tui.ui.screens.programme_views.words import WordsView

        self.screen.go_into(WordsView(self.place, self.programme))

    def heading(self, words: str, key: str, style: str = "$quiet") -> ListRow:
        """A row that cannot be walked to."""
        return ListRow(plain(words, style), f"-{key}", heading=True)

    def none(self, words: str) -> list[ListRow]:
        """The only row, where there is nothing yet."""
        return [self.heading(words, "none")]


def lines(*said: Content | str) -> Content:
    """Sentences one below the other, in quiet words; empty ones are left out."""
    shown = [one if isinstance(one, Content) else plain(one, "$quiet") for one in said]
    return Content("\n").join([one for one in shown if one.plain])


def write_blank(view: ProgrammeView, form: str) -> None:
    """Ask in what format a form is written with nothing filled in, to be printed, and write it."""
    from peer_tui.services.programmes.blank_forms import FORMATS, export_blank

    def take(kind: str) -> None:
        path = export_blank(view.workspace, view.opened, view.running, form, kind)
        view.screen.show_flash(say("Written, for you only: {path}", path=path))

    choices = [Choice(kind, words) for kind, words in FORMATS.items()]
    view.screen.go_into(ChoosingView(view.screen, say("Write the blank form as"), choices, take))
