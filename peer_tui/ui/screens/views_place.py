"""A place of one group with several views, one shown at a time: a list to walk through and what is known of its rows.

Enter goes into a row, Esc one view back, and from the first view to Today. What was done here can be taken back with z.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static

from peer_tui.domain.events import EventId, MeetingId
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.taking_back import take_back
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.group_place import GroupPlace
from peer_tui.ui.screens.keys_of_parts import elsewhere
from peer_tui.ui.screens.place import HELP, Act
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.paste_field import PasteField
from peer_tui.ui.widgets.place_header import PlaceHeader
from peer_tui.ui.widgets.row_list import RowList

WIDEST = 110
"""Cells of the list: a longer row is hard to follow."""
UNDO = Act("z", "z", say("undo"), "take_back", say("Take back the last thing that was done here."))

DIGITS = tuple(Act(str(n), str(n), "", f"digit({n})", "") for n in range(10))
"""Keys that choose among what a view offers; the view says which."""


class ViewsPlace(GroupPlace):
    """A place with views; the first one is there as long as the place is."""

    DEFAULT_CSS = """
    ViewsPlace #rows { height: auto; min-height: 3; max-width: 110; }
    ViewsPlace #below { height: auto; max-width: 110; padding: 0 2; }
    ViewsPlace #paste { max-width: 110; }
    """
    ACTS: ClassVar[tuple[Act, ...]] = ()
    NAME: ClassVar[str] = ""
    """The place, in its header."""

    def __init__(self, opened: OpenGroup | None = None) -> None:
        super().__init__(opened)
        self.views: list[View] = [self.first_view()]
        self._done: list[tuple[tuple[tuple[MeetingId, EventId], ...], str]] = []
        """What was done here, the last thing last: its acts, each with the shard it lies in, and what was said."""

    def first_view(self) -> View:
        """The view the place begins with."""
        raise NotImplementedError

    @property
    def view(self) -> View:
        """The view that is shown."""
        return self.views[-1]

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#rows", RowList)

    # --- drawing ----------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        """The list, a field to paste into, and what is to be known of the selected row."""
        yield RowList("", id="rows")
        yield PasteField(id="paste")
        yield Static(id="below", markup=False)

    def after_first_drawing(self) -> None:
        """Walk in the list."""
        self.rows.focus()

    def on_resize(self) -> None:
        """Other columns fit."""
        self.call_after_refresh(self.draw)

    def turned(self) -> None:
        """Another group: its first view, and nothing of the other one can be taken back here any more."""
        self.stop_pasting()
        self.views = [self.first_view()]
        self._done.clear()
        self.rows.show([])
        self.draw()

    def draw(self) -> None:
        """Draw the view that is shown."""
        while len(self.views) > 1 and self.view.gone():
            self.views.pop()
        group = self.opened.group
        self.query_one(PlaceHeader).tell(f"{self.NAME} · {group.name}", group.zone)
        self.rows.border_title = plain(self.view.title)
        self.rows.show(self.view.rows(self.room), self.view.start if self._fresh else "")
        self._fresh = False
        self.draw_below()
        self.show_keys()

    _fresh = True
    """The view is drawn for the first time since it was turned to."""

    @property
    def room(self) -> int:
        """Cells of a row, beside the border and a scroll bar."""
        return max(20, min(WIDEST, self.size.width) - 5)

    def draw_below(self) -> None:
        """What is to be known of the selected row."""
        below = self.query_one("#below", Static)
        words = self.view.below(self.rows.selected)
        below.update(words)
        below.display = bool(words.plain) and not self.is_pasting
        self.fit(self.rows)

    def footer(self) -> list[tuple[str, str]]:
        """The keys of the view that is shown."""
        if self.is_pasting:
            return [("Enter", say("on an empty line: go on")), ("Esc", say("not now"))]
        back = say("Today") if len(self.views) == 1 else self.view.back
        return [*self.view.keys, ("Esc", back), ("F2", say("go to")), (HELP.shown, HELP.words)]

    @on(OptionList.OptionHighlighted, "#rows")
    def _walked(self) -> None:
        self.draw_below()

    @on(OptionList.OptionSelected, "#rows")
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.attempt(lambda: self.view.enter(self.rows.selected))

    # --- views ------------------------------------------------------------------------------------------------

    def go_into(self, view: View) -> None:
        """Show another view; Esc comes back to this one."""
        self.views.append(view)
        self._turned_view()

    def go_back(self) -> None:
        """The view before."""
        if len(self.views) > 1:
            self.views.pop()
            self._turned_view()

    def _turned_view(self) -> None:
        self.show_flash("")
        self.asking.put_away()
        self.rows.show([])
        self._fresh = True
        self.draw()
        self.rows.focus()

    def action_back(self) -> None:
        """From pasting to the list, one view back, and from the first one to Today."""
        if self.is_pasting:
            self.stop_pasting()
        elif len(self.views) > 1:
            self.go_back()
        else:
            self.peer.go_today()

    # --- acts -------------------------------------------------------------------------------------------------

    def action_digit(self, number: int) -> None:
        """A digit chooses among what the view offers."""
        pick = getattr(self.view, "digit", None)
        if pick is not None:
            self.attempt(lambda: pick(number))

    def action_do(self, what: str) -> None:
        """An act of the view that is shown; a view that has none of the kind says what the key is for."""
        act = getattr(self.view, what, None)
        if act is None:
            self.show_flash(elsewhere(self.ACTS, what))
            return
        self.attempt(act)

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do it; what could not be done is said. True if it was."""
        try:
            act()
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
            return False
        return True

    def taking(self, act: Callable[[str], object]) -> Callable[[str], str | None]:
        """For a line that asks: what cannot be used is said below it, and the words stay."""

        def take(words: str) -> str | None:
            try:
                act(words)
            except Problem as problem:
                return problem.sentence
            return None

        return take

    def was_done(self, act: EventId, words: str) -> None:
        """Something was recorded in the group's log: draw it, say it, note it for z. An empty act changed nothing."""
        self.noted([("", act)] if act else [], words)

    def noted(self, acts: Sequence[tuple[MeetingId, EventId]], words: str) -> None:
        """Something was recorded: draw it, say it, and note its acts, each with the shard it lies in, for z."""
        if acts:
            self._done.append((tuple(acts), words))
        self.draw()
        if words:
            self.show_flash(say("{words} z takes it back.", words=words) if acts else words)

    def action_take_back(self) -> None:
        """The last thing that was done here holds no longer."""
        while self._done:
            acts, words = self._done.pop()
            if any([take_back(self.workspace, self.opened, act, meeting) for meeting, act in reversed(acts)]):
                self.draw()
                self.show_flash(say("Taken back: {words}", words=words) if words else say("Taken back."))
                return
        self.show_flash(say("There is nothing to take back here."))

    # --- pasting ----------------------------------------------------------------------------------------------

    @property
    def is_pasting(self) -> bool:
        """Whether the field to paste into is open."""
        return self.query_one(PasteField).is_open

    def paste(self, title: str, hint: Callable[[str], str], take: Callable[[str], object]) -> None:
        """Ask for several lines.

        Args:
            title: what is asked.
            hint: says what the lines mean, as they stand.
            take: is given them at Enter on an empty line.
        """
        self.show_flash("")
        self.rows.display = False
        self.query_one(PasteField).begin(title, hint, take)
        self.draw_below()
        self.show_keys()

    def stop_pasting(self) -> None:
        """Put the field away."""
        field = self.query_one(PasteField)
        if field.is_open:
            field.put_away()
            self.rows.display = True
            self.rows.focus()
            self.draw_below()
            self.show_keys()

    @on(PasteField.Ended)
    def _pasted(self, event: PasteField.Ended) -> None:
        event.stop()
        self.stop_pasting()
        if event.take is not None and event.text.strip():
            take, text = event.take, event.text
            self.attempt(lambda: take(text))
